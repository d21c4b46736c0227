//! The only reader of files.
//!
//! A system is a directory (its own files, as Terraform takes them, and the local modules that they
//! name), or a list of files. What cannot be read becomes a finding and the rest is read all the
//! same. Nothing outside of the *border* (`border.rs`) is opened, unless the user names it.
//! Of `.terraform/` the modules that were installed there are read; hidden names are passed over.

#![allow(clippy::disallowed_methods, reason = "this file is the one that reads files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use outlast_findings::{FileId, Finding, Sources, Span};
use outlast_terraform::{
    FileKind, INSTALLED_MODULES, Input, InputFile, Reader, VariableSource, decode, installed,
    limits,
};

use crate::border::{Border, Refusal, is_special};
use crate::watch::Watched;

/// Where Terraform writes down which workspace is chosen.
const WORKSPACE: &str = ".terraform/environment";
/// The most files of one system.
pub const FILES_MAX: usize = 5_000;
/// The most bytes of one system, in all files together.
pub const BYTES_MAX: u64 = 128 * 1024 * 1024;
/// The most directories of local modules.
pub const DIRECTORIES_MAX: usize = 1_000;
/// How many directories below the given one are searched when it holds no Terraform itself.
const HINTS_MAX: usize = 6;

/// What the user asks to be read: one system.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The directory, if one was named.
    pub directory: Option<PathBuf>,
    /// Files that were named.
    pub files: Vec<PathBuf>,
    /// `--var name=value` and `--var-file path`, in the order given.
    pub variables: Vec<Variable>,
    /// The workspace; empty for the one that Terraform has chosen there.
    pub workspace: String,
}

/// A variable from the command line.
#[derive(Debug, Clone)]
pub enum Variable {
    /// `--var name=value`.
    Value(String, String),
    /// `--var-file path`.
    File(PathBuf),
}

/// Everything that was read.
#[derive(Debug)]
pub struct Loaded {
    /// What the command line named; empty for the directory where the user stands.
    pub paths: Vec<String>,
    /// The name of the system: that of the directory or of the first file.
    pub name: String,
    /// The texts.
    pub sources: Sources,
    /// What Terraform's evaluation takes.
    pub input: Input,
    /// The outlast files.
    pub outlast: Vec<FileId>,
    /// JSON of `terraform show -json`.
    pub shown: Vec<FileId>,
    /// What could not be read.
    pub problems: Vec<Finding>,
    /// What was looked at. Expressions name files, so evaluating adds to it.
    pub watched: Rc<Watched>,
}

/// Splits the paths of a command line into systems: a directory begins one, files that follow
/// belong to it; without any path it is the directory where the user stands.
pub fn systems(paths: &[PathBuf], variables: &[Variable]) -> Vec<Wanted> {
    let mut systems: Vec<Wanted> = Vec::new();
    for path in paths {
        let is_directory = path.is_dir();
        if is_directory || systems.is_empty() {
            systems.push(Wanted { variables: variables.to_vec(), ..Wanted::default() });
        }
        let Some(system) = systems.last_mut() else { continue };
        if is_directory {
            system.directory = Some(path.clone());
        } else {
            system.files.push(path.clone());
        }
    }
    if systems.is_empty() {
        let directory = Some(PathBuf::from("."));
        let variables = variables.to_vec();
        systems.push(Wanted { directory, variables, ..Wanted::default() });
    }
    systems
}

/// Reads one system.
pub fn load(wanted: &Wanted, environment: BTreeMap<String, String>) -> Loaded {
    let mut loader = Loader::new(wanted);
    loader.input.environment = environment;
    loader.workspace(&wanted.workspace);
    if wanted.directory.is_some() {
        loader.directory("", true);
    }
    for file in &wanted.files {
        loader.named(file);
    }
    loader.installed();
    loader.modules();
    loader.links();
    loader.variables(&wanted.variables);
    loader.nothing_to_read(wanted);
    loader.finish()
}

