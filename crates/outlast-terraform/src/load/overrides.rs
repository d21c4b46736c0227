//! Override files, merged as
//! <https://developer.hashicorp.com/terraform/language/files/override> says.
//!
//! An attribute replaces the attribute of the same name; nested blocks of a type replace all nested
//! blocks of that type.

use outlast_findings::Finding;

use super::{Block, Contents, Module, declare};

/// Whether a file of that name overrides the others of its directory.
pub(super) fn is_override(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let stem = stem.strip_suffix(".tf").unwrap_or(stem);
    stem == "override" || stem.ends_with("_override")
}

/// Merges what an override file says into its module.
pub(super) fn merge(module: &mut Module, contents: Contents, problems: &mut Vec<Finding>) {
    for block in contents.blocks {
        if block.kind == "locals" {
            for local in block.contents.attributes {
                module.locals.insert(local.name.clone(), local);
            }
            continue;
        }
        match target(module, &block) {
            Some(target) => merge_contents(&mut target.contents, block.contents),
            None => {
                let single = Contents { attributes: Vec::new(), blocks: vec![block] };
                declare::declare(module, single, problems);
            }
        }
    }
}

fn target<'a>(module: &'a mut Module, block: &Block) -> Option<&'a mut Block> {
    let name = block.labels.first()?;
    match (block.kind.as_str(), block.labels.get(1)) {
        ("variable", _) => module.variables.get_mut(name),
        ("output", _) => module.outputs.get_mut(name),
        ("module", _) => module.calls.get_mut(name),
        ("resource", Some(second)) => {
            module.resources.get_mut(&format!("{name}.{second}")).map(|found| &mut found.block)
        }
        ("data", Some(second)) => {
            module.resources.get_mut(&format!("data.{name}.{second}")).map(|found| &mut found.block)
        }
        ("provider", _) => {
            let alias = |block: &Block| {
                block
                    .contents
                    .value("alias")
                    .map(|alias| alias.syntax.to_string().trim().to_owned())
            };
            let wanted = alias(block);
            module
                .providers
                .iter_mut()
                .find(|provider| provider.labels.first() == Some(name) && alias(provider) == wanted)
        }
        _ => None,
    }
}

fn merge_contents(into: &mut Contents, from: Contents) {
    for attribute in from.attributes {
        into.attributes.retain(|other| other.name != attribute.name);
        into.attributes.push(attribute);
    }
    for block in &from.blocks {
        // The content of `lifecycle` is merged attribute by attribute; it is not evaluated here.
        into.blocks.retain(|other| other.kind != block.kind);
    }
    into.blocks.extend(from.blocks);
}
