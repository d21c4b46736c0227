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

variable "vault_api_key" {
  description = "A key of the second account, which holds nothing but the locked backups."
  type        = string
}

variable "vault_api_secret" {
  description = "The secret of that key."
  type        = string
  sensitive   = true
}

variable "zones" {
  description = "Where the shop runs: the first serves, in the second people start it when the first is lost."
  type        = map(string)
  default = {
    gva = "ch-gva-2"
    zrh = "ch-dk-2"
  }
}

variable "backup_zone" {
  description = "Where the backups of our own account are: none of the two zones."
  type        = string
  default     = "at-vie-1"
}

variable "vault_zone" {
  description = "Where the second account keeps the locked ones."
  type        = string
  default     = "de-fra-1"
}

variable "domain" {
  description = "The domain of the shop; it is delegated to Exoscale's name servers."
  type        = string
  default     = "example.net"
}

variable "heartbeat_url" {
  description = "Asked after every backup and every trial of a restore; its owner alarms when nobody asks."
  type        = string
  default     = "https://heartbeat.example.net/shop"
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

variable "backup_passphrase" {
  description = "Encrypts the backups. It is also on paper, in the safe."
  type        = string
  sensitive   = true

  # It stands in configuration files and URLs.
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{16,}$", var.backup_passphrase))
    error_message = "At least 16 letters, digits, dashes or underscores."
  }
}
