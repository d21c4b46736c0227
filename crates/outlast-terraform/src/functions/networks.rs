//! Address ranges: `cidrhost`, `cidrnetmask`, `cidrsubnet`, `cidrsubnets`.
//!
//! A prefix may have host bits set, as Terraform takes it: they are cleared.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{ANY, Call, Function, deep};
use crate::eval::Outcome;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    deep("cidrhost", 2, 2, cidrhost),
    deep("cidrnetmask", 1, 1, cidrnetmask),
    deep("cidrsubnet", 3, 3, cidrsubnet),
    deep("cidrsubnets", 1, ANY, cidrsubnets),
];

/// A prefix: its address without host bits, as the low bits of a number.
#[derive(Debug, Clone, Copy)]
struct Prefix {
    address: u128,
    length: u32,
    /// 32 or 128.
    bits: u32,
}

impl Prefix {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let length: u32 = length.parse().ok().filter(|_| !length.starts_with('+'))?;
        let (address, bits) = match without_zeros(address).parse::<IpAddr>().ok()? {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (u128::from(address), 128),
        };
        let mask = Self::hosts(length, bits)?;
        Some(Self { address: address & !mask, length, bits })
    }

    /// The mask of the host bits.
    fn hosts(length: u32, bits: u32) -> Option<u128> {
        let free = bits.checked_sub(length)?;
        Some(1_u128.checked_shl(free).map_or(u128::MAX, |size| size - 1))
    }

    fn address(self, address: u128) -> String {
        match u32::try_from(address) {
            Ok(address) if self.bits == 32 => Ipv4Addr::from(address).to_string(),
            _ => Ipv6Addr::from(address).to_string(),
        }
    }

    /// The part with that number when the prefix is made longer.
    fn part(self, more: u32, number: u128) -> Option<Self> {
        let length = self.length.checked_add(more).filter(|length| *length <= self.bits)?;
        let parts = 1_u128.checked_shl(more);
        if parts.is_some_and(|parts| number >= parts) {
            return None;
        }
        let shifted = number.checked_shl(self.bits - length).unwrap_or(0);
        Some(Self { address: self.address | shifted, length, bits: self.bits })
    }

    fn text(self) -> String {
        format!("{}/{}", self.address(self.address), self.length)
    }
}

/// An IPv4 address without the leading zeros that Terraform passes over.
fn without_zeros(address: &str) -> String {
    if address.contains(':') {
        return address.to_owned();
    }
    let short = |part: &str| match part.trim_start_matches('0') {
        "" if !part.is_empty() => "0".to_owned(),
        short => short.to_owned(),
    };
    address.split('.').map(short).collect::<Vec<_>>().join(".")
}

fn prefix(call: &Call<'_>) -> Outcome<Prefix> {
    let text = call.text(0)?;
    Prefix::parse(&text)
        .ok_or_else(|| call.fail(format!("`{text}` is no prefix like `10.0.0.0/8`")))
}

fn cidrhost(call: &Call<'_>) -> Outcome<Value> {
    let prefix = prefix(call)?;
    let number = call.number(1)?;
    let wanted = number.to_integer().and_then(|number| i128::try_from(number).ok());
    let wanted = wanted.ok_or_else(|| call.fail("the host is no whole number"))?;
    let hosts = Prefix::hosts(prefix.length, prefix.bits).unwrap_or(0);
    let within = wanted.unsigned_abs() <= hosts.saturating_add(u128::from(wanted < 0));
    if !within {
        return Err(call.fail(format!("the prefix has no host {wanted}")));
    }
    let host = if wanted < 0 { hosts - (wanted.unsigned_abs() - 1) } else { wanted.unsigned_abs() };
    call.said(prefix.address(prefix.address | host))
}

fn cidrnetmask(call: &Call<'_>) -> Outcome<Value> {
    let prefix = prefix(call)?;
    if prefix.bits != 32 {
        return Err(call.fail("an IPv6 prefix has no netmask"));
    }
    let mask = Prefix::hosts(prefix.length, 32).unwrap_or(0);
    call.said(prefix.address(u128::from(u32::MAX) & !mask))
}

fn cidrsubnet(call: &Call<'_>) -> Outcome<Value> {
    let prefix = prefix(call)?;
    let more = u32::try_from(call.size(1)?).unwrap_or(u32::MAX);
    let number = call.number(2)?.to_integer().and_then(|number| u128::try_from(number).ok());
    let part = number.and_then(|number| prefix.part(more, number));
    match part {
        Some(part) => call.said(part.text()),
        None => Err(call.fail(format!("{more} more bits have no subnet of that number"))),
    }
}

/// Subnets one after the other, each at the next place that fits its size.
fn cidrsubnets(call: &Call<'_>) -> Outcome<Value> {
    let prefix = prefix(call)?;
    let last = prefix.address | Prefix::hosts(prefix.length, prefix.bits).unwrap_or(0);
    let mut next = Some(prefix.address);
    let mut made = Vec::new();
    for at in 1..call.arguments.len() {
        let more = u32::try_from(call.size(at)?).unwrap_or(u32::MAX);
        let length = prefix.length.saturating_add(more);
        let full = || call.fail("the subnets do not fit into the prefix");
        let hosts = Prefix::hosts(length, prefix.bits).ok_or_else(full)?;
        let start = next.and_then(|next| next.checked_add(hosts)).ok_or_else(full)? & !hosts;
        if start < prefix.address || start | hosts > last {
            return Err(full());
        }
        made.push(Value::string(Prefix { address: start, length, bits: prefix.bits }.text()));
        next = (start | hosts).checked_add(1);
    }
    call.listed(made)
}
