# What runs on it, and what is promised.

promise {
  process    = { out = "2m", lose = "0s" }
  instance   = { out = "2m", lose = "0s" }
  hypervisor = { out = "2m", lose = "0s" }
}

# Looks at the catalogue.
journey "browse" {
  enters     = exoscale_domain_record.www
  answers_in = "3s"
}

# Buys: cart, stock and payment one after the other.
journey "buy" {
  enters     = exoscale_domain_record.www
  answers_in = "20s"
}

# Puts the answers together. Without ads and reviews the page is poorer, not broken.
service "front" {
  on      = exoscale_instance_pool.front
  listens = 8000
  calls   = [soft(service.ads), soft(service.reviews)]

  need {
    of      = service.catalogue
    timeout = "2s"
    retries = 2
  }

  need {
    of      = service.cart
    timeout = "2s"
    retries = 2
    serving = [journey.buy]
  }

  need {
    of      = service.stock
    timeout = "2s"
    retries = 2
    serving = [journey.buy]
  }

  # Never asked for twice: whoever pays twice complains.
  need {
    of      = service.payment
    timeout = "5s"
    retries = 0
    serving = [journey.buy]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

service "catalogue" {
  on      = [exoscale_compute_instance.service["catalogue-0"], exoscale_compute_instance.service["catalogue-1"]]
  listens = 8000
  calls   = [database.shop]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

service "cart" {
  on      = [exoscale_compute_instance.service["cart-0"], exoscale_compute_instance.service["cart-1"]]
  listens = 8000
  calls   = [database.shop]

  need {
    of      = service.catalogue
    timeout = "2s"
    retries = 2
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

service "stock" {
  on      = [exoscale_compute_instance.service["stock-0"], exoscale_compute_instance.service["stock-1"]]
  listens = 8000
  calls   = [database.shop]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

service "payment" {
  on      = [exoscale_compute_instance.service["payment-0"], exoscale_compute_instance.service["payment-1"]]
  listens = 8000
  calls   = [database.shop]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# Nobody waits for these two.
service "ads" {
  on      = exoscale_compute_instance.service["ads-0"]
  listens = 8000

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

service "reviews" {
  on      = exoscale_compute_instance.service["reviews-0"]
  listens = 8000
  calls   = [database.shop]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# One database for all of them: the services are seven, the data is one.
database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "30s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

# The sidecars check every two seconds and take out after two that failed. They are the same software with
# the same configuration on every machine: what one of them does wrong, all do.
common "sidecar" {
  of = [
    service.front, service.catalogue, service.cart, service.stock, service.payment, service.ads, service.reviews,
  ]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