struct Loader {
    name: String,
    paths: Vec<String>,
    /// The directory that paths are relative to.
    base: PathBuf,
    border: Border,
    /// Files of a directory that lead out of the border, as far as that is known.
    outside: Vec<String>,
    sources: Sources,
    input: Input,
    outlast: Vec<FileId>,
    shown: Vec<FileId>,
    problems: Vec<Finding>,
    watched: Rc<Watched>,
    seen: BTreeSet<String>,
    /// The directories of modules that were looked at.
    modules: BTreeSet<String>,
    bytes: u64,
    limited: bool,
}

impl Loader {
    fn new(wanted: &Wanted) -> Self {
        let base = match (&wanted.directory, wanted.files.first()) {
            (Some(directory), _) => directory.clone(),
            (None, Some(file)) => file.parent().map(Path::to_path_buf).unwrap_or_default(),
            (None, None) => PathBuf::new(),
        };
        let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
        Self {
            name: system_name(wanted, &base),
            paths: typed(wanted),
            input: Input::default(),
            border: Border::around(&base),
            base,
            outside: Vec::new(),
            sources: Sources::new(),
            outlast: Vec::new(),
            shown: Vec::new(),
            problems: Vec::new(),
            watched: Rc::new(Watched::default()),
            seen: BTreeSet::new(),
            modules: BTreeSet::new(),
            bytes: 0,
            limited: false,
        }
    }

    /// The name that a file is shown by: as the user would type it from where they stand.
    fn shown_name(&self, relative: &str) -> String {
        if relative.starts_with('/') {
            let path = Path::new(relative);
            let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
            return slashed(path.strip_prefix(here).unwrap_or(path));
        }
        let base = slashed(&self.base);
        let base = base.strip_prefix("./").unwrap_or(&base);
        match base.trim_end_matches('/') {
            "." | "" => relative.to_string(),
            base => format!("{base}/{relative}"),
        }
    }

