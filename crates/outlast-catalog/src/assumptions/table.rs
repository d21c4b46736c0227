//! The table of assumptions about Exoscale, by what they are about.
//!
//! Sources: the provider's documentation (`docs/resources/…` of the public repository
//! exoscale/terraform-provider-exoscale), the vendor's pages on community.exoscale.com, and the
//! documentation of the software that a managed service runs. Where none says it, the entry says
//! so and takes the safe value.

use super::{Entry, Shape};

const YES_NO: Shape = Shape::Words(&["yes", "no"]);
const REARM: Shape = Shape::Words(&["either", "start", "end"]);
const NONE_ALL: Shape = Shape::Words(&["none", "all"]);
const ONLY_YES: Shape = Shape::Words(&["yes"]);
const UNDOCUMENTED: &str = "not documented by the vendor; the safe side";

const EIP_DOCS: &str = "provider documentation, docs/resources/elastic_ip.md";
const NLB_DOCS: &str = "provider documentation, docs/resources/nlb_service.md";
const PLANS: &str = "https://community.exoscale.com/product/dbaas/operation/naming-convention/";
const AIVEN: &str = "https://aiven.io/docs/products/postgresql/concepts/upgrade-failover \
    (the managed databases are run with this software)";

/// A fault of one zone does nothing to another.
pub static ZONES_INDEPENDENT: Entry = Entry {
    name: "zones-independent",
    what: "a failure in one zone has no effect on the others",
    value: "yes",
    otherwise: None,
    source: "https://community.exoscale.com/platform/well-architected/reliability/",
    safe: false,
    shape: ONLY_YES,
};

/// Who carries out changes in a zone.
pub static CONTROL_PLANE_PER_ZONE: Entry = Entry {
    name: "control-plane-per-zone",
    what: "each zone has a control plane of its own, which fails alone",
    value: "yes",
    otherwise: Some("no"),
    source: "the API has an endpoint per zone (api-ZONE.exoscale.com); that these fail apart is \
        not documented",
    safe: false,
    shape: YES_NO,
};

/// How many hosts a zone has: only for how likely it is that two instances share one.
pub static HYPERVISORS_IN_ZONE: Entry = Entry {
    name: "hypervisors-in-zone",
    what: "a zone has this many hypervisors; only how likely it is to share one rests on it",
    value: "50",
    otherwise: None,
    source: "not documented by the vendor; a round figure that changes no verdict",
    safe: false,
    shape: Shape::Count,
};

/// Mail between servers.
pub static OUTGOING_MAIL_BLOCKED: Entry = Entry {
    name: "outgoing-mail-blocked",
    what: "the platform lets nobody send mail to other servers (TCP 25) from a public address, \
        unless it was asked to",
    value: "yes",
    otherwise: None,
    source: "https://community.exoscale.com/documentation/compute/security-groups/",
    safe: true,
    shape: YES_NO,
};

/// Whether the route that leads nowhere is really there, where nothing else keeps packets back.
pub static UNREACHABLE_ROUTE: Entry = Entry {
    name: "unreachable-route",
    what: "machines have the unreachable route of their own that `otherwise = \"nowhere\"` states, \
        where no egress rule keeps packets off the internet",
    value: "yes",
    otherwise: None,
    source: "`otherwise` of the link: Terraform cannot show it (ip-route(8), `unreachable`)",
    safe: false,
    shape: YES_NO,
};

/// Whether members of a group are kept apart for their whole life.
pub static ANTI_AFFINITY_HOLDS: Entry = Entry {
    name: "anti-affinity-holds",
    what: "members of an anti-affinity group never share a hypervisor, for their whole life",
    value: "yes",
    otherwise: Some("no"),
    source: "https://community.exoscale.com/documentation/compute/anti-affinity-groups/",
    safe: false,
    shape: YES_NO,
};

/// Whether a pool makes a lost member anew.
pub static POOL_REPLACES_LOST: Entry = Entry {
    name: "pool-replaces-lost",
    what: "an instance pool replaces a member that is lost",
    value: "no",
    otherwise: Some("yes"),
    source: "the vendor says that a pool keeps its size, and not whether a member that is stopped \
        or unreachable counts as gone: \
        https://community.exoscale.com/product/compute/instances/how-to/instance-pools/",
    safe: true,
    shape: YES_NO,
};

