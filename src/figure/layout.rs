//! Where the frame, its numbers and its words go.

use super::axis::{Axis, Row, Scale};
use super::marks::{Area, Ink, LINE, Mark, Measure, wrap};
use super::model::{Dash, Figure, Layer, Role};
use super::words::sentence_case;

/// Sizes in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    /// Numbers on the axes.
    pub tick: f32,
    /// Words on the axes.
    pub label: f32,
    /// Words inside the frame.
    pub note: f32,
    /// The width of a thin line.
    pub stroke: f32,
}

/// From data to pixels and back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// The rectangle in which data are drawn, in pixels (on screen: points).
    pub frame: Area,
    pub(super) x: [f64; 2],
    pub(super) y: [f64; 2],
    pub(super) scales: [Scale; 2],
}

impl View {
    /// The whole of both axes in `frame`.
    #[must_use]
    pub fn new(figure: &Figure, frame: Area) -> Self {
        Self { frame, x: figure.x.span(), y: figure.y.span(), scales: [figure.x.scale, figure.y.scale] }
    }

    /// Where a place in data units lies on screen; not finite when the place is not.
    #[must_use]
    pub fn to_screen(&self, [x, y]: [f64; 2]) -> [f32; 2] {
        let share = |value: f64, [low, high]: [f64; 2]| ((value - low) / (high - low)) as f32;
        let across = share(self.scales[0].forward(x), self.x);
        let up = share(self.scales[1].forward(y), self.y);
        [self.frame.left + across * self.frame.width(), self.frame.bottom - up * self.frame.height()]
    }

    /// The place in data units under a place on screen, which may lie outside both axes.
    #[must_use]
    pub fn to_data(&self, [x, y]: [f32; 2]) -> [f64; 2] {
        let across = f64::from((x - self.frame.left) / self.frame.width().max(1.0));
        let up = f64::from((self.frame.bottom - y) / self.frame.height().max(1.0));
        let value = |share: f64, [low, high]: [f64; 2]| low + share * (high - low);
        [self.scales[0].back(value(across, self.x)), self.scales[1].back(value(up, self.y))]
    }
}

/// All that marks are placed by.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// All that the figure may cover.
    pub area: Area,
    /// The frame in it, and what it maps.
    pub view: View,
    pub sizes: Type,
    pub measure: &'a dyn Measure,
}

impl<'a> Setting<'a> {
    /// Finds the frame that leaves room for the numbers and words around it.
    pub(super) fn of(figure: &Figure, area: Area, sizes: Type, measure: &'a dyn Measure) -> Self {
        let mut frame = area.grown(-3.0 * sizes.stroke);
        if !compact(area, &sizes) {
            let widest = |axis: &Axis| {
                let widths = axis.ticks.iter().map(|&tick| measure.width(&axis.format.write(tick), sizes.tick, false));
                widths.fold(0.0, f32::max)
            };
            let first = |axis: &Axis| {
                axis.ticks.first().map_or(0.0, |&tick| measure.width(&axis.format.write(tick), sizes.tick, false))
            };
            let rows = |text: fn(&Row) -> &str| {
                let widths = figure.y.rows.iter().map(|row| measure.width(text(row), sizes.note, false));
                widths.fold(0.0, f32::max)
            };
            let (names, figures) = (rows(|row| &row.name), rows(|row| &row.figures));
            let left = if figure.y.rows.is_empty() { widest(&figure.y) } else { row_names(names, area.width()) };
            let right = if figures > 0.0 { figures + gap(&sizes) } else { 0.0 };
            let words = |axis: &Axis| axis_lines(axis, area, &sizes, measure).len() as f32;
            frame = Area {
                left: area.left + (left + gap(&sizes)).max(0.5 * first(&figure.x)),
                top: area.top + words(&figure.y) * LINE * sizes.label + 0.5 * gap(&sizes),
                right: area.right - right.max(0.5 * widest(&figure.x)).max(4.0 * sizes.stroke),
                bottom: area.bottom - tick_row(&sizes) - words(&figure.x) * LINE * sizes.label,
            };
        }
        frame.right = frame.right.max(frame.left + 1.0);
        frame.bottom = frame.bottom.max(frame.top + 1.0);
        if figure.square {
            let side = frame.width().min(frame.height());
            let spare = frame.width() - side;
            frame = Area::at([frame.left + 0.5 * spare, frame.top], [side, side]);
        }
        Self { area, view: View::new(figure, frame), sizes, measure }
    }

    /// Whether there is so little room that only the marks themselves are drawn, as in the glance.
    pub(super) fn compact(&self) -> bool {
        compact(self.area, &self.sizes)
    }

    fn width(&self, text: &str) -> f32 {
        self.measure.width(text, self.sizes.tick, false)
    }
}

fn compact(area: Area, sizes: &Type) -> bool {
    area.width() < 15.0 * sizes.tick || area.height() < 11.0 * sizes.tick
}

/// The share of the width that names of rows may take.
const ROW_NAMES: f32 = 0.45;

