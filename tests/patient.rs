//! One patient's account: other values, the parts of the risk, the smallest change, and other samples to learn from.

use std::sync::Arc;

use cutpoint::data::{Column, catalogue};
use cutpoint::explain::{Changes, Edits, Value, edited};
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::num::Threshold;
use cutpoint::pipeline::{
    self, Derived, Job, PatientAccount, PatientJob, PatientKey, PipelineError, Population, REFITS, Refits, RefitsJob,
    Step,
};
use cutpoint::scenario::{Recalibrate, Scenario};

fn scenario(dataset: &str, change: impl FnOnce(&mut Scenario)) -> Arc<Derived> {
    let recipe = catalogue::shipped_recipe(dataset).expect("it is shipped");
    let mut scenario = Scenario::of(&recipe);
    (scenario.patients, scenario.ward_patients) = (1200, 800);
    change(&mut scenario);
    Arc::new(pipeline::evaluate(&recipe, &scenario).expect("results"))
}

fn run<J: Job<Output = Result<T, PipelineError>>, T>(mut job: J) -> T {
    loop {
        if let Step::Done(done) = job.step(&|| false) {
            return done.expect("it can be worked out");
        }
    }
}

fn account(derived: &Arc<Derived>, population: Population, row: usize, threshold: f64) -> PatientAccount {
    let threshold = Threshold::new(threshold).expect("from 0 to 1");
    let key = PatientKey { derived: Arc::clone(derived), population, row, threshold, held: vec!["age".to_owned()] };
    run(PatientJob::new(key, None))
}

#[test]
fn a_patient_without_edits_has_the_risk_on_screen_on_both_sides() {
    for kind in ClassifierKind::ALL {
        let derived = scenario("ward-sepsis", |scenario| {
            scenario.classifier = ClassifierSpec::of(kind);
            scenario.mitigation.recalibrate = Some(Recalibrate::InterceptAndSlope);
        });
        for population in [Population::Paper, Population::Ward] {
            let side = derived.side(population);
            for row in [0, 17, side.scores.len() - 1] {
                let patient = edited(&side.cohort.table, row, &Edits::new(), None);
                let risk = derived.model.risks_in(&patient, population, &|| false).expect("a risk")[0];
                assert!((risk - side.scores[row]).abs() < 1e-12, "{kind:?}, {population:?}, {row}");
            }
        }
    }
}

#[test]
fn an_edit_changes_one_cell_and_leaves_the_others() {
    let derived = scenario("ward-sepsis", |_| {});
    let table = &derived.paper.cohort.table;
    let edits = Edits::from([
        ("lactate".to_owned(), Value::Number(4.5)),
        ("confusion".to_owned(), Value::Level("yes".to_owned())),
        ("sex".to_owned(), Value::Level("nobody".to_owned())),
        ("no such column".to_owned(), Value::Missing),
    ]);
    let values = [Value::Number(30.0), Value::Missing];
    let copies = edited(table, 3, &edits, Some(("age", &values)));
    assert_eq!(copies.rows(), 2);
    for (name, column) in copies.iter() {
        let own = table.column(name).expect("the same columns").take(&[3]);
        match (name, column) {
            ("lactate", Column::Number(values)) => assert_eq!(values, &[4.5, 4.5]),
            ("age", Column::Number(values)) => assert!((values[0] - 30.0).abs() < 1e-12 && values[1].is_nan()),
            ("confusion", Column::Category { codes, levels }) => {
                assert!(codes.iter().all(|&code| levels[code as usize] == "yes"));
            }
            _ => assert_eq!(format!("{:?}", column.take(&[1])), format!("{own:?}"), "{name}"),
        }
    }
}

