# A web server in each zone: the first serves. That of the second runs, too, so that nothing must be
# made on the day on which everybody else makes machines there.

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
  for_each = var.zones

  zone        = each.value
  name        = "shop-web-${each.key}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian[each.value].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [
    exoscale_security_group.web.id,
    exoscale_security_group.admin.id,
  ]

  user_data = templatefile("${path.module}/user-data/web.yaml.tftpl", {
    shop_nginx   = templatefile("${path.module}/files/shop.nginx.tftpl", { domain = var.domain })
    index_html   = file("${path.module}/files/index.html")
    shop_py      = file("${path.module}/files/shop.py")
    shop_service = file("${path.module}/files/shop.service")
    database_url = local.database_url
  })
}

resource "exoscale_domain" "shop" {
  name = var.domain
}

# People point it at the second zone; Terraform then leaves it alone.
resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  content     = exoscale_compute_instance.web["gva"].public_ip_address
  ttl         = 300

  lifecycle {
    ignore_changes = [content]
  }
}

resource "exoscale_domain_record" "database" {
  for_each = exoscale_compute_instance.database

  domain      = exoscale_domain.shop.id
  name        = "database-${each.key}"
  record_type = "A"
  content     = each.value.public_ip_address
  ttl         = 300
}
