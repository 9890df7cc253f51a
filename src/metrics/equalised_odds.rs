//! Equalised odds: the same sensitivity and the same false positive rate in every group, which a threshold alone seldom
//! gives.
//!
//! By choosing between two thresholds with a lot, a group reaches any point of the straight line between their points
//! on its ROC curve; hence any point between the curve's upper hull and the diagonal. A point within all groups' hulls
//! is within reach of all. Source: Hardt, Price and Srebro 2016, arXiv:1610.02413.

use super::lottery::{GroupRule, LotStep};
use super::wish::candidates;
use super::{ConfusionMatrix, ScoredTestSet};
use crate::num::Threshold;

/// Coordinates of this little difference are the same point: far below one patient of a million.
const SAME: f64 = 1e-10;

/// A corner of the upper hull of an ROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Corner {
    /// The threshold; `None` where nobody is flagged.
    from: Option<Threshold>,
    fp: u64,
    tp: u64,
    /// False positive rate and sensitivity.
    at: [f64; 2],
}

/// Twice the area of the triangle: above 0 where `c` lies to the left of the way from `a` to `b`.
fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The upper hull from (0, 0) to (1, 1). `None` with one class only.
pub(super) fn hull(set: &ScoredTestSet) -> Option<Vec<Corner>> {
    if set.positives() == 0 || set.negatives() == 0 {
        return None;
    }
    let (with, without) = (set.positives() as f64, set.negatives() as f64);
    let mut corners = vec![Corner { from: None, fp: 0, tp: 0, at: [0.0, 0.0] }];
    for (threshold, ConfusionMatrix { tp, fp, .. }) in candidates(set) {
        // In whole patients, so that what lies on a straight line is seen to.
        let signed = |count: u64| i128::from(count);
        let bulges = |a: &Corner, b: &Corner| {
            let (x, y) = (signed(b.fp) - signed(a.fp), signed(b.tp) - signed(a.tp));
            x * (signed(tp) - signed(a.tp)) - y * (signed(fp) - signed(a.fp)) < 0
        };
        while let [.., a, b] = corners.as_slice()
            && !bulges(a, b)
        {
            corners.pop();
        }
        if corners.last().is_some_and(|last| (last.fp, last.tp) == (fp, tp)) {
            continue;
        }
        corners.push(Corner { from: Some(threshold), fp, tp, at: [fp as f64 / without, tp as f64 / with] });
    }
    Some(corners)
}

/// The height of a hull over `x`; at a step straight up, its upper end.
fn height(hull: &[Corner], x: f64) -> f64 {
    let right = hull.partition_point(|corner| corner.at[0] <= x + SAME);
    let Some(b) = hull.get(right) else { return 1.0 };
    let Some(a) = right.checked_sub(1).and_then(|left| hull.get(left)) else { return b.at[1] };
    a.at[1] + (b.at[1] - a.at[1]) * ((x - a.at[0]) / (b.at[0] - a.at[0])).clamp(0.0, 1.0)
}

/// The point within all hulls of least harm when, over everybody, missing all of those with the condition weighs `miss`
/// and alarming all of those without it weighs `alarm`; of equals the one that finds more. `None` without hulls.
pub(super) fn common_point(hulls: &[Vec<Corner>], [miss, alarm]: [f64; 2]) -> Option<[f64; 2]> {
    if hulls.is_empty() {
        return None;
    }
    let mut places: Vec<f64> = hulls.iter().flatten().map(|corner| corner.at[0]).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let mut crossings = Vec::new();
    for span in places.windows(2) {
        let &[left, right] = span else { continue };
        let ends: Vec<[f64; 2]> = hulls.iter().map(|hull| [height(hull, left), height(hull, right)]).collect();
        for (index, a) in ends.iter().enumerate() {
            for b in &ends[index + 1..] {
                let (before, after) = (a[0] - b[0], a[1] - b[1]);
                if before * after < 0.0 {
                    crossings.push(left + (right - left) * before / (before - after));
                }
            }
        }
    }
    places.extend(crossings);
    let lowest = |x: f64| hulls.iter().map(|hull| height(hull, x)).fold(1.0, f64::min);
    let points = places.iter().map(|&x| [x, lowest(x)]);
    let harm = |[x, y]: [f64; 2]| alarm * x + miss * (1.0 - y);
    let mut best: Option<[f64; 2]> = None;
    for point in points {
        let better = best.is_none_or(|best| {
            let (own, least) = (harm(point), harm(best));
            let same = 1e-12 * (miss + alarm);
            own < least - same || (own <= least + same && point[1] > best[1])
        });
        if better {
            best = Some(point);
        }
    }
    best
}

