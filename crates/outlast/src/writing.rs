//! Files that are written whole or not at all.
//!
//! Each text goes into a new file beside the one that is meant, and only when all of them are on
//! the disk do they take their names. What is no regular file (a device, a pipe) is written to as it
//! is. A link stays a link: the file that it leads to is replaced.

#![allow(clippy::disallowed_methods, reason = "this file is the one that writes reports")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many links are followed from one name.
const LINKS_MAX: u32 = 40;
/// `O_NONBLOCK`: what is opened so waits for nobody.
#[cfg(all(unix, target_os = "linux"))]
const NONBLOCK: i32 = 0o4000;
#[cfg(all(unix, not(target_os = "linux")))]
const NONBLOCK: i32 = 0x4;
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
            Err(error) if error.kind() == io::ErrorKind::NotFound => led_to(path)?,
            Err(error) => return Err(error),
        };
        let before = fs::metadata(&target).ok();
        if let Some(it) = before.as_ref().filter(|it| !it.is_file()) {
            if it.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            let file = open_stream(&target)?;
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

/// Where a path leads at which nothing stands yet: a link that leads nowhere stays one, and the file is
/// made where it leads to.
fn led_to(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..LINKS_MAX {
        let Ok(next) = fs::read_link(&target) else { return Ok(target) };
        let beside = target.parent().unwrap_or(Path::new("")).join(next);
        target = beside;
    }
    Err(io::Error::other("its links lead round in a circle"))
}

/// Opens what takes bytes as they come. A pipe that nobody reads is refused: to wait for a reader
/// would take for ever.
#[cfg(unix)]
fn open_stream(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
    let is_pipe = fs::metadata(path)?.file_type().is_fifo();
    // Held until the second one is open, which then waits for nobody.
    let at_once = OpenOptions::new().write(true).custom_flags(NONBLOCK).open(path);
    match at_once {
        Err(_) if is_pipe => Err(io::Error::other("nobody reads from this pipe")),
        _ => OpenOptions::new().write(true).open(path),
    }
}

#[cfg(not(unix))]
fn open_stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
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
        io::ErrorKind::FileTooLarge => "it would be larger than a file may be here".to_string(),
        _ => error.to_string().to_lowercase(),
    }
}
