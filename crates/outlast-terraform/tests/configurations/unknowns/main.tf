resource "terraform_data" "base" {
  input = "x"
}

resource "terraform_data" "uses" {
  input = {
    id      = terraform_data.base.id
    text    = "id is ${terraform_data.base.id}"
    list    = [terraform_data.base.id, "known"]
    known   = terraform_data.base.input
    choice  = terraform_data.base.id == "x" ? "a" : "b"
    length  = length([terraform_data.base.id])
    upper   = upper(terraform_data.base.id)
    try     = try(terraform_data.base.id, "fallback")
    merged  = merge({ a = 1 }, { b = terraform_data.base.id })
    concat  = concat(["a"], [terraform_data.base.id])
    lookup  = lookup({ a = terraform_data.base.id, b = "b" }, "b", "none")
    keys    = keys({ a = terraform_data.base.id })
    element = element(["a", terraform_data.base.id], 0)
    for     = [for x in ["a", terraform_data.base.id] : upper(x)]
    flat    = flatten([["a"], [terraform_data.base.id]])
    json    = jsonencode({ a = terraform_data.base.id })
    zip     = zipmap(["a"], [terraform_data.base.id])
    null    = terraform_data.base.input == null
    not     = !(terraform_data.base.id == "x")
  }
}

resource "terraform_data" "copies" {
  count = length(terraform_data.base.input)
  input = terraform_data.base.output
}

output "id" {
  value = terraform_data.base.id
}
