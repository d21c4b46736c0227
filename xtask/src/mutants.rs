//! Mutants that must die: each is a small wrong change of the engine, and the tests of the engine
//! must fail on it. A rule that no test holds would be a rule that nobody knows to be right.

use std::path::Path;
use std::process::{Command, Stdio};

/// One wrong change: what it is, in which file, from which text to which.
struct Mutant {
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
}

const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "a check re-arms the other way round",
        file: "explore.rs",
        from: "let round = if *rearm == Rearm::End {",
        to: "let round = if *rearm == Rearm::Start {",
    },
    Mutant {
        what: "the last check's time-out is dropped",
        file: "explore.rs",
        from: "saturating_mul(i64::from(*falls) - 1).saturating_add(*wait)",
        to: "saturating_mul(i64::from(*falls) - 1).saturating_add(0 * *wait)",
    },
    Mutant {
        what: "one check too many",
        file: "explore.rs",
        from: "saturating_mul(i64::from(*falls) - 1)",
        to: "saturating_mul(i64::from(*falls))",
    },
    Mutant {
        what: "the skew of a virtual address is dropped",
        file: "behaviour/mod.rs",
        from: "lo: rounds * period + skew.lo, hi: rounds * period + skew.hi",
        to: "lo: rounds * period + 0 * skew.lo, hi: rounds * period + 0 * skew.hi",
    },
    Mutant {
        what: "a tick in flight counts although the target changed",
        file: "plain.rs",
        from: "if flight > 0 && into < flight {",
        to: "if flight > period && into < flight {",
    },
    Mutant {
        what: "merged zones are not marked",
        file: "explore.rs",
        from: "                    *own = (own.0.min(other.0), own.1.max(other.1));\n                }\n            }\n            self.found.coarse = true;",
        to: "                    *own = (own.0.min(other.0), own.1.max(other.1));\n                }\n            }",
    },
    Mutant {
        what: "a phase that is kept is drawn anew",
        file: "explore.rs",
        from: "let (Some(date), Some((lo, hi)), true) = (known, back, keeps) else {\n            // Ticks that shift with every check that times out are drawn anew: wider than the truth.\n            self.found.coarse |= known.is_some();",
        to: "let (Some(date), Some((lo, hi)), true) = (known, back, keeps && false) else {",
    },
    Mutant {
        what: "a hung process fails a check of its port",
        file: "behaviour/mod.rs",
        from: "Condition::Hung | Condition::Wrong => kind == CheckKind::Request,",
        to: "Condition::Hung | Condition::Wrong => kind == CheckKind::Request || true,",
    },
    Mutant {
        what: "a cut is seen from one side only",
        file: "effect/cut.rs",
        from: "inside != self.model.is_within(to.place, cut)",
        to: "inside && !self.model.is_within(to.place, cut)",
    },
    Mutant {
        what: "a backup is as new as its end",
        file: "data.rs",
        from: "        } else {\n            Range::new(makes.lo, every.hi.saturating_add(makes.hi))",
        to: "        } else {\n            Range::new(0, every.hi.max(makes.lo).max(makes.hi))",
    },
    Mutant {
        what: "a copy that is too old is used all the same",
        file: "data.rs",
        from: "_ if lo > kept.time.hi && !stays => Maybe::Always,",
        to: "_ if lo > kept.time.hi && !stays => Maybe::Never,",
    },
    Mutant {
        what: "a backup that is begun after the content went wrong is clean",
        file: "data.rs",
        from: "return self.serves(from)\n                && world.keeper_answers(",
        to: "return world.keeper_answers(",
    },
    Mutant {
        what: "a copy whose stream broke has everything",
        file: "behind.rs",
        from: "let lags = data::lag(world, store, slot) != Range::ZERO;",
        to: "let lags = data::lag(world, store, slot) != Range::ZERO && false;",
    },
    Mutant {
        what: "a synchronous write is acknowledged by one copy",
        file: "behaviour/commit.rs",
        from: "(alone || self.having() > 1) && self.has_quorum()",
        to: "(alone || self.having() > 0) && self.has_quorum()",
    },
    Mutant {
        what: "a copy that writes have passed by is promoted",
        file: "behaviour/database.rs",
        from: "&& self.row.writes.is_stale(state, copy)",
        to: "&& self.row.writes.is_stale(state, copy) && copy == u32::MAX",
    },
    Mutant {
        what: "a killed process takes what its kernel had not written",
        file: "content.rs",
        from: "Medium::Disk => hit == Hit::Destroyed,",
        to: "Medium::Disk => hit != Hit::Power,",
    },
    Mutant {
        what: "a deletion spares the copies that follow",
        file: "effect/mod.rs",
        from: "let follows = store.backup(slot).is_none_or(|backup| obeys(backup.obeys));",
        to: "let follows = slot == 0 || store.backup(slot).is_some_and(|backup| obeys(backup.obeys));",
    },
    Mutant {
        what: "two-phase commit does a job twice",
        file: "aftermath.rs",
        from: "Some(Delivery::AtMostOnce | Delivery::ExactlyOnce) => (0, Some(0)),\n        Some(Delivery::AtLeastOnce) | None",
        to: "Some(Delivery::AtMostOnce) => (0, Some(0)),\n        Some(Delivery::AtLeastOnce | Delivery::ExactlyOnce) | None",
    },
];

