//! The risk over two inputs, against predictions one by one.

use std::sync::Arc;

use cutpoint::data::{Column, catalogue};
use cutpoint::explain::{Edits, FieldAxis, Value, edited};
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::pipeline::{self, Derived, FieldJob, FieldKey, Held, Job, PipelineError, Population, RiskField, Step};
use cutpoint::scenario::{Recalibrate, Scenario};

fn derived(kind: ClassifierKind, patients: usize) -> Arc<Derived> {
    let recipe = catalogue::shipped_recipe("ward-sepsis").expect("it is shipped");
    let mut scenario = Scenario { patients, ward_patients: 300, ..Scenario::of(&recipe) };
    scenario.classifier = ClassifierSpec::of(kind);
    scenario.mitigation.recalibrate = Some(Recalibrate::InterceptAndSlope);
    Arc::new(pipeline::evaluate(&recipe, &scenario).expect("results"))
}

fn field(derived: &Arc<Derived>, population: Population, [x, y]: [&str; 2], held: Held) -> RiskField {
    let y = Some(y.to_owned()).filter(|y| !y.is_empty());
    let mut job = FieldJob::new(FieldKey { derived: Arc::clone(derived), population, x: x.to_owned(), y, held });
    loop {
        if let Step::Done(done) = job.step(&|| false) {
            return done.expect("it can be worked out");
        }
    }
}

#[test]
fn every_cell_is_the_risk_of_the_patient_with_those_two_values() {
    for kind in [ClassifierKind::Logistic, ClassifierKind::Tree, ClassifierKind::Knn] {
        let derived = derived(kind, 600);
        for (population, sides) in [(Population::Paper, ["lactate", "age"]), (Population::Ward, ["confusion", "crp"])] {
            let table = &derived.side(population).cohort.table;
            let field = field(&derived, population, sides, Held::Patient(7));
            let (x, y) = (&field.x, field.y.as_ref().expect("two inputs"));
            assert_eq!((field.risks.len(), field.patients), (x.values.len() * y.values.len(), 1));
            for (index, risk) in field.risks.iter().enumerate().step_by(37) {
                let (across, up) = (index % x.values.len(), index / x.values.len());
                let edits = Edits::from([
                    (x.column.clone(), x.values[across].clone()),
                    (y.column.clone(), y.values[up].clone()),
                ]);
                let patient = edited(table, 7, &edits, None);
                let alone = derived.model.risks_in(&patient, population, &|| false).expect("a risk")[0];
                assert!((alone - risk).abs() < 1e-12, "{kind:?}, {population:?}, {index}: {alone} and {risk}");
            }
        }
    }
}

#[test]
fn everybodys_field_is_the_mean_over_the_patients_it_names() {
    let derived = derived(ClassifierKind::Forest, 400);
    let field = field(&derived, Population::Paper, ["lactate", "confusion"], Held::Everybody);
    assert_eq!(field.patients, 60);
    let table = &derived.paper.cohort.table;
    let patients = derived.paper.cohort.len();
    let y = field.y.as_ref().expect("two inputs");
    for index in [0, 13, 61, 95] {
        let (across, up) = (index % field.x.values.len(), index / field.x.values.len());
        let edits = Edits::from([
            ("lactate".to_owned(), field.x.values[across].clone()),
            ("confusion".to_owned(), y.values[up].clone()),
        ]);
        let risks = (0..60).map(|place| {
            let patient = edited(table, place * patients / 60, &edits, None);
            derived.model.risks_in(&patient, Population::Paper, &|| false).expect("a risk")[0]
        });
        let mean = risks.sum::<f64>() / 60.0;
        assert!((mean - field.risks[index]).abs() < 1e-12, "{index}");
    }
}

#[test]
fn the_patient_held_at_is_always_in_sight_and_one_input_gives_one_row() {
    let derived = derived(ClassifierKind::Logistic, 2_000);
    let Some(Column::Number(ages)) = derived.paper.cohort.table.column("crp") else { panic!("no numbers") };
    let extreme = (0..ages.len()).max_by(|&a, &b| ages[a].total_cmp(&ages[b])).expect("patients");
    let high = field(&derived, Population::Paper, ["crp", ""], Held::Patient(extreme));
    assert_eq!((high.risks.len(), high.y), (high.x.values.len(), None));
    assert!(high.x.cell(ages[extreme]).is_some());
    assert!(high.x.cell(ages[extreme] + 1.0).is_none());
    let mut job = FieldJob::new(high.key.clone());
    assert!(matches!(job.step(&|| true), Step::Done(Err(PipelineError::Cancelled))));
}

#[test]
fn whole_numbers_have_a_cell_each_and_levels_their_place() {
    let visits = FieldAxis::numbers("visits", [0.0, 6.0], 48, true);
    let values: Vec<Value> = (0..=6).map(|visit| Value::Number(f64::from(visit))).collect();
    assert_eq!(visits.values, values);
    assert_eq!((visits.cell(2.4), visits.cell(-0.6), visits.cell(6.5)), (Some(2), None, Some(6)));
    let fine = FieldAxis::numbers("crp", [0.0, 300.0], 48, true);
    assert_eq!((fine.values.len(), fine.edges.len()), (48, 49));
    for odd in [[3.0, 3.0], [5.0, 1.0], [f64::NAN, 1.0]] {
        assert_eq!(FieldAxis::numbers("odd", odd, 48, false).values.len(), 48);
    }
    let sex = FieldAxis::levels("sex", &["Female".to_owned(), "Male".to_owned()]);
    assert_eq!(sex.place(&Value::Level("Male".to_owned())), Some(1.0));
    assert_eq!((sex.place(&Value::Missing), sex.cell(1.2), sex.cell(1.6)), (None, Some(1), None));
    assert!(sex.is_category() && !visits.is_category());
}
