locals {
  servers = {
    web   = { zone = "a", size = 2 }
    db    = { zone = "b", size = 4 }
    "x y" = { zone = "c", size = 1 }
  }
}

resource "terraform_data" "server" {
  for_each = local.servers
  input    = "${each.key}:${each.value.zone}"
}

resource "terraform_data" "set" {
  for_each = toset(["b", "a", "a"])
  input    = { key = each.key, value = each.value }
}

resource "terraform_data" "chained" {
  for_each = terraform_data.server
  input    = each.value.input
}

resource "terraform_data" "filtered" {
  for_each = { for name, server in local.servers : name => server if server.size > 1 }
  input    = each.value
}

output "inputs" {
  value = { for key, server in terraform_data.server : key => server.input }
}

output "one" {
  value = terraform_data.server["web"].input
}

output "values" {
  value = values(terraform_data.filtered)[*].input.size
}
