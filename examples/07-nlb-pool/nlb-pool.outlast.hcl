# What runs on it, and what is promised. The same promise stands in every example of this row.

promise {
  instance   = { out = "2m" }
  hypervisor = { out = "2m" }
  zone       = { out = "30m" }
  hang       = { out = "3h" }
}

# The load balancer, its health check and its pool stand in Terraform: there is nothing to add.
journey "browse" {
  enters = exoscale_domain_record.www
  rate   = "120/s"
}

journey "order" {
  enters = exoscale_domain_record.www
  rate   = "5/s"
}

service "web" {
  engine   = "nginx"
  on       = exoscale_instance_pool.web
  listens  = [80, 8080]
  carries  = "100/s"
  overload = "sheds"

  need {
    of      = database.shop
    serving = [journey.order]
  }

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

# The first writes, the others follow; Patroni promotes one of them when the lease of the first has
# run out. Its times are Patroni's defaults and stand in its configuration.
database "shop" {
  engine   = "postgresql"
  on       = exoscale_compute_instance.database[0]
  size     = "5 GB"
  carries  = "200/s"
  overload = "sheds"

  replica "second" {
    on     = exoscale_compute_instance.database[1]
    commit = "async"
  }

  replica "third" {
    on     = exoscale_compute_instance.database[2]
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

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
