# A database machine in each zone, under Patroni, and a third vote in a third zone: the two can
# only agree on who writes when one of them has the witness on its side.

locals {
  # The client asks each until it finds the one that writes.
  database_hosts = join(",", [for name in local.database_names : "${name}:5432"])
  database_url   = "postgresql://shop:${var.database_password}@${local.database_hosts}/shop?target_session_attrs=read-write&connect_timeout=2&sslmode=verify-full&sslrootcert=/etc/shop/authority.pem"

  etcd_members = merge(
    { for site in keys(var.zones) : site => "database-${site}.${var.domain}" },
    { witness = local.witness_name },
  )
}

resource "random_password" "superuser" {
  length  = 32
  special = false
}

resource "random_password" "replication" {
  length  = 32
  special = false
}

# A security group is not bound to a zone: its members reach each other wherever they are.
resource "exoscale_security_group" "database" {
  name        = "shop-database"
  description = "database machines and their witness"
}

resource "exoscale_security_group_rule" "database_from_web" {
  security_group_id      = exoscale_security_group.database.id
  type                   = "INGRESS"
  protocol               = "TCP"
  user_security_group_id = exoscale_security_group.web.id
  start_port             = 5432
  end_port               = 5432
}

resource "exoscale_security_group_rule" "database_inside" {
  for_each = {
    postgresql = 5432
    patroni    = 8008
    clients    = 2379
    peers      = 2380
  }

  security_group_id      = exoscale_security_group.database.id
  type                   = "INGRESS"
  protocol               = "TCP"
  user_security_group_id = exoscale_security_group.database.id
  start_port             = each.value
  end_port               = each.value
}

resource "exoscale_compute_instance" "database" {
  for_each = var.zones

  zone        = each.value
  name        = "shop-database-${each.key}"
  type        = "standard.medium"
  disk_size   = 50
  template_id = data.exoscale_template.debian[each.value].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [
    exoscale_security_group.database.id,
    exoscale_security_group.admin.id,
  ]

  user_data = templatefile("${path.module}/user-data/database.yaml.tftpl", {
    createcluster = file("${path.module}/files/createcluster.conf")
    etcd = templatefile("${path.module}/files/etcd.env.tftpl", {
      name    = each.key
      address = local.etcd_members[each.key]
      cluster = local.etcd_members
    })
    patroni = templatefile("${path.module}/files/patroni.yml.tftpl", {
      name                 = each.key
      address              = local.etcd_members[each.key]
      members              = values(local.etcd_members)
      superuser_password   = random_password.superuser.result
      replication_password = random_password.replication.result
    })
    bootstrap       = templatefile("${path.module}/files/patroni-shop.sh.tftpl", { password = var.database_password })
    schema          = file("${path.module}/files/shop.sql")
    authority       = tls_self_signed_cert.authority.cert_pem
    certificate     = tls_locally_signed_cert.database.cert_pem
    certificate_key = tls_private_key.database.private_key_pem
    backup          = templatefile("${path.module}/files/backup.sh.tftpl", { bucket = aws_s3_bucket.backups.bucket })
    backup_service  = file("${path.module}/files/backup.service")
    backup_timer    = file("${path.module}/files/backup.timer")
    s3cfg = templatefile("${path.module}/files/s3cfg.tftpl", {
      key    = exoscale_iam_api_key.backup.key
      secret = exoscale_iam_api_key.backup.secret
      zone   = var.backup_zone
    })
  })
}
