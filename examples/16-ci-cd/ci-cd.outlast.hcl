# What runs on it, and what is promised.

promise {
  process    = { out = "2m", lose = "0s" }
  instance   = { out = "2m", lose = "26h" }
  hypervisor = { out = "2m", lose = "26h" }
  change     = { out = "2m" }
  deletion   = { lose = "26h" }
}

# What customers do.
journey "buy" {
  enters = exoscale_domain_record.www
  rate   = "150/s"
}

# What developers do: from a commit to what customers see. Nobody minds an afternoon.
journey "deliver" {
  enters = service.runner

  promise {
    process    = { out = "10m" }
    instance   = { out = "8h" }
    hypervisor = { out = "8h" }
    change     = { out = "8h" }
  }
}

# A pool that is replaced, one after the other. A new member fetches its image: without registry and
# control plane there are no new members, neither more of them nor others in their place.
service "site" {
  on       = exoscale_instance_pool.site
  listens  = 80
  carries  = "80/s"
  overload = "sheds"

  # It has the addresses of both, and asks the other one when one does not answer.
  need {
    of      = service.api
    timeout = "2s"
    retries = 1
  }

  need {
    of = store.images
    at = "start"
  }

  need {
    of = control_plane[var.zone]
    at = "start"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["5s", "20s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# Blue and green on each of two machines. The image is on the machine once it has run.
service "api" {
  on       = exoscale_compute_instance.api
  listens  = 80
  carries  = "200/s"
  overload = "sheds"

  need {
    of        = store.images
    at        = "start"
    remembers = "30d"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"], needs = [store.images] },
  ]
}

# Images are made again from the sources, in the time of a build.
store "images" {
  engine = "docker-registry"
  on     = exoscale_compute_instance.registry
  size   = "40 GB"
  lost   = { rebuilt_from = store.sources, takes = ["10m", "30m"] }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "2h"] },
  ]
}

store "sources" {
  engine = "git"
  on     = exoscale_compute_instance.forge
  size   = "2 GB"

  backup "nightly" {
    how       = "git bundle"
    every     = "24h"
    took      = "5m"
    to        = aws_s3_bucket.sources
    keeps_for = "365d"
    tested    = { on = "2026-08-20", took = "10m" }
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "2h"] },
  ]
}

service "runner" {
  on     = exoscale_compute_instance.runner
  reads  = [store.sources]
  writes = [store.images]
  calls  = [control_plane[var.zone], service.api]

  repair = [
    { by = "itself", notices = ["stop"], detect = "15s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "30m", takes = ["30m", "2h"] },
  ]
}

# The site: one member away at a time, each new one must answer before the next goes. Back is the same way.
change "rolling" {
  to    = [service.site]
  away  = 1
  takes = ["6m", "15m"]
  every = "8h"
  by    = service.runner
  needs = [store.images, control_plane[var.zone]]
  undo  = { takes = ["6m", "15m"] }
  tried = { on = "2026-11-20", took = "9m" }
}

# The API: the new one runs beside the old one before anybody is sent there, and the old one stays.
change "blue_green" {
  to    = [service.api]
  away  = 0
  takes = ["1m", "3m"]
  every = "8h"
  by    = service.runner
  needs = [store.images]
  undo  = { takes = ["1s", "5s"] }
  tried = { on = "2026-11-20", took = "2s" }
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
