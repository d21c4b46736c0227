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
  description = "Where videos are converted."
  type        = string
  default     = "ch-gva-2"
}

variable "domain" {
  description = "The domain of the service; it is delegated to Exoscale's name servers."
  type        = string
  default     = "example.net"
}

variable "mail_server" {
  description = "Where mail is handed in: HOST:PORT, with STARTTLS (port 25 is blocked by default)."
  type        = string
  default     = "mail.example.net:587"
}

variable "mail_password" {
  description = "The password for that server."
  type        = string
  sensitive   = true

  # It stands in configuration files and URLs.
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{16,}$", var.mail_password))
    error_message = "At least 16 letters, digits, dashes or underscores."
  }
}
