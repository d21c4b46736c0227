# One small service on each of seven kinds of storage. The same promise for all of them.

promise {
  process    = { out = "2m", lose = "0s" }
  instance   = { out = "2m", lose = "0s" }
  hypervisor = { out = "2m", lose = "0s" }
}

journey "direct" {
  enters = exoscale_domain_record.direct
}

journey "block" {
  enters = exoscale_domain_record.block
}

journey "nfs" {
  enters = exoscale_nlb_service.notes["nfs"]
}

journey "gluster" {
  enters = exoscale_nlb_service.notes["gluster"]
}

journey "cephfs" {
  enters = exoscale_nlb_service.notes["cephfs"]
}

journey "object" {
  enters = exoscale_nlb_service.notes["object"]
}

journey "database" {
  enters = exoscale_nlb_service.notes["database"]
}

# Direct-attached: on the machine's own disk.
service "direct" {
  on      = exoscale_compute_instance.direct
  listens = 80

  keeps "notes" {
    in = "disk"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# A network block volume: attached to one machine, and to another one when that is lost.
service "block" {
  on      = exoscale_compute_instance.block
  listens = 80

  keeps "notes" {
    in = exoscale_block_storage_volume.notes
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# NFS: several reach the files of one machine.
service "nfs" {
  on      = exoscale_instance_pool.web["nfs"]
  listens = 80
  writes  = [store.nfs]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

store "nfs" {
  engine = "nfs"
  on     = exoscale_compute_instance.nfs

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# GlusterFS: every file on three machines; two must have a write.
service "gluster" {
  on      = exoscale_instance_pool.web["gluster"]
  listens = 80
  writes  = [store.gluster]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

store "gluster" {
  engine = "glusterfs"
  on     = exoscale_compute_instance.gluster[0]
  # Every note is written through (`fsync`).
  durable_after = "0s"

  replica "second" {
    on = exoscale_compute_instance.gluster[1]
  }

  replica "third" {
    on = exoscale_compute_instance.gluster[2]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# CephFS: the same, with metadata servers, and on volumes that outlive the machines.
service "cephfs" {
  on      = exoscale_instance_pool.web["cephfs"]
  listens = 80
  writes  = [store.cephfs]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

store "cephfs" {
  engine = "cephfs"
  on     = exoscale_compute_instance.ceph[0]

  replica "second" {
    on     = exoscale_compute_instance.ceph[1]
    commit = "quorum"
  }

  replica "third" {
    on     = exoscale_compute_instance.ceph[2]
    commit = "quorum"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# What Ceph's machines write on: a copy each, which nobody misses alone.
store "ceph_disk_0" {
  of   = exoscale_block_storage_volume.ceph[0]
  lost = "harmless"
}

store "ceph_disk_1" {
  of   = exoscale_block_storage_volume.ceph[1]
  lost = "harmless"
}

store "ceph_disk_2" {
  of   = exoscale_block_storage_volume.ceph[2]
  lost = "harmless"
}

# Object storage: Exoscale's.
service "object" {
  on      = exoscale_instance_pool.web["object"]
  listens = 80
  writes  = [aws_s3_bucket.notes]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# The database itself: on one machine here. The kind of storage is one question, copies are another.
service "database" {
  on      = exoscale_instance_pool.web["database"]
  listens = 80
  writes  = [database.notes]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

database "notes" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
