//! What the outlast file can see of the Terraform beside it.
//!
//! Expressions that are not the outlast file's own words (`local.x`, `var.x`, resources, splats,
//! functions) are answered from there.

use hcl_edit::expr::Expression;
use outlast_findings::{FileId, Finding};

/// A value from Terraform's side.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value.
    pub data: Data,
    /// The resource instance that it is, or is an attribute of.
    pub resource: Option<String>,
}

/// The value itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number, as it is printed.
    Number(String),
    /// Text.
    Text(String),
    /// A list, set, map or object: its values in order.
    Several(Vec<Found>),
    /// Not known, and why.
    Unknown(String),
}

/// Answers expressions.
pub trait Surroundings {
    /// The value of an expression that stands in a file of the outlast language.
    ///
    /// # Errors
    /// A finding with its span: an unknown name, a wrong type.
    fn value(&self, expression: &Expression, file: FileId) -> Result<Found, Box<Finding>>;

    /// The instances of a resource inside a module, by an address with or without the key: what
    /// Terraform's own expressions cannot reach from outside.
    fn instances(&self, address: &str) -> Vec<String> {
        let _ = address;
        Vec::new()
    }
}
