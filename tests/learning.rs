//! What a model knows by heart: curves of training against held-out patients, cross-validation, inputs known too late.

use std::sync::Arc;

use cutpoint::data::{Cohort, Column, MISSING, Table, catalogue, split::Split};
use cutpoint::learn::{ClassifierKind, ClassifierSpec, Request, TableModel};
use cutpoint::pipeline::learning::{
    Curve, DRAWS, FOLDS, Learning, LearningJob, LearningTask, Rounds, Spread, Varied, draw, folds, with_input,
};
use cutpoint::pipeline::{self, DataStage, Derived, Job, PipelineError, Step};
use cutpoint::scenario::Scenario;
use proptest::prelude::*;

fn derive(change: impl FnOnce(&mut Scenario)) -> Arc<Derived> {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    (scenario.patients, scenario.ward_patients) = (900, 300);
    change(&mut scenario);
    Arc::new(pipeline::evaluate(&recipe, &scenario).expect("evaluated"))
}

fn run(derived: &Arc<Derived>, task: LearningTask, before: Option<&Learning>) -> (Learning, usize) {
    let mut job = LearningJob::new(Arc::clone(derived), task, before);
    let mut steps = 0;
    loop {
        steps += 1;
        if let Step::Done(done) = job.step(&|| false) {
            return (done.expect("nothing cancels it"), steps);
        }
    }
}

fn tree(depth: u32) -> ClassifierSpec {
    ClassifierSpec { depth, ..ClassifierSpec::of(ClassifierKind::Tree) }
}

/// The share of pairs of one patient with and one without the condition whom the risks put in the right order.
fn pairs(risks: &[f64], labels: &[bool]) -> f64 {
    let (mut right, mut all) = (0.0, 0.0);
    for (with, _) in risks.iter().zip(labels).filter(|(_, label)| **label) {
        for (without, _) in risks.iter().zip(labels).filter(|(_, label)| !**label) {
            all += 1.0;
            right += if with > without { 1.0 } else { f64::from(u8::from(with >= without)) / 2.0 };
        }
    }
    right / all
}

/// A model trained by hand on `rows` and judged on them and on `unseen`.
fn by_hand(derived: &Derived, scenario: &Scenario, rows: &[usize], unseen: &[usize]) -> [f64; 2] {
    let cohort = &derived.data.collected;
    let request = Request {
        spec: &scenario.classifier,
        table: &cohort.table,
        rows,
        labels: &cohort.label,
        columns: &scenario.given(),
        weights: None,
        interactions: None,
        seed: scenario.seed,
        cancelled: &|| false,
        start: None,
    };
    let model = TableModel::train(&request).expect("trained");
    [rows, unseen].map(|rows| {
        let risks = model.risks(&cohort.table, Some(rows), &|| false).expect("scored");
        pairs(&risks, &rows.iter().map(|&row| cohort.label[row]).collect::<Vec<_>>())
    })
}

fn assert_by_hand(derived: &Derived, curve: &Curve, place: usize, model: usize) {
    let scenario = curve.scenario(derived, place);
    let expected = by_hand(derived, &scenario, &curve.rows(derived, place, model), &curve.unseen);
    let found = curve.places[place].tries.aucs[model];
    for (found, expected) in [found.training, found.unseen].into_iter().zip(expected) {
        assert!((found.expect("both outcomes") - expected).abs() < 1e-12, "{found:?} is not {expected}");
    }
}

#[test]
fn a_point_of_the_curve_over_patients_is_a_model_trained_and_judged_by_hand() {
    let derived = derive(|scenario| scenario.classifier = tree(4));
    let (learning, _) = run(&derived, LearningTask::Patients, None);
    let (curve, current) = learning.patients(&derived).expect("worked out");
    assert!(current && curve.capped.is_none() && curve.varied == Varied::Patients);
    let sizes: Vec<usize> = curve.places.iter().map(|place| place.patients).collect();
    assert!(sizes.is_sorted_by(|a, b| a < b), "{sizes:?}");
    assert_eq!((sizes[0], *sizes.last().expect("places")), (50, derived.data.split.train.len()));
    for (place, model) in [(0, 0), (0, 9), (4, 3), (sizes.len() - 1, 0)] {
        assert_eq!(curve.rows(&derived, place, model).len(), sizes[place]);
        assert_by_hand(&derived, curve, place, model);
    }
    assert_ne!(curve.rows(&derived, 0, 0), curve.rows(&derived, 0, 1), "every model learns from others");
    // The last place is the model in use.
    let in_use = learning.in_use(&derived).expect("judged").0;
    assert_eq!(curve.places.last().expect("places").tries.aucs, [in_use.aucs]);
    assert_eq!((in_use.tried, in_use.aucs.unseen), (sizes[sizes.len() - 1], derived.paper.set.auc()));
}

