# Two load balancers. Only they are reached from the internet.

resource "exoscale_security_group" "balancer" {
  name        = "shop-balancer"
  description = "load balancers, reached by everybody"
}

resource "exoscale_security_group_rule" "balancer_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.balancer.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 80
  end_port          = 80
}

resource "exoscale_compute_instance" "balancer" {
  count = 2

  zone        = var.zone
  name        = "shop-balancer-${count.index}"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.balancer.id]
  elastic_ip_ids          = [exoscale_elastic_ip.www.id]

  security_group_ids = [
    exoscale_security_group.balancer.id,
    exoscale_security_group.admin.id,
  ]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = "10.0.0.${5 + count.index}"
  }

  user_data = templatefile("${path.module}/user-data/balancer.yaml.tftpl", {
    configuration = templatefile("${path.module}/files/haproxy.cfg.tftpl", { servers = local.web_addresses })
  })
}
