//! The module instances of a configuration and what has been evaluated of them.
//!
//! Evaluation is by need: a name is computed when something first asks for it, and kept. A name
//! that is asked for while it is being computed is a cycle.

mod expand;
mod modules;
mod resources;
mod scope;
mod variables;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use outlast_findings::{FileId, Finding, Span};

use crate::configuration::Unread;
use crate::eval::budget::Budget;
use crate::eval::{Each, Env, Outcome};
use crate::input::{Input, Known, Reader};
use crate::installed::Installed;
use crate::load::{Expr, Loaded, Module, Places};
use crate::problems;
use crate::value::{Key, Value};

pub(crate) use modules::Children;
pub(crate) use resources::Made;
pub(crate) use scope::sort;
pub use scope::{Evaluated, Scope, evaluate};
pub(crate) use variables::Given;

/// A module in one place: the root, or what one instance of a `module` block makes.
#[derive(Debug)]
pub(crate) struct Instance {
    /// Empty for the root, or `module.a[0].module.b`.
    pub(crate) address: String,
    pub(crate) module: Rc<Module>,
    /// Who calls it, and with which block.
    pub(crate) caller: Option<Caller>,
    memo: RefCell<BTreeMap<String, Option<Value>>>,
    made: RefCell<BTreeMap<String, Rc<Vec<Made>>>>,
    children: RefCell<BTreeMap<String, Rc<Children>>>,
}

/// The call that an instance is made by.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) instance: Rc<Instance>,
    pub(crate) call: String,
    pub(crate) each: Each,
}

impl Instance {
    fn new(address: String, module: Rc<Module>, caller: Option<Caller>) -> Rc<Self> {
        Rc::new(Self {
            address,
            module,
            caller,
            memo: RefCell::default(),
            made: RefCell::default(),
            children: RefCell::default(),
        })
    }

    /// The calls that lead to it, without keys: `web.disk`, empty for the root.
    pub(crate) fn key(&self) -> String {
        match &self.caller {
            Some(caller) => crate::load::called(&caller.instance.key(), &caller.call),
            None => String::new(),
        }
    }

    /// The address of something in this module.
    pub(crate) fn within(&self, name: &str) -> String {
        if self.address.is_empty() { name.to_owned() } else { format!("{}.{name}", self.address) }
    }

    /// The instances of a resource block, once it is evaluated.
    pub(crate) fn made(&self, key: &str) -> Option<Rc<Vec<Made>>> {
        self.made.borrow().get(key).cloned()
    }
}

/// Everything that an evaluation knows.
pub(crate) struct World {
    pub(crate) budget: Budget,
    modules: BTreeMap<String, Rc<Module>>,
    places: BTreeMap<FileId, Places>,
    installed: Installed,
    root: String,
    workspace: String,
    reader: Option<Rc<dyn Reader>>,
    known: Known,
    given: BTreeMap<String, Given>,
    problems: RefCell<Vec<Finding>>,
    unread: RefCell<Vec<Unread>>,
    reported: RefCell<BTreeSet<(&'static str, Option<Span>)>>,
    /// Names that have a value without any text: of a plan or state that is read alone.
    stated: BTreeMap<String, Value>,
    /// What is being computed, outermost first: names a cycle.
    active: RefCell<Vec<String>>,
    instances_made: Cell<usize>,
    modules_made: Cell<usize>,
}

impl World {
    pub(crate) fn new(
        input: &Input,
        loaded: Loaded,
        given: BTreeMap<String, Given>,
        problems: Vec<Finding>,
    ) -> Self {
        let workspace = if input.workspace.is_empty() { "default" } else { &input.workspace };
        Self {
            budget: Budget::default(),
            modules: loaded.modules,
            places: loaded.places,
            installed: input.installed.clone(),
            root: crate::path::normal(&input.root),
            workspace: workspace.to_owned(),
            reader: input.reader.clone(),
            known: input.known.clone(),
            given,
            problems: RefCell::new(problems),
            unread: RefCell::default(),
            reported: RefCell::default(),
            stated: BTreeMap::new(),
            active: RefCell::default(),
            instances_made: Cell::new(0),
            modules_made: Cell::new(0),
        }
    }

    /// The root module: empty when its directory has no files.
    pub(crate) fn root(&self) -> Rc<Instance> {
        let module = self.modules.get(&self.root).cloned();
        let empty = || Rc::new(Module { directory: self.root.clone(), ..Module::default() });
        Instance::new(String::new(), module.unwrap_or_else(empty), None)
    }

    /// The value of a name that a plan or state gives: `type.name`, `var.name`.
    pub(crate) fn stated(&self, name: &str) -> Option<&Value> {
        self.stated.get(name)
    }

    /// The names that a plan or state gives.
    pub(crate) fn stated_names(&self) -> impl Iterator<Item = &str> {
        self.stated.keys().map(String::as_str)
    }

    /// The span of a byte range of the text that was read of a file.
    pub(crate) fn span(&self, range: Option<Range<usize>>, file: FileId) -> Option<Span> {
        crate::load::file_span(range, file, self.places.get(&file))
    }

