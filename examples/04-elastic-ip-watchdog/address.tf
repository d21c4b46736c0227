# The address that users reach. It has no health check: it goes where somebody puts it.

resource "exoscale_elastic_ip" "www" {
  zone        = var.zone
  description = "the shop, at one of its two web servers"
}
