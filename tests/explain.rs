//! Why one patient has this risk, against enumeration of all subsets, closed forms and a tree worked by hand.

use cutpoint::data::{Column, MISSING, Table};
use cutpoint::explain::{Changes, Sampling, Scale, Subject, Value, contributions, grid, smallest_change, what_if};
use cutpoint::learn::{ClassifierKind, ClassifierSpec, LearnError, Request, TableModel, Workings};
use cutpoint::num::Threshold;

/// A number from 0 to 1 that looks independent between rows and columns: the finaliser of SplitMix64.
fn noise(row: usize, column: usize) -> f64 {
    let mut mixed = (row as u64 * 1000 + column as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// `numbers` numeric columns "x0", "x1" ..., then a category "ward" of three levels.
fn patients(rows: usize, numbers: usize) -> (Table, Vec<bool>) {
    let mut table = Table::default();
    for column in 0..numbers {
        let values = (0..rows).map(|row| noise(row, column) * 10.0).collect();
        table.push(format!("x{column}"), Column::Number(values)).expect("a new name");
    }
    let codes: Vec<u32> = (0..rows).map(|row| (noise(row, 50) * 3.0) as u32).collect();
    let levels = ["A", "B", "C"].map(str::to_owned).to_vec();
    table.push("ward", Column::Category { codes: codes.clone(), levels }).expect("a new name");
    let label = |row: usize| {
        let product = noise(row, 0) * noise(row, 1.min(numbers - 1));
        product + 0.2 * f64::from(codes[row]) + 0.5 * noise(row, 60) > 0.75
    };
    (table, (0..rows).map(label).collect())
}

fn train(kind: ClassifierKind, table: &Table, labels: &[bool], interactions: Option<&str>) -> TableModel {
    let rows: Vec<usize> = (0..table.rows()).collect();
    train_spec(&ClassifierSpec::of(kind), table, labels, &rows, interactions)
}

fn train_spec(
    spec: &ClassifierSpec,
    table: &Table,
    labels: &[bool],
    rows: &[usize],
    interactions: Option<&str>,
) -> TableModel {
    let (columns, cancelled) = (table.names().to_vec(), || false);
    let request = Request {
        spec,
        table,
        rows,
        labels,
        columns: &columns,
        weights: None,
        interactions,
        seed: 1,
        cancelled: &cancelled,
        start: None,
    };
    TableModel::train(&request).expect("it learns")
}

fn subject<'a>(model: &'a TableModel, table: &Table, row: usize) -> Subject<'a> {
    let rows: Vec<usize> = (0..table.rows()).collect();
    Subject::new(model, (table, &rows), (table, row)).expect("a patient")
}

fn logit(risk: f64) -> f64 {
    (risk / (1.0 - risk)).ln()
}

/// The mean risk when the columns in `kept` (bits) are the patient's and the others each training patient's.
fn coalition(model: &TableModel, table: &Table, row: usize, kept: usize) -> f64 {
    let mut mixed = Table::default();
    for (number, (name, column)) in table.iter().enumerate() {
        let rows: Vec<usize> =
            (0..table.rows()).map(|other| if kept >> number & 1 == 1 { row } else { other }).collect();
        mixed.push(name, column.take(&rows)).expect("a new name");
    }
    let risks = model.risks(&mixed, None, &|| false).expect("risks");
    risks.iter().sum::<f64>() / risks.len() as f64
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|k| k as f64).product()
}

/// Shapley's formula, subset by subset.
fn enumerated(model: &TableModel, table: &Table, row: usize) -> Vec<f64> {
    let n = table.names().len();
    let worth: Vec<f64> = (0..1 << n).map(|kept| coalition(model, table, row, kept)).collect();
    let push = |input: usize| {
        let without = (0..1_usize << n).filter(|kept| kept >> input & 1 == 0);
        let each = without.map(|kept| {
            let size = kept.count_ones() as usize;
            factorial(size) * factorial(n - size - 1) / factorial(n) * (worth[kept | 1 << input] - worth[kept])
        });
        each.sum()
    };
    (0..n).map(push).collect()
}

