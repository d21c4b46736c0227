//! What must not compile. A thing that is added to a closed vocabulary, of the model or of what an
//! engine tells, shows every place that must decide what it means. Each is added to a copy of the
//! workspace, where the crate of the vocabulary compiles and each of the named crates does not. Beside
//! them: an id that no arena gave out.

use std::path::Path;
use std::process::Command;

use crate::mutants::copy_tree;

/// A variant that nobody has decided on, or an id that nobody gave out.
struct Undecided {
    /// What is added: "an effect".
    what: &'static str,
    /// The crate of the vocabulary.
    of: &'static str,
    /// Of that crate: file, text, and the text with the variant in it.
    edits: &'static [(&'static str, &'static str, &'static str)],
    /// The crates that must not compile, and a file of each that must be named.
    places: &'static [(&'static str, &'static str)],
    /// The error that the compiler must give there.
    error: &'static str,
}

/// A `match` has no arm for a variant.
const NO_ARM: &str = "E0004";

const ALL: &[Undecided] = &[
    Undecided {
        what: "an effect",
        of: "outlast-model",
        edits: &[
            (
                "effect.rs",
                "    Set(Misled),\n}",
                "    Set(Misled),\n    /// New.\n    Tenth(PartId),\n}",
            ),
            (
                "effect.rs",
                "            Self::Set(_) => EffectKind::Set,\n",
                "            Self::Set(_) => EffectKind::Set,\n            Self::Tenth(_) => EffectKind::Tenth,\n",
            ),
            (
                "effect.rs",
                "            | Self::Fill(part)\n",
                "            | Self::Fill(part)\n            | Self::Tenth(part)\n",
            ),
            (
                "effect.rs",
                "            | Self::Fill(_)\n",
                "            | Self::Fill(_)\n            | Self::Tenth(_)\n",
            ),
            (
                "effect.rs",
                "            | Self::Deny(_) => true,\n",
                "            | Self::Deny(_)\n            | Self::Tenth(_) => true,\n",
            ),
            (
                "effect.rs",
                "            | Self::Set(_) => None,\n",
                "            | Self::Set(_)\n            | Self::Tenth(_) => None,\n",
            ),
            ("effect.rs", "    Set,\n}", "    Set,\n    /// New.\n    Tenth,\n}"),
            (
                "effect.rs",
                "            Self::Set => \"set\",\n",
                "            Self::Set => \"set\",\n            Self::Tenth => \"tenth\",\n",
            ),
            (
                "references.rs",
                " | Self::Deny(part) => [part],",
                " | Self::Deny(part) | Self::Tenth(part) => [part],",
            ),
        ],
        places: &[
            ("outlast-sim", "src/effect/mod.rs"),
            ("outlast-catalog", "src/language/states.rs"),
        ],
        error: NO_ARM,
    },
    Undecided {
        what: "a class of faults",
        of: "outlast-model",
        edits: &[
            ("fault.rs", "    Own,\n}", "    Own,\n    /// New.\n    New,\n}"),
            ("fault.rs", "[Self; 25]", "[Self; 26]"),
            (
                "fault.rs",
                "        Self::Own,\n    ];",
                "        Self::Own,\n        Self::New,\n    ];",
            ),
            (
                "fault.rs",
                "            Self::Own => \"own\",\n",
                "            Self::Own => \"own\",\n            Self::New => \"new\",\n",
            ),
            (
                "journey.rs",
                "            Class::Own => &[\"own\", \"other\"],\n",
                "            Class::Own => &[\"own\", \"other\"],\n            Class::New => &[\"new\", \"other\"],\n",
            ),
        ],
        places: &[
            ("outlast-catalog", "src/language/grammar/blocks/promise.rs"),
            ("outlast-catalog", "src/language/grammar/blocks/rates.rs"),
        ],
        error: NO_ARM,
    },
    Undecided {
        what: "a role of a part",
        of: "outlast-model",
        edits: &[
            (
                "role.rs",
                "    ClusterControlPlane,\n}",
                "    ClusterControlPlane,\n    /// New.\n    New,\n}",
            ),
            (
                "role.rs",
                "            Self::ClusterControlPlane => \"kubernetes control plane\",\n",
                "            Self::ClusterControlPlane => \"kubernetes control plane\",\n            Self::New => \"new\",\n",
            ),
            (
                "role.rs",
                "            | Self::ControlPlane\n            | Self::ClusterControlPlane => true,",
                "            | Self::ControlPlane\n            | Self::New\n            | Self::ClusterControlPlane => true,",
            ),
            (
                "role.rs",
                "            | Self::ControlPlane\n            | Self::ClusterControlPlane => false,",
                "            | Self::ControlPlane\n            | Self::New\n            | Self::ClusterControlPlane => false,",
            ),
            (
                "role.rs",
                "            | Self::People\n            | Self::ClusterControlPlane => false,",
                "            | Self::People\n            | Self::New\n            | Self::ClusterControlPlane => false,",
            ),
        ],
        places: &[("outlast-catalog", "src/networks.rs")],
        error: NO_ARM,
    },
    Undecided {
        what: "a kind of part",
        of: "outlast-model",
        edits: &[
            ("part.rs", "    People(People),\n}", "    People(People),\n    /// New.\n    New,\n}"),
            (
                "references.rs",
                "        Self::Server => [],\n        Self::Router",
                "        Self::Server | Self::New => [],\n        Self::Router",
            ),
        ],
        places: &[
            ("outlast-sim", "src/rows/mod.rs"),
            ("outlast-sim", "src/slice.rs"),
            ("outlast-catalog", "src/holdings.rs"),
        ],
        error: NO_ARM,
    },
    Undecided {
        what: "what a store holds",
        of: "outlast-model",
        edits: &[
            ("role.rs", "    State,\n}", "    State,\n    /// New.\n    New,\n}"),
            (
                "role.rs",
                "            Self::State => \"state\",\n",
                "            Self::State => \"state\",\n            Self::New => \"new\",\n",
            ),
        ],
        // What it means stands beside it: whether it lasts, whether it is files.
        places: &[("outlast-model", "src/role.rs")],
        error: NO_ARM,
    },
    Undecided {
        what: "what a process does",
        of: "outlast-sim",
        edits: &[(
            "rows/process.rs",
            "        Starts,\n    }",
            "        Starts,\n        /// New.\n        New,\n    }",
        )],
        places: &[
            ("outlast-sim", "src/world.rs"),
            ("outlast-sim", "src/behaviour/repair.rs"),
            ("outlast-sim", "src/behaviour/start.rs"),
        ],
        error: NO_ARM,
    },
    Undecided {
        what: "an event",
        of: "outlast-sim",
        edits: &[(
            "event.rs",
            "    Filled(CopyRef),\n}",
            "    Filled(CopyRef),\n    /// New.\n    New,\n}",
        )],
        places: &[("outlast-analysis", "src/speech/events.rs")],
        error: NO_ARM,
    },
    Undecided {
        what: "a doubt",
        of: "outlast-sim",
        edits: &[
            (
                "doubt.rs",
                "    Count(MachineId),\n}",
                "    Count(MachineId),\n    /// New.\n    New,\n}",
            ),
            (
                "doubt.rs",
                "        | Doubt::Count(_) => (11,",
                "        | Doubt::Count(_)\n        | Doubt::New => (11,",
            ),
        ],
        places: &[("outlast-analysis", "src/speech/doubts.rs")],
        error: NO_ARM,
    },
    Undecided {
        what: "a rule",
        of: "outlast-sim",
        edits: &[
            ("ids.rs", "    Warm(CopyRef),\n}", "    Warm(CopyRef),\n    /// New.\n    New,\n}"),
            (
                "ids.rs",
                "            | Self::Warm(_) => None,",
                "            | Self::Warm(_)\n            | Self::New => None,",
            ),
        ],
        // What its draws are seeded with stands beside all others.
        places: &[("outlast-sim", "src/texts.rs")],
        error: NO_ARM,
    },
    Undecided {
        what: "an id by its constructor",
        of: "outlast-sim",
        edits: &[(
            "ids.rs",
            "use outlast_model::",
            "const NEW: outlast_model::PartId = outlast_model::PartId(3);\nuse outlast_model::",
        )],
        places: &[("outlast-sim", "src/ids.rs")],
        // The constructor is private.
        error: "E0603",
    },
    Undecided {
        what: "an id as tests make it up",
        of: "outlast-sim",
        edits: &[(
            "ids.rs",
            "use outlast_model::",
            "const NEW: outlast_model::PartId = outlast_model::PartId::nth(3);\nuse outlast_model::",
        )],
        places: &[("outlast-sim", "src/ids.rs")],
        // The feature of the tests is not on: there is no such function.
        error: "E0599",
    },
];

