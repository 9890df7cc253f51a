//! k nearest neighbours on standardised inputs, by looking at everybody.
//!
//! Single precision finds the candidates, double precision decides among them, so the neighbours are exactly the nearest.
//! linfa-nn's k-d tree was measured to be slower than this at ten inputs, and panics on NaN.

use super::ClassifierSpec;
use super::prepared::{Prepared, Scaling};
use ndarray::ArrayView2;

/// Patients per block of distances.
const BLOCK: usize = 1024;

/// The training patients, ready to be searched.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    /// How many neighbours have a say, at least 1.
    pub k: usize,
    scaling: Scaling,
    /// Standardised inputs, one patient after the other.
    points: Vec<f64>,
    /// The same in single precision, one input after the other.
    index: Vec<f32>,
    patients: Vec<Patient>,
    /// The largest standardised input.
    reach: f32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Patient {
    row: usize,
    has_condition: bool,
    weight: f64,
}

/// A training patient who resembles the one asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// The patient's row in the training data.
    pub row: usize,
    /// How far away, in standard deviations of the inputs (Euclidean).
    pub distance: f64,
    /// Whether this patient had the condition.
    pub has_condition: bool,
    /// How much this patient counts.
    pub weight: f64,
}

impl Neighbours {
    pub(super) fn fit(spec: &ClassifierSpec, data: &Prepared, notes: &mut Vec<String>) -> Self {
        let k = (spec.neighbours as usize).min(data.n);
        if k < spec.neighbours as usize {
            notes.push(tr!("There are only {k} patients to learn from, so all of them are asked each time.", k));
        }
        let scaling = data.scaling();
        let mut points = vec![0.0; data.n * data.p];
        let mut index = Vec::with_capacity(data.n * data.p);
        for input in 0..data.p {
            for (patient, &value) in data.column(input).iter().enumerate() {
                let scaled = scaling.scale(input, value);
                points[patient * data.p + input] = scaled;
                index.push(scaled as f32);
            }
        }
        let patient = |i| Patient { row: data.row(i), has_condition: data.y[i], weight: data.weight(i) };
        let reach = index.iter().fold(0.0, |most: f32, value| most.max(value.abs()));
        Self { k, scaling, points, index, patients: (0..data.n).map(patient).collect(), reach }
    }

    /// The `k` training patients nearest to a patient, nearest first; among equally near ones the earlier row.
    #[must_use]
    pub fn nearest(&self, patient: &[f64]) -> Vec<Neighbour> {
        let mut found: Vec<(f64, usize)> = Vec::new();
        self.search(patient, &mut Vec::new(), &mut found);
        let neighbour = |&(squared, i): &(f64, usize)| {
            let Patient { row, has_condition, weight } = self.patients[i];
            Neighbour { row, distance: libm::sqrt(squared), has_condition, weight }
        };
        found.iter().map(neighbour).collect()
    }

    pub(super) fn probabilities(&self, x: ArrayView2<f64>) -> Vec<f64> {
        let (mut candidates, mut found, mut patient) = (Vec::new(), Vec::new(), Vec::new());
        let mut risk = |row: ndarray::ArrayView1<f64>| {
            patient.clear();
            patient.extend(row.iter().copied());
            self.search(&patient, &mut candidates, &mut found);
            let (mut with, mut all) = (0.0, 0.0);
            for &(_, i) in &found {
                let Patient { has_condition, weight, .. } = self.patients[i];
                all += weight;
                with += if has_condition { weight } else { 0.0 };
            }
            with / all
        };
        x.outer_iter().map(&mut risk).collect()
    }

    /// The squared distances and positions of the nearest, into `found`.
    fn search(&self, patient: &[f64], candidates: &mut Vec<(f32, u32)>, found: &mut Vec<(f64, usize)>) {
        let width = self.scaling.mean.len();
        let scaled: Vec<f64> =
            patient.iter().take(width).enumerate().map(|(input, &value)| self.scaling.scale(input, value)).collect();
        self.collect(&scaled, candidates);
        found.clear();
        found.extend(candidates.iter().map(|&(_, i)| {
            let point = &self.points[i as usize * width..(i as usize + 1) * width];
            let squared = point.iter().zip(&scaled).fold(0.0, |sum, (a, b)| sum + (a - b) * (a - b));
            (squared, i as usize)
        }));
        let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if found.len() > self.k {
            found.select_nth_unstable_by(self.k - 1, order);
            found.truncate(self.k);
        }
        found.sort_unstable_by(order);
    }

