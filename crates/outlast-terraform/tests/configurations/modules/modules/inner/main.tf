variable "list" {
  type = list(string)
}

resource "terraform_data" "inner" {
  input = length(var.list)
}

output "reversed" {
  value = reverse(var.list)
}
