# What runs on it, and what is promised.

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

service "site" {
  on      = exoscale_compute_instance.site
  listens = 80
  writes  = [aws_s3_bucket.incoming, queue.jobs]

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "5m", takes = ["10m", "30m"] },
  ]
}

# Its figures stand in jobs.py.
queue "jobs" {
  engine   = "nats"
  on       = exoscale_compute_instance.queue
  ack_wait = "30m"
  tries    = 5
  then     = "dead letters"

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
  job    = ["1m", "4m"]
  acks   = "after"
  repeat = "harmless"

  # A worker is made when the queue is long: the control plane must be there then.
  need {
    of = control_plane[var.zone]
    at = "start"
  }

  repair = [
    { by = "itself", notices = ["stop"], detect = "1s", takes = ["1s", "5s"] },
    { by = people.on_call, detect = "15m", takes = ["10m", "30m"] },
  ]
}

# Watches the length of the queue. Without it the pool keeps the size that it has.
service "scale" {
  on    = exoscale_compute_instance.queue
  calls = [soft(queue.jobs), soft(control_plane[var.zone])]

  repair = { by = people.on_call, detect = "1h", takes = ["10m", "30m"] }
}

# A converted video is made again from the one that was handed in.
store "converted" {
  of   = aws_s3_bucket.converted
  lost = { rebuilt_from = aws_s3_bucket.incoming, takes = "24h" }
}

people "on_call" {
  title   = "the two who share the pager"
  answers = ["5m", "30m"]
}
