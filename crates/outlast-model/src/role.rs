//! What a part is and what a store holds, in the architect's words.
//!
//! How a part behaves is its [`crate::Kind`]; a role says what it is for, and what follows from that
//! alone. Closed: a new role does not compile until every place that tells them apart has decided.

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Software that answers.
    Service,
    /// Software that takes work from a queue.
    Worker,
    /// A database.
    Database,
    /// A database that a provider runs.
    ManagedDatabase,
    /// A cache before something slower.
    Cache,
    /// A queue.
    Queue,
    /// Software that keeps files or objects.
    Store,
    /// A bucket of objects that a provider runs.
    Bucket,
    /// A volume that machines attach.
    Volume,
    /// A balancer, one's own or a provider's.
    LoadBalancer,
    /// An address that a provider moves between machines.
    ElasticIp,
    /// An address that machines move between themselves.
    VirtualIp,
    /// Any other address.
    Address,
    /// A DNS name.
    Name,
    /// What passes packets on between networks.
    Gateway,
    /// A line between places that was stated.
    Link,
    /// Where the users of a journey meet a link.
    Line,
    /// A key, a password, a certificate.
    Secret,
    /// People.
    People,
    /// Who carries out changes at a provider.
    ControlPlane,
    /// Who carries out changes in a Kubernetes cluster.
    ClusterControlPlane,
}

impl Role {
    /// Whether a process serves it that somebody has to run.
    pub const fn is_software(self) -> bool {
        matches!(
            self,
            Self::Service
                | Self::Worker
                | Self::Database
                | Self::Cache
                | Self::Queue
                | Self::Store
                | Self::LoadBalancer
                | Self::Gateway
        )
    }

    /// Every role, in the order of the reference.
    pub const ALL: [Self; 21] = [
        Self::Service,
        Self::Worker,
        Self::Database,
        Self::ManagedDatabase,
        Self::Cache,
        Self::Queue,
        Self::Store,
        Self::Bucket,
        Self::Volume,
        Self::LoadBalancer,
        Self::ElasticIp,
        Self::VirtualIp,
        Self::Address,
        Self::Name,
        Self::Gateway,
        Self::Link,
        Self::Line,
        Self::Secret,
        Self::People,
        Self::ControlPlane,
        Self::ClusterControlPlane,
    ];

    /// The word for it in speech.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Worker => "worker",
            Self::Database => "database",
            Self::ManagedDatabase => "managed database",
            Self::Cache => "cache",
            Self::Queue => "queue",
            Self::Store => "store",
            Self::Bucket => "bucket",
            Self::Volume => "volume",
            Self::LoadBalancer => "load balancer",
            Self::ElasticIp => "elastic IP",
            Self::VirtualIp => "virtual IP",
            Self::Address => "address",
            Self::Name => "name",
            Self::Gateway => "gateway",
            Self::Link => "link",
            Self::Line => "line",
            Self::Secret => "secret",
            Self::People => "people",
            Self::ControlPlane => "control plane",
            Self::ClusterControlPlane => "kubernetes control plane",
        }
    }

    /// Whether packets are sent to it at all: people, keys, lines and volumes are no hosts, and
    /// gateways are asked about by their tunnels.
    pub const fn is_host(self) -> bool {
        match self {
            Self::People | Self::Secret | Self::Link | Self::Gateway | Self::Volume => false,
            Self::Service
            | Self::Worker
            | Self::Database
            | Self::ManagedDatabase
            | Self::Cache
            | Self::Queue
            | Self::Store
            | Self::Bucket
            | Self::LoadBalancer
            | Self::ElasticIp
            | Self::VirtualIp
            | Self::Address
            | Self::Name
            | Self::Line
            | Self::ControlPlane
            | Self::ClusterControlPlane => true,
        }
    }

    /// Whether it is one thing wherever its copies stand, as an address or a name is: traffic meets
    /// one of it.
    pub const fn is_one(self) -> bool {
        match self {
            Self::ElasticIp | Self::VirtualIp | Self::Address | Self::Name => true,
            Self::Service
            | Self::Worker
            | Self::Database
            | Self::ManagedDatabase
            | Self::Cache
            | Self::Queue
            | Self::Store
            | Self::Bucket
            | Self::Volume
            | Self::LoadBalancer
            | Self::Gateway
            | Self::Link
            | Self::Line
            | Self::Secret
            | Self::People
            | Self::ControlPlane
            | Self::ClusterControlPlane => false,
        }
    }

    /// Whether a provider answers for it over HTTPS, whatever else is known of it.
    pub const fn is_asked_by_https(self) -> bool {
        match self {
            Self::Bucket | Self::ControlPlane => true,
            Self::Service
            | Self::Worker
            | Self::Database
            | Self::ManagedDatabase
            | Self::Cache
            | Self::Queue
            | Self::Store
            | Self::Volume
            | Self::LoadBalancer
            | Self::ElasticIp
            | Self::VirtualIp
            | Self::Address
            | Self::Name
            | Self::Gateway
            | Self::Link
            | Self::Line
            | Self::Secret
            | Self::People
            | Self::ClusterControlPlane => false,
        }
    }
}

/// What a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// The rows of a database.
    Database,
    /// Files.
    Files,
    /// Objects.
    Objects,
    /// Repositories of source text.
    Repositories,
    /// Images of containers.
    Images,
    /// The blocks of a volume, whatever is on it.
    Volume,
    /// Jobs that wait.
    Jobs,
    /// What a cache knows.
    Cache,
    /// What users have under way: logins, carts.
    Sessions,
    /// What software keeps beside its work.
    State,
}

impl Held {
    /// The word for it in speech.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Files => "files",
            Self::Objects => "objects",
            Self::Repositories => "repositories",
            Self::Images => "images",
            Self::Volume => "volume",
            Self::Jobs => "jobs",
            Self::Cache => "cache",
            Self::Sessions => "sessions",
            Self::State => "state",
        }
    }

    /// Whether it is meant to last: jobs that wait and sessions are not.
    pub const fn lasts(self) -> bool {
        match self {
            Self::Database
            | Self::Files
            | Self::Objects
            | Self::Repositories
            | Self::Images
            | Self::Volume => true,
            Self::Jobs | Self::Cache | Self::Sessions | Self::State => false,
        }
    }

    /// Whether it is independent files: one that is copied while others change is whole all the same.
    pub const fn is_files(self) -> bool {
        match self {
            Self::Files | Self::Objects => true,
            Self::Database
            | Self::Repositories
            | Self::Images
            | Self::Volume
            | Self::Jobs
            | Self::Cache
            | Self::Sessions
            | Self::State => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_nouns_of_their_own() {
        let nouns: std::collections::BTreeSet<&str> =
            Role::ALL.iter().map(|role| role.noun()).collect();
        assert_eq!(nouns.len(), Role::ALL.len());
        assert!(Role::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
