# The name that users type. It points at the load balancer and never changes: a long TTL does no harm.

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
