# What runs on it, and what is promised. The same outages are promised in every example of this row;
# here the data is promised, too.

promise {
  instance   = { out = "2m", lose = "1m" }
  hypervisor = { out = "2m", lose = "1m" }
  zone       = { out = "30m", lose = "1m" }
  hang       = { out = "3h", lose = "1m" }
}

journey "browse" {
  enters = name.www
  rate   = "120/s"
}

journey "order" {
  enters = name.www
  rate   = "5/s"
}

# The name points at the load balancer of the first zone; the watchdog points it at the second one's.
# It sits in a third zone and gives its orders to the API there.
name "www" {
  of = exoscale_domain_record.www
  to = [exoscale_nlb_service.www["gva"], exoscale_nlb_service.www["zrh"]]

  failover = {
    by    = service.watchdog
    check = { every = "5s", timeout = "2s", fall = 3, kind = "request", sight = "process", rearm = "start" }
    takes = ["1s", "10s"]
    needs = [control_plane[var.witness_zone]]
  }
}

# The names by which the database machines and their witness find each other.
name "database_gva" {
  of = exoscale_domain_record.database["gva"]
  to = database.shop
}

name "database_zrh" {
  of = exoscale_domain_record.database["zrh"]
  to = database.shop
}

name "witness" {
  of = exoscale_domain_record.witness
  to = service.etcd
}

service "watchdog" {
  on = exoscale_compute_instance.witness

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

service "web" {
  engine   = "nginx"
  on       = [exoscale_instance_pool.web["gva"], exoscale_instance_pool.web["zrh"]]
  listens  = [80, 8080]
  carries  = "100/s"
  overload = "sheds"

  need {
    of      = database.shop
    serving = [journey.order]
  }

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

# The first writes, the second follows in the other zone; Patroni promotes it when the lease of the
# first has run out and the witness agrees. Its times are Patroni's defaults and stand in its configuration.
database "shop" {
  engine   = "postgresql"
  on       = exoscale_compute_instance.database["gva"]
  size     = "5 GB"
  carries  = "200/s"
  overload = "sheds"

  replica "second" {
    on     = exoscale_compute_instance.database["zrh"]
    commit = "async"
  }

  # A dump a night, in another zone. Nobody has restored one yet.
  backup "nightly" {
    how       = "pg_dump"
    every     = "24h"
    took      = "10m"
    to        = aws_s3_bucket.backups
    keeps_for = "365d"
    restores  = "50 MB/s"
  }

  failover = {
    by    = service.patroni
    lease = { ttl = "30s", loop = "10s", retry = "10s", votes = most(service.etcd), fenced = true }
    takes = ["1s", "3s"]
  }

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "2h"] }
}

service "patroni" {
  engine = "patroni"
  on     = values(exoscale_compute_instance.database)
  calls  = [most(service.etcd)]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

service "etcd" {
  engine = "etcd"

  on = [
    exoscale_compute_instance.database["gva"],
    exoscale_compute_instance.database["zrh"],
    exoscale_compute_instance.witness,
  ]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
