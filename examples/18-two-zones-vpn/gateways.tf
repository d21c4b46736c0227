# The gateways. With two in a zone they hold one address between them (VRRP), to which every machine has
# its route; each has a tunnel of its own to each of the other zone, and to the office.

locals {
  gateways = merge([
    for site in keys(var.zones) : {
      for index in range(var.gateways) : "${site}-${index}" => {
        site  = site
        index = index
        # Inside, and in the tunnels.
        address = "${local.networks[site]}.${2 + index}"
        tunnel  = "10.9.0.${site == "gva" ? 10 + index : 20 + index}"
      }
    }
  ]...)

  gateway_names = { for name, it in local.gateways : name => "gateway-${name}.${var.domain}" }
}

resource "exoscale_security_group" "gateway" {
  name        = "vpn-gateway"
  description = "the gateways of the other zone, and the office"
}

resource "exoscale_security_group_rule" "gateway_zone" {
  security_group_id      = exoscale_security_group.gateway.id
  type                   = "INGRESS"
  protocol               = "UDP"
  user_security_group_id = exoscale_security_group.gateway.id
  start_port             = 51820
  end_port               = 51829
}

resource "exoscale_security_group_rule" "gateway_office" {
  security_group_id = exoscale_security_group.gateway.id
  type              = "INGRESS"
  protocol          = "UDP"
  cidr              = "${var.office_address}/32"
  start_port        = 51829
  end_port          = 51829
}

resource "exoscale_anti_affinity_group" "gateway" {
  for_each = var.zones

  name        = "vpn-gateway-${each.key}"
  description = "gateways of a zone, each on its own hypervisor"
}

resource "exoscale_compute_instance" "gateway" {
  for_each = local.gateways

  zone        = var.zones[each.value.site]
  name        = "vpn-gateway-${each.key}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian[var.zones[each.value.site]].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.gateway[each.value.site].id]
  security_group_ids      = [exoscale_security_group.gateway.id, exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside[each.value.site].id
    ip_address = each.value.address
  }

  user_data = templatefile("${path.module}/user-data/gateway.yaml.tftpl", {
    tunnels = merge(
      {
        for name, it in local.gateways : "wg${it.index}" => templatefile("${path.module}/files/tunnel.conf.tftpl", {
          address     = each.value.tunnel
          port        = 51820 + it.index
          private_key = var.gateway_keys[each.key].private
          peer_key    = var.gateway_keys[name].public
          endpoint    = "${local.gateway_names[name]}:${51820 + each.value.index}"
          allowed     = "0.0.0.0/0"
        }) if it.site != each.value.site
      },
      {
        wg9 = templatefile("${path.module}/files/tunnel.conf.tftpl", {
          address     = each.value.tunnel
          port        = 51829
          private_key = var.gateway_keys[each.key].private
          peer_key    = var.office_public_key
          endpoint    = "${var.office_address}:51820"
          allowed     = "${local.office}, 10.9.0.99/32"
        })
      },
    )
    frr_conf = templatefile("${path.module}/files/frr.conf.tftpl", {
      tunnel   = each.value.tunnel
      network  = "${local.networks[each.value.site]}.0/24"
      gateways = [for name, it in local.gateways : "wg${it.index}" if it.site != each.value.site]
    })
    keepalived_conf = templatefile("${path.module}/files/keepalived.conf.tftpl", {
      address  = "${local.networks[each.value.site]}.1"
      priority = each.value.index == 0 ? 150 : 100
      password = substr(var.vrrp_password, 0, 8)
    })
  })
}

resource "exoscale_domain" "shop" {
  name = var.domain
}

# The tunnels find each other by name, so that each can be configured before the others have an address.
resource "exoscale_domain_record" "gateway" {
  for_each = exoscale_compute_instance.gateway

  domain      = exoscale_domain.shop.id
  name        = "gateway-${each.key}"
  record_type = "A"
  content     = each.value.public_ip_address
  ttl         = 300
}
