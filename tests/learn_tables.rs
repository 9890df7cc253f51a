//! From a clinical table to risks: what becomes of missing values, categories, constant columns and tables that differ from
//! the one that the model was trained on.

use cutpoint::data::{Column, MISSING, Table};
use cutpoint::learn::{
    ClassifierKind, ClassifierSpec, Encoder, Filler, LearnError, Request, TableModel, TermStatus, Workings,
};

fn category(values: &[&str], levels: &[&str]) -> Column {
    let code = |value: &&str| levels.iter().position(|level| level == value).map_or(MISSING, |index| index as u32);
    Column::Category {
        codes: values.iter().map(code).collect(),
        levels: levels.iter().map(|&level| level.to_owned()).collect(),
    }
}

fn table(columns: &[(&str, Column)]) -> Table {
    let mut table = Table::default();
    for (name, column) in columns {
        table.push(*name, column.clone()).expect("distinct names, equal lengths");
    }
    table
}

fn clinic() -> Table {
    table(&[
        ("age", Column::Number(vec![50.0, 60.0, f64::NAN, 80.0, 1000.0])),
        ("ambulance", category(&["yes", "no", "yes", "?", "no"], &["no", "yes"])),
        ("smoker", category(&["Y", "N", "N", "N", "Y"], &["Y", "N"])),
        ("ward", category(&["B", "A", "C", "B", "D"], &["A", "B", "C", "D"])),
        ("hospital", category(&["North", "North", "North", "North", "South"], &["North", "South"])),
        ("unit", Column::Number(vec![7.0; 5])),
        ("never_measured", Column::Number(vec![f64::NAN; 5])),
    ])
}

fn names(table: &Table) -> Vec<String> {
    table.names().to_vec()
}

/// The last patient is for testing only.
const TRAINING: [usize; 4] = [0, 1, 2, 3];

