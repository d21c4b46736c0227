# Machines that can stand in for each other never share a hypervisor. A group holds at most eight,
# so there is one for each role.

resource "exoscale_anti_affinity_group" "web" {
  name        = "shop-web"
  description = "web servers, each on its own hypervisor"
}

resource "exoscale_anti_affinity_group" "database" {
  name        = "shop-database"
  description = "database machines, each on its own hypervisor"
}