/// How long a pool takes for that.
pub static POOL_REPLACE_TAKES: Entry = Entry {
    name: "pool-replace-takes",
    what: "an instance pool notices a lost member and has another one running after this long",
    value: "unknown",
    otherwise: Some("1m to 10m"),
    source: UNDOCUMENTED,
    safe: true,
    shape: Shape::Duration,
};

/// Time between two checks of an elastic IP.
pub static EIP_INTERVAL: Entry = Entry {
    name: "eip-interval",
    what: "an elastic IP checks its instances this often where nothing else is written",
    value: "10s",
    otherwise: None,
    source: EIP_DOCS,
    safe: true,
    shape: Shape::Duration,
};

/// How long a check of an elastic IP waits.
pub static EIP_TIMEOUT: Entry = Entry {
    name: "eip-timeout",
    what: "a check of an elastic IP waits this long where nothing else is written",
    value: "3s",
    otherwise: None,
    source: "provider documentation, docs/resources/elastic_ip.md (the API alone takes 2s)",
    safe: true,
    shape: Shape::Duration,
};

/// Failures in a row that take an instance out.
pub static EIP_STRIKES_FAIL: Entry = Entry {
    name: "eip-strikes-fail",
    what: "so many failed checks in a row take an instance off an elastic IP",
    value: "2",
    otherwise: None,
    source: "provider documentation, docs/resources/elastic_ip.md (the API alone takes 3)",
    safe: true,
    shape: Shape::Count,
};

/// Successes in a row that bring it back.
pub static EIP_STRIKES_OK: Entry = Entry {
    name: "eip-strikes-ok",
    what: "so many good checks in a row bring an instance back to an elastic IP",
    value: "3",
    otherwise: None,
    source: "provider documentation, docs/resources/elastic_ip.md (the API alone takes 2)",
    safe: true,
    shape: Shape::Count,
};

/// How the check of an elastic IP re-arms.
pub static EIP_REARM: Entry = Entry {
    name: "eip-rearm",
    what: "the next check of an elastic IP is counted from the start or the end of the last one",
    value: "either",
    otherwise: Some("start"),
    source: UNDOCUMENTED,
    safe: true,
    shape: REARM,
};

/// Where traffic goes when no instance passes.
pub static EIP_ALL_DOWN: Entry = Entry {
    name: "eip-all-members-down",
    what: "an elastic IP sends traffic to none or to all when no instance passes its check",
    value: "none",
    otherwise: Some("all"),
    source: UNDOCUMENTED,
    safe: true,
    shape: NONE_ALL,
};

/// How long an attachment takes.
pub static EIP_MOVE_TAKES: Entry = Entry {
    name: "eip-move-takes",
    what: "an elastic IP answers at its new instance this long after the order to move it",
    value: "unknown",
    otherwise: Some("5s"),
    source: UNDOCUMENTED,
    safe: true,
    shape: Shape::Duration,
};

/// Time between two checks of a load balancer.
pub static NLB_INTERVAL: Entry = Entry {
    name: "nlb-interval",
    what: "a load balancer checks its members this often where nothing else is written",
    value: "10s",
    otherwise: None,
    source: NLB_DOCS,
    safe: true,
    shape: Shape::Duration,
};

/// How long a check of a load balancer waits.
pub static NLB_TIMEOUT: Entry = Entry {
    name: "nlb-timeout",
    what: "a check of a load balancer waits this long where nothing else is written",
    value: "5s",
    otherwise: None,
    source: "provider documentation, docs/resources/nlb_service.md (the API alone takes 2s)",
    safe: true,
    shape: Shape::Duration,
};

/// The `retries` of a load balancer's check.
pub static NLB_RETRIES: Entry = Entry {
    name: "nlb-retries",
    what: "a load balancer retries a failed check so often where nothing else is written",
    value: "1",
    otherwise: None,
    source: NLB_DOCS,
    safe: true,
    shape: Shape::Count,
};

/// What `retries` counts.
pub static NLB_FALL: Entry = Entry {
    name: "nlb-fall",
    what: "a load balancer takes a member out after `retries` failed checks, or after one more",
    value: "retries-and-one",
    otherwise: Some("retries"),
    source: "the documentation speaks of retries and does not say whether the first check is one \
        of them; the safe side",
    safe: true,
    shape: Shape::Words(&["retries-and-one", "retries"]),
};

