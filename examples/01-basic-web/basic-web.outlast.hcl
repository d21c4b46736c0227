# What runs on it, and what is promised. The same promise stands in every example of this row:
# compare what each of them keeps.

promise {
  instance   = { out = "2m" }
  hypervisor = { out = "2m" }
  zone       = { out = "30m" }
}

# Looking at the catalogue needs the web server alone; an order needs the database, too.
journey "browse" {
  enters = exoscale_domain_record.www
}

journey "order" {
  enters = exoscale_domain_record.www
}

service "web" {
  engine  = "nginx"
  on      = exoscale_compute_instance.web
  listens = 80

  need {
    of      = database.shop
    serving = [journey.order]
  }

  # Terraform makes the machine again and its user data installs everything.
  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

database "shop" {
  engine = "postgresql"
  on     = exoscale_compute_instance.database
  size   = "5 GB"

  # A dump a night, in another zone. Nobody has restored one yet.
  backup "nightly" {
    how       = "pg_dump"
    every     = "24h"
    took      = "10m"
    to        = aws_s3_bucket.backups
    keeps_for = "365d"
    restores  = "50 MB/s"
  }

  # A dead process is started again; a lost machine is made again and last night's dump restored.
  # Debian restarts neither of the two by itself.
  repair = {
    by     = people.on_call
    detect = "5m"
    takes  = ["10m", "2h"]
  }
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
