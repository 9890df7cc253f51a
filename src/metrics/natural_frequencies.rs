//! "Of 1,000 patients": the four cells as whole people that add up.

use super::ConfusionMatrix;

/// The matrix as it would look among `of` patients, in whole people whose sum is exactly `of`. `None` without patients.
///
/// First those with and without the condition are rounded, so that their number stands still while a threshold moves; a
/// class that has anybody keeps at least one where there is room. Then each class is split by the threshold, the missed
/// and the left alone rounded half down. That is what an evenly spaced sample of each class, sorted by score, would show,
/// so sentence and icons never differ.
#[must_use]
pub fn natural_frequencies(matrix: &ConfusionMatrix, of: u64) -> Option<ConfusionMatrix> {
    let [n, positives, negatives, people] = [matrix.n(), matrix.positives(), matrix.negatives(), of].map(u128::from);
    if n == 0 {
        return None;
    }
    let least = u128::from(positives > 0).min(people);
    let most = people.saturating_sub(u128::from(negatives > 0)).max(least);
    let with = ((2 * people * positives + n) / (2 * n)).clamp(least, most);
    let without = people - with;
    let half_down = |part: u64, whole: u128, people: u128| match whole {
        0 => 0,
        _ => (2 * people * u128::from(part) + whole - 1) / (2 * whole),
    };
    let (fn_, tn) = (half_down(matrix.fn_, positives, with), half_down(matrix.tn, negatives, without));
    let [tp, fp, fn_, tn] = [with - fn_, without - tn, fn_, tn].map(|people| people as u64);
    Some(ConfusionMatrix { tp, fp, fn_, tn })
}