/// Adds every variant whose description holds `only` to a copy of the workspace. Gives how many were
/// refused by every crate that must decide, and which were not.
///
/// # Errors
///
/// When the copy cannot be written, or when the crate of a vocabulary itself does not compile.
pub(crate) fn run(root: &Path, only: &str) -> std::io::Result<(usize, Vec<&'static str>)> {
    let copy = root.join("target/undecided");
    let (mut refused, mut accepted) = (0, Vec::new());
    for new in ALL.iter().filter(|new| new.what.contains(only)) {
        for name in ["crates", "docs", "xtask"] {
            copy_tree(&root.join(name), &copy.join(name))?;
        }
        for name in ["Cargo.toml", "Cargo.lock", "README.md", "clippy.toml"] {
            std::fs::copy(root.join(name), copy.join(name))?;
        }
        for (file, from, to) in new.edits {
            let file = copy.join("crates").join(new.of).join("src").join(file);
            let text = std::fs::read_to_string(&file)?;
            std::fs::write(&file, text.replacen(from, to, 1))?;
        }
        let is_at_home = new.places.iter().any(|(name, _)| *name == new.of);
        if let Some(errors) = errors(&copy, new.of)?.filter(|_| !is_at_home) {
            let what = format!("{} in {}: {errors}", new.what, new.of);
            return Err(std::io::Error::other(what));
        }
        let mut is_refused = true;
        for (name, place) in new.places {
            let errors = errors(&copy, name)?.unwrap_or_default();
            let undecided = |line: &&str| line.contains(new.error) && line.contains(place);
            if !errors.lines().any(|line| undecided(&line)) {
                eprintln!("`{}` is accepted by {name}: no {} in {place}", new.what, new.error);
                is_refused = false;
            }
        }
        if is_refused {
            refused += 1;
            eprintln!("`{}` does not compile: {} in every place", new.what, new.error);
        } else {
            accepted.push(new.what);
        }
    }
    Ok((refused, accepted))
}

/// What is wrong with a crate, a line each; nothing when it compiles.
fn errors(copy: &Path, name: &str) -> std::io::Result<Option<String>> {
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--lib", "--message-format", "short", "--package", name])
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .current_dir(copy)
        .output()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok((!output.status.success()).then_some(errors))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test is meant to stop")]

    use super::ALL;

    #[test]
    fn each_edit_finds_its_text() {
        for new in ALL {
            for (file, from, _) in new.edits {
                let path = crate::root().join("crates").join(new.of).join("src").join(file);
                let text = std::fs::read_to_string(path).unwrap();
                assert!(text.contains(from), "{}: `{from}` in {file}", new.what);
            }
        }
    }
}
