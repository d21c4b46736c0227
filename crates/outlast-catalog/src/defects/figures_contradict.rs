//! Stated figures that cannot all be so: a copy that is made faster than its line carries it, one that
//! takes longer than the time to the next, one that is kept no longer than it takes.
//!
//! The longer counts from then on, in every verdict and every mend.

use outlast_findings::{Finding, Rule, Severity, Span};
use outlast_model::{
    Backup, Fact, LineEnd, Model, Nanos, PlaceId, Range, SECOND, Store, show_range,
};

use super::shown;
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
    let mut settled: Vec<(usize, usize, Backup)> = Vec::new();
    let model = lowering.model();
    for (at, (_, store)) in model.stores().enumerate() {
        for (number, backup) in store.backups.iter().enumerate() {
            let mut longer = backup.clone();
            over_a_line(model, store, &mut longer, &mut findings);
            beside_the_next(&mut longer, &mut findings);
            if longer != *backup {
                settled.push((at, number, longer));
            }
        }
    }
    for (at, number, backup) in settled {
        let store = lowering.estate.model.stores.iter_mut().nth(at);
        if let Some(known) = store.and_then(|store| store.backups.get_mut(number)) {
            *known = backup;
        }
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
    let kept = backup.keeps_for.as_ref().and_then(Fact::value).copied();
    if let Some(kept) = kept.filter(|kept| kept.hi < makes.lo) {
        let what = format!("it is kept for {} after it began", show_range(kept));
        let span = backup.keeps_for.as_ref().and_then(Fact::span).or(backup.span);
        findings.push(finding(span, what, format!("{takes}: none is ever done and still there")));
    }
    let every = backup.every.value().copied();
    if let Some(every) = every.filter(|every| every.hi < makes.lo) {
        let what = format!("one is begun every {}", show_range(every));
        findings.push(finding(backup.every.span().or(backup.span), what, takes));
        backup.every = Fact::Stated(makes, backup.every.span());
    }
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
    let joining = model.lines.iter().filter(|line| joins(model, &line.joins, from, to));
    let rated = joining.filter_map(|line| Some((line.bandwidth.as_ref()?.value().copied()?, line)));
    let (rate, line) = rated.max_by_key(|(rate, _)| *rate)?;
    let nanos = u128::from(size) * u128::from(SECOND.unsigned_abs()) / u128::from(rate.max(1));
    let least = i64::try_from(nanos).unwrap_or(i64::MAX);
    Some((least, model.part(line.part).address.as_str(), rate))
}

fn joins(model: &Model, ends: &[LineEnd], from: PlaceId, to: PlaceId) -> bool {
    let at = |place| ends.iter().position(|end| model.is_within(place, end.place()));
    matches!((at(from), at(to)), (Some(one), Some(other)) if one != other)
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
