//! `--output FORMAT=FILE`: which forms a report is written in, and where each goes.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use outlast_render::{Report, d2, github, html, json, junit, markdown, mermaid, sarif, terminal};

/// A form of the report of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Form {
    /// As on a terminal, without colour, 80 columns wide
    Terminal,
    /// The whole result; the schema is `docs/schema/check.schema.json`
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for pages of test results
    Junit,
    /// Markdown, for a pull request
    Markdown,
    /// Annotations of GitHub Actions
    Github,
    /// A page for people, with timelines and the picture; one file, offline
    Html,
    /// A picture in Mermaid
    Mermaid,
    /// A picture in D2
    D2,
}

/// Where a report is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `-`.
    StandardOutput,
    /// A file.
    File(PathBuf),
}

/// One `--output`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The form.
    pub form: Form,
    /// Where it goes.
    pub target: Target,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((name, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
            return Err(format!("write it as FORMAT=FILE; the formats are {}", names()));
        };
        let form = Form::from_str(name, false)
            .map_err(|_| format!("`{name}` is no format; the formats are {}", names()))?;
        let target =
            if file == "-" { Target::StandardOutput } else { Target::File(PathBuf::from(file)) };
        Ok(Self { form, target })
    }
}

fn names() -> String {
    let names = Form::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names: Vec<String> = names.map(|it| it.get_name().to_string()).collect();
    names.join(", ")
}

/// What every form is made from.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// The systems.
    pub(crate) reports: Vec<Report<'a>>,
    /// The exit code of the run.
    pub(crate) code: u8,
    /// Whether there was a baseline.
    pub(crate) compared: bool,
}

impl Run<'_> {
    /// The report in this form, for a page of `width` columns where that matters.
    pub(crate) fn text(&self, form: Form, width: usize) -> String {
        const VERSION: &str = env!("CARGO_PKG_VERSION");
        let reports = &self.reports;
        match form {
            Form::Terminal => {
                let pages = reports.iter().map(|it| terminal::check(it, width));
                pages.collect::<Vec<_>>().join("\n")
            }
            Form::Json => json::check(reports, self.code, VERSION),
            Form::Sarif => sarif(reports, self.code, VERSION, self.compared),
            Form::Junit => junit(reports),
            Form::Markdown => markdown(reports),
            Form::Github => github(reports),
            Form::Html => html::page(reports, VERSION),
            Form::Mermaid => mermaid(reports),
            Form::D2 => d2(reports),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_format_and_a_file() {
        let output: Output = "sarif=a=b.sarif".parse().unwrap();
        assert_eq!((output.form, output.target), (Form::Sarif, Target::File("a=b.sarif".into())));
        let output: Output = "json=-".parse().unwrap();
        assert_eq!(output.target, Target::StandardOutput);
        for wrong in ["sarif", "sarif=", "=x", "SARIF=x", "pdf=x"] {
            let told = wrong.parse::<Output>().unwrap_err();
            assert!(told.contains("sarif, junit"), "{wrong}: {told}");
        }
    }
}
