//! How a tree grows: the best question for a group of patients, found by counting bins or, in small groups, by sorting.

use super::LearnError;
use super::binned::Binned;
use super::prepared::Prepared;
use super::tree::Tree;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Groups larger than this ask whether training was cancelled before they are parted.
const LARGE_GROUP: usize = 2048;

/// Counting bins beats sorting from about this many bins per patient down.
const BINS_PER_PATIENT: usize = 4;

/// Where a tree stops, and how many features each question may choose from (`None`: all).
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub depth: u32,
    pub min_leaf: f64,
    pub features_per_split: Option<usize>,
}

/// Weighted patients, and those of them with the condition.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    all: f64,
    with: f64,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.with += other.with;
    }

    fn minus(self, other: Self) -> Self {
        Self { all: self.all - other.all, with: self.with - other.with }
    }
}

/// The best question so far. Its merit (the sum over both sides of with²/all, which orders questions as the decrease of
/// Gini impurity does) is kept as a fraction, so that comparing needs no division.
#[derive(Debug, Clone, Copy)]
struct Best {
    numerator: f64,
    denominator: f64,
    feature: usize,
    left: u16,
    right: u16,
}

/// Grows trees on the same binned patients, reusing its memory.
pub(super) struct Grower<'a> {
    binned: &'a Binned,
    data: &'a Prepared<'a>,
    limits: Limits,
    features: Vec<usize>,
    rows: Vec<u32>,
    spare: Vec<u32>,
    counts: Vec<Count>,
    local: Vec<Count>,
    bins: Vec<Count>,
    keys: Vec<u32>,
}

/// A node that waits to be parted.
struct Group {
    node: usize,
    start: usize,
    end: usize,
    depth: u32,
    count: Count,
}

impl<'a> Grower<'a> {
    pub fn new(binned: &'a Binned, data: &'a Prepared<'a>, limits: Limits) -> Self {
        let most = binned.bins.iter().map(super::binned::Bins::len).max().unwrap_or(0);
        Self {
            binned,
            data,
            limits,
            features: (0..data.p).collect(),
            rows: Vec::with_capacity(data.n),
            spare: Vec::with_capacity(data.n),
            counts: Vec::with_capacity(data.n),
            local: Vec::with_capacity(data.n),
            bins: vec![Count::default(); most],
            keys: Vec::new(),
        }
    }

    /// A tree on the patients that count for more than 0, choosing features at random where the limits say so.
    pub fn grow(&mut self, weights: &[f64], mut rng: Option<&mut ChaCha8Rng>) -> Result<Tree, LearnError> {
        self.rows.clear();
        self.rows.extend((0..self.data.n as u32).filter(|&row| weights[row as usize] > 0.0));
        self.counts.clear();
        let count = |(&all, &y): (&f64, &bool)| Count { all, with: if y { all } else { 0.0 } };
        self.counts.extend(weights.iter().zip(&self.data.y).map(count));
        for (index, feature) in self.features.iter_mut().enumerate() {
            *feature = index;
        }
        let everybody = self.count(0, self.rows.len());
        let mut tree = Tree::leaf(self.data.p, everybody.all, everybody.with);
        let mut waiting = vec![Group { node: 0, start: 0, end: self.rows.len(), depth: 0, count: everybody }];
        while let Some(group) = waiting.pop() {
            if group.end - group.start > LARGE_GROUP {
                self.data.check_cancelled()?;
            }
            let Some(best) = self.best_question(&group, rng.as_deref_mut()) else { continue };
            let middle = self.part(&group, &best);
            let (below, above) = (self.count(group.start, middle), self.count(middle, group.end));
            let threshold = self.binned.bins[best.feature].threshold(best.left, best.right);
            let question = (best.feature, threshold);
            let node = tree.part(group.node, question, (below.all, below.with), (above.all, above.with));
            let depth = group.depth + 1;
            waiting.push(Group { node: node + 1, start: middle, end: group.end, depth, count: above });
            waiting.push(Group { node, start: group.start, end: middle, depth, count: below });
        }
        Ok(tree)
    }

    fn count(&self, start: usize, end: usize) -> Count {
        let mut sum = Count::default();
        for &row in &self.rows[start..end] {
            sum.add(self.counts[row as usize]);
        }
        sum
    }

