resource "exoscale_compute_instance" "cluster" {
  count       = 3
  zone        = "ch-gva-2"
  name        = "cluster-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "second" {
  count       = 3
  zone        = "de-fra-1"
  name        = "second-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "db" {
  count       = 1
  zone        = "ch-gva-2"
  name        = "db-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

