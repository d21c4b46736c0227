# The two web servers never share a hypervisor.

resource "exoscale_anti_affinity_group" "web" {
  name        = "shop-web"
  description = "web servers, each on its own hypervisor"
}
