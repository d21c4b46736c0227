# The site, twice, behind Exoscale's load balancer.

resource "exoscale_security_group" "site" {
  name        = "video-site"
  description = "the site, reached by everybody"
}

# The load balancer leaves the addresses of the clients as they are, and asks at the same port.
resource "exoscale_security_group_rule" "site_http" {
  for_each = toset(["0.0.0.0/0", "::/0"])

  security_group_id = exoscale_security_group.site.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = each.value
  start_port        = 80
  end_port          = 80
}

resource "exoscale_anti_affinity_group" "site" {
  name        = "video-site"
  description = "site servers, each on its own hypervisor"
}

resource "exoscale_instance_pool" "site" {
  zone            = var.zone
  name            = "video-site"
  instance_prefix = "video-site"
  size            = 2
  instance_type   = "standard.small"
  disk_size       = 10
  template_id     = data.exoscale_template.debian.id
  key_pair        = exoscale_ssh_key.admin.name

  anti_affinity_group_ids = [exoscale_anti_affinity_group.site.id]
  network_ids             = [exoscale_private_network.inside.id]

  security_group_ids = [
    exoscale_security_group.site.id,
    exoscale_security_group.admin.id,
  ]

  user_data = templatefile("${path.module}/user-data/site.yaml.tftpl", {
    jobs_py        = file("${path.module}/files/jobs.py")
    site_py        = file("${path.module}/files/site.py")
    worker_service = templatefile("${path.module}/files/worker.service.tftpl", { name = "site" })
    video_env      = local.environment
    billing_env    = local.billing_environment
  })
}

resource "exoscale_nlb" "www" {
  zone = var.zone
  name = "video"
}

resource "exoscale_nlb_service" "www" {
  zone             = var.zone
  nlb_id           = exoscale_nlb.www.id
  name             = "video-http"
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

resource "exoscale_domain" "video" {
  name = var.domain
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.video.id
  name        = "www"
  record_type = "A"
  content     = exoscale_nlb.www.ip_address
  ttl         = 3600
}
