//! What lies inside the frame.

use super::annotation;
use super::layout::{Setting, Type, View};
use super::marks::{Area, Ink, Mark};
use super::model::{Dash, Figure, Fill, Layer, Role, Shape};

/// The layers, to be clipped to the frame.
pub(super) fn layers(figure: &Figure, view: &View, sizes: &Type) -> Vec<Mark> {
    let mut marks = Vec::new();
    for layer in &figure.layers {
        draw(layer, view, sizes, &mut marks);
    }
    marks
}

/// What is drawn over the layers and may stand out of the frame: its border, separate points, words.
pub(super) fn notes(figure: &Figure, set: &Setting) -> Vec<Mark> {
    let mut marks = Vec::new();
    if !set.compact() {
        annotation::words(figure, set, &mut marks);
    }
    // Over the plates behind the words.
    border(set.view.frame, &set.sizes, &mut marks);
    for layer in &figure.layers {
        if let Layer::Points { role, shape, points, .. } = layer {
            separate_points(*role, *shape, points, set, &mut marks);
        }
    }
    marks
}
fn separate_points(role: Role, shape: Shape, points: &[[f64; 2]], set: &Setting, marks: &mut Vec<Mark>) {
    let (radius, width) = (6.5 * set.sizes.stroke, 2.0 * set.sizes.stroke);
    for at in points.iter().map(|&at| set.view.to_screen(at)).filter(|at| at.iter().all(|part| part.is_finite())) {
        marks.push(Mark::Point { at, radius, width, shape, ink: Ink::full(role) });
    }
}

