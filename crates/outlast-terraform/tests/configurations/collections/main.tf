locals {
  environments = {
    prod = { zones = ["gva-2", "dk-2"], size = "large", ports = [80, 443] }
    test = { zones = ["gva-2"], size = "tiny", ports = [80] }
  }
  pairs = flatten([
    for name, environment in local.environments : [
      for index, zone in environment.zones : {
        key  = "${name}-${zone}"
        name = name
        zone = zone
        rank = index
      }
    ]
  ])
  by_key  = { for pair in local.pairs : pair.key => pair }
  by_zone = { for pair in local.pairs : pair.zone => pair.name... }
  ports   = distinct(flatten(values(local.environments)[*].ports))
  matrix  = { for pair in setproduct(keys(local.environments), local.ports) : "${pair[0]}/${pair[1]}" => pair[1] }
  merged  = merge([for name, environment in local.environments : { (name) = environment.size }]...)
  chosen  = local.environments[terraform.workspace == "default" ? "prod" : "test"]
}

resource "terraform_data" "server" {
  for_each = local.by_key
  input    = { name = format("%s-%02d", each.value.name, each.value.rank + 1), zone = each.value.zone }
}

resource "terraform_data" "rule" {
  for_each = local.matrix
  input    = each.value
}

resource "terraform_data" "subnet" {
  count = 3
  input = cidrsubnet("10.0.0.0/16", 8, count.index)
}

output "by_zone" {
  value = local.by_zone
}

output "merged" {
  value = local.merged
}

output "chosen" {
  value = local.chosen.zones[length(local.chosen.zones) - 1]
}

output "transposed" {
  value = transpose({ for name, environment in local.environments : name => environment.zones })
}
