# Three machines that keep what must not be lost: the database under Patroni, and the sessions in
# Redis under Sentinel. Each has a vote in both, so that the two that are left can agree when one is
# lost.

locals {
  database_members = {
    shop-database-0 = "10.0.0.21"
    shop-database-1 = "10.0.0.22"
    shop-database-2 = "10.0.0.23"
  }
  database_names = keys(local.database_members)

  # The client asks each until it finds the one that writes.
  database_hosts = join(",", [for address in values(local.database_members) : "${address}:5432"])
  database_url   = "postgresql://shop:${var.database_password}@${local.database_hosts}/shop?target_session_attrs=read-write&connect_timeout=2"
}

# Between the database machines, and for the sessions.
resource "random_password" "sessions" {
  length  = 32
  special = false
}

resource "random_password" "superuser" {
  length  = 32
  special = false
}

resource "random_password" "replication" {
  length  = 32
  special = false
}

resource "exoscale_compute_instance" "database" {
  count = length(local.database_names)

  zone        = var.zone
  name        = local.database_names[count.index]
  type        = "standard.medium"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.database.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.database_members[local.database_names[count.index]]
  }

  user_data = templatefile("${path.module}/user-data/database.yaml.tftpl", {
    createcluster_conf = file("${path.module}/files/createcluster.conf")
    etcd_env = templatefile("${path.module}/files/etcd.env.tftpl", {
      name    = local.database_names[count.index]
      address = local.database_members[local.database_names[count.index]]
      cluster = local.database_members
    })
    patroni_yml = templatefile("${path.module}/files/patroni.yml.tftpl", {
      name                 = local.database_names[count.index]
      address              = local.database_members[local.database_names[count.index]]
      members              = values(local.database_members)
      superuser_password   = random_password.superuser.result
      replication_password = random_password.replication.result
    })
    redis_conf = templatefile("${path.module}/files/redis.conf.tftpl", {
      address  = local.database_members[local.database_names[count.index]]
      first    = local.database_members[local.database_names[0]]
      password = random_password.sessions.result
    })
    sentinel_conf = templatefile("${path.module}/files/sentinel.conf.tftpl", {
      address  = local.database_members[local.database_names[count.index]]
      first    = local.database_members[local.database_names[0]]
      password = random_password.sessions.result
    })
    patroni_shop_sh = templatefile("${path.module}/files/patroni-shop.sh.tftpl", { password = var.database_password })
    shop_sql        = file("${path.module}/files/shop.sql")
    backup_sh = templatefile("${path.module}/files/backup.sh.tftpl", {
      bucket   = aws_s3_bucket.backups.bucket
      pictures = aws_s3_bucket.pictures.bucket
    })
    backup_service = file("${path.module}/files/backup.service")
    backup_timer   = file("${path.module}/files/backup.timer")
    rclone_conf = templatefile("${path.module}/files/rclone.conf.tftpl", {
      zone            = var.zone
      backup_zone     = var.backup_zone
      key             = exoscale_iam_api_key.backup.key
      secret          = exoscale_iam_api_key.backup.secret
      pictures_key    = exoscale_iam_api_key.pictures.key
      pictures_secret = exoscale_iam_api_key.pictures.secret
    })
    s3cfg = templatefile("${path.module}/files/s3cfg.tftpl", {
      key    = exoscale_iam_api_key.backup.key
      secret = exoscale_iam_api_key.backup.secret
      zone   = var.backup_zone
    })
  })
}
