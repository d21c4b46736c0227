locals {
  l0 = "x"
  l1 = "${local.l0}1"
  l2 = "${local.l1}2"
  l3 = { a = { b = { c = [local.l2, { d = local.l1 }] } } }
  l4 = local.l3.a.b.c[1].d
  l5 = local.l3["a"]["b"].c[0]
  l6 = try(local.l3.a.x.y, local.l3.a.b.nothing, "last")
  l7 = can(local.l3.a.x)
  l8 = [for x in range(3) : { for y in range(x) : tostring(y) => x * y }]
  l9 = coalesce(null, "", local.l1)
}

resource "terraform_data" "all" {
  input = [local.l4, local.l5, local.l6, local.l7, local.l8, local.l9, local.l3.a.b.c.0]
}

output "nulls" {
  value = { a = null, b = [null, 1], c = local.l7 ? null : "x" }
}

output "tuple" {
  value = [1, "a", true, null, { a = 1 }]
}

output "number" {
  value = [0.1 + 0.2, 10 / 4, 1e3, 123456789012 * 10]
}
