resource "exoscale_compute_instance" "app" {
  count       = 1
  zone        = "ch-gva-2"
  name        = "app-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 100
}

resource "exoscale_block_storage_volume" "data" {
  zone = "ch-gva-2"
  name = "data"
  size = 100
}

# The plan for a bad day: an instance in another zone, made when it is needed.
resource "exoscale_elastic_ip" "other" {
  zone = "de-fra-1"
}
