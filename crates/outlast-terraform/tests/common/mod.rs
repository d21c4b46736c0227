//! What the comparisons with Terraform share: running it offline, and reading input from texts.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "each test uses a part of it, and a failing test is meant to stop"
)]

use std::path::Path;
use std::process::{Command, Stdio};

use outlast_findings::Sources;
use outlast_terraform::{FileKind, Input, InputFile};

/// Whether `terraform` is there; says loudly when it is not.
pub fn terraform_is_there(test: &str) -> bool {
    let there = Command::new("terraform")
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        eprintln!("SKIPPED: {test}: terraform not found in PATH");
    }
    there
}

/// `terraform` in a directory, without network and without the user's settings.
pub fn terraform(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("terraform");
    command
        .args(arguments)
        .current_dir(directory)
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("TF_IN_AUTOMATION", "1");
    command
}

/// Input and sources of texts by path.
pub fn input(files: &[(&str, &str)]) -> (Input, Sources) {
    let mut sources = Sources::new();
    let mut input = Input::default();
    for (path, text) in files {
        let id = sources.add(path, text);
        if let Some(kind) = FileKind::of(path) {
            input.files.push(InputFile { id, path: (*path).to_owned(), kind });
        }
    }
    (input, sources)
}

/// Copies a directory with everything below it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Every file below a directory, relative to it.
pub fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_path_buf()];
    while let Some(here) = waiting.pop() {
        for entry in std::fs::read_dir(&here).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(directory).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// The input that a directory is, with a reader for the files in it.
pub fn load(directory: &Path) -> (Input, Sources) {
    let texts: Vec<(String, String)> = files(directory)
        .into_iter()
        .filter_map(|path| {
            let bytes = std::fs::read(directory.join(&path)).unwrap();
            Some((path, outlast_terraform::decode(&bytes).ok()?))
        })
        .collect();
    let borrowed: Vec<(&str, &str)> =
        texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (mut input, sources) = input(&borrowed);
    input.reader = Some(std::rc::Rc::new(Directory(directory.to_path_buf())));
    (input, sources)
}

/// Reads the files of a directory.
pub struct Directory(pub std::path::PathBuf);

impl outlast_terraform::Reader for Directory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }

    fn exists(&self, path: &str) -> bool {
        self.0.join(path).is_file()
    }

    fn list(&self, path: &str) -> Vec<String> {
        files(&self.0.join(path))
    }
}