#[test]
fn sampled_pushes_agree_with_all_subsets_and_add_up() {
    for numbers in [1, 3, 5] {
        let (table, labels) = patients(40, numbers);
        for kind in [ClassifierKind::Tree, ClassifierKind::Forest, ClassifierKind::Knn, ClassifierKind::Svm] {
            let model = train(kind, &table, &labels, None);
            for row in [0, 17] {
                let subject = subject(&model, &table, row);
                let sampling = Sampling { background: 40, orders: 400, seed: 3 };
                let found = contributions(&subject, &sampling).expect("pushes");
                let sum: f64 = found.parts.iter().map(|part| part.amount).sum();
                assert_eq!(found.scale, Scale::Risk);
                assert!((found.base + sum - found.total).abs() < 1e-12, "{kind:?}: {found:?}");
                assert!((found.total - subject.risk().expect("a risk")).abs() < 1e-12);
                assert!((found.base - coalition(&model, &table, row, 0)).abs() < 1e-12);
                for (part, exact) in found.parts.iter().zip(enumerated(&model, &table, row)) {
                    let room = 4.0 * part.standard_error + 1e-10;
                    assert!((part.amount - exact).abs() <= room, "{kind:?} {row} {numbers}: {part:?} against {exact}");
                }
                assert_eq!(found, contributions(&subject, &sampling).expect("pushes"), "the same seed");
            }
        }
    }
}

#[test]
fn more_orders_shrink_the_standard_error() {
    let (table, labels) = patients(60, 5);
    let model = train(ClassifierKind::Knn, &table, &labels, None);
    let subject = subject(&model, &table, 4);
    let error = |orders| {
        let found = contributions(&subject, &Sampling { background: 20, orders, seed: 1 }).expect("pushes");
        found.parts.iter().map(|part| part.standard_error).sum::<f64>()
    };
    let (few, many) = (error(100), error(1600));
    assert!(few > 0.0 && (2.5..6.0).contains(&(few / many)), "16 times the orders: {few} to {many}");
}

#[test]
fn additive_models_are_exact() {
    let (table, _) = patients(80, 3);
    // Every ward has patients with and without the condition: else naive Bayes is so sure that no odds can be taken.
    let labels: Vec<bool> = (0..80).map(|row| noise(row, 0) + noise(row, 1) + noise(row, 60) > 1.5).collect();
    let model = train(ClassifierKind::Logistic, &table, &labels, None);
    let found = contributions(&subject(&model, &table, 5), &Sampling::default()).expect("pushes");
    let Workings::Coefficients { terms, .. } = model.classifier.workings() else { panic!("not logistic") };
    let Some(Column::Number(x)) = table.column("x1") else { panic!("no numbers") };
    let expected = terms[1].coefficient * (x[5] - x.iter().sum::<f64>() / 80.0);
    assert_eq!(found.scale, Scale::LogOdds);
    assert!((found.parts[1].amount - expected).abs() < 1e-12 && expected.abs() > 1e-3);

    for kind in [ClassifierKind::Logistic, ClassifierKind::NaiveBayes] {
        let model = train(kind, &table, &labels, None);
        let subject = subject(&model, &table, 5);
        let found = contributions(&subject, &Sampling::default()).expect("pushes");
        let risks = model.risks(&table, None, &|| false).expect("risks");
        let base = risks.iter().map(|&risk| logit(risk)).sum::<f64>() / 80.0;
        let sum: f64 = found.parts.iter().map(|part| part.amount).sum();
        assert!((found.base - base).abs() < 1e-9, "{kind:?}: {} against {base}", found.base);
        assert!((found.total - logit(risks[5])).abs() < 1e-9 && (found.base + sum - found.total).abs() < 1e-9);
        assert_eq!(found.parts.len(), 4, "the three features of the ward are one input");
        assert!(found.parts.iter().all(|part| part.standard_error.abs() <= 0.0));
    }
    let multiplied = train(ClassifierKind::Logistic, &table, &labels, Some("ward"));
    let found = contributions(&subject(&multiplied, &table, 5), &Sampling::default()).expect("pushes");
    assert_eq!(found.scale, Scale::Risk, "with products the inputs no longer add up");
}

