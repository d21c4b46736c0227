# Sites of many customers; each account lies on one of two file servers, every web server mounts
# both; mounts fail fast.
people "ops" {
  answers = "10m"
}

store "first" {
  engine = "nfs"
  on     = exoscale_compute_instance.files[0]
  size   = "300 GB"
  replica "spare" {
    on     = exoscale_compute_instance.spare[0]
    commit = "sync"
  }
  drops    = "10s"
  failover = { by = service.keeper, notices = ["stop", "cut", "erase"], detect = "1m", takes = "1m" }
  backup "snapshot" {
    how      = "lvm snapshot"
    every    = "1h"
    took     = "5m"
    to       = place.vault
    restores = "30 MB/s"
  }
  repair = { by = people.ops, detect = "10m", takes = ["1h", "2h"] }
}
store "second" {
  engine = "nfs"
  on     = exoscale_compute_instance.files[1]
  size   = "300 GB"
  backup "snapshot" {
    how      = "lvm snapshot"
    every    = "1h"
    took     = "5m"
    to       = place.vault
    restores = "30 MB/s"
  }
  repair = { by = people.ops, detect = "10m", takes = ["1h", "2h"] }
}
service "keeper" {
  in = place.vault
}

# The disks of the spare are made larger: it holds nothing yet.
during "larger disks" {
  without = [store.first.spare]
  lasts   = ["1h", "1d"]
}

place "vault" {
  kind = "site"
}

# Sites of the first server, and the company's own; sites of the second, which run; and a site of
# the second that its owner wants to start: a mount that fails fast holds nothing up.
service "sites_first" {
  on    = exoscale_compute_instance.web
  calls = store.first
}
service "sites_second" {
  on    = exoscale_compute_instance.web
  calls = store.second
}
service "starter" {
  on    = exoscale_compute_instance.web
  calls = [soft(store.first), store.second]
}

journey "visit first" {
  enters = service.sites_first
}
journey "visit second" {
  enters = service.sites_second
}
journey "start second" {
  enters = service.starter
}
