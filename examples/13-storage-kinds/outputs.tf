output "urls" {
  description = "Where the seven services are."
  value = merge(
    { for kind, port in local.shared : kind => "http://www.${var.domain}:${port}/notes/first" },
    { for kind in ["direct", "block"] : kind => "http://${kind}.${var.domain}/notes/first" },
  )
}
