# A load balancer of Exoscale's in each zone. It follows its pool by itself and takes out what does
# not answer; it cannot reach the pool of another zone.

resource "exoscale_nlb" "www" {
  for_each = var.zones

  zone = each.value
  name = "shop"
}

resource "exoscale_nlb_service" "www" {
  for_each = var.zones

  zone             = each.value
  nlb_id           = exoscale_nlb.www[each.key].id
  name             = "shop-http"
  instance_pool_id = exoscale_instance_pool.web[each.key].id
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