#[test]
fn a_point_of_the_curve_over_complexity_is_a_model_trained_and_judged_by_hand() {
    let derived = derive(|scenario| scenario.classifier = tree(4));
    let (learning, steps) = run(&derived, LearningTask::Complexity, None);
    let (curve, _) = learning.complexity(&derived).expect("worked out");
    let depths: Vec<f64> = curve.places.iter().map(|place| place.at).collect();
    assert_eq!((depths.len(), depths[0], depths[8]), (9, 1.0, 12.0));
    assert_eq!(curve.progress(), [9 * DRAWS, 9 * DRAWS]);
    assert_eq!(steps, 1 + 9 * DRAWS + 1, "one model a step");
    for (place, model) in [(0, 0), (5, 2), (8, 9)] {
        assert_by_hand(&derived, curve, place, model);
    }
    assert_eq!(curve.rows(&derived, 0, 3), curve.rows(&derived, 8, 3), "the same draws at every setting");
    let [shallow, deep] = [0, 8].map(|place| curve.places[place].tries.clone());
    let gap = |tries: &cutpoint::pipeline::learning::Tries| {
        tries.training().expect("judged").mean - tries.unseen().expect("judged").mean
    };
    assert!(gap(&deep) > gap(&shallow) + 0.1, "deep trees learn by heart: {} {}", gap(&deep), gap(&shallow));
    // Only the setting that is varied moves: the curve stands, and only the model in use is judged anew.
    let other = derive(|scenario| scenario.classifier = tree(7));
    assert!(learning.complexity(&other).expect("kept").1);
    assert!(!learning.in_use(&other).expect("kept").1);
    assert_eq!(run(&other, LearningTask::Complexity, Some(&learning)).1, 2);
    let leaves = derive(|scenario| scenario.classifier = ClassifierSpec { min_leaf: 20, ..tree(4) });
    assert!(!learning.complexity(&leaves).expect("kept").1, "another setting needs another curve");
}

#[test]
fn naive_bayes_is_made_more_complex_by_more_inputs() {
    let derived = derive(|scenario| scenario.classifier = ClassifierSpec::of(ClassifierKind::NaiveBayes));
    let (learning, _) = run(&derived, LearningTask::Complexity, None);
    let (curve, _) = learning.complexity(&derived).expect("worked out");
    assert_eq!(curve.varied, Varied::Inputs);
    assert_eq!(curve.places.len(), derived.scenario.inputs.len());
    for place in [0, 4] {
        assert_eq!(curve.scenario(&derived, place).given(), derived.scenario.inputs[..=place]);
        assert_by_hand(&derived, curve, place, 1);
    }
}

#[test]
fn every_classifier_has_both_curves_from_few_patients_and_says_what_failed() {
    for kind in ClassifierKind::ALL {
        let derived = derive(|scenario| {
            scenario.patients = 60;
            scenario.classifier = ClassifierSpec { trees: 5, ..ClassifierSpec::of(kind) };
        });
        for task in [LearningTask::Patients, LearningTask::Complexity, LearningTask::Folds] {
            let (learning, _) = run(&derived, task, None);
            let curve = match task {
                LearningTask::Patients => learning.patients(&derived),
                LearningTask::Complexity => learning.complexity(&derived),
                _ => {
                    let (rounds, _) = learning.rounds(&derived).expect("worked out");
                    assert_eq!(rounds.progress(), [FOLDS, FOLDS]);
                    continue;
                }
            };
            let (curve, _) = curve.expect("worked out");
            for place in &curve.places {
                assert_eq!(place.tries.tried(), place.models, "{kind:?}");
                assert_eq!(place.tries.failed > 0, place.tries.why.is_some());
            }
        }
    }
}

