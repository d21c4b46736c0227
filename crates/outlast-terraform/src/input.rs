//! What the caller hands over: texts that are loaded, values of variables, a reader for other files.

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_findings::FileId;

use crate::installed::Installed;
use crate::value::Value;

/// What kind of text a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `*.tf`.
    Tf,
    /// `*.tf.json`.
    TfJson,
    /// `*.tfvars` and `*.tfvars.json`.
    TfVars,
    /// `*.outlast.hcl`: not read here, only passed over.
    Outlast,
    /// The JSON of `terraform show -json`: see [`crate::plan`].
    Json,
}

impl FileKind {
    /// The kind that a file name says; `None` for a file that is not read.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ends = |end: &str| name.len() > end.len() && name.ends_with(end);
        match () {
            () if ends(".tf") => Some(Self::Tf),
            () if ends(".tf.json") => Some(Self::TfJson),
            () if ends(".tfvars") || ends(".tfvars.json") => Some(Self::TfVars),
            () if ends(".outlast.hcl") => Some(Self::Outlast),
            () if ends(".json") || ends(".tfstate") => Some(Self::Json),
            () => None,
        }
    }
}

/// A loaded text.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// The text, in the sources.
    pub id: FileId,
    /// The path relative to the root of the input, `/`-separated.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
}

/// Values of variables from the command line, in the order given.
#[derive(Debug, Clone)]
pub enum VariableSource {
    /// `-var-file`: a loaded text.
    File(FileId),
    /// `-var name=text`.
    Value(String, String),
}

/// Files that expressions name: `file()`, `templatefile()`, `fileexists()`, `fileset()`.
///
/// Paths are relative to the root of the input. The caller limits what may be read and how large.
pub trait Reader {
    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, lower case, for the user.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Whether a regular file is there.
    fn exists(&self, path: &str) -> bool;

    /// The files below a directory, relative to it, sorted; empty when there is none.
    fn list(&self, directory: &str) -> Vec<String>;
}

/// Attributes that are known from a plan or a state, by address of the instance.
pub type Known = BTreeMap<String, BTreeMap<String, Value>>;

/// Everything that an evaluation reads.
#[derive(Clone, Default)]
pub struct Input {
    /// The loaded texts.
    pub files: Vec<InputFile>,
    /// The directory of the root module, relative to the root of the input; empty for the top.
    pub root: String,
    /// Values of `TF_VAR_name`, by name.
    pub environment: BTreeMap<String, String>,
    /// `-var` and `-var-file`, in the order given: later ones win.
    pub variables: Vec<VariableSource>,
    /// The workspace; `default` when empty.
    pub workspace: String,
    /// Files that expressions name; without a reader they are unknown.
    pub reader: Option<Rc<dyn Reader>>,
    /// What a plan or state of the same configuration knows: see [`crate::plan::known`].
    pub known: Known,
    /// What `terraform init` has installed of modules that are not local.
    pub installed: Installed,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Input").field("files", &self.files).field("root", &self.root).finish()
    }
}
