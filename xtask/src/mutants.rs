//! Mutants that must die: each is a small wrong change of the engine or of how a system is read,
//! and tests must fail on it. A rule that no test holds would be a rule that nobody knows to be right.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One wrong change: what it is, in which file, from which text to which, and who must notice it.
struct Mutant {
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    judge: Judge,
}

/// Whose tests a mutant must die of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judge {
    /// Those of the engine alone.
    Engine,
    /// Those of systems written in the language, with figures worked out by hand.
    Systems,
}

/// Where a file stands in the repository: in the engine, unless it begins with another crate.
fn path_of(file: &str) -> PathBuf {
    let own = if file.starts_with("outlast-") { "" } else { "outlast-sim/src" };
    Path::new("crates").join(own).join(file)
}

const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "a check re-arms the other way round",
        file: "explore.rs",
        from: "let round = if *rearm == Rearm::End {",
        to: "let round = if *rearm == Rearm::Start {",
        judge: Judge::Engine,
    },
    Mutant {
        what: "the last check's time-out is dropped",
        file: "explore.rs",
        from: "saturating_mul(i64::from(*falls) - 1).saturating_add(*wait)",
        to: "saturating_mul(i64::from(*falls) - 1).saturating_add(0 * *wait)",
        judge: Judge::Engine,
    },
    Mutant {
        what: "one check too many",
        file: "explore.rs",
        from: "saturating_mul(i64::from(*falls) - 1)",
        to: "saturating_mul(i64::from(*falls))",
        judge: Judge::Engine,
    },
    Mutant {
        what: "the skew of a virtual address is dropped",
        file: "behaviour/mod.rs",
        from: "lo: rounds * period + skew.lo, hi: rounds * period + skew.hi",
        to: "lo: rounds * period + 0 * skew.lo, hi: rounds * period + 0 * skew.hi",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a tick in flight counts although the target changed",
        file: "plain.rs",
        from: "if flight > 0 && into < flight {",
        to: "if flight > period && into < flight {",
        judge: Judge::Engine,
    },
    Mutant {
        what: "merged zones are not marked",
        file: "explore.rs",
        from: "                    *own = (own.0.min(other.0), own.1.max(other.1));\n                }\n            }\n            self.found.coarse = true;",
        to: "                    *own = (own.0.min(other.0), own.1.max(other.1));\n                }\n            }",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a phase that is kept is drawn anew",
        file: "explore.rs",
        from: "let (Some(date), Some((lo, hi)), true) = (known, back, keeps) else {\n            // Ticks that shift with every check that times out are drawn anew: wider than the truth.\n            self.found.coarse |= known.is_some();",
        to: "let (Some(date), Some((lo, hi)), true) = (known, back, keeps && false) else {",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a hung process fails a check of its port",
        file: "sight.rs",
        from: "=> self.sight(world) != Sight::Port,",
        to: "=> self.sight(world) != Sight::Port || true,",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a cut is seen from one side only",
        file: "effect/cut.rs",
        from: "inside != self.model.is_within(to.place, cut)",
        to: "inside && !self.model.is_within(to.place, cut)",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a backup is as new as its end",
        file: "data.rs",
        from: "        } else {\n            Range::new(makes.lo, every.hi.saturating_add(makes.hi))",
        to: "        } else {\n            Range::new(0, every.hi.max(makes.lo).max(makes.hi))",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a copy that is too old is used all the same",
        file: "data.rs",
        from: "_ if lo > kept.time.hi && !stays => Maybe::Always,",
        to: "_ if lo > kept.time.hi && !stays => Maybe::Never,",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a backup that is begun after the content went wrong is clean",
        file: "data.rs",
        from: "return self.serves(from)\n                && world.keeper_answers(",
        to: "return world.keeper_answers(",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a copy whose stream broke has everything",
        file: "behind.rs",
        from: "let lags = data::lag(world, store, slot) != Range::ZERO;",
        to: "let lags = data::lag(world, store, slot) != Range::ZERO && false;",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a synchronous write is acknowledged by one copy",
        file: "behaviour/commit.rs",
        from: "(alone || self.having() > 1) && self.has_quorum()",
        to: "(alone || self.having() > 0) && self.has_quorum()",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a copy that writes have passed by is promoted",
        file: "behaviour/database.rs",
        from: "&& self.row.writes.is_stale(state, copy)",
        to: "&& self.row.writes.is_stale(state, copy) && copy == u32::MAX",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a killed process takes what its kernel had not written",
        file: "content.rs",
        from: "Medium::Disk => hit == Hit::Destroyed,",
        to: "Medium::Disk => hit != Hit::Power,",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a deletion spares the copies that follow",
        file: "effect/mod.rs",
        from: "let follows = store.backup(slot).is_none_or(|backup| obeys(backup.obeys));",
        to: "let follows = slot == 0 || store.backup(slot).is_some_and(|backup| obeys(backup.obeys));",
        judge: Judge::Engine,
    },
    Mutant {
        what: "two-phase commit does a job twice",
        file: "aftermath.rs",
        from: "Some(Delivery::AtMostOnce | Delivery::ExactlyOnce) => (0, Some(0)),\n        Some(Delivery::AtLeastOnce) | None",
        to: "Some(Delivery::AtMostOnce) => (0, Some(0)),\n        Some(Delivery::AtLeastOnce | Delivery::ExactlyOnce) | None",
        judge: Judge::Engine,
    },
    Mutant {
        what: "a line that is cut carries on",
        file: "effect/cut.rs",
        from: "if self.is_stopped(state, line) || self.is_cut(state, line) {",
        to: "if self.is_stopped(state, line) {",
        judge: Judge::Systems,
    },
    Mutant {
        what: "talk goes over no line",
        file: "effect/cut.rs",
        from: "let stretches = from.map_or(&[][..], |from| self.roads.between(from, to));",
        to: "let stretches = from.map_or(&[][..], |from| self.roads.between(from, from));",
        judge: Judge::Systems,
    },
    Mutant {
        what: "what stands on a machine serves as soon as that is back",
        file: "behaviour/start.rs",
        from: "if standing_up(world, id) == Range::ZERO { Process::Runs } else { Process::Starts }",
        to: "if standing_up(world, id) != Range::UNKNOWN { Process::Runs } else { Process::Starts }",
        judge: Judge::Systems,
    },
    Mutant {
        what: "people at the start are not waited for",
        file: "behaviour/start.rs",
        from: ".fold(starts, Range::plus)",
        to: ".fold(starts, |starts, _| starts)",
        judge: Judge::Systems,
    },
    Mutant {
        what: "who asks for work sees the process alone",
        file: "sight.rs",
        from: "Sight::Work => self.beneath(world, state, target, Asks::All(self.from)),",
        to: "Sight::Work => Seen::Met(met),",
        judge: Judge::Systems,
    },
    Mutant {
        what: "people see the process alone",
        file: "sight.rs",
        from: "if theirs == Condition::Answers {",
        to: "if theirs == Condition::Hung {",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a target is chosen that is seen to fail",
        file: "behaviour/moved.rs",
        from: "&& !self.watcher(world, state).sees_failure(world, state, target)",
        to: "|| self.watcher(world, state).sees_failure(world, state, target)",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a copy renews its lease without who holds it",
        file: "behaviour/database.rs",
        from: "        world.runs(state, agent)\n            && self.reaches_votes(world, state, agent)\n            && !self.watcher",
        to: "        self.reaches_votes(world, state, agent)\n            && !self.watcher",
        judge: Judge::Systems,
    },
    Mutant {
        what: "what stands in a place of one's own is a provider's",
        file: "outlast-catalog/src/language/parts.rs",
        from: "let is_rented = model.provider_of(place).is_some();",
        to: "let is_rented = model.provider_of(place).is_some() || count > 0;",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a place does not fail with one beside it",
        file: "outlast-model/src/model.rs",
        from: "self.around(*it).any(|at| at == outer))",
        to: "self.around(outer).any(|at| at == *it) && *it != outer)",
        judge: Judge::Systems,
    },
    Mutant {
        what: "it comes back where nothing is",
        file: "behaviour/repair.rs",
        from: "            && is_there\n            && !world.is_dark(state, spot.place)\n",
        to: "            && (is_there || world.is_dark(state, spot.place))\n",
        judge: Judge::Systems,
    },
    Mutant {
        what: "an address leads out of its zone",
        file: "serve.rs",
        from: "is_on_machines(part) || part.is_name() || inside()",
        to: "is_on_machines(part) || part.is_name() || !inside()",
        judge: Judge::Systems,
    },
    Mutant {
        what: "an undo takes back anything",
        file: "behaviour/repair.rs",
        from: "self.way.undoes.is_none_or(undoes)",
        to: "self.way.undoes.is_none_or(|change| undoes(change) || change < 9)",
        judge: Judge::Systems,
    },
    Mutant {
        what: "what a change holds away is restarted",
        file: "behaviour/repair.rs",
        from: "            && !world.is_held_away(state, self.copy)\n",
        to: "",
        judge: Judge::Systems,
    },
    Mutant {
        what: "what is fenced writes on",
        file: "behaviour/database.rs",
        from: "        cluster.is_fenced()\n    }\n\n    fn timing",
        to: "        cluster.is_fenced() && self.copy == u32::MAX\n    }\n\n    fn timing",
        judge: Judge::Systems,
    },
    Mutant {
        what: "one vote is enough",
        file: "behaviour/moved.rs",
        from: "voting::is_most(self.actors, |index| self.pointer.beliefs.is_dead(state, index, member))",
        to: "self.believes_dead(state, member)",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a copy that is too far behind is promoted",
        file: "behaviour/database.rs",
        from: "stale || !self.is_near_enough(world, state, copy)",
        to: "stale || !(self.is_near_enough(world, state, copy) || copy > 0)",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a write needs one copy less than it must have",
        file: "behaviour/commit.rs",
        from: "return self.having() >= least && !self.is_held_up(least);",
        to: "return self.having() + 1 >= least && !self.is_held_up(least);",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a copy that is called by its name is any copy",
        file: "serve.rs",
        from: "if world.condition(state, copy, call.from) != Condition::Answers {",
        to: "if world.condition(state, copy, call.from) == Condition::Hung {",
        judge: Judge::Systems,
    },
    Mutant {
        what: "who waits for a silent copy is answered at once",
        file: "tries.rs",
        from: "let least = fit(self.least + tries.longest(silent), waits.hi);",
        to: "let least = fit(self.least + tries.longest(silent), 0 * waits.hi);",
        judge: Judge::Systems,
    },
    Mutant {
        what: "one more try gets past any number that are away",
        file: "tries.rs",
        from: "let again = world.value(&need.retries).unwrap_or(0);",
        to: "let again = world.value(&need.retries).map_or(0, |it| it * Self::ENDLESS);",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a restart keeps the old answer of a name",
        file: "behaviour/start.rs",
        from: "    resolve::ask(world, state, copy);\n    world.begin",
        to: "    world.begin",
        judge: Judge::Systems,
    },
    Mutant {
        what: "whoever asks for a name once follows it",
        file: "serve.rs",
        from: "Some(kept) => kept.knows(state, at),",
        to: "Some(_) => pointer.callers.know(state, at),",
        judge: Judge::Systems,
    },
    Mutant {
        what: "nothing waits for who is away",
        file: "behaviour/wait.rs",
        from: "self.row.room(state, self.at) == Room::There && waits(",
        to: "self.row.room(state, self.at) == Room::Made && waits(",
        judge: Judge::Systems,
    },
    Mutant {
        what: "who is back takes nothing of what waits",
        file: "behaviour/wait.rs",
        from: "if row.room(state, at) != Room::There && !is_missed(world, state, id, limit) {",
        to: "if row.room(state, at) == Room::Made && !is_missed(world, state, id, limit) {",
        judge: Judge::Systems,
    },
    Mutant {
        what: "a group of which nothing runs forms again alone",
        file: "behaviour/start.rs",
        from: "FormsAgain::WithAll => !others().any(|it| runs(&it)) && !others().all(is_back),",
        to: "FormsAgain::WithAll => false,",
        judge: Judge::Systems,
    },
    Mutant {
        what: "anybody opens what only people open",
        file: "behaviour/repair.rs",
        from: "actors(world.model, &self.way, self.copy.part).iter().any(is_people)",
        to: "!actors(world.model, &self.way, self.copy.part).iter().any(is_people)",
        judge: Judge::Systems,
    },
];

