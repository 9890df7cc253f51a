//! A part of a chart, drawn as large as the whole.

use super::axis::{Axis, Format, Scale};
use super::model::{Figure, Layer, Track};

/// How much larger a chart can be drawn: beyond, numbers along the axes would repeat.
const MOST: f64 = 16.0;

/// The part of a chart that is drawn: from where to where on each axis, as shares of it from the lower left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    x: [f64; 2],
    y: [f64; 2],
}

impl Default for Zoom {
    fn default() -> Self {
        Self { x: [0.0, 1.0], y: [0.0, 1.0] }
    }
}

impl Zoom {
    /// Whether the whole chart is drawn.
    #[must_use]
    pub fn is_whole(self) -> bool {
        // What was zoomed in and out again may be off by a rounding.
        [self.x, self.y].iter().all(|[low, high]| *low <= 1e-9 && *high >= 1.0 - 1e-9)
    }

    /// Whether it cannot be drawn larger.
    #[must_use]
    pub fn is_closest(self) -> bool {
        self.x[1] - self.x[0] <= 1.001 / MOST
    }

    /// Drawn `factor` times as large, with the place `at`, shares of the part that was drawn, staying where it is as far as the
    /// chart's ends allow. Never smaller than the whole.
    #[must_use]
    pub fn by(self, factor: f64, at: [f64; 2]) -> Self {
        let axis = |[low, high]: [f64; 2], at: f64| {
            let wide = ((high - low) / factor.max(1e-6)).clamp(1.0 / MOST, 1.0);
            let fixed = low + at.clamp(0.0, 1.0) * (high - low);
            within(fixed - at.clamp(0.0, 1.0) * wide, wide)
        };
        Self { x: axis(self.x, at[0]), y: axis(self.y, at[1]) }
    }

    /// Moved by `by`, shares of the part that was drawn, as far as the chart's ends allow.
    #[must_use]
    pub fn moved(self, by: [f64; 2]) -> Self {
        let axis = |[low, high]: [f64; 2], by: f64| within(low + by * (high - low), high - low);
        Self { x: axis(self.x, by[0]), y: axis(self.y, by[1]) }
    }
}

/// From `low` on, `wide`, moved to lie from 0 to 1.
fn within(low: f64, wide: f64) -> [f64; 2] {
    let low = low.clamp(0.0, (1.0 - wide).max(0.0));
    [low, (low + wide).min(1.0)]
}

impl Figure {
    /// Where a place in data units lies, as shares of both axes.
    #[must_use]
    pub fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let share = |axis: &Axis, value: f64| {
            let [low, high] = axis.span();
            (axis.scale.forward(value) - low) / (high - low)
        };
        [share(&self.x, x), share(&self.y, y)]
    }

    /// The part of the chart that `zoom` names, with numbers along the axes to suit. What lies outside is left out; a chart of
    /// rows stays whole.
    #[must_use]
    pub fn zoomed(mut self, zoom: Zoom) -> Self {
        if zoom.is_whole() || !self.y.rows.is_empty() {
            return self;
        }
        self.x = part(&self.x, zoom.x);
        self.y = part(&self.y, zoom.y);
        let [x, y] = [&self.x, &self.y].map(|axis| axis.min..=axis.max);
        self.layers.retain_mut(|layer| match layer {
            Layer::VLine { x: at, .. } => x.contains(at),
            Layer::HLine { y: at, .. } => y.contains(at),
            Layer::Text { at, .. } => x.contains(&at[0]) && y.contains(&at[1]),
            Layer::Points { points, .. } => {
                points.retain(|at| x.contains(&at[0]) && y.contains(&at[1]));
                !points.is_empty()
            }
            _ => true,
        });
        if let Some(handle) = &mut self.handle {
            handle.at = handle.at.and_then(|[across, up]| match handle.track {
                Track::X => x.contains(&across).then(|| [across, up.clamp(*y.start(), *y.end())]),
                Track::Curve(_) => (x.contains(&across) && y.contains(&up)).then_some([across, up]),
            });
        }
        self
    }
}

fn part(axis: &Axis, [from, to]: [f64; 2]) -> Axis {
    let [low, high] = axis.span();
    let back = |share: f64| axis.scale.back(low + share * (high - low));
    let (min, max) = (back(from), back(to));
    let mut ticks: Vec<f64> = axis.ticks.iter().copied().filter(|tick| (min..=max).contains(tick)).collect();
    if ticks.len() < 4 && axis.scale != Scale::Logarithmic {
        ticks = round_ticks(min, max, axis.format);
    }
    Axis { min, max, ticks, ..axis.clone() }
}

/// About five round numbers from `min` to `max`, none finer than `format` can write.
pub(super) fn round_ticks(min: f64, max: f64, format: Format) -> Vec<f64> {
    let finest = match format {
        Format::Percent => 0.001,
        Format::Decimals(places) => libm::pow(10.0, -f64::from(places)),
        Format::Count => 1.0,
        Format::Shortest => f64::MIN_POSITIVE,
    };
    let rough = ((max - min) / 5.0).max(finest);
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|&step| step >= rough * 0.999);
    let step = step.unwrap_or(rough);
    let first = (min / step).ceil();
    let count = ((max / step).floor() - first).clamp(0.0, 20.0) as u32;
    (0..=count).map(|tick| (first + f64::from(tick)) * step).filter(|tick| (min..=max).contains(tick)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn in_and_out_again_is_the_whole() {
        let near = Zoom::default().by(2.0, [0.1, 0.9]);
        assert!(near.x[1] - near.x[0] < 0.501 && near.x[0] < 0.1 && near.y[1] > 0.9);
        assert!(near.by(0.5, [0.3, 0.3]).is_whole());
        assert!(near.by(100.0, [0.5, 0.5]).is_closest());
    }

    proptest! {
        #[test]
        fn a_part_stays_within_the_chart(
            steps in prop::collection::vec((0.1..10.0_f64, 0.0..=1.0_f64, -3.0..3.0_f64), 0..20),
        ) {
            let mut zoom = Zoom::default();
            for (factor, at, by) in steps {
                zoom = zoom.by(factor, [at, 1.0 - at]).moved([by, -by]);
                for [low, high] in [zoom.x, zoom.y] {
                    prop_assert!(low >= 0.0 && high <= 1.0 && high - low > 0.99 / MOST, "{zoom:?}");
                }
            }
        }

        #[test]
        fn ticks_lie_within_and_ascend(min in -5.0..5.0_f64, wide in 0.02..10.0_f64) {
            let ticks = round_ticks(min, min + wide, Format::Percent);
            prop_assert!(ticks.len() >= 2 && ticks.len() < 13, "{ticks:?}");
            prop_assert!(ticks.is_sorted_by(|a, b| a < b));
            prop_assert!(ticks.iter().all(|&tick| tick >= min && tick <= min + wide));
        }
    }
}
