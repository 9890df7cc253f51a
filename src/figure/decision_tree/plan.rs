//! Where the plates of a tree stand, and the marks that draw them.

use super::{DecisionTree, Group};
use crate::figure::axis::{count, percent};
use crate::figure::marks::{Area, Ink, LINE, Mark, Measure, wrap};
use crate::figure::model::{Dash, Role};

/// The least and the greatest width of a plate, in text sizes.
const WIDTH: [f32; 2] = [7.6, 15.0];
/// The most lines of a question.
const LINES: usize = 5;
/// Between plates side by side and between levels, in text sizes.
const GAP: [f32; 2] = [0.55, 1.9];
/// The bar of the share with the condition, and the space beside and above a plate's words, in text sizes.
const BAR: f32 = 0.5;
const PAD: [f32; 2] = [0.5, 0.25];
/// No picture has more levels than this.
const LEVELS: usize = 7;

/// One plate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seat {
    /// The group that it stands for.
    pub group: usize,
    /// Where it stands.
    pub area: Area,
    /// The plate above it, as an index into the plan's seats.
    pub above: Option<usize>,
    /// Whether the patients of the plate above come here if the answer is yes.
    pub yes: bool,
    /// Whether groups that follow are not drawn.
    pub cut: bool,
}

/// Where the plates stand: the groups below one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The plates; one comes before those below it.
    pub seats: Vec<Seat>,
    size: f32,
}

impl Plan {
    /// Finds room for the group `top` and as many levels below it as fit into `area` with words of `size`; at least one, so that
    /// the picture may be larger than `area`.
    pub(in crate::figure) fn new(
        tree: &DecisionTree,
        top: usize,
        area: Area,
        size: f32,
        measure: &dyn Measure,
    ) -> Self {
        let top = if top < tree.groups.len() { top } else { 0 };
        let mut plan = Self { seats: Vec::new(), size };
        for levels in (1..=LEVELS).rev() {
            let (order, ends) = visible(tree, top, levels);
            let least = (WIDTH[0] + GAP[0]) * size * ends as f32;
            let width = (area.width() / ends as f32 - GAP[0] * size).clamp(WIDTH[0] * size, WIDTH[1] * size);
            let height = plate_height(tree, &order, width, size, measure);
            let deep = order.iter().map(|seat| seat.depth + 1).max().unwrap_or(1);
            let tall = height * deep as f32 + GAP[1] * size * (deep - 1) as f32;
            if levels == 1 || deep == levels && least <= area.width() && tall <= area.height() {
                plan.seat(&order, ends, area, [width, height]);
                break;
            }
        }
        plan
    }

    fn seat(&mut self, order: &[Placed], ends: usize, area: Area, [width, height]: [f32; 2]) {
        let deep = order.iter().map(|seat| seat.depth).max().unwrap_or(0);
        let spare = area.height() - height * (deep + 1) as f32;
        let gap = if deep > 0 { (spare / deep as f32).clamp(GAP[1] * self.size, 4.5 * self.size) } else { 0.0 };
        let slot = (area.width() / ends as f32).min(width + 3.0 * self.size);
        let left = area.left + 0.5 * (area.width() - slot * ends as f32);
        for seat in order {
            let corner =
                [left + slot * (seat.middle + 0.5) - 0.5 * width, area.top + seat.depth as f32 * (height + gap)];
            self.seats.push(Seat {
                group: seat.group,
                area: Area::at(corner, [width, height]),
                above: seat.above,
                yes: seat.yes,
                cut: seat.cut,
            });
        }
    }

    /// What all plates cover.
    #[must_use]
    pub fn covers(&self) -> Area {
        let first = self.seats.first().map_or(Area::at([0.0, 0.0], [0.0, 0.0]), |seat| seat.area);
        self.seats.iter().fold(first, |all, seat| Area {
            left: all.left.min(seat.area.left),
            top: all.top.min(seat.area.top),
            right: all.right.max(seat.area.right),
            bottom: all.bottom.max(seat.area.bottom),
        })
    }

