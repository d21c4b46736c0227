terraform {
  required_version = ">= 1.5"
}

moved {
  from = terraform_data.old
  to   = terraform_data.new
}

removed {
  from = terraform_data.gone
  lifecycle {
    destroy = false
  }
}

check "health" {
  assert {
    condition     = terraform_data.new.input == "new"
    error_message = "not new"
  }
}

variable "checked" {
  type      = string
  default   = "long enough"
  sensitive = true
  validation {
    condition     = length(var.checked) > 3
    error_message = "too short"
  }
}

resource "terraform_data" "new" {
  input = "new"

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [input]
    precondition {
      condition     = var.checked != ""
      error_message = "empty"
    }
    postcondition {
      condition     = self.input != ""
      error_message = "empty"
    }
  }

  provisioner "local-exec" {
    command = "echo ${self.id}"
  }

  depends_on = [terraform_data.other]
}

resource "terraform_data" "other" {
  input = nonsensitive(var.checked)
}
