//! Operators and conditionals, with Terraform's conversions.

use hcl_edit::expr::{BinaryOp, BinaryOperator, Conditional, Expression, UnaryOp, UnaryOperator};

use super::{Env, Outcome, excerpt, has_unknown, unknown_from};
use crate::number::Number;
use crate::problems;
use crate::types::{Type, convert, type_of, unify};
use crate::value::{Data, Shape, Value};

/// Whether two values are equal as `==` sees them; `None` when that is unknown.
///
/// Values of different types are not equal; `null` equals only `null`.
pub(crate) fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (&a.data, &b.data) {
        (Data::Unknown(_), _) | (_, Data::Unknown(_)) => None,
        (Data::List(x), Data::List(y)) => {
            if a.shape != b.shape || x.len() != y.len() {
                return Some(false);
            }
            all(x.iter().zip(y.iter()))
        }
        (Data::Map(x), Data::Map(y)) => {
            if a.shape != b.shape || !x.keys().eq(y.keys()) {
                return Some(false);
            }
            all(x.values().zip(y.values()))
        }
        _ => Some(a == b),
    }
}

fn all<'a>(mut pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    pairs.try_fold(true, |same, (a, b)| Some(equal(a, b)? && same))
}

impl Env<'_> {
    pub(super) fn unary(&self, syntax: &Expression, operation: &UnaryOp) -> Outcome<Value> {
        let value = self.eval(&operation.expr)?;
        match operation.operator.value() {
            UnaryOperator::Neg => match self.operand(&operation.expr, &value, &Type::Number)? {
                Some(Data::Number(number)) => Ok(Value::number(number.negated())),
                _ => Ok(unknown_from([&value])),
            },
            UnaryOperator::Not => match self.operand(&operation.expr, &value, &Type::Bool)? {
                Some(Data::Bool(flag)) => Ok(Value::bool(!flag)),
                _ => Ok(unknown_from([&value])),
            },
        }
        .map(|result| Value { sensitive: value.sensitive, ..result })
        .map_err(|finding| self.place(finding, syntax))
    }

    /// The operand as that type; `None` when it is unknown.
    fn operand(&self, syntax: &Expression, value: &Value, kind: &Type) -> Outcome<Option<Data>> {
        if value.is_unknown() {
            return Ok(None);
        }
        if value.is_null() {
            return Err(self.error(
                syntax,
                &problems::WRONG_TYPE,
                format!("`{}` is null: no operator takes null", excerpt(syntax)),
            ));
        }
        self.as_type(syntax, value, kind).map(|value| Some(value.data))
    }

    pub(super) fn binary(&self, syntax: &Expression, operation: &BinaryOp) -> Outcome<Value> {
        let left = self.eval(&operation.lhs_expr)?;
        let operator = *operation.operator.value();
        // As from Terraform 1.12 on: a side that no longer matters may have an error.
        let decided = match operator {
            BinaryOperator::And => left.as_bool() == Some(false),
            BinaryOperator::Or => left.as_bool() == Some(true),
            _ => false,
        };
        if decided {
            let value = Value::bool(operator == BinaryOperator::Or);
            return Ok(Value { sensitive: left.sensitive, ..value });
        }
        let right = self.eval(&operation.rhs_expr)?;
        let sensitive = left.sensitive || right.sensitive;
        let result = match operator {
            BinaryOperator::Eq => self.equality(&left, &right, true)?,
            BinaryOperator::NotEq => self.equality(&left, &right, false)?,
            BinaryOperator::And => self.logic(operation, &left, &right, false)?,
            BinaryOperator::Or => self.logic(operation, &left, &right, true)?,
            _ => self.arithmetic(syntax, operation, &left, &right)?,
        };
        Ok(Value { sensitive, ..result })
    }

    fn equality(&self, left: &Value, right: &Value, wanted: bool) -> Outcome<Value> {
        self.world.budget.visit(left)?;
        Ok(match equal(left, right) {
            Some(same) => Value::bool(same == wanted),
            None => unknown_from([left, right]),
        })
    }

    /// `&&` (decided by `false`) and `||` (decided by `true`).
    fn logic(
        &self,
        operation: &BinaryOp,
        left: &Value,
        right: &Value,
        decides: bool,
    ) -> Outcome<Value> {
        let a = self.operand(&operation.lhs_expr, left, &Type::Bool)?;
        let b = self.operand(&operation.rhs_expr, right, &Type::Bool)?;
        let value = |data: &Option<Data>| match data {
            Some(Data::Bool(flag)) => Some(*flag),
            _ => None,
        };
        match (value(&a), value(&b)) {
            // One side that decides is enough, whatever the other one turns out to be.
            (Some(flag), _) | (_, Some(flag)) if flag == decides => Ok(Value::bool(decides)),
            (Some(_), Some(_)) => Ok(Value::bool(!decides)),
            _ => Ok(unknown_from([left, right])),
        }
    }

    fn arithmetic(
        &self,
        syntax: &Expression,
        operation: &BinaryOp,
        left: &Value,
        right: &Value,
    ) -> Outcome<Value> {
        let a = self.operand(&operation.lhs_expr, left, &Type::Number)?;
        let b = self.operand(&operation.rhs_expr, right, &Type::Number)?;
        let (Some(Data::Number(a)), Some(Data::Number(b))) = (a, b) else {
            return Ok(unknown_from([left, right]));
        };
        let operator = *operation.operator.value();
        let data = match operator {
            BinaryOperator::Less => Data::Bool(a < b),
            BinaryOperator::LessEq => Data::Bool(a <= b),
            BinaryOperator::Greater => Data::Bool(a > b),
            BinaryOperator::GreaterEq => Data::Bool(a >= b),
            _ => match calculate(operator, &a, &b) {
                Some(number) => Data::Number(number),
                None => return Err(self.no_result(syntax, &b)),
            },
        };
        Ok(data.into())
    }

    fn no_result(&self, syntax: &Expression, right: &Number) -> Box<outlast_findings::Finding> {
        let text = if right.is_zero() { "a division by zero" } else { "a number out of range" };
        self.error(syntax, &problems::NO_RESULT, format!("`{}` is {text}", excerpt(syntax)))
    }
}

