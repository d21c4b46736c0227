//! What an evaluation may use up: steps, elements, bytes of text, depth.

use std::cell::Cell;

use outlast_findings::Finding;

use crate::eval::Outcome;
use crate::limits;
use crate::problems;
use crate::value::Value;

/// Counters of one evaluation.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    steps: Cell<u64>,
    elements: Cell<u64>,
    bytes: Cell<u64>,
    work: Cell<u64>,
    visits: Cell<u64>,
    depth: Cell<usize>,
}

/// Gives the depth back when an expression is done.
pub(crate) struct Level<'a>(&'a Budget);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.depth.set(self.0.depth.get().saturating_sub(1));
    }
}

impl Budget {
    /// One level deeper, one step more.
    pub(crate) fn enter(&self) -> Outcome<Level<'_>> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > limits::STEPS {
            return Err(exhausted("evaluation steps", limits::STEPS));
        }
        if self.depth.get() >= limits::DEPTH {
            return Err(reached("levels of expressions and references", limits::DEPTH as u64));
        }
        self.depth.set(self.depth.get() + 1);
        Ok(Level(self))
    }

    /// Room for a list or map of so many elements.
    pub(crate) fn elements(&self, count: usize) -> Outcome<()> {
        if count > limits::ELEMENTS {
            return Err(reached("elements in one value", limits::ELEMENTS as u64));
        }
        self.inner(count)
    }

    /// So many elements of lists that stand inside of another.
    pub(crate) fn inner(&self, count: usize) -> Outcome<()> {
        self.elements.set(self.elements.get().saturating_add(count as u64));
        if self.elements.get() > limits::ELEMENTS_TOTAL {
            return Err(exhausted("elements in all values", limits::ELEMENTS_TOTAL));
        }
        Ok(())
    }

    /// A function that reads so many bytes of text.
    pub(crate) fn work(&self, bytes: usize) -> Outcome<()> {
        self.work.set(self.work.get().saturating_add(bytes as u64));
        if self.work.get() > limits::WORK_BYTES {
            return Err(exhausted("bytes of text that functions read", limits::WORK_BYTES));
        }
        Ok(())
    }

    /// A value that was made: small enough to be walked through.
    pub(crate) fn made(&self, value: &Value) -> Outcome<()> {
        if value.extent.depth > limits::VALUE_DEPTH {
            return Err(reached("levels inside of one value", u64::from(limits::VALUE_DEPTH)));
        }
        if value.extent.values > limits::VALUES {
            return Err(reached("values inside of one value", u64::from(limits::VALUES)));
        }
        match value.as_unknown() {
            Some(unknown) if unknown.origins.len() > 16 => self.elements(unknown.origins.len()),
            _ => Ok(()),
        }
    }

    /// A walk through all of a value.
    pub(crate) fn visit(&self, value: &Value) -> Outcome<()> {
        self.visits.set(self.visits.get() + u64::from(value.extent.values));
        if self.visits.get() > limits::VISITS {
            return Err(exhausted("values looked at", limits::VISITS));
        }
        Ok(())
    }

    /// Room for a text of so many bytes.
    pub(crate) fn text(&self, bytes: usize) -> Outcome<()> {
        if bytes > limits::TEXT_BYTES {
            return Err(reached("bytes in one text", limits::TEXT_BYTES as u64));
        }
        self.bytes.set(self.bytes.get() + bytes as u64);
        if self.bytes.get() > limits::TEXT_BYTES_TOTAL {
            return Err(exhausted("bytes in all texts", limits::TEXT_BYTES_TOTAL));
        }
        Ok(())
    }
}

/// The error for a named limit.
pub(crate) fn reached(what: &str, limit: u64) -> Box<Finding> {
    let finding = problems::LIMIT_REACHED
        .finding()
        .why(format!("at most {limit} {what} are computed"))
        .help("make the expression smaller; what depends on it is unknown here");
    Box::new(finding)
}

/// The error for a limit of the whole configuration.
pub(crate) fn exhausted(what: &str, limit: u64) -> Box<Finding> {
    let finding = Finding { rule: problems::LIMIT_EXHAUSTED.name, ..*reached(what, limit) };
    Box::new(finding.help("check a part of the configuration at a time"))
}

/// Whether a finding is a limit that no other attempt gets around.
pub(crate) fn is_limit(finding: &Finding) -> bool {
    [&problems::LIMIT_REACHED, &problems::LIMIT_EXHAUSTED].iter().any(|it| it.name == finding.rule)
}
