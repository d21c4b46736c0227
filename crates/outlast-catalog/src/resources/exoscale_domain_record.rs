//! `exoscale_domain_record`: what a name points at.
//!
//! Address records are joined into one part per name when all are read. Other records say nothing
//! about where requests go.

use outlast_terraform::{Resource, Value};

use super::{ResourceKind, Stage, known};
use crate::attributes::{attribute, why_unknown};
use crate::names;
use crate::reading::{Reading, Record};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_domain_record"],
    summary: "a record of a name: the address that it points at",
    page: include_str!("../../pages/resources/exoscale_domain_record.md"),
    stage: Stage::Names,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let kind = attribute(resource, "record_type");
    match kind.and_then(Value::as_str).map(str::to_ascii_uppercase).as_deref() {
        Some("A" | "AAAA" | "ALIAS" | "CNAME") => {
            let name = match attribute(resource, "name") {
                // `@` is the domain itself, as in a zone file.
                Some(name) => name.as_str().map(|it| if it == "@" { "" } else { it }.to_string()),
                None => Some(String::new()),
            };
            let domain = names::domain(reading, resource);
            reading.records.push(Record { address: resource.address.clone(), domain, name });
        }
        Some(other) => reading.detail(resource, format!("a record of type {other}"), None),
        None => {
            let why = kind.map_or_else(|| "not stated".to_string(), why_unknown);
            reading.detail(resource, format!("its type is not known ({why})"), resource.span);
        }
    }
    known(reading, resource)
}
