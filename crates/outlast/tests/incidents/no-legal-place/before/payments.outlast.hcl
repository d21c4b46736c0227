# Three database servers under a cluster manager. Reports are read from the second server, at an
# address that may never be where the database is written.
people "ops" {
  answers = "15m"
}

# The manager runs on all three and acts while most of it lives.
service "manager" {
  on = exoscale_compute_instance.db
}

database "payments" {
  engine = "postgresql"
  on     = exoscale_compute_instance.db[0]

  replica "second" {
    on     = exoscale_compute_instance.db[1]
    commit = "sync"
  }
  replica "third" {
    on         = exoscale_compute_instance.db[2]
    commit     = "async"
    lag        = ["0s", "5s"]
    promotable = false
  }
  # When the second is lost, writes go on with the third.
  drops    = "10s"
  failover = {
    by      = most(service.manager)
    notices = ["stop", "cut"]
    detect  = ["20s", "30s"]
    takes   = ["40s", "80s"]
  }
  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = "20s" },
    { by = people.ops, detect = "5m", takes = ["30m", "1h"] },
  ]
  placed = { apart_from = [address.reports] }
}

# The reading process of the second server, and the address that it is read at.
service "reader" {
  on     = exoscale_compute_instance.db[1]
  repair = { by = service.manager, notices = ["stop"], detect = "10s", takes = "20s" }
  placed = { apart_from = [address.main] }
}
address "reports" {
  in = zone["ch-gva-2"]
  to = service.reader
}

# The address of the database that is written.
address "main" {
  in = zone["ch-gva-2"]
  to = database.payments
}

service "api" {
  on    = exoscale_compute_instance.api
  calls = database.payments
}

journey "pay" {
  enters = service.api
}

promise {
  pair = { out = "15m" }
}
