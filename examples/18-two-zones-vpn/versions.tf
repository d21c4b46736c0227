terraform {
  required_version = ">= 1.5"

  required_providers {
    exoscale = {
      source  = "exoscale/exoscale"
      version = "~> 0.68"
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
