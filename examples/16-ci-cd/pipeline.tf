# From a commit to a running container: sources, runner, registry, each on a machine of its own.

locals {
  forge_address    = "10.0.0.11"
  runner_address   = "10.0.0.12"
  registry_address = "10.0.0.13"
}

# With this key the runner reads the sources, and moves the colours of the API.
resource "tls_private_key" "runner" {
  algorithm = "ED25519"
}

resource "exoscale_compute_instance" "forge" {
  zone        = var.zone
  name        = "ship-forge"
  type        = "standard.small"
  disk_size   = 20
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.ship.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.forge_address
  }

  user_data = templatefile("${path.module}/user-data/forge.yaml.tftpl", {
    public_key     = tls_private_key.runner.public_key_openssh
    developer_key  = var.ssh_public_key
    backup_sh      = templatefile("${path.module}/files/backup.sh.tftpl", { bucket = aws_s3_bucket.sources.bucket })
    backup_service = file("${path.module}/files/backup.service")
    backup_timer   = file("${path.module}/files/backup.timer")
    s3cfg = templatefile("${path.module}/files/s3cfg.tftpl", {
      key    = exoscale_iam_api_key.backup.key
      secret = exoscale_iam_api_key.backup.secret
      zone   = var.backup_zone
    })
  })
}

resource "exoscale_compute_instance" "registry" {
  zone        = var.zone
  name        = "ship-registry"
  type        = "standard.small"
  disk_size   = 100
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.ship.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.registry_address
  }

  user_data = templatefile("${path.module}/user-data/registry.yaml.tftpl", {
    registry_yml = templatefile("${path.module}/files/registry.yml.tftpl", { address = local.registry_address })
  })
}

resource "exoscale_compute_instance" "runner" {
  zone        = var.zone
  name        = "ship-runner"
  type        = "standard.large"
  disk_size   = 100
  template_id = data.exoscale_template.debian.id
  ssh_keys    = [exoscale_ssh_key.admin.name]

  anti_affinity_group_ids = [exoscale_anti_affinity_group.ship.id]
  security_group_ids      = [exoscale_security_group.admin.id]

  network_interface {
    network_id = exoscale_private_network.inside.id
    ip_address = local.runner_address
  }

  user_data = templatefile("${path.module}/user-data/runner.yaml.tftpl", {
    private_key     = tls_private_key.runner.private_key_openssh
    registries_conf = templatefile("${path.module}/files/registries.conf.tftpl", { address = local.registry_address })
    install_exo_sh  = file("${path.module}/files/install-exo.sh")
    pipeline_sh     = file("${path.module}/files/pipeline.sh")
    rolling_sh      = file("${path.module}/files/rolling.sh")
    blue_green_sh   = file("${path.module}/files/blue-green.sh")
    runner_service  = file("${path.module}/files/runner.service")
    runner_timer    = file("${path.module}/files/runner.timer")
    pool_yaml       = local.pool_user_data
    runner_env = templatefile("${path.module}/files/runner.env.tftpl", {
      forge    = local.forge_address
      registry = local.registry_address
      members  = local.api_addresses
      zone     = var.zone
      key      = exoscale_iam_api_key.runner.key
      secret   = exoscale_iam_api_key.runner.secret
    })
  })
}

# The runner replaces members of the pool, and nothing else.
resource "exoscale_iam_role" "runner" {
  name        = "ship-runner"
  description = "replaces members of the pool"

  policy = {
    default_service_strategy = "deny"
    services = {
      compute = {
        type = "rules"
        rules = [
          {
            expression = "operation in ['list-zones', 'list-instance-pools', 'get-instance-pool', 'update-instance-pool', 'scale-instance-pool', 'evict-instance-pool-members', 'list-instances', 'get-instance', 'get-operation']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "runner" {
  name    = "ship-runner"
  role_id = exoscale_iam_role.runner.id
}

# The sources a second time, every night, in another zone. Every developer has them as well.
resource "aws_s3_bucket" "sources" {
  bucket = "sources.${var.domain}"
}

resource "exoscale_iam_role" "backup" {
  name        = "ship-backup"
  description = "adds to one bucket"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "parameters.bucket != '${aws_s3_bucket.sources.bucket}'"
            action     = "deny"
          },
          {
            expression = "operation.startsWith('delete-')"
            action     = "deny"
          },
          {
            expression = "true"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "backup" {
  name    = "ship-backup"
  role_id = exoscale_iam_role.backup.id
}
