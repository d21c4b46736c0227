# Three web servers. The load balancers reach them over the private network, nobody else does: two
# of them carry the load when the third is lost.

locals {
  web_addresses = ["10.0.0.11", "10.0.0.12", "10.0.0.13"]
}

resource "exoscale_compute_instance" "web" {
  count = length(local.web_addresses)

  zone        = var.zone
  name        = "shop-web-${count.index}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.web.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.web_addresses[count.index]
  }

  user_data = templatefile("${path.module}/user-data/web.yaml.tftpl", {
    site         = templatefile("${path.module}/files/shop.nginx.tftpl", { domain = var.domain })
    page         = file("${path.module}/files/index.html")
    application  = file("${path.module}/files/shop.py")
    unit         = file("${path.module}/files/shop.service")
    database_url = local.database_url
  })
}
