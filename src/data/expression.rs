//! Expressions of a recipe, evaluated a column at a time.
//!
//! A name stands for a knob (one number for everybody) or for an earlier variable (one number per patient; a category is
//! the number of its level, counted from 0, so that yes/no is 1/0). What does not depend on a patient stays one number.
//!
//! Own code, because no well-kept crate offers functions of three and more arguments, level names, a position for every
//! error, and evaluation by column together.

use std::sync::Arc;

use super::expression_parser;

/// One number for everybody, or one per patient.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// The same number for everybody.
    Same(f64),
    /// One number per patient.
    Each(Arc<[f64]>),
}

impl Values {
    /// The number of patient `row`.
    #[must_use]
    pub fn at(&self, row: usize) -> f64 {
        match self {
            Self::Same(value) => *value,
            Self::Each(values) => values[row],
        }
    }
}

/// Two operands and a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// `a ^ b`
    Power,
    /// `a < b`, 1 or 0
    Less,
    /// `a <= b`
    LessOrEqual,
    /// `a > b`
    Greater,
    /// `a >= b`
    GreaterOrEqual,
    /// `a == b`
    Equal,
    /// `a != b`
    Different,
    /// `a and b`: 1 if neither is 0
    And,
    /// `a or b`: 1 if not both are 0
    Or,
}

/// A function by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// e to the power of a
    Exp,
    /// Natural logarithm
    Ln,
    /// Square root
    Sqrt,
    /// Absolute value
    Abs,
    /// `1 / (1 + exp(-a))`: from log-odds to a probability
    Logistic,
    /// To the nearest whole number, halves away from 0
    Round,
    /// 1 if a is 0, otherwise 0
    Not,
    /// The smallest of its arguments
    Min,
    /// The largest of its arguments
    Max,
    /// `if(condition, then, otherwise)`
    If,
    /// `by(variable, for level 0, for level 1, ...)`
    By,
    /// `cut(a, 40, 65, 80)`: how many of the ascending bounds a has reached
    Cut,
    /// `top(a, share)`: 1 for that share of all patients with the highest a, otherwise 0
    Top,
}

impl Function {
    /// The functions by name, with the fewest and the most arguments that each takes.
    pub const NAMES: [(&'static str, Self, usize, usize); 13] = [
        ("exp", Self::Exp, 1, 1),
        ("ln", Self::Ln, 1, 1),
        ("sqrt", Self::Sqrt, 1, 1),
        ("abs", Self::Abs, 1, 1),
        ("logistic", Self::Logistic, 1, 1),
        ("round", Self::Round, 1, 1),
        ("not", Self::Not, 1, 1),
        ("min", Self::Min, 2, 64),
        ("max", Self::Max, 2, 64),
        ("if", Self::If, 3, 3),
        ("by", Self::By, 2, 64),
        ("cut", Self::Cut, 2, 64),
        ("top", Self::Top, 2, 2),
    ];
}

/// An expression, parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A knob or variable.
    Name(String),
    /// The level of a category, to be compared with a variable.
    Level {
        /// The variable it is compared with.
        variable: String,
        /// The level's name.
        level: String,
    },
    /// Two operands.
    Binary(Binary, Box<[Expression; 2]>),
    /// A function of its arguments.
    Call(Function, Vec<Expression>),
}

/// What is wrong with an expression, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", tr!("{what} (at character {at})", what = .what, at = .at))]
pub struct ExpressionError {
    /// The character, counted from 1.
    pub at: usize,
    /// What was found and what was expected.
    pub what: String,
}

/// What a name stands for while an expression is evaluated.
pub trait Names {
    /// The numbers under `name`, if it is known.
    fn values(&self, name: &str) -> Option<Values>;
    /// The number of a category's level.
    fn level(&self, variable: &str, level: &str) -> Option<f64>;
}

impl Expression {
    /// Parses `text`.
    ///
    /// # Errors
    /// [`ExpressionError`] at the first character that cannot be understood.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        expression_parser::parse(text)
    }

    /// Calls `see` with every name in it, levels' variables included, in order.
    pub fn names<'a>(&'a self, see: &mut impl FnMut(&'a str)) {
        match self {
            Self::Number(_) => {}
            Self::Name(name) => see(name),
            Self::Level { variable, .. } => see(variable),
            Self::Binary(_, operands) => operands.iter().for_each(|operand| operand.names(see)),
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.names(see)),
        }
    }

    /// Calls `see` with every level that a variable is compared with.
    pub fn levels<'a>(&'a self, see: &mut impl FnMut(&'a str, &'a str)) {
        match self {
            Self::Number(_) | Self::Name(_) => {}
            Self::Level { variable, level } => see(variable, level),
            Self::Binary(_, operands) => operands.iter().for_each(|operand| operand.levels(see)),
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.levels(see)),
        }
    }

    /// Its value for `patients` patients. `None` when a name is unknown, which a checked recipe rules out.
    #[must_use]
    pub fn evaluate(&self, patients: usize, names: &dyn Names) -> Option<Values> {
        match self {
            Self::Number(value) => Some(Values::Same(*value)),
            Self::Name(name) => names.values(name),
            Self::Level { variable, level } => names.level(variable, level).map(Values::Same),
            Self::Binary(operator, operands) => {
                let a = operands[0].evaluate(patients, names)?;
                let b = operands[1].evaluate(patients, names)?;
                Some(combine(patients, &[a, b], |x| binary(*operator, x[0], x[1])))
            }
            Self::Call(function, arguments) => {
                let arguments: Option<Vec<Values>> =
                    arguments.iter().map(|argument| argument.evaluate(patients, names)).collect();
                let arguments = arguments?;
                if *function == Function::Top {
                    return Some(top(patients, &arguments[0], &arguments[1]));
                }
                Some(combine(patients, &arguments, |x| call(*function, x)))
            }
        }
    }
}

