# What runs on it, and what is promised. The same promise stands in every example of this row.

promise {
  instance   = { out = "2m" }
  hypervisor = { out = "2m" }
  zone       = { out = "30m" }
}

journey "browse" {
  enters = name.www
}

journey "order" {
  enters = name.www
}

# The name points at one web server; the watchdog points it at the other. Everybody who has asked
# for it keeps the old answer for its TTL, which stands in Terraform.
name "www" {
  of = exoscale_domain_record.www
  to = service.web

  failover = {
    by    = service.watchdog
    check = { every = "5s", timeout = "2s", fall = 3, kind = "request", sight = "process", rearm = "start" }
    takes = ["1s", "10s"]
    needs = [control_plane[var.zone]]
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

# The watchdog sits on the database's machine.
service "watchdog" {
  on = exoscale_compute_instance.database

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "2h"] }
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
