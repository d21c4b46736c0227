resource "exoscale_compute_instance" "app" {
  count       = 1
  zone        = "ch-gva-2"
  name        = "app-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "twin" {
  count       = 1
  zone        = "de-fra-1"
  name        = "twin-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_elastic_ip" "www" {
  zone = "ch-gva-2"
}
