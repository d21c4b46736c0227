# The pictures of the sellers. What is deleted or overwritten can be taken back for a month, by whoever
# owns the account; every night new ones are copied to where the dumps are.

resource "aws_s3_bucket" "pictures" {
  provider = aws.pictures
  bucket   = "pictures.${var.domain}"
}

resource "aws_s3_bucket_versioning" "pictures" {
  provider = aws.pictures
  bucket   = aws_s3_bucket.pictures.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "pictures" {
  provider = aws.pictures
  bucket   = aws_s3_bucket.pictures.id

  rule {
    id     = "old versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }
}

# The shop's key reads and adds pictures. It deletes nothing, and no version of anything.
resource "exoscale_iam_role" "pictures" {
  name        = "shop-pictures"
  description = "reads and adds pictures"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "parameters.bucket != '${aws_s3_bucket.pictures.bucket}'"
            action     = "deny"
          },
          {
            expression = "operation in ['get-object', 'put-object', 'list-objects', 'list-objects-v2', 'head-object']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "pictures" {
  name    = "shop-pictures"
  role_id = exoscale_iam_role.pictures.id
}
