//! What nobody states and the catalogue assumes, in one table.
//!
//! An entry has the name by which an outlast file replaces it, a value, and where the value comes
//! from. Where the world is not known the safe value is taken: the other one can only make
//! verdicts better. Figures that the provider documents stand here too, without another value, so
//! that `outlast model` can show where each comes from.

mod table;

use outlast_findings::Span;
use outlast_model::{Assumption, AssumptionId, Fact, Model, Range, parse_duration};

use crate::Overrides;

pub use table::*;

/// What may stand as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A duration, two of them as in `1s to 5s`, or `unknown`.
    Duration,
    /// A whole number from 1.
    Count,
    /// A whole number from 1, or `endless`.
    CountOrEndless,
}

/// An entry of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The name by which it is replaced: kebab-case.
    pub name: &'static str,
    /// What is assumed, in a sentence without a full stop.
    pub what: &'static str,
    /// The value.
    pub value: &'static str,
    /// Another value that may well be true.
    pub otherwise: Option<&'static str>,
    /// Where the value comes from.
    pub source: &'static str,
    /// Whether the value is the safe side.
    pub safe: bool,
    /// What may stand in its place.
    pub shape: Shape,
}

impl Entry {
    /// Why `value` cannot stand for this one, if it cannot.
    ///
    /// # Errors
    /// What would be right, in a sentence.
    pub fn accepts(&self, value: &str) -> Result<(), String> {
        match self.shape {
            Shape::Words(words) if words.contains(&value) => Ok(()),
            Shape::Words([only]) => Err(format!("only `{only}` is judged in this version")),
            Shape::Words(words) => Err(format!("write one of `{}`", words.join("`, `"))),
            Shape::Duration if value == "unknown" || range(value).is_some() => Ok(()),
            Shape::Duration => {
                Err("write a duration, `1s to 5s` for a range, or `unknown`".to_string())
            }
            Shape::Count if count(value).is_some() => Ok(()),
            Shape::CountOrEndless if value == "endless" || count(value).is_some() => Ok(()),
            Shape::Count => Err("write a whole number from 1".to_string()),
            Shape::CountOrEndless => Err("write a whole number from 1, or `endless`".to_string()),
        }
    }
}

/// The entry of that name.
pub fn entry(name: &str) -> Option<&'static Entry> {
    TABLE.iter().copied().find(|entry| entry.name == name)
}

fn range(text: &str) -> Option<Range> {
    match text.split_once(" to ") {
        Some((lo, hi)) => Some(Range::new(parse_duration(lo).ok()?, parse_duration(hi).ok()?)),
        None => parse_duration(text).ok().map(Range::exactly),
    }
}

fn count(text: &str) -> Option<u32> {
    text.parse().ok().filter(|count| *count > 0)
}

/// A value with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The value as the outlast file writes it.
    pub value: String,
    /// The number of the assumption; none when the outlast file states the value.
    pub assumed: Option<AssumptionId>,
    /// Where the outlast file states it.
    pub span: Option<Span>,
}

impl Settled {
    /// The value as a fact; unknown, and why, when there is none.
    fn fact<T>(&self, value: Option<T>, entry: &Entry) -> Fact<T> {
        match (value, self.assumed) {
            (Some(value), Some(id)) => Fact::Assumed(value, id),
            (Some(value), None) => Fact::Stated(value, self.span),
            (None, _) => {
                Fact::Unknown(format!("{} (assumption `{}`)", self.unknown(entry), entry.name))
            }
        }
    }

    fn unknown(&self, entry: &Entry) -> String {
        format!("not known whether or how long: {}, `{}`", entry.what, self.value)
    }
}

/// The table, with what the outlast file says instead.
#[derive(Debug, Clone, Copy)]
pub struct Assumptions<'a> {
    overrides: &'a Overrides,
}

impl<'a> Assumptions<'a> {
    /// The table under these overrides.
    pub const fn new(overrides: &'a Overrides) -> Self {
        Self { overrides }
    }

    /// The value of an entry for one address, written down in the model unless it is stated.
    ///
    /// It is listed once for everything (with an empty address), and apart for an address that
    /// has a value of its own. A value that does not fit the entry counts as not given: whoever
    /// reads the outlast file reports it with [`Entry::accepts`].
    pub fn settle(&self, model: &mut Model, entry: &Entry, of: &str) -> Settled {
        let over = self.overrides.get(entry.name, of).filter(|it| entry.accepts(&it.value).is_ok());
        let value = over.map_or(entry.value, |it| it.value.as_str()).to_string();
        let span = over.and_then(|it| it.span);
        if span.is_some() {
            return Settled { value, assumed: None, span };
        }
        let own = over.is_some() && over != self.overrides.get(entry.name, "");
        let assumed = model.assume(Assumption {
            name: entry.name.to_string(),
            of: if own { of.to_string() } else { String::new() },
            what: entry.what.to_string(),
            value: value.clone(),
            otherwise: entry.otherwise.map(str::to_string),
            source: entry.source.to_string(),
            safe: entry.safe,
        });
        Settled { value, assumed: Some(assumed), span: None }
    }

