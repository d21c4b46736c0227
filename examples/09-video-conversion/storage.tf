# Two buckets: what comes in, and what has been converted. They are in the zone that converts, so
# that no video crosses a line between zones.

resource "aws_s3_bucket" "incoming" {
  bucket = "incoming.${var.domain}"
}

resource "aws_s3_bucket" "converted" {
  bucket = "converted.${var.domain}"
}

# Browsers put their videos into the first bucket themselves, from our page.
resource "aws_s3_bucket_cors_configuration" "incoming" {
  bucket = aws_s3_bucket.incoming.id

  cors_rule {
    allowed_methods = ["PUT"]
    allowed_origins = ["http://www.${var.domain}"]
    allowed_headers = ["*"]
  }
}

# One key for the site and the workers: it reads and adds, and never deletes.
resource "exoscale_iam_role" "videos" {
  name        = "video-buckets"
  description = "reads and adds videos"

  policy = {
    default_service_strategy = "deny"
    services = {
      sos = {
        type = "rules"
        rules = [
          {
            expression = "!(parameters.bucket in ['${aws_s3_bucket.incoming.bucket}', '${aws_s3_bucket.converted.bucket}'])"
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

resource "exoscale_iam_api_key" "videos" {
  name    = "video-buckets"
  role_id = exoscale_iam_role.videos.id
}
