//! Values that replace the catalogue's assumptions.
//!
//! They come from `assume` blocks of the outlast file, and from a caller that wants to know
//! whether a verdict changes when an assumption is turned round.

use std::collections::BTreeMap;

use outlast_findings::Span;

/// What an assumption is replaced by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The value as the outlast file writes it: `end`, `5s`, `yes`.
    pub value: String,
    /// Where it is written, if it is.
    pub span: Option<Span>,
}

/// Replaced assumptions, by name and by what they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    values: BTreeMap<(String, String), Override>,
}

impl Overrides {
    /// Nothing is replaced.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the assumption `name` of one address, or everywhere when `of` is empty. A later
    /// value replaces an earlier one.
    pub fn set(&mut self, name: &str, of: &str, value: &str, span: Option<Span>) {
        let value = Override { value: value.to_string(), span };
        self.values.insert((name.to_string(), of.to_string()), value);
    }

    /// What replaces the assumption `name` of `of`: the value for that address, else for all.
    pub fn get(&self, name: &str, of: &str) -> Option<&Override> {
        let at = |of: &str| self.values.get(&(name.to_string(), of.to_string()));
        at(of).or_else(|| at(""))
    }

    /// All of them: name, address (empty for everywhere) and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Override)> {
        self.values.iter().map(|((name, of), value)| (name.as_str(), of.as_str(), value))
    }

    /// These, with those of `over` in their place where both name the same.
    #[must_use]
    pub fn with(&self, over: &Self) -> Self {
        let mut all = self.clone();
        all.values.extend(over.values.clone());
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_of_one_address_wins_over_the_general_one() {
        let mut overrides = Overrides::new();
        overrides.set("eip-rearm", "", "end", None);
        overrides.set("eip-rearm", "exoscale_elastic_ip.www", "start", None);
        let value = |of: &str| overrides.get("eip-rearm", of).map(|it| it.value.as_str());
        assert_eq!(value("exoscale_elastic_ip.www"), Some("start"));
        assert_eq!(value("exoscale_elastic_ip.api"), Some("end"));
        assert!(overrides.get("nlb-rearm", "").is_none());
    }
}
