//! References: what a name at the start of a traversal stands for.

use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::{Decorated, Ident};
use outlast_findings::Finding;

use super::{Env, Outcome, excerpt};
use crate::problems;
use crate::text::did_you_mean;
use crate::value::Value;

type Operators<'s> = &'s [Decorated<TraversalOperator>];

/// The names that Terraform gives a meaning at the start of a reference.
const ROOTS: [&str; 8] = ["var", "local", "module", "data", "path", "terraform", "each", "count"];

impl Env<'_> {
    /// A name by itself: only `for`, template and `dynamic` names are values.
    pub(super) fn name(&self, syntax: &Expression, name: &str) -> Outcome<Value> {
        match self.framed(name) {
            Some(value) => Ok(value),
            None => Err(self.no_such_name(syntax, name)),
        }
    }

    fn framed(&self, name: &str) -> Option<Value> {
        let mut frame = self.frame;
        while let Some(here) = frame {
            if here.name == name {
                return Some(here.value.clone());
            }
            frame = here.outer;
        }
        None
    }

    fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        let mut frame = self.frame;
        while let Some(here) = frame {
            names.push(here.name);
            frame = here.outer;
        }
        names
    }

    fn no_such_name(&self, syntax: &Expression, name: &str) -> Box<Finding> {
        let mut near: Vec<String> = self.names().into_iter().map(str::to_owned).collect();
        let module = &self.instance.module;
        if !self.closed {
            // The name may lack its `var.` or `local.`, or be a reference that is misspelt.
            let prefixed = [
                ("var", module.variables.contains_key(name)),
                ("local", module.locals.contains_key(name)),
            ];
            for (prefix, there) in prefixed {
                if there {
                    return self.unknown_name(syntax, format!("did you mean `{prefix}.{name}`?"));
                }
            }
            near.extend(ROOTS.map(str::to_owned));
            near.extend(module.resources.keys().cloned());
        }
        let mut help = did_you_mean(name, near.iter().map(String::as_str));
        if help.is_empty() && self.closed {
            help = format!("the template gets: {}", self.names().join(", "));
        }
        self.unknown_name(syntax, help)
    }

    fn unknown_name(&self, syntax: &Expression, help: String) -> Box<Finding> {
        let text = format!("`{}` names nothing", excerpt(syntax));
        let finding = *self.error(syntax, &problems::REFERENCE_TO_NOTHING, text);
        Box::new(finding.help(help))
    }

    pub(super) fn traversal(&self, syntax: &Expression, traversal: &Traversal) -> Outcome<Value> {
        let operators = traversal.operators.as_slice();
        let Expression::Variable(root) = &traversal.expr else {
            let value = self.eval(&traversal.expr)?;
            return self.walk(syntax, value, operators);
        };
        // The name of a `for` hides whatever else begins with that word.
        if let Some(value) = self.framed(root.as_str()) {
            return self.walk(syntax, value, operators);
        }
        if self.closed {
            return Err(self.no_such_name(syntax, root.as_str()));
        }
        let (value, rest) = self.resolve(syntax, root.value(), operators)?;
        self.walk(syntax, value, rest)
    }

    fn resolve<'s>(
        &self,
        syntax: &Expression,
        root: &Ident,
        operators: Operators<'s>,
    ) -> Outcome<(Value, Operators<'s>)> {
        let first = word(operators, 0);
        let rest = operators.get(1..).unwrap_or(&[]);
        match (root.as_str(), first) {
            ("var", Some(name)) => Ok((self.variable(syntax, name)?, rest)),
            ("local", Some(name)) => Ok((self.local(syntax, name)?, rest)),
            ("each", Some(name)) => Ok((self.each_value(syntax, name)?, rest)),
            ("count", Some("index")) => {
                let index = self.each.and_then(|each| each.index.clone());
                Ok((index.ok_or_else(|| self.only_in(syntax, "count"))?, rest))
            }
            ("path", Some(name)) => Ok((self.path(syntax, name)?, rest)),
            ("terraform", Some("workspace")) => Ok((Value::string(self.world.workspace()), rest)),
            ("terraform", Some("applying")) => {
                Ok((Value::unknown("known while applying", Vec::new()), rest))
            }
            ("module", Some(name)) => self.module(syntax, name, rest),
            ("data", Some(kind)) => match word(operators, 1) {
                Some(name) => {
                    let key = format!("data.{kind}.{name}");
                    Ok((self.resource(syntax, &key)?, operators.get(2..).unwrap_or(&[])))
                }
                None => Err(self.unknown_name(syntax, "write `data.TYPE.NAME`".to_owned())),
            },
            ("resource", Some(kind)) => match word(operators, 1) {
                Some(name) => {
                    let key = format!("{kind}.{name}");
                    Ok((self.resource(syntax, &key)?, operators.get(2..).unwrap_or(&[])))
                }
                None => Err(self.unknown_name(syntax, "write `resource.TYPE.NAME`".to_owned())),
            },
            // It has a meaning in provisioners and conditions, which are carried out by Terraform.
            ("self", _) => Ok((Value::unknown("`self` is not evaluated", Vec::new()), &[])),
            (kind, Some(name)) => Ok((self.resource(syntax, &format!("{kind}.{name}"))?, rest)),
            (name, None) => Err(self.no_such_name(syntax, name)),
        }
    }

    fn only_in(&self, syntax: &Expression, what: &str) -> Box<Finding> {
        self.unknown_name(syntax, format!("it has a value only in a block with `{what}`"))
    }

    fn each_value(&self, syntax: &Expression, name: &str) -> Outcome<Value> {
        let value = self.each.and_then(|each| match name {
            "key" => each.key.clone(),
            "value" => each.value.clone(),
            _ => None,
        });
        value.ok_or_else(|| self.only_in(syntax, "for_each"))
    }

    fn path(&self, syntax: &Expression, name: &str) -> Outcome<Value> {
        match name {
            "module" => Ok(Value::string(self.world.module_path(&self.instance.module))),
            "root" => Ok(Value::string(".")),
            "cwd" => Ok(Value::unknown("the working directory is not read", Vec::new())),
            _ => Err(self.unknown_name(syntax, did_you_mean(name, ["module", "root", "cwd"]))),
        }
    }

    fn variable(&self, syntax: &Expression, name: &str) -> Outcome<Value> {
        if let Some(value) = self.world.stated(&format!("var.{name}")) {
            return Ok(value.clone());
        }
        let names = &self.instance.module.variables;
        if !names.contains_key(name) {
            let help = did_you_mean(name, names.keys().map(String::as_str));
            return Err(self.unknown_name(syntax, help));
        }
        self.world.variable(self.instance, name)
    }

    fn local(&self, syntax: &Expression, name: &str) -> Outcome<Value> {
        let names = &self.instance.module.locals;
        if !names.contains_key(name) {
            let help = did_you_mean(name, names.keys().map(String::as_str));
            return Err(self.unknown_name(syntax, help));
        }
        self.world.local(self.instance, name)
    }

    fn resource(&self, syntax: &Expression, key: &str) -> Outcome<Value> {
        if let Some(value) = self.world.stated(key) {
            return Ok(value.clone());
        }
        let names = &self.instance.module.resources;
        if !names.contains_key(key) {
            let near = names.keys().map(String::as_str).chain(self.world.stated_names());
            let mut help = did_you_mean(key, near);
            let root = key.split('.').next().unwrap_or(key);
            if help.is_empty() {
                help = did_you_mean(root, ROOTS);
            }
            return Err(self.unknown_name(syntax, help));
        }
        self.world.resource(self.instance, key)
    }

    /// `module.NAME`, `module.NAME[KEY]`, and the output after it, so that only that one is needed.
    fn module<'s>(
        &self,
        syntax: &Expression,
        name: &str,
        rest: Operators<'s>,
    ) -> Outcome<(Value, Operators<'s>)> {
        let names = &self.instance.module.calls;
        if !names.contains_key(name) {
            let help = did_you_mean(name, names.keys().map(String::as_str));
            return Err(self.unknown_name(syntax, help));
        }
        let calls = self.world.children(self.instance, name)?;
        if let Some(why) = &calls.opaque {
            return Ok((Value::unknown(why.clone(), Vec::new()), rest));
        }
        if calls.keyed {
            return Ok((self.world.all_outputs(&calls)?, rest));
        }
        let Some((_, child)) = calls.members.first() else { return Ok((Value::null(), rest)) };
        match word(rest, 0) {
            Some(output) if child.module.outputs.contains_key(output) => {
                let value = self.world.output(child, output)?;
                Ok((value, rest.get(1..).unwrap_or(&[])))
            }
            Some(output) => {
                let near = child.module.outputs.keys().map(String::as_str);
                Err(self.unknown_name(syntax, did_you_mean(output, near)))
            }
            None => Ok((self.world.all_outputs(&calls)?, rest)),
        }
    }
}

/// The name that the operator at that position reads.
fn word(operators: Operators<'_>, at: usize) -> Option<&str> {
    match operators.get(at)?.value() {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    }
}
