# The database: one machine writes, one in the other zone follows. People promote it, nothing does so
# by itself: with two machines nobody could tell a lost zone from a cut line.

locals {
  database_names = { for site, zone in var.zones : site => "database-${site}.${var.domain}" }

  # The client asks each until it finds the one that writes.
  database_hosts = join(",", [for site in keys(var.zones) : "${local.database_names[site]}:5432"])
  database_url   = "postgresql://shop:${var.database_password}@${local.database_hosts}/shop?sslmode=require&target_session_attrs=read-write&connect_timeout=2"
}

resource "random_password" "replication" {
  length  = 32
  special = false
}

resource "exoscale_security_group" "database" {
  name        = "shop-database"
  description = "database machines: the other one, and the web servers"
}

resource "exoscale_security_group_rule" "database" {
  for_each = {
    database = exoscale_security_group.database.id
    web      = exoscale_security_group.web.id
  }

  security_group_id      = exoscale_security_group.database.id
  type                   = "INGRESS"
  protocol               = "TCP"
  user_security_group_id = each.value
  start_port             = 5432
  end_port               = 5432
}

resource "exoscale_compute_instance" "database" {
  for_each = var.zones

  zone        = each.value
  name        = "shop-database-${each.key}"
  type        = "standard.medium"
  disk_size   = 100
  template_id = data.exoscale_template.debian[each.value].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [
    exoscale_security_group.database.id,
    exoscale_security_group.admin.id,
  ]

  user_data = templatefile("${path.module}/user-data/database.yaml.tftpl", {
    createcluster_conf = file("${path.module}/files/createcluster.conf")
    database_sh = templatefile("${path.module}/files/database.sh.tftpl", {
      writes   = each.key == "gva"
      primary  = local.database_names["gva"]
      password = var.database_password
      stream   = random_password.replication.result
    })
    shop_sql        = file("${path.module}/files/shop.sql")
    postgresql_conf = file("${path.module}/files/postgresql.conf")
    pgbackrest_conf = templatefile("${path.module}/files/pgbackrest.conf.tftpl", {
      passphrase   = var.backup_passphrase
      zone         = var.backup_zone
      bucket       = aws_s3_bucket.backups.bucket
      key          = exoscale_iam_api_key.backup.key
      secret       = exoscale_iam_api_key.backup.secret
      vault_zone   = var.vault_zone
      vault_bucket = aws_s3_bucket.vault.bucket
      vault_key    = exoscale_iam_api_key.vault.key
      vault_secret = exoscale_iam_api_key.vault.secret
    })
    backup_sh      = templatefile("${path.module}/files/backup.sh.tftpl", { heartbeat = var.heartbeat_url })
    backup_service = file("${path.module}/files/backup.service")
    backup_timer   = file("${path.module}/files/backup.timer")
    trial_sh       = templatefile("${path.module}/files/trial.sh.tftpl", { heartbeat = var.heartbeat_url })
    trial_service  = file("${path.module}/files/trial.service")
    trial_timer    = file("${path.module}/files/trial.timer")
    promote_sh     = file("${path.module}/files/promote.sh")
  })
}