    /// Reads the files of a directory as Terraform takes them: no directory below it.
    fn directory(&mut self, relative: &str, is_root: bool) {
        let path = self.base.join(relative);
        self.watched.note(&path);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(relative, &reason(&error)),
        };
        let mut names: Vec<String> = Vec::new();
        for entry in entries.flatten() {
            match entry.file_name().into_string() {
                Ok(name) if is_wanted(&name, is_root) => names.push(name),
                Ok(_) => {}
                Err(name) => self.unreadable(&name.to_string_lossy(), "its name is not UTF-8"),
            }
        }
        names.sort_unstable();
        for name in names {
            let relative = if relative.is_empty() { name } else { format!("{relative}/{name}") };
            match self.border.admit(&relative) {
                Err(Refusal::Outside) => self.outside.push(relative),
                Ok(_) | Err(Refusal::Unreadable(_)) => self.file(&relative),
            }
        }
    }

    /// Reads the files that were outside until a module widened the border, and the modules that
    /// those name; refuses the others.
    fn links(&mut self) {
        loop {
            let outside = std::mem::take(&mut self.outside);
            let (inside, outside): (Vec<String>, Vec<String>) =
                outside.into_iter().partition(|it| self.border.admit(it).is_ok());
            self.outside.extend(outside);
            if inside.is_empty() {
                break;
            }
            inside.iter().for_each(|relative| self.file(relative));
            self.modules();
        }
        for relative in std::mem::take(&mut self.outside) {
            let why = outside(&self.border);
            self.watched.note(&self.base.join(&relative));
            self.unreadable(&relative, &why);
        }
    }

    /// Reads a file that the user named.
    fn named(&mut self, path: &Path) {
        let relative = relative_to(&self.base, path);
        self.watched.note(path);
        if let Err(error) = fs::symlink_metadata(path) {
            return self.unreadable(&relative, &reason(&error));
        }
        if FileKind::of(&relative).is_none() {
            return self.problem(
                &relative,
                "unknown-file",
                "a file of a kind that is not read",
                "outlast reads `.tf`, `.tf.json`, `.tfvars`, `.outlast.hcl`, `.tfstate`, and the \
                 `.json` of `terraform show -json`",
            );
        }
        self.file(&relative);
    }

    fn file(&mut self, relative: &str) {
        let Some(kind) = FileKind::of(relative) else { return };
        if let Some(id) = self.text(relative) {
            match kind {
                FileKind::Outlast => self.outlast.push(id),
                FileKind::Json => self.shown.push(id),
                FileKind::Tf | FileKind::TfJson | FileKind::TfVars => {}
            }
            let path = relative.to_string();
            self.input.files.push(InputFile { id, path, kind });
        }
    }

    /// The text of a file, once.
    fn text(&mut self, relative: &str) -> Option<FileId> {
        if !self.seen.insert(relative.to_string()) || self.is_full(relative) {
            return None;
        }
        match self.read(relative) {
            Ok((text, skipped)) => {
                self.bytes += text.len() as u64;
                let file = self.sources.add(&self.shown_name(relative), &text);
                self.sources.skip(file, skipped);
                Some(file)
            }
            Err(why) => {
                self.unreadable(relative, &why);
                None
            }
        }
    }

    /// The text, and how many bytes of the file stand before it.
    fn read(&self, relative: &str) -> Result<(String, u32), String> {
        let path = self.base.join(relative);
        self.watched.note(&path);
        let bytes = read_regular(&path, limits::FILE_BYTES)?;
        let text = decode(&bytes)?;
        let skipped = u32::try_from(bytes.len().saturating_sub(text.len())).unwrap_or(0);
        Ok((text, skipped))
    }

    /// Whether a limit of the whole system is reached; said once.
    fn is_full(&mut self, relative: &str) -> bool {
        let full = self.seen.len() > FILES_MAX || self.bytes > BYTES_MAX;
        if full && !self.limited {
            self.limited = true;
            self.problem(
                relative,
                "too-much-input",
                "the input is too large to be read whole",
                &format!(
                    "outlast reads at most {FILES_MAX} files and {} MiB in all: name the \
                     directories that belong together",
                    BYTES_MAX / 1024 / 1024
                ),
            );
        }
        full
    }

    /// The workspace: as it is wanted, else the one that Terraform has written down, else none.
    fn workspace(&mut self, wanted: &str) {
        self.input.workspace = wanted.to_string();
        if wanted.is_empty() {
            let chosen = self.border.admit(WORKSPACE).ok().and_then(|_| self.read(WORKSPACE).ok());
            self.input.workspace =
                chosen.map(|(name, _)| name.trim().to_string()).unwrap_or_default();
        }
    }

    /// Reads the modules that `terraform init` has installed; a list that cannot be read lists none.
    fn installed(&mut self) {
        if self.border.admit(INSTALLED_MODULES).is_err() {
            return self.watched.note(&self.base.join(INSTALLED_MODULES));
        }
        let Ok((list, _)) = self.read(INSTALLED_MODULES) else { return };
        self.input.installed = installed(&list);
        let directories: BTreeSet<String> =
            self.input.installed.values().map(|it| it.directory.clone()).collect();
        for directory in directories {
            if self.modules.len() < DIRECTORIES_MAX && self.modules.insert(directory.clone()) {
                self.module(&directory);
            }
        }
    }

    /// Reads every directory that a `source` names, and those that they name.
    fn modules(&mut self) {
        let mut from = 0;
        while from < self.input.files.len() {
            let found: BTreeSet<String> = self
                .input
                .files
                .iter()
                .skip(from)
                .flat_map(|file| self.named_modules(file))
                .collect();
            from = self.input.files.len();
            for directory in found {
                if self.modules.len() < DIRECTORIES_MAX && self.modules.insert(directory.clone()) {
                    self.border.widen(&directory);
                    self.module(&directory);
                }
            }
        }
    }

    fn named_modules(&self, file: &InputFile) -> Vec<String> {
        if !matches!(file.kind, FileKind::Tf | FileKind::TfJson) {
            return Vec::new();
        }
        let text = self.sources.get(file.id).map_or("", |source| source.text());
        let directory = file.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        local_sources(text).iter().map(|source| join(directory, source)).collect()
    }

    /// Reads a module's directory; what is no directory is left to the evaluation to report.
    fn module(&mut self, relative: &str) {
        self.watched.note(&self.base.join(relative));
        match self.border.admit(relative) {
            Ok(path) if path.is_dir() => self.directory(relative, false),
            Ok(_) | Err(Refusal::Unreadable(_)) => {}
            Err(Refusal::Outside) => {
                let help = format!(
                    "only what lies in `{}` is read: put both into one repository, or copy the \
                     module",
                    slashed(self.border.root())
                );
                self.problem(relative, "outside", "a module lies outside of what is read", &help);
            }
        }
    }

    fn variables(&mut self, variables: &[Variable]) {
        for variable in variables {
            match variable {
                Variable::Value(name, value) => {
                    self.input.variables.push(VariableSource::Value(name.clone(), value.clone()));
                }
                Variable::File(path) => {
                    let relative = relative_to(&self.base, path);
                    self.seen.remove(&relative);
                    if let Some(id) = self.text(&relative) {
                        self.input.variables.push(VariableSource::File(id));
                    }
                }
            }
        }
    }

    /// A directory without Terraform is a mistake; the directories below it may be what was meant.
    fn nothing_to_read(&mut self, wanted: &Wanted) {
        let reads = |kind: FileKind| {
            matches!(kind, FileKind::Tf | FileKind::TfJson | FileKind::Json | FileKind::Outlast)
        };
        if !self.problems.is_empty() || self.input.files.iter().any(|file| reads(file.kind)) {
            return;
        }
        let below = wanted.directory.as_ref().map(|path| roots_below(path)).unwrap_or_default();
        let help = if below.is_empty() {
            "name a directory with `.tf` files, or the `.json` of `terraform show -json`"
                .to_string()
        } else {
            format!("did you mean `{}`?", below.join("` or `"))
        };
        self.problem("", "nothing-to-read", "there is no Terraform here", &help);
    }

    fn unreadable(&mut self, relative: &str, why: &str) {
        self.problem_at(
            relative,
            Finding::error("unreadable", "a file cannot be read"),
            why,
            "the rest was read; nothing is judged before all of it can be",
        );
    }

    fn problem(&mut self, relative: &str, rule: &'static str, title: &'static str, help: &str) {
        self.problem_at(relative, Finding::error(rule, title), "", help);
    }

    /// A problem of a file that has no text: an empty text stands for it, so that it has a place.
    fn problem_at(&mut self, relative: &str, finding: Finding, what: &str, help: &str) {
        let name = match relative {
            "" => slashed(&self.base),
            relative => self.shown_name(relative),
        };
        let id = self.sources.add(&name, "");
        self.problems.push(finding.at(Span::new(id, 0, 0), what).help(help));
    }

    fn finish(self) -> Loaded {
        let (base, border, watched) = (self.base, self.border, self.watched.clone());
        let reader: Rc<dyn Reader> = Rc::new(Files { base, border, watched });
        Loaded {
            name: self.name,
            paths: self.paths,
            sources: self.sources,
            input: Input { reader: Some(reader), ..self.input },
            outlast: self.outlast,
            shown: self.shown,
            problems: self.problems,
            watched: self.watched,
        }
    }
}