#[test]
fn work_goes_on_from_where_it_was_broken_off() {
    let derived = derive(|scenario| scenario.classifier = tree(3));
    let mut job = LearningJob::new(Arc::clone(&derived), LearningTask::Patients, None);
    for _ in 0..12 {
        assert!(matches!(job.step(&|| false), Step::More));
    }
    let half = job.so_far().expect("it can be shown as it comes").expect("no error");
    assert_eq!(half.patients(&derived).expect("begun").0.progress()[0], 11);
    assert!(matches!(job.step(&|| true), Step::Done(Err(PipelineError::Cancelled))));
    // Something else in between keeps what stands.
    let (half, _) = run(&derived, LearningTask::Folds, Some(&half));
    let (resumed, _) = run(&derived, LearningTask::Patients, Some(&half));
    let (whole, _) = run(&derived, LearningTask::Patients, None);
    assert_eq!(resumed.patients(&derived), whole.patients(&derived));
    assert!(resumed.rounds(&derived).expect("kept").1);
}

#[test]
fn slow_classifiers_learn_from_fewer_patients_and_say_so() {
    let derived = derive(|scenario| {
        scenario.patients = 5_000;
        scenario.classifier = ClassifierSpec { trees: 1, ..ClassifierSpec::of(ClassifierKind::Forest) };
    });
    let (learning, _) = run(&derived, LearningTask::Folds, None);
    let (rounds, _) = learning.rounds(&derived).expect("worked out");
    assert_eq!(rounds.capped, Some([2_500, 2_500]));
    assert_eq!(rounds.folds.iter().map(|fold| fold.rows.len()).sum::<usize>(), 2_000);
}

#[test]
fn cross_validation_has_scikit_learns_figures() {
    let fixture: serde_json::Value = serde_json::from_str(include_str!("fixtures/learn/folds.json")).expect("JSON");
    let mut lines = include_str!("fixtures/learn/patients.csv").lines();
    let names: Vec<&str> = lines.next().expect("a header").split(',').take(5).collect();
    let rows: Vec<Vec<f64>> =
        lines.take(400).map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect()).collect();
    let mut table = Table::default();
    for (place, name) in names.iter().enumerate() {
        table.push(*name, Column::Number(rows.iter().map(|row| row[place]).collect())).expect("a column");
    }
    let label: Vec<bool> = rows.iter().map(|row| row[5] > 0.5).collect();
    let collected = Cohort { table, truth: label.clone(), label };
    let other = Arc::into_inner(derive(|_| {})).expect("its only owner");
    let scenario = Scenario { inputs: names.iter().map(|name| (*name).to_owned()).collect(), ..other.scenario.clone() };
    let split = Split { train: (0..400).collect(), held_out: Vec::new() };
    let empty = Arc::new(Cohort::default());
    let data = DataStage { collected, split, held_out: Arc::clone(&empty), ward: empty, review: None };
    let derived = Derived { scenario, data: Arc::new(data), ..other };
    let given: Vec<&serde_json::Value> = fixture["folds"].as_array().expect("a list").iter().collect();
    let parts = given.iter().map(|fold| {
        let held_out = fold["held_out"].as_array().expect("a list").iter();
        held_out.map(|row| row.as_u64().expect("a row") as usize).collect()
    });
    let mut rounds = Rounds::of(&derived, parts.collect());
    while rounds.advance(&derived, &|| false).expect("not cancelled") {}
    for (fold, expected) in rounds.folds.iter().zip(given) {
        let judged = fold.tried.as_ref().expect("tried").as_ref().expect("trained");
        for (found, key) in [(judged.aucs.training, "training_auc"), (judged.aucs.unseen, "held_out_auc")] {
            let expected = expected[key].as_f64().expect("a number");
            assert!((found.expect("both outcomes") - expected).abs() < 1e-9, "{found:?}, expected {expected}");
        }
    }
}

#[test]
fn a_spread_keeps_eight_of_ten() {
    let spread = Spread::of([9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0].to_vec()).expect("values");
    assert_eq!((spread.low, spread.high, spread.middle, spread.all), (2.0, 9.0, 8, 10));
    assert!((spread.mean - 5.5).abs() < 1e-12);
    // The sum of squares of 1 to 10 around 5.5 is 82.5.
    assert!((spread.deviation.expect("several") - (82.5_f64 / 9.0).sqrt()).abs() < 1e-12);
    let one = Spread::of(vec![0.7]).expect("a value");
    assert_eq!((one.low, one.high, one.deviation), (0.7, 0.7, None));
    assert_eq!(Spread::of(Vec::new()), None);
}