/// Tries every mutant whose description holds `only` on a copy of the engine, or of everything where
/// systems judge. Gives how many died and which lived.
///
/// # Errors
///
/// When a copy cannot be written, or when its tests fail although nothing is changed.
pub(crate) fn run(root: &Path, only: &str) -> std::io::Result<(usize, Vec<&'static str>)> {
    let (mut died, mut lived) = (0, Vec::new());
    for judge in [Judge::Engine, Judge::Systems] {
        let of = |mutant: &&Mutant| mutant.judge == judge && mutant.what.contains(only);
        let mutants: Vec<&Mutant> = MUTANTS.iter().filter(of).collect();
        if mutants.is_empty() {
            continue;
        }
        judge.lay_out(root)?;
        if !judge.is_content(root)? {
            // Nothing could be told from a failure then.
            return Err(std::io::Error::other("the tests fail before anything is changed"));
        }
        for mutant in mutants {
            if mutant.dies(root)? {
                died += 1;
                eprintln!("mutant `{}` dies", mutant.what);
            } else {
                lived.push(mutant.what);
            }
        }
    }
    Ok((died, lived))
}

impl Mutant {
    /// Whether the tests notice it; who does not find its text notices nothing.
    fn dies(&self, root: &Path) -> std::io::Result<bool> {
        self.judge.lay_out(root)?;
        let file = self.judge.copy(root).join(path_of(self.file));
        let text = std::fs::read_to_string(&file)?;
        if !text.contains(self.from) {
            eprintln!("mutant `{}`: its text is no longer in {}", self.what, self.file);
            return Ok(false);
        }
        std::fs::write(&file, text.replacen(self.from, self.to, 1))?;
        let lives = self.judge.is_content(root)?;
        if lives {
            eprintln!("mutant `{}` lives: no test notices it", self.what);
        }
        Ok(!lives)
    }
}

