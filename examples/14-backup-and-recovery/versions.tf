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
    random = {
      source  = "hashicorp/random"
      version = "~> 3.6"
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

# The vault: another account, with other people and another key. Whoever takes over ours has nothing
# there.
provider "exoscale" {
  alias  = "vault"
  key    = var.vault_api_key
  secret = var.vault_api_secret
}

provider "aws" {
  alias      = "vault"
  access_key = var.vault_api_key
  secret_key = var.vault_api_secret
  region     = var.vault_zone

  endpoints {
    s3 = "https://sos-${var.vault_zone}.exo.io"
  }

  skip_credentials_validation = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
