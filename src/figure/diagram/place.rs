//! Rectangles for nodes and lines for arrows, in the room at hand.

use super::super::marks::{Area, LINE, Measure, wrap};
use super::plan::Slot;
use super::{Arrow, Diagram, Kind};

/// Text may be so many times larger than asked for, where there is room; the first that fits is taken.
const LARGER: [f32; 4] = [1.2, 1.12, 1.06, 1.0];

/// Distances as multiples of the text size.
const PAD: [f32; 2] = [0.7, 0.34];
const LANE: f32 = 0.5;
const BETWEEN: [f32; 2] = [0.62, 1.5];
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
        let tries = LARGER.map(|larger| (size * larger, 2)).into_iter().chain([(size, 3)]);
        let found = tries.map(|(text, most)| Self::with(diagram, room, text, most, measure)).find(fits);
        found.unwrap_or_else(|| Self::with(diagram, room, size, 3, measure))
    }

    /// With labels of no more than `most` lines.
    fn with(diagram: &Diagram, room: Area, text: f32, most: usize, measure: &dyn Measure) -> Self {
        let pen = Pen { diagram, text, most, measure };
        let mut placed = Self {
            covers: room,
            nodes: vec![Area::at([room.left, room.top], [0.0, 0.0]); diagram.nodes.len()],
            text,
            lines: vec![[Vec::new(), Vec::new()]; diagram.nodes.len()],
            arrows: Vec::new(),
            heading: None,
        };
        let apart = pen.apart(room.width(), &mut placed);
        let columns = Area { bottom: room.bottom - apart - if apart > 0.0 { PARTS * text } else { 0.0 }, ..room };
        let covered = pen.columns(columns, &mut placed);
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

    /// The node at a place.
    #[must_use]
    pub fn at(&self, place: [f32; 2]) -> Option<usize> {
        self.nodes.iter().position(|node| node.contains(place))
    }
}

/// What measures.
struct Pen<'a> {
    diagram: &'a Diagram,
    text: f32,
    most: usize,
    measure: &'a dyn Measure,
}

impl Pen<'_> {
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
        (2.0 * PAD[0] + edge) * self.text
    }

    fn height(&self, lines: &[Vec<String>; 2]) -> f32 {
        (lines.iter().map(Vec::len).sum::<usize>() as f32 * LINE + 2.0 * PAD[1]) * self.text
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
        placed.heading = Some(([left, top + PAD[1] * self.text], lines));
        left += wide + gap;
        for node in nodes {
            let (lines, wide) = self.node(node, 0.5 * width);
            let height = self.height(&lines);
            if left > room.left && left + wide > room.left + width {
                (left, top, row) = (room.left, top + row + BETWEEN[0] * self.text, 0.0);
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
        let needs = |heights: &Vec<f32>| {
            heights.iter().sum::<f32>() + BETWEEN[0] * self.text * (heights.len().max(1) - 1) as f32
        };
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
        (spare / heights.len().max(1) as f32).clamp(BETWEEN[0] * self.text, BETWEEN[1] * self.text)
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

/// The middles nearest to `wanted`, by the sum of squares, of parts in this order with at least `gap` between them, within
/// `ends` where they fit. Source: pool adjacent violators (Barlow and others 1972).
fn settled(wanted: &[f32], heights: &[f32], gap: f32, [top, bottom]: [f32; 2]) -> Vec<f32> {
    let mut offset = 0.0;
    let mut offsets = Vec::new();
    for (index, height) in heights.iter().enumerate() {
        if index > 0 {
            offset += 0.5 * (heights[index - 1] + height) + gap;
        }
        offsets.push(offset);
    }
    // Each block: the sum of what its parts want, and how many they are.
    let mut blocks: Vec<(f32, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        blocks.push((want - offset, 1));
        while let [.., (sum, count), (next, more)] = blocks[..] {
            if sum / count as f32 <= next / more as f32 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((sum + next, count + more));
        }
    }
    let ends = heights.first().zip(heights.last()).zip(offsets.last());
    let [low, high] =
        ends.map_or([top, bottom], |((first, last), offset)| [top + 0.5 * first, bottom - 0.5 * last - offset]);
    let starts = blocks.iter().flat_map(|&(sum, count)| std::iter::repeat_n(sum / count as f32, count));
    starts.zip(offsets).map(|(start, offset)| start.min(high).max(low) + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_order_and_distance() {
        let places = settled(&[50.0, 40.0, 45.0, 200.0], &[10.0; 4], 5.0, [0.0, 220.0]);
        for ends in places.windows(2) {
            assert!(ends[1] - ends[0] >= 15.0 - 1e-3, "{places:?}");
        }
        assert!((places[3] - 200.0).abs() < 1e-3, "{places:?}");
        assert!((places.iter().take(3).sum::<f32>() - 135.0).abs() < 1e-2, "{places:?}");
    }
}
