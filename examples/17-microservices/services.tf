# Seven services, each on two machines but those that nobody has to wait for. Beside each runs a sidecar:
# a proxy on the same machine, through which the service calls the others. What is asked how often and
# how long is written there once, and not in seven programs.

locals {
  services = {
    catalogue = { needs = ["database"], addresses = ["10.0.0.21", "10.0.0.22"] }
    cart      = { needs = ["catalogue", "database"], addresses = ["10.0.0.31", "10.0.0.32"] }
    stock     = { needs = ["database"], addresses = ["10.0.0.41", "10.0.0.42"] }
    payment   = { needs = ["database"], addresses = ["10.0.0.51", "10.0.0.52"] }
    ads       = { needs = [], addresses = ["10.0.0.61"] }
    reviews   = { needs = ["database"], addresses = ["10.0.0.71"] }
  }

  # What the front page shows needs the catalogue; what is bought needs all but the last two.
  front_needs = ["catalogue", "cart", "stock", "payment", "ads", "reviews"]

  # A port of its own at the sidecar for each service that is called.
  ports = {
    catalogue = 9001
    cart      = 9002
    stock     = 9003
    payment   = 9004
    ads       = 9005
    reviews   = 9006
    database  = 9007
  }

  machines = merge([
    for name, it in local.services : {
      for index, address in it.addresses : "${name}-${index}" => { name = name, needs = it.needs, address = address }
    }
  ]...)

  database_address = "10.0.0.81"

  # Whom each sidecar passes requests on to.
  targets = merge(
    { for name, it in local.services : name => [for address in it.addresses : "${address}:8000"] },
    { database = ["${local.database_address}:5432"] },
  )

  sidecars = {
    for name, needs in merge({ for name, it in local.services : name => it.needs }, { front = local.front_needs }) :
    name => templatefile("${path.module}/files/sidecar.cfg.tftpl", {
      needs = needs
      # A payment takes its time, and is not asked for twice by a proxy.
      limits  = { payment = { timeout = "5s", retries = 0 }, ads = { timeout = "200ms", retries = 0 } }
      ports   = local.ports
      targets = local.targets
    })
  }
}

resource "random_password" "database" {
  length  = 32
  special = false
}

resource "exoscale_anti_affinity_group" "services" {
  for_each = merge(local.services, { front = {} })

  name        = "shop-${each.key}"
  description = "${each.key}, each on its own hypervisor"
}

resource "exoscale_compute_instance" "service" {
  for_each = local.machines

  zone        = var.zone
  name        = "shop-${each.key}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.services[each.value.name].id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = each.value.address
  }

  user_data = templatefile("${path.module}/user-data/service.yaml.tftpl", {
    name            = each.value.name
    sidecar_cfg     = local.sidecars[each.value.name]
    service_py      = file("${path.module}/files/service.py")
    service_service = file("${path.module}/files/service.service")
    service_env = templatefile("${path.module}/files/service.env.tftpl", {
      name     = each.value.name
      address  = each.value.address
      ports    = local.ports
      needs    = [for need in each.value.needs : need if need != "database"]
      soft     = []
      database = contains(each.value.needs, "database") ? "postgresql://shop:${random_password.database.result}@127.0.0.1:${local.ports.database}/shop?connect_timeout=2" : ""
    })
  })
}

resource "exoscale_compute_instance" "database" {
  zone        = var.zone
  name        = "shop-database"
  type        = "standard.medium"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.database_address
  }

  user_data = templatefile("${path.module}/user-data/database.yaml.tftpl", {
    password        = random_password.database.result
    postgresql_conf = file("${path.module}/files/postgresql.conf")
    calls_sql       = file("${path.module}/files/calls.sql")
  })
}
