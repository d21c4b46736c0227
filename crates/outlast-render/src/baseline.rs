//! The baseline: what was known at some date, so that only what is new makes a run fail.
//!
//! A file of sorted JSON that a person can read and that `git diff` shows well. It holds claims of
//! findings and the names of faults, no line, no path, no figure. What it holds and a run does not
//! find any more is told as gone. Reading and writing the file belong to the command line.

use std::collections::BTreeMap;

use outlast_analysis::Known;
use outlast_findings::{Claim, Verdict};
use serde::{Deserialize, Serialize};

/// The version of the file; it rises when an older outlast could not read it.
const VERSION: u32 = 1;

/// What was known of every system, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The systems. The second of a name is `name #2`.
    pub systems: BTreeMap<String, Known>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireBaseline {
    version: u32,
    systems: BTreeMap<String, WireKnown>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireKnown {
    findings: Vec<WireClaim>,
    verdicts: BTreeMap<String, WireVerdicts>,
    gaps: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireClaim {
    rule: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    of: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    within: String,
    what: String,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WireVerdicts {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    broken: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undecided: Vec<String>,
}

const fn once() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_once(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// The text of the file.
    pub fn text(&self) -> String {
        let systems = self.systems.iter().map(|(name, known)| (name.clone(), wire(known)));
        crate::json::text(&WireBaseline { version: VERSION, systems: systems.collect() })
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence without a full stop.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let wire: WireBaseline =
            serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))?;
        if wire.version != VERSION {
            let version = wire.version;
            return Err(format!("it is of version {version}; this outlast reads {VERSION}"));
        }
        let systems = wire.systems.into_iter().map(|(name, known)| (name, plain(known)));
        Ok(Self { systems: systems.collect() })
    }
}

fn wire(known: &Known) -> WireKnown {
    let findings = known.claims.iter().map(|(claim, count)| WireClaim {
        rule: claim.rule.clone(),
        of: claim.of.clone(),
        within: claim.within.clone(),
        what: claim.what.clone(),
        count: *count,
    });
    let mut verdicts: BTreeMap<String, WireVerdicts> = BTreeMap::new();
    for ((of, under), verdict) in &known.standing.verdicts {
        let entry = verdicts.entry(of.clone()).or_default();
        match verdict {
            Verdict::Broken => entry.broken.push(under.clone()),
            _ => entry.undecided.push(under.clone()),
        }
    }
    let gaps = known.standing.gaps.iter().cloned().collect();
    WireKnown { findings: findings.collect(), verdicts, gaps }
}

fn plain(wire: WireKnown) -> Known {
    let mut known = Known::default();
    for WireClaim { rule, of, within, what, count } in wire.findings {
        let entry = known.claims.entry(Claim { rule, of, within, what }).or_default();
        *entry = entry.saturating_add(count);
    }
    for (of, verdicts) in wire.verdicts {
        let broken = verdicts.broken.into_iter().map(|under| (under, Verdict::Broken));
        let undecided = verdicts.undecided.into_iter().map(|under| (under, Verdict::Undecided));
        // Broken last: where a hand wrote both, the worse one stands.
        for (under, verdict) in undecided.chain(broken) {
            known.standing.verdicts.insert((of.clone(), under), verdict);
        }
    }
    known.standing.gaps = wire.gaps.into_iter().collect();
    known
}

#[cfg(test)]
mod tests {
    use outlast_analysis::Standing;
    use outlast_findings::{Finding, Sources};

    use super::*;

    fn finding(what: &str) -> Finding {
        Finding::error("long-ttl", "a title").why(what)
    }

    fn known(findings: &[Finding]) -> Known {
        Known::of(&Sources::new(), Standing::default(), findings)
    }

    #[test]
    fn the_file_is_read_as_it_was_written() {
        let mut known = known(&[finding("é `a`"), finding("é `a`"), finding("\u{1b} | ` \"")]);
        let key = |under: &str| ("browse".to_string(), under.to_string());
        known.standing.verdicts.insert(key("zone-dark:a"), Verdict::Broken);
        known.standing.verdicts.insert(key("zone-dark:b"), Verdict::Undecided);
        let baseline = Baseline { systems: [("shop".to_string(), known)].into() };
        let text = baseline.text();
        assert_eq!(Baseline::parse(&text).unwrap(), baseline);
        assert_eq!(Baseline::parse(&text).unwrap().text(), text);
    }

    #[test]
    fn another_file_is_no_baseline() {
        for (text, why) in [
            ("{", "it is no baseline"),
            ("{\"version\": 1}", "systems"),
            ("{\"version\": 9, \"systems\": {}}", "version 9"),
            ("{\"version\": 1, \"systems\": {}, \"x\": 1}", "unknown field"),
        ] {
            let told = Baseline::parse(text).unwrap_err();
            assert!(told.contains(why), "{told}");
        }
    }
}
