//! A logistic regression as a chart of points, which is read as a clinical score is: look up the points of each input, add
//! them, and read the risk off the sum.

use crate::data::{Column, Table};
use crate::learn::{TableModel, TermStatus, Workings};
use std::ops::Range;

/// The points of the input whose effect is widest.
const WIDEST: f64 = 100.0;

/// What one scale of the chart runs over.
#[derive(Debug, Clone, PartialEq)]
pub enum Along {
    /// A number, from the least to the greatest of the training patients, in its own unit, with the points of each end.
    Number {
        /// Least value and its points.
        low: (f64, f64),
        /// Greatest value and its points.
        high: (f64, f64),
    },
    /// Categories, each with its points.
    Categories(Vec<(String, f64)>),
}

/// One input.
#[derive(Debug, Clone, PartialEq)]
pub struct PointsScale {
    /// The column of the table.
    pub column: String,
    /// Its values and their points.
    pub along: Along,
    /// The most points that it can give within the training patients' values; the least is 0.
    pub most: f64,
    features: Range<usize>,
    /// The effect in log odds that is worth 0 points.
    zero: f64,
}

/// Why an input that the model was given has no scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoScale {
    /// It says exactly what other inputs say together.
    Collinear,
    /// It is the same in everybody, or has no effect at all.
    NoEffect,
}

/// The chart (a nomogram, as in Kattan et al. 1998 and Harrell, Regression Modeling Strategies, section 5.3): points are
/// proportional to log odds, none is below 0 within the training patients' values, and the widest effect spans 100.
#[derive(Debug, Clone, PartialEq)]
pub struct PointsChart {
    /// One scale per column that has an effect, the widest first; empty when none has.
    pub scales: Vec<PointsScale>,
    /// The columns without a scale, in the model's order.
    pub left_out: Vec<(String, NoScale)>,
    /// The log odds of a patient with 0 points in all.
    pub start: f64,
    /// The log odds that one point is worth, above 0; 0 when no input has an effect.
    pub per_point: f64,
    coefficients: Vec<f64>,
}

/// One patient's points.
#[derive(Debug, Clone, PartialEq)]
pub struct PointsReading {
    /// For each scale, in order; below 0 or above its most for values that no training patient had.
    pub points: Vec<f64>,
    /// Their sum.
    pub total: f64,
    /// The risk that belongs to it, from 0 to 1: that of the model.
    pub risk: f64,
}

/// Why a model cannot be drawn as a chart of points.
#[derive(Debug, thiserror::Error)]
pub enum NoPoints {
    /// Inputs are multiplied with a group attribute, so that the worth of one depends on another.
    #[error("{}", tr!("some inputs count differently in each group, and a chart of points has only one scale for each input"))]
    Products,
    /// It is no logistic regression.
    #[error("{}", tr!("only a logistic regression adds up points"))]
    OtherKind,
}

