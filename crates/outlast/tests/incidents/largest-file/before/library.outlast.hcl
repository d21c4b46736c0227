# One table in one file on a file system that holds no file above 2 TB; the copy has the same one.
people "ops" {
  answers = "15m"
}

database "library" {
  engine = "mysql"
  on     = exoscale_compute_instance.db[0]
  size   = "2.5 TB"

  replica "second" {
    on     = exoscale_compute_instance.db[1]
    commit = "async"
    lag    = ["0s", "5s"]
  }
  failover = { by = people.ops, detect = "5m", takes = "10m" }

  limit "file" {
    at        = "2 TB"
    now       = "1999 GB"
    grows     = "1 GB/day"
    when_full = "refuse"
    # Dump everything and load it again elsewhere; nobody has done it with this much.
    repair    = { by = people.ops, detect = "15m", takes = ["30h", "36h"] }
  }
  backup "snapshot" {
    how      = "snapshot"
    every    = "24h"
    took     = "1h"
    to       = zone["ch-gva-2"]
    restores = "100 MB/s"
    tested   = { on = "2026-09-01", took = "7h" }
  }
}

service "web" {
  in     = place.hall
  writes = database.library
}
place "hall" {
  kind = "site"
}

journey "save" {
  enters = service.web
}
