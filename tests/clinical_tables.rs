//! Real clinical tables as they come: what each column becomes, and what a person is told about it.

use cutpoint::data::cell::is_date;
use cutpoint::data::csv::read_raw;
use cutpoint::data::predictions::read_predictions;
use cutpoint::data::read_error::ReadError;
use cutpoint::data::typed::{ReadTable, read_like, read_table};
use cutpoint::data::{Column, MISSING};
use proptest::prelude::*;

fn read(text: &str) -> ReadTable {
    let raw = read_raw(text.as_bytes()).expect("it has a header");
    read_table(&raw, &[], &[]).expect("it has rows of equal length")
}

fn numbers<'a>(read: &'a ReadTable, name: &str) -> &'a [f64] {
    match read.table.column(name) {
        Some(Column::Number(values)) => values,
        other => panic!("{name} is {other:?}"),
    }
}

fn categories<'a>(read: &'a ReadTable, name: &str) -> (&'a [u32], Vec<&'a str>) {
    match read.table.column(name) {
        Some(Column::Category { codes, levels }) => (codes, levels.iter().map(String::as_str).collect()),
        other => panic!("{name} is {other:?}"),
    }
}

#[track_caller]
fn says(read: &ReadTable, fragments: &[&str]) {
    let said = read.notes.iter().any(|note| fragments.iter().all(|fragment| note.contains(fragment)));
    assert!(said, "{fragments:?} is not said in {:#?}", read.notes);
}

/// A column under the name x, one value a row, beside another column.
fn column(cells: &[&str]) -> String {
    cells.iter().fold("y;x\n".to_owned(), |text, cell| format!("{text}1;{cell}\n"))
}

#[test]
fn every_token_for_missing_is_missing() {
    let cells =
        ["1", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "?", ".", "~", "", "  ", "-", "none", "None", "2"];
    let read = read(&column(&cells));
    let values = numbers(&read, "x");
    assert_eq!(values.iter().filter(|value| value.is_nan()).count(), cells.len() - 2);
    assert_eq!((values[0], values[16]), (1.0, 2.0));
    assert!(read.notes.is_empty(), "{:?}", read.notes);
}

#[test]
fn none_is_a_category_among_words_and_minus_the_opposite_of_plus() {
    let smoking = read(&column(&["none", "light", "heavy", "NA", "-"]));
    assert_eq!(categories(&smoking, "x"), (&[2, 1, 0, MISSING, MISSING][..], vec!["heavy", "light", "none"]));
    let swab = read(&column(&["+", "-", "+", "?"]));
    assert_eq!(categories(&swab, "x"), (&[0, 1, 0, MISSING][..], vec!["+", "-"]));
}

#[test]
fn numbers_are_read_in_the_style_of_their_column() {
    let comma = read(&column(&["3,21", "4", "1.000,142", "-0,5"]));
    assert_eq!(numbers(&comma, "x"), [3.21, 4.0, 1000.142, -0.5]);
    says(&comma, &["\"x\"", "comma", "decimal mark"]);
    let point = read(&column(&["1.5", "1e-3", ".5", "\u{2212}2", "+7"]));
    assert_eq!(numbers(&point, "x"), [1.5, 0.001, 0.5, -2.0, 7.0]);
    let thousands = read("y,x\n1,\"1,234.5\"\n1,\"12,000\"\n1,7\n");
    assert_eq!(numbers(&thousands, "x"), [1234.5, 12000.0, 7.0]);
    says(&thousands, &["thousands"]);
    let quoted_comma = read("y,x\n1,\"1,5\"\n1,\"2,25\"\n");
    assert_eq!(numbers(&quoted_comma, "x"), [1.5, 2.25]);
}

#[test]
fn infinite_numbers_are_named_and_count_as_missing() {
    let read = read(&column(&["1", "Inf", "1e999", "-inf", "2"]));
    assert_eq!(numbers(&read, "x").iter().filter(|value| value.is_nan()).count(), 3);
    says(&read, &["\"Inf\" on line 3", "2 more", "not a finite number"]);
}

#[test]
fn a_less_than_sign_makes_text_and_is_said() {
    let read = read(&column(&["7", "<5", "9", "12", "9", "7", "9", "<5"]));
    assert_eq!(categories(&read, "x").1.len(), 4);
    says(&read, &["\"<5\" on line 3", "1 more", "treated as text"]);
}

