//! Functions on sets, and sums.

use super::{ANY, Call, Function, deep, shallow};
use crate::eval::Outcome;
use crate::number::Number;
use crate::types::{Type, convert, distinct, type_of, unify};
use crate::value::{Data, Shape, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    deep("setunion", 1, ANY, setunion),
    deep("setintersection", 1, ANY, setintersection),
    deep("setsubtract", 2, 2, setsubtract),
    shallow("setproduct", 1, ANY, setproduct),
    deep("sum", 1, 1, sum),
];

/// The arguments as sets of one element type.
fn sets(call: &Call<'_>) -> Outcome<Vec<Value>> {
    let mut kinds = Vec::new();
    for at in 0..call.arguments.len() {
        kinds.extend(call.items(at)?.iter().map(type_of));
    }
    let kind = unify(kinds).ok_or_else(|| call.fail("the elements have different types"))?;
    let kind = Type::Set(Box::new(kind));
    (0..call.arguments.len()).map(|at| call.converted(at, &kind)).collect()
}

fn setunion(call: &Call<'_>) -> Outcome<Value> {
    let all = sets(call)?.iter().flat_map(|set| set.items().to_vec()).collect();
    Ok(distinct(Value::list(all)))
}

fn setintersection(call: &Call<'_>) -> Outcome<Value> {
    let sets = sets(call)?;
    let Some((first, others)) = sets.split_first() else { return Ok(Value::null()) };
    let everywhere = |item: &&Value| others.iter().all(|set| set.items().contains(item));
    Ok(distinct(Value::list(first.items().iter().filter(everywhere).cloned().collect())))
}

fn setsubtract(call: &Call<'_>) -> Outcome<Value> {
    let sets = sets(call)?;
    let [first, second] = sets.as_slice() else { return Ok(Value::null()) };
    let kept = first.items().iter().filter(|item| !second.items().contains(item));
    Ok(distinct(Value::list(kept.cloned().collect())))
}

fn setproduct(call: &Call<'_>) -> Outcome<Value> {
    if call.arguments.len() < 2 {
        return Err(call.fail("takes at least 2 arguments"));
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for at in 0..call.arguments.len() {
        let items = call.items(at)?;
        let longer = rows.len().saturating_mul(items.len());
        call.env.world.budget.elements(longer)?;
        call.env.world.budget.inner(longer.saturating_mul(at + 1))?;
        let longer = |row: &Vec<Value>| {
            let row = row.clone();
            items.iter().map(move |item| row.iter().chain([item]).cloned().collect()).collect()
        };
        rows = rows.iter().flat_map(|row| -> Vec<Vec<Value>> { longer(row) }).collect();
    }
    let all_sets = call.arguments.iter().all(|argument| argument.shape == Shape::Set);
    let rows = Value::list(rows.into_iter().map(Value::tuple).collect());
    Ok(if all_sets { distinct(rows) } else { rows })
}

fn sum(call: &Call<'_>) -> Outcome<Value> {
    let items = call.items(0)?;
    if items.is_empty() {
        return Err(call.fail("there is nothing to add"));
    }
    let mut total = Number::from(0_i64);
    for item in items {
        let item = convert(&item, &Type::Number).map_err(|why| call.fail(why))?;
        let Data::Number(number) = item.data else { return Err(call.fail("an element is null")) };
        total = total.plus(&number).ok_or_else(|| call.fail("a number out of range"))?;
    }
    Ok(Value::number(total))
}
