variable "name" {
  default = "overridden"
}

resource "terraform_data" "web" {
  triggers_replace = "z"
}
