//! Two faults at once: how many pairs were checked, and what some do that neither fault does alone.

use outlast_analysis::{Pair, Pairs, column_names};
use outlast_findings::Verdict;

use crate::escape::shown;
use crate::outcome_words;
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::report::Report;
use crate::telling::arguments;
use crate::words::{sign, thousands};

/// The most pairs that are told of one journey or store.
const TOLD: usize = 2;

/// Draws the section; nothing when no two faults meet.
pub(super) fn draw(page: &mut Page, report: &Report<'_>) {
    let Some(pairs) = report.pairs().filter(|pairs| pairs.all > 0) else { return };
    page.gap();
    let (checked, all) = (thousands(pairs.checked), thousands(pairs.all));
    page.line(&paint(Tone::Strong, "Two faults at once"));
    let of_classes = match pairs.classes - pairs.classes_checked.min(pairs.classes) {
        _ if pairs.checked >= pairs.all => String::new(),
        0 => "; the likeliest of every kind among them".to_string(),
        left => format!("; of {} kinds of pairs none was", thousands(left)),
    };
    page.hanging("  ", Tone::Faint, &format!("pairs: {checked} of {all} checked{of_classes}"));
    for (subject, name) in column_names(report.model) {
        let verdict = pairs.verdicts.get(&subject).copied().unwrap_or(Verdict::Unpromised);
        let mut found: Vec<&Pair> =
            pairs.found.iter().filter(|pair| pair.subject == subject).collect();
        found.sort_by_key(|pair| pair.rank());
        let head = format!("  {} {}: ", sign(verdict), shown(&name));
        if found.is_empty() && verdict >= Verdict::Undecided {
            let text = format!("what is promised for two faults is {}", verdict.word());
            page.hanging(&head, Tone::of_verdict(verdict), &text);
        }
        for pair in found.iter().take(TOLD) {
            page.hanging(&head, Tone::of_verdict(verdict), &shown(&told(pair)));
        }
        let more: usize = found.iter().skip(TOLD).map(|pair| pair.alike).sum();
        if more > 0 {
            let text = format!("and {} pairs of other kinds", thousands(more));
            page.hanging(&" ".repeat(head.chars().count()), Tone::Faint, &text);
        }
    }
    replay(page, report, pairs);
}

/// The command that tells the first of them again.
fn replay(page: &mut Page, report: &Report<'_>, pairs: &Pairs) {
    let columns = column_names(report.model);
    let worst = pairs.found.iter().min_by_key(|pair| (pair.subject, pair.rank()));
    let name = |pair: &Pair| columns.iter().find(|(it, _)| *it == pair.subject);
    if let Some((pair, (_, name))) = worst.and_then(|pair| Some((pair, name(pair)?))) {
        let words = [name, &*pair.first, "--then", &*pair.second];
        page.command("  replay: ", &arguments(report.paths, &words));
    }
}

fn told(pair: &Pair) -> String {
    let more = match pair.alike.saturating_sub(1) {
        0 => String::new(),
        1 => "; so does 1 other pair".to_string(),
        more => format!("; so do {} other pairs", thousands(more)),
    };
    let words = outcome_words(&pair.outcome);
    format!("{words}: {}, then {}{more}", pair.first_what, pair.second_what)
}