#[test]
fn the_parts_lead_to_the_risk_on_screen_even_where_risks_are_fitted_to_the_ward() {
    for (kind, tolerance) in
        [(ClassifierKind::Logistic, 1e-9), (ClassifierKind::Tree, 1e-9), (ClassifierKind::Knn, 1e-9)]
    {
        let derived = scenario("ward-sepsis", |scenario| {
            scenario.classifier = ClassifierSpec::of(kind);
            scenario.mitigation.recalibrate = Some(Recalibrate::InterceptAndSlope);
        });
        assert!(derived.model.recalibration.is_some());
        let parts = account(&derived, Population::Ward, 5, 0.1).contributions;
        let sum: f64 = parts.base + parts.parts.iter().map(|part| part.amount).sum::<f64>();
        assert!((sum - parts.total).abs() < tolerance, "{kind:?}: {sum} is not {}", parts.total);
        let risk = match parts.scale {
            cutpoint::explain::Scale::LogOdds => 1.0 / (1.0 + (-parts.total).exp()),
            cutpoint::explain::Scale::Risk => parts.total,
        };
        assert!((risk - derived.ward.scores[5]).abs() < tolerance, "{kind:?}: {risk}");
    }
}

#[test]
fn every_change_that_is_told_crosses_the_line_as_it_is_written() {
    let mut told = 0;
    for kind in [ClassifierKind::Logistic, ClassifierKind::Tree, ClassifierKind::NaiveBayes] {
        let derived = scenario("ward-sepsis", |scenario| scenario.classifier = ClassifierSpec::of(kind));
        for row in (0..60).step_by(7) {
            let account = account(&derived, Population::Paper, row, 0.12);
            let Changes::Single(changes) = &account.outlook.changes else { continue };
            let was = derived.paper.scores[row] >= 0.12;
            assert_eq!(was, account.outlook.flagged);
            for change in changes {
                assert_ne!(change.column, "age", "it is held");
                let edits = Edits::from([(change.column.clone(), change.to.clone())]);
                let patient = edited(&derived.paper.cohort.table, row, &edits, None);
                let risk = derived.model.risks_in(&patient, Population::Paper, &|| false).expect("a risk")[0];
                assert_ne!(risk >= 0.12, was, "{kind:?}, patient {row}: {change:?} gives {risk}");
                if let (Value::Number(to), Some(variable)) = (&change.to, derived.recipe.variable(&change.column)) {
                    let written: f64 = variable.shown(*to).parse().expect("a number");
                    told += usize::from((written - to).abs() < 1e-9);
                }
            }
        }
    }
    assert!(told > 20, "only {told} changes stand as they are written");
}

#[test]
fn the_range_is_that_of_the_middle_models_of_forty() {
    let derived = scenario("ward-sepsis", |_| {});
    let refits: Refits = run(RefitsJob::new(Arc::clone(&derived)));
    assert_eq!(refits.models.len(), REFITS);
    let own = &derived.paper;
    let mut within = 0;
    for row in 0..50 {
        let patient = edited(&own.cohort.table, row, &Edits::new(), None);
        let range = refits.range(&patient, Population::Paper).expect("risks").expect("all models");
        let risks = refits.models.iter().map(|model| model.risks(&patient, None, &|| false).expect("a risk")[0]);
        let risks: Vec<f64> = risks.collect();
        let below = risks.iter().filter(|risk| **risk < range.low).count();
        let above = risks.iter().filter(|risk| **risk > range.high).count();
        assert_eq!((below, above), (1, 1), "one of forty lies beyond on either side");
        within += usize::from((range.low..=range.high).contains(&own.scores[row]));
    }
    assert!(within >= 45, "the model itself lies within for {within} of 50");
}

#[test]
fn samples_that_cannot_be_learnt_from_leave_no_range() {
    // Three or so of 25 have it: a sample without any of them turns up among forty.
    let derived = scenario("ward-sepsis", |scenario| scenario.patients = 50);
    let refits: Refits = run(RefitsJob::new(Arc::clone(&derived)));
    let cases = derived.data.split.train.iter().filter(|&&row| derived.data.collected.label[row]).count();
    assert!(cases < 4, "{cases} cases are too many for this test");
    assert!(refits.models.len() < REFITS);
    let patient = edited(&derived.paper.cohort.table, 0, &Edits::new(), None);
    assert_eq!(refits.range(&patient, Population::Paper).expect("risks"), None);
}
