//! The inputs of the model and a patient's values, in the words of the recipe.

use crate::data::recipe::Variable;
use crate::data::{Column, MISSING};
use crate::explain::Value;
use crate::ui::panels::Shown;

/// The inputs that the model reads, in its order, with the recipe's words for those that it has words for.
pub fn inputs<'a>(shown: &Shown<'a>) -> Vec<(String, Option<&'a Variable>)> {
    let columns = shown.derived.model.trained.encoder.describe();
    columns.into_iter().map(|column| (column.column.clone(), shown.recipe.variable(&column.column))).collect()
}

/// What an input is called.
pub fn label(id: &str, variable: Option<&Variable>) -> String {
    variable.map_or_else(|| id.to_owned(), |variable| variable.label.clone())
}

/// What is recorded of a patient.
pub fn recorded(column: &Column, row: usize) -> Value {
    match column {
        Column::Number(values) if values[row].is_nan() => Value::Missing,
        Column::Number(values) => Value::Number(values[row]),
        Column::Category { codes, levels } => match codes[row] {
            MISSING => Value::Missing,
            code => levels.get(code as usize).map_or(Value::Missing, |level| Value::Level(level.clone())),
        },
    }
}

/// A value as people see it, without its unit.
pub fn written(value: &Value, variable: Option<&Variable>) -> String {
    match (value, variable) {
        (Value::Missing, _) => tr!("not recorded").to_owned(),
        (Value::Level(level), _) => level.clone(),
        (Value::Number(number), Some(variable)) => variable.shown(*number),
        (Value::Number(number), None) => format!("{number:.2}"),
    }
}

/// The same with its unit.
pub fn with_unit(value: &Value, variable: Option<&Variable>) -> String {
    let text = written(value, variable);
    match (value, variable.and_then(|variable| variable.unit.as_deref())) {
        (Value::Number(_), Some("%")) => format!("{text}%"),
        (Value::Number(_), Some(unit)) => format!("{text} {unit}"),
        _ => text,
    }
}
