//! Without any bias, gaps are chance, and their intervals say so as often as they promise.

use cutpoint::metrics::{ConfusionMatrix, rate_gaps};
use cutpoint::num::Proportion;

use crate::{knob, run};

/// A ward with a biased probe, and a record that is biased as well.
fn biased(seed: u64, null_control: bool) -> cutpoint::pipeline::Derived {
    run("hypoxaemia", |scenario| {
        (scenario.patients, scenario.ward_patients, scenario.seed) = (1_500, 3_000, seed);
        scenario.null_control = null_control;
        knob(scenario, &[("device_bias", 1.0), ("dark_share", 0.4)], &[("device_bias", 1.0)]);
    })
}

#[test]
fn gaps_between_groups_and_between_paper_and_ward_are_chance() {
    const SEEDS: u64 = 400;
    let rates: [fn(&ConfusionMatrix) -> Option<Proportion>; 2] =
        [ConfusionMatrix::sensitivity, ConfusionMatrix::specificity];
    let (mut covered, mut all, mut sides) = (0_u32, 0_u32, 0_u32);
    for seed in 0..SEEDS {
        let derived = biased(seed, true);
        let line = derived.scenario.threshold;
        for rate in rates {
            for set in [&derived.paper.set, &derived.ward.set] {
                let gaps = rate_gaps(set, line, 0, rate);
                assert_eq!(gaps.len(), 1);
                covered += u32::from(gaps[0].ci.expect("both groups are there").contains(0.0));
                all += 1;
            }
        }
        let [paper, ward] = [&derived.paper, &derived.ward].map(|side| side.set.at(line).sensitivity().expect("ill"));
        sides += u32::from(paper.newcombe(ward).contains(0.0));
    }
    let (share, between) = (f64::from(covered) / f64::from(all), f64::from(sides) / SEEDS as f64);
    println!("intervals of a group gap that hold 0: {share:.3}; of a gap between paper and ward: {between:.3}");
    // Four standard errors of a share of .95 among as many.
    let allowed = |n: f64| 4.0 * (0.95 * 0.05 / n).sqrt();
    assert!((share - 0.95).abs() < allowed(f64::from(all)), "{share}");
    assert!((between - 0.95).abs() < allowed(SEEDS as f64), "{between}");
}

#[test]
fn with_the_bias_in_place_the_same_intervals_find_the_gap() {
    let found = (0..10).filter(|&seed| {
        let derived = biased(seed, false);
        let gaps = rate_gaps(&derived.ward.set, derived.scenario.threshold, 0, ConfusionMatrix::sensitivity);
        gaps[0].ci.is_some_and(|interval| interval.hi < 0.0)
    });
    assert!(found.count() >= 9);
}

#[test]
fn groups_are_dealt_anew_all_together_and_nothing_else_moves() {
    let (with, without) = (biased(3, true), biased(3, false));
    let [dealt, drawn] = [&with, &without].map(|derived| &derived.data.collected);
    assert_eq!(dealt.label, dealt.truth, "the record is the truth");
    assert_eq!(dealt.truth, drawn.truth, "nobody's health changes");
    let codes = |cohort: &cutpoint::data::Cohort, names: &[&str]| -> Vec<Vec<u32>> {
        let column = |name: &str| match cohort.table.column(name) {
            Some(cutpoint::data::Column::Category { codes, .. }) => codes.clone(),
            _ => panic!("no group {name}"),
        };
        let columns: Vec<Vec<u32>> = names.iter().map(|name| column(name)).collect();
        (0..cohort.len()).map(|row| columns.iter().map(|codes| codes[row]).collect()).collect()
    };
    let names: Vec<&str> = with.recipe.groups().map(|group| group.id.as_str()).collect();
    assert!(names.len() >= 4);
    let (mut after, mut before) = (codes(dealt, &names), codes(drawn, &names));
    assert_ne!(after, before, "somebody has other groups");
    after.sort_unstable();
    before.sort_unstable();
    assert_eq!(after, before, "the groups of one patient stay together");
    for (name, column) in drawn.table.iter().filter(|(name, _)| !names.contains(name)) {
        assert!(dealt.table.column(name) == Some(column), "{name} moved");
    }
    assert_ne!(with.data.ward.truth, with.data.collected.truth, "the ward is drawn with other random numbers");
    // As the collected patients: 40 % have dark skin, where the ward's own knob says half.
    let dark = codes(&with.data.ward, &["skin_tone"]).iter().filter(|code| code[0] == 1).count();
    assert!((dark as f64 / 3_000.0 - 0.4).abs() < 0.04, "{dark}");
}
