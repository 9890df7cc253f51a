//! Rectangles for nodes and lines for arrows, in the room at hand.

use super::super::marks::{Area, LINE, Measure, wrap};
use super::plan::Slot;
use super::settle::settled;
use super::{Arrow, Diagram, Kind};

/// Text may be so many times larger than asked for, where there is room; the first that fits is taken.
const LARGER: [f32; 4] = [1.2, 1.12, 1.06, 1.0];

/// Distances as multiples of the text size; inside a node beside its words, and over and under them where there is room and
/// where there is little.
const PAD: f32 = 0.7;
const OVER: [f32; 2] = [0.34, 0.24];
const LANE: f32 = 0.5;
/// Between the slots of a column: at best, at least, and at least where there is little room.
const BETWEEN: [f32; 3] = [1.5, 0.56, 0.46];
/// Between columns: at best, at least.
const GAPS: [f32; 2] = [3.4, 2.2];
/// After so many rounds everything stands still.
const ROUNDS: usize = 40;
/// The distance between the parts of the picture.
const PARTS: f32 = 0.8;

/// Where everything stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// All that it covers; larger than the room where the words need more.
    pub covers: Area,
    /// The rectangle of each node.
    pub nodes: Vec<Area>,
    /// The size of its words, in pixels.
    pub(super) text: f32,
    /// The lines of each node: those of its label, then those of its note.
    pub(super) lines: Vec<[Vec<String>; 2]>,
    /// The corners of each arrow, from its cause to its end.
    pub(super) arrows: Vec<Vec<[f32; 2]>>,
    /// The heading over the nodes set apart: its upper left corner and its lines.
    pub(super) heading: Option<([f32; 2], Vec<String>)>,
}

impl Placed {
    /// Places the diagram in `room` with text of `size` or a little more.
    pub(in crate::figure) fn new(diagram: &Diagram, room: Area, size: f32, measure: &dyn Measure) -> Self {
        let fits = |placed: &Self| {
            placed.covers.width() <= room.width() + 0.5 && placed.covers.height() <= room.height() + 0.5
        };
        let pen = |text: f32, most: usize, tight: bool| Pen { diagram, text, most, tight, measure };
        let pens = LARGER.map(|larger| pen(size * larger, 2, false));
        let pens = pens.into_iter().chain([pen(size, 2, true), pen(size, 3, false), pen(size, 3, true)]);
        let found = pens.map(|pen| pen.place(room)).find(fits);
        found.unwrap_or_else(|| pen(size, 3, true).place(room))
    }

    /// The same, moved by so many pixels to the right and down.
    #[must_use]
    pub fn moved(&self, [right, down]: [f32; 2]) -> Self {
        let place = |[x, y]: [f32; 2]| [x + right, y + down];
        let area = |area: &Area| Area::at(place([area.left, area.top]), [area.width(), area.height()]);
        Self {
            covers: area(&self.covers),
            nodes: self.nodes.iter().map(area).collect(),
            text: self.text,
            lines: self.lines.clone(),
            arrows: self.arrows.iter().map(|points| points.iter().copied().map(place).collect()).collect(),
            heading: self.heading.as_ref().map(|(at, lines)| (place(*at), lines.clone())),
        }
    }
}

/// What measures.
struct Pen<'a> {
    diagram: &'a Diagram,
    text: f32,
    /// How many lines a label may have.
    most: usize,
    /// Whether there is little room.
    tight: bool,
    measure: &'a dyn Measure,
}

