//! Other samples of the same size: as many patients, others each time, and as far apart as chance puts them.

use std::sync::Arc;

use cutpoint::data::catalogue;
use cutpoint::pipeline::{self, Derived, Job, Population, SAMPLES, Sample, SamplesJob, Step};
use cutpoint::scenario::{Mitigation, Recalibrate, Scenario};

fn derive(change: impl FnOnce(&mut Scenario)) -> Arc<Derived> {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    change(&mut scenario);
    Arc::new(pipeline::evaluate(&recipe, &scenario).expect("evaluated"))
}

fn draw(derived: &Arc<Derived>, population: Population, round: u32) -> Vec<Sample> {
    let mut job = SamplesJob::new(Arc::clone(derived), population, round);
    loop {
        if let Step::Done(done) = job.step(&|| false) {
            return done.expect("samples");
        }
    }
}

#[test]
fn twenty_others_as_large_that_differ_from_round_to_round() {
    let derived = derive(|_| {});
    for population in [Population::Paper, Population::Ward] {
        let first = draw(&derived, population, 1);
        assert_eq!(first.len(), SAMPLES as usize);
        let n = derived.side(population).set.n();
        assert!(first.iter().all(|sample| sample.set.n() == n));
        assert_eq!(first, draw(&derived, population, 1), "the same round draws the same");
        let second = draw(&derived, population, 2);
        assert!(first.iter().zip(&second).all(|(a, b)| a.set != b.set), "another round draws others");
    }
}

#[test]
fn they_lie_about_as_far_apart_as_the_interval_says() {
    let derived = derive(|_| {});
    let width = derived.ward.set.auc_ci().expect("both classes").width();
    let areas: Vec<f64> = (1..=3)
        .flat_map(|round| draw(&derived, Population::Ward, round))
        .filter_map(|sample| sample.set.auc())
        .collect();
    let mean = areas.iter().sum::<f64>() / areas.len() as f64;
    let variance = areas.iter().map(|area| (area - mean) * (area - mean)).sum::<f64>() / (areas.len() - 1) as f64;
    // Sixty draws give a standard deviation to within about a fifth; the interval is 3.92 of them wide.
    let ratio = 3.92 * variance.sqrt() / width;
    assert!((0.65..1.45).contains(&ratio), "{ratio}");
}

#[test]
fn the_ward_is_judged_as_it_was_recalibrated() {
    let drifted = |scenario: &mut Scenario| {
        scenario.deploy.insert("dS".to_owned(), 0.7);
    };
    let ratio = |derived: &Arc<Derived>| {
        let samples = draw(derived, Population::Ward, 1);
        samples.iter().filter_map(|sample| sample.observed_expected).sum::<f64>() / f64::from(SAMPLES)
    };
    let plain = ratio(&derive(drifted));
    let fitted = ratio(&derive(|scenario| {
        drifted(scenario);
        let recalibrate = Some(Recalibrate::InterceptAndSlope);
        scenario.mitigation = Mitigation { recalibrate, local_patients: 4_000, ..Mitigation::default() };
    }));
    assert!(plain < 0.65 && (fitted - 1.0).abs() < 0.12, "{plain} {fitted}");
}
