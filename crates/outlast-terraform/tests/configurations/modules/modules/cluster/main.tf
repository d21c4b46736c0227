variable "prefix" {}

variable "size" {
  type    = number
  default = 1
}

variable "network" {
  type     = string
  nullable = false
}

variable "names" {
  type    = set(string)
  default = []
}

resource "terraform_data" "node" {
  count = var.size
  input = "${var.prefix}-${count.index}"
}

resource "terraform_data" "member" {
  for_each         = var.names
  input            = each.value
  triggers_replace = [var.network]
}

module "inner" {
  source = "../inner"
  list   = terraform_data.node[*].input
}

output "inputs" {
  value = terraform_data.node[*].input
}

output "inner" {
  value = module.inner.reversed
}
