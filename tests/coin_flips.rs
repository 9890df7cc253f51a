//! Coin flips among the inputs: fair, tossed apart from everything else, and learnt by heart.

use std::sync::Arc;

use cutpoint::data::{Cohort, Column, Table, catalogue};
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::metrics::ScoredTestSet;
use cutpoint::pipeline::{self, Derived, Job, MonthsJob, Population, SamplesJob, Step};
use cutpoint::scenario::{MOST_COIN_FLIPS, Mitigation, Recalibrate, Scenario, ScenarioError, coin_flip};

fn scenario(change: impl FnOnce(&mut Scenario)) -> Scenario {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    (scenario.patients, scenario.ward_patients) = (1_000, 500);
    change(&mut scenario);
    scenario
}

fn derive(change: impl FnOnce(&mut Scenario)) -> Derived {
    let scenario = scenario(change);
    let recipe = catalogue::shipped_recipe(&scenario.dataset).expect("shipped");
    pipeline::evaluate(&recipe, &scenario).expect("evaluated")
}

fn finish<J: Job>(mut job: J) -> J::Output {
    loop {
        if let Step::Done(done) = job.step(&|| false) {
            return done;
        }
    }
}

/// A column's values as bits, so that missing numbers compare too.
fn bits(column: &Column) -> Vec<u64> {
    match column {
        Column::Number(values) => values.iter().map(|value| value.to_bits()).collect(),
        Column::Category { codes, .. } => codes.iter().map(|&code| u64::from(code)).collect(),
    }
}

fn coin(table: &Table, number: u32) -> Vec<u64> {
    bits(table.column(&coin_flip(number)).expect("tossed"))
}

#[test]
fn all_else_stays_bit_for_bit_and_each_coin_has_a_stream_of_its_own() {
    for null_control in [false, true] {
        let [none, one, seven] = [0, 1, 7]
            .map(|coins| derive(|scenario| (scenario.coin_flips, scenario.null_control) = (coins, null_control)));
        assert_eq!(none.data.split, seven.data.split);
        let sides = |derived: &Derived| [derived.data.collected.clone(), (*derived.data.ward).clone()];
        for ((without, single), with) in sides(&none).iter().zip(sides(&one)).zip(sides(&seven)) {
            let Cohort { table, truth, label } = &with;
            assert_eq!((&without.truth, &without.label), (truth, label));
            let names: Vec<String> = without.table.names().iter().cloned().chain((1..=7).map(coin_flip)).collect();
            assert_eq!(table.names(), names);
            for (name, column) in without.table.iter() {
                assert_eq!(bits(column), bits(table.column(name).expect("kept")), "{name}");
            }
            assert_eq!(coin(&single.table, 1), coin(table, 1), "a second coin leaves the first");
            assert_ne!(coin(table, 1), coin(table, 2));
        }
    }
}

#[test]
fn coins_are_fair_and_differ_between_populations_and_seeds() {
    let derived = derive(|scenario| (scenario.coin_flips, scenario.patients) = (MOST_COIN_FLIPS, 4_000));
    let other = derive(|scenario| (scenario.coin_flips, scenario.seed) = (1, 2));
    let (collected, ward) = (&derived.data.collected.table, &derived.data.ward.table);
    assert_ne!(coin(collected, 1)[..500], coin(ward, 1)[..]);
    assert_ne!(coin(ward, 1), coin(&other.data.ward.table, 1));
    for number in 1..=MOST_COIN_FLIPS {
        let Some(Column::Number(heads)) = collected.column(&coin_flip(number)) else {
            panic!("coin {number} is tossed")
        };
        let mean = heads.iter().sum::<f64>() / 4_000.0;
        let variance = heads.iter().map(|heads| (heads - 50.0) * (heads - 50.0)).sum::<f64>() / 4_000.0;
        // A hundred tosses have mean 50 and variance 25; four standard errors of each.
        assert!((mean - 50.0).abs() < 4.0 * 5.0 / 4_000.0_f64.sqrt(), "coin {number}: {mean}");
        assert!((variance - 25.0).abs() < 4.0 * 25.0 * (2.0_f64 / 4_000.0).sqrt(), "coin {number}: {variance}");
    }
}

#[test]
fn a_model_of_nothing_but_coins_knows_its_own_patients_and_no_others() {
    let derived = derive(|scenario| {
        (scenario.coin_flips, scenario.patients) = (MOST_COIN_FLIPS, 400);
        scenario.inputs.clear();
        scenario.classifier = ClassifierSpec { depth: 10, ..ClassifierSpec::of(ClassifierKind::Tree) };
    });
    let (cohort, rows) = (&derived.data.collected, &derived.data.split.train);
    let risks = derived.model.trained.risks(&cohort.table, Some(rows), &|| false).expect("scored");
    let labels: Vec<bool> = rows.iter().map(|&row| cohort.label[row]).collect();
    let training = ScoredTestSet::new(&risks, &labels, None).expect("scores").auc().expect("both outcomes");
    let unseen = derived.ward.set.auc().expect("both outcomes");
    assert!(training > 0.9 && (unseen - 0.5).abs() < 0.12, "{training} {unseen}");
    let labels: Vec<String> =
        derived.model.trained.encoder.features().iter().map(|feature| feature.label.clone()).collect();
    assert_eq!((labels.len(), labels[0].as_str()), (20, "Heads of coin 1"));
}

#[test]
fn a_scenario_keeps_them_and_says_nothing_of_none() {
    let plain = scenario(|_| {});
    assert!(!plain.to_toml().expect("text").contains("coin"));
    let with = scenario(|scenario| scenario.coin_flips = 10);
    let text = with.to_toml().expect("text");
    assert!(text.contains("coin_flips = 10"));
    assert_eq!(Scenario::from_toml(&text).expect("read"), with);
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let changes = with.changes_since(&plain, &recipe);
    let told: Vec<_> = changes.iter().map(|change| (change.what.as_str(), change.after.as_str())).collect();
    assert_eq!(told, [("Coin flips among the inputs", "10")], "told once, not coin by coin");
    let many = scenario(|scenario| scenario.coin_flips = 21);
    assert_eq!(many.check(&recipe), Err(ScenarioError::CoinFlips { found: 21 }));
    let nothing = scenario(|scenario| scenario.inputs.clear());
    assert_eq!(nothing.check(&recipe), Err(ScenarioError::NoInputs));
}

#[test]
fn whatever_draws_more_patients_tosses_for_them_too() {
    let derived = Arc::new(derive(|scenario| {
        scenario.coin_flips = 3;
        scenario.months.retrain = Some(4);
        scenario.mitigation = Mitigation {
            recalibrate: Some(Recalibrate::Intercept),
            better_label: true,
            balance: true,
            interactions: true,
            ..Mitigation::default()
        };
    }));
    for population in [Population::Paper, Population::Ward] {
        finish(SamplesJob::new(Arc::clone(&derived), population, 1)).expect("every sample has its coins");
    }
    let run =
        finish(MonthsJob::new(Arc::clone(&derived), derived.scenario.clone())).expect("every month has its coins");
    assert!(run.months.iter().any(|month| month.retrained));
}
