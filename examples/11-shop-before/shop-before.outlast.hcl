# What runs on it, and what is promised. The same promise stands in 12.

promise {
  process    = { out = "2m", lose = "0s" }
  instance   = { out = "2m", lose = "0s" }
  hypervisor = { out = "2m", lose = "0s" }
  deletion   = { out = "8h", lose = "26h" }
}

# A deleted table stops the shop: somebody knows within the hour.
rates {
  deletion = { lasts = ["1m", "1h"] }
}

# Somebody who is logged in fills a cart and orders.
journey "buy" {
  enters = exoscale_domain_record.www
}

# Anybody looks at a seller's picture.
journey "look" {
  enters = exoscale_domain_record.www
}

service "web" {
  engine  = "nginx"
  on      = exoscale_instance_pool.web
  listens = [80, 8080]

  need {
    of      = database.shop
    serving = [journey.buy]
  }

  # In the memory of the application: whoever is sent to the other server is nobody there.
  keeps "sessions" {
    in = "memory"
  }

  # On the disk of the server that took them.
  keeps "pictures" {
    in = "disk"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database
  size   = "20 GB"

  backup "nightly" {
    how       = "pg_dump"
    every     = "24h"
    took      = "30m"
    to        = aws_s3_bucket.backups
    keeps_for = "365d"
    restores  = "50 MB/s"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "30s"] },
    { by = people.on_call, detect = "5m", takes = ["30m", "4h"] },
  ]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
