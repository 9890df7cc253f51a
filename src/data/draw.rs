//! How a variable is drawn: a distribution whose parameters are expressions, or an expression alone.
//!
//! Every draw is the quantile of one uniform number per patient, so that moving a parameter moves each patient a little and
//! leaves every other draw as it was.

use super::expression::{Expression, ExpressionError, Names, Values};
use super::nearest::nearest;
use super::quantile::{gamma_quantile, normal_quantile, normal_share, poisson_quantile};

/// How a variable is drawn. Shares and probabilities lie from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Draw {
    /// `normal(mean, sd)`, in the variable's unit.
    Normal(Expression, Expression),
    /// `lognormal(median, sdlog)`: median in the variable's unit, sdlog of its natural logarithm.
    LogNormal(Expression, Expression),
    /// `uniform(from, to)`.
    Uniform(Expression, Expression),
    /// `bernoulli(probability)`: 1 or 0.
    Bernoulli(Expression),
    /// `poisson(mean)`: a count from 0 of things that come about one by one, none because of another.
    Poisson(Expression),
    /// `gamma(shape, scale)`: positive, its mean the shape times the scale, in the variable's unit.
    Gamma(Expression, Expression),
    /// `choice(share of level 0, share of level 1, ...)`; the shares are scaled to sum to 1.
    Choice(Vec<Expression>),
    /// The expression itself, without chance.
    Exactly(Expression),
}

const DISTRIBUTIONS: [(&str, usize); 7] =
    [("normal", 2), ("lognormal", 2), ("uniform", 2), ("bernoulli", 1), ("poisson", 1), ("gamma", 2), ("choice", 0)];

impl Draw {
    /// Parses `text`: one of the distributions, or an expression.
    ///
    /// # Errors
    /// [`ExpressionError`] where it cannot be understood, with the nearest distribution where one is meant.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let Some((name, inside)) = distribution(text) else { return Expression::parse(text).map(Self::Exactly) };
        let Some(&(name, wanted)) = DISTRIBUTIONS.iter().find(|(known, _)| *known == name) else {
            // Functions of expressions look the same; only a name that is neither is an error here.
            let parsed = Expression::parse(text);
            let names = DISTRIBUTIONS.iter().map(|(known, _)| *known);
            return parsed.map(Self::Exactly).map_err(|error| match nearest(name, names) {
                Some(near) => ExpressionError {
                    what: tr!("\"{name}\" is no distribution; did you mean {near}?", name, near),
                    ..error
                },
                None => error,
            });
        };
        // The arguments are parsed as those of a function that takes any number of them.
        let offset = text.chars().count() - text.trim_start().chars().count() + name.len();
        let shifted = |error: ExpressionError| ExpressionError { at: (error.at + offset).saturating_sub(3), ..error };
        let Expression::Call(_, arguments) = Expression::parse(&format!("max({inside},0,0)")).map_err(shifted)? else {
            return Err(ExpressionError { at: 1, what: tr!("{name} has no arguments", name) });
        };
        let mut arguments = arguments;
        arguments.truncate(arguments.len() - 2);
        if wanted > 0 && arguments.len() != wanted || arguments.len() < wanted.max(1) {
            let what = tr!("{name} has {} arguments, expected {wanted}", arguments.len(), name, wanted);
            return Err(ExpressionError { at: 1, what });
        }
        let mut arguments = arguments.into_iter();
        let mut next = || arguments.next().unwrap_or(Expression::Number(0.0));
        Ok(match name {
            "normal" => Self::Normal(next(), next()),
            "lognormal" => Self::LogNormal(next(), next()),
            "uniform" => Self::Uniform(next(), next()),
            "bernoulli" => Self::Bernoulli(next()),
            "poisson" => Self::Poisson(next()),
            "gamma" => Self::Gamma(next(), next()),
            _ => Self::Choice(std::iter::once(next()).chain(arguments).collect()),
        })
    }

    /// Its expressions, in order.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Normal(a, b) | Self::LogNormal(a, b) | Self::Uniform(a, b) | Self::Gamma(a, b) => vec![a, b],
            Self::Bernoulli(a) | Self::Poisson(a) | Self::Exactly(a) => vec![a],
            Self::Choice(shares) => shares.iter().collect(),
        }
    }

    /// The numbers of patients whose uniform draws are `uniform`; those of a normal or lognormal distribution all lie above
    /// `above`, where that is given. `None` when a name is unknown.
    #[must_use]
    pub fn numbers(&self, uniform: &[f64], above: Option<&Values>, names: &dyn Names) -> Option<Vec<f64>> {
        let n = uniform.len();
        let parameters: Option<Vec<Values>> =
            self.expressions().into_iter().map(|expression| expression.evaluate(n, names)).collect();
        let parameters = parameters?;
        let each = |f: &dyn Fn(usize, f64) -> f64| uniform.iter().enumerate().map(|(row, &u)| f(row, u)).collect();
        let p = |index: usize, row: usize| parameters[index].at(row);
        // Where the lower part is cut off, only the rest of the distribution is drawn from.
        let cut = |row: usize, u: f64, standard: &dyn Fn(f64) -> f64| match above {
            Some(bound) => {
                let below = normal_share(standard(bound.at(row)));
                below + u * (1.0 - below)
            }
            None => u,
        };
        Some(match self {
            Self::Normal(..) => each(&|row, u| {
                let (mean, sd) = (p(0, row), p(1, row));
                mean + sd * normal_quantile(cut(row, u, &|bound| (bound - mean) / sd))
            }),
            Self::LogNormal(..) => each(&|row, u| {
                let (median, sd) = (p(0, row), p(1, row));
                let standard =
                    |bound: f64| if bound > 0.0 { libm::log(bound / median) / sd } else { f64::NEG_INFINITY };
                median * libm::exp(sd * normal_quantile(cut(row, u, &standard)))
            }),
            Self::Uniform(..) => each(&|row, u| p(0, row) + u * (p(1, row) - p(0, row))),
            Self::Bernoulli(_) => each(&|row, u| f64::from(u8::from(u < p(0, row)))),
            Self::Poisson(_) => each(&|row, u| poisson_quantile(p(0, row), u)),
            Self::Gamma(..) => each(&|row, u| gamma_quantile(p(0, row), p(1, row), u)),
            Self::Choice(_) => each(&|row, u| {
                let total: f64 = (0..parameters.len()).map(|level| p(level, row).max(0.0)).sum();
                let mut reached = 0.0;
                let last = parameters.len() - 1;
                let level = (0..last).find(|&level| {
                    reached += p(level, row).max(0.0) / total;
                    u < reached
                });
                level.unwrap_or(last) as f64
            }),
            Self::Exactly(_) => each(&|row, _| p(0, row)),
        })
    }
}

/// `name(inside)`, when the whole text is one call.
fn distribution(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (name, rest) = text.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    let mut depth = 0_i32;
    for letter in inside.chars() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        if depth < 0 {
            return None;
        }
    }
    name.chars().all(|letter| letter.is_alphanumeric() || letter == '_').then_some((name, inside))
}
