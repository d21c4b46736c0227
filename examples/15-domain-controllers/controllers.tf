# Two domain controllers. Both know everybody; the first keeps the files as well.

resource "exoscale_anti_affinity_group" "controllers" {
  name        = "office-controllers"
  description = "domain controllers, each on its own hypervisor"
}

resource "exoscale_compute_instance" "controller" {
  for_each = local.controllers

  zone        = var.zone
  name        = each.key
  type        = "standard.medium"
  disk_size   = 100
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.controllers.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = each.value
  }

  user_data = templatefile("${path.module}/user-data/controller.yaml.tftpl", {
    controller_sh = templatefile("${path.module}/files/controller.sh.tftpl", {
      name           = each.key
      address        = each.value
      first          = local.controllers["dc1"]
      gateway        = local.gateway_address
      office_network = var.office_network
      realm          = var.realm
      password       = var.administrator_password
    })
    shares_conf    = file("${path.module}/files/shares.conf")
    backup_sh      = file("${path.module}/files/backup.sh")
    backup_service = file("${path.module}/files/backup.service")
    backup_timer   = file("${path.module}/files/backup.timer")
    restic_env = templatefile("${path.module}/files/restic.env.tftpl", {
      zone       = var.backup_zone
      bucket     = aws_s3_bucket.backups.bucket
      key        = exoscale_iam_api_key.backup.key
      secret     = exoscale_iam_api_key.backup.secret
      passphrase = var.backup_passphrase
    })
  })
}
