# Two web servers, which the internet may reach on port 80. The first has the elastic IP. The
# second stands by, watches the first and takes the address over: it lives when the first does not.

locals {
  web_addresses = ["10.0.0.11", "10.0.0.12"]
}

resource "exoscale_security_group" "web" {
  name        = "shop-web"
  description = "web servers, reached by everybody"
}

resource "exoscale_security_group_rule" "web_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.web.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 80
  end_port          = 80
}

resource "exoscale_compute_instance" "web" {
  count = 2

  zone        = var.zone
  name        = "shop-web-${count.index}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.apart.id]
  elastic_ip_ids          = count.index == 0 ? [exoscale_elastic_ip.www.id] : []

  security_group_ids = [
    exoscale_security_group.web.id,
    exoscale_security_group.admin.id,
  ]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.web_addresses[count.index]
  }

  user_data = templatefile("${path.module}/user-data/web.yaml.tftpl", {
    site         = templatefile("${path.module}/files/shop.nginx.tftpl", { domain = var.domain })
    page         = file("${path.module}/files/index.html")
    application  = file("${path.module}/files/shop.py")
    unit         = file("${path.module}/files/shop.service")
    database_url = local.database_url
    address_unit = templatefile("${path.module}/files/elastic-ip.service.tftpl", {
      address = exoscale_elastic_ip.www.ip_address
    })

    watches          = count.index == 1
    install_exo      = file("${path.module}/files/install-exo.sh")
    watchdog         = file("${path.module}/files/watchdog.sh")
    watchdog_service = file("${path.module}/files/watchdog.service")
    watchdog_timer   = file("${path.module}/files/watchdog.timer")
    watchdog_env = templatefile("${path.module}/files/watchdog.env.tftpl", {
      key             = exoscale_iam_api_key.watchdog.key
      secret          = exoscale_iam_api_key.watchdog.secret
      zone            = var.zone
      address         = exoscale_elastic_ip.www.ip_address
      watched         = "shop-web-0"
      watched_address = local.web_addresses[0]
      own_name        = "shop-web-1"
    })
  })

  # The watchdog moves the address.
  lifecycle {
    ignore_changes = [elastic_ip_ids]
  }
}
