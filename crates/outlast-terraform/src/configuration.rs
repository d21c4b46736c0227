//! What an evaluated configuration is: resources, providers, variables, outputs, problems.
//!
//! The same shape whether it was read from text, from a plan or from a state.

use std::collections::BTreeMap;

use outlast_findings::{Finding, Span};

use crate::value::{Key, Value};

/// Whether a resource is made or only looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `resource`: Terraform creates and changes it.
    Managed,
    /// `data`: Terraform reads it.
    Data,
}

/// One instance of a resource block.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The address with module and key: `module.a[0].x_y.z["k"]`; `data.x_y.z` for data.
    pub address: String,
    /// The address without the key of the instance.
    pub block: String,
    /// Made or looked up.
    pub mode: Mode,
    /// The type: `exoscale_nlb`.
    pub kind: String,
    /// The name of the block.
    pub name: String,
    /// The module that it is in: empty, or `module.a[0].module.b`.
    pub module: String,
    /// The key of the instance, where `count` or `for_each` gives one.
    pub key: Option<Key>,
    /// The provider: `exoscale`, or `exoscale.geneva` with an alias.
    pub provider: String,
    /// Attributes and nested blocks by name; a nested block is always a list of objects, also when
    /// there is one. In JSON syntax a single nested block may be an object: the text does not tell.
    pub values: BTreeMap<String, Value>,
    /// The header of the block.
    pub span: Option<Span>,
    /// Addresses of what it says to depend on, without keys.
    pub depends_on: Vec<String>,
    /// Why `count` or `for_each` is not known; then this one instance stands for all.
    pub count_unknown: Option<String>,
}

/// A `provider` block.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The local name: `aws`.
    pub name: String,
    /// The alias, where it has one.
    pub alias: Option<String>,
    /// Its attributes and nested blocks, as in a resource.
    pub values: BTreeMap<String, Value>,
    /// The header of the block.
    pub span: Option<Span>,
}

/// A variable of the root module.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its value after conversion; unknown when nothing gives one.
    pub value: Value,
    /// Whether the value is the default of the declaration.
    pub defaulted: bool,
    /// The header of the declaration.
    pub span: Option<Span>,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    /// Every instance of every resource block of every module, sorted by address (numbers by size).
    pub resources: Vec<Resource>,
    /// The provider blocks of the root module, in order of name and alias.
    pub providers: Vec<Provider>,
    /// The variables of the root module.
    pub variables: BTreeMap<String, Variable>,
    /// The outputs of the root module.
    pub outputs: BTreeMap<String, Value>,
    /// The modules that are not read, in order: what they hold is not known.
    pub unread: Vec<Unread>,
    /// What is wrong with the input.
    pub problems: Vec<Finding>,
}

/// A module that is called and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The address of the call: `module.a`.
    pub address: String,
    /// Its source, as it is written.
    pub source: String,
    /// The header of the block.
    pub span: Option<Span>,
}

impl Configuration {
    /// The instance of that address.
    pub fn resource(&self, address: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.address == address)
    }
}
