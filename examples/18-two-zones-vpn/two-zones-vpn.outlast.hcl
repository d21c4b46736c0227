# What runs on it, and what is promised.

promise {
  process = { out = "1m", lose = "0s" }
  hang    = { out = "4h" }
  # Web server and database are one each; the gateways are what is tried here.
  instance   = { out = "4h" }
  hypervisor = { out = "4h" }
  link       = { out = "4h", lose = "0s" }
}

# Customers order: the web server is in one zone, its database in the other.
journey "order" {
  enters = exoscale_domain_record.www
}

# The office looks at what was ordered, straight in the database.
journey "office" {
  from   = place.office
  enters = database.shop
}

# How long a line is away that was cut: what its owner says.
rates {
  link = { lasts = ["10m", "3h"] }
}

place "office" {
  kind    = "site"
  title   = "the office"
  network = "192.168.10.0/24"
}

service "web" {
  engine  = "nginx"
  on      = exoscale_compute_instance.web
  listens = 80

  need {
    of    = database.shop
    over  = link.zones
    trips = 4
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "30s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

# The line between the zones goes over the internet, and through the gateways of both: over the address that
# those of a zone hold between them.
link "zones" {
  joins     = [exoscale_private_network.inside["gva"], exoscale_private_network.inside["zrh"]]
  via       = [address.way_out_gva, address.way_out_zrh]
  rtt       = "5ms"
  bandwidth = "400 Mbit/s"
  routed_on = [exoscale_compute_instance.web, exoscale_compute_instance.database]
  otherwise = "nowhere"
}

link "office" {
  joins     = [place.office, exoscale_private_network.inside["zrh"]]
  via       = [address.way_out_zrh]
  tunnel    = { udp = 51829, encrypted = true }
  rtt       = "8ms"
  bandwidth = "100 Mbit/s"
  routed_on = [exoscale_compute_instance.database]
  otherwise = "nowhere"
}

address "way_out_gva" {
  on      = [for name, it in exoscale_compute_instance.gateway : it if startswith(name, "gva")]
  adverts = { every = "1s" }
  to      = gateway.gva

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

address "way_out_zrh" {
  on      = [for name, it in exoscale_compute_instance.gateway : it if startswith(name, "zrh")]
  adverts = { every = "1s" }
  to      = gateway.zrh

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

gateway "gva" {
  on      = [for name, it in exoscale_compute_instance.gateway : it if startswith(name, "gva")]
  listens = 51820

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

gateway "zrh" {
  on      = [for name, it in exoscale_compute_instance.gateway : it if startswith(name, "zrh")]
  listens = 51820

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "10s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
