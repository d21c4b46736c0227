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
  description = "Where the domain controllers are: the zone nearest to the office."
  type        = string
  default     = "ch-dk-2"
}

variable "backup_zone" {
  description = "Where the backups are kept: another zone."
  type        = string
  default     = "at-vie-1"
}

variable "realm" {
  description = "The name of the directory, as a domain of its own."
  type        = string
  default     = "office.example.net"
}

variable "office_address" {
  description = "The public address of the office's router, which speaks WireGuard."
  type        = string
  default     = "198.51.100.7"
}

variable "office_network" {
  description = "The network of the office."
  type        = string
  default     = "192.168.10.0/24"
}

variable "office_public_key" {
  description = "The WireGuard key of the office's router."
  type        = string
  default     = "b2ZmaWNlLW9mZmljZS1vZmZpY2Utb2ZmaWNlLW9mZjE="
}

variable "gateway_private_key" {
  description = "The WireGuard key of the gateway (wg genkey)."
  type        = string
  sensitive   = true
}

variable "administrator_password" {
  description = "The password of the directory's administrator: letters of both kinds, digits, a dash."
  type        = string
  sensitive   = true

  # It stands in configuration files and URLs.
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{16,}$", var.administrator_password))
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