/// How deep `fileset` looks.
const LIST_DEPTH: usize = 16;

/// Files that expressions name, inside the border.
#[derive(Debug)]
struct Files {
    base: PathBuf,
    border: Border,
    watched: Rc<Watched>,
}

impl Files {
    fn within(&self, path: &str) -> Result<PathBuf, String> {
        self.watched.note(&self.base.join(path));
        self.border.admit(path).map_err(|refusal| match refusal {
            Refusal::Outside => outside(&self.border),
            Refusal::Unreadable(error) => reason(&error),
        })
    }

    fn list_below(&self, path: &Path, prefix: &str, depth: usize, found: &mut Vec<String>) {
        self.watched.note(path);
        let Ok(entries) = fs::read_dir(path) else { return };
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if found.len() >= FILES_MAX || name == ".terraform" || name == ".git" {
                continue;
            }
            let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_file() => found.push(relative),
                Ok(kind) if kind.is_dir() && depth < LIST_DEPTH => {
                    self.list_below(&entry.path(), &relative, depth + 1, found);
                }
                _ => {}
            }
        }
    }
}

impl Reader for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        read_regular(&self.within(path)?, limits::FILE_BYTES)
    }

    fn exists(&self, path: &str) -> bool {
        self.within(path).is_ok_and(|path| path.is_file())
    }

    fn list(&self, directory: &str) -> Vec<String> {
        let mut found = Vec::new();
        if let Ok(path) = self.within(directory) {
            self.list_below(&path, "", 0, &mut found);
        }
        found.sort_unstable();
        found
    }
}

