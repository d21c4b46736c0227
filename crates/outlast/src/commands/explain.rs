//! `outlast explain`: the pages that the program carries.

use outlast_catalog::{assumptions, engines, faults, resources, rules};
use outlast_render::terminal;
use outlast_terraform::did_you_mean;

use super::Wrong;
use crate::console::Console;
use crate::exit;

/// A page, and where it belongs.
struct Page {
    shelf: &'static str,
    names: Vec<&'static str>,
    summary: &'static str,
    text: &'static str,
}

impl Page {
    fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or("")
    }
}

/// Prints a page, or the list of all.
pub(super) fn run(console: Console, name: Option<&str>) -> Result<u8, Wrong> {
    let pages = pages();
    let Some(name) = name else {
        console.print(&list(&pages, console.width()));
        return Ok(exit::KEPT);
    };
    if let Some(page) = pages.iter().find(|page| page.names.contains(&name)) {
        console.print(&terminal::manual(page.text, console.width()));
    } else if let Some(entry) = assumptions::entry(name).or_else(|| engines::entry(name)) {
        console.print(&terminal::manual(&assumption(entry), console.width()));
    } else {
        let names = pages.iter().flat_map(|page| page.names.iter().copied());
        let near = did_you_mean(name, names);
        let help = if near.is_empty() { "`outlast explain` lists all pages" } else { &near };
        return Err(Wrong::new(format!("there is no page `{name}`"), help));
    }
    Ok(exit::KEPT)
}

fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    let analysed = outlast_analysis::rules::RULES.iter().map(|check| &check.rule);
    pages.extend(analysed.chain(rules::rules()).map(|rule| Page {
        shelf: "Rules",
        names: vec![rule.name],
        summary: rule.summary,
        text: rule.page,
    }));
    pages.sort_by_key(Page::name);
    pages.extend(faults::KINDS.iter().map(|kind| Page {
        shelf: "Faults",
        names: vec![kind.name()],
        summary: kind.summary,
        text: kind.page,
    }));
    pages.extend(engines::ENGINES.iter().map(|engine| Page {
        shelf: "Engines",
        names: engine.names.to_vec(),
        summary: engine.summary,
        text: engine.page,
    }));
    pages.extend(resources::kinds().map(|kind| Page {
        shelf: "Resource types",
        names: kind.names.to_vec(),
        summary: kind.summary,
        text: kind.page,
    }));
    pages
}

fn list(pages: &[Page], width: usize) -> String {
    let mut text = String::new();
    let mut shelf = "";
    for page in pages {
        if page.shelf != shelf {
            shelf = page.shelf;
            text.push_str(&format!("\n## {shelf}\n\n"));
        }
        text.push_str(&format!("- {}: {}\n", page.name(), page.summary));
    }
    terminal::manual(&text, width).trim_start().to_string()
}

/// An assumption has no page of its own: what the table says of it is one.
fn assumption(entry: &assumptions::Entry) -> String {
    let mut text = format!("# {}\n\n{}.\n\n", entry.name, entry.what);
    text.push_str(&format!("- assumed: {}\n", entry.value));
    if let Some(otherwise) = entry.otherwise {
        text.push_str(&format!("- may also be: {otherwise}\n"));
    }
    text.push_str(&format!("- source: {}\n\n", entry.source));
    text.push_str("Replaced in the outlast file:\n\n```\n");
    text.push_str(&format!(
        "assume \"{}\" {{\n  value = \"{}\"\n}}\n```\n",
        entry.name, entry.value
    ));
    text
}