/// Tests of systems with figures worked out by hand, by their files.
const SAMPLES: [&str; 14] = [
    "lines::",
    "standing_up::",
    "sights::",
    "spans::",
    "roles::",
    "own_places::",
    "elsewhere::",
    "changes::",
    "content::",
    "absent::",
    "groups::",
    "tries::",
    "resolves::",
    "fills::",
];

impl Judge {
    fn copy(self, root: &Path) -> PathBuf {
        root.join(match self {
            Self::Engine => "target/mutants",
            Self::Systems => "target/mutants-of-systems",
        })
    }

    fn lay_out(self, root: &Path) -> std::io::Result<()> {
        match self {
            Self::Engine => lay_out(root, &self.copy(root)),
            Self::Systems => lay_out_all(root, &self.copy(root)),
        }
    }

    /// Whether his tests pass.
    fn is_content(self, root: &Path) -> std::io::Result<bool> {
        let copy = self.copy(root);
        match self {
            // The exact figures first: they are quick, and most mutants die of them.
            Self::Engine => {
                let quick = ["cases::", "measured::", "data::"];
                Ok(tests_pass(&copy, "outlast-sim", &quick)?
                    && tests_pass(&copy, "outlast-sim", &["properties::"])?)
            }
            Self::Systems => tests_pass(&copy, "outlast", &SAMPLES),
        }
    }
}

/// Everything that a build reads: all that lies in the root but what is built and what is hidden.
fn lay_out_all(root: &Path, copy: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(copy)?;
    for entry in std::fs::read_dir(root)? {
        let entry = entry?;
        let (name, target) = (entry.file_name(), copy.join(entry.file_name()));
        if name == "target" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
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

fn tests_pass(copy: &Path, package: &str, tests: &[&str]) -> std::io::Result<bool> {
    let status = Command::new("cargo")
        .args(["test", "--quiet", "--package", package, "--test", "all", "--"])
        .args(tests)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .env("RUST_BACKTRACE", "0")
        .current_dir(copy)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test is meant to stop")]

    use super::{MUTANTS, path_of};

    #[test]
    fn each_mutant_changes_one_place_of_today_s_text() {
        for mutant in MUTANTS {
            let file = crate::root().join(path_of(mutant.file));
            let found = std::fs::read_to_string(file).unwrap().matches(mutant.from).count();
            assert_eq!(found, 1, "`{}` in {}", mutant.what, mutant.file);
        }
    }
}
