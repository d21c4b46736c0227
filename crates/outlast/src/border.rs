//! What may be opened: nothing outside of the *border*, and never what is no plain file.
//!
//! The border is the enclosing repository (the nearest directory above with `.git`). Without one it
//! is the directory of the system, widened to the furthest folder that a relative module of it names:
//! `../../modules/web` widens it by two. It is never widened to `/` or to a directory that holds the
//! home directory, and a repository there is none. A link is followed when it leads to something
//! inside; where the user stands in `/` or at home, links lead nowhere.

#![allow(clippy::disallowed_methods, reason = "this file asks where paths lead")]

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Directories in which there are no plain files, whatever they say of themselves.
const SPECIAL: [&str; 3] = ["/dev", "/proc", "/sys"];

/// The border of a system.
#[derive(Debug, Clone)]
pub(crate) struct Border {
    /// The directory of the system, without links.
    base: PathBuf,
    /// The directory that nothing outside of is opened.
    root: PathBuf,
    /// The home directory, without links, if there is one.
    home: Option<PathBuf>,
    /// Whether it may still grow: there is no repository around it.
    grows: bool,
}

impl Border {
    /// Around the directory of a system.
    pub(crate) fn around(base: &Path) -> Self {
        let home = std::env::var_os("HOME").filter(|it| !it.is_empty());
        let home = home.and_then(|home| fs::canonicalize(home).ok());
        let base = fs::canonicalize(base).unwrap_or_else(|_| base.to_path_buf());
        Self::at(base, home, &|path| path.join(".git").exists())
    }

    fn at(base: PathBuf, home: Option<PathBuf>, is_repository: &dyn Fn(&Path) -> bool) -> Self {
        let around = base.ancestors().filter(|path| !is_wide(path, home.as_deref()));
        let repository = around.take_while(|path| path.parent().is_some());
        let repository = repository.into_iter().find(|path| is_repository(path));
        let grows = repository.is_none();
        let root = repository.unwrap_or(&base).to_path_buf();
        Self { base, root, home, grows }
    }

    /// Widens it to what holds both the system and this directory, which a module names relative to
    /// it, if it may grow so far.
    pub(crate) fn widen(&mut self, relative: &str) {
        let Some(named) = plain(&self.base.join(relative)).filter(|_| self.grows) else { return };
        let both = self.root.ancestors().find(|path| named.starts_with(path));
        if let Some(root) = both.filter(|path| !is_wide(path, self.home.as_deref())) {
            self.root = root.to_path_buf();
        }
    }

    /// Where a path relative to the system leads, when that may be opened.
    ///
    /// # Errors
    ///
    /// Why it may not, or why it leads nowhere.
    pub(crate) fn admit(&self, relative: &str) -> Result<PathBuf, Refusal> {
        let asked = self.base.join(relative);
        let real = fs::canonicalize(&asked).map_err(Refusal::Unreadable)?;
        if !real.starts_with(&self.root) {
            return Err(Refusal::Outside);
        }
        let follows = !is_wide(&self.root, self.home.as_deref());
        if follows || plain(&asked).is_some_and(|path| path == real) {
            Ok(real)
        } else {
            Err(Refusal::Outside)
        }
    }

    /// The directory that nothing outside of is opened.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }
}

/// Why something is not opened.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It leads out of the border.
    Outside,
    /// The system cannot tell where it leads.
    Unreadable(std::io::Error),
}

/// Whether a path, without links, lies where there are no plain files.
pub(crate) fn is_special(path: &Path) -> bool {
    SPECIAL.iter().any(|special| path.starts_with(special))
}

/// Whether a directory is `/` or holds the home directory.
fn is_wide(path: &Path, home: Option<&Path>) -> bool {
    path.parent().is_none() || home.is_some_and(|home| home.starts_with(path))
}

/// A path without `.` and `..`; nothing when it leads above `/`.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !found.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => found.push(part),
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn border(base: &str, repository: &str) -> Border {
        let is_repository = |path: &Path| path == Path::new(repository);
        Border::at(PathBuf::from(base), Some(PathBuf::from("/home/ann")), &is_repository)
    }

    fn widened(base: &str, modules: &[&str]) -> PathBuf {
        let mut border = border(base, "nowhere");
        modules.iter().for_each(|module| border.widen(module));
        border.root
    }

    #[test]
    fn it_is_the_repository_and_that_is_not_widened() {
        let mut border = border("/home/ann/shop/environments/prod", "/home/ann/shop");
        border.widen("../../../other");
        assert_eq!(border.root, Path::new("/home/ann/shop"));
    }

    #[test]
    fn without_a_repository_it_is_as_far_as_relative_modules_lead() {
        let prod = "/home/ann/shop/environments/prod";
        assert_eq!(widened(prod, &[]), Path::new(prod));
        assert_eq!(widened(prod, &["modules/web"]), Path::new(prod));
        assert_eq!(widened(prod, &["../../modules/web"]), Path::new("/home/ann/shop"));
        assert_eq!(widened(prod, &["../x", "../../modules/web"]), Path::new("/home/ann/shop"));
    }

    #[test]
    fn it_is_never_the_root_or_what_holds_the_home_directory() {
        let shop = "/home/ann/shop";
        assert_eq!(widened(shop, &["../modules"]), Path::new(shop));
        assert_eq!(widened(shop, &["../../bob"]), Path::new(shop));
        assert_eq!(widened(shop, &["../../../../../etc"]), Path::new(shop));
        assert_eq!(widened("/srv/shop", &["../modules"]), Path::new("/srv"));
        assert_eq!(widened("/srv", &["../etc"]), Path::new("/srv"));
        // A repository of configuration files at home is none of this system.
        assert_eq!(border(shop, "/home/ann").root, Path::new(shop));
        assert_eq!(border(shop, "/").root, Path::new(shop));
    }

    #[test]
    fn special_files_are_none() {
        assert!(is_special(Path::new("/proc/self/environ")) && is_special(Path::new("/dev/zero")));
        assert!(!is_special(Path::new("/process/main.tf")));
    }
}
