locals {
  names = ["a", "b"]
}

resource "terraform_data" "heredoc" {
  input = <<EOT
#cloud-config
%{for name in local.names~}
- name: ${name}
%{endfor~}
end
EOT
}

resource "terraform_data" "indented" {
  input = <<-EOT
    first
      second ${local.names[0]}
    %{if length(local.names) > 1}
    many
    %{else}
    one
    %{endif}

    third
  EOT
}

resource "terraform_data" "stripped" {
  input = <<-EOT
    %{~for index, name in local.names~}
      ${index}: ${name}
    %{~endfor~}
    $${escaped} %%{escaped}
    tail   ${~"x"~}   end
  EOT
}

resource "terraform_data" "file" {
  input = templatefile("${path.module}/templates/init.tftpl", { names = local.names, port = 80, on = true })
}

resource "terraform_data" "plain" {
  input = file("templates/plain.txt")
}

output "exists" {
  value = [fileexists("templates/plain.txt"), fileexists("nothing")]
}

output "set" {
  value = fileset(path.module, "templates/*.{txt,tftpl}")
}

output "hash" {
  value = filesha256("templates/plain.txt")
}

output "json" {
  value = jsonencode({
    Version = "2012-10-17"
    List = [
      for name in local.names : {
        name = name
      }
    ]
  })
}

output "spread" {
  value = {
    for name in local.names : name =>
    length(name) > 1
    ? { long = name }
    : { long = "short" }
  }
}

output "blanks_a" {
  value = <<-EOT
    a

    b
  EOT
}

output "blanks_c" {
  value = <<-EOT
    a
      
    b ${"x"}
       ${"y"} z
  EOT
}

output "blanks_d" {
  value = <<-EOT
      a ${"x"~}
        
    b
  EOT
}

output "blanks_e" {
  value = <<-EOT
		a
	  b
  EOT
}

output "blanks_f" {
  value = "a ${~"x"~} \n \n b"
}

output "blanks_g" {
  value = <<-EOT
    a
    %{if true~}
      b
    %{endif~}
    c
  EOT
}

output "blanks_i" {
  value = <<-EOT
  EOT
}

output "blanks_j" {
  value = <<EOT
   a ${~"x"~}  

   b
EOT
}

output "blanks_k" {
  value = <<-EOT
    ${"x"}
      b
  EOT
}

output "blanks_file" {
  value = templatefile("templates/blanks.tftpl", {})
}
