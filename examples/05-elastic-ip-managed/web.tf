# Two web servers, which the internet may reach on port 80. Both have the elastic IP and both serve.

resource "exoscale_security_group" "web" {
  name        = "shop-web"
  description = "web servers, reached by everybody"
}

resource "exoscale_security_group_rule" "web_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.web.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 80
  end_port          = 80
}

resource "exoscale_compute_instance" "web" {
  count = 2

  zone        = var.zone
  name        = "shop-web-${count.index}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.apart.id]
  elastic_ip_ids          = [exoscale_elastic_ip.www.id]

  security_group_ids = [
    exoscale_security_group.web.id,
    exoscale_security_group.admin.id,
  ]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = "10.0.0.${11 + count.index}"
  }

  user_data = templatefile("${path.module}/user-data/web.yaml.tftpl", {
    site         = templatefile("${path.module}/files/shop.nginx.tftpl", { domain = var.domain })
    page         = file("${path.module}/files/index.html")
    application  = file("${path.module}/files/shop.py")
    unit         = file("${path.module}/files/shop.service")
    database_url = local.database_url
  })
}
