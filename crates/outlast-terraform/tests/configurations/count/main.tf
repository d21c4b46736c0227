variable "n" {
  default = 2
}

resource "terraform_data" "many" {
  count = var.n + 1
  input = "web-${count.index}"
}

resource "terraform_data" "none" {
  count = 0
  input = "x"
}

resource "terraform_data" "maybe" {
  count = var.n > 1 ? 1 : 0
  input = { names = terraform_data.many[*].input, last = terraform_data.many[2].input }
}

resource "terraform_data" "text" {
  count = "2"
  input = terraform_data.none
}

output "ids" {
  value = terraform_data.many[*].id
}

output "joined" {
  value = join(",", terraform_data.many[*].input)
}

output "first" {
  value = one(terraform_data.none[*].input)
}

output "length" {
  value = length(terraform_data.many)
}
