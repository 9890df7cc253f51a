//! "Of 1,000 patients": the four cells as whole people that add up.

use super::ConfusionMatrix;

/// The matrix as it would look among `of` patients, in whole people whose sum is exactly `of`. `None` without patients.
///
/// Each cell is rounded down, and those left over go to the cells with the largest remainders (Hamilton's method), of
/// equals first to the missed, then the found, the false alarms and the rest: a person harmed is not rounded away.
/// With and without the condition are sums of these cells, so what a sentence says always adds up.
#[must_use]
pub fn natural_frequencies(matrix: &ConfusionMatrix, of: u64) -> Option<ConfusionMatrix> {
    let n = u128::from(matrix.n());
    if n == 0 {
        return None;
    }
    let cells = [matrix.fn_, matrix.tp, matrix.fp, matrix.tn].map(|cell| u128::from(cell) * u128::from(of));
    let mut people = cells.map(|cell| (cell / n) as u64);
    let mut order = [0, 1, 2, 3];
    order.sort_by_key(|&cell| std::cmp::Reverse(cells[cell] % n));
    let left_over = of - people.iter().sum::<u64>();
    for &cell in order.iter().take(left_over as usize) {
        people[cell] += 1;
    }
    let [fn_, tp, fp, tn] = people;
    Some(ConfusionMatrix { tp, fp, fn_, tn })
}
