//! Which declarations the blocks of a file are, with errors for what is declared twice.

use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::Span as _;
use hcl_edit::structure::{Body, Structure};
use outlast_findings::{FileId, Finding, Span};

use super::{Attribute, Block, Contents, Expr, Module, Places, ResourceBlock};
use crate::configuration::Mode;
use crate::problems;
use crate::text::did_you_mean;

/// The block types of the top level.
const KINDS: [&str; 15] = [
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
    "action",
    "language",
];

/// The span of a byte range in a file, whose text was written anew where there are `places`.
pub(crate) fn file_span(
    range: Option<std::ops::Range<usize>>,
    file: FileId,
    places: Option<&Places>,
) -> Option<Span> {
    let range = range?;
    let range = places.map_or(range.clone(), |places| places.old(range));
    Some(Span::new(file, range.start, range.end))
}

/// The attributes and blocks of a body.
pub(crate) fn contents(body: Body, file: FileId, places: Option<&Places>) -> Contents {
    let mut contents = Contents::default();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => contents.attributes.push(Attribute {
                name: attribute.key.as_str().to_owned(),
                span: file_span(attribute.span(), file, places),
                value: Rc::new(Expr { syntax: attribute.value, file }),
            }),
            Structure::Block(block) => contents.blocks.push(Block {
                span: header(&block, file, places),
                kind: block.ident.as_str().to_owned(),
                labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect(),
                contents: self::contents(block.body, file, places),
            }),
        }
    }
    contents
}

/// The span from the word of a block to its last label.
fn header(
    block: &hcl_edit::structure::Block,
    file: FileId,
    places: Option<&Places>,
) -> Option<Span> {
    let first = file_span(block.ident.span(), file, places)?;
    let last = block.labels.last().and_then(|label| file_span(label.span(), file, places));
    Some(last.map_or(first, |last| first.to(last)))
}

/// Adds what a file declares to its module.
pub(super) fn declare(module: &mut Module, contents: Contents, problems: &mut Vec<Finding>) {
    for attribute in contents.attributes {
        problems.push(
            problems::MISPLACED_ATTRIBUTE
                .finding()
                .at_maybe(attribute.span, format!("`{}` belongs to no block", attribute.name))
                .help("move it into a block, or into `locals`"),
        );
    }
    for block in contents.blocks {
        declare_block(module, block, problems);
    }
}

fn declare_block(module: &mut Module, block: Block, problems: &mut Vec<Finding>) {
    let first = block.labels.first().cloned();
    let second = block.labels.get(1).cloned();
    match (block.kind.as_str(), first, second) {
        ("locals", _, _) => {
            for local in block.contents.attributes {
                let other = module.locals.get(&local.name).map(|local| local.span);
                twice(other, local.span, &format!("local.{}", local.name), problems);
                module.locals.entry(local.name.clone()).or_insert(local);
            }
        }
        ("variable", Some(name), _) => {
            add(&mut module.variables, name, block, "variable", problems);
        }
        ("output", Some(name), _) => add(&mut module.outputs, name, block, "output", problems),
        ("module", Some(name), _) => add(&mut module.calls, name, block, "module", problems),
        ("provider", Some(_), _) => module.providers.push(block),
        ("resource", Some(kind), Some(name)) => {
            add_resource(module, Mode::Managed, kind, name, block, problems);
        }
        ("data", Some(kind), Some(name)) => {
            add_resource(module, Mode::Data, kind, name, block, problems);
        }
        (kind @ ("resource" | "data" | "variable" | "output" | "module" | "provider"), _, _) => {
            problems.push(
                problems::MISSING_LABEL
                    .finding()
                    .at_maybe(block.span, format!("`{kind}` needs a name in quotes"))
                    .help(format!("write `{kind} \"…\" {{`")),
            );
        }
        (kind, _, _) if KINDS.contains(&kind) => {}
        (kind, _, _) => problems.push(
            problems::UNKNOWN_BLOCK
                .finding()
                .at_maybe(block.span, format!("Terraform has no block `{kind}`"))
                .help(did_you_mean(kind, KINDS)),
        ),
    }
}

fn add_resource(
    module: &mut Module,
    mode: Mode,
    kind: String,
    name: String,
    block: Block,
    problems: &mut Vec<Finding>,
) {
    let key = match mode {
        Mode::Managed => format!("{kind}.{name}"),
        Mode::Data => format!("data.{kind}.{name}"),
    };
    let other = module.resources.get(&key).map(|other| other.block.span);
    twice(other, block.span, &key, problems);
    module.resources.entry(key).or_insert(ResourceBlock { mode, kind, name, block });
}

fn add(
    blocks: &mut BTreeMap<String, Block>,
    name: String,
    block: Block,
    what: &str,
    problems: &mut Vec<Finding>,
) {
    twice(
        blocks.get(&name).map(|other| other.span),
        block.span,
        &format!("{what} `{name}`"),
        problems,
    );
    blocks.entry(name).or_insert(block);
}

/// Reports a second declaration of `what`; the first one counts.
fn twice(
    first: Option<Option<Span>>,
    second: Option<Span>,
    what: &str,
    problems: &mut Vec<Finding>,
) {
    let Some(first) = first else { return };
    let what = what.trim_matches('`');
    let mut finding = problems::DECLARED_TWICE
        .finding()
        .at_maybe(second, format!("`{what}` is declared a second time"))
        .help("rename or remove one of them; the first one counts here");
    if let Some(first) = first {
        finding = finding.see(first, "first declared here");
    }
    problems.push(finding);
}
