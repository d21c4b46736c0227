# A site with projects in a database and repositories on a file server.
people "ops" {
  answers = "10m"
}

service "web" {
  on    = exoscale_compute_instance.web
  calls = [database.main, store.repositories]
}

database "main" {
  engine = "postgresql"
  on     = exoscale_compute_instance.db[0]
  size   = "300 GB"

  replica "second" {
    on     = exoscale_compute_instance.db[1]
    commit = "async"
    lag    = ["0s", "5s"]
  }
  failover = { by = people.ops, detect = "5m", takes = "10m" }

  # A base backup with a continuous log archive, tried out every month, and its age is watched.
  backup "base" {
    how      = "pg_basebackup"
    every    = "24h"
    took     = "2h"
    archives = "1m"
    to       = place.vault
    tested   = { on = "2026-10-02", took = "3h", version = "15" }
    watched  = true
  }
  # A copy for the test system, on its slow disks; it happens to be a backup, too.
  backup "staging" {
    how      = "lvm snapshot"
    every    = "24h"
    took     = "10m"
    to       = service.staging
    restores = "5 MB/s"
  }
  repair = { by = people.ops, detect = "10m", takes = "1h" }
}

service "staging" {
  on = exoscale_compute_instance.staging
}

store "repositories" {
  on     = exoscale_compute_instance.files
  repair = { by = people.ops, detect = "10m", takes = "2h" }
}

place "vault" {
  kind = "site"
}

# The night on which the second copy is made anew.
during "resync" {
  without = [database.main.second]
  lasts   = ["2h", "12h"]
}

journey "browse" {
  enters = service.web
}