/// Everything finite between two gaps, at least two points at a time.
fn runs(points: impl Iterator<Item = [f32; 2]>) -> Vec<Vec<[f32; 2]>> {
    let mut runs = vec![Vec::new()];
    for point in points {
        match runs.last_mut() {
            Some(run) if point.iter().all(|part| part.is_finite()) => run.push(point),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

fn draw(layer: &Layer, view: &View, sizes: &Type, marks: &mut Vec<Mark>) {
    let frame = view.frame;
    match layer {
        Layer::Line { role, dash, points, .. } => {
            let width = if *role == Role::Chance { 1.3 } else { 2.4 } * sizes.stroke;
            for points in runs(points.iter().map(|&at| view.to_screen(at))) {
                marks.push(Mark::Line { points, width, dash: *dash, ink: Ink::full(*role) });
            }
        }
        Layer::Band { role, points, .. } => {
            let sound: Vec<_> = points.iter().filter(|at| at.iter().all(|part| part.is_finite())).collect();
            let side = |which: usize| sound.iter().map(|at| view.to_screen([at[0], at[which]])).collect();
            marks.push(Mark::Strip { lower: side(1), upper: side(2), ink: Ink::tint(*role) });
        }
        Layer::Bars { role, fill, edges, heights, .. } => bars(*role, *fill, edges, heights, view, sizes, marks),
        Layer::VLine { role, dash, x, .. } => {
            let [x, _] = view.to_screen([*x, 0.0]);
            across([[x, frame.top], [x, frame.bottom]], *role, *dash, sizes, marks);
        }
        Layer::HLine { role, dash, y, .. } => {
            let [_, y] = view.to_screen([0.0, *y]);
            across([[frame.left, y], [frame.right, y]], *role, *dash, sizes, marks);
        }
        Layer::Crowd { role, shape, points, .. } => {
            let (radius, width) = (3.8 * sizes.stroke, 1.3 * sizes.stroke);
            for at in points.iter().map(|&at| view.to_screen(at)).filter(|at| at.iter().all(|part| part.is_finite())) {
                marks.push(Mark::Point { at, radius, width, shape: *shape, ink: Ink::full(*role) });
            }
        }
        Layer::Field { role, x, y, strengths, .. } => field(*role, [x, y], strengths, view, marks),
        Layer::Points { .. } | Layer::Text { .. } | Layer::Legend { .. } => {}
    }
}

/// Shades told apart; cells of one shade beside each other are drawn as one.
const SHADES: f64 = 40.0;

/// Cells as rectangles that overlap their neighbours by half a pixel, so that no seam shows.
fn field(role: Role, [x, y]: [&[f64]; 2], strengths: &[f64], view: &View, marks: &mut Vec<Mark>) {
    let columns = x.len().saturating_sub(1);
    if columns == 0 {
        return;
    }
    for (ends, row) in y.windows(2).zip(strengths.chunks(columns)) {
        let mut from = 0;
        for to in 1..=row.len() {
            let shade = |cell: usize| (row[cell] * SHADES).round();
            if to < row.len() && (shade(to) - shade(from)).abs() < 0.5 {
                continue;
            }
            let [left, bottom] = view.to_screen([x[from], ends[0]]);
            let [right, top] = view.to_screen([x[to], ends[1]]);
            if [left, bottom, right, top].iter().all(|part| part.is_finite()) && row[from].is_finite() {
                let area = Area { left, top: top - 0.5, right: right + 0.5, bottom };
                marks.push(Mark::Shade { area, role, strength: (shade(from) / SHADES) as f32 });
            }
            from = to;
        }
    }
}

fn across(ends: [[f32; 2]; 2], role: Role, dash: Dash, sizes: &Type, marks: &mut Vec<Mark>) {
    if ends.iter().flatten().all(|part| part.is_finite()) {
        let width = if role == Role::Threshold { 2.0 } else { 1.3 } * sizes.stroke;
        marks.push(Mark::Line { points: ends.to_vec(), width, dash, ink: Ink::full(role) });
    }
}

/// Bars as one silhouette, so that many narrow bars stay calm. A bar with anybody in it is at least 2 strokes high.
fn bars(role: Role, fill: Fill, edges: &[f64], heights: &[f64], view: &View, sizes: &Type, marks: &mut Vec<Mark>) {
    let ink = if fill == Fill::Solid { Ink::full(role) } else { Ink::tint(role) };
    let mut outline: Vec<[f32; 2]> = Vec::new();
    let finish = |outline: &mut Vec<[f32; 2]>, marks: &mut Vec<Mark>| {
        let points = std::mem::take(outline);
        if points.len() < 2 {
            return;
        }
        let [_, floor] = view.to_screen([0.0, 0.0]);
        let lower = points.iter().map(|at| [at[0], floor]).collect();
        marks.push(Mark::Strip { upper: points.clone(), lower, ink });
        if fill == Fill::Hollow {
            let (first, last) = (points[0][0], points[points.len() - 1][0]);
            let round = std::iter::once([first, floor]).chain(points).chain([[last, floor]]).collect();
            marks.push(Mark::Line {
                points: round,
                width: 1.6 * sizes.stroke,
                dash: Dash::Solid,
                ink: Ink::full(role),
            });
        }
    };
    for (ends, &height) in edges.windows(2).zip(heights) {
        let [left, top] = view.to_screen([ends[0], height]);
        let [right, floor] = view.to_screen([ends[1], 0.0]);
        if height.abs() <= 0.0 || !(left.is_finite() && right.is_finite() && top.is_finite()) {
            finish(&mut outline, marks);
            continue;
        }
        let least = 2.0 * sizes.stroke;
        let top = if height > 0.0 { top.min(floor - least) } else { top.max(floor + least) };
        outline.extend([[left, top], [right, top]]);
    }
    finish(&mut outline, marks);
}

fn border(frame: Area, sizes: &Type, marks: &mut Vec<Mark>) {
    let points = vec![[frame.left, frame.top], [frame.left, frame.bottom], [frame.right, frame.bottom]];
    marks.push(Mark::Line { points, width: sizes.stroke, dash: Dash::Solid, ink: Ink::full(Role::Quiet) });
}
/// The corners of a filled shape of radius 1, in order; empty for shapes that are round or have no filling.
pub(super) const fn corners(shape: Shape) -> &'static [[f32; 2]] {
    match shape {
        Shape::Diamond => &[[0.0, -1.1], [1.1, 0.0], [0.0, 1.1], [-1.1, 0.0]],
        Shape::Square => &[[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
        Shape::Triangle => &[[0.0, -1.05], [1.0, 0.75], [-1.0, 0.75]],
        Shape::Disc | Shape::Ring | Shape::Cross | Shape::CrossedRing => &[],
    }
}
