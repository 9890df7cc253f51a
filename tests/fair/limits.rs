//! Nobody, one person, one class, equal scores, thresholds at both ends.

use cutpoint::metrics::{
    FairPreset, GapKind, GroupRule, Impossible, LedgerLine, ScoredTestSet, conflict, fair_thresholds, gaps,
};
use cutpoint::num::Threshold;

use crate::set_of;

fn threshold(value: f64) -> Threshold {
    Threshold::new(value).expect("a threshold")
}

/// A group in which all is well, beside the one that `odd` describes, and one with nobody.
fn beside(odd: &[(f64, bool)]) -> ScoredTestSet {
    let well = (0..200_u32).map(|row| (f64::from(row) / 200.0, row % 5 == 0 || row > 150, 0));
    let odd = odd.iter().map(|&(score, label)| (score, label, 1));
    set_of(&well.chain(odd).collect::<Vec<_>>(), &["well", "odd", "nobody"])
}

#[test]
fn every_preset_answers_for_every_odd_group_at_every_threshold() {
    let one_class = |label: bool| (0..60).map(|row| (f64::from(row) / 60.0, label)).collect::<Vec<_>>();
    let all_equal: Vec<(f64, bool)> = (0..60).map(|row| (0.4, row % 2 == 0)).collect();
    let ends: Vec<(f64, bool)> = (0..60).map(|row| (f64::from(row % 2), row % 3 == 0)).collect();
    for odd in [vec![], vec![(0.3, true)], one_class(true), one_class(false), all_equal, ends] {
        let set = beside(&odd);
        for preset in FairPreset::ALL {
            for at in [0.0, 0.3, 0.4, 1.0] {
                let answer = fair_thresholds(&set, preset, threshold(at));
                assert_eq!(answer.groups.len(), 3);
                for ((_, group), own) in set.iter_groups().zip(&answer.groups) {
                    let cells = own.reached;
                    assert!((cells.n() - group.n() as f64).abs() < 1e-9, "{preset:?} at {at} loses patients");
                    for count in [cells.tp, cells.fp, cells.fn_, cells.tn] {
                        assert!(count.is_finite() && count >= -1e-9, "{preset:?} at {at}: {cells:?}");
                    }
                    let own_line = LedgerLine::between(group, &own.rule, &own.rule);
                    assert!(own_line.is_none_or(|line| line.is_nothing()), "nobody changes places under the same rule");
                }
                let nobody = &answer.groups[2];
                let said = nobody.impossible == Some(Impossible::Nobody);
                assert!(said, "{preset:?} at {at}: {:?}", nobody.impossible);
                for gap in gaps(&set, &answer.rules(), threshold(at), 20) {
                    let numbers = gap.by_group.iter().flatten().chain(&gap.difference);
                    assert!(numbers.into_iter().all(|number| number.is_finite()));
                    assert!(gap.left_out.contains(&2), "{:?} counts a group with nobody", gap.kind);
                    assert_eq!(gap.by_group[2], None);
                }
            }
        }
    }
}

#[test]
fn what_a_group_lacks_is_said() {
    let why = |odd: &[(f64, bool)], preset| fair_thresholds(&beside(odd), preset, threshold(0.3)).groups[1].impossible;
    let healthy: Vec<(f64, bool)> = (0..60).map(|row| (f64::from(row) / 60.0, row < 3)).collect();
    let ill: Vec<(f64, bool)> = (0..60).map(|row| (f64::from(row) / 60.0, row >= 4)).collect();
    assert_eq!(why(&healthy, FairPreset::EqualSensitivity), Some(Impossible::FewWith(3)));
    assert_eq!(why(&healthy, FairPreset::EqualFalsePositiveRate), None);
    assert_eq!(why(&ill, FairPreset::EqualFalsePositiveRate), Some(Impossible::FewWithout(4)));
    assert_eq!(why(&ill, FairPreset::EqualSensitivity), None);
    assert_eq!(why(&ill, FairPreset::EqualisedOdds), Some(Impossible::FewWithout(4)));
    // All with the same score: found are all or nobody, and the level lies between.
    let equal: Vec<(f64, bool)> = (0..60).map(|row| (0.4, row % 2 == 0)).collect();
    let reached = why(&equal, FairPreset::EqualSensitivity);
    assert!(
        matches!(reached, Some(Impossible::OutOfReach(rate)) if !(1e-9..=1.0 - 1e-9).contains(&rate)),
        "{reached:?}"
    );
    // At a threshold of 0 there is no net benefit to speak of.
    let level = fair_thresholds(&beside(&equal), FairPreset::EqualNetBenefit, threshold(0.0)).groups[1].impossible;
    assert_eq!(level, Some(Impossible::NoLevel));
}

#[test]
fn a_group_without_a_gap_to_speak_of_has_none() {
    let set = beside(&[(0.3, true)]);
    let rules = vec![GroupRule::at(threshold(0.3)); 3];
    let all = gaps(&set, &rules, threshold(0.3), 20);
    assert!(all.iter().all(|gap| gap.difference.is_none() && gap.closed().is_none() && gap.left_out == [1, 2]));
    // fairlearn counts the one person too.
    let all = gaps(&set, &rules, threshold(0.3), 0);
    let found = all.iter().find(|gap| gap.kind == GapKind::Sensitivity).expect("a line");
    assert!(found.difference.is_some() && found.left_out == [2]);
    assert!(gaps(&ScoredTestSet::new(&[0.5], &[true], None).expect("a set"), &[], threshold(0.3), 0).is_empty());
}

#[test]
fn unequal_prevalence_forces_unequal_false_alarms() {
    // 41 and 102 of 1,000, half of them found, one alert of five right: 20.5 and 51 found bring 82 and 204 false
    // alarms.
    let forced = conflict([0.041, 0.102], 0.5, 0.2).expect("both open");
    for (own, expected) in forced.false_positive_rate.iter().zip([82.0 / 959.0, 204.0 / 898.0]) {
        assert!((own - expected).abs() < 1e-12, "{forced:?}");
    }
    for (prevalence, found, right) in
        [([0.0, 0.1], 0.5, 0.2), ([0.1, 1.0], 0.5, 0.2), ([0.1, 0.2], 0.0, 0.2), ([0.1, 0.2], 0.5, 0.0)]
    {
        assert_eq!(conflict(prevalence, found, right), None);
    }
    // Perfect alerts conflict with nothing.
    let perfect = conflict([0.1, 0.2], 1.0, 1.0).expect("open");
    assert!(perfect.false_positive_rate.iter().all(|rate| rate.abs() < 1e-12));
}
