# The queue processors: a pool, as large as the queue is long. What is scaled is no longer Terraform's.

resource "exoscale_anti_affinity_group" "convert" {
  name        = "video-convert"
  description = "workers, each on its own hypervisor"
}

resource "exoscale_instance_pool" "convert" {
  zone            = var.zone
  name            = "video-convert"
  instance_prefix = "video-convert"
  size            = 2
  instance_type   = "cpu.extra-large"
  disk_size       = 100
  template_id     = data.exoscale_template.debian.id
  key_pair        = exoscale_ssh_key.admin.name

  anti_affinity_group_ids = [exoscale_anti_affinity_group.convert.id]
  network_ids             = [exoscale_private_network.inside.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  user_data = templatefile("${path.module}/user-data/convert.yaml.tftpl", {
    jobs_py         = file("${path.module}/files/jobs.py")
    convert_py      = file("${path.module}/files/convert.py")
    convert_service = file("${path.module}/files/convert.service")
    video_env       = local.environment
  })

  lifecycle {
    ignore_changes = [size]
  }
}