/// The share that they may take where they would be cut otherwise, however small they are set.
const LONG_ROW_NAMES: f32 = 0.55;

/// The room for names of rows of which the longest needs `longest` at full size.
fn row_names(longest: f32, width: f32) -> f32 {
    longest.min(ROW_NAMES * width).max((LEAST * longest).min(LONG_ROW_NAMES * width))
}

/// Between the frame and the words beside it.
fn gap(sizes: &Type) -> f32 {
    0.6 * sizes.tick
}

/// The height of the row of numbers under the frame.
fn tick_row(sizes: &Type) -> f32 {
    LINE * sizes.tick + gap(sizes)
}

/// The ticks that fit, spread evenly and including the one nearest to 0.
fn shown_ticks(axis: &Axis, upright: bool, set: &Setting) -> Vec<f64> {
    let place = |tick: f64| {
        if upright { set.view.to_screen([0.0, tick])[1] } else { set.view.to_screen([tick, 0.0])[0] }
    };
    let room = |tick: f64| {
        if upright { LINE * set.sizes.tick } else { set.width(&axis.format.write(tick)) + set.sizes.tick }
    };
    let ends = axis.span().map(|end| place(axis.scale.back(end)));
    let within = |at: f32| at >= ends[0].min(ends[1]) - 0.5 && at <= ends[0].max(ends[1]) + 0.5;
    let ticks: Vec<f64> = axis.ticks.iter().copied().filter(|&tick| tick.is_finite() && within(place(tick))).collect();
    let nearest = (0..ticks.len()).min_by(|&a, &b| ticks[a].abs().total_cmp(&ticks[b].abs())).unwrap_or(0);
    let clear = |a: f64, b: f64| (place(a) - place(b)).abs() >= 0.5 * (room(a) + room(b));
    if axis.scale != Scale::Linear {
        // Uneven anyway: as many as fit, the last always among them.
        let Some(&last) = ticks.last() else { return ticks };
        let mut shown: Vec<f64> = Vec::new();
        for &tick in &ticks[..ticks.len() - 1] {
            if clear(tick, last) && shown.last().is_none_or(|&before| clear(before, tick)) {
                shown.push(tick);
            }
        }
        shown.push(last);
        return shown;
    }
    for stride in 1..ticks.len().max(2) {
        let some = || ticks.iter().skip(nearest % stride).step_by(stride).copied();
        if some().zip(some().skip(1)).all(|(a, b)| clear(a, b)) {
            return some().collect();
        }
    }
    ticks.into_iter().take(1).collect()
}

/// Grid, numbers and words around the frame, and the tag of each labelled vertical line.
pub(super) fn surroundings(figure: &Figure, set: &Setting) -> Vec<Mark> {
    let mut marks = Vec::new();
    let Setting { sizes, view: View { frame, .. }, .. } = *set;
    let tags = if set.compact() { Vec::new() } else { tags(figure, set) };
    let mut grid = |points: [[f32; 2]; 2], number: [f32; 2], text: String| {
        let ink = Ink::full(Role::Grid);
        marks.push(Mark::Line { points: points.to_vec(), width: sizes.stroke, dash: Dash::Solid, ink });
        let covered = Area::at(number, [set.width(&text), LINE * sizes.tick]);
        if !set.compact() && tags.iter().all(|tag| tag.area.overlap(&covered) <= 0.0) {
            marks.push(words(number, text, sizes.tick));
        }
    };
    for tick in shown_ticks(&figure.x, false, set) {
        let [x, _] = set.view.to_screen([tick, 0.0]);
        let text = figure.x.format.write(tick);
        let at = [x - 0.5 * set.width(&text), frame.bottom + 0.5 * gap(&sizes)];
        grid([[x, frame.top], [x, frame.bottom]], at, text);
    }
    let numbered = figure.y.rows.is_empty();
    for tick in if numbered { shown_ticks(&figure.y, true, set) } else { Vec::new() } {
        let [_, y] = set.view.to_screen([0.0, tick]);
        let text = figure.y.format.write(tick);
        let at = [frame.left - gap(&sizes) - set.width(&text), y - 0.5 * LINE * sizes.tick];
        grid([[frame.left, y], [frame.right, y]], at, text);
    }
    if set.compact() {
        return marks;
    }
    rows(figure, set, &mut marks);
    axis_words(figure, set, &mut marks);
    for tag in tags {
        let size = sizes.tick;
        marks.push(Mark::Plate { area: tag.area, radius: 0.3 * size, ink: Ink::full(tag.role) });
        let at = [tag.area.left + 0.6 * size, tag.area.centre()[1] - 0.5 * LINE * size];
        marks.push(Mark::Words { at, text: tag.text, size, strong: true, ink: Ink::full(Role::Paper) });
    }
    marks
}

/// The smallest share of its size at which the name of a row is set so that it fits.
const LEAST: f32 = 0.6;
/// The height of one of its lines where it stands on two, as a multiple of its size.
const TIGHT: f32 = 1.1;

