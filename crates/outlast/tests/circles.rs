//! The files of a crate do not import each other in a circle.
//!
//! A text scan and no compiler: `use`, paths in code, and what a `use` passes on are followed to
//! the file that defines the name. A module and those that hold it know each other: such a step
//! does not count, and a circle that closes only by one is not seen. Nor do tests count. Left out
//! is what no path names (methods, what a macro writes), and a program (`main.rs`) beside a library.
//!
//! The list of circles that stand may only shrink: it fails when one grows, and when one is opened.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

/// The circles of today: the crate, the files, and why it is not opened yet. A test that fails
/// prints the line as it should be.
const STANDING: &[(&str, &str, &str)] = &[
    (
        "outlast-catalog",
        "language/backups.rs language/stores.rs",
        "backups are read in the middle of stores, and look stores up",
    ),
    (
        "outlast-catalog",
        "language/lowering.rs language/places.rs",
        "a place may be one of several, each of which is a place",
    ),
    (
        "outlast-terraform",
        "eval/mod.rs functions/mod.rs world/mod.rs",
        "an expression calls functions and asks the world for values, which evaluate expressions",
    ),
];

/// Where a module is: the names from the root of its crate down to it.
type Place = Vec<String>;

/// From one file to another: where the first is and names the second, as line and path.
type Arrows = BTreeMap<String, BTreeMap<String, Vec<(usize, String)>>>;

/// A piece of Rust with its line: a name, `::`, `..` or one other sign.
struct Word<'t> {
    text: &'t str,
    line: usize,
}

/// What is read of a module.
#[derive(Default)]
struct Module {
    file: String,
    /// The names that it defines.
    items: BTreeSet<String>,
    /// What `use` brings in: the name that it gets here, and the path to it.
    uses: Vec<(String, Vec<String>)>,
    /// Modules that `use …::*` brings in.
    globs: Vec<Vec<String>>,
    /// Every path that is written in it, with the first line that has it.
    paths: BTreeMap<Vec<String>, usize>,
}

/// The modules of a crate.
#[derive(Default)]
struct Modules(BTreeMap<Place, Module>);

/// What a path leads to: a module as a whole, or something in it.
struct Target {
    place: Place,
    is_module: bool,
}

/// What was met on the way to a target.
#[derive(Default)]
struct Way {
    /// Names that are being looked up: one that leads back to itself is of another crate.
    asked: BTreeSet<(Place, String, bool)>,
    /// Modules that pass on what is not below them: who takes it from there needs them as well.
    passed: Vec<Place>,
}

fn begins_a_name(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_'
}

/// The length of what a text begins with, as long as its characters are of this kind.
fn run(text: &str, of: fn(char) -> bool) -> usize {
    text.find(|it| !of(it)).unwrap_or(text.len())
}

/// The length of the comment that a text begins with, if it does.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(run(text, |it| it != '\n'));
    }
    text.strip_prefix("/*")?;
    let (mut depth, mut at) = (0, 0);
    loop {
        match text.as_bytes().get(at..)? {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            [] => return Some(at),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The length of the string or character that a text begins with, if it does.
fn literal(text: &str) -> Option<usize> {
    let prefix = run(text, |it| "bcr".contains(it));
    let open = &text[prefix..];
    let hashes = run(open, |it| it == '#');
    if text[..prefix].ends_with('r') && open[hashes..].starts_with('"') {
        let start = prefix + hashes + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(start + text[start..].find(&end)? + end.len());
    }
    let quote = open.chars().next().filter(|it| "\"'".contains(*it))?;
    // A lifetime would reach as far as the next quote.
    if quote == '\'' && open[1..].starts_with(begins_a_name) && open.chars().nth(2) != Some('\'') {
        return None;
    }
    let mut signs = open.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        if sign == '\\' {
            signs.next();
        } else if sign == quote {
            return Some(prefix + at + 1);
        }
    }
    None
}

/// The words of a text, without comments, literals and lifetimes.
fn words(text: &str) -> Vec<Word<'_>> {
    let is_of_a_name = |it: char| it.is_alphanumeric() || it == '_';
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(sign) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, is_word) = if sign.is_whitespace() {
            (run(rest, char::is_whitespace), false)
        } else if let Some(length) = comment(rest).or_else(|| literal(rest)) {
            (length, false)
        } else if rest.starts_with("r#") {
            (2, false)
        } else if is_of_a_name(sign) {
            (run(rest, is_of_a_name), begins_a_name(sign))
        } else if sign == '\'' {
            (1 + run(&rest[1..], is_of_a_name), false)
        } else if rest.starts_with("::") || rest.starts_with("..") {
            (2, true)
        } else {
            (sign.len_utf8(), true)
        };
        if is_word {
            found.push(Word { text: &rest[..length], line });
        }
        line += rest[..length].matches('\n').count();
        at += length;
    }
    found
}

