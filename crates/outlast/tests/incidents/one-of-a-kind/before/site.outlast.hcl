# One cluster, set up by hand years ago, carries the whole site. An upgrade has no way back.
people "ops" {
  answers = "5m"
}

service "cluster" {
  on    = exoscale_compute_instance.cluster
  calls = database.posts
  # Restoring from the backup of the cluster: the procedure is for another version, and nobody has
  # done it on this one, so how long it takes is not known.
  repair = { by = people.ops, detect = "10m", needs = [store.cluster_backup] }
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
  enters = service.cluster
}
