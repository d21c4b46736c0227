# What runs on it, and what is promised. The same promise stands in every example of this row.

promise {
  instance   = { out = "2m" }
  hypervisor = { out = "2m" }
  zone       = { out = "30m" }
}

journey "browse" {
  enters = exoscale_domain_record.www
}

journey "order" {
  enters = exoscale_domain_record.www
}

# The elastic IP has no health check: the watchdog moves it. Nobody caches an address, so that only
# noticing and moving take time. The vendor states no figure for the move: measure it.
address "www" {
  of = exoscale_elastic_ip.www
  to = service.web

  failover = {
    by    = service.watchdog
    check = { every = "5s", timeout = "2s", fall = 3, kind = "request", sight = "process", rearm = "start" }
    takes = ["2s", "15s"]
  }
}

service "web" {
  engine  = "nginx"
  on      = exoscale_compute_instance.web
  listens = 80

  need {
    of      = database.shop
    serving = [journey.order]
  }

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

# Where does the watchdog sit? On the server that stands by: try `web[0]` and see.
service "watchdog" {
  on = exoscale_compute_instance.web[1]

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database
  size   = "5 GB"

  # A dump a night, in another zone. Nobody has restored one yet.
  backup "nightly" {
    how       = "pg_dump"
    every     = "24h"
    took      = "10m"
    to        = aws_s3_bucket.backups
    keeps_for = "365d"
    restores  = "50 MB/s"
  }

  repair = {
    by     = people.on_call
    detect = "5m"
    takes  = ["10m", "2h"]
  }
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
