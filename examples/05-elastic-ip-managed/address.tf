# The address that users reach. It checks the web servers itself and sends nobody to a dead one.
# A health check cannot be added later: without it the address would have to be made anew.

resource "exoscale_elastic_ip" "www" {
  zone        = var.zone
  description = "the shop, at every web server that answers"

  healthcheck {
    mode         = "http"
    port         = 80
    uri          = "/healthz"
    interval     = 5
    timeout      = 3
    strikes_fail = 2
    strikes_ok   = 2
  }
}
