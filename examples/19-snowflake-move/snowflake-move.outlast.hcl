# What runs where, how it shall move, and what is promised.

promise {
  process = { out = "5m", lose = "0s" }
  other   = { out = "12h", lose = "26h" }
}

# Somebody in the company opens a document of the archive, as it is today.
journey "open" {
  from   = place.office
  enters = service.herbert
}

# The same, when it has moved.
journey "open_after" {
  from   = place.office
  enters = service.archive
}

# How long a line is away that was cut: what its owner says.
rates {
  link = { lasts = ["10m", "3h"] }
}

place "office" {
  kind  = "site"
  title = "the company"
}

place "cellar" {
  kind  = "room"
  in    = place.office
  title = "the room in the cellar"
}

# Herbert, installed by hand by somebody who has left. Nobody could make it again.
service "herbert" {
  in      = place.cellar
  listens = 445
  calls   = [store.old]

  repair = none
}

# Its disk array, and the copies that are taken of its running machine.
store "old" {
  in   = place.cellar
  size = "3 TB"

  backup "image" {
    how      = "virtual machine snapshot"
    every    = "24h"
    took     = "6h"
    to       = place.cellar
    restores = "50 MB/s"
  }

  repair = none
}

# In its new place: made from this code, the data on a volume.
service "archive" {
  engine  = "samba"
  on      = exoscale_compute_instance.archive
  listens = 445
  keeps "documents" {
    in = exoscale_block_storage_volume.archive
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.ops, detect = "5m", takes = ["20m", "1h"], needs = [control_plane[var.zone]] },
  ]
}

store "archive" {
  of   = exoscale_block_storage_volume.archive
  size = "3 TB"

  backup "nightly" {
    how       = "restic"
    every     = "24h"
    took      = "1h"
    to        = aws_s3_bucket.backups
    keeps_for = "30d"
    restores  = "100 MB/s"
  }
}

link "office" {
  joins     = [place.office, exoscale_private_network.inside]
  via       = [gateway.office]
  rtt       = "9ms"
  bandwidth = "100 Mbit/s"
  routed_on = [exoscale_compute_instance.archive]
  otherwise = "nowhere"
}

gateway "office" {
  on      = exoscale_compute_instance.gateway
  listens = 51820

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.ops, detect = "5m", takes = ["10m", "30m"], needs = [control_plane[var.zone]] },
  ]
}

# How such moves are announced: Saturday night, everything at once, home by Sunday.
change "one_night" {
  to     = [service.herbert]
  window = "8h"
  takes  = ["10h", "70h"]
  moves  = "3 TB"
  over   = link.office
  by     = people.ops
  undo   = none
}

# How this one is done: copied for weeks beforehand, tried twice, and the old one stays as it was. Back is
# one name.
change "rehearsed" {
  to     = [service.archive]
  window = "8h"
  takes  = ["20m", "1h"]
  moves  = "5 GB"
  over   = link.office
  by     = people.ops
  undo   = { takes = ["5m", "15m"], loses = ["0s", "1h"] }
  tried  = { on = "2026-11-14", took = "40m" }
}

people "ops" {
  title   = "the administrators"
  answers = ["5m", "1h"]
}
