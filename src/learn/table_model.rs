//! From a table straight to a model and to risks: what the window and the command line both call.

use super::{Classifier, ClassifierSpec, Encoder, LearnError, Training, Workings, fit, predict};
use crate::data::Table;

/// What to learn, from whom.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The classifier and its settings.
    pub spec: &'a ClassifierSpec,
    /// Every patient, those that are not learnt from included.
    pub table: &'a Table,
    /// The rows to learn from.
    pub rows: &'a [usize],
    /// For every row of the table, whether it is recorded as having the condition.
    pub labels: &'a [bool],
    /// The columns that the model may use.
    pub columns: &'a [String],
    /// For every row of the table, how much it counts, at least 0; `None`: all alike.
    pub weights: Option<&'a [f64]>,
    /// A column that becomes an input together with its product with every other input: a group-aware model.
    pub interactions: Option<&'a str>,
    /// The seed of whatever is drawn.
    pub seed: u64,
    /// Asked now and then; once it says true, training stops with [`LearnError::Cancelled`].
    pub cancelled: &'a dyn Fn() -> bool,
    /// A former model of the same kind and inputs to start from: it only saves time.
    pub start: Option<&'a Workings>,
}

/// A classifier together with the encoding of the table that it reads.
#[derive(Debug)]
pub struct TableModel {
    /// From table to matrix.
    pub encoder: Encoder,
    /// From matrix to risk.
    pub classifier: Box<dyn Classifier>,
}

impl TableModel {
    /// Learns the encoding and the model from the given rows.
    ///
    /// # Errors
    /// Those of [`Encoder::fit`] and [`fit`].
    pub fn train(request: &Request) -> Result<Self, LearnError> {
        let expected = request.table.rows();
        let lengths = [("outcomes", Some(request.labels.len())), ("weights", request.weights.map(<[f64]>::len))];
        for (what, found) in lengths {
            if let Some(found) = found.filter(|&found| found != expected) {
                return Err(LearnError::Shape { what, found, expected });
            }
        }
        let mut columns = request.columns.to_vec();
        if let Some(group) = request.interactions
            && !columns.iter().any(|column| column == group)
        {
            columns.push(group.to_owned());
        }
        let mut encoder = Encoder::fit(request.table, request.rows, &columns)?;
        let mut x = encoder.transform(request.table, Some(request.rows))?;
        if let Some(group) = request.interactions {
            encoder = encoder.with_products(group, &x);
            x = encoder.transform(request.table, Some(request.rows))?;
        }
        let y: Vec<bool> = request.rows.iter().map(|&row| request.labels[row]).collect();
        let weights: Option<Vec<f64>> =
            request.weights.map(|weights| request.rows.iter().map(|&row| weights[row]).collect());
        let training = Training {
            weights: weights.as_deref(),
            seed: request.seed,
            cancelled: request.cancelled,
            features: encoder.features(),
            start: request.start,
            ..Training::new(x.view(), &y)
        };
        let classifier = fit(request.spec, &training)?;
        Ok(Self { encoder, classifier })
    }

    /// The probability of having the condition for the given rows of a table with the same columns, in that order.
    ///
    /// # Errors
    /// Those of [`Encoder::transform`] and [`predict`].
    pub fn risks(
        &self,
        table: &Table,
        rows: Option<&[usize]>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<f64>, LearnError> {
        predict(self.classifier.as_ref(), self.encoder.transform(table, rows)?.view(), cancelled)
    }
}
