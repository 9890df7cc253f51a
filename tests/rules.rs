//! Choosing a threshold: what each rule names is what counting gives, and what cannot be had is said to be impossible.

use cutpoint::figure::{RuleMark, Words, rules_figure};
use cutpoint::metrics::{Answer, ScoredTestSet, Wish, answer, answer_all, rounded, threshold_of_harm_ratio};
use cutpoint::num::Threshold;
use cutpoint::scenario::{Goals, Scenario};
use proptest::prelude::*;

fn set(rows: &[(u32, bool)]) -> ScoredTestSet {
    let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 2000.0).collect();
    let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
    ScoredTestSet::new(&scores, &labels, None).expect("scores")
}

proptest! {
    #[test]
    fn a_rounded_answer_still_fulfils_the_wish(
        rows in prop::collection::vec((0..=2000_u32, any::<bool>()), 1..80), least in 0.0..=1.0_f64,
    ) {
        let set = set(&rows);
        for wish in [
            Wish::SensitivityAtLeast(least),
            Wish::SpecificityAtLeast(least),
            Wish::AlertsPer100AtMost(100.0 * least),
        ] {
            if let Answer::At(exact) = answer(&set, wish) {
                prop_assert!(wish.is_met(&set.at(exact)));
                let near = rounded(&set, exact, &[wish]);
                prop_assert!(wish.is_met(&set.at(near)) && (near.get() - exact.get()).abs() <= 0.001);
            }
        }
    }

    #[test]
    fn the_least_harm_is_the_least_of_all_thresholds(
        rows in prop::collection::vec((0..=20_u32, any::<bool>()), 1..60), ratio in prop_oneof![Just(0.0), 0.01..100.0_f64, Just(1e6)],
    ) {
        let set = set(&rows);
        let harm = |at: Threshold| {
            let matrix = set.at(at);
            ratio * matrix.fn_ as f64 + matrix.fp as f64
        };
        let Answer::At(best) = answer(&set, Wish::HarmRatio(ratio)) else { panic!("some threshold is best") };
        let least = (0..=2000).map(|step| harm(Threshold::clamped(f64::from(step) / 2000.0))).fold(f64::INFINITY, f64::min);
        prop_assert!(harm(best) <= least + 1e-9, "{} {least}", harm(best));
    }
}

#[test]
fn what_the_wards_staff_cannot_do_is_impossible_with_the_nearest_miss() {
    // Half have it; the model tells nothing: finding nine of ten takes nine alerts of ten.
    let rows: Vec<(u32, bool)> = (0..1000).map(|row| (row * 2, row % 2 == 0)).collect();
    let set = set(&rows);
    let wishes = [Wish::SensitivityAtLeast(0.9), Wish::AlertsPer100AtMost(20.0)];
    let Answer::Impossible { nearest: Some(nearest) } = answer_all(&set, &wishes) else { panic!("possible") };
    // 35 points short of either.
    let matrix = set.at(nearest);
    assert!((matrix.sensitivity().expect("patients").value() - 0.55).abs() < 0.01, "{matrix:?}");
}

#[test]
fn the_harm_ratio_of_a_threshold() {
    for (ratio, threshold) in [(0.0, 1.0), (9.0, 0.1), (1e6, 1.0 / 1_000_001.0)] {
        assert!((threshold_of_harm_ratio(ratio).expect("in range").get() - threshold).abs() < 1e-15);
    }
    assert_eq!(threshold_of_harm_ratio(-1.0), None);
}

#[test]
fn goals_are_part_of_the_set_up_and_held_to_their_ranges() {
    let recipe = cutpoint::data::catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    assert!(!scenario.to_toml().expect("written").contains("goals"));
    scenario.goals = Goals { harm_ratio: 20.0, staff: 0, ..Goals::default() };
    let text = scenario.to_toml().expect("written");
    assert_eq!(Scenario::from_toml(&text).expect("read").goals, scenario.goals);
    assert!(scenario.check(&recipe).is_ok());
    scenario.goals.harm_ratio = 2e6;
    let said = scenario.check(&recipe).expect_err("out of range").to_string();
    assert!(said.contains("goals.harm_ratio is 2000000") && said.contains("1000000"), "{said}");
}

#[test]
fn a_rule_that_nothing_fulfils_is_drawn_as_a_miss_and_said() {
    let words = Words { condition: "sepsis".to_owned(), shown: String::new() };
    let mark = |letter, at: Option<f64>, met| RuleMark {
        letter,
        name: "both".to_owned(),
        at: at.map(Threshold::clamped),
        met,
    };
    let rules = [mark('A', Some(0.2), true), mark('B', Some(0.1), false), mark('C', None, false)];
    let figure = rules_figure(&rules, Threshold::clamped(0.15), &words);
    assert!(figure.caption.contains("A, both: threshold 0.20."), "{}", figure.caption);
    assert!(figure.caption.contains("B, both: impossible; nearest 0.10."), "{}", figure.caption);
    assert!(figure.caption.contains("C, both: impossible."), "{}", figure.caption);
    assert_eq!(figure.y.rows.len(), 4, "one row a rule, and room for the handle");
}
