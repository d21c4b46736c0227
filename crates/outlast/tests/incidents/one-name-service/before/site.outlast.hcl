# Two servers that never failed, behind a name that one company serves.
place "hall" {
  kind = "site"
}
place "north names" {
  kind = "provider"
}

service "web" {
  in     = place.hall
  copies = 2
}
name "www" {
  to        = service.web
  remembers = "5m"
  served_by = place["north names"]
}

rates {
  provider = { lasts = "2h" }
}

journey "read" {
  enters = name.www
}
