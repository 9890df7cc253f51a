//! What matters to a model: against scikit-learn's permutation importance and partial dependence, and sums written out here.

use std::sync::Arc;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::{Column, Table};
use cutpoint::explain::{FieldAxis, Value, auc_loss, field_row, shuffled};
use cutpoint::learn::{ClassifierKind, ClassifierSpec, Request, TableModel};
use cutpoint::metrics::ScoredTestSet;
use cutpoint::pipeline::matters::{
    Effect, EffectJob, EffectKey, FOLLOWED, JUDGED, Proxies, ProxiesJob, Shuffles, ShufflesJob,
};
use cutpoint::pipeline::{Derived, Job, PipelineError, Population, Step, evaluate};
use cutpoint::rng::stream;
use cutpoint::scenario::Scenario;
use serde_json::Value as Json;

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

/// The patients that scikit-learn was given, and the same model.
struct Fixture {
    table: Table,
    labels: Vec<bool>,
    model: TableModel,
    expected: Json,
}

impl Fixture {
    fn load() -> Self {
        let expected: Json = serde_json::from_str(include_str!("fixtures/matters.json")).expect("a fixture");
        let rows: Vec<Vec<f64>> = expected["x"].as_array().expect("patients").iter().map(numbers).collect();
        let labels: Vec<bool> = numbers(&expected["y"]).iter().map(|&y| y > 0.5).collect();
        let mut table = Table::default();
        for column in 0..4 {
            let values = rows.iter().map(|row| row[column]).collect();
            table.push(format!("x{column}"), Column::Number(values)).expect("a new name");
        }
        let all: Vec<usize> = (0..labels.len()).collect();
        let spec = ClassifierSpec { penalty: 0.0, ..ClassifierSpec::of(ClassifierKind::Logistic) };
        let request = Request {
            spec: &spec,
            table: &table,
            rows: &all,
            labels: &labels,
            columns: table.names(),
            weights: None,
            interactions: None,
            seed: 1,
            cancelled: &|| false,
            start: None,
        };
        let model = TableModel::train(&request).expect("it learns");
        Self { table, labels, model, expected }
    }

    fn risks(&self, table: &Table) -> Vec<f64> {
        self.model.risks(table, None, &|| false).expect("scored")
    }
}

#[test]
fn what_shuffling_an_input_costs_is_what_scikit_learn_says() {
    let fixture = Fixture::load();
    let intact = fixture.risks(&fixture.table);
    let expected = &fixture.expected["permutation"];
    let (means, deviations) = (numbers(&expected["mean"]), numbers(&expected["deviation"]));
    let rounds = 400;
    for column in 0..4 {
        let name = format!("x{column}");
        let shuffle = |round: usize| {
            let table = shuffled(&fixture.table, &name, &mut stream(7, &[&name, &round.to_string()]));
            fixture.risks(&table)
        };
        let shuffles: Vec<Vec<f64>> = (0..rounds).map(shuffle).collect();
        let loss = auc_loss(&intact, &shuffles, &fixture.labels).expect("scores").expect("both outcomes");
        let error = deviations[column] / f64::from(rounds as u32).sqrt();
        assert!((loss.mean - means[column]).abs() < 4.0 * error + 1e-9, "{name}: {} for {}", loss.mean, means[column]);
        let interval = loss.interval.expect("enough patients");
        assert!(interval.contains(loss.mean));
        // Chance among patients is at least what is left of it among shuffles of one draw.
        assert!(interval.width() > 0.0 && interval.width() < 0.25, "{interval:?}");
    }
}

