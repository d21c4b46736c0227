# The watchdog's key may move elastic IPs, and nothing else.

resource "exoscale_iam_role" "watchdog" {
  name        = "shop-watchdog"
  description = "moves elastic IPs"

  policy = {
    default_service_strategy = "deny"
    services = {
      compute = {
        type = "rules"
        rules = [
          {
            expression = "operation in ['list-zones', 'list-instances', 'list-elastic-ips', 'get-operation']"
            action     = "allow"
          },
          {
            expression = "operation in ['attach-instance-to-elastic-ip', 'detach-instance-from-elastic-ip']"
            action     = "allow"
          },
        ]
      }
    }
  }
}

resource "exoscale_iam_api_key" "watchdog" {
  name    = "shop-watchdog"
  role_id = exoscale_iam_role.watchdog.id
}
