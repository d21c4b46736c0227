# Two data centres of one's own, an ocean of land apart, and a voter in a cloud.
place "shore" {
  kind = "site"
}
place "plain" {
  kind = "site"
}
place "cloud" {
  kind = "provider"
}

link "overland" {
  joins     = [place.shore, place.plain]
  rtt       = "60ms"
  bandwidth = "10 Gbit/s"
}

# Who promotes: most of three voters, all of them at the shore.
service "voter" {
  in     = place.shore
  copies = 3
}

people "ops" {
  answers = "15m"
}

database "main" {
  engine = "mysql"
  in     = place.shore
  size   = "4 TB"

  replica "near" {
    in     = place.shore
    commit = "async"
    lag    = ["0s", "1s"]
  }
  replica "far" {
    in     = place.plain
    commit = "async"
    lag    = ["0s", "5s"]
  }
  failover = {
    by      = most(service.voter)
    notices = ["stop", "cut"]
    detect  = ["10s", "15s"]
    takes   = ["2s", "5s"]
    within  = place.shore
  }
  backup "remote" {
    how      = "xtrabackup"
    every    = "4h"
    took     = "2h"
    to       = place.cloud
    restores = "100 MB/s"
    tested   = { on = "2026-10-01", took = "12h", version = "5.7" }
  }
}

service "web" {
  in = place.shore
  need {
    of    = database.main
    trips = 30
  }
}

# New equipment: the shore is cut off for less than a minute.
fault "optics" {
  cut   = place.shore
  lasts = "43s"
}

journey "push" {
  enters     = service.web
  answers_in = "1s"
}
