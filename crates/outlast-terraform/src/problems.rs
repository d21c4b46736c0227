//! Problems of the input: what is wrong with a configuration, or cannot be read of it.
//!
//! They have no page, as each finding says what to do. Whether what stands there is a good idea is
//! not asked here.

use outlast_findings::{Rule, Severity};

/// A name that its own value needs.
pub(crate) static CYCLE: Rule = Rule::problem("cycle", "something is defined by itself");

/// Terraform would not say which one counts.
pub(crate) static DECLARED_TWICE: Rule =
    Rule::problem("declared-twice", "the same name is declared twice");

/// A `for` that makes a map.
pub(crate) static DUPLICATE_KEY: Rule =
    Rule::problem("duplicate-key", "two elements have the same key");

/// What a function such as `file()` asks for: its content is unknown then.
pub(crate) static FILE_NOT_READ: Rule =
    Rule::new("file-not-read", "a file cannot be read", Severity::Warning, "");

/// A limit of the reader.
pub(crate) static FILE_TOO_LARGE: Rule =
    Rule::problem("file-too-large", "a file is too large to be read");

/// Its arguments make no sense to it.
pub(crate) static FUNCTION_FAILED: Rule =
    Rule::problem("function-failed", "a function cannot be computed");

/// A limit of the whole configuration: it is said once.
pub(crate) static LIMIT_EXHAUSTED: Rule =
    Rule::problem("limit-exhausted", "a limit of the reader was reached");

/// A limit of one expression, text or block.
pub(crate) static LIMIT_REACHED: Rule =
    Rule::problem("limit-reached", "a limit of the reader was reached");

/// Terraform has blocks alone at the top of a file.
pub(crate) static MISPLACED_ATTRIBUTE: Rule =
    Rule::problem("misplaced-attribute", "an attribute stands outside of a block");

/// A value without what is asked of it.
pub(crate) static MISSING_ATTRIBUTE: Rule =
    Rule::problem("missing-attribute", "there is no such attribute or element");

/// A variable without a default that the call leaves out.
pub(crate) static MISSING_INPUT: Rule =
    Rule::problem("missing-input", "a module does not get what it needs");

/// A resource without its type or its name.
pub(crate) static MISSING_LABEL: Rule = Rule::problem("missing-label", "a block lacks a name");

/// Itself or one that calls it.
pub(crate) static MODULE_CYCLE: Rule = Rule::problem("module-cycle", "a module calls itself");

/// A local directory without a Terraform file.
pub(crate) static MODULE_NOT_FOUND: Rule =
    Rule::problem("module-not-found", "the directory of a module is missing");

/// It is not local: what it makes is missing.
pub(crate) static MODULE_NOT_READ: Rule =
    Rule::new("module-not-read", "a module is not read", Severity::Warning, "");

/// A division by zero, a number out of range.
pub(crate) static NO_RESULT: Rule = Rule::problem("no-result", "a calculation has no result");

/// Or not in the Terraform that is followed.
pub(crate) static NO_SUCH_FUNCTION: Rule =
    Rule::problem("no-such-function", "a function does not exist");

/// Terraform could not compute with it, either.
pub(crate) static NUMBER_OUT_OF_RANGE: Rule =
    Rule::problem("number-out-of-range", "a number is too large or too small");

/// It was made of some resources alone, or leaves some for later.
pub(crate) static PLAN_NOT_WHOLE: Rule =
    Rule::new("plan-not-whole", "a plan does not hold everything", Severity::Warning, "");

/// No such name.
pub(crate) static REFERENCE_TO_NOTHING: Rule =
    Rule::problem("reference-to-nothing", "a reference leads to nothing");

/// Terraform warns of it, too.
pub(crate) static UNDECLARED_VARIABLE: Rule = Rule::new(
    "undeclared-variable",
    "a value is given for a variable that is not declared",
    Severity::Warning,
    "",
);

/// Terraform has none of that name at the top of a file.
pub(crate) static UNKNOWN_BLOCK: Rule = Rule::problem("unknown-block", "this block is not known");

/// A call gives a module what it has no variable for.
pub(crate) static UNKNOWN_INPUT: Rule =
    Rule::problem("unknown-input", "a module is given something that it does not take");

/// A syntax error.
pub(crate) static UNREADABLE_TEXT: Rule =
    Rule::problem("unreadable-text", "this text cannot be read");

/// `count` needs a whole number from 0.
pub(crate) static WRONG_COUNT: Rule = Rule::problem("wrong-count", "a count is no whole number");

/// A list, a number, null.
pub(crate) static WRONG_FOR_EACH: Rule =
    Rule::problem("wrong-for-each", "`for_each` needs a map or a set of texts");

/// It cannot be converted to what is needed.
pub(crate) static WRONG_TYPE: Rule = Rule::problem("wrong-type", "a value has the wrong type");

/// The `type` of a variable.
pub(crate) static WRONG_TYPE_CONSTRAINT: Rule =
    Rule::problem("wrong-type", "a type cannot be read");

/// Whether a problem costs the value in which it is and nothing else: that counts as not known.
pub fn costs_its_value_alone(rule: &str) -> bool {
    let alone = [
        &CYCLE,
        &DUPLICATE_KEY,
        &FUNCTION_FAILED,
        &MISSING_ATTRIBUTE,
        &NO_RESULT,
        &NO_SUCH_FUNCTION,
        &NUMBER_OUT_OF_RANGE,
        &REFERENCE_TO_NOTHING,
        &WRONG_TYPE,
    ];
    alone.iter().any(|it| it.name == rule)
}
