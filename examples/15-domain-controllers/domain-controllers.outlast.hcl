# What runs on it, and what is promised to the office.

promise {
  process    = { out = "2m", lose = "1m" }
  instance   = { out = "4h", lose = "26h" }
  hypervisor = { out = "4h", lose = "26h" }
  link       = { out = "14h" }
  deletion   = { out = "24h", lose = "26h" }
}

# How long a line is away that was cut: what its owner says.
rates {
  link = { lasts = ["1h", "12h"] }
}

place "office" {
  kind  = "site"
  title = "the office"
}

# The office's line and router, and our gateway at the other end.
link "office" {
  joins     = [place.office, exoscale_private_network.inside]
  via       = [gateway.office]
  rtt       = "8ms"
  bandwidth = "100 Mbit/s"
  routed_on = values(exoscale_compute_instance.controller)
  otherwise = "nowhere"
}

# Somebody logs on. Windows remembers the last logons: who was here before gets in without us.
journey "log_on" {
  from   = place.office
  enters = any(service.logons_dc1, service.logons_dc2)

  promise {
    instance   = { out = "30s" }
    hypervisor = { out = "30s" }
  }
}

# Somebody opens a file.
journey "files" {
  from   = place.office
  enters = store.files
}

gateway "office" {
  on      = exoscale_compute_instance.gateway
  listens = 51820

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"], needs = [control_plane[var.zone]] },
  ]
}

# Both answer; a client that gets no answer asks the other one by itself. Logging on reads.
service "logons_dc1" {
  engine  = "samba-ad"
  on      = exoscale_compute_instance.controller["dc1"]
  listens = [88, 389]
  reads   = [database.directory]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "2h"], needs = [control_plane[var.zone]] },
  ]
}

service "logons_dc2" {
  engine  = "samba-ad"
  on      = exoscale_compute_instance.controller["dc2"]
  listens = [88, 389]
  reads   = [database.directory.dc2]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "2h"], needs = [control_plane[var.zone]] },
  ]
}

# Who there is, and what they may. Either controller takes changes and tells the other one.
database "directory" {
  engine = "samba-ad"
  on     = exoscale_compute_instance.controller["dc1"]
  size   = "500 MB"

  replica "dc2" {
    on     = exoscale_compute_instance.controller["dc2"]
    commit = "async"
    lag    = ["0s", "5s"]
  }

  backup "nightly" {
    how       = "samba-tool domain backup"
    every     = "24h"
    took      = "10m"
    to        = aws_s3_bucket.backups
    keeps_for = "30d"
    needs     = [secret.passphrase]
    tested    = { on = "2026-09-11", took = "3h", version = "4.17" }
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "2h"] },
  ]
}

# The files of the office, on the first controller alone.
store "files" {
  engine  = "samba"
  on      = exoscale_compute_instance.controller["dc1"]
  listens = 445
  size    = "60 GB"

  backup "nightly" {
    how       = "restic"
    every     = "24h"
    took      = "1h"
    to        = aws_s3_bucket.backups
    keeps_for = "30d"
    restores  = "40 MB/s"
    needs     = [secret.passphrase]
    tested    = { on = "2026-09-11", took = "40m" }
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "2h"], needs = [control_plane[var.zone]] },
  ]
}

# On paper, in a bank: neither in the office nor in the cloud.
secret "passphrase" {
  in = place.safe
}

place "safe" {
  kind  = "room"
  title = "the safe deposit box"
}

people "on_call" {
  title   = "the firm that looks after the office"
  answers = ["5m", "1h"]
}
