//! Which arrows a knob changes: those of the variables that stand in one term with it.
//!
//! An expression is read as a sum of terms: `84 + 9*severity + 8*site` has the terms 84, severity and site, so moving `site`
//! shifts the variable and leaves what severity does to it as it was; in `(1 - 0.6*site)*signs` they stand together, so it
//! weakens the arrow from signs. Exponential, logarithm and logistic function let the terms inside them through: what adds up
//! there is told apart as on any other scale. Whatever else binds its arguments into one term.

use std::collections::BTreeSet;

use crate::data::expression::{Binary, Expression, Function};

/// Names that stand in one term.
type Term<'a> = BTreeSet<&'a str>;

/// More terms than this are taken for one.
const MOST_TERMS: usize = 400;

/// Whether `expression` names `wanted`.
pub(super) fn names(expression: &Expression, wanted: &str) -> bool {
    let mut found = false;
    expression.names(&mut |name| found |= name == wanted);
    found
}

/// Whether a term names both.
pub(super) fn together(expression: &Expression, knob: &str, variable: &str) -> bool {
    terms(expression).iter().any(|term| term.contains(knob) && term.contains(variable))
}

fn all<'a>(expressions: &'a [Expression]) -> Term<'a> {
    let mut names = Term::new();
    for expression in expressions {
        expression.names(&mut |name| {
            names.insert(name);
        });
    }
    names
}

fn terms(expression: &Expression) -> Vec<Term<'_>> {
    match expression {
        Expression::Number(_) => vec![Term::new()],
        Expression::Name(name) => vec![Term::from([name.as_str()])],
        Expression::Level { variable, .. } => vec![Term::from([variable.as_str()])],
        Expression::Binary(Binary::Add | Binary::Subtract, sides) => sides.iter().flat_map(terms).collect(),
        Expression::Binary(Binary::Multiply, sides) => product(&terms(&sides[0]), &terms(&sides[1])),
        Expression::Binary(Binary::Divide, sides) => product(&terms(&sides[0]), &[all(&sides[1..])]),
        Expression::Call(Function::Exp | Function::Ln | Function::Logistic, inner) => {
            inner.iter().flat_map(terms).collect()
        }
        Expression::Call(Function::If | Function::By, arguments) => {
            let choices: Vec<Term<'_>> = arguments[1..].iter().flat_map(terms).collect();
            product(&[all(&arguments[..1])], &choices)
        }
        Expression::Binary(_, sides) => vec![all(&sides[..])],
        Expression::Call(_, arguments) => vec![all(arguments)],
    }
}

fn product<'a>(left: &[Term<'a>], right: &[Term<'a>]) -> Vec<Term<'a>> {
    if left.len() * right.len() > MOST_TERMS {
        return vec![left.iter().chain(right).flatten().copied().collect()];
    }
    left.iter().flat_map(|a| right.iter().map(move |b| a.union(b).copied().collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lights(text: &str, knob: &str, variable: &str) -> bool {
        together(&Expression::parse(text).expect("an expression"), knob, variable)
    }

    #[test]
    fn a_knob_changes_the_arrows_it_shares_a_term_with() {
        assert!(!lights("84 + 9*severity + 8*site", "site", "severity"));
        assert!(lights("base + (1 - 0.6*site)*signs", "site", "signs"));
        let antibiotics = "(1 - site)*logistic(-2.6 + 0.5*severity + 2.6*sepsis) + site*0.30";
        assert!(lights(antibiotics, "site", "severity") && lights(antibiotics, "site", "sepsis"));
        let reading = "oxygen + (0.45 + 0.25*bias*tone)*max(0, 93 - oxygen) + 1.2*bias*tone";
        assert!(lights(reading, "bias", "tone") && lights(reading, "bias", "oxygen"));
        assert!(lights("if(ill, 1 - under_recording, 0)", "under_recording", "ill"));
        assert!(!lights("if(ill, 1, 0) + shift", "shift", "ill"));
        assert!(lights("by(group, 1, gap)", "gap", "group"));
        assert!(lights("min(a, knob)", "knob", "a"));
    }
}