/// Where the item ends that begins at a word: behind its `;` or the brace that closes it.
fn end_of_item(words: &[Word<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(start) {
        match word.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 0 => return at,
            "}" if depth == 1 => return at + 1,
            ")" | "]" | "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    words.len()
}

/// The words without the items that only tests have.
fn without_tests(words: Vec<Word<'_>>) -> Vec<Word<'_>> {
    let mut tests = BTreeSet::new();
    for (at, attribute) in words.windows(3).enumerate() {
        if !attribute.iter().map(|it| it.text).eq(["#", "[", "cfg"]) {
            continue;
        }
        let ahead = &words[at..];
        let close = ahead.iter().position(|it| it.text == "]").unwrap_or(ahead.len());
        let has = |name: &str| ahead[..close].iter().any(|it| it.text == name);
        if has("test") && !has("not") {
            tests.extend(at..end_of_item(&words, at + close + 1));
        }
    }
    words.into_iter().enumerate().filter(|(at, _)| !tests.contains(at)).map(|it| it.1).collect()
}

/// A module that is being read, word by word.
struct Reading<'a, 't> {
    words: &'a [Word<'t>],
    at: usize,
    module: Module,
}

impl<'t> Reading<'_, 't> {
    fn text(&self, ahead: usize) -> &'t str {
        self.words.get(self.at + ahead).map_or("", |it| it.text)
    }

    fn note(&mut self, path: &[String]) {
        let line = self.words.get(self.at).map_or(0, |it| it.line);
        self.module.paths.entry(path.to_vec()).or_insert(line);
    }

    /// Reads one branch of a `use`, and all that it branches into.
    fn branch(&mut self, mut path: Vec<String>) {
        loop {
            match self.text(0) {
                "{" => {
                    self.at += 1;
                    while !["}", ""].contains(&self.text(0)) {
                        self.branch(path.clone());
                        self.at += usize::from(self.text(0) == ",");
                    }
                    self.at += 1;
                    return;
                }
                "*" => {
                    self.note(&path);
                    self.at += 1;
                    self.module.globs.push(path);
                    return;
                }
                // `b::{self}` is `b`.
                "self" if !path.is_empty() => {}
                // What starts with `::` is of another crate: no module of this one has no name.
                "::" => {
                    path.push(String::new());
                    self.at += 1;
                    continue;
                }
                name => path.push(name.to_string()),
            }
            if self.text(1) != "::" {
                break;
            }
            self.at += 2;
        }
        self.note(&path);
        self.at += 1;
        let mut name = path.last().cloned().unwrap_or_default();
        if self.text(0) == "as" {
            name = self.text(1).to_string();
            self.at += 2;
        }
        self.module.uses.push((name, path));
    }

    /// Reads a path in code up to its last name.
    fn path(&mut self) {
        let mut path = vec![self.text(0).to_string()];
        while self.text(1) == "::" && self.text(2).starts_with(begins_a_name) {
            path.push(self.text(2).to_string());
            self.at += 2;
        }
        self.note(&path);
    }
}

impl Modules {
    /// The modules of a crate from the files of its `src/`, by name.
    fn read(files: &BTreeMap<String, String>) -> Self {
        let mut modules = Self::default();
        let root = ["lib.rs", "main.rs"].into_iter().find(|it| files.contains_key(*it));
        let mut open = vec![(Place::new(), root.expect("a crate has a root").to_string())];
        while let Some((place, file)) = open.pop() {
            let words = without_tests(words(&files[&file]));
            for below in modules.read_module(&words, &place, &file) {
                let name = below.join("/");
                let file = [format!("{name}.rs"), format!("{name}/mod.rs")]
                    .into_iter()
                    .find(|it| files.contains_key(it))
                    .unwrap_or_else(|| panic!("{file}: no file for module {name}"));
                open.push((below, file));
            }
        }
        modules
    }