    /// The marks of all plates and lines, the patient's way on top.
    pub(in crate::figure) fn marks(&self, tree: &DecisionTree, measure: &dyn Measure) -> Vec<Mark> {
        let mut marks = Vec::new();
        let lit = |seat: &Seat| tree.path.contains(&seat.group);
        for on_path in [false, true] {
            for seat in self.seats.iter().filter(|seat| lit(seat) == on_path) {
                self.line(seat, on_path, measure, &mut marks);
            }
        }
        for seat in &self.seats {
            self.plate(tree, seat, lit(seat), measure, &mut marks);
        }
        marks
    }

    fn line(&self, seat: &Seat, lit: bool, measure: &dyn Measure, marks: &mut Vec<Mark>) {
        let Some(above) = seat.above.and_then(|above| self.seats.get(above)) else { return };
        let (from, to) = ([above.area.centre()[0], above.area.bottom], [seat.area.centre()[0], seat.area.top]);
        let (role, width) = if lit { (Role::Lit, 0.3) } else { (Role::Quiet, 0.12) };
        let middle = f32::midpoint(from[1], to[1]);
        let points = vec![from, [from[0], middle], [to[0], middle], to];
        marks.push(Mark::Line { points, width: width * self.size, dash: Dash::Solid, ink: Ink::full(role) });
        let text = if seat.yes { tr!("yes") } else { tr!("no") };
        let wide = measure.width(text, self.size, lit);
        let left = if seat.yes { to[0] + 0.4 * self.size } else { to[0] - wide - 0.4 * self.size };
        let at = [left, to[1] - LINE * self.size];
        let ink = Ink::full(if lit { Role::Ink } else { Role::Quiet });
        marks.push(Mark::Words { at, text: text.to_owned(), size: self.size, strong: lit, ink });
    }

    fn plate(&self, tree: &DecisionTree, seat: &Seat, lit: bool, measure: &dyn Measure, marks: &mut Vec<Mark>) {
        let (size, area, group) = (self.size, seat.area, tree.group(seat.group));
        let frame = if lit { (0.26 * size, Role::Lit) } else { (0.1 * size, Role::Quiet) };
        marks.push(Mark::Plate { area: area.grown(frame.0), radius: 0.45 * size, ink: Ink::full(frame.1) });
        marks.push(Mark::Plate { area, radius: 0.3 * size, ink: Ink::full(Role::Paper) });
        let ends = group.question.is_none();
        if ends && tree.is_flagged(seat.group) {
            marks.push(Mark::Plate { area, radius: 0.3 * size, ink: Ink::tint(Role::Threshold) });
        }
        let mut lines: Vec<(String, bool, Role)> = Vec::new();
        let room = area.width() - 2.0 * PAD[0] * size;
        lines.extend(head(tree, seat, room, size, measure).into_iter().map(|text| (text, true, Role::Ink)));
        lines.extend(foot(group, room, size, measure).into_iter().map(|text| (text, false, Role::Ink)));
        if seat.cut {
            lines.push((tr!("+ {} groups", count(tree.ends_below(seat.group) as u64)), false, Role::Quiet));
        }
        let bar = Area { top: area.bottom - BAR * size, ..area };
        let spare = bar.top - area.top - LINE * size * lines.len() as f32;
        let mut top = area.top + 0.5 * spare.max(0.0);
        for (text, strong, role) in lines {
            let left = area.centre()[0] - 0.5 * measure.width(&text, size, strong);
            marks.push(Mark::Words { at: [left, top], text, size, strong, ink: Ink::full(role) });
            top += LINE * size;
        }
        let share = (group.with_condition / group.patients.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0) as f32;
        marks.push(Mark::Plate { area: bar, radius: 0.0, ink: Ink::tint(Role::Without) });
        let with = Area { right: bar.left + share * bar.width(), ..bar };
        marks.push(Mark::Plate { area: with, radius: 0.0, ink: Ink::full(Role::With) });
    }
}