/// Successes in a row that bring a member back.
pub static NLB_RISE: Entry = Entry {
    name: "nlb-rise",
    what: "so many good checks in a row bring a member back to a load balancer",
    value: "3",
    otherwise: Some("1"),
    source: "not documented by the vendor; as much as for an elastic IP",
    safe: true,
    shape: Shape::Count,
};

/// How the check of a load balancer re-arms.
pub static NLB_REARM: Entry = Entry {
    name: "nlb-rearm",
    what: "the next check of a load balancer is counted from the start or the end of the last one",
    value: "either",
    otherwise: Some("start"),
    source: UNDOCUMENTED,
    safe: true,
    shape: REARM,
};

/// Where traffic goes when no member passes.
pub static NLB_ALL_DOWN: Entry = Entry {
    name: "nlb-all-members-down",
    what: "a load balancer sends traffic to none or to all when no member passes its check",
    value: "none",
    otherwise: Some("all"),
    source: UNDOCUMENTED,
    safe: true,
    shape: NONE_ALL,
};

/// Whether a connection that fails is tried elsewhere.
pub static LAYER_4_REDISPATCH: Entry = Entry {
    name: "layer-4-redispatch",
    what: "load balancers and elastic IPs try a connection that fails at another member",
    value: "no",
    otherwise: None,
    source: "they pass packets on and members answer clients directly: \
        https://community.exoscale.com/product/networking/nlb/overview/",
    safe: true,
    shape: Shape::Words(&["no"]),
};

/// How long callers keep a name without a stated TTL.
pub static TTL_UNSET: Entry = Entry {
    name: "ttl-unset",
    what: "callers keep a name this long when its record states no `ttl`",
    value: "unknown",
    otherwise: Some("1h"),
    source: "provider documentation, docs/resources/domain_record.md says 3600 seconds; the \
        provider sends 0 and the API decides",
    safe: true,
    shape: Shape::Duration,
};

/// Whether callers that get no answer try the next address of a name.
pub static NEXT_ADDRESS: Entry = Entry {
    name: "next-address",
    what: "callers that meet no answer at one address of a name try the next",
    value: "no",
    otherwise: Some("yes"),
    source: "browsers mostly do, many other programs do not; the safe side",
    safe: true,
    shape: YES_NO,
};

/// Where the name servers stand.
pub static DNS_OUTSIDE_ZONES: Entry = Entry {
    name: "dns-outside-zones",
    what: "the name servers stand in many places and outlive the loss of any zone",
    value: "yes",
    otherwise: None,
    source: "https://community.exoscale.com/product/networking/dns/",
    safe: false,
    shape: ONLY_YES,
};

/// Whether the nodes of a managed database stand apart.
pub static DBAAS_NODES_APART: Entry = Entry {
    name: "dbaas-nodes-apart",
    what: "the nodes of a managed database stand on different hypervisors",
    value: "yes",
    otherwise: None,
    source: "not documented by the vendor; its service levels would make no sense otherwise",
    safe: false,
    shape: ONLY_YES,
};

/// How a standby of a managed database follows.
pub static DBAAS_COMMIT: Entry = Entry {
    name: "dbaas-commit",
    what: "a managed database acknowledges a write before its standby has it, or after",
    value: "async",
    otherwise: Some("sync"),
    source: UNDOCUMENTED,
    safe: true,
    shape: Shape::Words(&["async", "sync"]),
};

/// How long until a lost node of a managed database counts as lost.
pub static DBAAS_DETECT: Entry = Entry {
    name: "dbaas-detect",
    what: "a managed database gives its primary up when it has not answered for this long",
    value: "60s",
    otherwise: None,
    source: AIVEN,
    safe: false,
    shape: Shape::Duration,
};

/// How long a promotion takes.
pub static DBAAS_TAKES: Entry = Entry {
    name: "dbaas-takes",
    what: "a managed database has promoted its standby and moved its name after this long",
    value: "1s to 60s",
    otherwise: Some("unknown"),
    source: "not documented by the vendor; under 10 s is claimed for a planned switch",
    safe: false,
    shape: Shape::Duration,
};

/// What a plan name means.
pub static DBAAS_PLANS: Entry = Entry {
    name: "dbaas-plans",
    what: "plans named hobbyist and startup have one node, business two and premium three",
    value: "yes",
    otherwise: None,
    source: PLANS,
    safe: true,
    shape: ONLY_YES,
};