    /// Everybody who may be among the `k` nearest, given the rounding of single precision.
    fn collect(&self, scaled: &[f64], candidates: &mut Vec<(f32, u32)>) {
        candidates.clear();
        let n = self.patients.len();
        let reach = scaled.iter().fold(self.reach, |most, value| most.max(value.abs() as f32));
        let (mut bound, mut full) = (f32::INFINITY, 4 * self.k + 64);
        let mut distances = [0.0_f32; BLOCK];
        for start in (0..n).step_by(BLOCK) {
            let size = BLOCK.min(n - start);
            let distances = &mut distances[..size];
            distances.fill(0.0);
            for (input, &value) in scaled.iter().enumerate() {
                let value = value as f32;
                let index = &self.index[input * n + start..input * n + start + size];
                for (sum, other) in distances.iter_mut().zip(index) {
                    *sum += (other - value) * (other - value);
                }
            }
            for (offset, &distance) in distances.iter().enumerate() {
                if distance <= bound {
                    candidates.push((distance, (start + offset) as u32));
                }
            }
            if candidates.len() >= full {
                bound = self.tighten(candidates, scaled.len(), reach);
                full = 2 * candidates.len() + 64;
            }
        }
        if candidates.len() > self.k {
            self.tighten(candidates, scaled.len(), reach);
        }
    }

    /// Drops who certainly is not among the nearest, and says beyond which distance that is so.
    fn tighten(&self, candidates: &mut Vec<(f32, u32)>, width: usize, reach: f32) -> f32 {
        let (_, kth, _) = candidates.select_nth_unstable_by(self.k - 1, |a, b| a.0.total_cmp(&b.0));
        // Each input's difference is off by at most `slip`, a sum of squares by this much.
        let (kth, width) = (kth.0, width as f32);
        let slip = 4.0 * f32::EPSILON * reach;
        let slack = 4.0 * (slip * (width * kth).sqrt() + width * slip * slip + width * f32::EPSILON * kth);
        let bound = kth + slack;
        if !bound.is_finite() {
            return f32::INFINITY;
        }
        candidates.retain(|&(distance, _)| distance <= bound);
        bound
    }
}

#[cfg(test)]
mod tests {
    use crate::learn::{ClassifierKind, ClassifierSpec, Training, Workings, fit};
    use ndarray::Array2;

    #[test]
    fn the_neighbours_are_those_that_a_plain_sort_finds() {
        let x =
            Array2::from_shape_fn((3000, 4), |(i, j)| f64::from(((i * 7919 + j * 104_729 + i * i * j) % 1009) as u32));
        let y: Vec<bool> = (0..3000).map(|i| i % 7 == 0).collect();
        let spec = ClassifierSpec { neighbours: 9, ..ClassifierSpec::of(ClassifierKind::Knn) };
        let model = fit(&spec, &Training::new(x.view(), &y)).expect("it fits");
        let Workings::Neighbours(neighbours) = model.workings() else { panic!("neighbours were asked for") };
        let sd: Vec<f64> = x.columns().into_iter().map(|column| column.std(0.0)).collect();
        for patient in [0, 17, 2999] {
            let distance =
                |i: usize| (0..4).map(|j| ((x[[i, j]] - x[[patient, j]]) / sd[j]).powi(2)).sum::<f64>().sqrt();
            let mut plain: Vec<(f64, usize)> = (0..3000).map(|i| (distance(i), i)).collect();
            plain.sort_by(|a, b| a.partial_cmp(b).expect("finite"));
            let found = neighbours.nearest(&x.row(patient).to_vec());
            assert_eq!(found.len(), 9);
            for (found, plain) in found.iter().zip(&plain) {
                assert!((found.distance - plain.0).abs() < 1e-9, "{found:?} against {plain:?}");
            }
        }
    }
}
