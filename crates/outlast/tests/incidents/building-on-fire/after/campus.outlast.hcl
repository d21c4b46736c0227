# A campus of four buildings that share power and network.
place "river" {
  kind = "site"
}
place "alder" {
  kind = "building"
  in   = place.river
}
place "beech" {
  kind = "building"
  in   = place.river
}
place "cedar" {
  kind = "building"
  in   = place.river
}

# Another site, far away, and the name servers, which are elsewhere.
place "hill" {
  kind = "site"
}
place "registry" {
  kind = "provider"
}

people "ops" {
  answers = "30m"
}

rates {
  zone-cut  = { lasts = ["1d", "5d"] }
  zone-dark = { lasts = ["1d", "12d"] }
}

# The first customer: a server and three replicas of its backup, all in one building.
store "atelier" {
  in   = place.beech
  size = "40 GB"

  backup "away" {
    how      = "pg_dump"
    every    = "24h"
    took     = "1h"
    to       = place.hill
    restores = "100 MB/s"
  }
  # The cure that is none: the next building of the same campus.
  backup "next_door" {
    how      = "pg_dump"
    every    = "24h"
    took     = "1h"
    to       = place.alder
    restores = "100 MB/s"
  }
}
service "atelier" {
  in    = place.beech
  calls = store.atelier
}

# What is built anew from the backup: nothing of it runs before somebody moves the name.
service "anew" {
  in = place.hill
}
name "atelier" {
  to        = [service.atelier, service.anew]
  remembers = "5m"
  served_by = place.registry
  failover  = { by = people.ops, detect = "1h", takes = ["4h", "8h"] }
}
journey "visit atelier" {
  enters = name.atelier
}

# The second: a server that was sold as standing in another building than its backup.
store "brewery" {
  in = unknown(place.alder, place.beech)

  backup "own" {
    how      = "restic"
    every    = "24h"
    took     = "1h"
    to       = place.hill
    restores = "100 MB/s"
  }
}

# The third: in a building that did not burn.
store "clinic" {
  in = place.cedar
}
service "clinic" {
  in    = place.cedar
  calls = store.clinic
}
journey "visit clinic" {
  enters = service.clinic
}
