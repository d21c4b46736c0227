# Between the zones everything goes over the internet: encrypted, and only with these certificates.
# They end after ten years; nothing renews them before.

locals {
  database_names = [for site in keys(var.zones) : "database-${site}.${var.domain}"]
  witness_name   = "witness.${var.domain}"
}

resource "tls_private_key" "authority" {
  algorithm   = "ECDSA"
  ecdsa_curve = "P256"
}

resource "tls_self_signed_cert" "authority" {
  private_key_pem       = tls_private_key.authority.private_key_pem
  is_ca_certificate     = true
  validity_period_hours = 87600
  allowed_uses          = ["cert_signing"]

  subject {
    common_name = "shop"
  }
}

resource "tls_private_key" "database" {
  algorithm   = "ECDSA"
  ecdsa_curve = "P256"
}

resource "tls_cert_request" "database" {
  private_key_pem = tls_private_key.database.private_key_pem
  dns_names       = concat(local.database_names, [local.witness_name, "localhost"])

  subject {
    common_name = "database"
  }
}

resource "tls_locally_signed_cert" "database" {
  cert_request_pem      = tls_cert_request.database.cert_request_pem
  ca_private_key_pem    = tls_private_key.authority.private_key_pem
  ca_cert_pem           = tls_self_signed_cert.authority.cert_pem
  validity_period_hours = 87600
  allowed_uses          = ["digital_signature", "server_auth", "client_auth"]
}
