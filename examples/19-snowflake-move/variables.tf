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
  description = "Where the server goes."
  type        = string
  default     = "ch-gva-2"
}

variable "backup_zone" {
  description = "Where the backups go."
  type        = string
  default     = "at-vie-1"
}

variable "domain" {
  description = "The domain; it is delegated to Exoscale's name servers."
  type        = string
  default     = "example.net"
}

variable "office_address" {
  description = "The public address of the company."
  type        = string
  default     = "198.51.100.7"
}

variable "office_network" {
  description = "The network of the company."
  type        = string
  default     = "192.168.10.0/24"
}

variable "office_public_key" {
  description = "The WireGuard key of the company's router."
  type        = string
  default     = "b2ZmaWNlLW9mZmljZS1vZmZpY2Utb2ZmaWNlLW9mZjE="
}

variable "gateway_private_key" {
  description = "The WireGuard key of the gateway (wg genkey)."
  type        = string
  sensitive   = true
}

variable "move_private_key" {
  description = "An SSH key that may read the old server's data (rrsync -ro /srv/archive)."
  type        = string
  sensitive   = true
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
