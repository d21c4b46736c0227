# The web servers of a zone never share a hypervisor; those of two zones could not. A group holds at
# most eight, so there is one for each zone. The database machines are in different zones anyway.

resource "exoscale_anti_affinity_group" "web" {
  for_each = var.zones

  name        = "shop-web-${each.key}"
  description = "web servers, each on its own hypervisor"
}
