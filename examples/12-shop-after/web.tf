# Two web servers. The load balancer leaves the addresses of the clients as they are, so that
# the servers must admit everybody on the port that is served, and the health checks on theirs.

resource "exoscale_security_group" "web" {
  name        = "shop-web"
  description = "web servers, reached by everybody through the load balancer"
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

resource "exoscale_security_group_rule" "web_health" {
  security_group_id     = exoscale_security_group.web.id
  type                  = "INGRESS"
  protocol              = "TCP"
  public_security_group = "public-nlb-healthcheck-sources"
  start_port            = 8080
  end_port              = 8080
}

resource "exoscale_instance_pool" "web" {
  zone            = var.zone
  name            = "shop-web"
  instance_prefix = "shop-web"
  size            = 2
  instance_type   = "standard.small"
  disk_size       = 10
  template_id     = data.exoscale_template.debian.id
  key_pair        = exoscale_ssh_key.admin.name

  anti_affinity_group_ids = [exoscale_anti_affinity_group.web.id]
  network_ids             = [exoscale_private_network.inside.id]

  security_group_ids = [
    exoscale_security_group.web.id,
    exoscale_security_group.admin.id,
  ]

  user_data = templatefile("${path.module}/user-data/web.yaml.tftpl", {
    shop_nginx   = templatefile("${path.module}/files/shop.nginx.tftpl", { domain = var.domain })
    index_html   = file("${path.module}/files/index.html")
    shop_py      = file("${path.module}/files/shop.py")
    sessions_py  = file("${path.module}/files/sessions.py")
    pictures_py  = file("${path.module}/files/pictures.py")
    shop_service = file("${path.module}/files/shop.service")
    shop_env = templatefile("${path.module}/files/shop.env.tftpl", {
      database_url = local.database_url
      members      = values(local.database_members)
      password     = random_password.sessions.result
      zone         = var.zone
      bucket       = aws_s3_bucket.pictures.bucket
      key          = exoscale_iam_api_key.pictures.key
      secret       = exoscale_iam_api_key.pictures.secret
    })
  })
}