    /// Reads a module; answers which modules in files of their own it declares.
    fn read_module(&mut self, words: &[Word<'_>], place: &Place, file: &str) -> Vec<Place> {
        let module = Module { file: file.to_string(), ..Module::default() };
        let mut reading = Reading { words, at: 0, module };
        let (mut depth, mut before, mut declared) = (0, "", Vec::new());
        while reading.at < words.len() {
            let [word, next, after] = [0, 1, 2].map(|ahead| reading.text(ahead));
            let is_named = next.starts_with(begins_a_name);
            match word {
                "{" => depth += 1,
                "}" => depth -= 1,
                "mod" if is_named && after == ";" => declared.push(child(place, next)),
                "mod" if is_named && after == "{" => {
                    let end = end_of_item(words, reading.at) - 1;
                    let inside = &words[reading.at + 3..end];
                    declared.extend(self.read_module(inside, &child(place, next), file));
                    reading.at = end;
                }
                // `use<'a>` says what a type captures.
                "use" if next != "<" => {
                    reading.at += 1;
                    reading.branch(Vec::new());
                }
                "macro_rules" => _ = reading.module.items.insert(after.to_string()),
                "fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static"
                    if is_named && depth == 0 =>
                {
                    reading.module.items.insert(next.to_string());
                }
                _ if begins_a_name(word.chars().next().unwrap_or(' '))
                    && ![".", "::"].contains(&before) =>
                {
                    reading.path();
                }
                _ => {}
            }
            before = reading.text(0);
            reading.at += 1;
        }
        self.0.insert(place.clone(), reading.module);
        declared
    }

    /// What a path leads to that is written in a module; nothing if that is of another crate. The
    /// last name may be of a module and of a function: `wants_module` says which is meant.
    fn resolve(
        &self,
        from: &Place,
        path: &[String],
        wants_module: bool,
        way: &mut Way,
    ) -> Option<Target> {
        let mut target = Target { place: from.clone(), is_module: true };
        for (at, name) in path.iter().enumerate() {
            // What is in a type is where the type is.
            if !target.is_module {
                break;
            }
            match name.as_str() {
                "crate" => target.place.clear(),
                "self" => {}
                "super" => _ = target.place.pop()?,
                _ => {
                    let wants_module = wants_module || at + 1 < path.len();
                    target = match self.named(&target.place, name, wants_module, way) {
                        Some(found) => found,
                        None if at == 0 => return None,
                        // A macro wrote it, or it is passed on from another crate.
                        None => Target { is_module: false, ..target },
                    };
                }
            }
        }
        Some(target)
    }

    /// What a name means in a module.
    fn named(
        &self,
        place: &Place,
        name: &str,
        wants_module: bool,
        way: &mut Way,
    ) -> Option<Target> {
        let module = self.0.get(place)?;
        if !way.asked.insert((place.clone(), name.to_string(), wants_module)) {
            return None;
        }
        let below = child(place, name);
        let is_module = self.0.contains_key(&below);
        if is_module && wants_module {
            return Some(Target { place: below, is_module });
        }
        for (_, path) in module.uses.iter().filter(|it| it.0 == name) {
            if let Some(target) = self.resolve(place, path, wants_module, way) {
                if !target.place.starts_with(place) {
                    way.passed.push(place.clone());
                }
                return Some(target);
            }
        }
        if module.items.contains(name) {
            return Some(Target { place: place.clone(), is_module: false });
        }
        if is_module {
            return Some(Target { place: below, is_module });
        }
        module.globs.iter().find_map(|path| {
            let whole = self.resolve(place, path, true, way).filter(|it| it.is_module)?;
            self.named(&whole.place, name, wants_module, way)
        })
    }

    fn arrows(&self) -> Arrows {
        // A file's own place comes before those of the modules that are written out in it.
        let mut homes: BTreeMap<&str, &Place> = BTreeMap::new();
        for (place, module) in &self.0 {
            homes.entry(&module.file).or_insert(place);
        }
        let mut arrows = Arrows::new();
        for (place, module) in &self.0 {
            for (path, line) in &module.paths {
                let mut way = Way::default();
                let Some(target) = self.resolve(place, path, false, &mut way) else { continue };
                for to in way.passed.iter().chain([&target.place]) {
                    let Some(Module { file: to, .. }) = self.0.get(to) else { continue };
                    let (here, there) = (homes[module.file.as_str()], homes[to.as_str()]);
                    if !here.starts_with(there) && !there.starts_with(here) {
                        let lines = arrows.entry(module.file.clone()).or_default();
                        lines.entry(to.clone()).or_default().push((*line, path.join("::")));
                    }
                }
            }
        }
        arrows.values_mut().flat_map(BTreeMap::values_mut).for_each(|lines| lines.sort());
        arrows
    }
}

fn child(place: &Place, name: &str) -> Place {
    [place.as_slice(), &[name.to_string()]].concat()
}

/// The files that a file takes something from.
fn ahead<'a>(arrows: &'a Arrows, file: &str) -> impl Iterator<Item = &'a str> {
    arrows.get(file).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
}

