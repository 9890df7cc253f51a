//! Every kind of classifier on the same patients gives what it gives when it is chosen.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cutpoint::data::catalogue;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::pipeline::{self, ContendersJob, EvaluationJob, Job, PipelineError, Population, Step};
use cutpoint::scenario::Scenario;

#[test]
fn a_contender_has_the_results_of_the_scenario_that_chooses_it() {
    let recipe = catalogue::shipped_recipe("diabetes").or_else(|_| catalogue::shipped_recipe("type2-diabetes"));
    let recipe = recipe.expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    (scenario.patients, scenario.ward_patients) = (1_200, 800);
    scenario.classifier = ClassifierSpec { depth: 2, ..ClassifierSpec::of(ClassifierKind::Tree) };
    let derived = Arc::new(pipeline::evaluate(&recipe, &scenario).expect("evaluated"));
    let mut job = ContendersJob::new(Arc::clone(&derived));
    let contenders = loop {
        if let Step::Done(done) = job.step(&|| false) {
            break done.expect("contenders");
        }
    };
    let kinds: Vec<ClassifierKind> = contenders.iter().map(|contender| contender.spec.kind).collect();
    assert_eq!(kinds, ClassifierKind::ALL);
    for contender in &contenders {
        let chosen = Scenario { classifier: contender.spec.clone(), ..scenario.clone() };
        let alone = pipeline::evaluate(&recipe, &chosen).expect("evaluated");
        for population in [Population::Paper, Population::Ward] {
            let side = contender.side(population).expect("trained");
            assert_eq!(side.set, alone.side(population).set, "{:?}", contender.spec.kind);
        }
    }
    assert_eq!(contenders[1].spec.depth, 2, "the one in use keeps its settings");
    let stopped = ContendersJob::new(derived).step(&|| true);
    assert!(matches!(stopped, Step::Done(Err(PipelineError::Cancelled))));
}

/// A clock that goes a quarter of a second further each time that it is asked.
fn ticking() -> f64 {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    f64::from(ASKED.fetch_add(1, Ordering::Relaxed)) * 0.25
}

#[test]
fn training_is_timed_by_whoever_has_a_clock() {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    (scenario.patients, scenario.ward_patients) = (400, 200);
    let job = EvaluationJob::new(Arc::clone(&recipe), scenario.clone(), None);
    let derived = Arc::new(pipeline::finish(job.timed(ticking)).expect("evaluated"));
    assert_eq!(derived.model.training_seconds, Some(0.25), "two looks at the clock");
    let contenders = pipeline::finish(ContendersJob::new(Arc::clone(&derived)).timed(ticking)).expect("trained");
    assert!(contenders.iter().all(|contender| contender.training_seconds == Some(0.25)));
    let untimed = pipeline::evaluate(&recipe, &scenario).expect("evaluated");
    assert_eq!(untimed.model.training_seconds, None);
}

#[cfg(feature = "gui")]
#[test]
fn those_on_whom_classifiers_disagree_are_all_found_and_the_furthest_apart_come_first() {
    use cutpoint::ui::panels::{disagreed, times_the_quickest, trained_in};
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("shipped");
    let mut scenario = Scenario::of(&recipe);
    (scenario.patients, scenario.ward_patients) = (900, 200);
    let derived = Arc::new(pipeline::evaluate(&recipe, &scenario).expect("evaluated"));
    let contenders = pipeline::finish(ContendersJob::new(Arc::clone(&derived))).expect("trained");
    let sides: Vec<_> = contenders.iter().map(|one| &**one.side(Population::Paper).expect("trained")).collect();
    for threshold in [0.0, 0.1, 0.5, 1.0] {
        let rows = disagreed(&sides, threshold);
        let differ = |row: &usize| {
            let first = sides[0].scores[*row] >= threshold;
            sides.iter().any(|side| (side.scores[*row] >= threshold) != first)
        };
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..derived.paper.scores.len()).filter(differ).collect::<Vec<_>>(), "at {threshold}");
        let apart = |row: usize| {
            let mut risks: Vec<f64> = sides.iter().map(|side| side.scores[row]).collect();
            risks.sort_by(f64::total_cmp);
            risks[risks.len() - 1] - risks[0]
        };
        assert!(rows.windows(2).all(|pair| apart(pair[0]) >= apart(pair[1])));
    }
    assert!(disagreed(&[], 0.5).is_empty());
    assert_eq!(trained_in(0.0004), "under 1 ms");
    assert_eq!(trained_in(0.0312), "31 ms");
    assert_eq!(trained_in(4.04), "4.0 s");
    assert_eq!(times_the_quickest(4.04, 0.101).as_deref(), Some("40 times the quickest"));
    assert_eq!(times_the_quickest(0.101, 0.101), None);
}
