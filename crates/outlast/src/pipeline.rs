//! The whole way from files to a report, on one screen.
//!
//! ```text
//! load ──▶ evaluate ──▶ lower ──▶ check ──▶ render
//! ```
//!
//! No step fails: each gives what it could make of its input and findings for what is wrong.
//! When an error is among them, nothing is judged: a matrix must not pretend to be whole.

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_analysis::{Analysis, Limits, Progress, Standing, Story, Subject, exit_code};
use outlast_catalog::{Lowered, Overrides};
use outlast_findings::{FileId, Finding, Severity, Sources};
use outlast_render::{Hinge, Known, Report, in_order};
use outlast_terraform::{Configuration, Evaluated, FileKind, plan};

use crate::load::{Loaded, Wanted, load};
use crate::watch::Watched;
use crate::{exit, hinges};

/// One system, judged.
#[derive(Debug)]
pub struct Checked {
    /// What the command line named; empty for the directory where the user stands.
    pub paths: String,
    /// The texts that findings point into.
    pub sources: Sources,
    /// The model, and what else was read.
    pub lowered: Lowered,
    /// Outcomes and verdicts; empty when the input was not read whole.
    pub analysis: Analysis,
    /// The history of each cell; empty until [`Checked::tell`] was called.
    pub stories: BTreeMap<(Subject, String), Story>,
    /// Everything that is said: problems of the input, then findings about the system.
    pub findings: Vec<Finding>,
    /// Assumptions whose other value changes a verdict.
    pub hinges: Vec<Hinge>,
    /// Whether the input was read whole.
    pub whole: bool,
    /// What the baseline holds and is not there any more, a line each.
    pub gone: Vec<String>,
    /// The exit code of this system.
    pub exit: u8,
    /// What was looked at: when it is as it was, another check says the same.
    pub watched: Rc<Watched>,
}

/// Reads and judges one system. `environment` holds the values of `TF_VAR_name`, by name.
pub fn check(
    wanted: &Wanted,
    environment: BTreeMap<String, String>,
    progress: &mut dyn FnMut(Progress),
) -> Checked {
    let understood = understand(wanted, environment);
    if !understood.is_whole() {
        return understood.refused();
    }
    let Understood { ref lowered, .. } = understood;
    let analysis = outlast_analysis::check(&lowered.model, &Limits::default(), progress);
    let hinges = hinges::find(&understood, &analysis, progress);
    understood.judged(analysis, hinges)
}

/// Reads one system and judges every single fault: no pairs, no mends, and no assumption turned
/// round. It says so, and is for somebody who waits for the rest.
pub fn glance(
    wanted: &Wanted,
    environment: BTreeMap<String, String>,
    progress: &mut dyn FnMut(Progress),
) -> Checked {
    let understood = understand(wanted, environment);
    if !understood.is_whole() {
        return understood.refused();
    }
    let limits = Limits { pairs: 0, trials: 0, ..Limits::default() };
    let analysis = outlast_analysis::check(&understood.lowered.model, &limits, progress);
    let mut checked = understood.judged(analysis, Vec::new());
    let title = "pairs of faults, mends and what hangs on assumptions are being worked out";
    checked.findings.push(Finding::new("still-checking", Severity::Note, title));
    checked
}

/// One system, read and not judged.
#[derive(Debug)]
pub struct Understood {
    /// The files.
    pub loaded: Loaded,
    /// The resources.
    pub evaluated: Evaluated,
    /// The model.
    pub lowered: Lowered,
    /// What is wrong with the input.
    pub problems: Vec<Finding>,
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
        all.problems.append(&mut stated.problems);
    }
    // The outlast file may name what the plan or the state holds.
    Evaluated::stated(all)
}

/// Resources and outlast files to the model, under these assumptions.
pub(crate) fn lower(loaded: &Loaded, evaluated: &Evaluated, overrides: &Overrides) -> Lowered {
    let (name, files, sources) = (&loaded.name, &loaded.outlast, &loaded.sources);
    let mut lowered = outlast_catalog::lower(name, evaluated, files, sources, overrides);
    // What can only go over a passage needs it, whether or not the outlast file says so.
    outlast_analysis::follow(&mut lowered.model);
    lowered
}

impl Understood {
    /// The resources as they are.
    pub fn configuration(&self) -> &Configuration {
        &self.evaluated.configuration
    }

    /// Whether nothing of the input had to be left out.
    pub fn is_whole(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }

    fn refused(self) -> Checked {
        Checked {
            paths: self.loaded.paths,
            sources: self.loaded.sources,
            lowered: self.lowered,
            analysis: Analysis::default(),
            stories: BTreeMap::new(),
            findings: self.problems,
            hinges: Vec::new(),
            gone: Vec::new(),
            whole: false,
            exit: exit::INPUT,
            watched: self.loaded.watched,
        }
    }

    fn judged(self, analysis: Analysis, hinges: Vec<Hinge>) -> Checked {
        let mut findings = self.problems;
        findings.extend(self.lowered.defects.iter().cloned());
        findings.extend(analysis.findings.iter().cloned());
        findings.extend(hinges::refusal(&analysis));
        outlast_analysis::silence(&mut findings, &self.lowered.allows);
        in_order(&mut findings);
        let none = Standing::default();
        let exit = exit_code(&self.lowered.model, &analysis, &findings, &none);
        Checked {
            paths: self.loaded.paths,
            sources: self.loaded.sources,
            lowered: self.lowered,
            analysis,
            stories: BTreeMap::new(),
            findings,
            hinges,
            gone: Vec::new(),
            whole: true,
            exit,
            watched: self.loaded.watched,
        }
    }
}

impl Checked {
    /// Tells what happens in each cell of the matrix, for a form that shows it.
    pub fn tell(&mut self, progress: &mut dyn FnMut(Progress)) {
        let (model, limits) = (&self.lowered.model, Limits::default());
        self.stories = outlast_analysis::stories(model, &self.analysis, &limits, progress);
    }

    /// What there is to know of this system; nothing when it was not read whole.
    pub fn known(&self) -> Option<Known> {
        let (model, analysis) = (&self.lowered.model, &self.analysis);
        self.whole.then(|| Known::of(&self.sources, model, analysis, &self.findings))
    }

    /// Marks what was known before: it is shown, and does not count for the exit code any more.
    pub fn compare(&mut self, before: &Known) {
        let Some(now) = self.known() else { return };
        let model = &self.lowered.model;
        let worse = before.standing().worse(model, now.standing());
        before.mark(&self.sources, &worse, &mut self.findings);
        in_order(&mut self.findings);
        before.standing().mark(model, &mut self.analysis);
        self.exit = exit_code(model, &self.analysis, &self.findings, before.standing());
        self.gone = before.gone(&now);
    }

    /// What every format of the report renders.
    pub fn report(&self) -> Report<'_> {
        Report {
            paths: &self.paths,
            sources: &self.sources,
            model: &self.lowered.model,
            rows: &self.analysis.rows,
            stories: &self.stories,
            availability: &self.analysis.availability,
            pairs: &self.analysis.pairs,
            findings: &self.findings,
            hinges: &self.hinges,
            gone: &self.gone,
            whole: self.whole,
            exit: self.exit,
        }
    }
}
