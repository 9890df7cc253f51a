//! Columns and their order: causes before effects, few crossings.

/// More rounds than this change nothing.
const ROUNDS: usize = 24;
/// More swaps of neighbours per round change little.
const SWAPS: usize = 6;

/// A place in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// A node.
    Node(usize),
    /// Where the arrows of this node pass on their way to a later column; they share one lane.
    Lane(usize),
}

impl Slot {
    pub(super) const fn node(&self) -> Option<usize> {
        match self {
            Self::Node(node) => Some(*node),
            Self::Lane(_) => None,
        }
    }

    const fn cause(self) -> usize {
        match self {
            Self::Node(node) | Self::Lane(node) => node,
        }
    }
}

/// Where everything stands, without sizes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// From left to right, each from top to bottom.
    pub columns: Vec<Vec<Slot>>,
    /// The column of each node; `None` for those set apart.
    pub column_of: Vec<Option<usize>>,
    /// Nodes without any arrow.
    pub apart: Vec<usize>,
    /// From each column to the next: the slots that are joined, by their places in both.
    pub joints: Vec<Vec<[usize; 2]>>,
}

impl Plan {
    /// Plans `nodes` nodes with these arrows, each from an earlier column to a later one. Arrows must not run in a circle,
    /// which a checked recipe rules out.
    pub(super) fn of(nodes: usize, arrows: &[[usize; 2]]) -> Self {
        let linked: Vec<bool> = (0..nodes).map(|node| arrows.iter().any(|arrow| arrow.contains(&node))).collect();
        let depth = depths(nodes, arrows);
        let count = (0..nodes).filter(|&node| linked[node]).map(|node| depth[node] + 1).max().unwrap_or(0);
        let mut columns: Vec<Vec<Slot>> = vec![Vec::new(); count];
        for node in (0..nodes).filter(|&node| linked[node]) {
            columns[depth[node]].push(Slot::Node(node));
            let reach = arrows.iter().filter(|arrow| arrow[0] == node).map(|arrow| depth[arrow[1]]).max().unwrap_or(0);
            for column in &mut columns[(depth[node] + 1).min(reach)..reach] {
                column.push(Slot::Lane(node));
            }
        }
        let links: Vec<Vec<[Slot; 2]>> = (1..count).map(|right| joined(right, &columns, arrows)).collect();
        order(&mut columns, &links);
        let joints = links.iter().enumerate().map(|(left, links)| places(links, [&columns[left], &columns[left + 1]]));
        Self {
            joints: joints.collect(),
            columns,
            column_of: (0..nodes).map(|node| linked[node].then_some(depth[node])).collect(),
            apart: (0..nodes).filter(|&node| !linked[node]).collect(),
        }
    }

    /// The slots that an arrow passes, from its cause to its end, as column and place in it.
    pub(super) fn path(&self, [from, to]: [usize; 2]) -> Vec<[usize; 2]> {
        let (Some(first), Some(last)) = (self.column_of[from], self.column_of[to]) else { return Vec::new() };
        let slot = |column: usize| {
            let wanted = match column {
                _ if column == first => Slot::Node(from),
                _ if column == last => Slot::Node(to),
                _ => Slot::Lane(from),
            };
            self.columns[column].iter().position(|slot| *slot == wanted).map(|place| [column, place])
        };
        (first..=last).filter_map(slot).collect()
    }
}

/// The longest path that leads to each node; those that nothing leads to stand just before what they lead to.
fn depths(nodes: usize, arrows: &[[usize; 2]]) -> Vec<usize> {
    let mut depth = vec![0; nodes];
    // A path has fewer steps than there are nodes, so this ends even where arrows run in a circle.
    for _ in 0..nodes {
        for &[from, to] in arrows {
            depth[to] = depth[to].max((depth[from] + 1).min(nodes));
        }
    }
    for node in 0..nodes {
        if arrows.iter().all(|arrow| arrow[1] != node) {
            let next = arrows.iter().filter(|arrow| arrow[0] == node).map(|arrow| depth[arrow[1]]).min();
            depth[node] = next.unwrap_or(1).saturating_sub(1);
        }
    }
    depth
}

/// What is joined between column `right` and the one before it, each pair once.
fn joined(right: usize, columns: &[Vec<Slot>], arrows: &[[usize; 2]]) -> Vec<[Slot; 2]> {
    let mut links = Vec::new();
    for &start in &columns[right - 1] {
        for &end in &columns[right] {
            let meets = match end {
                Slot::Node(node) => arrows.contains(&[start.cause(), node]),
                Slot::Lane(cause) => cause == start.cause(),
            };
            if meets {
                links.push([start, end]);
            }
        }
    }
    links
}

