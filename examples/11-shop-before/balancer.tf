# The load balancer is Exoscale's. It follows the pool by itself and takes out what does not answer.

resource "exoscale_nlb" "www" {
  zone = var.zone
  name = "shop"
}

resource "exoscale_nlb_service" "www" {
  zone             = var.zone
  nlb_id           = exoscale_nlb.www.id
  name             = "shop-http"
  instance_pool_id = exoscale_instance_pool.web.id
  protocol         = "tcp"
  port             = 80
  target_port      = 80
  strategy         = "round-robin"

  healthcheck {
    mode     = "http"
    port     = 8080
    uri      = "/healthz"
    interval = 5
    timeout  = 3
    retries  = 1
  }
}
