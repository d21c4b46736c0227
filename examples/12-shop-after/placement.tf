# No two machines of a kind share a hypervisor.

resource "exoscale_anti_affinity_group" "web" {
  name        = "shop-web"
  description = "web servers, each on its own hypervisor"
}

resource "exoscale_anti_affinity_group" "database" {
  name        = "shop-database"
  description = "database machines, each on its own hypervisor"
}
