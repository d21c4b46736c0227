# Two clusters, made from code; one is changed at a time, and each can carry everything.
people "ops" {
  answers = "5m"
}

service "cluster" {
  on    = exoscale_compute_instance.cluster
  calls = database.posts
  # Restored on the present version, last month.
  repair = {
    by     = people.ops
    detect = "10m"
    takes  = "2h"
    needs  = [store.cluster_backup]
    tested = { on = "2026-10-12", took = "2h" }
  }
}
service "second" {
  on     = exoscale_compute_instance.second
  calls  = database.posts
  repair = { by = people.ops, detect = "10m", takes = "2h", needs = [store.cluster_backup] }
}

# What sends users to a cluster asks it whether it answers.
service "edge" {
  in       = place.hall
  copies   = 2
  balances = [service.cluster, service.second]
  check    = { every = "5s", timeout = "2s", fall = 3, rise = 2, kind = "request", rearm = "end" }
}
store "cluster_backup" {
  in = place.hall
}
database "posts" {
  engine = "postgresql"
  on     = exoscale_compute_instance.db[0]
}
place "hall" {
  kind = "site"
}

change "upgrade" {
  to    = service.cluster
  away  = 1
  takes = "10m"
  by    = people.ops
  undo  = none
}

journey "read" {
  enters = service.edge
}