#[test]
fn what_is_known_too_late_gains_on_paper() {
    let derived = derive(|scenario| scenario.patients = 3_000);
    let (learning, _) = run(&derived, LearningTask::Known, None);
    let (leaks, _) = learning.leaks(&derived).expect("worked out");
    let [leak] = &leaks.leaks[..] else { panic!("one variable is known too late: {leaks:?}") };
    assert!(leak.id == "antibiotics" && !leak.in_use);
    let [with, without] = leak.with_and_without.clone().expect("tried").expect("trained");
    assert_eq!((without.paper, without.ward), (derived.paper.set.auc(), derived.ward.set.auc()));
    let given = with_input(&derived.scenario, &derived.recipe, "antibiotics", true);
    assert_eq!(given.inputs.last().map(String::as_str), Some("antibiotics"));
    let alone = Arc::new(pipeline::evaluate(&derived.recipe, &given).expect("evaluated"));
    assert_eq!((with.paper, with.ward), (alone.paper.set.auc(), alone.ward.set.auc()));
    assert!(with.paper > without.paper);
    // What is not known yet counts as not recorded, and for a model without it that changes nothing.
    assert_eq!(without.in_time, without.ward);
    let mut blank = Table::default();
    for (name, column) in alone.ward.cohort.table.iter() {
        let column = match column {
            Column::Category { codes, levels } if name == "antibiotics" => {
                Column::Category { codes: vec![MISSING; codes.len()], levels: levels.clone() }
            }
            other => other.clone(),
        };
        blank.push(name, column).expect("the same columns");
    }
    let risks = alone.model.trained.risks(&blank, None, &|| false).expect("scored");
    assert!((with.in_time.expect("both outcomes") - pairs(&risks, &alone.ward.cohort.truth)).abs() < 1e-12);
    assert!(with.in_time < with.ward, "what is not known cannot help");
    // From the other side the same.
    let (learning, _) = run(&alone, LearningTask::Known, None);
    let (leaks, _) = learning.leaks(&alone).expect("worked out");
    assert!(leaks.leaks[0].in_use);
    assert_eq!(leaks.leaks[0].with_and_without, Some(Ok([with, without])));
}

proptest! {
    #[test]
    fn parts_hold_everybody_once_and_the_same_shares(
        labels in proptest::collection::vec(any::<bool>(), 1..200),
        parts in 1_usize..8,
        seed in any::<u64>(),
        step in 1_usize..3,
    ) {
        let rows: Vec<usize> = (0..labels.len()).step_by(step).collect();
        let dealt = folds(&labels, &rows, parts, seed);
        prop_assert_eq!(dealt.len(), parts);
        let mut all: Vec<usize> = dealt.concat();
        all.sort_unstable();
        prop_assert_eq!(&all, &rows);
        let with = |part: &Vec<usize>| part.iter().filter(|&&row| labels[row]).count();
        for counts in [dealt.iter().map(Vec::len).collect::<Vec<_>>(), dealt.iter().map(with).collect()] {
            let (least, most) = (counts.iter().min(), counts.iter().max());
            prop_assert!(most.expect("parts") - least.expect("parts") <= 1, "{:?}", counts);
        }
    }

    #[test]
    fn a_draw_keeps_the_share_and_loses_no_outcome(
        labels in proptest::collection::vec(proptest::bool::weighted(0.1), 2..200),
        wanted in 2_usize..200,
        seed in any::<u64>(),
    ) {
        let rows: Vec<usize> = (0..labels.len()).collect();
        let drawn = draw(&labels, &rows, wanted, (seed, "test"));
        prop_assert_eq!(drawn.len(), wanted.min(rows.len()));
        prop_assert!(drawn.is_sorted_by(|a, b| a < b) && drawn.iter().all(|row| *row < labels.len()));
        let with = |rows: &[usize]| rows.iter().filter(|&&row| labels[row]).count();
        let (all, own) = (with(&rows), with(&drawn));
        prop_assert_eq!((own > 0, own < drawn.len()), (all > 0, all < rows.len()));
        let expected = all as f64 * drawn.len() as f64 / rows.len() as f64;
        prop_assert!((own as f64 - expected).abs() <= 1.0, "{} of {}, expected {}", own, drawn.len(), expected);
    }
}
