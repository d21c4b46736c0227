# What keeps the notes where the web servers do not: an NFS server, three for GlusterFS, three for Ceph, a
# database, and a bucket.

locals {
  nfs_address       = "10.0.0.20"
  gluster_addresses = ["10.0.0.31", "10.0.0.32", "10.0.0.33"]
  ceph_addresses    = ["10.0.0.41", "10.0.0.42", "10.0.0.43"]
  database_address  = "10.0.0.50"

  # What Ceph calls a key: a header (kind, date, length) and sixteen random bytes.
  ceph_key = "AQAAAAAAAAAAABAA${random_id.ceph.b64_std}"
}

resource "random_password" "database" {
  length  = 32
  special = false
}

resource "random_id" "ceph" {
  byte_length = 16
}

# Ceph's first machine sets the others up over SSH.
resource "tls_private_key" "ceph" {
  algorithm = "ED25519"
}

resource "exoscale_anti_affinity_group" "servers" {
  for_each = toset(["gluster", "ceph"])

  name        = "notes-${each.key}"
  description = "${each.key} servers, each on its own hypervisor"
}

resource "exoscale_compute_instance" "nfs" {
  zone        = var.zone
  name        = "notes-nfs"
  type        = "standard.small"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.nfs_address
  }

  user_data = templatefile("${path.module}/user-data/nfs.yaml.tftpl", {})
}

resource "exoscale_compute_instance" "gluster" {
  count = length(local.gluster_addresses)

  zone        = var.zone
  name        = "notes-gluster-${count.index}"
  type        = "standard.small"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.servers["gluster"].id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.gluster_addresses[count.index]
  }

  user_data = templatefile("${path.module}/user-data/gluster.yaml.tftpl", {
    gluster_sh = templatefile("${path.module}/files/gluster.sh.tftpl", {
      own     = local.gluster_addresses[count.index]
      members = local.gluster_addresses
    })
  })
}

# Ceph wants whole disks: each of its machines has a volume. They outlive the machines.
resource "exoscale_block_storage_volume" "ceph" {
  count = length(local.ceph_addresses)

  zone = var.zone
  name = "notes-ceph-${count.index}"
  size = 50
}

resource "exoscale_compute_instance" "ceph" {
  count = length(local.ceph_addresses)

  zone        = var.zone
  name        = "notes-ceph-${count.index}"
  type        = "standard.large"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids  = [exoscale_anti_affinity_group.servers["ceph"].id]
  security_group_ids       = [exoscale_security_group.admin.id]
  block_storage_volume_ids = [exoscale_block_storage_volume.ceph[count.index].id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.ceph_addresses[count.index]
  }

  user_data = templatefile("${path.module}/user-data/ceph.yaml.tftpl", {
    private_key = tls_private_key.ceph.private_key_openssh
    public_key  = tls_private_key.ceph.public_key_openssh
    ceph_sh = templatefile("${path.module}/files/ceph.sh.tftpl", {
      own     = local.ceph_addresses[count.index]
      members = local.ceph_addresses
      key     = local.ceph_key
    })
  })
}

resource "exoscale_compute_instance" "database" {
  zone        = var.zone
  name        = "notes-database"
  type        = "standard.medium"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.database_address
  }

  user_data = templatefile("${path.module}/user-data/database.yaml.tftpl", {
    password        = random_password.database.result
    postgresql_conf = file("${path.module}/files/postgresql.conf")
    notes_sql       = file("${path.module}/files/notes.sql")
  })
}

resource "aws_s3_bucket" "notes" {
  bucket = "notes.${var.domain}"
}

resource "exoscale_iam_role" "notes" {
  name        = "notes-bucket"
  description = "reads and writes notes"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "parameters.bucket != '${aws_s3_bucket.notes.bucket}'"
            action     = "deny"
          },
          {
            expression = "true"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "notes" {
  name    = "notes-bucket"
  role_id = exoscale_iam_role.notes.id
}
