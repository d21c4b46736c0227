# The name that users type. It points at one of the two; the watchdog changes that, so that
# Terraform leaves the content alone once the record is there.

resource "exoscale_domain" "shop" {
  name = var.domain
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  content     = exoscale_compute_instance.web[0].public_ip_address
  ttl         = 60

  lifecycle {
    ignore_changes = [content]
  }
}
