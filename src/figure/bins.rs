//! Bars for numbers: equal, few enough to be seen, as wide as round numbers are apart.

/// How many bars there are at most, and how many stand about right.
const MOST: f64 = 26.0;
/// The share of values that may lie beyond the outermost bars, on each side.
const BEYOND: f64 = 0.005;

/// Equal bars along an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bins {
    /// Their bounds, ascending: one more than there are bars, and at least two.
    pub edges: Vec<f64>,
    step: f64,
    /// Whether values lie below the first and above the last bar, and so are counted in them.
    beyond: [bool; 2],
}

impl Bins {
    /// Bars for the finite ones of `values`; where these are multiples of `grain`, each stands in the middle of its bar or a
    /// bar holds several whole ones.
    pub(super) fn of(values: &[f64], grain: Option<f64>) -> Self {
        let mut known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        known.sort_by(f64::total_cmp);
        let (Some(&least), Some(&most)) = (known.first(), known.last()) else {
            return Self { edges: vec![0.0, 1.0], step: 1.0, beyond: [false, false] };
        };
        let cut = (BEYOND * known.len() as f64).floor() as usize;
        let (low, high) = (known[cut], known[known.len() - 1 - cut]);
        // Ends are cut off only where they would take much of the room.
        let wide = 0.15 * (high - low);
        let low = if low - least > wide { low } else { least };
        let high = if most - high > wide { high } else { most };
        let grain = grain.filter(|grain| *grain > 0.0);
        let step = round_step((high - low) / MOST, grain, low.abs().max(high.abs()));
        let shift = grain.map_or(0.0, |grain| 0.5 * grain);
        let first = ((low + shift) / step).floor();
        let last = (((high + shift) / step).floor() + 1.0).max(first + 1.0);
        let bars = (last - first).min(2.0 * MOST) as usize;
        let edges: Vec<f64> = (0..=bars).map(|bar| (first + bar as f64) * step - shift).collect();
        let beyond = [least < edges[0], most > edges[bars]];
        Self { edges, step, beyond }
    }

    /// The share of the finite values in each bar, from 0 to 1; zeros without any.
    pub(super) fn shares(&self, values: impl Iterator<Item = f64>) -> Vec<f64> {
        let bars = self.edges.len() - 1;
        let (mut counts, mut all) = (vec![0_u64; bars], 0_u64);
        for value in values.filter(|value| value.is_finite()) {
            let bar = ((value - self.edges[0]) / self.step).floor().clamp(0.0, bars as f64 - 1.0);
            counts[bar as usize] += 1;
            all += 1;
        }
        counts.into_iter().map(|count| count as f64 / all.max(1) as f64).collect()
    }

    /// The tallest bar in the left and in the right three fifths.
    pub(super) fn sides(&self, shares: &[Vec<f64>]) -> [f64; 2] {
        let part = (3 * (self.edges.len() - 1)).div_ceil(5);
        let tallest = |bars: &mut dyn Iterator<Item = &f64>| bars.copied().fold(0.0, f64::max);
        let left = shares.iter().map(|shares| tallest(&mut shares.iter().take(part)));
        let right = shares.iter().map(|shares| tallest(&mut shares.iter().rev().take(part)));
        [left.fold(0.0, f64::max), right.fold(0.0, f64::max)]
    }

    /// Round numbers within the bars.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let (first, last) = (self.edges[0], self.edges[self.edges.len() - 1]);
        let between = round_step((last - first) / 6.0, None, last.abs());
        let from = (first / between).ceil();
        (0..=12).map(|tick| (from + f64::from(tick)) * between).filter(|&tick| tick <= last + 1e-9 * between).collect()
    }

    /// How many decimals the ticks need.
    pub(super) fn decimals(&self) -> usize {
        let needs = |places: usize| {
            let scale = libm::pow(10.0, places as f64);
            self.ticks().iter().all(|tick| ((tick * scale).round() - tick * scale).abs() < 1e-6)
        };
        (0..6).find(|&places| needs(places)).unwrap_or(6)
    }

    /// What to know of the outermost bars; empty where they hold no more than they show.
    pub(super) fn note(&self, decimals: usize) -> String {
        let last = self.edges.len() - 1;
        let write = |edge: f64| format!("{edge:.decimals$}");
        match self.beyond {
            [false, false] => String::new(),
            [false, true] => tr!("The last bar also holds what lies above {}.", write(self.edges[last])),
            [true, false] => tr!("The first bar also holds what lies below {}.", write(self.edges[0])),
            [true, true] => tr!("The outermost bars also hold what lies beyond them.").to_owned(),
        }
    }
}

/// The least of 1, 2 and 5 times a power of ten that is at least `wanted` and a multiple of `grain`; where nothing is wanted,
/// because all values are the same, a step that suits `size`.
fn round_step(wanted: f64, grain: Option<f64>, size: f64) -> f64 {
    let least = grain.unwrap_or(0.0);
    let wanted = if wanted > 0.0 { wanted.max(least) } else { least.max(1e-2 * size).max(1e-9) };
    if grain.is_some_and(|grain| wanted <= grain * (1.0 + 1e-9)) {
        return least;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let fits = |step: &f64| {
        let whole = grain.is_none_or(|grain| ((step / grain).round() - step / grain).abs() < 1e-6);
        *step >= wanted * (1.0 - 1e-9) && whole
    };
    [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(fits).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_numbers_stand_in_the_middle_of_their_bars() {
        let values: Vec<f64> = (0..1000).map(|value| f64::from(value % 10)).collect();
        let bins = Bins::of(&values, Some(1.0));
        assert_eq!(bins.edges.len(), 11);
        assert!(bins.shares(values.iter().copied()).iter().all(|share| (share - 0.1).abs() < 1e-12));
    }

    #[test]
    fn a_long_tail_is_counted_in_the_last_bar_and_said() {
        let values: Vec<f64> =
            (0..1000).map(|value| if value < 996 { f64::from(value % 50) } else { 5000.0 }).collect();
        let bins = Bins::of(&values, None);
        assert!(bins.edges.last().is_some_and(|end| *end <= 60.0), "{:?}", bins.edges);
        assert!(bins.note(0).contains("above"), "{}", bins.note(0));
        assert!((bins.shares(values.into_iter()).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_and_one_value_have_a_bar() {
        assert_eq!(Bins::of(&[], None).edges, [0.0, 1.0]);
        let bins = Bins::of(&[5.0; 4], None);
        assert!(bins.edges[0] <= 5.0 && bins.edges[bins.edges.len() - 1] > 5.0, "{:?}", bins.edges);
        assert_eq!(Bins::of(&[0.0], None).edges.len(), 2);
    }

    proptest! {
        #[test]
        fn every_value_is_in_a_bar(values in prop::collection::vec(-1e6..1e6_f64, 1..200), grain in prop::option::of(0.01..10.0_f64)) {
            let bins = Bins::of(&values, grain);
            prop_assert!(bins.edges.windows(2).all(|ends| ends[0] < ends[1]));
            prop_assert!(bins.edges.len() <= 60, "{}", bins.edges.len());
            prop_assert!((bins.shares(values.iter().copied()).iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
