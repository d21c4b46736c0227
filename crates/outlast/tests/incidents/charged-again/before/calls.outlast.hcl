# Calls and the money for them: what is left of an account is held in memory, and a worker charges
# the card when nothing is left.
place "depot" {
  kind = "site"
}

people "ops" {
  answers = "15m"
}

# The balances: one copy that writes, in memory; the others copy it whole when they lose sight.
cache "balances" {
  engine = "redis"
  on     = exoscale_compute_instance.balances
  lost   = "harmful"
  repair = { by = people.ops, detect = "5m", takes = ["10m", "30m"] }
}

queue "usage" {
  engine   = "nats"
  in       = place.depot
  ack_wait = "30s"
  tries    = endless
}

worker "recharge" {
  on     = exoscale_compute_instance.worker
  takes  = queue.usage
  writes = [cache.balances]
  job    = "2s"
  does   = "charge a card"
  repeat = "harmful"
}

# The durable books, which nobody asks before a card is charged.
database "books" {
  engine = "postgresql"
  in     = place.depot
}

# Restarted with a configuration that reads a log which is not there: it starts with
# nothing, and refuses writes.
fault "wrong restart" {
  erase = cache.balances
  fill  = cache.balances
  lasts = ["10m", "1h"]
}

service "voice" {
  on = exoscale_compute_instance.voice
}
journey "call" {
  enters = service.voice
}
journey "pay" {
  enters = queue.usage
}