/// Where a bucket lies whose endpoint is not known.
pub static BUCKET_IN_REGION: Entry = Entry {
    name: "bucket-in-its-region",
    what: "a bucket whose endpoint is not known lies in the zone that its provider names as `region`",
    value: "yes",
    otherwise: None,
    source: "the endpoint of a zone serves buckets of that zone: \
        https://community.exoscale.com/documentation/storage/simple-object-storage-overview/",
    safe: false,
    shape: ONLY_YES,
};

/// How often a managed database is backed up.
pub static DBAAS_BACKUP_EVERY: Entry = Entry {
    name: "dbaas-backup-every",
    what: "a managed database is backed up this often",
    value: "24h",
    otherwise: Some("1h"),
    source: "https://community.exoscale.com/product/dbaas/how-to/backups-restore/ shows 24 hours; \
        https://community.exoscale.com/product/dbaas/operation/naming-convention/ says hourly",
    safe: true,
    shape: Shape::Duration,
};

/// How far the log archive of a managed PostgreSQL is behind.
pub static DBAAS_ARCHIVE: Entry = Entry {
    name: "dbaas-archive",
    what: "the log archive of a managed PostgreSQL is this far behind",
    value: "unknown",
    otherwise: Some("0s to 5m"),
    source: "that it can be restored to any moment between two backups is documented, how far the \
        archive is behind is not: \
        https://community.exoscale.com/product/dbaas/how-to/backups-restore/",
    safe: true,
    shape: Shape::Duration,
};

/// Where the backups of a managed database lie.
pub static DBAAS_BACKUP_PLACE: Entry = Entry {
    name: "dbaas-backups-in-zone",
    what: "the backups of a managed database lie in its own zone",
    value: "yes",
    otherwise: Some("no"),
    source: "they lie in object storage, and which zone is not documented; the safe side: \
        https://community.exoscale.com/product/dbaas/how-to/backups-restore/",
    safe: true,
    shape: YES_NO,
};

/// What a backup of a managed database is worth.
pub static DBAAS_BACKUP_SOUND: Entry = Entry {
    name: "dbaas-backups-sound",
    what: "a backup of a managed database is the state of one moment",
    value: "yes",
    otherwise: None,
    source: "https://community.exoscale.com/product/dbaas/how-to/backups-restore/",
    safe: false,
    shape: ONLY_YES,
};

/// What a snapshot of a volume is worth.
pub static SNAPSHOT_CRASH: Entry = Entry {
    name: "snapshot-as-after-a-power-cut",
    what: "a snapshot of a volume in use is the state of one moment, as after a power cut",
    value: "yes",
    otherwise: None,
    source: "https://community.exoscale.com/product/storage/block-storage/operation/snapshot/",
    safe: false,
    shape: ONLY_YES,
};

/// All of them, by what they are about.
pub static TABLE: &[&Entry] = &[
    &ZONES_INDEPENDENT,
    &CONTROL_PLANE_PER_ZONE,
    &HYPERVISORS_IN_ZONE,
    &OUTGOING_MAIL_BLOCKED,
    &UNREACHABLE_ROUTE,
    &ANTI_AFFINITY_HOLDS,
    &POOL_REPLACES_LOST,
    &POOL_REPLACE_TAKES,
    &EIP_INTERVAL,
    &EIP_TIMEOUT,
    &EIP_STRIKES_FAIL,
    &EIP_STRIKES_OK,
    &EIP_REARM,
    &EIP_ALL_DOWN,
    &EIP_MOVE_TAKES,
    &NLB_INTERVAL,
    &NLB_TIMEOUT,
    &NLB_RETRIES,
    &NLB_FALL,
    &NLB_RISE,
    &NLB_REARM,
    &NLB_ALL_DOWN,
    &LAYER_4_REDISPATCH,
    &TTL_UNSET,
    &NEXT_ADDRESS,
    &DNS_OUTSIDE_ZONES,
    &DBAAS_NODES_APART,
    &DBAAS_COMMIT,
    &DBAAS_DETECT,
    &DBAAS_TAKES,
    &DBAAS_PLANS,
    &DBAAS_BACKUP_EVERY,
    &DBAAS_ARCHIVE,
    &DBAAS_BACKUP_PLACE,
    &DBAAS_BACKUP_SOUND,
    &BUCKET_IN_REGION,
    &SNAPSHOT_CRASH,
];
