//! Problems of the input: what is wrong with how a system is written, or missing in it.
//!
//! They have no page, as each finding says what to do. What is wrong with the system itself stands
//! in `rules.rs`.

use outlast_findings::{Rule, Severity};

/// Names are how blocks are referred to.
pub(crate) static DUPLICATE_NAME: Rule =
    Rule::problem("duplicate-name", "two blocks have one name");

/// What a block cannot do without.
pub(crate) static MISSING_ATTRIBUTE: Rule =
    Rule::problem("missing-attribute", "an attribute is missing");

/// Neither a machine nor a place is known.
pub(crate) static NO_MACHINE: Rule = Rule::problem("no-machine", "a part runs nowhere");

/// Nobody says what runs there.
pub(crate) static NO_PART: Rule =
    Rule::new("no-part", "a machine without a part", Severity::Note, "");

/// A router without anything behind it.
pub(crate) static NO_TARGET: Rule =
    Rule::new("no-target", "traffic is sent nowhere", Severity::Warning, "");

/// Two texts name two ports.
pub(crate) static NOTHING_LISTENS: Rule =
    Rule::problem("port-clash", "traffic is sent to a port where nothing listens");

/// A value stands where a thing is to be named.
pub(crate) static NOT_A_REFERENCE: Rule =
    Rule::problem("not-a-reference", "a reference is needed here");

/// More than one part may be meant by a port.
pub(crate) static SEVERAL_ANSWER: Rule =
    Rule::problem("port-clash", "it is not clear what answers");

/// Routers that lead back to themselves.
pub(crate) static TRAFFIC_CYCLE: Rule =
    Rule::problem("traffic-cycle", "traffic is sent round in a circle");

/// The name of an assumption that is replaced.
pub(crate) static UNKNOWN_ASSUMPTION: Rule =
    Rule::problem("unknown-assumption", "there is no such assumption");

/// The grammar has none of that name in this place.
pub(crate) static UNKNOWN_ATTRIBUTE: Rule =
    Rule::problem("unknown-attribute", "an attribute is not known here");

/// The grammar has none of that name in this place.
pub(crate) static UNKNOWN_BLOCK: Rule = Rule::problem("unknown-block", "a block is not known here");

/// Software of one's own, unless its name is misspelt.
pub(crate) static UNKNOWN_ENGINE: Rule =
    Rule::new("unknown-engine", "nothing is known of an engine", Severity::Note, "");

/// No block has that name.
pub(crate) static UNKNOWN_NAME: Rule = Rule::problem("unknown-name", "a reference to nothing");

/// It depends on what Terraform knows only later.
pub(crate) static UNKNOWN_VALUE: Rule =
    Rule::new("unknown-value", "a value is not known", Severity::Warning, "");

/// It would allow nothing.
pub(crate) static WRONG_ALLOW: Rule =
    Rule::problem("wrong-allow", "a comment for outlast cannot be read");

/// No name, more than one, or one that cannot be referred to.
pub(crate) static WRONG_NAME: Rule = Rule::problem("wrong-name", "a block is named wrongly");

/// In a ring, too deep, or in two at once.
pub(crate) static WRONG_PLACE: Rule =
    Rule::problem("wrong-place", "places stand in each other wrongly");

/// What is named exists, and makes no sense here.
pub(crate) static WRONG_REFERENCE: Rule =
    Rule::problem("wrong-reference", "a reference to the wrong kind of thing");

/// It has not got the shape that the grammar asks for, or makes no sense beside another.
pub(crate) static WRONG_VALUE: Rule = Rule::problem("wrong-value", "a value cannot be read");

/// Two texts say it, so that one of them could be wrong.
pub(crate) static WRITTEN_TWICE: Rule = Rule::problem("written-twice", "a fact is written twice");
