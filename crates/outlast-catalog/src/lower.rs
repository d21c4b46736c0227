//! Evaluated Terraform and outlast files to one model.

use hcl_edit::structure::Body;
use outlast_findings::{FileId, Finding, Sources};
use outlast_model::{Missing, MissingKind, Model, Sealed};
use outlast_terraform::{Evaluated, Unread};

use crate::allows::{Allow, allows};
use crate::build::{build, overrides as stated_overrides};
use crate::estate::Estate;
use crate::language::document::Block;
use crate::language::read;
use crate::language::surroundings::Surroundings;
use crate::language::values::Reader;
use crate::terraform::Terraform;
use crate::{Overrides, resources};

/// What was read: the model, and what is wrong with the input.
#[derive(Debug, Clone)]
pub struct Lowered<M = Model> {
    /// The architecture: as it is read, or [`Sealed`] for those who judge it.
    pub model: M,
    /// What else Terraform said, for `outlast model`; its own model has moved to `model`.
    pub estate: Estate,
    /// What is wrong with the outlast files and with how they and the resources fit together.
    /// Problems of Terraform's own text are not repeated here.
    pub findings: Vec<Finding>,
    /// What is wrong with the system itself, before any fault: it is judged all the same.
    pub defects: Vec<Finding>,
    /// Findings that are silenced where they stand.
    pub allows: Vec<Allow>,
}

impl Lowered {
    /// The same with a model of which every reference leads somewhere; one that does not is a bug.
    pub fn sealed(self) -> Lowered<Sealed> {
        let Self { model, estate, findings, defects, allows } = self;
        Lowered { model: model.sealed(), estate, findings, defects, allows }
    }
}

impl Lowered<Sealed> {
    /// A copy whose model can be changed.
    pub fn draft(&self) -> Lowered {
        let Self { model, estate, findings, defects, allows } = self.clone();
        Lowered { model: model.draft(), estate, findings, defects, allows }
    }
}

/// Reads evaluated Terraform and the outlast files beside it into a model.
///
/// `overrides` replace assumptions over what the files say: for a caller that wants to know whether
/// a verdict hangs on one.
pub fn lower(
    name: &str,
    evaluated: &Evaluated,
    outlast_files: &[FileId],
    sources: &Sources,
    overrides: &Overrides,
) -> Lowered {
    let configuration = &evaluated.configuration;
    let mut findings = Vec::new();
    let (blocks, unknown) = blocks(outlast_files, sources, &Terraform(evaluated), &mut findings);
    let overrides = stated_overrides(&blocks, &mut findings).with(overrides);
    let mut estate =
        resources::read(&configuration.resources, &configuration.providers, &overrides);
    leave_out(&mut estate.model, &configuration.unread);
    estate.model.understood.missing.extend(unknown);
    let mut built = build(estate, &blocks, &overrides);
    built.model.name = name.to_string();
    findings.append(&mut built.findings);
    let (allows, mut wrong) = all_allows(sources);
    findings.append(&mut wrong);
    Lowered { model: built.model, estate: built.estate, findings, defects: built.defects, allows }
}

/// Counts the modules that were not read: each is something that is not understood.
fn leave_out(model: &mut Model, unread: &[Unread]) {
    let understood = &mut model.understood;
    understood.all += unread.len();
    understood.missing.extend(unread.iter().map(|module| Missing {
        address: module.address.clone(),
        kind: MissingKind::Module(module.source.clone()),
        span: module.span,
    }));
}

/// The blocks of every outlast file, in order, and the values in them that are not known.
fn blocks(
    files: &[FileId],
    sources: &Sources,
    surroundings: &dyn Surroundings,
    findings: &mut Vec<Finding>,
) -> (Vec<Block>, Vec<Missing>) {
    let (mut blocks, mut unknown) = (Vec::new(), Vec::new());
    for (file, source) in files.iter().filter_map(|file| Some((*file, sources.get(*file)?))) {
        let parsed = outlast_terraform::syntax::parse(source.text(), file);
        findings.extend(parsed.problems);
        let mut reader = Reader::of(surroundings, file);
        blocks.extend(read::blocks(&mut reader, &parsed.body));
        findings.append(&mut reader.findings);
        unknown.append(&mut reader.unknown);
    }
    (blocks, unknown)
}

/// The comments for outlast in every text that is HCL.
fn all_allows(sources: &Sources) -> (Vec<Allow>, Vec<Finding>) {
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    for (file, source) in sources.iter() {
        let hcl = source.name().ends_with(".tf") || source.name().ends_with(".outlast.hcl");
        if !hcl || !source.text().contains("outlast:") {
            continue;
        }
        let body: Body = outlast_terraform::syntax::parse(source.text(), file).body;
        let (allows, wrong) = allows(file, source, &body);
        all.extend(allows);
        findings.extend(wrong);
    }
    (all, findings)
}
