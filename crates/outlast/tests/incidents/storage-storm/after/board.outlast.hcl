# Two zones, both at work, the second with every write: nothing is asked of the control plane.
assume "control-plane-per-zone" {
  value = "no"
}

people "ops" {
  answers = "15m"
}

database "board" {
  engine  = "postgresql"
  on      = exoscale_compute_instance.app[0]
  size    = "60 GB"

  replica "other" {
    on     = exoscale_compute_instance.other[0]
    commit = "sync"
  }
  # A write waits for the other copy only so long.
  drops = "30s"
  # The keeper holds the lease: a primary that comes back without it follows.
  failover = {
    by      = service.keeper
    notices = ["stop", "cut"]
    lease   = { ttl = "30s", loop = "10s", retry = "10s", votes = service.keeper }
    takes   = "10s"
  }

  backup "snapshot" {
    how       = "snapshot"
    every     = "6h"
    took      = "10m"
    keeps_for = "30d"
    to        = place.region
    restores  = "100 MB/s"
  }
  repair = { by = people.ops, detect = "10m", takes = "1h" }
}

service "web" {
  on    = exoscale_compute_instance.app[0]
  calls = [database.board, exoscale_block_storage_volume.data]
}
service "other" {
  on    = exoscale_compute_instance.other[0]
  calls = database.board
}

# Who looks after both stands with neither.
service "keeper" {
  in = place.registry
}

name "www" {
  to        = [service.web, service.other]
  remembers = "1m"
  served_by = place.registry
  failover  = { by = service.keeper, detect = "1m", takes = "1m" }
}

place "region" {
  kind = "site"
}
place "registry" {
  kind = "provider"
}

# The volumes of the zone and what launches from them hang on one storage network, and the control
# plane drowns in what they ask of it.
common "storage network" {
  of = [exoscale_block_storage_volume.data, exoscale_compute_instance.app[0], control_plane["ch-gva-2"]]
}

# The copy in the zone is gone with its volume.
fault "no mirror left" {
  erase = exoscale_compute_instance.app[0]
}

rates {
  common = { lasts = ["11h", "84h"] }
}

journey "post" {
  enters = name.www
}