/// The shortest way from a file that is in a circle back to itself, both ends included.
fn way_round<'a>(arrows: &'a Arrows, start: &'a str) -> Vec<&'a str> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for to in ahead(arrows, file) {
            if !before.contains_key(to) {
                before.insert(to, file);
                open.push_back(to);
            }
        }
    }
    let mut way = vec![start, before[start]];
    while way.last() != Some(&start) {
        way.push(before[way[way.len() - 1]]);
    }
    way.reverse();
    way
}

/// Files of which each leads to each other one, as many together as there are.
fn circles(arrows: &Arrows) -> BTreeSet<BTreeSet<&str>> {
    let reached = |start: &str| {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = ahead(arrows, start).collect();
        while let Some(file) = open.pop() {
            if found.insert(file) {
                open.extend(ahead(arrows, file));
            }
        }
        found
    };
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (file.as_str(), reached(file))).collect();
    let leads = |from: &str, to: &str| reach.get(from).is_some_and(|it| it.contains(to));
    let all = reach.iter().map(|(file, reached)| {
        reached.iter().copied().filter(|other| leads(other, file)).collect::<BTreeSet<_>>()
    });
    all.filter(|circle| !circle.is_empty()).collect()
}

/// A circle in words: the way round, and what makes each arrow of it.
fn told(arrows: &Arrows, start: &str) -> String {
    let way = way_round(arrows, start);
    let mut lines = vec![way.join(" → ")];
    for pair in way.windows(2) {
        let (line, path) = &arrows[pair[0]][pair[1]][0];
        lines.push(format!("  {}:{line} takes `{path}` from {}", pair[0], pair[1]));
    }
    lines.join("\n")
}

fn joined(files: &BTreeSet<&str>) -> String {
    files.iter().copied().collect::<Vec<_>>().join(" ")
}

/// Where the circles of a crate are not those that are listed, each of these as its files.
fn differences(name: &str, arrows: &Arrows, listed: &[&str]) -> Vec<String> {
    let listed: Vec<BTreeSet<&str>> =
        listed.iter().map(|files| files.split_whitespace().collect()).collect();
    let found = circles(arrows);
    let mut wrong = Vec::new();
    for circle in found.iter().filter(|it| !listed.contains(it)) {
        let mut lines = Vec::new();
        for old in listed.iter().filter(|it| !it.is_disjoint(circle)) {
            let of = format!("the circle of {}", old.first().unwrap_or(&""));
            for left in old.difference(circle) {
                lines.push(format!("{name}: {left} is no longer in {of}"));
            }
            for joining in circle.difference(old) {
                lines.push(format!("{name}: {joining} is now in {of}"));
                lines.push(told(arrows, joining));
            }
        }
        if lines.is_empty() {
            lines.push(format!("{name}: a circle that is not listed"));
            lines.extend(circle.first().map(|file| told(arrows, file)));
        }
        lines.push(format!("its line is: ({name:?}, {:?}, \"why\"),", joined(circle)));
        wrong.push(lines.join("\n"));
    }
    for old in listed.iter().filter(|old| found.iter().all(|it| it.is_disjoint(old))) {
        wrong.push(format!("{name}: take out of the list what is open now: {}", joined(old)));
    }
    wrong
}

