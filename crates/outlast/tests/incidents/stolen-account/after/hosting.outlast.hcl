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

  backup "offsite" {
    how      = "git bundle"
    every    = "24h"
    took     = "1h"
    to       = store.vault
    restores = "50 MB/s"
  }
  repair = { by = people.ops, detect = "1h", takes = "4h" }
}

# The other account: its key lies with nobody who works in the first one.
store "vault" {
  on = exoscale_compute_instance.vault
}
scope "vault" {
  owns = [provider.exoscale_vault]
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