/// Flagged by one question: whether "marker" is above 5. "idle" is never asked.
fn hand_worked() -> (Table, TableModel) {
    let mut table = Table::default();
    let marker = (0..40).map(|row| f64::from(row / 4)).collect();
    let idle = (0..40).map(|row| f64::from(row % 4)).collect();
    table.push("marker", Column::Number(marker)).expect("a new name");
    table.push("idle", Column::Number(idle)).expect("a new name");
    let labels: Vec<bool> = (0..40).map(|row| row / 4 > 5).collect();
    let rows: Vec<usize> = (0..40).collect();
    let spec = ClassifierSpec { depth: 1, min_leaf: 1, ..ClassifierSpec::of(ClassifierKind::Tree) };
    let model = train_spec(&spec, &table, &labels, &rows, None);
    (table, model)
}

#[test]
fn a_tree_worked_by_hand() {
    let (table, model) = hand_worked();
    let flagged = subject(&model, &table, 39);
    let found = contributions(&flagged, &Sampling { background: 40, ..Sampling::default() }).expect("pushes");
    // 16 of 40 have the condition, the patient's leaf holds nobody else: the one question did it all.
    assert!((found.base - 0.4).abs() < 1e-12 && (found.total - 1.0).abs() < 1e-12);
    assert!((found.parts[0].amount - 0.6).abs() < 1e-12);
    assert!(found.parts[1].amount.abs() <= 0.0 && found.parts[1].standard_error.abs() <= 0.0, "never asked");

    let threshold = Threshold::new(0.5).expect("a threshold");
    let outlook = smallest_change(&flagged, threshold, &[]).expect("an outlook");
    let Changes::Single(changes) = &outlook.changes else { panic!("one input is enough: {outlook:?}") };
    assert!(outlook.flagged && changes.len() == 1);
    assert_eq!((changes[0].column.as_str(), &changes[0].from), ("marker", &Value::Number(9.0)));
    // The border lies half way between 5 and 6; the population standard deviation of 0..=9 is the root of 8.25.
    let Value::Number(to) = changes[0].to else { panic!("a number") };
    assert!((to - 5.5).abs() < 1e-6, "{to}");
    assert!((changes[0].distance - 3.5 / 8.25_f64.sqrt()).abs() < 1e-6);

    let kept = smallest_change(&flagged, threshold, &["marker".to_owned()]).expect("an outlook");
    assert_eq!(kept.changes, Changes::NoneFound, "what is fixed is left alone");
    let points = what_if(&flagged, "marker", &[5.0, 6.0].map(Value::Number)).expect("a curve");
    assert!(points[0].risk.abs() < 1e-12 && (points[1].risk - 1.0).abs() < 1e-12);
}

#[test]
fn the_border_of_a_logistic_regression_in_closed_form() {
    let (table, labels) = patients(200, 3);
    let model = train(ClassifierKind::Logistic, &table, &labels, None);
    let Workings::Coefficients { terms, .. } = model.classifier.workings() else { panic!("not logistic") };
    let mut crossings = 0;
    for row in 0..20 {
        let subject = subject(&model, &table, row);
        let (risk, threshold) = (subject.risk().expect("a risk"), Threshold::new(0.4).expect("a threshold"));
        let fixed = ["ward".to_owned()];
        let outlook = smallest_change(&subject, threshold, &fixed).expect("an outlook");
        let singles = if let Changes::Single(changes) = &outlook.changes { changes.as_slice() } else { &[] };
        assert!(singles.is_sorted_by(|one, other| one.distance <= other.distance));
        for (input, term) in terms.iter().enumerate().take(3) {
            let name = format!("x{input}");
            let Some(Column::Number(x)) = table.column(&name) else { panic!("no numbers") };
            let border = x[row] + (logit(0.4) - logit(risk)) / term.coefficient;
            let low = x.iter().copied().fold(f64::INFINITY, f64::min);
            let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let change = singles.iter().find(|change| change.column == name);
            assert_eq!(change.is_some(), (low..=high).contains(&border), "{name} of {row}: border {border}");
            if let Some(Value::Number(to)) = change.map(|change| &change.to) {
                crossings += 1;
                assert!((to - border).abs() < 1e-6, "{to} against {border}");
            }
        }
    }
    assert!(crossings >= 10, "only {crossings} crossings were compared");
}