/// The Rust files below a directory with their texts, by the path from there.
fn texts(directory: &Path, before: &str, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).unwrap().flatten() {
        let name = format!("{before}{}", entry.file_name().display());
        if entry.path().is_dir() {
            texts(&entry.path(), &format!("{name}/"), into);
        } else if name.ends_with(".rs") {
            into.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// The arrows of each crate, by its name.
fn crates() -> BTreeMap<String, Arrows> {
    let mut found = BTreeMap::new();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for entry in fs::read_dir(directory).unwrap().flatten() {
        let name = entry.file_name().display().to_string();
        let mut files = BTreeMap::new();
        texts(&entry.path().join("src"), "", &mut files);
        let modules = Modules::read(&files);
        for file in modules.0.values().map(|it| &it.file) {
            files.remove(file);
        }
        files.retain(|file, _| file != "main.rs" && !file.ends_with("tests.rs"));
        assert!(files.is_empty(), "{name}: no module was found for {:?}", files.keys());
        found.insert(name, modules.arrows());
    }
    found
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let crates = crates();
    let arrows = crates.values().flat_map(BTreeMap::values).map(BTreeMap::len);
    assert!(arrows.sum::<usize>() > 500, "the arrows were not found");
    let mut wrong = Vec::new();
    for (name, arrows) in &crates {
        let listed: Vec<&str> =
            STANDING.iter().filter(|it| it.0 == name).map(|(_, files, _)| *files).collect();
        wrong.extend(differences(name, arrows, &listed));
    }
    for (name, _, why) in STANDING {
        assert!(crates.contains_key(*name), "there is no crate `{name}`");
        assert!(!why.is_empty() && *why != "why", "{name}: a circle is listed without a reason");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn read(files: &[(&str, &str)]) -> Arrows {
    let files = files.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    Modules::read(&files).arrows()
}

/// The circles of made-up files, each as its files.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    circles(&read(files)).iter().map(joined).collect()
}

#[test]
fn what_a_module_passes_on_is_taken_from_the_file_that_defines_it() {
    let arrows = read(&[
        ("lib.rs", "mod rules;\nmod state;\npub use state::State;"),
        ("rules/mod.rs", "mod moved;\nmod other;\npub(crate) use moved::mistake;"),
        ("rules/moved.rs", "use crate::State;\npub(crate) fn mistake(state: &State) {}"),
        ("rules/other.rs", "use super::mistake as wrong;"),
        ("state.rs", "pub struct State;\n\nfn hit(it: &State) {\n  crate::rules::mistake(it)\n}"),
    ]);
    assert_eq!(ahead(&arrows, "rules/other.rs").collect::<Vec<_>>(), ["rules/moved.rs"]);
    let text = "rules/moved.rs → state.rs → rules/moved.rs
  rules/moved.rs:1 takes `crate::State` from state.rs
  state.rs:4 takes `crate::rules::mistake` from rules/moved.rs";
    assert_eq!(told(&arrows, "rules/moved.rs"), text);
}

#[test]
fn who_takes_what_another_file_passes_on_needs_both() {
    let arrows = read(&[
        ("lib.rs", "mod named; mod all; mod none; mod speech; mod words;"),
        ("named.rs", "use crate::speech::failing;"),
        ("all.rs", "use crate::speech::*; fn f() { failing() }"),
        ("none.rs", "use crate::speech::*; fn f(it: &It) { it.failing(); <It>::failing() }"),
        ("speech.rs", "pub(crate) use crate::words::failing; use fmt::fmt;"),
        ("words.rs", "pub(crate) fn failing() {}"),
    ]);
    let taken = |file| ahead(&arrows, file).collect::<Vec<_>>();
    assert_eq!(taken("named.rs"), ["speech.rs", "words.rs"]);
    assert_eq!(taken("all.rs"), ["speech.rs", "words.rs"]);
    assert_eq!(taken("none.rs"), ["speech.rs"]);
}

#[test]
fn a_module_and_a_function_may_have_one_name() {
    let arrows = read(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "fn a() { crate::c::check::inner() }"),
        ("b.rs", "fn b() { crate::c::check() }"),
        ("c/mod.rs", "pub mod check; mod other; pub use other::check;"),
        ("c/check.rs", "pub fn inner() {}"),
        ("c/other.rs", "pub fn check() {}"),
    ]);
    assert_eq!(ahead(&arrows, "a.rs").collect::<Vec<_>>(), ["c/check.rs"]);
    assert_eq!(ahead(&arrows, "b.rs").collect::<Vec<_>>(), ["c/other.rs"]);
}

#[test]
fn nested_braces_and_other_names_are_followed() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use super::{\n    b::{self, Some as Other},\n    c::{inner::{Deep, *}},\n};"),
        ("b.rs", "use {::std::fmt, std::io};\nfn b() -> Vec<super::c::inner::Deep> { fmt::x() }"),
        ("c.rs", "pub mod inner { use crate::a as first; fn c() { first::a() } }"),
    ];
    assert_eq!(found(&files), ["a.rs b.rs c.rs"]);
    let arrows = read(&files);
    let lines: Vec<_> = arrows["a.rs"].values().map(|lines| lines[0].clone()).collect();
    assert_eq!(lines, [(2, "super::b".into()), (3, "super::c::inner".into())]);
    assert_eq!(arrows["c.rs"]["a.rs"].last(), Some(&(1, "first::a".to_string())));
}

