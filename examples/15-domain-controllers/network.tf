# The network of the controllers. Nothing of it is on the internet but the gateway's one port; each
# machine has a route to the office over the gateway, because nobody gives it one.

locals {
  gateway_address = "10.0.0.5"
  controllers = {
    dc1 = "10.0.0.11"
    dc2 = "10.0.0.12"
  }
}

resource "exoscale_private_network" "inside" {
  zone     = var.zone
  name     = "office-inside"
  netmask  = "255.255.255.0"
  start_ip = "10.0.0.100"
  end_ip   = "10.0.0.250"
}

resource "exoscale_security_group" "gateway" {
  name        = "office-gateway"
  description = "the line to the office"
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
  name        = "office-gateway"
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
