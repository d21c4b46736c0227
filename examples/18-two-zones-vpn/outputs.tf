output "url" {
  description = "Where the shop is."
  value       = "http://www.${var.domain}/"
}
