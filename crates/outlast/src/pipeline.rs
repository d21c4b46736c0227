//! The whole way from files to a report, on one screen.
//!
//! ```text
//! load ──▶ evaluate ──▶ lower ──▶ check ──▶ render
//! ```
//!
//! No step fails: each gives what it could make of its input and findings for what is wrong.
//! When an error is among them, what was read is judged under a head that says so, and exit code 2
//! stands for it: a matrix must not pretend to be whole.

use std::collections::BTreeMap;

use outlast_analysis::{Beside, Known, Limits, Progress, Singles, Stories, Told, stories};
use outlast_catalog::Overrides;
use outlast_findings::{FileId, Finding, Severity, Sources};
use outlast_model::Sealed;
use outlast_render::{Conclusion, Report};
use outlast_terraform::{Configuration, Evaluated, FileKind, plan};

use crate::exit;
use crate::load::{Loaded, Wanted, load};
use crate::understood::{Understood, lower};
use crate::watch::Watched;

/// What a check is to tell beside the verdicts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// What was known before: it is shown, and does not count for the exit code.
    pub before: Option<&'a Known>,
    /// Whether the history of each cell is told, for a form that shows it.
    pub stories: bool,
}

/// One system, judged.
#[derive(Debug)]
pub struct Checked {
    /// What was read.
    pub understood: Understood,
    /// What is told of it; nothing when nothing of the input can be judged.
    pub told: Option<Told>,
}

/// One system of which every single fault was judged and nothing else: no pairs, no mends, and no
/// assumption turned round. It says so, and is for somebody who waits for the rest.
#[derive(Debug)]
pub struct Glance(Checked);

/// Reads and judges one system. `environment` holds the values of `TF_VAR_name`, by name.
pub fn check(
    wanted: &Wanted,
    environment: BTreeMap<String, String>,
    progress: &mut dyn FnMut(Progress),
) -> Checked {
    understand(wanted, environment).check(Request::default(), progress)
}

/// Reads one system and judges every single fault.
pub fn glance(
    wanted: &Wanted,
    environment: BTreeMap<String, String>,
    progress: &mut dyn FnMut(Progress),
) -> Glance {
    let understood = understand(wanted, environment);
    let limits = Limits { pairs: 0, trials: 0, turned: 0, ..Limits::default() };
    let told = understood.is_judged().then(|| {
        let singles = understood.judge(true, &limits, progress);
        let title = "pairs of faults, mends and what hangs on assumptions are being worked out";
        let last = Finding::new("still-checking", Severity::Note, title);
        understood.tell(singles, (None, Some(last)), &limits, progress)
    });
    Glance(Checked { understood, told })
}

/// Reads one system.
pub fn understand(wanted: &Wanted, environment: BTreeMap<String, String>) -> Understood {
    let mut loaded = load(wanted, environment);
    let evaluated = evaluate(&mut loaded);
    let lowered = lower(&loaded, &evaluated, &Overrides::new());
    let mut problems = std::mem::take(&mut loaded.problems);
    problems.extend(evaluated.configuration.problems.iter().cloned());
    problems.extend(lowered.findings.iter().cloned());
    Understood { loaded, evaluated, lowered, problems }
}

/// Terraform's text to resources, with what a plan or a state knows of them; a plan or a state
/// without any text is all there is.
fn evaluate(loaded: &mut Loaded) -> Evaluated {
    let shown: Vec<(FileId, String)> = loaded
        .shown
        .iter()
        .filter_map(|file| Some((*file, loaded.sources.get(*file)?.text().to_string())))
        .collect();
    let has_text =
        loaded.input.files.iter().any(|file| matches!(file.kind, FileKind::Tf | FileKind::TfJson));
    for (file, text) in shown.iter().filter(|_| has_text) {
        match plan::known(text, *file) {
            Ok(known) => loaded.input.known.extend(known),
            Err(problem) => loaded.problems.push(*problem),
        }
    }
    if has_text || shown.is_empty() {
        return outlast_terraform::evaluate(&loaded.input, &loaded.sources);
    }
    let mut all = Configuration::default();
    for (file, text) in &shown {
        let mut stated = plan::configuration(text, *file);
        all.resources.append(&mut stated.resources);
        all.providers.append(&mut stated.providers);
        all.unread.append(&mut stated.unread);
        all.problems.append(&mut stated.problems);
    }
    // The outlast file may name what the plan or the state holds.
    Evaluated::stated(all)
}

impl Understood {
    /// Judges the system, and tells what is asked for.
    pub fn check(self, request: Request<'_>, progress: &mut dyn FnMut(Progress)) -> Checked {
        let limits = Limits::default();
        let told = self.is_judged().then(|| {
            let singles = self.judge(request.stories, &limits, progress);
            self.tell(singles, (request.before, None), &limits, progress)
        });
        Checked { understood: self, told }
    }

    /// Every single fault, and what happens in each cell where that is asked for.
    fn judge(
        &self,
        told: bool,
        limits: &Limits,
        progress: &mut dyn FnMut(Progress),
    ) -> (Singles, Stories) {
        let model = &self.lowered.model;
        let singles = Singles::of(model, limits, progress);
        let stories =
            if told { stories(model, &singles, limits, progress) } else { Stories::new() };
        (singles, stories)
    }

    /// All the rest, as far as the limits allow.
    fn tell(
        &self,
        (singles, stories): (Singles, Stories),
        (before, last): (Option<&Known>, Option<Finding>),
        limits: &Limits,
        progress: &mut dyn FnMut(Progress),
    ) -> Told {
        let model = &self.lowered.model;
        let paired = singles.paired(model, limits, progress);
        let judged = paired.judged(model, limits, progress);
        let beside = Beside {
            sources: &self.loaded.sources,
            found: self.problems.iter().chain(&self.lowered.defects).cloned().collect(),
            allows: &self.lowered.allows,
            before,
            stories,
            lower: &|overrides| lower(&self.loaded, &self.evaluated, overrides).model,
            last,
        };
        judged.told(model, limits, beside, progress)
    }
}

impl Checked {
    /// The model.
    pub fn model(&self) -> &Sealed {
        &self.understood.lowered.model
    }

    /// The texts that findings point into.
    pub fn sources(&self) -> &Sources {
        &self.understood.loaded.sources
    }

    /// What was looked at: when it is as it was, another check says the same.
    pub fn watched(&self) -> &Watched {
        &self.understood.loaded.watched
    }

    /// What there is to know of this system; nothing when it was not read whole.
    pub fn known(&self) -> Option<Known> {
        let told = self.told.as_ref().filter(|_| self.understood.is_whole());
        told.map(|told| told.known(self.sources(), self.model()))
    }

    /// What every format of the report renders.
    pub fn report(&self) -> Report<'_> {
        let problems = &self.understood.problems;
        Report {
            paths: &self.understood.loaded.paths,
            sources: self.sources(),
            model: self.model(),
            is_whole: self.understood.is_whole(),
            unread: exit::INPUT,
            conclusion: match &self.told {
                Some(told) => Conclusion::Told(told),
                None => Conclusion::Refused { problems },
            },
        }
    }
}

impl Glance {
    /// What every format of the report renders.
    pub fn report(&self) -> Report<'_> {
        self.0.report()
    }

    /// Adds what it left out. Each history is that of one cell, and the cells are the same.
    pub fn complete(self, progress: &mut dyn FnMut(Progress)) -> Checked {
        let Self(Checked { understood, told }) = self;
        let limits = Limits::default();
        let told = told.map(|glanced| {
            understood.tell(glanced.into_singles(), (None, None), &limits, progress)
        });
        Checked { understood, told }
    }
}
