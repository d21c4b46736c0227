variable "a" {
  default = "default"
}

variable "b" {
  default = "default"
}

variable "c" {
  default = "default"
}

variable "d" {
  default = "default"
}

variable "e" {
  default = "default"
}

variable "f" {
  default = "default"
}

variable "g" {
  type    = list(string)
  default = []
}

variable "h" {
  type = map(number)
}

variable "untyped" {}

resource "terraform_data" "all" {
  input = [var.a, var.b, var.c, var.d, var.e, var.f, var.g, var.h, var.untyped]
}
