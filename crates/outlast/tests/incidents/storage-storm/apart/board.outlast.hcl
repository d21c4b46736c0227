# One zone with network volumes; and a plan to start again in another zone, which asks the control
# plane that all zones share.
assume "control-plane-per-zone" {
  value = "no"
}

people "ops" {
  answers = "15m"
}

database "board" {
  engine  = "postgresql"
  on      = exoscale_compute_instance.app[0]
  kept_on = exoscale_block_storage_volume.data
  size    = "60 GB"

  backup "snapshot" {
    how       = "snapshot"
    every     = "6h"
    took      = "10m"
    keeps_for = "30d"
    to        = place.region
    restores  = "100 MB/s"
  }
  # What is gone is restored; an instance that the provider has lost is the provider's to bring back.
  repair = { by = people.ops, notices = ["erase", "corrupt"], detect = "10m", takes = "1h" }
}

service "web" {
  on    = exoscale_compute_instance.app[0]
  calls = database.board
}

# The cold plan: what is made in the other zone from the last snapshot.
service "launched" {
  in = zone["de-fra-1"]
}

name "www" {
  to        = [service.web, service.launched]
  remembers = "1m"
  served_by = place.registry
  failover  = { by = people.ops, detect = "30m", takes = ["1h", "2h"], needs = [control_plane["ch-gva-2"]] }
}

place "region" {
  kind = "site"
}
place "registry" {
  kind = "provider"
}

# The volumes of the zone and what launches from them hang on one storage network. What if the
# control plane did not?
common "storage network" {
  of = [exoscale_block_storage_volume.data, exoscale_compute_instance.app[0]]
}

# A few volumes lost every mirror.
fault "no mirror left" {
  erase = database.board
  lasts = ["1h", "12h"]
}

rates {
  common = { lasts = ["11h", "84h"] }
}

journey "post" {
  enters = name.www
}