/// The text of a file that is no part of a system.
///
/// # Errors
///
/// Why it cannot be read, in words for the user.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    decode(&read_regular(path, limits::FILE_BYTES)?)
}

/// The bytes of a regular file of at most `most` bytes.
fn read_regular(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    // What lies in `/proc` says that it is regular, and is not.
    if !metadata.is_file() || fs::canonicalize(path).is_ok_and(|real| is_special(&real)) {
        return Err("it is not a regular file".to_string());
    }
    let too_large =
        || format!("it is larger than {} MiB, the most that is read", most / 1024 / 1024);
    if metadata.len() > most {
        return Err(too_large());
    }
    let file = File::open(path).map_err(|error| reason(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// Why the system refused, in our words where there are some.
fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    // ELOOP has no stable kind of its own.
    match (error.kind(), error.raw_os_error()) {
        (_, Some(40)) => "its symbolic links lead round in a circle".to_string(),
        (ErrorKind::NotFound, _) => "there is no such file".to_string(),
        (ErrorKind::PermissionDenied, _) => "you may not read it".to_string(),
        _ => error.to_string().to_lowercase(),
    }
}

/// What is said of a path that leads out of the border.
fn outside(border: &Border) -> String {
    format!("it lies outside of `{}`, where nothing is read", slashed(border.root()))
}

fn system_name(wanted: &Wanted, base: &Path) -> String {
    let path = match (&wanted.directory, wanted.files.first()) {
        (None, Some(file)) if wanted.files.len() == 1 => file.with_extension(""),
        // As it was typed, unless that is `.` or ends with `..`.
        _ if base.file_name().is_some() => base.to_path_buf(),
        _ => fs::canonicalize(base).unwrap_or_else(|_| base.to_path_buf()),
    };
    path.file_name()
        .map_or_else(|| "system".to_string(), |name| name.to_string_lossy().into_owned())
}

/// The paths of a system as they were typed.
fn typed(wanted: &Wanted) -> Vec<String> {
    let paths = wanted.directory.iter().chain(&wanted.files);
    let typed: Vec<String> = paths.map(|path| slashed(path)).collect();
    if typed == ["."] { Vec::new() } else { typed }
}

/// Whether a name in a directory is read. The variable files of a module are not, as in Terraform;
/// neither is JSON that nobody named.
fn is_wanted(name: &str, is_root: bool) -> bool {
    if name.starts_with('.') || name.ends_with('~') {
        return false;
    }
    match FileKind::of(name) {
        Some(FileKind::Tf | FileKind::TfJson) => true,
        Some(FileKind::Outlast) => is_root,
        Some(FileKind::TfVars) => is_root && is_automatic(name),
        Some(FileKind::Json) | None => false,
    }
}

/// Whether Terraform reads this variable file without being told to.
fn is_automatic(name: &str) -> bool {
    matches!(name, "terraform.tfvars" | "terraform.tfvars.json")
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}

/// Every text that a `source` or `"source"` is set to and that is a path: `./a`, `../b`.
///
/// A scan, not a parse: a broken file still names its modules, and what is named by mistake is no
/// directory or is not called by anybody.
fn local_sources(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("source") {
        let rest = text.get(at + "source".len()..).unwrap_or("");
        let rest = rest.strip_prefix('"').unwrap_or(rest).trim_start();
        let Some(rest) = rest.strip_prefix(['=', ':']) else { continue };
        let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
        let value = rest.split('"').next().unwrap_or("");
        if value.starts_with("./") || value.starts_with("../") {
            found.push(value.to_string());
        }
    }
    found
}

/// Directories with Terraform in them below one that has none.
fn roots_below(path: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let mut found: Vec<String> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && has_terraform(path))
        .map(|path| slashed(&path))
        .collect();
    found.sort_unstable();
    found.truncate(HINTS_MAX);
    found
}

fn has_terraform(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        matches!(FileKind::of(&name), Some(FileKind::Tf | FileKind::TfJson))
    })
}

