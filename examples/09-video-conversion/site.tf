# The site: gives out addresses to upload to, and puts a job into the queue when a video is there.
# The video itself never passes through it.

resource "exoscale_security_group" "site" {
  name        = "video-site"
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

resource "exoscale_compute_instance" "site" {
  zone        = var.zone
  name        = "video-site"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [
    exoscale_security_group.site.id,
    exoscale_security_group.admin.id,
  ]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = "10.0.0.11"
  }

  user_data = templatefile("${path.module}/user-data/site.yaml.tftpl", {
    jobs_py      = file("${path.module}/files/jobs.py")
    site_py      = file("${path.module}/files/site.py")
    site_service = file("${path.module}/files/site.service")
    video_env    = local.environment
  })
}

resource "exoscale_domain" "video" {
  name = var.domain
}

resource "exoscale_domain_record" "www" {
  domain      = exoscale_domain.video.id
  name        = "www"
  record_type = "A"
  content     = exoscale_compute_instance.site.public_ip_address
  ttl         = 300
}
