# What runs on it, and what is promised.

promise {
  instance   = { out = "2h", lose = "5m" }
  hypervisor = { out = "2h", lose = "5m" }
  zone       = { out = "4h", lose = "5m" }
  deletion   = { out = "8h", lose = "26h" }
  corruption = { out = "24h", lose = "9d" }
  account    = { lose = "5m" }
}

# A deleted table stops the shop: somebody knows within the hour. A page that went wrong is found by the
# trial, which looks at every row and index once a week. An account that was taken is ours again within two
# weeks, as the provider's support was asked.
rates {
  account    = { lasts = ["1h", "14d"] }
  deletion   = { lasts = ["1m", "1h"] }
  corruption = { lasts = ["0s", "8d"] }
}

journey "order" {
  enters = name.www
}

# People point it at the second zone, with the command line, at the API of a third one.
name "www" {
  of = exoscale_domain_record.www
  to = [service.web_gva, service.web_zrh]

  failover = {
    by     = people.on_call
    detect = "5m"
    takes  = ["5m", "30m"]
    needs  = [control_plane[var.backup_zone]]
  }
}

name "database_gva" {
  of = exoscale_domain_record.database["gva"]
  to = database.shop
}

service "web_gva" {
  engine  = "nginx"
  on      = exoscale_compute_instance.web["gva"]
  listens = 80
  calls   = [database.shop]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"], needs = [control_plane[var.zones["gva"]]] },
  ]
}

name "database_zrh" {
  of = exoscale_domain_record.database["zrh"]
  to = database.shop
}

service "web_zrh" {
  engine  = "nginx"
  on      = exoscale_compute_instance.web["zrh"]
  listens = 80
  calls   = [database.shop]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"], needs = [control_plane[var.zones["zrh"]]] },
  ]
}

# The second follows in the other zone, and people promote it. What restoring takes was measured: the trial
# runs every month, on the machine of the second.
database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database["gva"]
  size   = "60 GB"

  replica "second" {
    on     = exoscale_compute_instance.database["zrh"]
    commit = "async"
    lag    = ["0s", "10s"]
  }

  failover = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }

  backup "near" {
    how       = "pgbackrest"
    every     = "24h"
    took      = "30m"
    archives  = ["0s", "1m"]
    to        = aws_s3_bucket.backups
    keeps_for = "30d"
    needs     = [secret.passphrase]
    tested    = { on = "2026-10-02", took = "50m", version = "15" }
    watched   = true
  }

  backup "vault" {
    how       = "pgbackrest"
    every     = "24h"
    took      = "30m"
    archives  = ["0s", "1m"]
    to        = aws_s3_bucket.vault
    keeps_for = "30d"
    locked    = "30d"
    needs     = [secret.passphrase]
    tested    = { on = "2026-11-02", took = "1h10m", version = "15" }
    watched   = true
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "30s"] },
    # A lost machine is what the second one is for; this is for what both lost.
    { by = people.on_call, notices = ["erase", "corrupt"], detect = "5m", takes = ["30m", "90m"] },
  ]
}

# Without it no backup can be read. It is on paper in the safe of the office.
secret "passphrase" {
  in = place.safe
}

place "safe" {
  kind  = "room"
  title = "the safe in the office"
}

# The vault is in an account of its own. Its key is not in the hands of those who have ours.
scope "vault" {
  owns    = [aws_s3_bucket.vault]
  held_by = [people.owner]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}

people "owner" {
  title   = "the owner of the company"
  answers = ["1h", "24h"]
}
