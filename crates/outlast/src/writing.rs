//! Files that are written whole or not at all.
//!
//! Each text goes into a new file beside the one that is meant, and only when all of them are on
//! the disk do they take their names. What is no regular file (a device, a pipe) is written to as it
//! is. A link stays a link: the file that it leads to is replaced.

#![allow(clippy::disallowed_methods, reason = "this file is the one that writes reports")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many names for a new file are tried.
const NAMES_MAX: u32 = 100;

/// Writes these texts to these files.
///
/// # Errors
///
/// The file that could not be written and why; then none of them has changed, unless the system
/// failed while it gave them their names.
pub(crate) fn write_all(files: &[(PathBuf, String)]) -> Result<(), (PathBuf, String)> {
    let mut staged = Vec::new();
    for (path, text) in files {
        let prepared = Staged::new(path, text.as_bytes());
        staged.push(prepared.map_err(|error| (path.clone(), reason(&error)))?);
    }
    for (it, (path, _)) in staged.into_iter().zip(files) {
        it.finish().map_err(|error| (path.clone(), reason(&error)))?;
    }
    Ok(())
}

/// A text on the disk that has not its name yet; it goes away with the value.
enum Staged {
    /// A new file and the name that it is to have.
    New { path: PathBuf, target: PathBuf },
    /// Something that takes bytes as they come.
    Stream { file: File, text: Vec<u8> },
    /// It has its name.
    Done,
}

impl Staged {
    fn new(path: &Path, text: &[u8]) -> io::Result<Self> {
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_path_buf(),
            Err(error) => return Err(error),
        };
        let before = fs::metadata(&target).ok();
        if let Some(it) = before.as_ref().filter(|it| !it.is_file()) {
            if it.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            let file = OpenOptions::new().write(true).open(&target)?;
            return Ok(Self::Stream { file, text: text.to_vec() });
        }
        // A file that may not be written is not replaced either.
        if before.is_some() {
            OpenOptions::new().write(true).open(&target)?;
        }
        let (path, mut file) = create_beside(&target)?;
        // From here on the new file goes away when something fails.
        let staged = Self::New { path, target };
        if let Some(before) = before {
            file.set_permissions(before.permissions())?;
        }
        file.write_all(text)?;
        file.sync_all()?;
        Ok(staged)
    }

    fn finish(mut self) -> io::Result<()> {
        match &mut self {
            Self::New { path, target } => fs::rename(path, target)?,
            Self::Stream { file, text } => {
                file.write_all(text)?;
                file.flush()?;
            }
            Self::Done => {}
        }
        self = Self::Done;
        drop(self);
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Self::New { path, .. } = self {
            let _ = fs::remove_file(path);
        }
    }
}

/// A new file in the directory of another, which a crash would leave behind under a name that says
/// whose it is.
fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let directory = target.parent().filter(|it| !it.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    // A name may be as long as the system allows; that of the new file is short.
    let name: String = name.chars().take(32).collect();
    for number in 0..NAMES_MAX {
        let path = directory.join(format!(".{name}.{}-{number}.outlast", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(file) => return Ok((path, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Why the system refused, in our words where there are some.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such directory".to_string(),
        io::ErrorKind::PermissionDenied => "you may not write there".to_string(),
        io::ErrorKind::IsADirectory => "it is a directory".to_string(),
        io::ErrorKind::StorageFull => "the disk is full".to_string(),
        _ => error.to_string().to_lowercase(),
    }
}
