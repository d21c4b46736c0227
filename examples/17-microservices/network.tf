# Between the machines. Security groups do not filter a private network: only our own machines
# are on it, at fixed addresses, so that each can be configured before the others exist.

resource "exoscale_private_network" "inside" {
  zone     = var.zone
  name     = "shop-inside"
  netmask  = "255.255.255.0"
  start_ip = "10.0.0.100"
  end_ip   = "10.0.0.250"
}
