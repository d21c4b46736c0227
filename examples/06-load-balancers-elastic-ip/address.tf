# The address that users reach: it sends nobody to a load balancer that does not answer.

resource "exoscale_elastic_ip" "www" {
  zone        = var.zone
  description = "the shop, at every load balancer that answers"

  healthcheck {
    mode         = "http"
    port         = 80
    uri          = "/balancer-healthz"
    interval     = 5
    timeout      = 3
    strikes_fail = 2
    strikes_ok   = 2
  }
}
