provider "exoscale" {
  key    = "EXO0"
  secret = "0"
}

resource "exoscale_compute_instance" "git" {
  count       = 1
  zone        = "ch-gva-2"
  name        = "git-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

resource "exoscale_compute_instance" "mirror" {
  count       = 1
  zone        = "de-fra-1"
  name        = "mirror-${count.index}"
  type        = "standard.medium"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 50
}

# Another account, with a key that may write and not erase.
provider "exoscale" {
  alias  = "vault"
  key    = "EXO1"
  secret = "1"
}

resource "exoscale_compute_instance" "vault" {
  provider    = exoscale.vault
  zone        = "at-vie-1"
  name        = "vault"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 400
}
