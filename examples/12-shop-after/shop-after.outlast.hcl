# What runs on it, and what is promised. The same promise stands in 11.

promise {
  process    = { out = "2m", lose = "0s" }
  instance   = { out = "2m", lose = "0s" }
  hypervisor = { out = "2m", lose = "0s" }
  deletion   = { out = "8h", lose = "26h" }
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
  listens = 80

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
# may be lost with a machine, and that is promised and no more.
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
    check = { every = "1s", timeout = "5s", fall = 1, kind = "request" }
    takes = ["1s", "5s"]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]

  promise {
    process    = { lose = "2s" }
    instance   = { lose = "2s" }
    hypervisor = { lose = "2s" }
    # Whoever deletes them logs everybody out.
    deletion = { lose = "14d" }
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

  failover = {
    by    = service.patroni
    lease = { ttl = "30s", loop = "10s", retry = "10s", votes = most(service.etcd) }
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

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "2h"] }
}

service "etcd" {
  engine = "etcd"
  on     = exoscale_compute_instance.database

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "2h"] }
}

# Every version of a picture is kept for a month.
store "pictures" {
  of = aws_s3_bucket.pictures

  backup "versions" {
    how       = "object versions"
    every     = "1s"
    took      = "0s"
    to        = aws_s3_bucket.pictures
    keeps_for = "30d"
    tested    = { on = "2026-10-02", took = "1h" }
  }
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
