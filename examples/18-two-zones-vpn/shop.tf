# A web server in the one zone, its database in the other. Each has its own route to the other side,
# and no way to send such traffic over the internet.

locals {
  database_address = "10.2.0.21"
}

resource "exoscale_security_group" "web" {
  name        = "vpn-web"
  description = "the web server, reached by everybody"
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
  zone        = var.zones["gva"]
  name        = "vpn-web"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian[var.zones["gva"]].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.web.id, exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside["gva"].id
    ip_address = "10.1.0.11"
  }

  user_data = templatefile("${path.module}/user-data/web.yaml.tftpl", {
    shop_nginx    = templatefile("${path.module}/files/shop.nginx.tftpl", { domain = var.domain })
    index_html    = file("${path.module}/files/index.html")
    shop_py       = file("${path.module}/files/shop.py")
    shop_service  = file("${path.module}/files/shop.service")
    database_url  = "postgresql://shop:${var.database_password}@${local.database_address}:5432/shop?connect_timeout=3"
    route_service = templatefile("${path.module}/files/route.service.tftpl", { gateway = "10.1.0.1" })
  })
}

# No rule at all: it is reached from inside, where security groups do not filter.
resource "exoscale_compute_instance" "database" {
  zone        = var.zones["zrh"]
  name        = "vpn-database"
  type        = "standard.medium"
  disk_size   = 50
  template_id = data.exoscale_template.debian[var.zones["zrh"]].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside["zrh"].id
    ip_address = local.database_address
  }

  user_data = templatefile("${path.module}/user-data/database.yaml.tftpl", {
    password        = var.database_password
    postgresql_conf = file("${path.module}/files/postgresql.conf")
    shop_sql        = file("${path.module}/files/shop.sql")
    route_service   = templatefile("${path.module}/files/route.service.tftpl", { gateway = "10.2.0.1" })
  })
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  content     = exoscale_compute_instance.web.public_ip_address
  ttl         = 300
}
