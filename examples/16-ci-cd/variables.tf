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
  description = "Where everything runs."
  type        = string
  default     = "ch-gva-2"
}

variable "backup_zone" {
  description = "Where the sources are kept a second time."
  type        = string
  default     = "at-vie-1"
}

variable "domain" {
  description = "The domain; it is delegated to Exoscale's name servers."
  type        = string
  default     = "example.net"
}
