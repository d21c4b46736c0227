resource "terraform_data" "native" {
  input = terraform_data.web[1].input
}
