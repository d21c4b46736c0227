variable "name" {
  default = "original"
}

locals {
  kept    = "kept"
  changed = "original"
}

resource "terraform_data" "web" {
  count = 3
  input = "original ${var.name} ${local.kept} ${local.changed}"
}
