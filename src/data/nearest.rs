//! The known name that a mistyped one most likely stands for.

/// The name of `known` that is most like `found`, if one is like enough: within a third of its letters, two at least.
/// Distance after Damerau and Levenshtein (adjacent letters may be swapped), letters compared without case.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    known
        .into_iter()
        .map(|name| (distance(&found, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many slips lead from `a` to `b`: letters changed, left out, put in, or swapped with their neighbour, after Damerau
/// and Levenshtein (restricted). Case counts.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_a_stranger_is_not() {
        let known = ["ward-sepsis", "chest-pain", "hypoxaemia"];
        assert_eq!(nearest("wrad-sepsis", known), Some("ward-sepsis"));
        assert_eq!(nearest("Hypoxemia", known), Some("hypoxaemia"));
        assert_eq!(nearest("diabetes", known), None);
    }
}
