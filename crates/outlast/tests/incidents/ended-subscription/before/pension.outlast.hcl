# Two zones under one subscription, and a backup with another company.
people "ops" {
  answers = "1h"
}

database "members" {
  engine = "postgresql"
  on     = exoscale_compute_instance.app[0]
  size   = "40 GB"

  replica "twin" {
    on     = exoscale_compute_instance.twin[0]
    commit = "sync"
  }
  drops    = "30s"
  failover = { by = service.keeper, notices = ["stop", "cut"], detect = "30s", takes = "10s" }

  backup "outside" {
    how      = "pg_dump"
    every    = "24h"
    took     = "2h"
    to       = place["second company"]
    restores = "10 MB/s"
  }
  # Hundreds of machines are made anew first, from a plan that nobody has tried.
  repair = { by = people.ops, detect = "1h", takes = ["5d", "9d"] }
}

service "portal" {
  on     = exoscale_compute_instance.app[0]
  calls  = database.members
  repair = { by = people.ops, detect = "1h", takes = ["5d", "9d"] }
}
service "portal_twin" {
  on     = exoscale_compute_instance.twin[0]
  calls  = database.members
  repair = { by = people.ops, detect = "1h", takes = ["5d", "9d"] }
}
service "keeper" {
  in = place.registry
}

name "www" {
  to        = [service.portal, service.portal_twin]
  remembers = "1m"
  served_by = place.registry
  failover  = { by = service.keeper, detect = "1m", takes = "10s" }
}

place "second company" {
  kind = "provider"
}
place "registry" {
  kind = "provider"
}

rates {
  account = { lasts = ["1h", "1d"] }
}

journey "see my account" {
  enters = name.www
}
