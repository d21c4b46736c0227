//! Functions on lists and maps.

use std::collections::BTreeMap;

use super::{ANY, Call, Function, deep, own, shallow};
use crate::eval::{Outcome, equal, unknown_from};
use crate::number::Number;
use crate::types::{Type, convert, type_of, unify};
use crate::value::{Data, Key, Shape, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    shallow("length", 1, 1, length),
    shallow("element", 2, 2, element),
    deep("index", 2, 2, index),
    shallow("contains", 2, 2, contains),
    own("lookup", 2, 3, lookup),
    shallow("keys", 1, 1, keys),
    shallow("values", 1, 1, values),
    shallow("merge", 0, ANY, merge),
    shallow("concat", 1, ANY, concat),
    shallow("flatten", 1, 1, flatten),
    own("coalesce", 1, ANY, coalesce),
    own("coalescelist", 1, ANY, coalescelist),
    shallow("chunklist", 2, 2, chunklist),
    shallow("slice", 3, 3, slice),
    shallow("reverse", 1, 1, reverse),
    deep("sort", 1, 1, sort),
    deep("range", 1, 3, range),
    shallow("zipmap", 2, 2, zipmap),
    deep("transpose", 1, 1, transpose),
    shallow("one", 1, 1, one),
    shallow("alltrue", 1, 1, |call| quantify(call, true)),
    shallow("anytrue", 1, 1, |call| quantify(call, false)),
    shallow("distinct", 1, 1, distinct),
    deep("compact", 1, 1, compact),
    deep("matchkeys", 3, 3, matchkeys),
];

fn length(call: &Call<'_>) -> Outcome<Value> {
    let value = call.argument(0);
    let length = match &value.data {
        Data::List(items) => items.len(),
        Data::Map(entries) => entries.len(),
        Data::String(text) => {
            unicode_segmentation::UnicodeSegmentation::graphemes(&**text, true).count()
        }
        _ => return Err(call.fail(format!("a {} has no length", value.kind()))),
    };
    Ok(Value::number(length))
}

fn element(call: &Call<'_>) -> Outcome<Value> {
    let items = call.items(0)?;
    let at = call.integer(1)?;
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Err(call.fail("the list is empty"));
    }
    if at < 0 {
        return Err(call.fail("the index is negative"));
    }
    let at = usize::try_from(at.rem_euclid(count)).unwrap_or(0);
    Ok(items.get(at).cloned().unwrap_or_else(Value::null))
}

fn index(call: &Call<'_>) -> Outcome<Value> {
    let items = call.items(0)?;
    let wanted = call.argument(1);
    let found = items.iter().position(|item| equal(item, &wanted) == Some(true));
    match found {
        Some(at) => Ok(Value::number(at)),
        None => Err(call.fail("no element is equal to that")),
    }
}

fn contains(call: &Call<'_>) -> Outcome<Value> {
    let items = call.items(0)?;
    let wanted = call.argument(1);
    let same: Vec<Option<bool>> = items.iter().map(|item| equal(item, &wanted)).collect();
    if same.contains(&Some(true)) {
        return Ok(Value::bool(true));
    }
    if same.contains(&None) {
        return Ok(unknown_from(&call.arguments));
    }
    Ok(Value::bool(false))
}

fn lookup(call: &Call<'_>) -> Outcome<Value> {
    let map = call.argument(0);
    if map.is_unknown() || call.argument(1).is_unknown() {
        return Ok(unknown_from(&call.arguments));
    }
    let name = call.text(1)?;
    let Data::Map(entries) = &map.data else {
        return Err(call.fail(format!("argument 1 is a {}, no map", map.kind())));
    };
    match (entries.get(&*name), call.given(2)) {
        (Some(entry), _) => Ok(crate::eval::element(&map, &Key::Name(name.to_string()), entry)),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(call.fail(format!("there is no key `{name}` and no default"))),
    }
}

fn entries(call: &Call<'_>, at: usize) -> Outcome<Vec<(String, Value)>> {
    let map = call.argument(at);
    let wrong = || call.fail(format!("argument {} is a {}, no map", at + 1, map.kind()));
    let Data::Map(_) = &map.data else { return Err(wrong()) };
    let members = crate::eval::elements(&map).ok_or_else(wrong)?;
    let named = |(key, value): (Value, Value)| (key.as_str().unwrap_or("").to_owned(), value);
    Ok(members.into_iter().map(named).collect())
}

