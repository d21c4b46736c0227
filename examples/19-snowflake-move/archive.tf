# Where the archive goes: a machine that is made from this code, and a volume that outlives it.

resource "exoscale_block_storage_volume" "archive" {
  zone = var.zone
  name = "archive"
  size = 4000
}

resource "exoscale_compute_instance" "archive" {
  zone        = var.zone
  name        = "archive"
  type        = "standard.large"
  disk_size   = 20
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids       = [exoscale_security_group.admin.id]
  block_storage_volume_ids = [exoscale_block_storage_volume.archive.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.archive_address
  }

  user_data = templatefile("${path.module}/user-data/archive.yaml.tftpl", {
    gateway        = local.gateway_address
    office_network = var.office_network
    smb_conf       = file("${path.module}/files/smb.conf")
    copy_sh        = file("${path.module}/files/copy.sh")
    copy_service   = file("${path.module}/files/copy.service")
    copy_timer     = file("${path.module}/files/copy.timer")
    backup_sh      = file("${path.module}/files/backup.sh")
    backup_service = file("${path.module}/files/backup.service")
    backup_timer   = file("${path.module}/files/backup.timer")
    move_key       = var.move_private_key
    restic_env = templatefile("${path.module}/files/restic.env.tftpl", {
      zone       = var.backup_zone
      bucket     = aws_s3_bucket.backups.bucket
      key        = exoscale_iam_api_key.backup.key
      secret     = exoscale_iam_api_key.backup.secret
      passphrase = var.backup_passphrase
    })
  })
}

resource "aws_s3_bucket" "backups" {
  bucket = "archive.${var.domain}"
}

resource "exoscale_iam_role" "backup" {
  name        = "move-backup"
  description = "backups in one bucket"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "parameters.bucket != '${aws_s3_bucket.backups.bucket}'"
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

resource "exoscale_iam_api_key" "backup" {
  name    = "move-backup"
  role_id = exoscale_iam_role.backup.id
}

# The name by which everybody in the company finds the archive: not the address of a machine.
resource "exoscale_domain" "company" {
  name = var.domain
}

resource "exoscale_domain_record" "archive" {
  domain      = exoscale_domain.company.id
  name        = "archive"
  record_type = "A"
  content     = "192.168.10.9"
  ttl         = 300

  lifecycle {
    ignore_changes = [content]
  }
}
