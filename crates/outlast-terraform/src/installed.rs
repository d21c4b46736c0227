//! Modules that `terraform init` has installed, as `.terraform/modules/modules.json` lists them.
//!
//! The list is Terraform's own and no promise of it: what of it cannot be read counts as not
//! installed.

use std::collections::BTreeMap;

use serde_json::Value;

/// Where the list stands, relative to the root module.
pub const LIST: &str = ".terraform/modules/modules.json";

/// A module that was installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledModule {
    /// Its source, as Terraform wrote it down: a registry is named in full.
    pub source: String,
    /// The directory, relative to the root module, `/`-separated.
    pub directory: String,
}

impl InstalledModule {
    /// Whether it is what a call asks for; a registry need not be named there.
    fn is_of(&self, source: &str) -> bool {
        let bare = source.trim_start_matches("registry.terraform.io/");
        self.source == source || self.source.strip_prefix("registry.terraform.io/") == Some(bare)
    }
}

/// Installed modules by the calls that lead to them: `web`, `web.disk`.
pub type Installed = BTreeMap<String, InstalledModule>;

/// The modules of such a list. What does not lie where `terraform init` puts it is left out: local
/// modules are found by their source.
pub fn installed(text: &str) -> Installed {
    let list: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let entries = list.get("Modules").and_then(Value::as_array);
    let entry = |entry: &Value| {
        let word = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
        let (key, source, directory) = (word("Key")?, word("Source")?, word("Dir")?);
        let directory = crate::path::normal(&directory.replace('\\', "/"));
        let inside = directory.starts_with(".terraform/modules/");
        (inside && !key.is_empty()).then_some((key, InstalledModule { source, directory }))
    };
    entries.into_iter().flatten().filter_map(entry).collect()
}

/// The directory of the module that the call `key` of this source has installed.
pub(crate) fn directory<'i>(installed: &'i Installed, key: &str, source: &str) -> Option<&'i str> {
    let module = installed.get(key).filter(|module| module.is_of(source))?;
    Some(&module.directory)
}

#[cfg(test)]
mod tests {
    use super::{directory, installed};

    #[test]
    fn a_list_that_is_broken_or_leads_elsewhere_installs_nothing() {
        assert!(installed("{\"Modules\": 3}").is_empty());
        assert!(installed("[").is_empty());
        let elsewhere = r#"{"Modules":[
            {"Key":"a","Source":"git::x","Dir":"../../etc"},
            {"Key":"b","Source":"git::x","Dir":".terraform/modules/../../x"},
            {"Key":"","Source":"","Dir":"."}]}"#;
        assert!(installed(elsewhere).is_empty());
    }

    #[test]
    fn a_registry_need_not_be_named_and_another_source_is_not_installed() {
        let list = r#"{"Modules":[{"Key":"v.w","Source":"registry.terraform.io/a/b/c",
            "Version":"1.0.0","Dir":".terraform\\modules\\v.w"}]}"#;
        let installed = installed(list);
        let found = |source| directory(&installed, "v.w", source);
        assert_eq!(found("a/b/c"), Some(".terraform/modules/v.w"));
        assert_eq!(found("registry.terraform.io/a/b/c"), Some(".terraform/modules/v.w"));
        assert_eq!(found("a/b/d"), None);
        assert_eq!(directory(&installed, "v", "a/b/c"), None);
    }
}
