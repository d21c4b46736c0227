# Two places for the backups. The near one is quick and ours; the far one is in another account, and
# for thirty days nobody can delete anything there, its owner included.

resource "aws_s3_bucket" "backups" {
  bucket = "backups.${var.domain}"
}

resource "exoscale_iam_role" "backup" {
  name        = "shop-backup"
  description = "reads and writes one bucket"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "parameters.bucket != '${aws_s3_bucket.backups.bucket}'"
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
  name    = "shop-backup"
  role_id = exoscale_iam_role.backup.id
}

resource "aws_s3_bucket" "vault" {
  provider            = aws.vault
  bucket              = "vault.${var.domain}"
  object_lock_enabled = true
}

resource "aws_s3_bucket_object_lock_configuration" "vault" {
  provider = aws.vault
  bucket   = aws_s3_bucket.vault.id

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 30
    }
  }
}

# What is deleted is only hidden; it goes when nobody may need it any more.
resource "aws_s3_bucket_lifecycle_configuration" "vault" {
  provider = aws.vault
  bucket   = aws_s3_bucket.vault.id

  rule {
    id     = "hidden"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 35
    }
  }
}

resource "exoscale_iam_role" "vault" {
  provider    = exoscale.vault
  name        = "shop-vault"
  description = "reads, adds and hides backups; it cannot unlock them"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "parameters.bucket != '${aws_s3_bucket.vault.bucket}'"
            action     = "deny"
          },
          {
            expression = "operation in ['get-object', 'put-object', 'delete-object', 'list-objects', 'list-objects-v2']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "vault" {
  provider = exoscale.vault
  name     = "shop-vault"
  role_id  = exoscale_iam_role.vault.id
}
