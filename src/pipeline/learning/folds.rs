//! Patients dealt into parts of about the same size, each with about the same share of those with the condition.

use rand::seq::SliceRandom as _;

use crate::rng;

/// `rows` dealt at random into `parts`, each with the same number of patients and of those with the condition but for one: every
/// row is in exactly one part, each part in ascending order. `labels` is indexed by row. Parts are empty when there are fewer
/// patients than parts.
#[must_use]
pub fn folds(labels: &[bool], rows: &[usize], parts: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut dealt = vec![Vec::new(); parts];
    let mut rng = rng::stream(seed, &["folds"]);
    // Those without are dealt on from where those with ended, so that no part gets the odd one of both.
    let mut next = 0;
    for wanted in [true, false] {
        let mut class: Vec<usize> = rows.iter().copied().filter(|&row| labels[row] == wanted).collect();
        class.shuffle(&mut rng);
        for row in class {
            if let Some(part) = dealt.get_mut(next) {
                part.push(row);
            }
            next = (next + 1) % parts.max(1);
        }
    }
    dealt.iter_mut().for_each(|part| part.sort_unstable());
    dealt
}

/// `wanted` of `rows` at random, with the same share of those with the condition but for rounding, in ascending order: at least one
/// of each outcome where there is one and room for it. All of them when there are no more. Every `stage` draws others.
#[must_use]
pub fn draw(labels: &[bool], rows: &[usize], wanted: usize, (seed, stage): (u64, &str)) -> Vec<usize> {
    if wanted >= rows.len() {
        return rows.to_vec();
    }
    let mut rng = rng::stream(seed, &["learning", stage]);
    let [mut with, mut without]: [Vec<usize>; 2] =
        [true, false].map(|class| rows.iter().copied().filter(|&row| labels[row] == class).collect());
    with.shuffle(&mut rng);
    without.shuffle(&mut rng);
    let share = (wanted as f64 * with.len() as f64 / rows.len() as f64).round() as usize;
    let least = usize::from(!with.is_empty()).max(wanted.saturating_sub(without.len()));
    let most = with.len().min(if without.is_empty() { wanted } else { wanted.saturating_sub(1) });
    let taken = share.max(least).min(most);
    let mut drawn: Vec<usize> = with[..taken].iter().chain(without.iter().take(wanted - taken)).copied().collect();
    drawn.sort_unstable();
    drawn
}
