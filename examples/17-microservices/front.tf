# What users reach: a pool behind the load balancer. It asks the others and puts the answers together.

resource "exoscale_security_group" "front" {
  name        = "shop-front"
  description = "the front, reached by everybody"
}

resource "exoscale_security_group_rule" "front_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.front.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 8000
  end_port          = 8000
}

resource "exoscale_instance_pool" "front" {
  zone            = var.zone
  name            = "shop-front"
  instance_prefix = "shop-front"
  size            = 2
  instance_type   = "standard.small"
  disk_size       = 10
  template_id     = data.exoscale_template.debian.id
  key_pair        = exoscale_ssh_key.admin.name

  anti_affinity_group_ids = [exoscale_anti_affinity_group.services["front"].id]
  network_ids             = [exoscale_private_network.inside.id]
  security_group_ids      = [exoscale_security_group.front.id, exoscale_security_group.admin.id]

  user_data = templatefile("${path.module}/user-data/service.yaml.tftpl", {
    name            = "front"
    sidecar_cfg     = local.sidecars["front"]
    service_py      = file("${path.module}/files/service.py")
    service_service = file("${path.module}/files/service.service")
    service_env = templatefile("${path.module}/files/service.env.tftpl", {
      name     = "front"
      address  = "0.0.0.0"
      ports    = local.ports
      needs    = [for need in local.front_needs : need if !contains(["ads", "reviews"], need)]
      soft     = ["ads", "reviews"]
      database = ""
    })
  })
}

resource "exoscale_nlb" "www" {
  zone = var.zone
  name = "shop"
}

resource "exoscale_nlb_service" "www" {
  zone             = var.zone
  nlb_id           = exoscale_nlb.www.id
  name             = "shop-http"
  instance_pool_id = exoscale_instance_pool.front.id
  protocol         = "tcp"
  port             = 80
  target_port      = 8000
  strategy         = "round-robin"

  healthcheck {
    mode     = "http"
    port     = 8000
    uri      = "/healthz"
    interval = 5
    timeout  = 3
    retries  = 1
  }
}

resource "exoscale_domain" "shop" {
  name = var.domain
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  content     = exoscale_nlb.www.ip_address
  ttl         = 3600
}
