# No two of these machines share a hypervisor: what replaces a machine must not go down with it.

resource "exoscale_anti_affinity_group" "apart" {
  name        = "shop-apart"
  description = "web servers and database, each on its own hypervisor"
}
