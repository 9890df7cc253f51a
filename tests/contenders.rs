//! Every kind of classifier on the same patients gives what it gives when it is chosen.

use std::sync::Arc;

use cutpoint::data::catalogue;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::pipeline::{self, ContendersJob, Job, PipelineError, Population, Step};
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
