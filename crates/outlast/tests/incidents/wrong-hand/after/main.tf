resource "exoscale_compute_instance" "db" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "db-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 400
}

resource "exoscale_compute_instance" "staging" {
  count       = 1
  zone        = "ch-gva-2"
  name        = "staging-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 400
}

resource "exoscale_compute_instance" "files" {
  count       = 1
  zone        = "ch-gva-2"
  name        = "files-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "web" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "web-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

