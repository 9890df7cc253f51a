//! Training against held-out patients, and the rounds of cross-validation, as charts.

use std::sync::Arc;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::figure::{Layer, export, folds_figure, learning_figure, rounds_figure};
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::pipeline::learning::{Learning, LearningJob, LearningTask};
use cutpoint::pipeline::{Derived, Job, Step, evaluate};
use cutpoint::scenario::Scenario;

use crate::{assert_legible, caption, described};

fn worked_out(task: LearningTask) -> (Arc<Derived>, Learning) {
    let recipe = shipped_recipe("ward-sepsis").expect("a shipped recipe");
    let classifier = ClassifierSpec { depth: 4, ..ClassifierSpec::of(ClassifierKind::Tree) };
    let scenario = Scenario { classifier, patients: 1_000, ward_patients: 200, coin_flips: 5, ..Scenario::of(&recipe) };
    let derived = Arc::new(evaluate(&recipe, &scenario).expect("a model"));
    let mut job = LearningJob::new(Arc::clone(&derived), task, None);
    loop {
        if let Step::Done(learning) = job.step(&|| false) {
            return (derived, learning.expect("worked out"));
        }
    }
}

#[test]
fn the_curve_over_complexity_marks_the_model_in_use() {
    let (derived, learning) = worked_out(LearningTask::Complexity);
    let (curve, _) = learning.complexity(&derived).expect("worked out");
    let figure = learning_figure(curve, 4.0, learning.in_use(&derived).map(|(in_use, _)| &in_use.aucs));
    insta::assert_snapshot!(described(&figure));
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "complexity");
}

#[test]
fn the_curve_over_patients_ends_at_the_model_in_use() {
    let (derived, learning) = worked_out(LearningTask::Patients);
    let (curve, _) = learning.patients(&derived).expect("worked out");
    let figure = learning_figure(curve, 500.0, learning.in_use(&derived).map(|(in_use, _)| &in_use.aucs));
    let ends: Vec<[f64; 2]> = figure
        .layers
        .iter()
        .filter_map(|layer| if let Layer::Line { points, .. } = layer { points.last().copied() } else { None })
        .collect();
    let aucs = learning.in_use(&derived).expect("judged").0.aucs;
    let n = derived.data.split.train.len() as f64;
    assert_eq!(ends, [[n, aucs.training.expect("judged")], [n, aucs.unseen.expect("judged")]]);
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "patients");
}

#[test]
fn every_round_holds_out_another_part() {
    let (derived, learning) = worked_out(LearningTask::Folds);
    let (rounds, _) = learning.rounds(&derived).expect("worked out");
    let picture = folds_figure(rounds);
    let judged = picture.layers.iter().filter_map(|layer| match layer {
        Layer::Text { at, text, .. } if text == "judged" => Some(*at),
        _ => None,
    });
    assert_eq!(judged.collect::<Vec<_>>(), [[1.0, 4.0], [2.0, 3.0], [3.0, 2.0], [4.0, 1.0], [5.0, 0.0]]);
    assert_legible(&export::svg(&picture, &caption()).expect("drawn"), "folds");
    let set = &derived.paper.set;
    let figure = rounds_figure(rounds, (set.auc(), set.auc_ci()));
    insta::assert_snapshot!(described(&figure));
    assert_legible(&export::svg(&figure, &caption()).expect("drawn"), "rounds");
}
