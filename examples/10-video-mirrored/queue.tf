# The queue: three servers, each job on all three. Two of them must live.

locals {
  queue_servers = {
    video-queue-0 = "10.0.0.20"
    video-queue-1 = "10.0.0.21"
    video-queue-2 = "10.0.0.22"
  }
  queue_names = keys(local.queue_servers)

  # What site and workers need to know.
  environment = templatefile("${path.module}/files/video.env.tftpl", {
    queues    = [for address in values(local.queue_servers) : "nats://video:${random_password.queue.result}@${address}:4222"]
    replicas  = 3
    endpoint  = "https://sos-${var.zone}.exo.io"
    zone      = var.zone
    key       = exoscale_iam_api_key.videos.key
    secret    = exoscale_iam_api_key.videos.secret
    incoming  = aws_s3_bucket.incoming.bucket
    converted = aws_s3_bucket.converted.bucket
  })
}

resource "random_password" "queue" {
  length  = 32
  special = false
}

resource "exoscale_anti_affinity_group" "queue" {
  name        = "video-queue"
  description = "queue servers, each on its own hypervisor"
}

resource "exoscale_compute_instance" "queue" {
  count = length(local.queue_names)

  zone        = var.zone
  name        = local.queue_names[count.index]
  type        = "standard.small"
  disk_size   = 20
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.queue.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.queue_servers[local.queue_names[count.index]]
  }

  user_data = templatefile("${path.module}/user-data/queue.yaml.tftpl", {
    nats_conf = templatefile("${path.module}/files/nats.conf.tftpl", {
      name     = local.queue_names[count.index]
      address  = local.queue_servers[local.queue_names[count.index]]
      members  = values(local.queue_servers)
      password = random_password.queue.result
    })
  })
}