/// The name of each row before the frame and its figures behind it; none where rows lie closer than lines of text.
fn rows(figure: &Figure, set: &Setting, marks: &mut Vec<Mark>) {
    let Setting { sizes, view: View { frame, .. }, .. } = *set;
    let size = sizes.note;
    let height = frame.height() / figure.y.rows.len().max(1) as f32;
    if height < LINE * size {
        return;
    }
    for (index, row) in figure.y.rows.iter().enumerate() {
        let [_, y] = set.view.to_screen([0.0, figure.y.row_at(index)]);
        let top = y - 0.5 * LINE * size;
        let room = frame.left - gap(&sizes) - set.area.left;
        // A long name is set smaller, then on two lines where these have the room, before it is cut.
        let own = size * (0.99 * room / set.measure.width(&row.name, size, false)).clamp(LEAST, 1.0);
        let half = own.min(height / (2.0 * TIGHT));
        let folded = wrap(set.measure, &row.name, half, false, room);
        let (lines, own) = match folded.len() {
            2 if half >= LEAST * size && set.measure.width(&row.name, own, false) > room => (folded, half),
            _ => (vec![shortened(&row.name, own, room, set.measure)], own),
        };
        let ink = Ink::full(Role::Ink);
        let lead = if lines.len() > 1 { TIGHT } else { LINE };
        let level = y - 0.5 * lead * own * lines.len() as f32;
        for (number, line) in lines.into_iter().enumerate() {
            let start = frame.left - gap(&sizes) - set.measure.width(&line, own, false);
            let at = [start, level + number as f32 * lead * own];
            marks.push(Mark::Words { at, text: line, size: own, strong: false, ink });
        }
        let at = [frame.right + gap(&sizes), top];
        marks.push(Mark::Words { at, text: row.figures.clone(), size, strong: false, ink });
    }
}

/// `text`, or as much of it as fits with an ellipsis.
fn shortened(text: &str, size: f32, room: f32, measure: &dyn Measure) -> String {
    if measure.width(text, size, false) <= room {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| format!("{}\u{2026}", letters[..kept].iter().collect::<String>().trim_end());
    let fits = (0..letters.len()).rev().map(cut).find(|text| measure.width(text, size, false) <= room);
    fits.unwrap_or_default()
}

fn words(at: [f32; 2], text: String, size: f32) -> Mark {
    Mark::Words { at, text, size, strong: false, ink: Ink::full(Role::Quiet) }
}

/// The label of an axis on one line; where that does not fit, its short form, on as many as it needs.
fn axis_lines(axis: &Axis, area: Area, sizes: &Type, measure: &dyn Measure) -> Vec<String> {
    if measure.width(&axis.label, sizes.label, false) <= area.width() {
        return wrap(measure, &axis.label, sizes.label, false, f32::INFINITY);
    }
    wrap(measure, &sentence_case(&axis.short), sizes.label, false, area.width())
}

/// The label of the vertical axis above the frame, upright so that it is easily read; that of the horizontal one below.
fn axis_words(figure: &Figure, set: &Setting, marks: &mut Vec<Mark>) {
    let Setting { area, sizes, view: View { frame, .. }, .. } = *set;
    let size = sizes.label;
    let fold = |axis: &Axis| axis_lines(axis, area, &sizes, set.measure);
    let width = |line: &str| set.measure.width(line, size, false);
    let above = fold(&figure.y);
    let widest = above.iter().map(|line| width(line)).fold(0.0, f32::max);
    let left = frame.left.min(area.right - widest).max(area.left);
    let top = frame.top - 0.5 * gap(&sizes) - above.len() as f32 * LINE * size;
    for (index, line) in above.into_iter().enumerate() {
        marks.push(words([left, top + index as f32 * LINE * size], line, size));
    }
    let top = frame.bottom + tick_row(&sizes);
    for (index, line) in fold(&figure.x).into_iter().enumerate() {
        let left = (frame.centre()[0] - 0.5 * width(&line)).min(area.right - width(&line)).max(area.left);
        marks.push(words([left, top + index as f32 * LINE * size], line, size));
    }
}

/// The words of a vertical line, on a plate that hangs from it over the row of numbers.
struct Tag {
    area: Area,
    text: String,
    role: Role,
}

fn tags(figure: &Figure, set: &Setting) -> Vec<Tag> {
    let size = set.sizes.tick;
    let tag = |layer: &Layer| {
        let Layer::VLine { role, x, label, .. } = layer else { return None };
        let [x, _] = set.view.to_screen([*x, 0.0]);
        if label.is_empty() || !x.is_finite() {
            return None;
        }
        let width = set.measure.width(label, size, true) + 1.2 * size;
        let under = Area::at([x - 0.5 * width, set.view.frame.bottom], [width, tick_row(&set.sizes) - 0.1 * size]);
        let area = under.within(&Area { top: under.top, bottom: under.bottom, ..set.area });
        Some(Tag { area, text: label.clone(), role: *role })
    };
    figure.layers.iter().filter_map(tag).collect()
}
