//! Inputs cut into bins, so that a tree can count patients instead of sorting them over and over.

use super::LearnError;
use super::prepared::Prepared;
use std::cmp::Ordering;

/// An input with at most this many different values is never sampled, so that a rare category keeps its bin.
const FEW_VALUES: usize = 32;

/// How many patients choose the borders between bins when there are too many values for one bin each.
const SAMPLE: usize = 16_384;

/// Every input of every patient as the number of its bin; the larger the value, the higher the bin.
pub(super) struct Binned {
    pub n: usize,
    codes: Vec<u16>,
    pub bins: Vec<Bins>,
}

/// The bins of one input.
pub(super) struct Bins {
    /// No value of the bin lies below this.
    low: Vec<f64>,
    /// No value of the bin lies above this.
    high: Vec<f64>,
}

/// How finely to cut.
#[derive(Clone, Copy)]
pub(super) struct Fineness {
    /// Up to this many patients every value has a bin of its own; at most 65,536.
    pub exact_patients: usize,
    /// With more patients, at most this many bins of about equally many patients.
    pub bins: usize,
}

impl Binned {
    pub fn new(data: &Prepared, fineness: Fineness) -> Result<Self, LearnError> {
        let mut binned =
            Self { n: data.n, codes: Vec::with_capacity(data.n * data.p), bins: Vec::with_capacity(data.p) };
        for input in 0..data.p {
            data.check_cancelled()?;
            let column = data.column(input);
            let bins = Bins::new(column, fineness);
            if bins.len() <= 2 {
                let border = bins.high[0];
                binned.codes.extend(column.iter().map(|&value| u16::from(value > border)));
            } else {
                binned.codes.extend(column.iter().map(|&value| bins.code(value)));
            }
            binned.bins.push(bins);
        }
        Ok(binned)
    }

    /// The bins of one input, by patient.
    pub fn codes(&self, input: usize) -> &[u16] {
        &self.codes[input * self.n..(input + 1) * self.n]
    }
}

impl Bins {
    fn new(column: &[f64], fineness: Fineness) -> Self {
        if let Some(values) = few_values(column) {
            return Self { low: values.clone(), high: values };
        }
        let exact = column.len() <= fineness.exact_patients;
        let stride = if exact { 1 } else { column.len().div_ceil(SAMPLE) };
        let mut sorted: Vec<f64> = column.iter().step_by(stride).copied().collect();
        sorted.sort_unstable_by(ascending);
        if exact {
            sorted.dedup_by(|a, b| ascending(a, b).is_eq());
            return Self { low: sorted.clone(), high: sorted };
        }
        Self::of_equal_share(&sorted, fineness.bins)
    }

    /// Borders halfway between different values, so that every bin holds about as many of the sample.
    fn of_equal_share(sorted: &[f64], most: usize) -> Self {
        let share = sorted.len().div_ceil(most).max(1);
        let mut borders = Vec::with_capacity(most);
        let mut held = 0;
        for pair in sorted.windows(2) {
            held += 1;
            if held >= share && pair[0] < pair[1] {
                let middle = f64::midpoint(pair[0], pair[1]);
                borders.push(if middle < pair[1] { middle } else { pair[0] });
                held = 0;
            }
        }
        let low = [f64::NEG_INFINITY].into_iter().chain(borders.iter().copied()).collect();
        borders.push(f64::INFINITY);
        Self { low, high: borders }
    }

    pub fn len(&self) -> usize {
        self.high.len()
    }

    /// The bin of a value: the first whose upper end it does not exceed. Always halving the same number of times lets the
    /// processor run ahead.
    fn code(&self, value: f64) -> u16 {
        let mut base = 0;
        let mut size = self.high.len();
        while size > 1 {
            let half = size / 2;
            base = if self.high[base + half - 1] < value { base + half } else { base };
            size -= half;
        }
        base as u16
    }

    /// A threshold that leaves the bin `left` at or below and the bin `right` above.
    pub fn threshold(&self, left: u16, right: u16) -> f64 {
        let (below, above) = (self.high[left as usize], self.low[right as usize]);
        let middle = f64::midpoint(below, above);
        if middle < above { middle } else { below }
    }
}

/// The different values in order, when they are few; gives up as soon as they are not.
fn few_values(column: &[f64]) -> Option<Vec<f64>> {
    let mut values: Vec<f64> = Vec::with_capacity(FEW_VALUES + 1);
    let mut last = f64::NAN;
    for &value in column {
        if value.total_cmp(&last).is_eq() {
            continue;
        }
        last = value;
        let at = values.partition_point(|&known| known < value);
        if values.get(at).is_none_or(|&known| known > value) {
            if values.len() == FEW_VALUES {
                return None;
            }
            values.insert(at, value);
        }
    }
    Some(values)
}

/// All values are finite, and the two zeros are one value.
fn ascending(a: &f64, b: &f64) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}