#[test]
fn the_interval_of_a_loss_covers_the_loss_among_other_patients() {
    // The model stands; patients are drawn anew, and the loss among very many is the truth.
    let draw = |seed: u64, n: usize| {
        use rand::Rng as _;
        let mut rng = stream(seed, &["patients"]);
        let normal = |rng: &mut rand_chacha::ChaCha8Rng| (0..12).map(|_| rng.r#gen::<f64>()).sum::<f64>() - 6.0;
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for _ in 0..n {
            let (a, b) = (normal(&mut rng), normal(&mut rng));
            x.push([a, b]);
            y.push(rng.r#gen::<f64>() < 1.0 / (1.0 + libm::exp(-(a + 0.5 * b - 1.0))));
        }
        let mut table = Table::default();
        for column in 0..2 {
            table.push(format!("x{column}"), Column::Number(x.iter().map(|x| x[column]).collect())).expect("new");
        }
        (table, y)
    };
    let score = |table: &Table| -> Vec<f64> {
        let value = |name: &str, row: usize| match table.column(name) {
            Some(Column::Number(values)) => values[row],
            _ => 0.0,
        };
        let risk = |row: usize| 1.0 / (1.0 + libm::exp(-(value("x0", row) + 0.5 * value("x1", row) - 1.0)));
        (0..table.rows()).map(risk).collect()
    };
    let loss = |seed: u64, n: usize, rounds: usize| {
        let (table, y) = draw(seed, n);
        let shuffles: Vec<Vec<f64>> = (0..rounds)
            .map(|round| score(&shuffled(&table, "x1", &mut stream(seed, &["shuffle", &round.to_string()]))))
            .collect();
        auc_loss(&score(&table), &shuffles, &y).expect("scores").expect("both outcomes")
    };
    let truth = loss(1, 200_000, 3).mean;
    let covered = (0..400).filter(|seed| loss(100 + seed, 300, 5).interval.expect("enough").contains(truth)).count();
    assert!((365..=400).contains(&covered), "{covered} of 400 intervals hold {truth}");
}

#[test]
fn a_loss_is_not_made_up_where_there_is_none() {
    let one_class = auc_loss(&[0.1, 0.4], &[vec![0.4, 0.1]], &[true, true]).expect("scores");
    assert_eq!(one_class, None);
    assert_eq!(auc_loss(&[0.1, 0.4], &[], &[true, false]).expect("scores"), None);
    let few = auc_loss(&[0.1, 0.4], &[vec![0.4, 0.1]], &[false, true]).expect("scores").expect("both outcomes");
    assert_eq!((few.mean, few.interval), (1.0, None));
    assert!(auc_loss(&[0.1, f64::NAN], &[], &[true, false]).is_err());
}

#[test]
fn shuffling_moves_one_column_and_loses_nobody() {
    let fixture = Fixture::load();
    let other = shuffled(&fixture.table, "x1", &mut stream(3, &["shuffle"]));
    let column = |table: &Table, name: &str| match table.column(name) {
        Some(Column::Number(values)) => values.clone(),
        _ => Vec::new(),
    };
    for name in ["x0", "x2", "x3"] {
        assert_eq!(column(&other, name), column(&fixture.table, name));
    }
    let (mut before, mut after) = (column(&fixture.table, "x1"), column(&other, "x1"));
    assert_ne!(before, after);
    before.sort_by(f64::total_cmp);
    after.sort_by(f64::total_cmp);
    assert_eq!(before, after);
}

#[test]
fn partial_dependence_and_individual_curves_are_those_of_scikit_learn() {
    let fixture = Fixture::load();
    let everybody: Vec<usize> = (0..fixture.table.rows()).collect();
    for column in 0..3 {
        let expected = &fixture.expected["dependence"][column.to_string()];
        let grid = numbers(&expected["grid"]);
        let axis = FieldAxis {
            column: format!("x{column}"),
            values: grid.iter().map(|&value| Value::Number(value)).collect(),
            edges: Vec::new(),
        };
        let patients = field_row(&fixture.table, &everybody, fixture.table.names(), &axis, None);
        let risks = fixture.risks(&patients);
        let mean = |risks: &[f64]| risks.iter().sum::<f64>() / risks.len() as f64;
        for (place, expected) in numbers(&expected["mean"]).into_iter().enumerate() {
            let found = mean(&risks[place * everybody.len()..][..everybody.len()]);
            assert!((found - expected).abs() < 1e-6, "x{column} at {}: {found} for {expected}", grid[place]);
        }
        for (patient, curve) in expected["individual"].as_array().expect("curves").iter().enumerate() {
            for (place, expected) in numbers(curve).into_iter().enumerate() {
                let found = risks[place * everybody.len() + patient];
                assert!((found - expected).abs() < 1e-6, "patient {patient}: {found} for {expected}");
            }
        }
    }
}

fn results(dataset: &str, change: impl FnOnce(&mut Scenario)) -> Arc<Derived> {
    let recipe = shipped_recipe(dataset).expect("a shipped recipe");
    let mut scenario = Scenario::of(&recipe);
    change(&mut scenario);
    Arc::new(evaluate(&recipe, &scenario).expect("results"))
}

fn done<T>(mut job: impl Job<Output = Result<T, PipelineError>>) -> T {
    loop {
        if let Step::Done(result) = job.step(&|| false) {
            return result.expect("it ends well");
        }
    }
}

fn shuffles(derived: &Arc<Derived>) -> Shuffles {
    done(ShufflesJob::new(Arc::clone(derived)))
}

#[test]
fn an_input_known_too_late_matters_most_on_paper_and_all_are_judged_on_both_sides() {
    let derived = results("ward-sepsis", |scenario| scenario.inputs.push("antibiotics".to_owned()));
    let found = shuffles(&derived);
    assert_eq!(found.judged, [derived.paper.scores.len().min(JUDGED), derived.ward.scores.len().min(JUDGED)]);
    let losses = |side: usize| -> Vec<(String, f64)> {
        let loss = |input: &cutpoint::pipeline::matters::InputLoss| {
            (input.column.clone(), input.sides[side].expect("worked out").expect("both outcomes").mean)
        };
        let mut all: Vec<(String, f64)> = found.inputs.iter().map(loss).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all
    };
    assert_eq!(losses(0)[0].0, "antibiotics", "{:?}", losses(0));
    assert_eq!(losses(0).len(), derived.scenario.inputs.len());
    assert_eq!(found, shuffles(&derived), "the same seed gives the same figures");
}

#[test]
fn a_curve_is_the_mean_of_those_followed_and_holds_the_patients_own_risk() {
    let derived = results("ward-sepsis", |_| {});
    let key = EffectKey {
        derived: Arc::clone(&derived),
        population: Population::Paper,
        column: "lactate".to_owned(),
        patient: Some(38),
    };
    let Effect { axis, curves, mean, own, .. } = done(EffectJob::new(key));
    assert_eq!((curves.len(), mean.len()), (FOLLOWED, axis.values.len()));
    for (place, mean) in mean.iter().enumerate() {
        let sum: f64 = curves.iter().map(|curve| curve[place]).sum();
        assert!((mean - sum / FOLLOWED as f64).abs() < 1e-12);
    }
    let own = own.expect("the patient's");
    let Some(Column::Number(lactate)) = derived.paper.cohort.table.column("lactate") else { panic!("a number") };
    let cell = axis.cell(lactate[38]).expect("in sight");
    let risk = derived.paper.scores[38];
    let around = &own[cell.saturating_sub(1)..(cell + 2).min(own.len())];
    let (least, most) = around.iter().fold((1.0_f64, 0.0_f64), |(l, m), &risk| (l.min(risk), m.max(risk)));
    assert!((least..=most).contains(&risk), "{risk} among {around:?}");
}

fn proxies(derived: &Arc<Derived>) -> Proxies {
    done(ProxiesJob::new(Arc::clone(derived)))
}

#[test]
fn inputs_that_tell_a_group_are_found_and_chance_is_not_taken_for_one() {
    let derived = results("ward-sepsis", |scenario| scenario.coin_flips = 1);
    let found = proxies(&derived);
    assert_eq!(found.attributes.len(), derived.recipe.groups().count());
    for attribute in &found.attributes {
        assert!(!attribute.in_use, "no group attribute is an input at first");
        for level in &attribute.levels {
            let together = level.together.expect("learnt").auc;
            for (input, told) in &level.alone {
                assert_ne!(*input, attribute.id);
                if input.contains("coin")
                    && let Some(told) = told.filter(|told| told.auc.is_some())
                {
                    let interval = told.interval.expect("enough patients");
                    assert!(
                        interval.width() > 0.3 || (interval.lo..=interval.hi).contains(&0.5) || told.auc < Some(0.56)
                    );
                }
            }
            assert!(together.is_none_or(|auc| (0.0..=1.0).contains(&auc)));
        }
    }
    // Against an independent count: the input alone that tells best, by pairs.
    let attribute = &found.attributes[0];
    let level = &attribute.levels[0];
    let Some(Column::Category { codes, .. }) = derived.data.held_out.table.column(&attribute.id) else {
        panic!("groups")
    };
    let members: Vec<bool> = codes.iter().map(|&code| code == 0).collect();
    assert_eq!(level.patients, members.iter().filter(|member| **member).count());
    let (input, told) = level.alone.iter().find(|(input, _)| input == "crp").expect("a number without gaps");
    let Some(Column::Number(values)) = derived.data.held_out.table.column(input) else { panic!("a number") };
    if values.iter().all(|value| value.is_finite()) {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let scaled: Vec<f64> = values.iter().map(|value| (value - least) / (most - least)).collect();
        let auc = ScoredTestSet::new(&scaled, &members, None).expect("shares").auc().expect("both");
        let told = told.expect("learnt").auc.expect("both");
        assert!((told - auc).abs() < 1e-9 || (told - (1.0 - auc)).abs() < 1e-9, "{told} for {auc}");
    }
}

#[test]
fn models_of_one_input_and_of_a_handful_of_patients_end_well() {
    let derived = results("ward-sepsis", |scenario| scenario.inputs = vec!["lactate".to_owned()]);
    assert_eq!(shuffles(&derived).inputs.len(), 1);
    for attribute in proxies(&derived).attributes {
        for level in attribute.levels {
            assert_eq!(level.alone.len(), 1);
            assert_eq!(level.alone[0].1, level.together, "one input together is that input alone");
        }
    }
    let few = results("ward-sepsis", |scenario| {
        scenario.patients = 50;
        scenario.ward_patients = 50;
    });
    assert!(shuffles(&few).inputs.iter().all(|input| input.sides.iter().all(Option::is_some)));
    proxies(&few);
}
