//! What lies inside the frame: the layers, then words placed where they hide the least.

use super::layout::{Setting, Type, View};
use super::marks::{Area, Ink, LINE, Mark, Measure, wrap};
use super::model::{Corner, Dash, Figure, Fill, Key, Layer, Role, Shape};

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
    border(set.view.frame, &set.sizes, &mut marks);
    for layer in &figure.layers {
        if let Layer::Points { role, shape, points, .. } = layer {
            separate_points(*role, *shape, points, set, &mut marks);
        }
    }
    if set.compact() {
        return marks;
    }
    if !figure.empty.is_empty() {
        notice(&figure.empty, set, &mut marks);
        return marks;
    }
    let mut taken = Vec::new();
    for layer in &figure.layers {
        if let Layer::Legend { corner, heading, entries } = layer {
            legend(*corner, heading, entries, set, &mut taken, &mut marks);
        }
    }
    let curves = obstacles(figure, &set.view);
    for layer in &figure.layers {
        label(layer, set, &curves, &mut taken, &mut marks);
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
        Layer::Points { .. } | Layer::Text { .. } | Layer::Legend { .. } => {}
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

fn notice(text: &str, set: &Setting, marks: &mut Vec<Mark>) {
    let Setting { sizes, measure, view: View { frame, .. }, .. } = *set;
    let lines = wrap(measure, text, sizes.note, false, 0.84 * frame.width());
    let height = lines.len() as f32 * LINE * sizes.note;
    let [middle, centre] = frame.centre();
    for (index, text) in lines.into_iter().enumerate() {
        let at = [
            middle - 0.5 * measure.width(&text, sizes.note, false),
            centre - 0.5 * height + index as f32 * LINE * sizes.note,
        ];
        marks.push(Mark::Words { at, text, size: sizes.note, strong: false, ink: Ink::full(Role::Ink) });
    }
}

/// The width of a sample with the space after it, as a multiple of the text size.
const SAMPLE: f32 = 1.9;
/// The space between entries on one line, likewise.
const BETWEEN: f32 = 1.1;

/// More lines than this are no legend but a text.
const MOST_LINES: usize = 12;

/// One entry of a legend or one line of it.
struct Row {
    key: Option<Key>,
    text: String,
    strong: bool,
    width: f32,
}

/// The rows of a legend: all on one line when it has a heading and they fit (`true`), otherwise below each other.
fn rows(heading: &str, entries: &[(Key, String)], set: &Setting) -> (Vec<Row>, bool) {
    let size = set.sizes.note;
    let row = |key: Option<Key>, indent: bool, text: String, strong: bool| {
        let sample = if indent { SAMPLE * size } else { 0.0 };
        Row { width: set.measure.width(&text, size, strong) + sample, key, text, strong }
    };
    let head = (!heading.is_empty()).then(|| row(None, false, heading.to_owned(), true));
    let entries = entries.iter().map(|(key, text)| row(Some(*key), true, text.clone(), false));
    let inline: Vec<Row> = head.into_iter().chain(entries).collect();
    let long = |rows: &[Row]| rows.iter().map(|row| row.width + BETWEEN * size).sum::<f32>();
    if !heading.is_empty() {
        // The heading is what can be spared.
        for from in [0, 1] {
            if long(&inline[from..]) <= set.view.frame.width() {
                return (inline.into_iter().skip(from).collect(), true);
            }
        }
    }
    let mut folded = Vec::new();
    for whole in inline {
        let indent = whole.key.is_some();
        let room = 0.66 * set.view.frame.width() - if indent { SAMPLE * size } else { 0.0 };
        let lines = fold(&whole.text, size, whole.strong, room, set.measure);
        // What comes last matters least.
        if folded.len() + lines.len() > MOST_LINES.min((0.5 * set.view.frame.height() / (LINE * size)) as usize) {
            break;
        }
        let first = |index: usize| whole.key.filter(|_| index == 0);
        folded.extend(lines.into_iter().enumerate().map(|(index, text)| row(first(index), indent, text, whole.strong)));
    }
    (folded, false)
}

/// Whole if it fits; otherwise broken where the text says (`\n`), and at spaces where that is not enough.
fn fold(text: &str, size: f32, strong: bool, room: f32, measure: &dyn Measure) -> Vec<String> {
    let whole = text.replace('\n', " ");
    if measure.width(&whole, size, strong) <= room {
        return vec![whole];
    }
    let mut lines: Vec<String> = Vec::new();
    for part in text.split('\n') {
        match lines.last_mut() {
            Some(line) if measure.width(&format!("{line} {part}"), size, strong) <= room => {
                line.push(' ');
                line.push_str(part);
            }
            _ => lines.extend(wrap(measure, part, size, strong, room)),
        }
    }
    lines
}

fn legend(
    corner: Corner,
    heading: &str,
    entries: &[(Key, String)],
    set: &Setting,
    taken: &mut Vec<Area>,
    marks: &mut Vec<Mark>,
) {
    let Setting { sizes: Type { note: size, .. }, view: View { frame, .. }, .. } = *set;
    let (rows, flat) = rows(heading, entries, set);
    let widths = rows.iter().map(|row| row.width);
    let width = if flat {
        widths.map(|width| width + BETWEEN * size).sum::<f32>() - BETWEEN * size
    } else {
        widths.fold(0.0, f32::max)
    };
    let height = if flat { LINE * size } else { rows.len() as f32 * LINE * size };
    if rows.is_empty() || height > frame.height() || width > frame.width() {
        return;
    }
    let pad = 0.45 * size;
    let left = match corner {
        Corner::TopLeft | Corner::BottomLeft => frame.left + pad,
        Corner::TopRight | Corner::BottomRight => frame.right - pad - width,
    };
    let top = match corner {
        Corner::TopLeft | Corner::TopRight => frame.top + 0.5 * pad,
        Corner::BottomLeft | Corner::BottomRight => frame.bottom - 0.5 * pad - height,
    };
    let plate = Area::at([left, top], [width, height]);
    taken.push(plate);
    marks.push(Mark::Plate { area: plate.grown(0.3 * pad), radius: 0.3 * size, ink: Ink::full(Role::Paper) });
    let mut at = [left, top];
    for row in rows {
        if let Some(key) = row.key {
            sample(key, at, &set.sizes, marks);
        }
        let indent = row.width - set.measure.width(&row.text, size, row.strong);
        let place = [at[0] + indent, at[1]];
        at = if flat { [at[0] + row.width + BETWEEN * size, at[1]] } else { [at[0], at[1] + LINE * size] };
        marks.push(Mark::Words { at: place, text: row.text, size, strong: row.strong, ink: Ink::full(Role::Ink) });
    }
}

fn sample(key: Key, [left, top]: [f32; 2], sizes: &Type, marks: &mut Vec<Mark>) {
    let size = sizes.note;
    let middle = top + 0.5 * LINE * size;
    match key {
        Key::Line(role, dash) => {
            let points = vec![[left, middle], [left + 1.5 * size, middle]];
            marks.push(Mark::Line { points, width: 2.4 * sizes.stroke, dash, ink: Ink::full(role) });
        }
        Key::Fill(role, fill) => {
            let area = Area::at([left + 0.35 * size, middle - 0.45 * size], [1.1 * size, 0.9 * size]);
            marks.push(Mark::Plate { area, radius: 0.0, ink: Ink::full(role) });
            if fill == Fill::Hollow {
                let inner = area.grown(-1.6 * sizes.stroke);
                marks.push(Mark::Plate { area: inner, radius: 0.0, ink: Ink::full(Role::Paper) });
                marks.push(Mark::Plate { area: inner, radius: 0.0, ink: Ink::tint(role) });
            }
        }
        Key::Point(role, shape) => {
            let at = [left + 0.85 * size, middle];
            let mark = Mark::Point { at, radius: 0.42 * size, width: 1.6 * sizes.stroke, shape, ink: Ink::full(role) };
            marks.push(mark);
        }
    }
}

/// Places along the curves that words should not hide.
fn obstacles(figure: &Figure, view: &View) -> Vec<[f32; 2]> {
    let mut places = Vec::new();
    for layer in &figure.layers {
        let Layer::Line { role, points, .. } = layer else { continue };
        if *role == Role::Chance {
            continue;
        }
        for ends in points.windows(2) {
            let [from, to] = [view.to_screen(ends[0]), view.to_screen(ends[1])];
            let steps = ((to[0] - from[0]).hypot(to[1] - from[1]) / 6.0).ceil().clamp(1.0, 400.0);
            for step in 0..steps as u32 {
                let share = step as f32 / steps;
                places.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
            }
        }
    }
    places
}

/// Where words may go around a point, the best first: right and below lies under a concave curve, where there is room.
const AROUND: [[f32; 2]; 8] =
    [[1.0, 0.35], [1.0, 1.0], [0.0, 1.0], [1.0, -0.35], [-1.0, 1.0], [-1.0, -1.0], [0.0, -1.0], [-1.0, 0.0]];

fn label(layer: &Layer, set: &Setting, curves: &[[f32; 2]], taken: &mut Vec<Area>, marks: &mut Vec<Mark>) {
    let frame = set.view.frame;
    let (text, at, spots, role): (&str, _, &[[f32; 2]], _) = match layer {
        Layer::Points { points, label, .. } if !label.is_empty() && !points.is_empty() => {
            (label, set.view.to_screen(points[0]), &AROUND, Role::Ink)
        }
        Layer::HLine { y, label, .. } if !label.is_empty() => {
            (label, [frame.right, set.view.to_screen([0.0, *y])[1]], &[[-1.0, -1.0], [-1.0, 1.0]], Role::Quiet)
        }
        Layer::Text { at, text, role } => (text, set.view.to_screen(*at), &[[0.0, 0.0]], *role),
        _ => return,
    };
    if !at.iter().all(|part| part.is_finite()) {
        return;
    }
    let point = matches!(layer, Layer::Points { .. });
    // Whole, folded narrower, and its first line alone: what hides least, and no other words.
    let first = text.split('\n').next().unwrap_or(text);
    let tries = [(text, 0.5), (text, 0.34), (first, 0.5)];
    let sound = tries.iter().filter_map(|&(text, share)| {
        let block = Block::of(text, share * frame.width(), point, set);
        if block.lines.len() > 3 {
            return None;
        }
        let (plate, hidden) = block.place(at, spots, curves, taken, set)?;
        Some((block, plate, hidden))
    });
    let best = sound.reduce(|best, next| if next.2 < best.2 { next } else { best });
    let Some((block, plate, _)) = best else { return };
    taken.push(plate);
    marks.push(Mark::Plate { area: plate.grown(2.0), radius: 3.0, ink: Ink::full(Role::Paper) });
    let size = set.sizes.note;
    for (index, text) in block.lines.into_iter().enumerate() {
        let at = [plate.left, plate.top + index as f32 * LINE * size];
        marks.push(Mark::Words { at, text, size, strong: point && index == 0, ink: Ink::full(role) });
    }
}

/// Words in lines, not yet placed.
struct Block {
    lines: Vec<String>,
    size: [f32; 2],
    /// Whether they belong to a point, which they must leave free.
    point: bool,
}

impl Block {
    fn of(text: &str, width: f32, point: bool, set: &Setting) -> Self {
        let size = set.sizes.note;
        let lines: Vec<String> =
            text.split('\n').flat_map(|part| wrap(set.measure, part, size, point, width)).collect();
        let widths = lines.iter().enumerate().map(|(index, line)| set.measure.width(line, size, point && index == 0));
        let size = [widths.fold(0.0, f32::max), lines.len() as f32 * LINE * size];
        Self { lines, size, point }
    }

    /// The best of `spots` around `at` and how much of the curves it hides; `None` when each would hide other words.
    fn place(
        &self,
        at: [f32; 2],
        spots: &[[f32; 2]],
        curves: &[[f32; 2]],
        taken: &[Area],
        set: &Setting,
    ) -> Option<(Area, usize)> {
        let away = if self.point { 18.0 } else { 4.0 } * set.sizes.stroke;
        let reach = self.size.map(|side| 0.5 * side + away);
        let areas = spots.iter().map(|spot| {
            let middle = [at[0] + spot[0] * reach[0], at[1] + spot[1] * reach[1]];
            let corner = [middle[0] - 0.5 * self.size[0], middle[1] - 0.5 * self.size[1]];
            Area::at(corner, self.size).within(&set.view.frame.grown(-2.0))
        });
        let free = areas.filter(|area| taken.iter().all(|other| other.overlap(&area.grown(4.0)) <= 0.0));
        // Pieces of curve hidden; the point itself weighs most.
        let cost = |area: &Area| {
            let hidden = curves.iter().filter(|&&place| area.grown(3.0).contains(place)).count();
            hidden + if self.point && area.grown(0.4 * away).contains(at) { 1000 } else { 0 }
        };
        // The first of equals: spots stand in order of preference.
        free.map(|area| (area, cost(&area))).reduce(|best, next| if next.1 < best.1 { next } else { best })
    }
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
