# The name that users type. It points at the first zone; the watchdog changes that, so that
# Terraform leaves the content alone once the record is there.

resource "exoscale_domain" "shop" {
  name = var.domain
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.shop.id
  name        = "www"
  record_type = "A"
  content     = exoscale_nlb.www["gva"].ip_address
  ttl         = 60

  lifecycle {
    ignore_changes = [content]
  }
}

# The database machines find each other by name, so that each can be configured before the others
# have an address.
resource "exoscale_domain_record" "database" {
  for_each = exoscale_compute_instance.database

  domain      = exoscale_domain.shop.id
  name        = "database-${each.key}"
  record_type = "A"
  content     = each.value.public_ip_address
  ttl         = 300
}

resource "exoscale_domain_record" "witness" {
  domain      = exoscale_domain.shop.id
  name        = "witness"
  record_type = "A"
  content     = exoscale_compute_instance.witness.public_ip_address
  ttl         = 300
}
