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

variable "zones" {
  description = "The two zones: the first has the web server, the second the database."
  type        = map(string)
  default = {
    gva = "ch-gva-2"
    zrh = "ch-dk-2"
  }
}

variable "gateways" {
  description = "How many gateways each zone has: one or two."
  type        = number
  default     = 2

  validation {
    condition     = contains([1, 2], var.gateways)
    error_message = "One or two."
  }
}

variable "domain" {
  description = "The domain; it is delegated to Exoscale's name servers."
  type        = string
  default     = "example.net"
}

variable "office_address" {
  description = "The public address of the office's router, which speaks WireGuard."
  type        = string
  default     = "198.51.100.7"
}

variable "office_public_key" {
  description = "The WireGuard key of the office's router."
  type        = string
  default     = "b2ZmaWNlLW9mZmljZS1vZmZpY2Utb2ZmaWNlLW9mZjE="
}

variable "gateway_keys" {
  description = "The WireGuard keys of the gateways, gva-0 to zrh-1 (wg genkey, wg pubkey)."
  type        = map(object({ private = string, public = string }))
  sensitive   = true
}

variable "vrrp_password" {
  description = "What the gateways of a zone know each other by, of which eight letters count."
  type        = string
  sensitive   = true

  # It stands in configuration files and URLs.
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{16,}$", var.vrrp_password))
    error_message = "At least 16 letters, digits, dashes or underscores."
  }
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