#[test]
fn a_long_column_of_numbers_survives_a_few_words() {
    let mut cells: Vec<String> = (0..200).map(|value| format!("{value}.5")).collect();
    cells[9] = "haemolysed".to_owned();
    let read = read(&column(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(numbers(&read, "x").iter().filter(|value| value.is_nan()).count(), 1);
    says(&read, &["\"haemolysed\" on line 11", "count as missing"]);
}

#[test]
fn spellings_of_yes_and_no_and_capitals_are_counted_together() {
    let yes = read(&column(&["Yes", "yes", "Y", "no", "FALSE", "NA"]));
    assert_eq!(categories(&yes, "x"), (&[1, 1, 1, 0, 0, MISSING][..], vec!["no", "yes"]));
    says(&yes, &["\"Y\", \"Yes\", \"yes\"", "as \"yes\"", "counted together"]);
    let sex = read(&column(&["Female", "female", "F", "Female", "Male"]));
    assert_eq!(categories(&sex, "x").1, ["F", "Female", "Male"]);
    says(&sex, &["as \"Female\""]);
}

#[test]
fn useless_columns_are_left_out_and_named() {
    let mut text = String::from("age,empty,name,row,nhs_number,platelets\n");
    for row in 0..60 {
        text.push_str(&format!(
            "{},NA,Patient {row},{row},{},{}\n",
            40 + row % 9,
            9_000_000_000_u64 + row * row * 7,
            row * row
        ));
    }
    let read = read(&text);
    let left_out: Vec<&str> = read.left_out.iter().map(|left| left.column.as_str()).collect();
    assert_eq!(left_out, ["empty", "name", "row", "nhs_number"]);
    assert_eq!(read.table.names(), ["age", "platelets"]);
    says(&read, &["\"platelets\"", "different whole number for every patient", "used as an input"]);
}

#[test]
fn dates_are_said_to_be_dates() {
    let forms = ["2024-02-{}", "{}/03/2024", "{}.3.24", "2024-03-{} 10:15", "2024-03-{}T10:15:00Z"];
    for form in forms {
        let cells: Vec<String> = (10..29).map(|day| form.replace("{}", &day.to_string())).collect();
        let read = read(&column(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
        assert!(read.left_out[0].why.contains("holds dates"), "{form}: {:?}", read.left_out);
    }
    let twice = read(&column(&["2024-02-01", "2024-02-02", "2024-02-01", "2024-02-02", "NA"]));
    says(&twice, &["holds dates", "category"]);
    for text in ["1.5", "7", "1-2", "A/B/C", "2024-02-03-04", "192.168.1.1", "", "12345/6/7"] {
        assert!(!is_date(text), "{text}");
    }
}

#[test]
fn headers_that_are_blank_or_repeated_are_renamed_visibly() {
    let read = read("age,,age,\"two\nlines\"\n1,2,3,4\n5,6,7,8\n");
    assert_eq!(read.table.names(), ["age", "Column 2", "age (2)", "two lines"]);
    says(&read, &["repeats column names", "\"age (2)\""]);
    let raw = read_raw(b"a,a (2),a\n1,2,3\n").expect("a header");
    assert_eq!(raw.names(), ["a", "a (2)", "a (3)"]);
}

#[test]
fn another_table_is_read_as_the_first_was() {
    let first = read("sex,age,smoker\nF,40,yes\nM,50,no\nF,60,yes\nM,70,no\n");
    let raw = read_raw("smoker;extra;age;sex\nFALSE;1;40,5;m\nY;1;old;X\n;1;NA;F\n".as_bytes()).expect("a header");
    let (table, notes) = read_like(&raw, &first.plans).expect("every column is there");
    assert_eq!(table.names(), ["sex", "age", "smoker"]);
    assert_eq!(
        table.column("smoker"),
        Some(&Column::Category { codes: vec![0, 1, MISSING], levels: vec!["no".into(), "yes".into()] })
    );
    assert_eq!(
        table.column("sex"),
        Some(&Column::Category { codes: vec![1, MISSING, 0], levels: vec!["F".into(), "M".into()] })
    );
    let all = notes.join("\n");
    assert!(
        all.contains("\"X\" on line 3 is no category") && all.contains("\"old\" on line 3 is not a finite number"),
        "{all}"
    );
    let raw = read_raw(b"sex,age\nF,1\n").expect("a header");
    let missing = read_like(&raw, &first.plans).expect_err("smoker is not there");
    assert!(matches!(missing, ReadError::NoColumn { column, .. } if column == "smoker"));
}

/// Whatever the bytes are, the readers answer; they never panic.
fn all_readers(bytes: &[u8]) {
    read_predictions(bytes).ok();
    let Ok(raw) = read_raw(bytes) else { return };
    let Ok(read) = read_table(&raw, &["a"], &["b"]) else { return };
    let rows = read.table.rows();
    assert!(read.table.iter().all(|(_, column)| column.len() == rows));
    let (again, _) = read_like(&raw, &read.plans).expect("a table has its own columns");
    assert_eq!(again.names(), read.table.names());
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        all_readers(&bytes);
    }

    #[test]
    fn any_table_of_odd_cells_is_answered(
        text in "(a|b|label|score|group)?([,;\t|\"\r\n .a-c0-9+~?é\u{feff}<>=-]|NA|inf|1e999|nan|yes|No|1,5|\r\n|\"\"){0,120}"
    ) {
        all_readers(text.as_bytes());
        all_readers(&encoding_rs::WINDOWS_1252.encode(&text).0);
        all_readers(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    }

    /// Rows and numbers survive: what was written is what is read.
    #[test]
    fn numbers_survive_writing_and_reading(
        values in proptest::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..60),
        separator in prop_oneof![Just(','), Just(';'), Just('\t')],
    ) {
        let mut text = format!("score{separator}label\n");
        for (score, label) in &values {
            text.push_str(&format!("{score}{separator}{}\n", u8::from(*label)));
        }
        let read = read_predictions(text.as_bytes()).expect("it is a predictions table");
        prop_assert_eq!(read.scores, values.iter().map(|value| value.0).collect::<Vec<_>>());
        prop_assert_eq!(read.labels, values.iter().map(|value| value.1).collect::<Vec<_>>());
    }
}
