//! Words inside the frame, placed where they hide the least.

use super::layout::{Setting, Type, View};
use super::marks::{Area, Ink, LINE, Mark, Measure, wrap};
use super::model::{Corner, Figure, Fill, Key, Layer, Role};

/// Legends in their corners, then labels beside their points; or the one notice that there is nothing to draw.
pub(super) fn words(figure: &Figure, set: &Setting, marks: &mut Vec<Mark>) {
    if !figure.empty.is_empty() {
        notice(&figure.empty, set, marks);
        return;
    }
    let mut taken = Vec::new();
    for layer in &figure.layers {
        if let Layer::Legend { corner, heading, entries } = layer {
            legend(*corner, heading, entries, set, &mut taken, marks);
        }
    }
    let curves = obstacles(figure, &set.view);
    for layer in &figure.layers {
        label(layer, set, &curves, &mut taken, marks);
    }
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
        Corner::TopRight | Corner::Outside | Corner::BottomRight => frame.right - pad - width,
    };
    let top = match corner {
        Corner::TopLeft | Corner::TopRight | Corner::Outside => frame.top + 0.5 * pad,
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

pub(super) fn sample(key: Key, [left, top]: [f32; 2], sizes: &Type, marks: &mut Vec<Mark>) {
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
        Key::Shade(role, strength) => {
            let area = Area::at([left + 0.35 * size, middle - 0.45 * size], [1.1 * size, 0.9 * size]);
            marks.push(Mark::Plate { area: area.grown(0.6 * sizes.stroke), radius: 0.0, ink: Ink::full(Role::Quiet) });
            marks.push(Mark::Plate { area, radius: 0.0, ink: Ink::full(Role::Paper) });
            marks.push(Mark::Shade { area, role, strength: strength as f32 });
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

#[cfg(test)]
mod tests {
    use super::super::export::Metrics;
    use super::super::layout::surroundings;
    use super::super::{Ghost, Words, inside, roc_figure, score_figure};
    use super::*;
    use crate::metrics::ScoredTestSet;
    use crate::num::Threshold;

    const SIZES: Type = Type { tick: 12.5, label: 12.5, note: 13.5, stroke: 1.0 };

    /// All words of a figure in `area`, with what they cover.
    fn placed(figure: &Figure, area: Area) -> Vec<(String, Area)> {
        let measure = Metrics::new().expect("the bundled fonts are fonts");
        let set = Setting::of(figure, area, SIZES, &measure);
        let marks = surroundings(figure, &set).into_iter().chain(inside::notes(figure, &set));
        let words = marks.filter_map(|mark| match mark {
            Mark::Words { at, text, size, strong, .. } => {
                let width = measure.width(&text, size, strong);
                // Letters fill the middle of their line.
                let letters = Area::at([at[0], at[1] + 0.2 * size], [width, (LINE - 0.4) * size]);
                Some((text, letters))
            }
            _ => None,
        });
        words.collect()
    }

    fn assert_apart(figure: &Figure, area: Area, what: &str) {
        let placed = placed(figure, area);
        for (index, (words, at)) in placed.iter().enumerate() {
            let inside = at.left >= area.left - 0.5
                && at.right <= area.right + 0.5
                && at.top >= area.top - 0.5
                && at.bottom <= area.bottom + 0.5;
            assert!(inside, "{what}: \"{words}\" stands out at {at:?}");
            for (others, other) in &placed[index + 1..] {
                assert!(at.overlap(other) < 1.0, "{what}: \"{words}\" covers \"{others}\"");
            }
        }
    }

    #[test]
    fn words_keep_apart_at_every_size_and_threshold() {
        let scores: Vec<f64> = (0..2000_u32).map(|patient| f64::from(patient) / 2000.0).collect();
        let outcomes: Vec<bool> = (0..2000_u32).map(|patient| patient % 11 == 0 || patient > 1900).collect();
        let set = ScoredTestSet::new(&scores, &outcomes, None).expect("scores are risks");
        let ghost = [Ghost { set: &set, label: "on paper" }];
        for condition in ["sepsis", "undetected low blood oxygen"] {
            let words = Words { condition: condition.to_owned(), shown: "on the ward".to_owned() };
            for size in
                [[130.0, 130.0], [200.0, 200.0], [300.0, 200.0], [420.0, 420.0], [700.0, 300.0], [1400.0, 800.0]]
            {
                for step in 0..=25_u8 {
                    let threshold = Threshold::clamped(f64::from(step) / 25.0);
                    let area = Area::at([10.0, 20.0], size);
                    let what = format!("{condition}, {size:?}, threshold {step}/25");
                    assert_apart(&score_figure(&set, threshold, &words, &[]), area, &what);
                    assert_apart(&roc_figure(&set, threshold, &words, &ghost), area, &what);
                }
            }
        }
    }
}