    /// A duration; unknown when the value says so.
    pub fn duration(&self, model: &mut Model, entry: &Entry, of: &str) -> Fact<Range> {
        let settled = self.settle(model, entry, of);
        settled.fact(range(&settled.value), entry)
    }

    /// A number.
    pub fn count(&self, model: &mut Model, entry: &Entry, of: &str) -> Fact<u32> {
        let settled = self.settle(model, entry, of);
        settled.fact(count(&settled.value), entry)
    }

    /// A number, or `None` for without end.
    pub fn count_or_endless(
        &self,
        model: &mut Model,
        entry: &Entry,
        of: &str,
    ) -> Fact<Option<u32>> {
        self.word(model, entry, of, |word| match word {
            "endless" => Some(None),
            number => count(number).map(Some),
        })
    }

    /// Whether the value is `word`.
    pub fn is(&self, model: &mut Model, entry: &Entry, of: &str, word: &str) -> Fact<bool> {
        let settled = self.settle(model, entry, of);
        settled.fact(Some(settled.value == word), entry)
    }

    /// What the value means, by `means`; unknown when it means nothing.
    pub fn word<T>(
        &self,
        model: &mut Model,
        entry: &Entry,
        of: &str,
        means: impl Fn(&str) -> Option<T>,
    ) -> Fact<T> {
        let settled = self.settle(model, entry, of);
        settled.fact(means(&settled.value), entry)
    }
}

#[cfg(test)]
mod tests {
    use outlast_findings::FileId;
    use outlast_model::SECOND;

    use super::*;

    #[test]
    fn every_entry_has_a_unique_kebab_name_and_a_value_that_fits() {
        let mut names: Vec<_> = TABLE.iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
        for entry in TABLE {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(entry.name.chars().all(kebab), "{}", entry.name);
            assert_eq!(entry.accepts(entry.value), Ok(()), "{}", entry.name);
            if let Some(otherwise) = entry.otherwise {
                assert_eq!(entry.accepts(otherwise), Ok(()), "{}", entry.name);
                assert_ne!(entry.value, otherwise, "{}", entry.name);
            }
            assert!(!entry.what.ends_with('.') && !entry.source.is_empty(), "{}", entry.name);
        }
    }

    #[test]
    fn a_value_is_listed_once_and_apart_where_it_is_replaced_for_one_address() {
        let mut overrides = Overrides::new();
        overrides.set(EIP_REARM.name, "b", "end", None);
        let (assumptions, mut model) = (Assumptions::new(&overrides), Model::default());
        for of in ["a", "b", "c"] {
            assumptions.settle(&mut model, &EIP_REARM, of);
        }
        let listed: Vec<_> = model.assumptions.iter().map(|it| (&*it.of, &*it.value)).collect();
        assert_eq!(listed, [("", "either"), ("b", "end")]);
    }

    #[test]
    fn what_the_outlast_file_states_is_no_assumption_and_nonsense_counts_as_not_given() {
        let mut overrides = Overrides::new();
        let span = Span::new(FileId(0), 1, 2);
        overrides.set(EIP_INTERVAL.name, "", "5s", Some(span));
        overrides.set(EIP_TIMEOUT.name, "", "soon", Some(span));
        let (assumptions, mut model) = (Assumptions::new(&overrides), Model::default());
        let interval = assumptions.duration(&mut model, &EIP_INTERVAL, "x");
        assert_eq!(interval, Fact::Stated(Range::exactly(5 * SECOND), Some(span)));
        assert!(model.assumptions.is_empty());
        let timeout = assumptions.duration(&mut model, &EIP_TIMEOUT, "x");
        assert_eq!(timeout.value(), Some(&Range::exactly(3 * SECOND)));
        assert_eq!(timeout.provenance(), "assumed");
    }

    #[test]
    fn unknown_stays_unknown() {
        let (overrides, mut model) = (Overrides::new(), Model::default());
        let ttl = Assumptions::new(&overrides).duration(&mut model, &TTL_UNSET, "x");
        assert!(matches!(ttl, Fact::Unknown(why) if why.contains("`ttl-unset`")));
        assert_eq!(model.assumptions.len(), 1);
    }
}
