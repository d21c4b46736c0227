//! What things cost in a month, where it is known.
//!
//! Hourly prices in hundred-thousandths of a euro, as the vendor's own software carries them
//! (public repository exoscale/karpenter-provider-exoscale,
//! `pkg/providers/instancetype/prices.json`, read in 2026); a month is 720 hours. Not here, because
//! no public figure was found: managed databases, SKS with service level `pro`, block storage.
//! Traffic and stored objects are paid by use and left out.

/// Hours in a billed month.
const HOURS: i64 = 720;
/// Hundred-thousandths of a euro in a hundredth of one.
const PER_CENT: i64 = 1_000;
/// A GB of local disk, an hour.
const LOCAL_GB: i64 = 14;
/// A network load balancer, an hour.
const LOAD_BALANCER: i64 = 3_472;
/// An elastic IP, an hour.
const ELASTIC_IP: i64 = 1_389;

/// Instance types with their hourly price, by family and size.
static INSTANCES: &[(&str, i64)] = &[
    ("cpu.extra-large", 23_333),
    ("cpu.huge", 46_666),
    ("cpu.mega", 93_333),
    ("cpu.titan", 186_667),
    ("gpu.small", 116_806),
    ("gpu.medium", 171_111),
    ("gpu.large", 225_417),
    ("gpu.huge", 282_083),
    ("gpu2.small", 137_500),
    ("gpu2.medium", 201_389),
    ("gpu2.large", 265_278),
    ("gpu2.huge", 331_944),
    ("gpu3.small", 213_333),
    ("gpu3.medium", 426_667),
    ("gpu3.large", 853_333),
    ("gpu3.huge", 1_706_667),
    ("gpu3080ti.small", 92_361),
    ("gpu3080ti.medium", 170_868),
    ("gpu3080ti.large", 314_028),
    ("gpua5000.small", 134_028),
    ("gpua5000.medium", 247_951),
    ("gpua5000.large", 455_694),
    ("memory.extra-large", 14_000),
    ("memory.huge", 28_000),
    ("memory.mega", 56_000),
    ("memory.titan", 112_000),
    ("standard.micro", 729),
    ("standard.tiny", 1_458),
    ("standard.small", 2_333),
    ("standard.medium", 4_666),
    ("standard.large", 9_333),
    ("standard.extra-large", 18_667),
    ("standard.huge", 37_334),
    ("standard.mega", 74_667),
    ("standard.titan", 149_333),
    ("standard.jumbo", 224_000),
    ("standard.colossus", 298_666),
    ("storage.extra-large", 14_000),
    ("storage.huge", 28_000),
    ("storage.mega", 56_000),
    ("storage.titan", 112_000),
    ("storage.jumbo", 186_667),
];

/// An hourly price as hundredths of a euro a month, to the nearest.
const fn monthly(hourly: i64) -> i64 {
    (hourly.saturating_mul(HOURS) + PER_CENT / 2) / PER_CENT
}

/// An instance with its local disk, in hundredths of a euro a month. `size` is `family.size` in
/// lower case; the disk is in GiB.
pub(crate) fn instance(size: &str, disk: i64) -> Option<i64> {
    let (_, hourly) = INSTANCES.iter().find(|(name, _)| *name == size)?;
    Some(monthly(hourly.saturating_add(disk.max(0).saturating_mul(LOCAL_GB))))
}

/// A network load balancer, in hundredths of a euro a month.
pub(crate) const fn load_balancer() -> i64 {
    monthly(LOAD_BALANCER)
}

/// An elastic IP, in hundredths of a euro a month.
pub(crate) const fn elastic_ip() -> i64 {
    monthly(ELASTIC_IP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_720_hours_and_the_disk_is_paid_for() {
        assert_eq!(instance("standard.medium", 0), Some(3_360));
        assert_eq!(instance("standard.medium", 50), Some(3_864));
        assert_eq!(instance("standard.micro", 10), Some(626));
        assert_eq!(instance("standard.enormous", 10), None);
        assert_eq!((load_balancer(), elastic_ip()), (2_500, 1_000));
    }

    #[test]
    fn every_type_is_listed_once() {
        let mut names: Vec<_> = INSTANCES.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), INSTANCES.len());
    }
}
