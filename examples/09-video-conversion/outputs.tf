output "url" {
  description = "Where videos are handed in."
  value       = "http://www.${var.domain}/"
}
