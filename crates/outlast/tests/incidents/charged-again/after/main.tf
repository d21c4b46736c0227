resource "exoscale_compute_instance" "balances" {
  zone        = "ch-gva-2"
  name        = "balances"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "worker" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "worker-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "voice" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "voice-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}
