# Billing: a queue and a ledger, each a PostgreSQL of its own, each with a synchronous standby on the
# other machine. A job leaves the queue in the same two-phase commit that writes the ledger.

locals {
  billing_addresses = ["10.0.0.31", "10.0.0.32"]

  # Which machine writes what; the other one follows.
  billing_clusters = {
    queue  = { port = 5433, primary = local.billing_addresses[0] }
    ledger = { port = 5434, primary = local.billing_addresses[1] }
  }

  billing_environment = join("", [
    for name, it in local.billing_clusters : format(
      "%s_DSN=postgresql://billing:%s@%s/%s?target_session_attrs=read-write&connect_timeout=2\n",
      upper(name), random_password.billing.result,
      join(",", [for address in local.billing_addresses : "${address}:${it.port}"]), name,
    )
  ])
}

resource "random_password" "billing" {
  length  = 32
  special = false
}

resource "exoscale_anti_affinity_group" "billing" {
  name        = "video-billing"
  description = "billing machines, each on its own hypervisor"
}

resource "exoscale_compute_instance" "billing" {
  count = length(local.billing_addresses)

  zone        = var.zone
  name        = "video-billing-${count.index}"
  type        = "standard.medium"
  disk_size   = 50
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.billing.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.billing_addresses[count.index]
  }

  user_data = templatefile("${path.module}/user-data/billing.yaml.tftpl", {
    createcluster_conf = file("${path.module}/files/createcluster.conf")
    billing_sh         = file("${path.module}/files/billing.sh")
    queue_sql          = file("${path.module}/files/queue.sql")
    ledger_sql         = file("${path.module}/files/ledger.sql")
    database_env = templatefile("${path.module}/files/database.env.tftpl", {
      own      = local.billing_addresses[count.index]
      peer     = local.billing_addresses[1 - count.index]
      queue    = local.billing_clusters.queue.primary
      ledger   = local.billing_clusters.ledger.primary
      password = random_password.billing.result
    })
    bill_py        = file("${path.module}/files/bill.py")
    worker_service = templatefile("${path.module}/files/worker.service.tftpl", { name = "bill" })
    billing_env    = local.billing_environment
  })
}