#[test]
fn a_table_becomes_numbers_by_what_the_training_rows_say() {
    let clinic = clinic();
    let encoder = Encoder::fit(&clinic, &TRAINING, &names(&clinic)).expect("it can be encoded");
    let labels: Vec<&str> = encoder.features().iter().map(|feature| feature.label.as_str()).collect();
    assert_eq!(labels, ["age", "ambulance: yes", "smoker: Y", "ward: A", "ward: B", "ward: C"]);
    let x = encoder.transform(&clinic, None).expect("the same table");
    // The median of 50, 60 and 80 stands in; the outlier of the test row has no say. "yes" was more frequent.
    assert_eq!(x.row(2).to_vec(), [60.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
    assert_eq!(x.row(3).to_vec(), [80.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
    // Ward D was never seen in training, so it counts as missing: the most frequent ward stands in.
    assert_eq!(x.row(4).to_vec(), [1000.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    let dropped: Vec<(&str, &str)> =
        encoder.dropped().iter().map(|dropped| (dropped.column.as_str(), dropped.why.as_str())).collect();
    assert_eq!(
        dropped,
        [
            ("hospital", "is \"North\" in every patient"),
            ("unit", "is 7 in every patient"),
            ("never_measured", "has no value in any patient")
        ]
    );
    assert_eq!(encoder.references(), [3]);
}

#[test]
fn the_encoding_describes_itself() {
    let clinic = clinic();
    let encoder = Encoder::fit(&clinic, &TRAINING, &names(&clinic)).expect("it can be encoded");
    let described = encoder.describe();
    let kinds: Vec<(&str, usize)> = described.iter().map(|column| (column.kind, column.missing)).collect();
    assert_eq!(kinds, [("number", 1), ("yes_no", 1), ("yes_no", 0), ("categories", 0)]);
    assert_eq!(described[0].missing_becomes, Filler::Median(60.0));
    assert_eq!(described[1].missing_becomes, Filler::MostFrequent("yes".to_owned()));
    assert_eq!(described[3].features, ["ward: A", "ward: B", "ward: C"]);
    let renamed = encoder.with_labels(|column| (column == "ambulance").then(|| "Arrived by ambulance".to_owned()));
    assert_eq!(renamed.features()[1].label, "Arrived by ambulance: yes");
}

#[test]
fn a_table_that_cannot_be_read_is_refused_with_the_column() {
    let clinic = clinic();
    let columns = names(&clinic);
    let unknown = Encoder::fit(&clinic, &TRAINING, &["lactate".to_owned()]).expect_err("no such column");
    assert!(unknown.to_string().contains("\"lactate\"") && unknown.to_string().contains("never_measured"), "{unknown}");
    assert_eq!(Encoder::fit(&clinic, &[], &columns).expect_err("nobody"), LearnError::NoRows);
    assert_eq!(
        Encoder::fit(&clinic, &[9], &columns).expect_err("no such row"),
        LearnError::RowOutOfRange { row: 9, rows: 5 }
    );
    let infinite = table(&[("age", Column::Number(vec![1.0, f64::INFINITY]))]);
    let error = Encoder::fit(&infinite, &[0, 1], &names(&infinite)).expect_err("infinity is refused");
    assert!(matches!(&error, LearnError::NonFinite { row: 1, column, .. } if column == "age"), "{error}");
    let encoder = Encoder::fit(&clinic, &TRAINING, &["age".to_owned(), "ward".to_owned()]).expect("it can be encoded");
    let words = table(&[("age", category(&["old"], &["old"])), ("ward", category(&["A"], &["A"]))]);
    assert!(matches!(encoder.transform(&words, None), Err(LearnError::ColumnKind { name, .. }) if name == "age"));
    let empty = table(&[("age", category(&["?"], &["old"])), ("ward", Column::Number(vec![f64::NAN]))]);
    assert_eq!(encoder.transform(&empty, None).expect("nothing is known").row(0).to_vec(), [60.0, 0.0, 1.0, 0.0]);
}

#[test]
fn a_column_that_names_every_patient_is_dropped_and_many_categories_are_pooled() {
    let texts: Vec<String> = (0..400).map(|i| format!("P{i}")).collect();
    let identity = Column::Category { codes: (0..400).collect(), levels: texts.clone() };
    let diagnosis = Column::Category { codes: (0..400).map(|i| (i * i) % 97).collect(), levels: texts };
    let table = table(&[("record", identity), ("diagnosis", diagnosis)]);
    let rows: Vec<usize> = (0..400).collect();
    let encoder = Encoder::fit(&table, &rows, &names(&table)).expect("it can be encoded");
    assert!(encoder.dropped()[0].why.contains("400 different texts"), "{:?}", encoder.dropped());
    assert!(encoder.features().len() <= 51);
    let x = encoder.transform(&table, None).expect("the same table");
    assert!(
        x.rows().into_iter().all(|row| row.iter().filter(|&&cell| cell > 0.5).count() == 1),
        "everybody is in one category"
    );
}

#[test]
fn every_classifier_learns_from_a_table_end_to_end() {
    let n = 240;
    let wards = ["A", "B", "C"];
    let ward: Vec<&str> = (0..n).map(|i| wards[i % 3]).collect();
    let age: Vec<f64> = (0..n).map(|i| if i % 11 == 0 { f64::NAN } else { 40.0 + (i * 7 % 50) as f64 }).collect();
    let labels: Vec<bool> = (0..n).map(|i| (i * 7 % 50) + (i % 3) * 12 + (i * 13 % 29) > 60).collect();
    let table = table(&[("age", Column::Number(age)), ("ward", category(&ward, &wards))]);
    let (train, test): (Vec<usize>, Vec<usize>) = (0..n).partition(|i| i % 4 > 0);
    let never = || false;
    for kind in ClassifierKind::ALL {
        let (spec, columns) = (ClassifierSpec::of(kind), names(&table));
        let request = Request {
            spec: &spec,
            table: &table,
            rows: &train,
            labels: &labels,
            columns: &columns,
            weights: None,
            seed: 7,
            cancelled: &never,
            interactions: None,
            start: None,
        };
        let model = TableModel::train(&request).unwrap_or_else(|error| panic!("{}: {error}", kind.id()));
        let risks = model.risks(&table, Some(&test), &never).expect("the same table");
        let right = risks.iter().zip(&test).filter(|&(&risk, &row)| (risk >= 0.5) == labels[row]).count();
        assert!(right * 10 > test.len() * 7, "{}: {right} of {}", kind.id(), test.len());
        if let Workings::Coefficients { terms, .. } = model.classifier.workings() {
            let status: Vec<TermStatus> = terms.iter().map(|term| term.status).collect();
            assert_eq!(status[1..], [TermStatus::Reference, TermStatus::Estimated, TermStatus::Estimated]);
            assert!(terms[3].odds_ratio > terms[2].odds_ratio && terms[2].odds_ratio > 1.0);
        }
        let short = Request { labels: &labels[1..], ..request };
        assert!(matches!(TableModel::train(&short), Err(LearnError::Shape { found: 239, expected: 240, .. })));
    }
}