    pub(crate) fn workspace(&self) -> &str {
        &self.workspace
    }

    pub(crate) fn reader(&self) -> Option<&dyn Reader> {
        self.reader.as_deref()
    }

    /// `path.module`: relative to the root module.
    pub(crate) fn module_path(&self, module: &Module) -> String {
        let inside = module.directory.strip_prefix(&self.root).unwrap_or(&module.directory);
        match inside.trim_start_matches('/') {
            "" => ".".to_owned(),
            _ if !self.root.is_empty() && !module.directory.starts_with(&self.root) => {
                let up = "../".repeat(self.root.split('/').count());
                format!("{up}{}", module.directory)
            }
            path => path.to_owned(),
        }
    }

    /// The path of a file that an expression names, relative to the root of the input.
    pub(crate) fn file_path(&self, path: &str) -> String {
        crate::path::join(&self.root, path)
    }

    /// Says what is wrong, once for each place.
    pub(crate) fn report(&self, finding: Finding) {
        // One finding is enough for a limit of everything: what comes after it is over it too.
        let place = finding.place().filter(|_| finding.rule != problems::LIMIT_EXHAUSTED.name);
        if self.reported.borrow_mut().insert((finding.rule, place)) {
            self.problems.borrow_mut().push(finding);
        }
    }

    pub(crate) fn take_unread(&self) -> Vec<Unread> {
        let mut unread = std::mem::take(&mut *self.unread.borrow_mut());
        unread.sort_by(|a, b| a.address.cmp(&b.address));
        unread
    }

    pub(crate) fn take_problems(&self) -> Vec<Finding> {
        std::mem::take(&mut self.problems.borrow_mut())
    }

    /// The value of an expression in a place; what is wrong is reported and the value unknown.
    pub(crate) fn value(&self, env: &Env<'_>, expr: &Expr) -> Value {
        env.in_file(expr.file).eval(&expr.syntax).unwrap_or_else(|finding| {
            self.report(*finding);
            let why = format!("`{}` could not be evaluated", crate::eval::excerpt(&expr.syntax));
            Value::unknown(why, Vec::new())
        })
    }

    /// The value of a name of a module instance, computed once.
    fn remember(
        &self,
        instance: &Instance,
        name: &str,
        compute: impl FnOnce() -> Outcome<Value>,
    ) -> Outcome<Value> {
        match instance.memo.borrow().get(name) {
            Some(Some(value)) => return Ok(value.clone()),
            Some(None) => return Err(self.cycle(&instance.within(name))),
            None => {}
        }
        // Before the mark is set: one that a limit leaves behind would look like a cycle.
        let _level = self.budget.enter()?;
        instance.memo.borrow_mut().insert(name.to_owned(), None);
        self.active.borrow_mut().push(instance.within(name));
        let value = compute().unwrap_or_else(|finding| {
            // Said once; whoever else asks for the name goes on with what is not known.
            self.report(*finding);
            Value::unknown(format!("`{name}` could not be evaluated"), Vec::new())
        });
        self.active.borrow_mut().pop();
        instance.memo.borrow_mut().insert(name.to_owned(), Some(value.clone()));
        Ok(value)
    }

    fn cycle(&self, name: &str) -> Box<Finding> {
        let active = self.active.borrow();
        let from = active.iter().position(|other| other == name).unwrap_or(0);
        let mut names: Vec<String> =
            active.iter().skip(from).map(|name| format!("`{name}`")).collect();
        if names.len() > 8 {
            names.truncate(8);
            names.push("…".to_owned());
        }
        names.push(format!("`{name}`"));
        let finding = problems::CYCLE
            .finding()
            .why(names.join(" needs "))
            .help("break the circle: give one of them a value of its own");
        Box::new(finding)
    }

    pub(crate) fn local(&self, instance: &Rc<Instance>, name: &str) -> Outcome<Value> {
        let Some(local) = instance.module.locals.get(name) else { return Ok(Value::null()) };
        self.remember(instance, &format!("local.{name}"), || {
            Env::of(self, instance).in_file(local.value.file).eval(&local.value.syntax)
        })
    }

    pub(crate) fn output(&self, instance: &Rc<Instance>, name: &str) -> Outcome<Value> {
        let Some(block) = instance.module.outputs.get(name) else { return Ok(Value::null()) };
        self.remember(instance, &format!("output.{name}"), || {
            let Some(expr) = block.contents.value("value") else { return Ok(Value::null()) };
            let value = Env::of(self, instance).in_file(expr.file).eval(&expr.syntax)?;
            let sensitive = block.contents.value("sensitive").is_some_and(|flag| {
                self.value(&Env::of(self, instance), flag).as_bool() == Some(true)
            });
            Ok(Value { sensitive: sensitive || value.sensitive, ..value })
        })
    }
}

/// The key in an address, or nothing.
pub(crate) fn suffix(key: Option<&Key>) -> String {
    key.map_or_else(String::new, Key::to_string)
}
