# The name that users type.

resource "exoscale_domain" "shop" {
  name = var.domain
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  content     = exoscale_compute_instance.web.public_ip_address
  ttl         = 3600
}
