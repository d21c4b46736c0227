module "network" {
  source = "./modules/network"
  name   = "lan"
  ranges = ["10.0.0.0/24", "10.0.1.0/24"]
}

module "cluster" {
  source   = "./modules/cluster"
  for_each = { a = 2, b = 1 }
  prefix   = each.key
  size     = each.value
  network  = module.network.id
  names    = module.network.names
}

module "optional" {
  source  = "./modules/cluster"
  count   = 2
  prefix  = "opt-${count.index}"
  network = "n"
}

resource "terraform_data" "all" {
  input = [for key, cluster in module.cluster : cluster.inputs]
}

output "inputs" {
  value = { for key, cluster in module.cluster : key => cluster.inputs }
}

output "optional" {
  value = module.optional[*].inputs
}

output "deep" {
  value = module.cluster["a"].inner
}

output "network" {
  value = module.network.id
}
