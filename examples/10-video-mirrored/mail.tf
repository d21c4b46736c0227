# Sends the mails: one machine. Nobody waits for it, and no mail is sent twice.

resource "exoscale_compute_instance" "mail" {
  zone        = var.zone
  name        = "video-mail"
  type        = "standard.small"
  disk_size   = 10
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = "10.0.0.41"
  }

  user_data = templatefile("${path.module}/user-data/mail.yaml.tftpl", {
    jobs_py        = file("${path.module}/files/jobs.py")
    mail_py        = file("${path.module}/files/mail.py")
    worker_service = templatefile("${path.module}/files/worker.service.tftpl", { name = "mail" })
    video_env      = local.environment
    mail_env = templatefile("${path.module}/files/mail.env.tftpl", {
      server   = var.mail_server
      domain   = var.domain
      password = var.mail_password
    })
  })
}
