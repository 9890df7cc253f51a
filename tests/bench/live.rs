//! What a person waits for while a knob or the threshold is dragged: `cargo bench --bench live`.
//!
//! The window shows a knob's effect after one whole pipeline, and a threshold's after the figures of the frame. A frame at
//! 60 a second has 16.7 ms; 15 updates a second leave 66.7 ms. Drawing 6,000 patients shall take under 20 ms.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::generator::{KnobValues, Population, generate};
use cutpoint::figure::{Words, roc_figure, score_figure};
use cutpoint::num::Threshold;
use cutpoint::pipeline::{EvaluationJob, Job, Step, evaluate};
use cutpoint::scenario::Scenario;

fn scenario(patients: usize) -> Scenario {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    Scenario { patients, ward_patients: patients, ..Scenario::of(&recipe) }
}

fn patients(c: &mut Criterion) {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut seed = 0;
    c.bench_function("6,000 patients of the ward-sepsis recipe", |bench| {
        bench.iter(|| {
            seed += 1;
            generate(&recipe, Population::Collected, &KnobValues::new(), 6_000, seed).expect("patients")
        });
    });
    // The intercept must be solved for again, which is the dearest knob.
    let drift = KnobValues::from([("drift".to_owned(), 0.7)]);
    c.bench_function("6,000 patients of the ward-sepsis recipe, sicker", |bench| {
        bench.iter(|| {
            seed += 1;
            generate(&recipe, Population::Collected, &drift, 6_000, seed).expect("patients")
        });
    });
}

fn knob(c: &mut Criterion) {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut scenario = scenario(4_000);
    let mut last = Arc::new(evaluate(&recipe, &scenario).expect("results"));
    let mut site = 0.0;
    c.bench_function("knob, 4,000 patients on each side, logistic regression: whole pipeline", |bench| {
        bench.iter(|| {
            site = if site > 0.9 { 0.0 } else { site + 0.05 };
            scenario.deploy.insert("site".to_owned(), site);
            scenario.collect.insert("drift".to_owned(), site);
            let mut job = EvaluationJob::new(Arc::clone(&recipe), scenario.clone(), Some(Arc::clone(&last)));
            let derived = loop {
                if let Step::Done(result) = job.step(&|| false) {
                    break result.expect("results");
                }
            };
            last = Arc::new(derived);
        });
    });
}

fn threshold(c: &mut Criterion) {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let mut scenario = scenario(100_000);
    scenario.test_fraction = 0.9;
    scenario.group_by = Some("age_band".to_owned());
    let derived = evaluate(&recipe, &scenario).expect("results");
    let words = Words { condition: "sepsis".to_owned(), shown: "On the ward".to_owned() };
    let mut t = 0.0;
    c.bench_function("threshold, 100,000 patients, four groups: every matrix and both charts", |bench| {
        bench.iter(|| {
            t = if t > 0.9 { 0.0 } else { t + 0.001 };
            let at = Threshold::clamped(t);
            let set = &derived.ward.set;
            black_box(set.at(at));
            for group in 0..set.groups().len() {
                black_box(set.group_at(group, at));
            }
            black_box(score_figure(set, at, &words, &[]));
            black_box(roc_figure(set, at, &words, &[]));
        });
    });
}

criterion_group!(live, patients, knob, threshold);
criterion_main!(live);
