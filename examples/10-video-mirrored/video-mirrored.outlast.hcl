# What runs on it, and what is promised: the same as in 09, and two more things that are done.

promise {
  process    = { out = "2m", lose = "0s", twice = "never" }
  instance   = { out = "2m", lose = "0s", twice = "never" }
  hypervisor = { out = "2m", lose = "0s", twice = "never" }
}

# Somebody hands a video in. The answer says that it will be converted; the work goes on afterwards.
journey "publish" {
  enters      = exoscale_domain_record.www
  ends        = aws_s3_bucket.converted
  done_within = "2h"
}

# A bill is ordered: written exactly once. Two databases must agree, so that it waits for people
# when either is away.
journey "bill" {
  enters      = exoscale_domain_record.www
  ends        = database.ledger
  done_within = "8h"

  promise {
    process    = { out = "2m", lose = "0s", twice = "never" }
    hang       = { out = "4h", lose = "0s", twice = "never" }
    instance   = { out = "4h", lose = "0s", twice = "never" }
    hypervisor = { out = "4h", lose = "0s", twice = "never" }
  }
}

service "site" {
  on      = exoscale_instance_pool.site
  listens = 80

  need {
    of      = queue.jobs
    serving = [journey.publish]
  }

  need {
    of      = aws_s3_bucket.incoming
    serving = [journey.publish]
  }

  need {
    of      = queue.bills
    serving = [journey.bill]
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# At least once: three servers, an answer when two of them have the job. Its figures stand in jobs.py.
queue "jobs" {
  engine   = "nats"
  on       = exoscale_compute_instance.queue[0]
  delivery = "at-least-once"
  ack_wait = "30m"
  tries    = 5
  then     = "dead letters"

  replica "second" {
    on     = exoscale_compute_instance.queue[1]
    commit = "quorum"
  }

  replica "third" {
    on     = exoscale_compute_instance.queue[2]
    commit = "quorum"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

worker "convert" {
  on     = exoscale_instance_pool.convert
  takes  = queue.jobs
  reads  = [aws_s3_bucket.incoming]
  writes = [aws_s3_bucket.converted]
  calls  = [soft(queue.mails)]
  job    = ["1m", "4m"]
  acks   = "after"
  repeat = "harmless"

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "15m", takes = ["10m", "30m"] },
  ]
}

# A converted video is made again from the one that was handed in.
store "converted" {
  of   = aws_s3_bucket.converted
  lost = { rebuilt_from = aws_s3_bucket.incoming, takes = "24h" }
}

# At most once: a mail that is missing is asked for, one that comes twice is complained about. The same
# servers; what differs is that it is handed out once, and acknowledged before it is sent.
queue "mails" {
  engine   = "nats"
  on       = exoscale_compute_instance.queue[0]
  delivery = "at-most-once"
  ack_wait = "1m"
  tries    = 1
  lost     = "harmless"

  replica "second" {
    on     = exoscale_compute_instance.queue[1]
    commit = "quorum"
  }

  replica "third" {
    on     = exoscale_compute_instance.queue[2]
    commit = "quorum"
  }

  repair = { by = people.on_call, detect = "5m", takes = ["10m", "30m"] }
}

worker "mail" {
  on     = exoscale_compute_instance.mail
  takes  = queue.mails
  job    = ["1s", "30s"]
  acks   = "first"
  repeat = "harmful"
  does   = "sends a mail"

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "15m", takes = ["10m", "30m"] },
  ]
}

# Exactly once: queue and ledger are two PostgreSQL, and a job leaves the one in the commit that writes
# the other. Each has a synchronous standby on the other's machine, from
# which people bring it back.
queue "bills" {
  engine   = "postgresql"
  on       = exoscale_compute_instance.billing[0]
  listens  = 5433
  delivery = "exactly-once"
  ack_wait = "10s"

  replica "standby" {
    on     = exoscale_compute_instance.billing[1]
    commit = "sync"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "30s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

database "ledger" {
  engine  = "postgresql"
  on      = exoscale_compute_instance.billing[1]
  listens = 5434

  replica "standby" {
    on     = exoscale_compute_instance.billing[0]
    commit = "sync"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "30s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "2h"] },
  ]
}

worker "bill" {
  on      = exoscale_compute_instance.billing
  takes   = queue.bills
  writes  = [database.ledger]
  job     = ["10ms", "1s"]
  repeat  = "harmful"
  commits = "two-phase"

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "15m", takes = ["10m", "30m"] },
  ]
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