fn calculate(operator: BinaryOperator, a: &Number, b: &Number) -> Option<Number> {
    match operator {
        BinaryOperator::Plus => a.plus(b),
        BinaryOperator::Minus => a.minus(b),
        BinaryOperator::Mul => a.times(b),
        BinaryOperator::Div => a.over(b),
        BinaryOperator::Mod => a.modulo(b),
        _ => None,
    }
}

/// `condition ? a : b`: only the chosen side is evaluated with errors; the other one gives its type
/// when it can.
pub(crate) fn conditional(env: &Env<'_>, choice: &Conditional) -> Outcome<Value> {
    let condition = env.eval(&choice.cond_expr)?;
    let decided = env.operand(&choice.cond_expr, &condition, &Type::Bool)?;
    let (chosen, other) = match decided {
        Some(Data::Bool(true)) => (&choice.true_expr, &choice.false_expr),
        Some(Data::Bool(false)) => (&choice.false_expr, &choice.true_expr),
        _ => {
            // An error on a side that may not be taken may be none: it is left out. What either
            // side depends on stays, as the result may depend on it.
            let sides = [env.eval(&choice.true_expr), env.eval(&choice.false_expr)];
            let sides = sides.into_iter().flatten().collect::<Vec<_>>();
            return Ok(unknown_from(std::iter::once(&condition).chain(&sides)).in_part());
        }
    };
    let value = env.eval(chosen)?;
    let sensitive = value.sensitive || condition.sensitive;
    let value = match env.eval(other) {
        Ok(other) => {
            env.world.budget.visit(&value)?;
            env.world.budget.visit(&other)?;
            unified(&value, &other)
        }
        // Terraform evaluates both sides, and so an error on the other side is one there too;
        // a reader that goes on is worth more.
        Err(_) => value,
    };
    Ok(Value { sensitive, ..value })
}

/// The chosen value in the type that both sides share.
fn unified(value: &Value, other: &Value) -> Value {
    let same = matches!(
        (&value.data, &other.data),
        (Data::Bool(_), Data::Bool(_))
            | (Data::Number(_), Data::Number(_))
            | (Data::String(_), Data::String(_))
    );
    if same || has_no_type(value) || has_no_type(other) {
        return value.clone();
    }
    let kind = unify([type_of(value), type_of(other)]);
    match kind.map(|kind| convert(value, &kind)) {
        Some(Ok(converted)) => converted,
        _ => value.clone(),
    }
}

fn has_no_type(value: &Value) -> bool {
    value.is_null() || value.is_unknown() || value.shape == Shape::Literal && has_unknown(value)
}
