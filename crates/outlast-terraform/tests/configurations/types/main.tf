variable "object" {
  type = object({
    name    = string
    size    = optional(number, 3)
    labels  = optional(map(string), {})
    nested  = optional(object({ on = optional(bool, true), note = optional(string) }), {})
    missing = optional(string)
  })
  default = { name = 5, extra = "dropped" }
}

variable "list" {
  type    = list(string)
  default = [1, true, "x"]
}

variable "set" {
  type    = set(number)
  default = ["2", 1, 2]
}

variable "map" {
  type    = map(number)
  default = { a = "1", b = 2 }
}

variable "tuple" {
  type    = tuple([string, number])
  default = [1, "2"]
}

variable "any_list" {
  type    = list(any)
  default = [1, "a"]
}

variable "never_null" {
  type     = string
  default  = "default"
  nullable = false
}

variable "list_of_objects" {
  type    = list(object({ port = number, protocol = optional(string, "tcp") }))
  default = [{ port = "80" }, { port = 53, protocol = "udp" }]
}

resource "terraform_data" "all" {
  input = {
    object   = var.object
    list     = var.list
    set      = var.set
    map      = var.map
    tuple    = var.tuple
    any_list = var.any_list
    objects  = var.list_of_objects
  }
}

output "never_null" {
  value = var.never_null
}
