//! The diagram as marks: kinds differ in outline, dash and words, never in colour alone.

use super::super::marks::{Area, Ink, LINE, Mark, Measure};
use super::super::model::{Dash, Role, Shape};
use super::{Diagram, Kind, Node, Placed};

/// What a person looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::figure) struct Look {
    /// The node under the pointer or with the keyboard.
    pub hovered: Option<usize>,
    /// The node chosen.
    pub chosen: Option<usize>,
}

/// Distances as multiples of the text size.
const BADGE: f32 = 0.62;
/// How far badges stand over the upper edge, clear of the words under it.
const OVER: f32 = 0.26;
const DOT: f32 = 0.26;
const HEAD: f32 = 0.6;

/// All of it: arrows, nodes with their words, badges.
pub(in crate::figure) fn marks(diagram: &Diagram, placed: &Placed, look: Look, measure: &dyn Measure) -> Vec<Mark> {
    let mut marks = Vec::new();
    let text = placed.text;
    let seen = |arrow: &super::Arrow| {
        [look.hovered, look.chosen].iter().flatten().any(|&node| arrow.from == node || arrow.to == node)
    };
    // What matters is drawn last, over the rest.
    for rank in 0..3 {
        for (arrow, points) in diagram.arrows.iter().zip(&placed.arrows) {
            let (role, width) = match (arrow.lit.is_empty(), seen(arrow)) {
                (false, _) => (Role::Lit, 0.22),
                (true, true) => (Role::Ink, 0.14),
                (true, false) => (Role::Ghost, 0.085),
            };
            if rank == usize::from(seen(arrow)) + usize::from(!arrow.lit.is_empty()) * (2 - usize::from(seen(arrow))) {
                line(points, role, width * text, text, &mut marks);
            }
        }
    }
    for (index, node) in diagram.nodes.iter().enumerate() {
        let area = placed.nodes[index];
        let lit = !node.lit().is_empty();
        let ink = if lit { Role::Lit } else { outline_role(node.kind) };
        let weight = if lit { 0.2 } else { 0.1 };
        shape(node.kind, area, text, [ink, ink], weight * text, &mut marks);
        if look.chosen == Some(index) || look.hovered == Some(index) {
            let width = if look.chosen == Some(index) { 0.2 } else { 0.1 } * text;
            marks.push(Mark::Line {
                points: boxed(area.grown(0.3 * text)),
                width,
                dash: Dash::Solid,
                ink: Ink::full(Role::Ink),
            });
        }
        words(node, placed, index, measure, &mut marks);
    }
    for (index, node) in diagram.nodes.iter().enumerate() {
        badges(node, placed.nodes[index], text, measure, &mut marks);
    }
    if let Some(([left, top], lines)) = &placed.heading {
        for (index, line) in lines.iter().enumerate() {
            let at = [*left, top + index as f32 * LINE * text];
            marks.push(Mark::Words { at, text: line.clone(), size: text, strong: true, ink: Ink::full(Role::Quiet) });
        }
    }
    marks
}

fn line(points: &[[f32; 2]], role: Role, width: f32, text: f32, marks: &mut Vec<Mark>) {
    let [.., before, tip] = points else { return };
    let mut shaft = points.to_vec();
    shaft.pop();
    marks.push(Mark::Line { points: shaft, width, dash: Dash::Solid, ink: Ink::full(role) });
    let half = 0.5 * HEAD * text * if role == Role::Lit { 1.25 } else { 0.9 };
    let [base, y] = *before;
    let (upper, lower) = (vec![[base, y - half], *tip], vec![[base, y + half], *tip]);
    marks.push(Mark::Strip { upper, lower, ink: Ink::full(role) });
}

const fn outline_role(kind: Kind) -> Role {
    match kind {
        Kind::Group => Role::Group(2),
        Kind::Input => Role::Model,
        Kind::Late | Kind::Hidden => Role::Quiet,
        Kind::Outcome | Kind::Record | Kind::Selection => Role::Ink,
    }
}

const fn dash(kind: Kind) -> Dash {
    match kind {
        Kind::Hidden => Dash::Dashed,
        Kind::Late => Dash::Dotted,
        _ => Dash::Solid,
    }
}

