# What is shipped. The site is a pool whose members are replaced one after the other; the API runs on two
# machines, each of which has a blue and a green one and a proxy that chooses.

locals {
  api_addresses = ["10.0.0.31", "10.0.0.32"]

  # The tag of the image is what the runner changes; a new member starts with what stands here.
  pool_user_data = templatefile("${path.module}/user-data/site.yaml.tftpl", {
    registries_conf = templatefile("${path.module}/files/registries.conf.tftpl", { address = local.registry_address })
    container_service = templatefile("${path.module}/files/container.service.tftpl", {
      image = "${local.registry_address}:5000/site"
      port  = 80
      peers = local.api_addresses
    })
  })
}

resource "exoscale_security_group" "site" {
  name        = "ship-site"
  description = "the site, reached by everybody"
}

resource "exoscale_security_group_rule" "site_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.site.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 80
  end_port          = 80
}

# All of them in one group: eight machines are what it holds.
resource "exoscale_anti_affinity_group" "ship" {
  name        = "ship"
  description = "each on its own hypervisor"
}

resource "exoscale_instance_pool" "site" {
  zone            = var.zone
  name            = "ship-site"
  instance_prefix = "ship-site"
  size            = 3
  instance_type   = "standard.small"
  disk_size       = 20
  template_id     = data.exoscale_template.debian.id
  key_pair        = exoscale_ssh_key.admin.name

  anti_affinity_group_ids = [exoscale_anti_affinity_group.ship.id]
  network_ids             = [exoscale_private_network.inside.id]
  security_group_ids      = [exoscale_security_group.site.id, exoscale_security_group.admin.id]
  user_data               = local.pool_user_data

  # From the first delivery on this is the runner's.
  lifecycle {
    ignore_changes = [user_data]
  }
}

resource "exoscale_compute_instance" "api" {
  count = length(local.api_addresses)

  zone        = var.zone
  name        = "ship-api-${count.index}"
  type        = "standard.medium"
  disk_size   = 20
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.ship.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.api_addresses[count.index]
  }

  user_data = templatefile("${path.module}/user-data/api.yaml.tftpl", {
    public_key      = tls_private_key.runner.public_key_openssh
    runner          = local.runner_address
    registries_conf = templatefile("${path.module}/files/registries.conf.tftpl", { address = local.registry_address })
    haproxy_cfg     = templatefile("${path.module}/files/haproxy.cfg.tftpl", { address = local.api_addresses[count.index] })
    colour_sh       = templatefile("${path.module}/files/colour.sh.tftpl", { registry = local.registry_address })
  })
}

resource "exoscale_nlb" "www" {
  zone = var.zone
  name = "ship"
}

resource "exoscale_nlb_service" "www" {
  zone             = var.zone
  nlb_id           = exoscale_nlb.www.id
  name             = "ship-http"
  instance_pool_id = exoscale_instance_pool.site.id
  protocol         = "tcp"
  port             = 80
  target_port      = 80
  strategy         = "round-robin"

  healthcheck {
    mode     = "http"
    port     = 80
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
