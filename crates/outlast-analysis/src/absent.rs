//! Classes of faults that are promised by their own name and of which no fault exists in a system:
//! nothing was kept there, and nothing could be broken.
//!
//! Left out: names that stand for several classes, since whoever promises for `other` need not know
//! what there is.

use outlast_model::{Class, Model};

use crate::subject::subjects;
use crate::survive::Survival;

/// The classes, in order of scope.
pub(crate) fn absent(model: &Model, survival: &Survival) -> Vec<Class> {
    let is_named = |class: &Class| {
        let promises = subjects(model).into_iter().filter_map(|subject| subject.promise(model));
        promises.into_iter().any(|promise| promise.classes.contains_key(class.name()))
    };
    // Where a limit was reached there are faults that were not judged.
    let is_here = |class: &Class| {
        survival.limits.contains_key(class) || survival.faults.iter().any(|it| it.class == *class)
    };
    Class::ALL.into_iter().filter(|class| !is_here(class) && is_named(class)).collect()
}