fn keys(call: &Call<'_>) -> Outcome<Value> {
    let names = entries(call, 0)?.into_iter().map(|(name, _)| Value::string(name));
    let list = call.listed(names.collect())?;
    Ok(Value { shape: call.argument(0).shape, ..list })
}

fn values(call: &Call<'_>) -> Outcome<Value> {
    let values = entries(call, 0)?.into_iter().map(|(_, value)| value).collect();
    let list = call.listed(values)?;
    Ok(Value { shape: call.argument(0).shape, ..list })
}

fn merge(call: &Call<'_>) -> Outcome<Value> {
    let mut merged = BTreeMap::new();
    let mut uniform = !call.arguments.is_empty();
    for at in 0..call.arguments.len() {
        if call.argument(at).is_null() {
            continue;
        }
        uniform &= call.argument(at).shape == Shape::Uniform;
        merged.extend(entries(call, at)?);
    }
    call.env.world.budget.elements(merged.len())?;
    Ok(if uniform { Value::map(merged) } else { Value::object(merged) })
}

fn concat(call: &Call<'_>) -> Outcome<Value> {
    let mut all = Vec::new();
    let mut uniform = true;
    for at in 0..call.arguments.len() {
        uniform &= call.argument(at).shape != Shape::Literal;
        all.extend(call.items(at)?);
        call.env.world.budget.elements(all.len())?;
    }
    Ok(if uniform { in_common_type(Value::list(all)) } else { Value::tuple(all) })
}

/// A list with its elements in the type that they share, where they share one.
fn in_common_type(list: Value) -> Value {
    convert(&list, &Type::List(Box::new(Type::Any))).unwrap_or(list)
}

/// Lists in lists as one list. An unknown element of an inner list is taken for one element; an
/// unknown element of the outer list may be a list of any length, and so makes the whole unknown.
fn flatten(call: &Call<'_>) -> Outcome<Value> {
    let mut flat = Vec::new();
    let mut waiting: Vec<(Value, bool)> =
        call.items(0)?.into_iter().rev().map(|item| (item, true)).collect();
    while let Some((value, outer)) = waiting.pop() {
        match (&value.data, crate::eval::elements(&value)) {
            (Data::List(_), Some(members)) => {
                call.env.world.budget.elements(members.len())?;
                waiting.extend(members.into_iter().rev().map(|(_, member)| (member, false)));
            }
            (Data::Unknown(_), _) if outer => return Ok(unknown_from(&call.arguments)),
            _ => flat.push(value),
        }
    }
    call.env.world.budget.elements(flat.len())?;
    Ok(Value::tuple(flat))
}

fn coalesce(call: &Call<'_>) -> Outcome<Value> {
    let kinds = call.arguments.iter().map(type_of);
    let kind = unify(kinds).ok_or_else(|| call.fail("the arguments have different types"))?;
    for value in &call.arguments {
        if value.is_unknown() {
            return Ok(unknown_from(&call.arguments));
        }
        let empty = value.is_null() || value.as_str() == Some("");
        if !empty {
            return convert(value, &kind).map_err(|why| call.fail(why));
        }
    }
    Err(call.fail("every argument is null or empty"))
}

fn coalescelist(call: &Call<'_>) -> Outcome<Value> {
    for value in &call.arguments {
        if value.is_unknown() {
            return Ok(unknown_from(&call.arguments));
        }
        if !value.items().is_empty() {
            return Ok(value.clone());
        }
    }
    Err(call.fail("every argument is null or empty"))
}

fn chunklist(call: &Call<'_>) -> Outcome<Value> {
    let items = call.items(0)?;
    let size = call.size(1)?.clamp(0, items.len().max(1));
    if items.is_empty() {
        return call.listed(Vec::new());
    }
    let size = if size == 0 { items.len() } else { size };
    call.listed(items.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect())
}

fn slice(call: &Call<'_>) -> Outcome<Value> {
    let items = call.items(0)?;
    let (start, end) = (call.size(1)?, call.size(2)?);
    match items.get(start..end) {
        Some(part) => Ok(Value { shape: call.argument(0).shape, ..Value::tuple(part.to_vec()) }),
        None => Err(call.fail(format!("{start} to {end} is not within {} elements", items.len()))),
    }
}

fn reverse(call: &Call<'_>) -> Outcome<Value> {
    let mut items = call.items(0)?;
    items.reverse();
    let shape = match call.argument(0).shape {
        Shape::Literal => Shape::Literal,
        _ => Shape::Uniform,
    };
    Ok(Value { shape, ..Value::tuple(items) })
}

