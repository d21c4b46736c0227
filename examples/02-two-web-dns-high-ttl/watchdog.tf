# The watchdog's key may change records, and nothing else.

resource "exoscale_iam_role" "watchdog" {
  name        = "shop-watchdog"
  description = "changes DNS records"

  policy = {
    default_service_strategy = "deny"
    services = {
      dns = {
        type = "rules"
        rules = [
          {
            expression = "operation in ['list-dns-domains', 'list-dns-domain-records', 'get-dns-domain-record', 'update-dns-domain-record']"
            action     = "allow"
          },
        ]
      }
      compute = {
        type = "rules"
        rules = [
          {
            # Whether the change is through.
            expression = "operation in ['list-zones', 'get-operation']"
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
