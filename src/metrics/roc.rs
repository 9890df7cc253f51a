//! The ROC curve, whole and thinned for drawing.

use super::{ScoredTestSet, Step};

/// One operating point of the ROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocPoint {
    /// False positive rate, 1 − specificity, from 0 to 1.
    pub fpr: f64,
    /// True positive rate, sensitivity, from 0 to 1.
    pub tpr: f64,
    /// The threshold that gives this point; `None` at the start (0, 0), where nobody is flagged.
    pub threshold: Option<f64>,
}

/// One point per distinct score, from (0, 0) to (1, 1); empty with one class only, where one of the rates is undefined.
/// As scikit-learn's `roc_curve` with `drop_intermediate=False`.
#[must_use]
pub fn roc(set: &ScoredTestSet) -> Vec<RocPoint> {
    if set.positives() == 0 || set.negatives() == 0 {
        return Vec::new();
    }
    let (positives, negatives) = (set.positives() as f64, set.negatives() as f64);
    let (mut tp, mut fp) = (0, 0);
    let start = RocPoint { fpr: 0.0, tpr: 0.0, threshold: None };
    let mut points = Vec::with_capacity((set.n() as usize).min(1 << 20) + 1);
    points.push(start);
    points.extend(set.steps().map(|Step { score, with, without }| {
        tp += with;
        fp += without;
        RocPoint { fpr: fp as f64 / negatives, tpr: tp as f64 / positives, threshold: Some(score) }
    }));
    points
}

/// The finest distance, as a share of the axis, that a drawing can show.
const FINEST: f64 = 1.0 / 4096.0;

/// At most `most` points of the ROC curve (never fewer than its ends), for drawing.
///
/// Both ends stay, every point that stays is a point of [`roc`], and every point left out lies close to the line drawn:
/// within 1/4096 of an axis where `most` allows, and otherwise within the least power-of-two multiple of that.
/// Method: Ramer 1972 and Douglas and Peucker 1973, which keeps corners.
#[must_use]
pub fn thinned_roc(set: &ScoredTestSet, most: usize) -> Vec<RocPoint> {
    let all = roc(set);
    if all.len() <= most.max(2) {
        return all;
    }
    let mut tolerance = FINEST;
    loop {
        let kept = corners(&all, tolerance);
        // At a tolerance of 2 nothing but the ends is left, so this ends.
        if kept.len() <= most.max(2) || tolerance >= 2.0 {
            return kept.into_iter().map(|index| all[index]).collect();
        }
        tolerance *= 2.0;
    }
}

/// The points of [`roc`] that no other threshold, and no drawing of lots between two, can beat: its upper convex hull, from (0, 0) to
/// (1, 1). Empty with one class only. Source: Provost and Fawcett 2001, doi:10.1023/A:1007601015854.
#[must_use]
pub fn roc_hull(set: &ScoredTestSet) -> Vec<RocPoint> {
    let all = roc(set);
    let places: Vec<[f64; 2]> = all.iter().map(|point| [point.fpr, point.tpr]).collect();
    upper_hull(&places).into_iter().map(|index| all[index]).collect()
}

/// The indices of the corners of the upper convex hull of `points`, whose coordinates both never fall; points on an edge are left out.
#[must_use]
pub fn upper_hull(points: &[[f64; 2]]) -> Vec<usize> {
    let mut hull: Vec<usize> = Vec::new();
    for (index, &[x, y]) in points.iter().enumerate() {
        while let [.., a, b] = hull[..] {
            let ([ax, ay], [bx, by]) = (points[a], points[b]);
            // Left turns and straight lines go.
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) < 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push(index);
    }
    hull
}

/// The indices that Douglas and Peucker keep, ascending.
fn corners(points: &[RocPoint], tolerance: f64) -> Vec<usize> {
    let last = points.len() - 1;
    let mut kept = vec![0];
    let mut open = vec![(0, last)];
    // Depth first and left to right, so `kept` grows in order.
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|index| (index, distance(points[from], points[to], points[index])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        match farthest {
            Some((index, away)) if away > tolerance => {
                open.push((index, to));
                open.push((from, index));
            }
            _ => kept.push(to),
        }
    }
    kept
}

/// How far `point` lies from the line through `from` and `to`; both rates only ever rise along the curve.
fn distance(from: RocPoint, to: RocPoint, point: RocPoint) -> f64 {
    let (dx, dy) = (to.fpr - from.fpr, to.tpr - from.tpr);
    let length = (dx * dx + dy * dy).sqrt();
    if length <= 0.0 {
        return 0.0;
    }
    ((point.fpr - from.fpr) * dy - (point.tpr - from.tpr) * dx).abs() / length
}
