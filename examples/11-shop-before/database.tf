# The database. No rule admits anybody to it from outside: the web servers come over the private
# network.

locals {
  database_address = "10.0.0.21"
  database_url     = "postgresql://shop:${var.database_password}@${local.database_address}:5432/shop?connect_timeout=3"
}

resource "exoscale_compute_instance" "database" {
  zone        = var.zone
  name        = "shop-database"
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
    postgresql_conf = file("${path.module}/files/postgresql.conf")
    shop_sql        = file("${path.module}/files/shop.sql")
    password        = var.database_password
    backup_sh       = templatefile("${path.module}/files/backup.sh.tftpl", { bucket = aws_s3_bucket.backups.bucket })
    backup_service  = file("${path.module}/files/backup.service")
    backup_timer    = file("${path.module}/files/backup.timer")
    s3cfg = templatefile("${path.module}/files/s3cfg.tftpl", {
      key    = exoscale_iam_api_key.backup.key
      secret = exoscale_iam_api_key.backup.secret
      zone   = var.backup_zone
    })
  })
}