/// A path with `/` between its parts, as every system takes it; where a name may hold a `\`, it stays.
fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { path.replace('\\', "/") } else { path.into_owned() }
}

/// The path `path` relative to `base`; absolute when it does not lie beside or below it.
fn relative_to(base: &Path, path: &Path) -> String {
    let same =
        |path: &Path| path.strip_prefix("./").map_or_else(|_| path.to_path_buf(), PathBuf::from);
    let (base, path) = (same(base), same(path));
    if base.as_os_str() == "." || base.as_os_str().is_empty() {
        return slashed(&path);
    }
    if let Ok(below) = path.strip_prefix(&base) {
        return slashed(below);
    }
    fs::canonicalize(&path).map_or_else(|_| slashed(&path), |path| slashed(&path))
}

/// The directory that `source` means when it stands in `directory`, without `.` and inner `..`.
fn join(directory: &str, source: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in directory.split('/').chain(source.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_modules_are_found_even_in_a_broken_file() {
        let text = "module \"a\" {\n  source = \"./a\"\n}\nmodule \"b\" { source=\"../b\" \n{{{ ";
        assert_eq!(local_sources(text), ["./a", "../b"]);
        assert_eq!(local_sources("{\"module\":{\"c\":{\"source\": \"./c\"}}}"), ["./c"]);
        assert_eq!(local_sources("source = \"hashicorp/x\""), Vec::<String>::new());
    }

    #[test]
    fn paths_are_joined_without_dots() {
        assert_eq!(join("", "./a"), "a");
        assert_eq!(join("modules/a", "../b"), "modules/b");
        assert_eq!(join("", "../../x"), "../../x");
    }

    #[test]
    fn a_directory_begins_a_system_and_files_belong_to_it() {
        let paths = [PathBuf::from("/"), PathBuf::from("plan.json"), PathBuf::from("/tmp")];
        let systems = systems(&paths, &[]);
        assert_eq!(systems.len(), 2);
        assert_eq!(systems[0].files, [PathBuf::from("plan.json")]);
        assert!(systems[1].files.is_empty());
    }

    #[test]
    fn only_what_terraform_would_read_is_read() {
        assert!(is_wanted("main.tf", false));
        assert!(is_wanted("shop.outlast.hcl", true));
        assert!(!is_wanted("production.tfvars", true));
        assert!(is_wanted("terraform.tfvars", true));
        assert!(!is_wanted("terraform.tfvars", false));
        assert!(!is_wanted(".hidden.tf", true));
        assert!(!is_wanted("plan.json", true));
    }
}