/// A shape with its filling and outline.
fn shape(kind: Kind, area: Area, text: f32, [fill, outline]: [Role; 2], width: f32, marks: &mut Vec<Mark>) {
    let [upper, lower] = halves(kind, area, text);
    let tinted = matches!(kind, Kind::Input | Kind::Group | Kind::Outcome) || fill == Role::Lit;
    let filling = if tinted { Ink::tint(fill) } else { Ink::full(Role::Paper) };
    let around = |upper: &[[f32; 2]], lower: &[[f32; 2]]| {
        let first = upper.iter().take(1);
        upper.iter().chain(lower.iter().rev()).chain(first).copied().collect::<Vec<_>>()
    };
    let ink = Ink::full(outline);
    marks.push(Mark::Strip { upper: upper.clone(), lower: lower.clone(), ink: filling });
    marks.push(Mark::Line { points: around(&upper, &lower), width, dash: dash(kind), ink });
    match kind {
        Kind::Outcome => {
            let points = boxed(area.grown(-0.26 * text));
            marks.push(Mark::Line { points, width: 0.08 * text, dash: Dash::Solid, ink });
        }
        Kind::Record => {
            let fold = FOLD * text;
            let points = vec![
                [area.right - fold, area.top],
                [area.right - fold, area.top + fold],
                [area.right, area.top + fold],
            ];
            marks.push(Mark::Line { points, width: 0.08 * text, dash: Dash::Solid, ink });
        }
        _ => {}
    }
}

/// The folded corner of a sheet.
const FOLD: f32 = 0.7;

