//! What a person waits for while a knob or the threshold is dragged: `cargo bench --bench live`.
//!
//! The window shows a knob's effect after one whole pipeline, and a threshold's after the figures of the frame. A frame at
//! 60 a second has 16.7 ms; 15 updates a second leave 66.7 ms. Drawing 6,000 patients shall take under 20 ms.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::generator::{KnobValues, Population, generate};
use cutpoint::explain::{Sampling, Subject, contributions, smallest_change};
use cutpoint::figure::{Words, roc_figure, score_figure};
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
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

/// What one patient's room works out, beside asking the model row by row for as many risks as the pushes take.
fn one_patient(c: &mut Criterion) {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    for kind in ClassifierKind::ALL {
        let derived = evaluate(&recipe, &Scenario { classifier: ClassifierSpec::of(kind), ..scenario(3_000) });
        let derived = derived.expect("results");
        let (model, table) = (&derived.model.trained, &derived.data.collected.table);
        let subject = Subject::new(model, (table, &derived.data.split.train), (table, 3)).expect("a patient");
        let half = Threshold::clamped(0.5);
        c.bench_function(&format!("one patient, {}: pushes", kind.name()), |bench| {
            bench.iter(|| contributions(&subject, &Sampling::default()).expect("pushes"));
        });
        c.bench_function(&format!("one patient, {}: 2,251 risks row by row", kind.name()), |bench| {
            bench.iter(|| {
                for row in 0..2_251 {
                    black_box(model.risks(table, Some(&[row]), &|| false).expect("a risk"));
                }
            });
        });
        c.bench_function(&format!("one patient, {}: smallest change", kind.name()), |bench| {
            bench.iter(|| smallest_change(&subject, half, &[]).expect("an outlook"));
        });
    }
}

criterion_group!(live, patients, knob, threshold, one_patient);
criterion_main!(live);
