locals {
  zone = "ch-gva-2"
}

resource "exoscale_anti_affinity_group" "web" {
  name = "web"
}

resource "exoscale_security_group" "web" {
  name = "web"
}

resource "exoscale_security_group_rule" "http" {
  security_group_id = exoscale_security_group.web.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = "0.0.0.0/0"
  start_port        = 80
  end_port          = 80
}

resource "exoscale_private_network" "lan" {
  zone = "ch-gva-2"
  name = "lan"
}

resource "exoscale_elastic_ip" "www" {
  zone = "ch-gva-2"

  healthcheck {
    mode = "http"
    port = 80
    uri  = "/"
  }
}

resource "exoscale_compute_instance" "web" {
  count                   = 2
  zone                    = local.zone
  name                    = "web-${count.index}"
  template_id             = "5cf7d3ea-7c4d-4ab5-8e1e-d5f2b1e4a3b6"
  type                    = "standard.medium"
  disk_size               = 50
  anti_affinity_group_ids = [exoscale_anti_affinity_group.web.id]
  security_group_ids      = [exoscale_security_group.web.id]
  elastic_ip_ids          = [exoscale_elastic_ip.www.id]

  network_interface {
    network_id = exoscale_private_network.lan.id
    ip_address = "10.0.0.${count.index + 2}"
  }
}

resource "exoscale_instance_pool" "api" {
  zone               = "ch-gva-2"
  name               = "api"
  template_id        = "5cf7d3ea-7c4d-4ab5-8e1e-d5f2b1e4a3b6"
  instance_type      = "standard.small"
  disk_size          = 10
  size               = 2
  security_group_ids = [exoscale_security_group.web.id]
}

resource "exoscale_nlb" "api" {
  zone = "ch-gva-2"
  name = "api"
}

resource "exoscale_nlb_service" "api" {
  nlb_id           = exoscale_nlb.api.id
  zone             = exoscale_nlb.api.zone
  name             = "api"
  instance_pool_id = exoscale_instance_pool.api.id
  port             = 80
  target_port      = 80

  healthcheck {
    port = 80
  }
}

resource "exoscale_domain" "shop" {
  name = "shop.example"
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  ttl         = 300
  content     = exoscale_elastic_ip.www.ip_address
}

resource "exoscale_domain_record" "api" {
  domain      = exoscale_domain.shop.id
  name        = "api"
  record_type = "A"
  ttl         = 60
  content     = exoscale_nlb.api.ip_address
}

resource "exoscale_domain_record" "direct" {
  count       = 2
  domain      = exoscale_domain.shop.id
  name        = "direct"
  record_type = "A"
  ttl         = 60
  content     = exoscale_compute_instance.web[count.index].public_ip_address
}
