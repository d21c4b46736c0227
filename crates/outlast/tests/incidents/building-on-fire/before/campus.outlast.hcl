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

  backup "automatic_1" {
    how      = "snapshot"
    every    = "24h"
    took     = "1h"
    to       = place.beech
    restores = "100 MB/s"
  }
  backup "automatic_2" {
    how      = "snapshot"
    every    = "24h"
    took     = "1h"
    to       = place.beech
    restores = "100 MB/s"
  }
  backup "automatic_3" {
    how      = "snapshot"
    every    = "24h"
    took     = "1h"
    to       = place.beech
    restores = "100 MB/s"
  }
}
service "atelier" {
  in    = place.beech
  calls = store.atelier
}
journey "visit atelier" {
  enters = service.atelier
}

# The second: a server that was sold as standing in another building than its backup.
store "brewery" {
  in = unknown(place.alder, place.beech)

  backup "own" {
    how      = "restic"
    every    = "24h"
    took     = "1h"
    to       = place.beech
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
