//! From a place on screen to the nearest threshold, and what to read out there.

use super::axis::{Axis, Format, count};
use super::layout::View;
use super::model::{Figure, Handle, Layer, Stop, Track};
use super::words::score;

impl Handle {
    /// The stop on the track nearest to a place on screen, thresholds from 0 to 1; `None` on an empty track.
    ///
    /// Along a curve the threshold is interpolated between stops, so that a drag is as smooth as the curve.
    #[must_use]
    pub fn nearest(&self, view: &View, place: [f32; 2]) -> Option<Stop> {
        match &self.track {
            Track::X => {
                let value = view.to_data(place)[0].clamp(0.0, 1.0);
                Some(Stop { at: [value, 0.0], value })
            }
            Track::Curve(stops) => nearest_on(stops, view, place),
        }
    }
}

fn nearest_on(stops: &[Stop], view: &View, place: [f32; 2]) -> Option<Stop> {
    let mut best: Option<(f32, Stop)> = stops.first().map(|&stop| (distance(view.to_screen(stop.at), place), stop));
    for pair in stops.windows(2) {
        let (from, to) = (view.to_screen(pair[0].at), view.to_screen(pair[1].at));
        let along = [to[0] - from[0], to[1] - from[1]];
        let squared = along[0] * along[0] + along[1] * along[1];
        let share = if squared > 0.0 {
            (((place[0] - from[0]) * along[0] + (place[1] - from[1]) * along[1]) / squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let away = distance([from[0] + share * along[0], from[1] + share * along[1]], place);
        if best.is_none_or(|(least, _)| away < least) {
            let mix = |a: f64, b: f64| a + f64::from(share) * (b - a);
            let [a, b] = [pair[0], pair[1]];
            let at = [mix(a.at[0], b.at[0]), mix(a.at[1], b.at[1])];
            best = Some((away, Stop { at, value: mix(a.value, b.value) }));
        }
    }
    best.map(|(_, stop)| stop)
}

pub(super) fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

impl Figure {
    /// The named lines at `x`, of a chart over thresholds; `None` where no line is.
    fn readout_at(&self, x: f64) -> Option<String> {
        let write = |height: f64| match self.y.format {
            // Between whole numbers along the axis there is more to read.
            Format::Count => Format::Decimals(1).write(height),
            format => format.write(height),
        };
        let lines = self.layers.iter().filter_map(|layer| match layer {
            Layer::Line { points, label, .. } if !label.is_empty() => {
                Some(format!("{label} {}", write(height_at(points, x)?)))
            }
            _ => None,
        });
        let lines: Vec<String> = lines.collect();
        (!lines.is_empty()).then(|| format!("{} {}\n{}", capital(&self.x), score(x), lines.join("\n")))
    }

    /// What to read out at a place in data units: the patients in the bars there, or the threshold of the nearest point of the
    /// curve if that lies within `reach` pixels. `None` where there is nothing.
    #[must_use]
    pub fn readout(&self, view: &View, place: [f32; 2], reach: f32) -> Option<String> {
        let [x, _] = view.to_data(place);
        let mut parts = Vec::new();
        let mut ends: Option<[f64; 2]> = None;
        for layer in &self.layers {
            let Layer::Bars { edges, counts, label, .. } = layer else { continue };
            let bar = edges.partition_point(|&edge| edge <= x);
            if bar == 0 || bar >= edges.len() {
                continue;
            }
            let people = counts.get(bar - 1).copied().unwrap_or(0);
            parts.push(format!("{} {label}", count(people)));
            ends = Some([edges[bar - 1], edges[bar]]);
        }
        if let Some([from, to]) = ends {
            let name = capital(&self.x);
            return Some(tr!("{name} {} to {}\n{}", score(from), score(to), parts.join("\n"), name));
        }
        if let Some(row) = self.y.row_near(view.to_data(place)[1]) {
            return Some(row.sentence.clone());
        }
        let handle = self.handle.as_ref()?;
        let Track::Curve(stops) = &handle.track else { return self.readout_at(x) };
        let stop = nearest_on(stops, view, place)?;
        (distance(view.to_screen(stop.at), place) <= reach).then(|| {
            tr!(
                "Threshold {}\n{} {}\n{} {}",
                score(stop.value),
                self.y.short,
                self.y.format.write(stop.at[1]),
                self.x.short,
                self.x.format.write(stop.at[0]),
            )
        })
    }
}

/// Where a line through `points`, x ascending, lies at `x`; `None` beside it and across its gaps.
fn height_at(points: &[[f64; 2]], x: f64) -> Option<f64> {
    let right = points.partition_point(|point| point[0] < x);
    let b = points.get(right)?;
    let a = if right == 0 { b } else { &points[right - 1] };
    if right == 0 && b[0] > x {
        return None;
    }
    let share = if b[0] > a[0] { (x - a[0]) / (b[0] - a[0]) } else { 0.0 };
    Some(a[1] + share * (b[1] - a[1])).filter(|height| height.is_finite())
}

fn capital(axis: &Axis) -> String {
    super::words::sentence_case(&axis.short)
}
