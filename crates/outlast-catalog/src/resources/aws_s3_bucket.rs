//! `aws_s3_bucket`, where its provider speaks to Exoscale's object storage: a bucket in a zone.
//!
//! The zone is that of the endpoint, `sos-ZONE.exo.io`. A bucket of another provider is not
//! understood.

use outlast_model::{Held, Kind, Role};
use outlast_terraform::{Provider, Resource};

use super::{ResourceKind, Stage};
use crate::assumptions::BUCKET_IN_REGION;
use crate::estate::Thing;
use crate::holdings;
use crate::reading::{Reading, objects};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["aws_s3_bucket"],
    summary: "a bucket of Exoscale's object storage, made with the aws provider",
    page: include_str!("../../pages/resources/aws_s3_bucket.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let Some(provider) = reading.provider(resource) else { return false };
    let Some((zone, known)) = endpoint_zone(provider) else { return false };
    let place = reading.zone_place(&zone);
    let (of, span) = (&resource.address, resource.span);
    if !known {
        reading.assumptions.settle(&mut reading.estate.model, &BUCKET_IN_REGION, of);
    }
    let part = reading.managed(of, Role::Bucket, Kind::Server, place, "object storage", span);
    reading.estate.model.parts[part].engine = Some("exoscale-sos".to_string());
    holdings::store(reading, part, Held::Objects, Vec::new(), None);
    reading.became(resource, Thing::Part(part));
    true
}

/// The zone that the provider of a resource speaks to, when it is one of Exoscale's endpoints.
pub(super) fn zone(reading: &Reading<'_>, resource: &Resource) -> Option<String> {
    endpoint_zone(reading.provider(resource)?).map(|(zone, _)| zone)
}

/// The zone of an endpoint, and whether the endpoint itself says so.
fn endpoint_zone(provider: &Provider) -> Option<(String, bool)> {
    let endpoints = provider.values.get("endpoints").map_or_else(Vec::new, objects);
    let mut urls = endpoints.iter().filter_map(|it| it.get("s3"));
    urls.find_map(|url| {
        if url.is_unknown() {
            Some((region(provider)?, false))
        } else {
            Some((zone_of(url.as_str()?)?, true))
        }
    })
}

/// `ch-gva-2` of `https://sos-ch-gva-2.exo.io`.
fn zone_of(url: &str) -> Option<String> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', ':']).next()?;
    let zone = host.strip_prefix("sos-")?.strip_suffix(".exo.io")?;
    Some(zone.to_string())
}

/// The region, when it is one of our zones: who does not know the endpoint goes by it.
fn region(provider: &Provider) -> Option<String> {
    let region = provider.values.get("region")?.as_str()?;
    crate::zones::zone(region).map(|zone| zone.name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoint_names_the_zone() {
        assert_eq!(zone_of("https://sos-ch-gva-2.exo.io").as_deref(), Some("ch-gva-2"));
        assert_eq!(zone_of("https://sos-at-vie-1.exo.io/").as_deref(), Some("at-vie-1"));
        assert_eq!(zone_of("sos-de-fra-1.exo.io:443").as_deref(), Some("de-fra-1"));
        assert_eq!(zone_of("https://s3.amazonaws.com"), None);
    }
}
