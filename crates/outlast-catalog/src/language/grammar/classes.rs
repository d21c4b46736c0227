//! Groups with a row for each class of faults: which field is that of which class.
//!
//! A class that is added does not compile until every such group has its row.

/// The field of a class, in a group whose rows are the classes; `own` is what a fault of one's own has.
macro_rules! of_class {
    ($rows:expr, $class:expr, own: $own:expr) => {
        match $class {
            Class::Process => &$rows.process,
            Class::Hang => &$rows.hang,
            Class::Disk => &$rows.disk,
            Class::Instance => &$rows.instance,
            Class::Hypervisor => &$rows.hypervisor,
            Class::FalseAlarm => &$rows.false_alarm,
            Class::Link => &$rows.link,
            Class::ZoneDark => &$rows.zone_dark,
            Class::ZoneCut => &$rows.zone_cut,
            Class::ZoneLost => &$rows.zone_lost,
            Class::Service => &$rows.service,
            Class::ProviderService => &$rows.provider_service,
            Class::ControlPlane => &$rows.control_plane,
            Class::Provider => &$rows.provider,
            Class::Copy => &$rows.copy,
            Class::Deletion => &$rows.deletion,
            Class::Corruption => &$rows.corruption,
            Class::Limit => &$rows.limit,
            Class::Expiry => &$rows.expiry,
            Class::Common => &$rows.common,
            Class::Change => &$rows.change,
            Class::Suspension => &$rows.suspension,
            Class::Account => &$rows.account,
            Class::ColdStart => &$rows.cold_start,
            Class::Own => $own,
        }
    };
}
pub(crate) use of_class;
