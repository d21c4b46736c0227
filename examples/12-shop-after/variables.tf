variable "exoscale_api_key" {
  description = "The API key that Terraform works with."
  type        = string
}

variable "exoscale_api_secret" {
  description = "The secret of that key."
  type        = string
  sensitive   = true
}

variable "admin_network" {
  description = "From where administrators may log in."
  type        = string
  default     = "192.0.2.0/24"
}

variable "ssh_public_key" {
  description = "The public key of the administrators."
  type        = string
}

variable "zone" {
  description = "Where the shop runs."
  type        = string
  default     = "ch-gva-2"
}

variable "backup_zone" {
  description = "Where the nightly dumps are kept: another zone than the shop's."
  type        = string
  default     = "at-vie-1"
}

variable "domain" {
  description = "The domain of the shop; it is delegated to Exoscale's name servers."
  type        = string
  default     = "example.net"
}

variable "database_password" {
  description = "The password that the shop and its database share."
  type        = string
  sensitive   = true

  # It stands in configuration files and URLs.
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{16,}$", var.database_password))
    error_message = "At least 16 letters, digits, dashes or underscores."
  }
}
