//! Paper against ward: the figures written are those counted by hand, and nobody to count is said.

use cutpoint::figure::{Figure, Pair, SideGroup, SideMeasure, SideRow, export, sides_figure};
use cutpoint::metrics::{ConfusionMatrix, ScoredTestSet};
use cutpoint::num::Threshold;
use cutpoint::pipeline::Decided;
use proptest::prelude::*;

use crate::{assert_legible, caption, line, set, words};

/// `found` and `missed` with the condition, `alarmed` and `spared` without, at a threshold of one half.
fn people(found: usize, missed: usize, alarmed: usize, spared: usize) -> ScoredTestSet {
    let mut scores = vec![0.9; found];
    scores.extend(vec![0.1; missed]);
    scores.extend(vec![0.8; alarmed]);
    scores.extend(vec![0.2; spared]);
    let labels: Vec<bool> = (0..scores.len()).map(|row| row < found + missed).collect();
    ScoredTestSet::new(&scores, &labels, None).expect("scores")
}

/// One group called `name`, decided on at `threshold`.
fn group<'a>(name: &'a str, paper: &'a ScoredTestSet, ward: &'a ScoredTestSet, threshold: Threshold) -> SideRow<'a> {
    let decided = |set: &ScoredTestSet| Decided { matrix: set.at(threshold), ..Decided::default() };
    let side = |set: &'a ScoredTestSet| SideGroup { set, decided: decided(set) };
    SideRow { name, paper: side(paper), ward: side(ward) }
}

fn chart(measure: SideMeasure, groups: &[SideRow<'_>]) -> Figure {
    sides_figure(Pair::PaperAndWard, &measure.topic(), &measure.rows(groups), &words())
}

#[test]
fn the_difference_is_counted_in_patients_per_thousand() {
    let (paper, ward) = (people(90, 10, 100, 800), people(120, 80, 100, 700));
    let rows = [group("Women", &paper, &ward, line(0.5))];
    let written = |measure| chart(measure, &rows).y.rows[0].figures.clone();
    assert_eq!(written(SideMeasure::Missed), "10 → 80 (+70)");
    assert_eq!(written(SideMeasure::FalseAlarms), "100 → 100 (the same)");
    assert_eq!(written(SideMeasure::Found), "90% → 60% (−30 points)");
    assert_eq!(written(SideMeasure::AlertsRight), "47% → 55% (+8 points)");
    assert_eq!(
        SideMeasure::Missed.sentence(&SideMeasure::Missed.rows(&rows)),
        "Women: the report says 10 of 1,000 patients are missed. On the ward it is 80 (+70)."
    );
    let sentence = &chart(SideMeasure::Missed, &rows).y.rows[0].sentence;
    assert!(sentence.contains("interval 65 to 98") && sentence.contains("more than chance"), "{sentence}");
}

#[test]
fn a_group_with_too_few_is_faint_and_never_the_headline() {
    let (paper, ward) = (people(2, 1, 10, 80), people(1, 9, 10, 80));
    let rows = [group("Few", &paper, &ward, line(0.5))];
    assert!(SideMeasure::Found.sentence(&SideMeasure::Found.rows(&rows)).starts_with("In no group"));
    let figure = chart(SideMeasure::Found, &rows);
    assert!(figure.y.rows[0].sentence.contains("too few patients"));
}

#[test]
fn nobody_on_one_side_is_a_dash() {
    let (paper, ward) = (people(0, 0, 0, 0), people(30, 30, 30, 30));
    let rows = [group("Nobody on paper", &paper, &ward, line(0.5))];
    for measure in SideMeasure::ALL {
        let figure = chart(measure, &rows);
        assert!(figure.y.rows[0].figures.starts_with("– →"), "{}", figure.y.rows[0].figures);
        assert_legible(&export::svg(&figure, &caption()).expect("drawn"), measure.name());
    }
    assert!(!chart(SideMeasure::Auc, &[]).empty.is_empty());
}

proptest! {
    #[test]
    fn every_figure_is_that_of_its_matrix(seed in 0_u64..500, at in 0_u32..=100) {
        let (paper, ward) = (set(400, -1.0, 1.0, seed), set(300, -1.6, 0.7, seed + 1));
        let rows = [group("All", &paper, &ward, line(f64::from(at) / 100.0))];
        let threshold = line(f64::from(at) / 100.0);
        let of = |set: &ScoredTestSet| -> ConfusionMatrix { set.at(threshold) };
        let per_thousand = |count: u64, n: u64| (1000.0 * count as f64 / n as f64).round();
        let figure = chart(SideMeasure::Missed, &rows);
        let (a, b) = (of(&paper), of(&ward));
        let expected = format!("{} → {}", per_thousand(a.fn_, a.n()), per_thousand(b.fn_, b.n()));
        prop_assert!(figure.y.rows[0].figures.starts_with(&expected), "{} {expected}", figure.y.rows[0].figures);
    }
}