fn boxed(area: Area) -> Vec<[f32; 2]> {
    let Area { left, top, right, bottom } = area;
    vec![[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
}

/// The upper and lower outline of a shape, with the same x values.
fn halves(kind: Kind, area: Area, text: f32) -> [Vec<[f32; 2]>; 2] {
    let Area { left, top, right, bottom } = area;
    let middle = area.centre()[1];
    match kind {
        Kind::Group => rounded(area, 0.5 * area.height().min(2.4 * text)),
        Kind::Input | Kind::Hidden => rounded(area, 0.35 * text),
        Kind::Selection => {
            let slant = 0.7 * text;
            let side = |y: f32| vec![[left, middle], [left + slant, y], [right - slant, y], [right, middle]];
            [side(top), side(bottom)]
        }
        Kind::Record => {
            let fold = FOLD * text;
            [
                vec![[left, top], [right - fold, top], [right, top + fold]],
                vec![[left, bottom], [right - fold, bottom], [right, bottom]],
            ]
        }
        Kind::Late | Kind::Outcome => [vec![[left, top], [right, top]], vec![[left, bottom], [right, bottom]]],
    }
}

fn rounded(area: Area, radius: f32) -> [Vec<[f32; 2]>; 2] {
    const STEPS: u8 = 6;
    let corner = |step: u8| {
        let angle = std::f32::consts::FRAC_PI_2 * f32::from(step) / f32::from(STEPS);
        [radius * (1.0 - angle.cos()), radius * (1.0 - angle.sin())]
    };
    let left = (0..=STEPS).map(corner).map(|[x, y]| [area.left + x, y]);
    let right = (0..=STEPS).rev().map(corner).map(|[x, y]| [area.right - x, y]);
    let offsets: Vec<[f32; 2]> = left.chain(right).collect();
    let upper = offsets.iter().map(|[x, y]| [*x, area.top + y]).collect();
    [upper, offsets.iter().map(|[x, y]| [*x, area.bottom - y]).collect()]
}

fn words(node: &Node, placed: &Placed, index: usize, measure: &dyn Measure, marks: &mut Vec<Mark>) {
    let (area, size) = (placed.nodes[index], placed.text);
    let [label, note] = &placed.lines[index];
    let [middle, centre] = area.centre();
    let mut top = centre - 0.5 * (label.len() + note.len()) as f32 * LINE * size;
    let strong = node.kind == Kind::Outcome;
    let role = if node.measured_otherwise() { Role::Lit } else { Role::Quiet };
    let label = label.iter().map(|line| (line, strong, Role::Ink));
    for (line, strong, role) in label.chain(note.iter().map(|line| (line, false, role))) {
        let at = [middle - 0.5 * measure.width(line, size, strong), top];
        marks.push(Mark::Words { at, text: line.clone(), size, strong, ink: Ink::full(role) });
        top += LINE * size;
    }
}

/// The numbers of the moved knobs on a node's upper edge; an empty ring where a knob could be moved.
fn badges(node: &Node, area: Area, text: f32, measure: &dyn Measure, marks: &mut Vec<Mark>) {
    let lit = node.lit();
    let mut x = area.right - 0.9 * text;
    if lit.is_empty() && !node.knobs.is_empty() {
        marks.push(dot([x, area.top], text));
    }
    for &moved in lit.iter().rev() {
        badge([x, area.top - OVER * text], moved, text, measure, marks);
        x -= 2.2 * BADGE * text;
    }
}

fn dot(at: [f32; 2], text: f32) -> Mark {
    Mark::Point { at, radius: DOT * text, width: 0.1 * text, shape: Shape::Diamond, ink: Ink::full(Role::Lit) }
}

/// The number of a moved knob.
fn badge(at: [f32; 2], moved: usize, text: f32, measure: &dyn Measure, marks: &mut Vec<Mark>) {
    let (number, ink) = ((moved + 1).to_string(), Ink::full(Role::Lit));
    marks.push(Mark::Point { at, radius: BADGE * text, width: 0.1 * text, shape: Shape::Disc, ink });
    let size = 0.95 * text;
    let place = [at[0] - 0.5 * measure.width(&number, size, true), at[1] - 0.5 * LINE * size];
    marks.push(Mark::Words { at: place, text: number, size, strong: true, ink: Ink::full(Role::Paper) });
}

/// What the shapes mean and which knobs were moved, in rows from the upper left corner of a room of that width; with their
/// height.
pub(in crate::figure) fn legend(
    diagram: &Diagram,
    [left, top, width]: [f32; 3],
    text: f32,
    measure: &dyn Measure,
) -> (Vec<Mark>, f32) {
    let (mut marks, mut at) = (Vec::new(), [left, top]);
    let row = (LINE + 0.35) * text;
    let mut entry = |sample: &dyn Fn([f32; 2], &mut Vec<Mark>),
                     wide: f32,
                     words: &str,
                     strong: bool,
                     at: &mut [f32; 2]| {
        let advance = wide + measure.width(words, text, strong);
        if at[0] > left && at[0] + advance > left + width {
            *at = [left, at[1] + row];
        }
        sample([at[0], at[1] + 0.5 * LINE * text], &mut marks);
        let place = [at[0] + wide, at[1]];
        marks.push(Mark::Words { at: place, text: words.to_owned(), size: text, strong, ink: Ink::full(Role::Ink) });
        at[0] += advance + text;
    };
    for kind in Kind::ALL.into_iter().filter(|kind| diagram.nodes.iter().any(|node| node.kind == *kind)) {
        let sample = |[x, y]: [f32; 2], marks: &mut Vec<Mark>| {
            let area = Area::at([x, y - 0.55 * text], [2.0 * text, 1.1 * text]);
            let role = outline_role(kind);
            shape(kind, area, 0.8 * text, [role, role], 0.1 * text, marks);
        };
        entry(&sample, 2.35 * text, kind.word(), false, &mut at);
    }
    entry(
        &|[x, y], marks| marks.push(dot([x + 0.4 * text, y], text)),
        1.1 * text,
        tr!("a knob acts here"),
        false,
        &mut at,
    );
    at = [left, at[1] + row];
    if diagram.moved.is_empty() {
        entry(&|_, _| {}, 0.0, &diagram.moved_words(), false, &mut at);
    } else {
        entry(&|_, _| {}, 0.0, tr!("Lit up, because moved:"), true, &mut at);
    }
    for (index, knob) in diagram.moved.iter().enumerate() {
        let sample =
            |[x, y]: [f32; 2], marks: &mut Vec<Mark>| badge([x + BADGE * text, y], index, text, measure, marks);
        entry(&sample, (2.0 * BADGE + 0.4) * text, knob, false, &mut at);
    }
    (marks, at[1] + row - top)
}
