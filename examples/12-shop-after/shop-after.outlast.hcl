# What runs on it, and what is promised. The same promise stands in 11.

promise {
  process    = { out = "2m", lose = "0s" }
  instance   = { out = "2m", lose = "0s" }
  hypervisor = { out = "2m", lose = "0s" }
  deletion   = { out = "8h" }
  hang       = { out = "3h", lose = "0s" }
}

# A deleted table stops the shop: somebody knows within the hour.
rates {
  deletion = { lasts = ["1m", "1h"] }
}

# Somebody who is logged in fills a cart and orders.
journey "buy" {
  enters = exoscale_domain_record.www
}

# Anybody looks at a seller's picture.
journey "look" {
  enters = exoscale_domain_record.www
}

service "web" {
  engine  = "nginx"
  on      = exoscale_instance_pool.web
  listens = [80, 8080]

  need {
    of      = database.shop
    serving = [journey.buy]
  }

  need {
    of      = store.sessions
    serving = [journey.buy]
  }

  need {
    of      = aws_s3_bucket.pictures
    serving = [journey.look]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# Who is logged in, and their carts. Redis acknowledges before the others have it: a second of carts
# may be lost with a machine, and no more is promised. One that nobody follows stops writing after ten
# seconds; only after fifteen does Sentinel make another one write. That is a lease.
store "sessions" {
  engine = "redis"
  on     = exoscale_compute_instance.database[0]

  replica "second" {
    on     = exoscale_compute_instance.database[1]
    commit = "async"
    lag    = ["0s", "1s"]
  }

  replica "third" {
    on     = exoscale_compute_instance.database[2]
    commit = "async"
    lag    = ["0s", "1s"]
  }

  failover = {
    by    = most(service.sentinel)
    lease = { ttl = "15s", loop = "1s", retry = "1s", votes = most(service.sentinel) }
    takes = ["1s", "5s"]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]

  promise {
    process    = { lose = "2s" }
    hang       = { lose = "2s" }
    instance   = { lose = "2s" }
    hypervisor = { lose = "2s" }
  }
}

service "sentinel" {
  on      = exoscale_compute_instance.database
  listens = 26379

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

# The first writes, the others follow. An order is acknowledged when the second has it, too; Patroni
# promotes only that one, and puts the third in its place when it is gone. Until then nobody writes.
database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database[0]
  size   = "20 GB"
  drops  = ["0s", "20s"]

  replica "second" {
    on     = exoscale_compute_instance.database[1]
    commit = "sync"
  }

  replica "third" {
    on         = exoscale_compute_instance.database[2]
    commit     = "async"
    promotable = false
  }

  backup "nightly" {
    how       = "pg_dump"
    every     = "24h"
    took      = "30m"
    to        = aws_s3_bucket.backups
    keeps_for = "365d"
    tested    = { on = "2026-10-02", took = "40m", version = "15" }
  }

  promise {
    deletion = { lose = "26h" }
  }

  failover = {
    by    = service.patroni
    lease = { ttl = "30s", loop = "10s", retry = "10s", votes = most(service.etcd), fenced = true }
    takes = ["1s", "3s"]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "10s", takes = ["1s", "30s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

service "patroni" {
  engine = "patroni"
  on     = exoscale_compute_instance.database
  calls  = [most(service.etcd)]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

service "etcd" {
  engine = "etcd"
  on     = exoscale_compute_instance.database

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

# New pictures are copied into the bucket of the dumps every night; nothing is ever deleted there.
store "pictures" {
  of   = aws_s3_bucket.pictures
  size = "50 GB"

  backup "nightly" {
    how       = "rclone copy"
    every     = "24h"
    took      = "1h"
    to        = aws_s3_bucket.backups
    keeps_for = "365d"
    tested    = { on = "2026-10-02", took = "2h" }
  }

  promise {
    deletion = { lose = "26h" }
  }

  repair = { by = people.on_call, notices = ["erase", "corrupt"], detect = "5m", takes = ["10m", "30m"] }
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
