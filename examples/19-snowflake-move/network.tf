# The line to the company, over which three terabytes must come.

locals {
  gateway_address = "10.0.0.5"
  archive_address = "10.0.0.21"
}

resource "exoscale_private_network" "inside" {
  zone     = var.zone
  name     = "move-inside"
  netmask  = "255.255.255.0"
  start_ip = "10.0.0.100"
  end_ip   = "10.0.0.250"
}

resource "exoscale_security_group" "gateway" {
  name        = "move-gateway"
  description = "the line to the company"
}

resource "exoscale_security_group_rule" "gateway" {
  security_group_id = exoscale_security_group.gateway.id
  type              = "INGRESS"
  protocol          = "UDP"
  cidr              = "${var.office_address}/32"
  start_port        = 51820
  end_port          = 51820
}

resource "exoscale_compute_instance" "gateway" {
  zone        = var.zone
  name        = "move-gateway"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.gateway.id, exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.gateway_address
  }

  user_data = templatefile("${path.module}/user-data/gateway.yaml.tftpl", {
    wg0_conf = templatefile("${path.module}/files/wg0.conf.tftpl", {
      private_key    = var.gateway_private_key
      peer_key       = var.office_public_key
      peer           = var.office_address
      office_network = var.office_network
    })
  })
}
