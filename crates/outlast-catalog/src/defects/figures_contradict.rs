//! Stated figures that cannot all be so: a copy that is made faster than its line carries it, one that
//! takes longer than the time to the next one, one that is kept no longer than it takes, a change that
//! takes longer than was announced.
//!
//! The longer counts from then on, in every verdict and every mend.

use outlast_findings::{Finding, Rule, Severity, Span};
use outlast_model::{Backup, Change, Fact, Model, Nanos, Range, Store, StoreId, show_range};

use super::shown;
use crate::language::grammar::group::Bits;
use crate::language::lowering::Lowering;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "figures-contradict",
    "figures that cannot all be so",
    Severity::Error,
    include_str!("../../pages/rules/figures-contradict.md"),
);

/// Reports what contradicts itself, and lets the longer count.
pub(super) fn settle(lowering: &mut Lowering<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut settled: Vec<(StoreId, Vec<Backup>)> = Vec::new();
    let model = lowering.model();
    findings.extend(model.changes.iter().filter_map(|change| beyond_window(model, change)));
    for (id, store) in model.stores() {
        let mut backups = store.backups.clone();
        for backup in &mut backups {
            over_a_line(model, store, backup, &mut findings);
            beside_the_next(backup, &mut findings);
        }
        settled.push((id, backups));
    }
    for (id, backups) in settled {
        lowering.estate.model.stores[id].backups = backups;
    }
    findings
}

/// What a copy takes at least over the line that it goes over.
fn over_a_line(model: &Model, store: &Store, backup: &mut Backup, findings: &mut Vec<Finding>) {
    let Some((least, line, rate)) = carried(model, store, backup) else { return };
    let size = store.size.as_ref().and_then(Fact::value).copied().unwrap_or(0);
    let carries = format!(
        "{} over `{line}` ({}) take {}",
        shown(size),
        bits(rate),
        show_range(Range::exactly(least))
    );
    for (stated, done) in [(&mut backup.makes, "made"), (&mut backup.restores, "read back")] {
        let Some(range) = stated.value().copied().filter(|range| range.hi < least) else {
            continue;
        };
        let what = format!("it is {done} in {}", show_range(range));
        findings.push(finding(stated.span().or(backup.span), what, carries.clone()));
        *stated = Fact::Stated(Range::exactly(least), stated.span());
    }
}

/// A copy that takes longer than the time to the next one, or than it is kept.
fn beside_the_next(backup: &mut Backup, findings: &mut Vec<Finding>) {
    let Some(makes) = backup.makes.value().copied() else { return };
    let takes = format!("making one takes {}", show_range(makes));
    if let Some(kept) = backup.keeps_for.as_ref().filter(|_| backup.is_never_there()) {
        let shown = kept.value().map_or_else(String::new, |kept| show_range(*kept));
        let what = format!("it is kept for {shown} after it began");
        let but = format!("{takes}: none is ever done and still there");
        findings.push(finding(kept.span().or(backup.span), what, but));
    }
    let every = backup.every.value().copied();
    if let Some(every) = every.filter(|every| every.hi < makes.lo) {
        let what = format!("one is begun every {}", show_range(every));
        findings.push(finding(backup.every.span().or(backup.span), what, takes));
        backup.every = Fact::Stated(makes, backup.every.span());
    }
}

/// A change whose steps, or whose trial, took longer than the window that was announced for it.
fn beyond_window(model: &Model, change: &Change) -> Option<Finding> {
    let window = change.window.as_ref()?;
    let most = window.value()?.hi;
    let away = change.away.value().copied().unwrap_or(1).max(1) as usize;
    let steps = change.to.iter().map(|part| model.part(*part).copies.len().max(1).div_ceil(away));
    let steps = i64::try_from(steps.sum::<usize>()).unwrap_or(i64::MAX);
    let least = |takes: &Range| takes.lo.saturating_mul(steps);
    let in_steps = change.takes.value().map(least).filter(|least| *least > most);
    let took = change.took.as_ref().and_then(Fact::value).map(|it| it.hi).filter(|it| *it > most);
    let but = match (in_steps, took) {
        (Some(least), _) => format!("its steps take {}", show_range(Range::exactly(least))),
        (None, Some(took)) => format!("it took {} in a trial", show_range(Range::exactly(took))),
        (None, None) => return None,
    };
    let announced = show_range(Range::exactly(most));
    let what = format!("`{}` is announced to take {announced}", change.name);
    Some(finding(window.span().or(change.span), what, but))
}

fn finding(span: Option<Span>, what: String, but: String) -> Finding {
    RULE.finding().at_maybe(span, what).why(but).help(
        "the longer is taken to be so: state what is measured, copy less, or over a faster line",
    )
}

/// How long all of a store takes at least over the fastest line to its backup, with that line and its
/// bytes in a second; nothing where no line is said to join them.
fn carried<'m>(model: &'m Model, store: &Store, backup: &Backup) -> Option<(Nanos, &'m str, u64)> {
    let size = store.size.as_ref()?.value().copied()?;
    let from = model.place_of(model.seat(store.live.first()?.copy)?);
    let to = backup.to.place.or_else(|| {
        let (_, seat) = model.copies(backup.to.part?).next()?;
        Some(model.place_of(seat))
    })?;
    let joining = model.lines.iter().filter(|line| model.is_joined_by(line, from, to));
    let rated = joining.filter_map(|line| Some((line.bandwidth.as_ref()?.value().copied()?, line)));
    let (rate, line) = rated.max_by_key(|(rate, _)| *rate)?;
    let least = Bits(rate.saturating_mul(8)).moves(size);
    Some((least, model.part(line.part).address.as_str(), rate))
}

/// A rate as people write it of a line.
fn bits(bytes_per_second: u64) -> String {
    let bits = bytes_per_second.saturating_mul(8);
    match (bits % 1_000_000_000, bits % 1_000_000) {
        (0, _) => format!("{} Gbit/s", bits / 1_000_000_000),
        (_, 0) => format!("{} Mbit/s", bits / 1_000_000),
        _ => format!("{} kbit/s", bits / 1_000),
    }
}