#[test]
fn a_module_and_those_that_hold_it_are_no_circle() {
    let files = [
        ("lib.rs", "mod a; pub use a::A; fn f() { a::b::c() }"),
        ("a/mod.rs", "mod b; pub use b::B; pub struct A; fn a() { b::b() }"),
        ("a/b.rs", "use super::*; use crate::A; pub struct B; pub fn b(it: super::A) {}"),
    ];
    assert!(read(&files).is_empty());
}

#[test]
fn neither_tests_nor_comments_nor_strings_count() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; #[cfg(test)] pub(crate) mod tests; fn a() {}"),
        ("a/tests.rs", "use crate::b::B;"),
        (
            "b.rs",
            r##"
            // use crate::a;
            /* crate::a::f() /* or */ crate::a::g() */
            const TEXTS: [&str; 3] = ["\"crate::a", r#"" crate::a"#, "
                use crate::a;"];
            fn b<'a>(it: &'a str) -> bool { it == '"' || it == '\'' || it == b'"' }
            #[cfg(test)]
            use crate::{a, a::tests};
            #[cfg(test)]
            #[allow(unused, reason = "a test")]
            mod tests { fn f() { crate::a::f(); } use crate::a; }
            "##,
        ),
    ];
    assert_eq!(ahead(&read(&files), "a.rs").collect::<Vec<_>>(), ["b.rs"]);
    assert!(found(&files).is_empty());
    let shipped = [files[0], files[1], files[2], ("b.rs", "#[cfg(not(test))] use crate::a;")];
    assert_eq!(found(&shipped), ["a.rs b.rs"]);
}

#[test]
fn a_circle_that_grows_shrinks_opens_or_is_new_is_told() {
    let arrows = read(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b;"),
        ("b.rs", "use crate::c;"),
        ("c.rs", "use crate::a;"),
    ]);
    let told = |listed: &[&str]| differences("x", &arrows, listed).join("\n");
    assert_eq!(told(&["b.rs a.rs c.rs"]), "");
    let way = "a.rs → b.rs → c.rs → a.rs\n  a.rs:1 takes `crate::b` from b.rs";
    assert!(told(&[]).starts_with(&format!("x: a circle that is not listed\n{way}")));
    assert!(told(&[]).ends_with("its line is: (\"x\", \"a.rs b.rs c.rs\", \"why\"),"));
    let more = told(&["a.rs b.rs"]);
    assert!(more.starts_with("x: c.rs is now in the circle of a.rs\nc.rs → a.rs → b.rs"));
    let fewer = told(&["a.rs b.rs c.rs d.rs"]);
    assert!(fewer.starts_with("x: d.rs is no longer in the circle of a.rs\n"));
    let open = told(&["a.rs b.rs c.rs", "d.rs e.rs"]);
    assert_eq!(open, "x: take out of the list what is open now: d.rs e.rs");
}