impl Pen<'_> {
    fn place(&self, room: Area) -> Placed {
        let (diagram, text) = (self.diagram, self.text);
        let mut placed = Placed {
            covers: room,
            nodes: vec![Area::at([room.left, room.top], [0.0, 0.0]); diagram.nodes.len()],
            text,
            lines: vec![[Vec::new(), Vec::new()]; diagram.nodes.len()],
            arrows: Vec::new(),
            heading: None,
        };
        let apart = self.apart(room.width(), &mut placed);
        let columns = Area { bottom: room.bottom - apart - if apart > 0.0 { PARTS * text } else { 0.0 }, ..room };
        let covered = self.columns(columns, &mut placed);
        // The strip was laid out from the top; it belongs under the columns.
        let down =
            room.bottom.max(covered[1] + if apart > 0.0 { PARTS * text + apart } else { 0.0 }) - apart - room.top;
        for node in diagram.apart() {
            let area = &mut placed.nodes[node];
            (area.top, area.bottom) = (area.top + down, area.bottom + down);
        }
        if let Some((at, _)) = &mut placed.heading {
            at[1] += down;
        }
        let right = placed.nodes.iter().map(|node| node.right).fold(covered[0], f32::max);
        placed.covers = Area { right: room.right.max(right), bottom: room.bottom.max(room.top + down + apart), ..room };
        placed
    }

    const fn over(&self) -> f32 {
        OVER[self.tight as usize]
    }

    /// The least distance between the slots of a column, in pixels.
    fn least(&self) -> f32 {
        BETWEEN[1 + usize::from(self.tight)] * self.text
    }

    fn strong(&self, node: usize) -> bool {
        self.diagram.nodes[node].kind == Kind::Outcome
    }

    fn width(&self, line: &str, strong: bool) -> f32 {
        self.measure.width(line, self.text, strong)
    }

    /// `words` in as few lines as `room` allows, none much longer than the others; where that would be too many lines, as
    /// wide as it takes.
    fn fold(&self, words: &str, strong: bool, room: f32) -> Vec<String> {
        let fold = |room: f32| wrap(self.measure, words, self.text, strong, room);
        let (step, mut room) = (0.4 * self.text, room);
        let mut lines = fold(room);
        while lines.len() > self.most {
            room += step;
            lines = fold(room);
        }
        loop {
            let widest = lines.iter().map(|line| self.width(line, strong)).fold(0.0, f32::max);
            let narrower = fold(room.min(widest) - 0.1);
            if narrower.len() > lines.len() || narrower == lines {
                return lines;
            }
            (room, lines) = (room.min(widest) - 0.1, narrower);
        }
    }

    /// The lines of a node's label and note, and its width.
    fn node(&self, node: usize, room: f32) -> ([Vec<String>; 2], f32) {
        let found = &self.diagram.nodes[node];
        let strong = self.strong(node);
        let lines = [self.fold(&found.label, strong, room), self.fold(&found.note, false, room)];
        let widths = lines
            .iter()
            .zip([strong, false])
            .flat_map(|(lines, strong)| lines.iter().map(move |line| self.width(line, strong)));
        let width = widths.fold(0.0, f32::max) + self.edges(node);
        (lines, width)
    }

    /// What stands left and right of the words; slanting or double edges take room of their own.
    fn edges(&self, node: usize) -> f32 {
        let edge = match self.diagram.nodes[node].kind {
            Kind::Selection => 1.2,
            Kind::Group | Kind::Outcome | Kind::Record => 0.4,
            _ => 0.0,
        };
        (2.0 * PAD + edge) * self.text
    }

    fn height(&self, lines: &[Vec<String>; 2]) -> f32 {
        (lines.iter().map(Vec::len).sum::<usize>() as f32 * LINE + 2.0 * self.over()) * self.text
    }

    /// Lays the nodes without arrows out in rows from the top of the room, after their heading; returns their height.
    fn apart(&self, width: f32, placed: &mut Placed) -> f32 {
        let gap = self.text;
        let room = placed.covers;
        let heading = self.diagram.apart_heading();
        let (mut left, mut top, mut row) = (room.left, room.top, 0.0_f32);
        let mut nodes = self.diagram.apart().peekable();
        if nodes.peek().is_none() {
            return 0.0;
        }
        let lines = wrap(self.measure, heading, self.text, true, width);
        let wide = lines.iter().map(|line| self.width(line, true)).fold(0.0, f32::max);
        row = row.max(lines.len() as f32 * LINE * self.text);
        placed.heading = Some(([left, top + self.over() * self.text], lines));
        left += wide + gap;
        for node in nodes {
            let (lines, wide) = self.node(node, 0.5 * width);
            let height = self.height(&lines);
            if left > room.left && left + wide > room.left + width {
                (left, top, row) = (room.left, top + row + self.least(), 0.0);
            }
            placed.nodes[node] = Area::at([left, top], [wide, height]);
            placed.lines[node] = lines;
            left += wide + gap;
            row = row.max(height);
        }
        top + row - room.top
    }

    /// Places the columns and the arrows in `room`; returns the right and the lower end of what they cover.
    fn columns(&self, room: Area, placed: &mut Placed) -> [f32; 2] {
        let columns = &self.diagram.plan.columns;
        let widths = self.widths(room.width(), placed);
        let gaps = self.gaps(room.width() - widths.iter().sum::<f32>());
        let heights: Vec<Vec<f32>> = columns.iter().map(|slots| self.heights(slots, placed)).collect();
        let needs = |heights: &Vec<f32>| heights.iter().sum::<f32>() + self.least() * (heights.len().max(1) - 1) as f32;
        let height = heights.iter().map(needs).fold(room.height(), f32::max);
        let centres = self.centres(&heights, [room.top, room.top + height]);
        let mut left = room.left;
        let mut edges = Vec::new();
        for (column, slots) in columns.iter().enumerate() {
            for (place, node) in slots.iter().enumerate().filter_map(|(place, slot)| Some((place, slot.node()?))) {
                let (middle, height) = (centres[column][place], heights[column][place]);
                placed.nodes[node] = Area::at([left, middle - 0.5 * height], [widths[column], height]);
            }
            edges.push([left, left + widths[column]]);
            left += widths[column] + gaps.get(column).copied().unwrap_or(0.0);
        }
        placed.arrows = self.diagram.arrows.iter().map(|arrow| self.route(arrow, &edges, &centres)).collect();
        [left, room.top + height]
    }

    /// The widths of the columns, with the lines of their nodes: as few lines as fit with a good distance between columns.
    fn widths(&self, room: f32, placed: &mut Placed) -> Vec<f32> {
        let columns = &self.diagram.plan.columns;
        let widths = |line: f32| -> Vec<f32> {
            let column = |slots: &Vec<Slot>| {
                slots.iter().filter_map(Slot::node).map(|node| self.node(node, line).1).fold(0.0, f32::max)
            };
            columns.iter().map(column).collect()
        };
        let gaps = columns.len().max(1) as f32 - 1.0;
        let lines: Vec<f32> = (0..=24_u8).map(|step| (20.0 - 0.66 * f32::from(step)) * self.text).collect();
        let mut found = Vec::new();
        for gap in GAPS {
            for &line in &lines {
                found = widths(line);
                if found.iter().sum::<f32>() + gaps * gap * self.text <= room {
                    self.fill(&found, placed);
                    return found;
                }
            }
        }
        self.fill(&found, placed);
        found
    }

    /// Breaks the words of each node to the width of its column.
    fn fill(&self, widths: &[f32], placed: &mut Placed) {
        for (slots, width) in self.diagram.plan.columns.iter().zip(widths) {
            for node in slots.iter().filter_map(Slot::node) {
                placed.lines[node] = self.node(node, width - self.edges(node) + 0.1).0;
            }
        }
    }

    /// The room left between columns: more where more lines run.
    fn gaps(&self, spare: f32) -> Vec<f32> {
        let weights: Vec<f32> =
            self.diagram.plan.joints.iter().map(|joints| 1.0 + 0.12 * joints.len().min(12) as f32).collect();
        let all: f32 = weights.iter().sum();
        weights.iter().map(|weight| (spare * weight / all.max(1.0)).max(GAPS[1] * self.text)).collect()
    }

    fn heights(&self, slots: &[Slot], placed: &Placed) -> Vec<f32> {
        let height = |slot: &Slot| match slot {
            Slot::Node(node) => self.height(&placed.lines[*node]),
            Slot::Lane(_) => LANE * self.text,
        };
        slots.iter().map(height).collect()
    }

    /// The middles of all slots: as near to their neighbours as their order and distances allow.
    fn centres(&self, heights: &[Vec<f32>], [top, bottom]: [f32; 2]) -> Vec<Vec<f32>> {
        let columns = &self.diagram.plan.columns;
        let gaps: Vec<f32> = heights.iter().map(|heights| self.between(heights, bottom - top)).collect();
        let mut centres: Vec<Vec<f32>> = Vec::new();
        for (heights, gap) in heights.iter().zip(&gaps) {
            let middle = vec![f32::midpoint(top, bottom); heights.len()];
            centres.push(settled(&middle, heights, *gap, [top, bottom]));
        }
        for round in 0..ROUNDS {
            for step in 0..columns.len() {
                let column = if round % 2 == 0 { step } else { columns.len() - 1 - step };
                let wanted: Vec<f32> =
                    (0..columns[column].len()).map(|place| self.wanted([column, place], &centres)).collect();
                centres[column] = settled(&wanted, &heights[column], gaps[column], [top, bottom]);
            }
        }
        centres
    }

    /// The distance between the slots of a column.
    fn between(&self, heights: &[f32], room: f32) -> f32 {
        let spare = room - heights.iter().sum::<f32>();
        (spare / heights.len().max(1) as f32).clamp(self.least(), BETWEEN[0] * self.text)
    }

    /// Where a slot would stand for its neighbours' sake; lanes are drawn straight first.
    fn wanted(&self, [column, place]: [usize; 2], centres: &[Vec<f32>]) -> f32 {
        let plan = &self.diagram.plan;
        let lane = |column: usize, place: usize| matches!(plan.columns[column][place], Slot::Lane(_));
        let (mut sum, mut weights) = (0.0, 0.0);
        let mut see = |other: usize, near: usize| {
            let weight = match (lane(column, place), lane(other, near)) {
                (true, true) => 6.0,
                (false, false) => 1.0,
                _ => 2.0,
            };
            sum += weight * centres[other][near];
            weights += weight;
        };
        if column > 0 {
            plan.joints[column - 1]
                .iter()
                .filter(|joint| joint[1] == place)
                .for_each(|joint| see(column - 1, joint[0]));
        }
        if let Some(joints) = plan.joints.get(column) {
            joints.iter().filter(|joint| joint[0] == place).for_each(|joint| see(column + 1, joint[1]));
        }
        if weights > 0.0 { sum / weights } else { centres[column][place] }
    }

    /// The corners of an arrow: straight through each column, in a soft bend between them.
    fn route(&self, arrow: &Arrow, edges: &[[f32; 2]], centres: &[Vec<f32>]) -> Vec<[f32; 2]> {
        let path = self.diagram.plan.path([arrow.from, arrow.to]);
        let mut points = Vec::new();
        for ends in path.windows(2) {
            let [[left, start], [right, end]] = [ends[0], ends[1]];
            let from = [edges[left][1], centres[left][start]];
            // The last stretch is straight, for the arrow's head.
            let head =
                if right == self.diagram.plan.column_of[arrow.to].unwrap_or(right) { 0.6 * self.text } else { 0.0 };
            let to = [edges[right][0] - head, centres[right][end]];
            bend(from, to, &mut points);
            points.push([edges[right][0], to[1]]);
        }
        points
    }
}

/// A curve that leaves and arrives level.
fn bend(from: [f32; 2], to: [f32; 2], points: &mut Vec<[f32; 2]>) {
    const STEPS: u8 = 16;
    for step in 0..=STEPS {
        let t = f32::from(step) / f32::from(STEPS);
        // A cubic whose inner corners lie halfway.
        let (s, level) = (1.0 - t, f32::midpoint(from[0], to[0]));
        let x = s.powi(3) * from[0] + 3.0 * s * t * (s * level + t * level) + t.powi(3) * to[0];
        let y = (s.powi(3) + 3.0 * s * s * t) * from[1] + (3.0 * s * t * t + t.powi(3)) * to[1];
        points.push([x, y]);
    }
}
