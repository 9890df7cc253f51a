//! The same chart of several states, drawn over each other, and what chance could make of one.

use super::model::{Corner, Dash, Figure, Fill, Key, Layer, Role, Shape};

/// Dashes in turn, so that states are told apart without colour.
const DASHES: [Dash; 3] = [Dash::Dashed, Dash::DashDot, Dash::Dotted];
/// Colours of groups in turn; there are six, and the first is too like that of the model.
const COLOURS: usize = 6;

/// `now` with the curves of `others` over it, each a chart of the same kind with its name. Every state keeps its operating point; the
/// axes reach as far as the longest does.
#[must_use]
pub fn overlay_figure(mut now: Figure, others: &[(String, Figure)]) -> Figure {
    let shown = |layer: &Layer| !matches!(layer, Layer::Legend { .. } | Layer::Band { .. } | Layer::Bars { .. });
    now.layers.retain(shown);
    let mut entries = vec![(Key::Line(Role::Model, Dash::Solid), tr!("now").to_owned())];
    let mut behind = Vec::new();
    for (place, (name, other)) in others.iter().enumerate() {
        let (role, dash) = (Role::Group(((place + 1) % COLOURS) as u8), DASHES[place % DASHES.len()]);
        behind.extend(other.layers.iter().filter_map(|layer| state_of(layer, role, dash)));
        entries.push((Key::Line(role, dash), name.clone()));
        for (axis, own) in [(&mut now.x, &other.x), (&mut now.y, &other.y)] {
            if own.max > axis.max || own.min < axis.min {
                (axis.min, axis.max) = (axis.min.min(own.min), axis.max.max(own.max));
                axis.ticks.extend(own.ticks.iter().copied());
                axis.ticks.sort_by(f64::total_cmp);
                axis.ticks.dedup();
            }
        }
    }
    // Behind the curve of now, over the lines of reference.
    let first = now.layers.iter().position(|layer| matches!(layer, Layer::Line { role: Role::Model, .. }));
    let first = first.unwrap_or(now.layers.len());
    now.layers.splice(first..first, behind);
    now.layers.push(Layer::Legend { corner: Corner::Outside, heading: String::new(), entries });
    let names: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        now.alt = tr!("{} Drawn over it: {}.", now.alt, names.join(", "));
    }
    now
}

/// `now` with what chance could have made of its curve: a band around it, `[x, lowest, highest]`, and the curves of other samples,
/// thin, each a chart of the same kind.
#[must_use]
pub fn chance_figure(mut now: Figure, band: &[[f64; 3]], samples: &[Figure]) -> Figure {
    now.layers.retain(|layer| !matches!(layer, Layer::Legend { .. }));
    let mut behind = Vec::new();
    let mut entries = vec![(Key::Line(Role::Model, Dash::Solid), tr!("these patients").to_owned())];
    if !band.is_empty() {
        let label = tr!("95% band").to_owned();
        behind.push(Layer::Band { role: Role::Band, points: band.to_vec(), label: label.clone() });
        entries.push((Key::Fill(Role::Band, Fill::Hollow), label));
    }
    for sample in samples {
        for layer in &sample.layers {
            if let Layer::Line { role: Role::Model, points, .. } = layer {
                let (role, points) = (Role::Chance, points.clone());
                behind.push(Layer::Line { role, dash: Dash::Solid, points, label: String::new() });
            }
        }
    }
    if !samples.is_empty() {
        let label = tr!("{} other samples", samples.len());
        entries.push((Key::Line(Role::Chance, Dash::Solid), label));
    }
    now.layers.splice(0..0, behind);
    now.layers.push(Layer::Legend { corner: Corner::Outside, heading: String::new(), entries });
    now
}

/// The curve and the operating point of a state, in a role of its own.
fn state_of(layer: &Layer, role: Role, dash: Dash) -> Option<Layer> {
    match layer {
        Layer::Line { role: Role::Model, points, label, .. } => {
            Some(Layer::Line { role, dash, points: points.clone(), label: label.clone() })
        }
        Layer::Points { role: Role::Threshold, points, .. } => {
            Some(Layer::Points { role, shape: Shape::Square, points: points.clone(), label: String::new() })
        }
        Layer::VLine { role: Role::Threshold, x, .. } => Some(Layer::VLine { role, dash, x: *x, label: String::new() }),
        _ => None,
    }
}
