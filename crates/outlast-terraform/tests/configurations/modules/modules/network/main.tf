variable "name" {
  type = string
}

variable "ranges" {
  type = list(string)
}

resource "terraform_data" "network" {
  input = { name = var.name, ranges = var.ranges, path = path.module }
}

output "id" {
  value = terraform_data.network.id
}

output "names" {
  value = [for index, range in var.ranges : "${var.name}-${index}"]
}
