//! A rule of a security group as Terraform text, ready to be pasted.

use std::fmt::Write as _;

use outlast_model::{FilterPeer, Packets, Way};

/// A rule that is proposed.
#[derive(Debug, Clone)]
pub struct NewRule<'a> {
    /// The name of the new resource.
    pub name: String,
    /// The group that it belongs to, by its Terraform address.
    pub group: &'a str,
    /// Which way.
    pub way: Way,
    /// Which packets.
    pub packets: &'a Packets,
    /// Who is at the other end.
    pub peer: &'a FilterPeer,
    /// The Terraform address of the group that is the peer, if it is one.
    pub peer_group: Option<&'a str>,
}

impl NewRule<'_> {
    /// The resource; `None` where a rule cannot say it.
    pub fn text(&self) -> Option<String> {
        let way = match self.way {
            Way::In => "INGRESS",
            Way::Out => "EGRESS",
        };
        let (protocol, ports) = self.protocol()?;
        let (key, value) = match (self.peer, self.peer_group) {
            (FilterPeer::Prefix(prefix), _) => ("cidr", format!("\"{prefix}\"")),
            (FilterPeer::Public(name), _) => ("public_security_group", format!("\"{name}\"")),
            (FilterPeer::Group(_), Some(group)) => {
                ("user_security_group_id", format!("{group}.id"))
            }
            (FilterPeer::Group(_), None) | (FilterPeer::Unknown(_), _) => return None,
        };
        let mut fields = vec![
            ("security_group_id", format!("{}.id", self.group)),
            ("type", format!("\"{way}\"")),
            ("protocol", format!("\"{protocol}\"")),
            (key, value),
        ];
        if let Some((from, to)) = ports {
            fields.push(("start_port", from.to_string()));
            fields.push(("end_port", to.to_string()));
        }
        let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let mut text = format!("resource \"exoscale_security_group_rule\" \"{}\" {{\n", self.name);
        for (name, value) in fields {
            let _ = writeln!(text, "  {name:width$} = {value}");
        }
        text.push('}');
        Some(text)
    }

    fn protocol(&self) -> Option<(&'static str, Option<(u16, u16)>)> {
        Some(match self.packets {
            Packets::Tcp(from, to) => ("TCP", Some((*from, *to))),
            Packets::Udp(from, to) => ("UDP", Some((*from, *to))),
            Packets::Protocol(4) => ("IPIP", None),
            Packets::Protocol(47) => ("GRE", None),
            Packets::Protocol(50) => ("ESP", None),
            Packets::Protocol(51) => ("AH", None),
            Packets::All
            | Packets::Icmp(..)
            | Packets::Icmp6(..)
            | Packets::Protocol(_)
            | Packets::Unknown(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_terraform_as_terraform_fmt_writes_it() {
        let rule = NewRule {
            name: "database_in".to_string(),
            group: "exoscale_security_group.database",
            way: Way::In,
            packets: &Packets::Tcp(5432, 5432),
            peer: &FilterPeer::Group(outlast_model::FilterId::nth(0)),
            peer_group: Some("exoscale_security_group.web"),
        };
        let expected = "\
resource \"exoscale_security_group_rule\" \"database_in\" {
  security_group_id      = exoscale_security_group.database.id
  type                   = \"INGRESS\"
  protocol               = \"TCP\"
  user_security_group_id = exoscale_security_group.web.id
  start_port             = 5432
  end_port               = 5432
}";
        assert_eq!(rule.text().as_deref(), Some(expected));
    }
}
