# The watchdog, on a small machine of its own, apart from all that it watches.

resource "exoscale_compute_instance" "watchdog" {
  zone        = var.zone
  name        = "shop-watchdog"
  type        = "standard.tiny"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.apart.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  user_data = templatefile("${path.module}/user-data/watchdog.yaml.tftpl", {
    install_exo      = file("${path.module}/files/install-exo.sh")
    watchdog         = file("${path.module}/files/watchdog.sh")
    watchdog_service = file("${path.module}/files/watchdog.service")
    watchdog_timer   = file("${path.module}/files/watchdog.timer")
    watchdog_env = templatefile("${path.module}/files/watchdog.env.tftpl", {
      key     = exoscale_iam_api_key.watchdog.key
      secret  = exoscale_iam_api_key.watchdog.secret
      zone    = var.zone
      domain  = var.domain
      record  = exoscale_domain_record.www.id
      servers = exoscale_compute_instance.web[*].public_ip_address
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
