# A private network in each zone. None of them reaches beyond its zone: between them are the gateways.

locals {
  # Each network, the address in it that is the way out, and the one of the office.
  networks = { gva = "10.1.0", zrh = "10.2.0" }
  office   = "192.168.10.0/24"
}

resource "exoscale_private_network" "inside" {
  for_each = var.zones

  zone     = each.value
  name     = "vpn-${each.key}"
  netmask  = "255.255.255.0"
  start_ip = "${local.networks[each.key]}.100"
  end_ip   = "${local.networks[each.key]}.250"
}
