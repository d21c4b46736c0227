# The nightly dump of the database, kept in another zone, with a key that can do nothing else.

resource "aws_s3_bucket" "backups" {
  bucket = "backups.${var.domain}"
}

resource "exoscale_iam_role" "backup" {
  name        = "shop-backup"
  description = "adds dumps to one bucket"

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
  name    = "shop-backup"
  role_id = exoscale_iam_role.backup.id
}