/// A plate before it has a place.
struct Placed {
    group: usize,
    depth: usize,
    /// Its middle, counted in ends from the left.
    middle: f32,
    above: Option<usize>,
    yes: bool,
    cut: bool,
}

/// The groups below `top` in so many levels, and how many of them stand at the lower end.
fn visible(tree: &DecisionTree, top: usize, levels: usize) -> (Vec<Placed>, usize) {
    let mut order = vec![Placed { group: top, depth: 0, middle: 0.0, above: None, yes: false, cut: false }];
    let mut ends = 0;
    place(tree, 0, levels, &mut order, &mut ends);
    (order, ends)
}

/// Places what is below `order[index]`, from left to right; at most [`LEVELS`] deep.
fn place(tree: &DecisionTree, index: usize, levels: usize, order: &mut Vec<Placed>, ends: &mut usize) {
    let (group, depth) = (order[index].group, order[index].depth);
    match tree.children(group) {
        Some(children) if depth + 1 < levels => {
            let mut middles = [0.0; 2];
            for ((middle, group), yes) in middles.iter_mut().zip(children).zip([false, true]) {
                let child = order.len();
                order.push(Placed { group, depth: depth + 1, middle: 0.0, above: Some(index), yes, cut: false });
                place(tree, child, levels, order, ends);
                *middle = order[child].middle;
            }
            order[index].middle = f32::midpoint(middles[0], middles[1]);
        }
        children => {
            order[index].cut = children.is_some();
            order[index].middle = *ends as f32;
            *ends += 1;
        }
    }
}

/// The question, or the risk where the tree ends.
fn head(tree: &DecisionTree, seat: &Seat, room: f32, size: f32, measure: &dyn Measure) -> Vec<String> {
    let group = tree.group(seat.group);
    match &group.question {
        Some(question) => {
            let mut lines = wrap(measure, &question.words, size, true, room);
            if lines.len() > LINES {
                lines.truncate(LINES);
                if let Some(last) = lines.last_mut() {
                    last.push('\u{2026}');
                }
            }
            lines
        }
        None => {
            let mut lines = vec![tr!("Risk {}", percent(group.risk))];
            if tree.is_flagged(seat.group) {
                lines.push(tr!("flagged").to_owned());
            }
            lines
        }
    }
}

/// "60 of 1,203 had it: 5.0%", on two lines where one is too long.
fn foot(group: &Group, room: f32, size: f32, measure: &dyn Measure) -> Vec<String> {
    let (with, all) = (group.with_condition.round() as u64, group.patients.round() as u64);
    let of = tr!("{} of {} had it", count(with), count(all));
    match group.question {
        Some(_) => {
            let whole = format!("{of}: {}", percent(group.with_condition / group.patients.max(f64::MIN_POSITIVE)));
            wrap(measure, &whole, size, false, room)
        }
        None => wrap(measure, &of, size, false, room),
    }
}

/// The height of every plate: that of the one with the most lines.
fn plate_height(tree: &DecisionTree, order: &[Placed], width: f32, size: f32, measure: &dyn Measure) -> f32 {
    let room = width - 2.0 * PAD[0] * size;
    let lines = |placed: &Placed| {
        let seat = Seat {
            group: placed.group,
            area: Area::at([0.0, 0.0], [width, 0.0]),
            above: None,
            yes: placed.yes,
            cut: placed.cut,
        };
        head(tree, &seat, room, size, measure).len()
            + foot(tree.group(placed.group), room, size, measure).len()
            + usize::from(placed.cut)
    };
    let most = order.iter().map(lines).max().unwrap_or(2);
    most as f32 * LINE * size + (BAR + 2.0 * PAD[1]) * size
}