fn sort(call: &Call<'_>) -> Outcome<Value> {
    let mut texts = call.texts(0)?;
    texts.sort();
    Ok(Value::list(texts.into_iter().map(Value::string).collect()))
}

fn range(call: &Call<'_>) -> Outcome<Value> {
    let zero = Number::from(0_i64);
    let (start, end, step) = match call.arguments.len() {
        1 => (zero.clone(), call.number(0)?, None),
        2 => (call.number(0)?, call.number(1)?, None),
        _ => (call.number(0)?, call.number(1)?, Some(call.number(2)?)),
    };
    let step = step.unwrap_or_else(|| Number::from(if end < start { -1_i64 } else { 1 }));
    if step.is_zero() {
        return Err(call.fail("the step is zero"));
    }
    if (end < start) != step.is_negative() && start != end {
        return Err(call.fail("the step leads away from the end"));
    }
    let mut items = Vec::new();
    let mut at = start;
    while if step.is_negative() { at > end } else { at < end } {
        if items.len() >= 1024 {
            return Err(call.fail("more than 1024 elements"));
        }
        let next = at.plus(&step).ok_or_else(|| call.fail("a number out of range"))?;
        items.push(Value::number(std::mem::replace(&mut at, next)));
    }
    call.listed(items)
}

fn zipmap(call: &Call<'_>) -> Outcome<Value> {
    let keys = call.argument(0);
    if crate::eval::has_unknown(&keys) {
        return Ok(unknown_from(&call.arguments));
    }
    let (names, values) = (call.texts(0)?, call.items(1)?);
    if names.len() != values.len() {
        let text = format!("{} keys for {} values", names.len(), values.len());
        return Err(call.fail(text));
    }
    let entries = names.iter().map(ToString::to_string).zip(values).collect();
    Ok(match call.argument(1).shape {
        Shape::Literal => Value::object(entries),
        _ => Value::map(entries),
    })
}

fn transpose(call: &Call<'_>) -> Outcome<Value> {
    let kind = Type::Map(Box::new(Type::List(Box::new(Type::String))));
    let map = call.converted(0, &kind)?;
    let mut turned: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (name, list) in map.entries().into_iter().flatten() {
        for item in list.items() {
            let key = item.as_str().unwrap_or("").to_owned();
            turned.entry(key).or_default().push(Value::string(name));
        }
    }
    let lists = turned.into_iter().map(|(name, items)| (name, Value::list(items)));
    Ok(Value::map(lists.collect()))
}

fn one(call: &Call<'_>) -> Outcome<Value> {
    if call.argument(0).is_null() {
        return Ok(Value::null());
    }
    let items = call.items(0)?;
    match items.as_slice() {
        [] => Ok(Value::null()),
        [only] => Ok(only.clone()),
        _ => Err(call.fail(format!("there are {} elements", items.len()))),
    }
}

fn quantify(call: &Call<'_>, all: bool) -> Outcome<Value> {
    let mut unknown = false;
    for item in call.items(0)? {
        unknown |= item.is_unknown();
        let flag = convert(&item, &Type::Bool).map_err(|why| call.fail(why))?.as_bool();
        let deciding = if all { flag == Some(false) || item.is_null() } else { flag == Some(true) };
        if deciding {
            return Ok(Value::bool(!all));
        }
    }
    Ok(if unknown { unknown_from(&call.arguments) } else { Value::bool(all) })
}

fn distinct(call: &Call<'_>) -> Outcome<Value> {
    let list = Value::list(call.items(0)?);
    let list = in_common_type(list);
    let mut seen = std::collections::BTreeSet::new();
    let mut kept = Vec::new();
    for item in list.items() {
        if item.is_unknown() || seen.insert((item.kind(), crate::json::sort_key(item))) {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(kept))
}

fn compact(call: &Call<'_>) -> Outcome<Value> {
    let list = call.converted(0, &Type::List(Box::new(Type::String)))?;
    let keep = |item: &&Value| !item.is_null() && item.as_str() != Some("");
    Ok(Value::list(list.items().iter().filter(keep).cloned().collect()))
}

fn matchkeys(call: &Call<'_>) -> Outcome<Value> {
    let (values, keys, wanted) = (call.items(0)?, call.items(1)?, call.items(2)?);
    if values.len() != keys.len() {
        return Err(call.fail("the lists of values and keys differ in length"));
    }
    let kept = values.into_iter().zip(keys).filter(|(_, key)| wanted.contains(key));
    Ok(Value::list(kept.map(|(value, _)| value).collect()))
}
