# The same small service seven times. Where its notes lie on one machine there is one of it; where
# several machines reach them there are two, in a pool behind the load balancer.

locals {
  mounts = {
    direct   = ""
    block    = file("${path.module}/files/mount-block.sh")
    nfs      = templatefile("${path.module}/files/mount-nfs.sh.tftpl", { server = local.nfs_address })
    gluster  = templatefile("${path.module}/files/mount-gluster.sh.tftpl", { members = local.gluster_addresses })
    cephfs   = templatefile("${path.module}/files/mount-cephfs.sh.tftpl", { members = local.ceph_addresses, key = local.ceph_key })
    object   = ""
    database = ""
  }

  packages = {
    block    = "e2fsprogs"
    nfs      = "nfs-common"
    gluster  = "glusterfs-client"
    cephfs   = "ceph-common"
    object   = "python3-boto3"
    database = "python3-psycopg2"
    direct   = "e2fsprogs"
  }

  stores = {
    object   = "s3://${aws_s3_bucket.notes.bucket}"
    database = "postgresql://notes:${random_password.database.result}@${local.database_address}/notes?connect_timeout=2"
  }

  user_data = {
    for kind, package in local.packages : kind => templatefile("${path.module}/user-data/web.yaml.tftpl", {
      package       = package
      mount_sh      = "#!/bin/bash\nset -euo pipefail\nmkdir -p /srv/notes\n${local.mounts[kind]}"
      notes_py      = file("${path.module}/files/notes.py")
      notes_service = file("${path.module}/files/notes.service")
      notes_env = templatefile("${path.module}/files/notes.env.tftpl", {
        store  = lookup(local.stores, kind, "/srv/notes")
        zone   = var.zone
        key    = exoscale_iam_api_key.notes.key
        secret = exoscale_iam_api_key.notes.secret
      })
    })
  }

  # The port of each at the load balancer.
  shared = {
    nfs      = 8001
    gluster  = 8002
    cephfs   = 8003
    object   = 8004
    database = 8005
  }
}

resource "exoscale_security_group" "web" {
  name        = "notes-web"
  description = "web servers, reached by everybody"
}

resource "exoscale_security_group_rule" "web_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.web.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 80
  end_port          = 80
}

resource "exoscale_block_storage_volume" "notes" {
  zone = var.zone
  name = "notes"
  size = 50
}

resource "exoscale_compute_instance" "direct" {
  zone        = var.zone
  name        = "notes-direct"
  type        = "standard.small"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.web.id, exoscale_security_group.admin.id]
  user_data          = local.user_data.direct
}

resource "exoscale_compute_instance" "block" {
  zone        = var.zone
  name        = "notes-block"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids       = [exoscale_security_group.web.id, exoscale_security_group.admin.id]
  block_storage_volume_ids = [exoscale_block_storage_volume.notes.id]
  user_data                = local.user_data.block
}

resource "exoscale_anti_affinity_group" "web" {
  for_each = local.shared

  name        = "notes-web-${each.key}"
  description = "web servers, each on its own hypervisor"
}

resource "exoscale_instance_pool" "web" {
  for_each = local.shared

  zone            = var.zone
  name            = "notes-${each.key}"
  instance_prefix = "notes-${each.key}"
  size            = 2
  instance_type   = "standard.small"
  disk_size       = 10
  template_id     = data.exoscale_template.debian.id
  key_pair        = exoscale_ssh_key.admin.name

  anti_affinity_group_ids = [exoscale_anti_affinity_group.web[each.key].id]
  network_ids             = [exoscale_private_network.inside.id]
  security_group_ids      = [exoscale_security_group.web.id, exoscale_security_group.admin.id]
  user_data               = local.user_data[each.key]
}

resource "exoscale_nlb" "notes" {
  zone = var.zone
  name = "notes"
}

resource "exoscale_nlb_service" "notes" {
  for_each = local.shared

  zone             = var.zone
  nlb_id           = exoscale_nlb.notes.id
  name             = "notes-${each.key}"
  instance_pool_id = exoscale_instance_pool.web[each.key].id
  protocol         = "tcp"
  port             = each.value
  target_port      = 80
  strategy         = "round-robin"

  healthcheck {
    mode     = "http"
    port     = 80
    uri      = "/healthz"
    interval = 5
    timeout  = 3
    retries  = 1
  }
}

resource "exoscale_domain" "notes" {
  name = var.domain
}

resource "exoscale_domain_record" "shared" {
  domain      = exoscale_domain.notes.id
  name        = "www"
  record_type = "A"
  content     = exoscale_nlb.notes.ip_address
  ttl         = 3600
}

resource "exoscale_domain_record" "direct" {
  domain      = exoscale_domain.notes.id
  name        = "direct"
  record_type = "A"
  content     = exoscale_compute_instance.direct.public_ip_address
  ttl         = 300
}

resource "exoscale_domain_record" "block" {
  domain      = exoscale_domain.notes.id
  name        = "block"
  record_type = "A"
  content     = exoscale_compute_instance.block.public_ip_address
  ttl         = 300
}
