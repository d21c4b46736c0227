terraform {
  required_version = ">= 1.5"

  required_providers {
    exoscale = {
      source  = "exoscale/exoscale"
      version = "~> 0.68"
    }
    # Buckets of Exoscale's object storage are made with the provider of the S3 protocol.
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "exoscale" {
  key    = var.exoscale_api_key
  secret = var.exoscale_api_secret
}

provider "aws" {
  access_key = var.exoscale_api_key
  secret_key = var.exoscale_api_secret
  region     = var.backup_zone

  endpoints {
    s3 = "https://sos-${var.backup_zone}.exo.io"
  }

  # What only AWS itself has.
  skip_credentials_validation = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