/// Tries every mutant whose description holds `only` on a copy of the engine. Gives how many died
/// and which lived.
///
/// # Errors
///
/// When the copy cannot be written, or when its tests fail although nothing is changed.
pub(crate) fn run(root: &Path, only: &str) -> std::io::Result<(usize, Vec<&'static str>)> {
    let copy = root.join("target/mutants");
    let (mut died, mut lived) = (0, Vec::new());
    if !MUTANTS.iter().any(|mutant| mutant.what.contains(only)) {
        return Ok((died, lived));
    }
    lay_out(root, &copy)?;
    if !tests_pass(&copy)? {
        // Nothing could be told from a failure then.
        return Err(std::io::Error::other(
            "the tests of the engine fail before anything is changed",
        ));
    }
    for mutant in MUTANTS.iter().filter(|mutant| mutant.what.contains(only)) {
        lay_out(root, &copy)?;
        let file = copy.join("crates/outlast-sim/src").join(mutant.file);
        let text = std::fs::read_to_string(&file)?;
        if !text.contains(mutant.from) {
            lived.push(mutant.what);
            eprintln!("mutant `{}`: its text is no longer in {}", mutant.what, mutant.file);
            continue;
        }
        std::fs::write(&file, text.replacen(mutant.from, mutant.to, 1))?;
        if tests_pass(&copy)? {
            lived.push(mutant.what);
            eprintln!("mutant `{}` lives: no test notices it", mutant.what);
        } else {
            died += 1;
            eprintln!("mutant `{}` dies", mutant.what);
        }
    }
    Ok((died, lived))
}

/// A workspace of the engine and what it depends on, without the rest.
fn lay_out(root: &Path, copy: &Path) -> std::io::Result<()> {
    for name in ["outlast-findings", "outlast-model", "outlast-sim"] {
        copy_tree(&root.join("crates").join(name), &copy.join("crates").join(name))?;
    }
    copy_tree(&root.join("docs"), &copy.join("docs"))?;
    let manifest = std::fs::read_to_string(root.join("Cargo.toml"))?;
    let manifest: String = manifest
        .lines()
        .map(|line| match line {
            line if line.starts_with("members") => "members = [\"crates/*\"]\n".to_string(),
            line if line.starts_with("default-members") => String::new(),
            line if line.starts_with("outlast")
                && !["outlast-findings", "outlast-model", "outlast-sim"]
                    .iter()
                    .any(|it| line.starts_with(&format!("{it} "))) =>
            {
                String::new()
            }
            line => format!("{line}\n"),
        })
        .collect();
    std::fs::write(copy.join("Cargo.toml"), manifest)?;
    std::fs::copy(root.join("Cargo.lock"), copy.join("Cargo.lock"))?;
    Ok(())
}

pub(crate) fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    // What is gone since the last copy would be compiled, too.
    for old in std::fs::read_dir(to)? {
        let old = old?;
        if !from.join(old.file_name()).exists() {
            let is_directory = old.file_type()?.is_dir();
            let path = old.path();
            if is_directory { std::fs::remove_dir_all(path)? } else { std::fs::remove_file(path)? }
        }
    }
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            // An unchanged file keeps its date, so that little is built anew.
            let text = std::fs::read(entry.path())?;
            if std::fs::read(&target).ok().as_ref() != Some(&text) {
                std::fs::write(&target, text)?;
            }
        }
    }
    Ok(())
}

fn tests_pass(copy: &Path) -> std::io::Result<bool> {
    let run = |tests: &[&str]| {
        Command::new("cargo")
            .args(["test", "--quiet", "--package", "outlast-sim", "--test", "all", "--"])
            .args(tests)
            .env("CARGO_TARGET_DIR", copy.join("target"))
            .env("RUST_BACKTRACE", "0")
            .current_dir(copy)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
    };
    // The exact figures first: they are quick, and most mutants die of them.
    let quick = run(&["cases::", "measured::", "data::"])?;
    Ok(quick.success() && run(&["properties::"])?.success())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test is meant to stop")]

    use super::MUTANTS;

    #[test]
    fn each_mutant_changes_one_place_of_today_s_text() {
        for mutant in MUTANTS {
            let file = crate::root().join("crates/outlast-sim/src").join(mutant.file);
            let found = std::fs::read_to_string(file).unwrap().matches(mutant.from).count();
            assert_eq!(found, 1, "`{}` in {}", mutant.what, mutant.file);
        }
    }
}
