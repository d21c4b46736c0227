//! Conversions between types, and marks that change nothing here.

use super::{Call, Function, own, shallow};
use crate::eval::Outcome;
use crate::types::{Type, convert};
use crate::value::{Data, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    shallow("tobool", 1, 1, |call| to(call, &Type::Bool)),
    shallow("tonumber", 1, 1, |call| to(call, &Type::Number)),
    shallow("tostring", 1, 1, |call| to(call, &Type::String)),
    shallow("tolist", 1, 1, tolist),
    shallow("toset", 1, 1, toset),
    shallow("tomap", 1, 1, |call| to(call, &Type::Map(Box::new(Type::Any)))),
    own("sensitive", 1, 1, |call| Ok(Value { sensitive: true, ..call.argument(0) })),
    own("nonsensitive", 1, 1, |call| Ok(Value { sensitive: false, ..call.argument(0) })),
    own("issensitive", 1, 1, |call| Ok(Value::bool(call.argument(0).sensitive))),
    own("ephemeralasnull", 1, 1, |call| Ok(call.argument(0))),
];

fn to(call: &Call<'_>, kind: &Type) -> Outcome<Value> {
    convert(&call.argument(0), kind).map_err(|why| call.fail(why))
}

/// The list keeps the origins of the elements of a resource's attribute.
fn tolist(call: &Call<'_>) -> Outcome<Value> {
    to(call, &Type::List(Box::new(Type::Any)))
}

fn toset(call: &Call<'_>) -> Outcome<Value> {
    let value = call.argument(0);
    if matches!(value.data, Data::List(_)) && value.origin.is_some() {
        // The order changes, so the elements take their origins with them.
        let items = Value::tuple(call.items(0)?);
        let kind = Type::Set(Box::new(Type::Any));
        return convert(&items, &kind).map_err(|why| call.fail(why));
    }
    to(call, &Type::Set(Box::new(Type::Any)))
}