    /// `None` when the group is to stay whole: too deep, too small, of one outcome, or alike in every feature.
    fn best_question(&mut self, group: &Group, mut rng: Option<&mut ChaCha8Rng>) -> Option<Best> {
        let all = group.count;
        let pure = all.with <= 0.0 || all.with >= all.all;
        if pure || group.depth >= self.limits.depth || all.all < 2.0 * self.limits.min_leaf {
            return None;
        }
        self.local.clear();
        self.local.extend(self.rows[group.start..group.end].iter().map(|&row| self.counts[row as usize]));
        let wanted = self.limits.features_per_split.unwrap_or(self.data.p);
        let mut best = None;
        let mut varied = 0;
        for visited in 0..self.data.p {
            // As in scikit-learn, the search goes on past `wanted` while every feature so far was alike in everybody.
            if visited >= wanted && varied > 0 {
                break;
            }
            if let Some(rng) = rng.as_deref_mut() {
                let other = rng.gen_range(visited as u32..self.data.p as u32) as usize;
                self.features.swap(visited, other);
            }
            let feature = self.features[visited];
            varied += usize::from(self.try_feature(feature, group, all, &mut best));
        }
        best
    }

    /// Improves `best` by a question about the feature if it can; says whether the feature varies in the group.
    fn try_feature(&mut self, feature: usize, group: &Group, all: Count, best: &mut Option<Best>) -> bool {
        let size = group.end - group.start;
        let bins = self.binned.bins[feature].len();
        let codes = self.binned.codes(feature);
        let rows = &self.rows[group.start..group.end];
        let mut scan =
            Scan { feature, all, min_leaf: self.limits.min_leaf, below: Count::default(), last: None, varied: false };
        if bins <= BINS_PER_PATIENT * size {
            let bins = &mut self.bins[..bins];
            bins.fill(Count::default());
            for (&row, &count) in rows.iter().zip(&self.local) {
                bins[codes[row as usize] as usize].add(count);
            }
            for (code, &count) in bins.iter().enumerate().filter(|(_, count)| count.all > 0.0) {
                scan.step(code as u16, count, best);
            }
        } else {
            self.keys.clear();
            // At most 65,536 bins and fewer patients than bins: both fit in 16 bits.
            self.keys.extend(rows.iter().zip(0_u32..).map(|(&row, i)| (u32::from(codes[row as usize]) << 16) | i));
            self.keys.sort_unstable();
            for &key in &self.keys {
                scan.step((key >> 16) as u16, self.local[(key & 0xffff) as usize], best);
            }
        }
        scan.varied
    }

    /// Moves the patients at or below the threshold to the front of the group and says where the others begin.
    fn part(&mut self, group: &Group, best: &Best) -> usize {
        let codes = self.binned.codes(best.feature);
        let rows = &mut self.rows[group.start..group.end];
        self.spare.clear();
        let mut kept = 0;
        for index in 0..rows.len() {
            let row = rows[index];
            if codes[row as usize] <= best.left {
                rows[kept] = row;
                kept += 1;
            } else {
                self.spare.push(row);
            }
        }
        rows[kept..].copy_from_slice(&self.spare);
        group.start + kept
    }
}

/// A walk over one feature from low to high, weighing each gap between different bins as a threshold.
struct Scan {
    feature: usize,
    all: Count,
    min_leaf: f64,
    below: Count,
    last: Option<u16>,
    varied: bool,
}

impl Scan {
    fn step(&mut self, code: u16, count: Count, best: &mut Option<Best>) {
        if let Some(left) = self.last.filter(|&left| left != code) {
            self.varied = true;
            let (below, above) = (self.below, self.all.minus(self.below));
            if below.all >= self.min_leaf && above.all >= self.min_leaf {
                let numerator = below.with * below.with * above.all + above.with * above.with * below.all;
                let denominator = below.all * above.all;
                if best.is_none_or(|best| numerator * best.denominator > best.numerator * denominator) {
                    *best = Some(Best { numerator, denominator, feature: self.feature, left, right: code });
                }
            }
        }
        self.last = Some(code);
        self.below.add(count);
    }
}
