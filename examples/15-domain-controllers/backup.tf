# Every night, in another zone, with a key for this bucket alone. Versions stay for a month, so that what
# this key deletes can be taken back.

resource "aws_s3_bucket" "backups" {
  bucket = "backups.${var.realm}"
}

resource "aws_s3_bucket_versioning" "backups" {
  bucket = aws_s3_bucket.backups.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "exoscale_iam_role" "backup" {
  name        = "office-backup"
  description = "backups in one bucket"

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
            expression = "operation in ['get-object', 'put-object', 'delete-object', 'list-objects', 'list-objects-v2', 'get-bucket-location', 'head-bucket']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "backup" {
  name    = "office-backup"
  role_id = exoscale_iam_role.backup.id
}
