//! The whole way from files to a report, on one screen.
//!
//! ```text
//! load ──▶ evaluate ──▶ lower ──▶ check ──▶ render
//! ```
//!
//! No step fails: each gives what it could make of its input and findings for what is wrong.
//! When an error is among them, nothing is judged: a matrix must not pretend to be whole.

use std::collections::BTreeMap;

use outlast_analysis::{Analysis, Limits, Progress, Standing, Story, Subject, exit_code};
use outlast_catalog::Overrides;
use outlast_findings::{FileId, Finding, Severity, Sources};
use outlast_model::Sealed;
use outlast_render::{Hinge, Known, Report, in_order};
use outlast_terraform::{Configuration, Evaluated, FileKind, plan};

use crate::load::{Loaded, Wanted, load};
use crate::understood::{Understood, lower};
use crate::watch::Watched;
use crate::{exit, hinges};

/// One system, judged.
#[derive(Debug)]
pub struct Checked {
    /// What was read.
    pub understood: Understood,
    /// Outcomes and verdicts; empty when the input was not read whole.
    pub analysis: Analysis,
    /// The history of each cell; empty until [`Checked::tell`] was called.
    pub stories: BTreeMap<(Subject, String), Story>,
    /// Everything that is said: problems of the input, then findings about the system.
    pub findings: Vec<Finding>,
    /// Assumptions whose other value changes a verdict.
    pub hinges: Vec<Hinge>,
    /// What the baseline holds and is not there any more, a line each.
    pub gone: Vec<String>,
    /// The exit code of this system.
    pub exit: u8,
}

/// Reads and judges one system. `environment` holds the values of `TF_VAR_name`, by name.
pub fn check(
    wanted: &Wanted,
    environment: BTreeMap<String, String>,
    progress: &mut dyn FnMut(Progress),
) -> Checked {
    let understood = understand(wanted, environment);
    let judged = understood.judge(progress);
    understood.complete(judged, progress)
}

/// Reads one system and judges every single fault: no pairs, no mends, and no assumption turned
/// round. It says so, and is for somebody who waits for the rest ([`Checked::complete`]).
pub fn glance(
    wanted: &Wanted,
    environment: BTreeMap<String, String>,
    progress: &mut dyn FnMut(Progress),
) -> Checked {
    let understood = understand(wanted, environment);
    let judged = understood.judge(progress);
    understood.glanced(judged, progress)
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
    /// Every single fault; nothing when it was not read whole.
    fn judge(&self, progress: &mut dyn FnMut(Progress)) -> Analysis {
        let model = &self.lowered.model;
        let judge = || outlast_analysis::judge(model, &Limits::default(), progress);
        self.is_whole().then(judge).unwrap_or_default()
    }

    fn glanced(self, judged: Analysis, progress: &mut dyn FnMut(Progress)) -> Checked {
        if !self.is_whole() {
            return self.refused();
        }
        let limits = Limits { pairs: 0, trials: 0, ..Limits::default() };
        let analysis = outlast_analysis::complete(&self.lowered.model, judged, &limits, progress);
        let mut checked = self.judged(analysis, Vec::new());
        let title = "pairs of faults, mends and what hangs on assumptions are being worked out";
        checked.findings.push(Finding::new("still-checking", Severity::Note, title));
        checked
    }

    fn complete(self, judged: Analysis, progress: &mut dyn FnMut(Progress)) -> Checked {
        if !self.is_whole() {
            return self.refused();
        }
        let limits = Limits::default();
        let analysis = outlast_analysis::complete(&self.lowered.model, judged, &limits, progress);
        let hinges = hinges::find(&self, &analysis, progress);
        self.judged(analysis, hinges)
    }

    fn refused(self) -> Checked {
        Checked {
            findings: self.problems.clone(),
            understood: self,
            analysis: Analysis::default(),
            stories: BTreeMap::new(),
            hinges: Vec::new(),
            gone: Vec::new(),
            exit: exit::INPUT,
        }
    }

    fn judged(self, analysis: Analysis, hinges: Vec<Hinge>) -> Checked {
        let mut findings = self.problems.clone();
        findings.extend(self.lowered.defects.iter().cloned());
        findings.extend(analysis.findings.iter().cloned());
        findings.extend(hinges::refusal(&analysis));
        outlast_analysis::silence(&mut findings, &self.lowered.allows);
        in_order(&mut findings);
        let exit = exit_code(&self.lowered.model, &analysis, &findings, &Standing::default());
        Checked {
            understood: self,
            analysis,
            stories: BTreeMap::new(),
            findings,
            hinges,
            gone: Vec::new(),
            exit,
        }
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

    /// Whether the input was read whole.
    pub fn is_whole(&self) -> bool {
        self.understood.is_whole()
    }

    /// Adds to a glance what it left out.
    pub fn complete(self, progress: &mut dyn FnMut(Progress)) -> Self {
        let whole = self.understood.complete(self.analysis, progress);
        // Each is the history of one cell, and the cells are the same.
        Self { stories: self.stories, ..whole }
    }

    /// Tells what happens in each cell of the matrix, for a form that shows it.
    pub fn tell(&mut self, progress: &mut dyn FnMut(Progress)) {
        let limits = Limits::default();
        self.stories = outlast_analysis::stories(self.model(), &self.analysis, &limits, progress);
    }

    /// What there is to know of this system; nothing when it was not read whole.
    pub fn known(&self) -> Option<Known> {
        let known = || Known::of(self.sources(), self.model(), &self.analysis, &self.findings);
        self.is_whole().then(known)
    }

    /// Marks what was known before: it is shown, and does not count for the exit code any more.
    pub fn compare(&mut self, before: &Known) {
        let Some(now) = self.known() else { return };
        let model = &self.understood.lowered.model;
        let worse = before.standing().worse(model, now.standing());
        before.mark(&self.understood.loaded.sources, &worse, &mut self.findings);
        in_order(&mut self.findings);
        before.standing().mark(model, &mut self.analysis);
        self.exit = exit_code(model, &self.analysis, &self.findings, before.standing());
        self.gone = before.gone(&now);
    }

    /// What every format of the report renders.
    pub fn report(&self) -> Report<'_> {
        Report {
            paths: &self.understood.loaded.paths,
            sources: self.sources(),
            model: self.model(),
            rows: &self.analysis.rows,
            stories: &self.stories,
            availability: &self.analysis.availability,
            pairs: &self.analysis.pairs,
            findings: &self.findings,
            hinges: &self.hinges,
            gone: &self.gone,
            whole: self.is_whole(),
            exit: self.exit,
        }
    }
}
