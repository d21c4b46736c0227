# The witness: a small machine in a third zone. It has the third vote, and it watches both zones
# from outside of both. Its commands go to the API of its own zone.

resource "exoscale_compute_instance" "witness" {
  zone        = var.witness_zone
  name        = "shop-witness"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian[var.witness_zone].id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [
    exoscale_security_group.database.id,
    exoscale_security_group.admin.id,
  ]

  user_data = templatefile("${path.module}/user-data/witness.yaml.tftpl", {
    etcd = templatefile("${path.module}/files/etcd.env.tftpl", {
      name    = "witness"
      address = local.witness_name
      cluster = local.etcd_members
    })
    authority       = tls_self_signed_cert.authority.cert_pem
    certificate     = tls_locally_signed_cert.database.cert_pem
    certificate_key = tls_private_key.database.private_key_pem

    install_exo      = file("${path.module}/files/install-exo.sh")
    watchdog         = file("${path.module}/files/watchdog.sh")
    watchdog_service = file("${path.module}/files/watchdog.service")
    watchdog_timer   = file("${path.module}/files/watchdog.timer")
    watchdog_env = templatefile("${path.module}/files/watchdog.env.tftpl", {
      key     = exoscale_iam_api_key.watchdog.key
      secret  = exoscale_iam_api_key.watchdog.secret
      zone    = var.witness_zone
      domain  = var.domain
      record  = exoscale_domain_record.www.id
      servers = [for site in keys(var.zones) : exoscale_nlb.www[site].ip_address]
    })
  })
}

# The watchdog's key may change records, and nothing else.

resource "exoscale_iam_role" "watchdog" {
  name        = "shop-watchdog"
  description = "changes DNS records"

  policy = {
    default_service_strategy = "deny"
    services = {
      dns = {
        type = "rules"
        rules = [
          {
            expression = "operation in ['list-dns-domains', 'list-dns-domain-records', 'get-dns-domain-record', 'update-dns-domain-record']"
            action     = "allow"
          },
        ]
      }
      compute = {
        type = "rules"
        rules = [
          {
            # Whether the change is through.
            expression = "operation in ['list-zones', 'get-operation']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "watchdog" {
  name    = "shop-watchdog"
  role_id = exoscale_iam_role.watchdog.id
}