#[test]
fn two_inputs_when_one_is_not_enough() {
    let (rows, mut table) = (60, Table::default());
    for column in ["first", "second"] {
        let shift = if column == "first" { 0 } else { 1 };
        let values = (0..rows).map(|row| noise(row, shift)).collect();
        table.push(column, Column::Number(values)).expect("a new name");
    }
    let labels: Vec<bool> = (0..rows).map(|row| noise(row, 0) + noise(row, 1) > 1.0).collect();
    let model = train(ClassifierKind::Logistic, &table, &labels, None);
    let risks = model.risks(&table, None, &|| false).expect("risks");
    let lowest = (0..rows).min_by(|&one, &other| risks[one].total_cmp(&risks[other])).expect("a patient");
    let subject = subject(&model, &table, lowest);
    let highest = risks.iter().copied().fold(0.0, f64::max);
    let threshold = Threshold::new(highest).expect("a threshold");
    let outlook = smallest_change(&subject, threshold, &[]).expect("an outlook");
    let Changes::Pair(pair) = &outlook.changes else { panic!("two inputs are needed: {outlook:?}") };
    assert_eq!((pair[0].column.as_str(), pair[1].column.as_str()), ("first", "second"));
    // The pair reaches the threshold, and only just: it has been drawn in.
    let mut changed = table.take(&[lowest]);
    changed = {
        let mut both = Table::default();
        for ((name, _), change) in changed.iter().zip(pair) {
            let Value::Number(to) = change.to else { panic!("a number") };
            both.push(name, Column::Number(vec![to])).expect("a new name");
        }
        both
    };
    let reached = model.risks(&changed, None, &|| false).expect("risks")[0];
    assert!(reached >= highest && reached - highest < 1e-6, "{reached} for {highest}");
    let never = smallest_change(&subject, Threshold::new(1.0).expect("a threshold"), &[]).expect("an outlook");
    assert_eq!(never.changes, Changes::NoneFound);
    assert_eq!(outlook, smallest_change(&subject, threshold, &[]).expect("an outlook"), "the same again");
}

#[test]
fn a_curve_over_a_grid_is_the_patient_changed_by_hand() {
    let (table, labels) = patients(80, 2);
    let model = train(ClassifierKind::Forest, &table, &labels, None);
    let subject = subject(&model, &table, 7);
    for column in ["x0", "ward"] {
        let values = grid(&subject, column, 9).expect("a grid");
        assert_eq!((values.len(), values.last()), (if column == "x0" { 10 } else { 4 }, Some(&Value::Missing)));
        for point in what_if(&subject, column, &values).expect("a curve") {
            let mut changed = Table::default();
            for (name, original) in table.iter() {
                let replaced = match (&point.value, original) {
                    _ if name != column => original.take(&[7]),
                    (Value::Number(value), _) => Column::Number(vec![*value]),
                    (Value::Missing, Column::Number(_)) => Column::Number(vec![f64::NAN]),
                    (value, Column::Category { levels, .. }) => {
                        let place = levels.iter().position(|level| *value == Value::Level(level.clone()));
                        let code = place.map_or(MISSING, |place| place as u32);
                        Column::Category { codes: vec![code], levels: levels.clone() }
                    }
                    _ => panic!("a level of a number"),
                };
                changed.push(name, replaced).expect("a new name");
            }
            let alone = model.risks(&changed, None, &|| false).expect("risks")[0];
            assert!((point.risk - alone).abs() < 1e-12, "{point:?} against {alone}");
        }
    }
    assert!(matches!(what_if(&subject, "height", &[]), Err(LearnError::UnknownColumn { .. })));
    assert!(matches!(what_if(&subject, "ward", &[Value::Number(1.0)]), Err(LearnError::ColumnKind { .. })));
    assert!(matches!(what_if(&subject, "x0", &[Value::Number(f64::NAN)]), Err(LearnError::NonFinite { .. })));
}

