//! Inputs cut into bins, so that a tree can count patients instead of sorting them over and over.

use super::LearnError;
use super::prepared::Prepared;

/// An input with at most this many different values is never sampled, so that a rare category keeps its bin.
const FEW_VALUES: usize = 32;

/// How many patients choose the borders between bins when there are too many values for one bin each.
const SAMPLE: usize = 16_384;

/// The most patients for whom every value can have a bin of its own: their numbers must fit in 15 bits.
pub(super) const EXACT_AT_MOST: usize = 32_768;

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
    /// Up to this many patients every value has a bin of its own; at most [`EXACT_AT_MOST`].
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
            let start = binned.codes.len();
            binned.codes.resize(start + data.n, 0);
            binned.bins.push(Bins::new(column, fineness, &mut binned.codes[start..]));
        }
        Ok(binned)
    }

    /// The bins of one input, by patient.
    pub fn codes(&self, input: usize) -> &[u16] {
        &self.codes[input * self.n..(input + 1) * self.n]
    }
}

impl Bins {
    /// The bins of a column, and each patient's bin into `codes`.
    fn new(column: &[f64], fineness: Fineness, codes: &mut [u16]) -> Self {
        let bins = if let Some(values) = few_values(column) {
            Self { low: values.clone(), high: values }
        } else if column.len() <= fineness.exact_patients {
            return Self::of_one_value_each(column, codes);
        } else {
            let mut keys: Vec<u64> =
                column.iter().step_by(column.len().div_ceil(SAMPLE)).map(|&value| key_of(value)).collect();
            keys.sort_unstable();
            let sorted: Vec<f64> = keys.into_iter().map(value_of).collect();
            Self::of_equal_share(&sorted, fineness.bins)
        };
        if bins.len() <= 2 {
            let border = bins.high[0];
            codes.iter_mut().zip(column).for_each(|(code, &value)| *code = u16::from(value > border));
        } else {
            bins.code(column, codes);
        }
        bins
    }

    /// Sorts patients and values in one go: the patient's number takes the place of a value's last bits, and what little
    /// disorder that leaves is put right afterwards.
    fn of_one_value_each(column: &[f64], codes: &mut [u16]) -> Self {
        let mask = (EXACT_AT_MOST - 1) as u64;
        let mut keys: Vec<u64> = column.iter().zip(0_u64..).map(|(&value, i)| (key_of(value) & !mask) | i).collect();
        keys.sort_unstable();
        let mut order: Vec<u16> = keys.iter().map(|key| (key & mask) as u16).collect();
        for index in 1..order.len() {
            let mut at = index;
            while at > 0 && column[order[at] as usize] < column[order[at - 1] as usize] {
                order.swap(at, at - 1);
                at -= 1;
            }
        }
        let mut values: Vec<f64> = Vec::with_capacity(order.len());
        for &patient in &order {
            let value = column[patient as usize];
            if values.last().is_none_or(|&last| last < value) {
                values.push(value);
            }
            codes[patient as usize] = (values.len() - 1) as u16;
        }
        Self { low: values.clone(), high: values }
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

    /// The bin of each value: the first whose upper end it does not exceed. Eight searches run side by side, each halving
    /// the same number of times, so that the processor neither waits nor guesses.
    fn code(&self, column: &[f64], codes: &mut [u16]) {
        for (values, codes) in column.chunks(8).zip(codes.chunks_mut(8)) {
            let mut bases = [0; 8];
            let mut size = self.high.len();
            while size > 1 {
                let half = size / 2;
                for (base, &value) in bases.iter_mut().zip(values) {
                    *base += half * usize::from(self.high[*base + half - 1] < value);
                }
                size -= half;
            }
            codes.iter_mut().zip(bases).for_each(|(code, base)| *code = base as u16);
        }
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

/// Numbers in the order of finite values; the two zeros are one.
fn key_of(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The value of a key.
fn value_of(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_own_bin_even_where_values_differ_in_their_last_bit() {
        let mut column: Vec<f64> = (0..400).map(|i| f64::from((i * 7919) % 401) - 200.0).collect();
        column.extend([1.0, f64::from_bits(1.0_f64.to_bits() + 1), f64::from_bits(1.0_f64.to_bits() - 1), -0.0, 0.0]);
        let mut codes = vec![0; column.len()];
        let fineness = Fineness { exact_patients: EXACT_AT_MOST, bins: 8 };
        let bins = Bins::new(&column, fineness, &mut codes);
        for (a, code_a) in column.iter().zip(&codes) {
            for (b, code_b) in column.iter().zip(&codes) {
                assert_eq!(a.partial_cmp(b), Some(code_a.cmp(code_b)), "{a} and {b}");
            }
        }
        for left in 1..bins.len() as u16 {
            let threshold = bins.threshold(left - 1, left);
            assert!(bins.high[left as usize - 1] <= threshold && threshold < bins.low[left as usize]);
        }
    }

    #[test]
    fn bins_of_equal_share_agree_with_their_thresholds() {
        let column: Vec<f64> = (0..5000).map(|i| f64::from((i * i) % 1733)).collect();
        let mut codes = vec![0; column.len()];
        let bins = Bins::new(&column, Fineness { exact_patients: 100, bins: 16 }, &mut codes);
        assert!((12..=16).contains(&bins.len()), "{}", bins.len());
        for (&value, &code) in column.iter().zip(&codes) {
            assert!(code == 0 || value > bins.threshold(code - 1, code));
            assert!(code as usize == bins.len() - 1 || value <= bins.threshold(code, code + 1));
        }
    }
}