fn places(links: &[[Slot; 2]], columns: [&Vec<Slot>; 2]) -> Vec<[usize; 2]> {
    let place = |side: usize, slot: Slot| columns[side].iter().position(|other| *other == slot).unwrap_or(0);
    links.iter().map(|&[start, end]| [place(0, start), place(1, end)]).collect()
}

/// How often the lines between two columns cross.
fn crossings(joints: &[[usize; 2]]) -> usize {
    let pairs = joints.iter().enumerate().flat_map(|(index, a)| joints[index + 1..].iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| (a[0] < b[0] && a[1] > b[1]) || (a[0] > b[0] && a[1] < b[1])).count()
}

fn all_crossings(columns: &[Vec<Slot>], links: &[Vec<[Slot; 2]>]) -> usize {
    links.iter().enumerate().map(|(left, links)| crossings(&places(links, [&columns[left], &columns[left + 1]]))).sum()
}

/// Sorts each column by the mean place of its neighbours, to and fro, then swaps neighbours while that spares crossings; the
/// best order seen wins.
fn order(columns: &mut Vec<Vec<Slot>>, links: &[Vec<[Slot; 2]>]) {
    let mut best = (all_crossings(columns, links), columns.clone());
    for round in 0..ROUNDS {
        let forwards = round % 2 == 0;
        for step in 1..columns.len() {
            let column = if forwards { step } else { columns.len() - 1 - step };
            sort(column, forwards, columns, links);
        }
        swap(columns, links);
        let found = all_crossings(columns, links);
        if found < best.0 {
            best = (found, columns.clone());
        }
    }
    *columns = best.1;
}

fn sort(column: usize, forwards: bool, columns: &mut [Vec<Slot>], links: &[Vec<[Slot; 2]>]) {
    let (other, links, side) =
        if forwards { (column - 1, &links[column - 1], 1) } else { (column + 1, &links[column], 0) };
    let mean = |slot: Slot, now: usize| {
        let near = links.iter().filter(|link| link[side] == slot).map(|link| link[1 - side]);
        let near: Vec<usize> = near.filter_map(|near| columns[other].iter().position(|slot| *slot == near)).collect();
        let scale = columns[other].len().max(1) as f64 / columns[column].len().max(1) as f64;
        // Without a neighbour it stays where it is.
        if near.is_empty() {
            (now as f64 + 0.5) * scale - 0.5
        } else {
            near.iter().sum::<usize>() as f64 / near.len() as f64
        }
    };
    let mut sorted: Vec<(f64, Slot)> =
        columns[column].iter().enumerate().map(|(now, &slot)| (mean(slot, now), slot)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    columns[column] = sorted.into_iter().map(|(_, slot)| slot).collect();
}

fn swap(columns: &mut [Vec<Slot>], links: &[Vec<[Slot; 2]>]) {
    for _ in 0..SWAPS {
        let mut better = false;
        for column in 0..columns.len() {
            let mut least = crossings_beside(column, columns, links);
            for place in 1..columns[column].len() {
                columns[column].swap(place - 1, place);
                let found = crossings_beside(column, columns, links);
                if found < least {
                    (least, better) = (found, true);
                } else {
                    columns[column].swap(place - 1, place);
                }
            }
        }
        if !better {
            break;
        }
    }
}

/// The crossings left and right of a column, which are all that its order decides.
fn crossings_beside(column: usize, columns: &[Vec<Slot>], links: &[Vec<[Slot; 2]>]) -> usize {
    let beside = column.saturating_sub(1)..(column + 1).min(links.len());
    beside.map(|left| crossings(&places(&links[left], [&columns[left], &columns[left + 1]]))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_come_before_effects_and_the_unlinked_stand_apart() {
        let arrows = [[0, 1], [1, 2], [0, 2], [4, 2]];
        let plan = Plan::of(5, &arrows);
        assert_eq!(plan.apart, [3]);
        for [from, to] in arrows {
            assert!(plan.column_of[from] < plan.column_of[to]);
            let path = plan.path([from, to]);
            assert_eq!(path.len(), 1 + plan.column_of[to].expect("linked") - plan.column_of[from].expect("linked"));
        }
        // A cause stands just before its first effect.
        assert_eq!(plan.column_of[4], Some(1));
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        let plan = Plan::of(6, &[[0, 5], [1, 4], [2, 3]]);
        assert_eq!(plan.joints.iter().map(|joints| crossings(joints)).sum::<usize>(), 0);
    }

    #[test]
    fn a_circle_ends() {
        let plan = Plan::of(2, &[[0, 1], [1, 0]]);
        assert!(plan.columns.len() <= 3);
    }
}
