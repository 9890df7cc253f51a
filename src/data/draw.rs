//! How a variable is drawn: a distribution whose parameters are expressions, or an expression alone.
//!
//! Every draw is the quantile of one uniform number per patient, so that moving a parameter moves each patient a little and
//! leaves every other draw as it was.

use super::expression::{Expression, ExpressionError, Names, Values};
use super::nearest::nearest;

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
    /// `choice(share of level 0, share of level 1, ...)`; the shares are scaled to sum to 1.
    Choice(Vec<Expression>),
    /// The expression itself, without chance.
    Exactly(Expression),
}

const DISTRIBUTIONS: [(&str, usize); 6] =
    [("normal", 2), ("lognormal", 2), ("uniform", 2), ("bernoulli", 1), ("poisson", 1), ("choice", 0)];

/// The largest mean of a Poisson distribution; a count beyond that is as good as a number that is spread evenly.
const MOST_COUNTED: f64 = 1e6;

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
                Some(near) => {
                    ExpressionError { what: format!("\"{name}\" is no distribution; did you mean {near}?"), ..error }
                }
                None => error,
            });
        };
        // The arguments are parsed as those of a function that takes any number of them.
        let offset = text.chars().count() - text.trim_start().chars().count() + name.len();
        let shifted = |error: ExpressionError| ExpressionError { at: (error.at + offset).saturating_sub(3), ..error };
        let Expression::Call(_, arguments) = Expression::parse(&format!("max({inside},0,0)")).map_err(shifted)? else {
            return Err(ExpressionError { at: 1, what: format!("{name} has no arguments") });
        };
        let mut arguments = arguments;
        arguments.truncate(arguments.len() - 2);
        if wanted > 0 && arguments.len() != wanted || arguments.len() < wanted.max(1) {
            let what = format!("{name} has {} arguments, expected {wanted}", arguments.len());
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
            _ => Self::Choice(std::iter::once(next()).chain(arguments).collect()),
        })
    }

    /// Its expressions, in order.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Normal(a, b) | Self::LogNormal(a, b) | Self::Uniform(a, b) => vec![a, b],
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

/// The least count such that this many or fewer come about with a probability above `u`, where there are `mean` on average. NaN unless `mean`
/// lies from 0 to 1,000,000.
///
/// The probabilities are added up, from 12 standard deviations below the mean (what lies below is less than 10⁻³⁰) until
/// they are too small to be told from 0.
#[must_use]
pub fn poisson_quantile(mean: f64, u: f64) -> f64 {
    if !(0.0..=MOST_COUNTED).contains(&mean) {
        return f64::NAN;
    }
    let mut count = (mean - 12.0 * mean.sqrt()).floor().max(0.0);
    let logarithm = if mean > 0.0 { count * libm::log(mean) - mean - libm::lgamma(count + 1.0) } else { 0.0 };
    let mut probability = libm::exp(logarithm);
    let mut reached = probability;
    while reached <= u && (count < mean || probability > f64::EPSILON / 4.0) {
        count += 1.0;
        probability *= mean / count;
        reached += probability;
    }
    count
}

/// The share of a standard normal distribution below `x`, from 0 to 1.
#[must_use]
pub fn normal_share(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The value below which the share `p` of a standard normal distribution lies; `p` is kept off 0 and 1 by 2⁻⁵⁴.
///
/// Accurate to about 1 in 10¹⁶. Source: Wichura 1988, Applied Statistics 37:477-484, algorithm AS 241, PPND16.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const CENTRE: [[f64; 8]; 2] = [
        [
            3.387_132_872_796_366_6,
            133.141_667_891_784_38,
            1_971.590_950_306_551_4,
            13_731.693_765_509_46,
            45_921.953_931_549_87,
            67_265.770_927_008_7,
            33_430.575_583_588_13,
            2_509.080_928_730_122_7,
        ],
        [
            1.0,
            42.313_330_701_600_91,
            687.187_007_492_057_9,
            5_394.196_021_424_751,
            21_213.794_301_586_597,
            39_307.895_800_092_71,
            28_729.085_735_721_943,
            5_226.495_278_852_545,
        ],
    ];
    const MIDDLE: [[f64; 8]; 2] = [
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            0.241_780_725_177_450_6,
            0.022_723_844_989_269_184,
            7.745_450_142_783_414e-4,
        ],
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            0.689_767_334_985_1,
            0.148_103_976_427_480_08,
            0.015_198_666_563_616_457,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    ];
    const TAIL: [[f64; 8]; 2] = [
        [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            0.296_560_571_828_504_87,
            0.026_532_189_526_576_124,
            0.001_242_660_947_388_078_4,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ],
        [
            1.0,
            0.599_832_206_555_888,
            0.136_929_880_922_735_8,
            0.014_875_361_290_850_615,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_8e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ],
    ];
    let smallest = f64::EPSILON / 4.0;
    let p = p.clamp(smallest, 1.0 - f64::EPSILON / 2.0);
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    let r = (-libm::log(p.min(1.0 - p))).sqrt();
    let size = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    if q < 0.0 { -size } else { size }
}

fn ratio(coefficients: &[[f64; 8]; 2], x: f64) -> f64 {
    let polynomial = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
    polynomial(&coefficients[0]) / polynomial(&coefficients[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_spread_as_poisson_says() {
        // The probabilities of 0, 1, 2 and 3 with a mean of 2.5 add up to these.
        for (u, count) in [(0.0820, 0.0), (0.0822, 1.0), (0.2872, 1.0), (0.2874, 2.0), (0.7575, 3.0), (0.7577, 4.0)] {
            assert_eq!(poisson_quantile(2.5, u).to_bits(), f64::to_bits(count), "{u}");
        }
        for mean in [0.0, 0.3, 2.5, 60.0, 5_000.0] {
            let n = 20_000;
            let counts: Vec<f64> =
                (0..n).map(|i| poisson_quantile(mean, (f64::from(i) + 0.5) / f64::from(n))).collect();
            let average = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|count| (count - average).powi(2)).sum::<f64>() / f64::from(n);
            assert!((average - mean).abs() <= 0.001 * mean, "mean {average}, expected {mean}");
            assert!((variance - mean).abs() <= 0.01 * mean, "variance {variance}, expected {mean}");
        }
        assert!([-0.1, 1e7, f64::NAN].iter().all(|&mean| poisson_quantile(mean, 0.5).is_nan()));
        assert!(poisson_quantile(2.5, 1.0) < 30.0, "it ends");
    }

    #[test]
    fn quantiles_agree_with_published_values() {
        for (p, value) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (1e-10, -6.361_340_902_404_056),
            (0.25, -0.674_489_750_196_081_7),
        ] {
            assert!((normal_quantile(p) - value).abs() < 1e-12, "{p}: {}", normal_quantile(p));
        }
        for x in [-3.0, -0.4, 0.0, 1.7] {
            assert!((normal_quantile(normal_share(x)) - x).abs() < 1e-12);
        }
    }
}
