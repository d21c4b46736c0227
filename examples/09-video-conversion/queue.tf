# The queue server: one machine. It also watches how long the queue is, and makes the pool of workers
# larger or smaller.

locals {
  queue_address = "10.0.0.20"

  # What site and workers need to know.
  environment = templatefile("${path.module}/files/video.env.tftpl", {
    queues    = ["nats://video:${random_password.queue.result}@${local.queue_address}:4222"]
    replicas  = 1
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

resource "exoscale_compute_instance" "queue" {
  zone        = var.zone
  name        = "video-queue"
  type        = "standard.small"
  disk_size   = 20
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  security_group_ids = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.queue_address
  }

  user_data = templatefile("${path.module}/user-data/queue.yaml.tftpl", {
    nats_conf = templatefile("${path.module}/files/nats.conf.tftpl", {
      address  = local.queue_address
      password = random_password.queue.result
    })
    install_exo_sh = file("${path.module}/files/install-exo.sh")
    scale_sh       = file("${path.module}/files/scale.sh")
    scale_service  = file("${path.module}/files/scale.service")
    scale_timer    = file("${path.module}/files/scale.timer")
    scale_env = templatefile("${path.module}/files/scale.env.tftpl", {
      key    = exoscale_iam_api_key.scale.key
      secret = exoscale_iam_api_key.scale.secret
      zone   = var.zone
    })
  })
}

# This key may change the size of pools, and nothing else.
resource "exoscale_iam_role" "scale" {
  name        = "video-scale"
  description = "scales the pool of workers"

  policy = {
    default_service_strategy = "deny"
    services = {
      compute = {
        type = "rules"
        rules = [
          {
            expression = "operation in ['list-zones', 'list-instance-pools', 'get-instance-pool', 'scale-instance-pool', 'get-operation']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "scale" {
  name    = "video-scale"
  role_id = exoscale_iam_role.scale.id
}
