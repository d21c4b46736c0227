# Who may log in.

data "exoscale_template" "debian" {
  zone = var.zone
  name = "Linux Debian 12 (Bookworm) 64-bit"
}

resource "exoscale_ssh_key" "admin" {
  name       = "move-admin"
  public_key = var.ssh_public_key
}

resource "exoscale_security_group" "admin" {
  name        = "move-admin"
  description = "administrators, from their own network"
}

resource "exoscale_security_group_rule" "admin_ssh" {
  security_group_id = exoscale_security_group.admin.id
  type              = "INGRESS"
  protocol          = "TCP"
  cidr              = var.admin_network
  start_port        = 22
  end_port          = 22
}