impl PointsChart {
    /// The chart of a logistic regression learnt from `rows` of `table`.
    ///
    /// # Errors
    /// [`NoPoints`] when the model is no sum of one effect per input.
    pub fn new(model: &TableModel, table: &Table, rows: &[usize]) -> Result<Self, NoPoints> {
        let Workings::Coefficients { intercept, terms, .. } = model.classifier.workings() else {
            return Err(NoPoints::OtherKind);
        };
        let columns = model.encoder.describe();
        let plain: usize = columns.iter().map(|column| column.features.len()).sum();
        if plain < model.encoder.features().len() {
            return Err(NoPoints::Products);
        }
        let coefficients: Vec<f64> = terms.iter().map(|term| term.coefficient).collect();
        let mut chart =
            Self { scales: Vec::new(), left_out: Vec::new(), start: *intercept, per_point: 0.0, coefficients };
        let mut first = 0;
        for column in columns {
            let features = first..first + column.features.len();
            first = features.end;
            let effects = chart.effects(model, table, rows, features.clone());
            let ends = effects.iter().map(Effect::amount);
            let (least, most) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), e| (l.min(e), m.max(e)));
            if most > least {
                chart.start += least;
                let along = along(effects);
                chart.scales.push(PointsScale {
                    column: column.column,
                    along,
                    most: most - least,
                    features,
                    zero: least,
                });
            } else {
                let collinear = terms[features].iter().any(|term| term.status == TermStatus::Collinear);
                let why = if collinear { NoScale::Collinear } else { NoScale::NoEffect };
                chart.left_out.push((column.column, why));
            }
        }
        chart.scale_to_points();
        Ok(chart)
    }

    /// What the values of one column add to the log odds.
    fn effects(&self, model: &TableModel, table: &Table, rows: &[usize], features: Range<usize>) -> Vec<Effect> {
        let known = &model.encoder.features()[features.clone()];
        match known {
            [only] => {
                let coefficient = self.coefficients[features.start];
                let Some(yes) = &only.level else {
                    let ends = ends(table.column(&only.column), rows);
                    return vec![
                        Effect::Number(ends.0, coefficient * ends.0),
                        Effect::Number(ends.1, coefficient * ends.1),
                    ];
                };
                let no = other_level(table.column(&only.column), rows, yes);
                vec![Effect::Level(no, 0.0), Effect::Level(yes.clone(), coefficient)]
            }
            levels => {
                let name = |level: &Option<String>| level.clone().unwrap_or_default();
                let each = levels.iter().zip(&self.coefficients[features]);
                each.map(|(feature, coefficient)| Effect::Level(name(&feature.level), *coefficient)).collect()
            }
        }
    }

    /// From log odds to points, the widest scale first.
    fn scale_to_points(&mut self) {
        let widest = self.scales.iter().map(|scale| scale.most).fold(0.0, f64::max);
        self.per_point = widest / WIDEST;
        if self.per_point <= 0.0 {
            return;
        }
        for scale in &mut self.scales {
            let (zero, per_point) = (scale.zero, self.per_point);
            let points = |effect: &mut f64| *effect = (*effect - zero) / per_point;
            match &mut scale.along {
                Along::Number { low, high } => [low, high].into_iter().for_each(|end| points(&mut end.1)),
                Along::Categories(levels) => levels.iter_mut().for_each(|level| points(&mut level.1)),
            }
            scale.most /= self.per_point;
        }
        self.scales.sort_by(|a, b| b.most.total_cmp(&a.most));
    }

    /// The most points that anybody within the training patients' values can have.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.scales.iter().map(|scale| scale.most).sum()
    }

    /// The risk of somebody with so many points in all, from 0 to 1.
    #[must_use]
    pub fn risk_at(&self, total: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-(self.start + self.per_point * total)))
    }

    /// How many points in all give a risk, which may be more or less than anybody can have; `None` for a risk of 0 or 1, and
    /// when no input has an effect.
    #[must_use]
    pub fn total_for(&self, risk: f64) -> Option<f64> {
        let inner = risk > 0.0 && risk < 1.0 && self.per_point > 0.0;
        inner.then(|| (libm::log(risk / (1.0 - risk)) - self.start) / self.per_point)
    }

    /// The points of a patient, encoded as the model reads it.
    #[must_use]
    pub fn read(&self, encoded: &[f64]) -> PointsReading {
        let points = self.scales.iter().map(|scale| {
            let own = scale
                .features
                .clone()
                .map(|feature| self.coefficients[feature] * encoded.get(feature).copied().unwrap_or(f64::NAN));
            (own.sum::<f64>() - scale.zero) / self.per_point
        });
        let points: Vec<f64> = points.collect();
        let total = points.iter().sum();
        PointsReading { points, total, risk: self.risk_at(total) }
    }
}

/// What one value adds to the log odds.
enum Effect {
    Number(f64, f64),
    Level(String, f64),
}

impl Effect {
    const fn amount(&self) -> f64 {
        match self {
            Self::Number(_, amount) | Self::Level(_, amount) => *amount,
        }
    }
}

fn along(effects: Vec<Effect>) -> Along {
    if let [Effect::Number(low, a), Effect::Number(high, b)] = effects[..] {
        return Along::Number { low: (low, a), high: (high, b) };
    }
    let levels = effects.into_iter().filter_map(|effect| match effect {
        Effect::Level(name, amount) => Some((name, amount)),
        Effect::Number(..) => None,
    });
    Along::Categories(levels.collect())
}

/// The least and the greatest number of `rows`; a missing one becomes the median, which lies between them.
fn ends(column: Option<&Column>, rows: &[usize]) -> (f64, f64) {
    let Some(Column::Number(values)) = column else { return (0.0, 0.0) };
    let known = rows.iter().map(|&row| values[row]).filter(|value| value.is_finite());
    known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// The category of a column with two of them that is not `yes`.
fn other_level(column: Option<&Column>, rows: &[usize], yes: &str) -> String {
    let Some(Column::Category { codes, levels }) = column else { return tr!("not {yes}", yes) };
    let mut seen = rows.iter().filter_map(|&row| levels.get(codes[row] as usize));
    seen.find(|level| *level != yes).cloned().unwrap_or_else(|| tr!("not {yes}", yes))
}
