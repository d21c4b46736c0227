# Repositories of customers on instances of one cloud account, copied to a second zone.
people "ops" {
  answers = "1h"
}

store "repositories" {
  engine = "git"
  on     = exoscale_compute_instance.git[0]
  size   = "40 GB"

  replica "mirror" {
    on     = exoscale_compute_instance.mirror[0]
    commit = "sync"
  }
  drops    = "30s"
  failover = { by = service.watcher, notices = ["stop", "cut"], detect = "30s", takes = "30s" }

  # They call it offsite: another zone of the same account.
  backup "offsite" {
    how      = "git bundle"
    every    = "24h"
    took     = "1h"
    to       = zone["de-fra-1"]
    restores = "50 MB/s"
  }
  repair = { by = people.ops, detect = "1h", takes = "4h" }
}

service "watcher" {
  in = place.elsewhere
}
place "elsewhere" {
  kind = "site"
}

journey "push" {
  enters = store.repositories
}

rates {
  account = { lasts = ["6h", "1d"] }
}