#[test]
fn a_model_that_says_the_same_of_everybody() {
    let (table, labels) = patients(40, 2);
    // Too few patients for any leaf but the root.
    let spec = ClassifierSpec { min_leaf: 30, ..ClassifierSpec::of(ClassifierKind::Tree) };
    let rows: Vec<usize> = (0..40).collect();
    let leaf = train_spec(&spec, &table, &labels, &rows, None);
    let single = subject(&leaf, &table, 0);
    let found = contributions(&single, &Sampling::default()).expect("pushes");
    assert!(found.parts.len() == 3 && found.parts.iter().all(|part| part.amount.abs() < 1e-12), "{found:?}");
    let half = Threshold::new(0.5).expect("a threshold");
    assert_eq!(smallest_change(&single, half, &[]).expect("an outlook").changes, Changes::NoneFound);

    let mut unusable = Table::default();
    unusable.push("unit", Column::Number(vec![7.0; 40])).expect("a new name");
    let constant = train(ClassifierKind::Knn, &unusable, &labels, None);
    let none = subject(&constant, &unusable, 0);
    let found = contributions(&none, &Sampling::default()).expect("pushes");
    assert!(found.parts.is_empty() && (found.base - found.total).abs() < 1e-12);
    assert_eq!(smallest_change(&none, half, &[]).expect("an outlook").changes, Changes::NoneFound);
}

#[test]
fn a_patient_with_nothing_recorded_from_a_table_with_other_levels() {
    let (table, labels) = patients(60, 2);
    for kind in ClassifierKind::ALL {
        let model = train(kind, &table, &labels, None);
        let mut other = Table::default();
        other.push("x0", Column::Number(vec![f64::NAN, 3.0])).expect("a new name");
        other.push("x1", Column::Number(vec![f64::NAN, 4.0])).expect("a new name");
        let levels = ["C", "Z", "A"].map(str::to_owned).to_vec();
        other.push("ward", Column::Category { codes: vec![MISSING, 0], levels }).expect("a new name");
        let rows: Vec<usize> = (0..60).collect();
        for row in 0..2 {
            let subject = Subject::new(&model, (&table, &rows), (&other, row)).expect("a patient");
            let alone = model.risks(&other, Some(&[row]), &|| false).expect("risks")[0];
            assert!((subject.risk().expect("a risk") - alone).abs() < 1e-12, "{kind:?} {row}");
            let found = contributions(&subject, &Sampling::default()).expect("pushes");
            let sum: f64 = found.parts.iter().map(|part| part.amount).sum();
            // Naive Bayes is millions of log odds sure about a ward without any patient with the condition.
            let room = 1e-12 * found.base.abs().max(found.total.abs()).max(1.0) * 10.0;
            assert!((found.base + sum - found.total).abs() < room && found.total.is_finite(), "{kind:?}");
            let outlook = smallest_change(&subject, Threshold::new(0.5).expect("a threshold"), &[]).expect("one");
            if let Changes::Single(changes) = outlook.changes {
                assert!(changes.iter().all(|change| (change.from == Value::Missing) == (row == 0)));
            }
        }
        let gone = Subject::new(&model, (&table, &rows), (&other, 2)).map(|subject| subject.columns().len());
        assert_eq!(gone, Err(LearnError::RowOutOfRange { row: 2, rows: 2 }));
        assert!(matches!(Subject::new(&model, (&table, &[]), (&other, 0)), Err(LearnError::NoRows)));
    }
}