/// Applies `f` to the arguments of each patient, or once when all are the same for everybody.
fn combine(patients: usize, arguments: &[Values], f: impl Fn(&[f64]) -> f64) -> Values {
    let mut row_values: Vec<f64> =
        arguments.iter().map(|argument| if let Values::Same(value) = argument { *value } else { 0.0 }).collect();
    let varying: Vec<(usize, &[f64])> = arguments
        .iter()
        .enumerate()
        .filter_map(
            |(index, argument)| if let Values::Each(values) = argument { Some((index, &**values)) } else { None },
        )
        .collect();
    if varying.is_empty() {
        return Values::Same(f(&row_values));
    }
    let each = (0..patients).map(|row| {
        for &(index, values) in &varying {
            row_values[index] = values[row];
        }
        f(&row_values)
    });
    Values::Each(each.collect())
}

/// 1 for the patients with the highest values, so many as the share of the first patient says (rounded), of equals the first;
/// 0 for the others. The one function that looks at more than one patient.
fn top(patients: usize, values: &Values, share: &Values) -> Values {
    let share = if patients > 0 { share.at(0).clamp(0.0, 1.0) } else { 0.0 };
    let mut order: Vec<usize> = (0..patients).collect();
    order.sort_by(|&a, &b| values.at(b).total_cmp(&values.at(a)));
    let mut chosen = vec![0.0; patients];
    for &row in order.iter().take((share * patients as f64).round() as usize) {
        chosen[row] = 1.0;
    }
    Values::Each(chosen.into())
}

fn truth(value: bool) -> f64 {
    f64::from(u8::from(value))
}

#[expect(clippy::float_cmp, reason = "levels and switches are whole numbers, which compare exactly")]
fn binary(operator: Binary, a: f64, b: f64) -> f64 {
    match operator {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
        Binary::Less => truth(a < b),
        Binary::LessOrEqual => truth(a <= b),
        Binary::Greater => truth(a > b),
        Binary::GreaterOrEqual => truth(a >= b),
        Binary::Equal => truth(a == b),
        Binary::Different => truth(a != b),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
    }
}

fn call(function: Function, x: &[f64]) -> f64 {
    match function {
        Function::Exp => libm::exp(x[0]),
        Function::Ln => libm::log(x[0]),
        Function::Sqrt => x[0].sqrt(),
        Function::Abs => x[0].abs(),
        Function::Logistic => logistic(x[0]),
        Function::Round => x[0].round(),
        Function::Not => truth(x[0].abs() < f64::MIN_POSITIVE),
        Function::Min => x.iter().copied().fold(f64::INFINITY, f64::min),
        Function::Max => x.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        Function::If => {
            if x[0].abs() < f64::MIN_POSITIVE {
                x[2]
            } else {
                x[1]
            }
        }
        Function::By => {
            let level = (x[0].max(0.0) as usize).min(x.len() - 2);
            x[1 + level]
        }
        Function::Cut => x[1..].iter().filter(|&&bound| x[0] >= bound).count() as f64,
        // Of a single patient; [`top`] is for all.
        Function::Top => truth(x[1] >= 0.5),
    }
}

/// From log-odds to a probability, from 0 to 1.
#[must_use]
pub fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Column(Vec<f64>);

    impl Names for Column {
        fn values(&self, name: &str) -> Option<Values> {
            (name == "x").then(|| Values::Each(self.0.clone().into()))
        }

        fn level(&self, _variable: &str, _level: &str) -> Option<f64> {
            None
        }
    }

    #[test]
    fn the_top_share_is_rounded_and_of_equals_the_first_are_in_it() {
        let top = |text: &str, x: &[f64]| -> Vec<f64> {
            let values = Expression::parse(text).expect("an expression").evaluate(x.len(), &Column(x.to_vec()));
            let values = values.expect("names are known");
            (0..x.len()).map(|row| values.at(row)).collect()
        };
        let x = [3.0, 1.0, 3.0, 2.0, 3.0];
        assert_eq!(top("top(x, 0.4)", &x), [1.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(top("top(-x, 0.2)", &x), [0.0, 1.0, 0.0, 0.0, 0.0]);
        assert_eq!(top("top(x, 0.09)", &x), [0.0; 5], "less than half a patient");
        assert_eq!(top("top(x, 0)", &x), [0.0; 5]);
        assert_eq!(top("top(x, 1)", &x), [1.0; 5]);
        assert_eq!(top("1 - top(x, 0.5)", &x), [0.0, 1.0, 0.0, 1.0, 0.0], "half of five is two and a half: three");
        assert!(top("top(x, 0.5)", &[]).is_empty());
    }
}