/// The rule by which a group reaches `point`, with the fewest patients for whom the lot decides among all draws between
/// corners of its hull. `None` when the point lies outside.
pub(super) fn reach(hull: &[Corner], point: [f64; 2]) -> Option<GroupRule> {
    let drawn = |i: usize, k: usize| (hull[k].fp - hull[i].fp) + (hull[k].tp - hull[i].tp);
    let mut windows: Vec<(u64, usize, usize)> = Vec::new();
    for i in 0..hull.len() {
        windows.push((0, i, i));
        let holds = |k: &usize| {
            let within = hull[i].at[0] <= point[0] + SAME && point[0] <= hull[*k].at[0] + SAME;
            within && turn(hull[i].at, hull[*k].at, point) >= -SAME
        };
        // The narrowest draws between the fewest; the next one stands in where rounding keeps the point just out of it.
        windows.extend((i + 1..hull.len()).filter(holds).take(2).map(|k| (drawn(i, k), i, k)));
    }
    windows.sort_unstable();
    windows.iter().find_map(|&(_, i, k)| mix(&hull[i..=k], point))
}

/// Shares of the corners of `chain` that add up to `point`, three corners at most.
fn mix(chain: &[Corner], point: [f64; 2]) -> Option<GroupRule> {
    let near = |a: [f64; 2]| (a[0] - point[0]).abs() < 1e-9 && (a[1] - point[1]).abs() < 1e-9;
    let lots = |steps: &[(Corner, f64)]| {
        let steps: Vec<LotStep> =
            steps.iter().map(|(corner, share)| LotStep { from: corner.from, share: share.max(0.0) }).collect();
        let total: f64 = steps.iter().map(|step| step.share).sum();
        GroupRule::lots(&steps.iter().map(|step| LotStep { share: step.share / total, ..*step }).collect::<Vec<_>>())
    };
    match chain {
        [] => None,
        [only] => near(only.at).then(|| lots(&[(*only, 1.0)])).flatten(),
        [a, b] => {
            let [x, y] = [b.at[0] - a.at[0], b.at[1] - a.at[1]];
            let share = ((point[0] - a.at[0]) * x + (point[1] - a.at[1]) * y) / (x * x + y * y);
            let share = share.clamp(0.0, 1.0);
            let reached = [a.at[0] + share * x, a.at[1] + share * y];
            near(reached).then(|| lots(&[(*a, 1.0 - share), (*b, share)])).flatten()
        }
        [first, rest @ ..] => {
            let mut best: Option<(f64, [(Corner, f64); 3])> = None;
            for pair in rest.windows(2) {
                let &[b, c] = pair else { continue };
                let area = turn(first.at, b.at, c.at);
                let own = turn(b.at, c.at, point) / area;
                let two = turn(c.at, first.at, point) / area;
                let three = 1.0 - own - two;
                let least = own.min(two).min(three);
                if best.is_none_or(|(most, _)| least > most) {
                    best = Some((least, [(*first, own), (b, two), (c, three)]));
                }
            }
            best.filter(|(least, _)| *least > -1e-7).and_then(|(_, steps)| lots(&steps))
        }
    }
}
