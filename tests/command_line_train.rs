//! `cutpoint train` on tables as hospitals have them.

mod common;

use std::path::Path;

use common::{Ran, cutpoint};

/// 240 patients: the risk rises with age and lactate; every kind of column and of missing value is there.
fn clinic() -> String {
    let mut text = String::from("age,lactate,sex,smoker,ward,hospital,empty,died\n");
    for row in 0_u32..240 {
        let noise = row.wrapping_mul(2_654_435_761) >> 16;
        let age = 20 + row % 70;
        let died = age + noise % 50 > 85;
        let lactate =
            if row % 11 == 0 { "NA".to_owned() } else { format!("{}.{}", 1 + noise % 3 + u32::from(died), row % 10) };
        let sex = ["F", "M", "", "F"][(noise % 4) as usize];
        let smoker = ["yes", "no", "?", "No"][(noise / 4 % 4) as usize];
        let ward = ["\"A, north\"", "B", "C"][(noise / 16 % 3) as usize];
        text.push_str(&format!(
            "{age},{lactate},{sex},{smoker},{ward},St Elsewhere,,{}\n",
            if died { "Yes" } else { "no" }
        ));
    }
    text
}

fn train(table: &str, more: &[&str]) -> Ran {
    let arguments = [&["train", "-", "--outcome", "died", "--model", "logistic"], more].concat();
    cutpoint(&arguments, table.as_bytes())
}

/// The report without what the clock says.
fn figures(ran: &Ran) -> serde_json::Value {
    let mut report = ran.json();
    let object = report.as_object_mut().expect("an object");
    object.remove("fit_ms").expect("the time is there");
    object.remove("predict_ms").expect("the time is there");
    report
}

#[test]
fn train_prints_exactly_the_keys_of_the_contract() {
    let ran = train(&clinic(), &["--json", "--group", "sex", "--threshold", "0.2", "--threshold", "0.4"]);
    let report = ran.json();
    let mut keys: Vec<&str> = report.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        ["dropped_columns", "encoding", "evaluation", "fit_ms", "model", "n_test", "n_train", "predict_ms"]
    );
    assert_eq!(report["model"], "logistic");
    assert_eq!(report["n_train"], 168);
    assert_eq!(report["n_test"], 72);
    assert_eq!(report["evaluation"]["n"], 72);
    assert_eq!(report["evaluation"]["at"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["evaluation"]["groups"]["(not recorded)"]["n"].as_u64().map(|n| n > 0), Some(true));
    let auc = report["evaluation"]["auc"].as_f64().expect("both classes are there");
    assert!(auc > 0.8 && auc < 1.0, "AUC {auc}");
    let dropped: Vec<&str> =
        report["dropped_columns"].as_array().expect("an array").iter().filter_map(|name| name.as_str()).collect();
    assert!(dropped.contains(&"empty") && dropped.contains(&"hospital") && dropped.len() == 2, "{dropped:?}");
    assert!(ran.err.contains("\"empty\"") && ran.err.contains("\"hospital\""), "{}", ran.err);
}

#[test]
fn every_model_learns_and_the_same_seed_gives_the_same_figures() {
    for model in ["logistic", "tree", "forest", "naive_bayes", "knn", "svm"] {
        let run = |seed: &str| {
            let line = ["train", "-", "--outcome", "died", "--model", model, "--json", "--seed", seed];
            figures(&cutpoint(&line, clinic().as_bytes()))
        };
        let first = run("7");
        assert_eq!(first, run("7"), "{model}");
        assert!(
            first["evaluation"]["auc"].as_f64().is_some_and(|auc| auc > 0.7),
            "{model}: {}",
            first["evaluation"]["auc"]
        );
        assert_ne!(first["evaluation"], run("8")["evaluation"], "{model}: another seed splits otherwise");
    }
}

#[test]
fn the_form_of_the_table_does_not_change_a_figure() {
    let plain = clinic();
    let expected = figures(&train(&plain, &["--json"]));
    let semicolons: String = plain.replace("\"A, north\"", "A north").replace(',', ";").replace('.', ",");
    let forms = [
        ("byte order mark", format!("\u{feff}{plain}")),
        ("Windows line ends", plain.replace('\n', "\r\n")),
        ("other words for missing", plain.replace(",NA,", ",null,").replace("?", "N/A")),
    ];
    for (form, table) in forms {
        assert_eq!(figures(&train(&table, &["--json"])), expected, "{form}");
    }
    assert_eq!(figures(&train(&semicolons, &["--json"]))["evaluation"], expected["evaluation"], "decimal commas");
    let tabs = plain.replace("\"A, north\"", "A north").replace(',', "\t");
    assert_eq!(figures(&train(&tabs, &["--json"]))["evaluation"], expected["evaluation"], "tabs");
}

#[test]
fn a_group_column_changes_no_figure_of_the_whole() {
    let (mut with, without) =
        (figures(&train(&clinic(), &["--json", "--group", "ward"])), figures(&train(&clinic(), &["--json"])));
    assert_eq!(with["evaluation"]["groups"].as_object().map(|groups| groups.len()), Some(3));
    let evaluation = with["evaluation"].as_object_mut().expect("an object");
    evaluation.remove("groups");
    evaluation.remove("fairness");
    assert_eq!(with, without);
}

#[test]
fn predictions_written_are_predictions_evaluated() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("predictions.csv").display().to_string();
    let report = figures(&train(&clinic(), &["--json", "--group", "sex", "--predictions", &path]));
    assert_eq!(cutpoint(&["evaluate", &path, "--json"], b"").json(), report["evaluation"]);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside the file");
    let gone = folder.path().join("no/such/folder.csv").display().to_string();
    train(&clinic(), &["--json", "--predictions", &gone]).refuses(1, &["folder.csv", "could not be written"]);
    train(&clinic(), &["--predictions", "-"]).refuses(2, &["standard output"]);
    train(&clinic(), &["--json", "--predictions", "-"]).refuses(2, &["standard output"]);
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a temporary file");
    path.display().to_string()
}

#[test]
fn another_table_can_be_the_test() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let table = clinic();
    let (header, rows) = table.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let first = write(folder.path(), "first.csv", &format!("{header}\n{}\n", rows[..160].join("\n")));
    let odd =
        format!("{header}\n{}\n30,2.5,F,yes,Z,Elsewhere,,no\n30,2.5,F,yes,B,Elsewhere,,\n", rows[160..].join("\n"));
    let second = write(folder.path(), "second.csv", &odd);
    let run =
        |test: &str| cutpoint(&["train", &first, "--outcome", "died", "--model", "knn", "--test", test, "--json"], b"");
    let ran = run(&second);
    let report = ran.json();
    assert_eq!((&report["n_train"], &report["n_test"]), (&160.into(), &81.into()));
    assert!(ran.err.contains("\"Z\" on line 82 is no category"), "{}", ran.err);
    assert!(ran.err.contains("second.csv: 1 row has no outcome"), "{}", ran.err);

    let without = write(folder.path(), "without.csv", "age,sex,died\n50,F,yes\n");
    run(&without).refuses(3, &["without.csv", "no column \"lactate\"", "Rename or add"]);
    let unlabelled = write(folder.path(), "unlabelled.csv", "age,sex\n50,F\n");
    run(&unlabelled).refuses(3, &["unlabelled.csv", "no column \"died\""]);
    let other = write(folder.path(), "other.csv", &format!("{header}\n30,2.5,F,yes,B,Elsewhere,,maybe\n"));
    run(&other).refuses(3, &["other.csv", "line 2", "\"maybe\"", "outcome values"]);
    run(&folder.path().join("gone.csv").display().to_string()).refuses(3, &["gone.csv", "no such file"]);
    cutpoint(&["train", "-", "--outcome", "died", "--model", "knn", "--test", "-"], b"")
        .refuses(2, &["standard input"]);
    let both = ["train", &first, "--outcome", "died", "--model", "knn", "--test", &second, "--test-fraction", "0.2"];
    cutpoint(&both, b"").refuses(2, &["--test-fraction"]);
}

#[test]
fn a_wrong_command_line_ends_with_2_and_names_the_nearest() {
    let table = clinic();
    train(&table, &["--exclude", "lactat"])
        .refuses(2, &["--exclude", "\"lactat\"", "Did you mean \"lactate\"?", "\"ward\""]);
    train(&table, &["--group", "race"]).refuses(2, &["--group", "no such column"]);
    train(&table, &["--positive", "dead"]).refuses(2, &["\"dead\"", "\"no\", \"yes\""]);
    train(&table, &["--exclude", "died"]).refuses(2, &["outcome"]);
    for fraction in ["0", "1", "-0.2", "1.5", "NaN", "some"] {
        train(&table, &["--test-fraction", fraction]).refuses(2, &["--test-fraction", "between 0 and 1"]);
    }
    train(&table, &["--threshold", "2"]).refuses(2, &["--threshold"]);
    train(&table, &["--seed", "-1"]).refuses(2, &["--seed"]);
    let line = ["train", "-", "--outcome", "dead", "--model", "logistic"];
    cutpoint(&line, table.as_bytes()).refuses(2, &["--outcome", "Did you mean \"died\"?"]);
    let line = ["train", "-", "--outcome", "died", "--model", "logistc"];
    cutpoint(&line, table.as_bytes()).refuses(2, &["logistc", "naive_bayes", "'logistic'"]);
    cutpoint(&["train", "-", "--model", "logistic"], table.as_bytes()).refuses(2, &["--outcome"]);
}

/// A table of one input x and the outcome died.
fn outcomes(values: &[&str]) -> String {
    let rows = values.iter().cycle().take(60).enumerate();
    rows.fold("x,died\n".to_owned(), |text, (row, value)| format!("{text}{}.5,{value}\n", row * 7 % 13))
}

#[test]
fn the_positive_outcome_is_found_or_asked_for() {
    for values in
        [["0", "1"], ["no", "YES"], ["False", "true"], ["absent", "Present"], ["negative", "positive"], ["0.0", "1.0"]]
    {
        let report = train(&outcomes(&[values[0], values[0], values[1]]), &["--json"]).json();
        assert_eq!(report["evaluation"]["n"], 18);
        assert_eq!(report["evaluation"]["positives"], 6, "{values:?}");
    }
    let table = outcomes(&["alive", "alive", "dead"]);
    train(&table, &[]).refuses(3, &["\"died\"", "\"alive\", \"dead\"", "--positive"]);
    assert_eq!(train(&table, &["--json", "--positive", "DEAD"]).json()["evaluation"]["positives"], 6);
    assert_eq!(train(&table, &["--json", "--positive", "alive"]).json()["evaluation"]["positives"], 12);
    let ran = train(&outcomes(&["2", "2", "1"]), &["--json"]);
    assert_eq!(ran.json()["evaluation"]["positives"], 6);
    assert!(ran.err.contains("1 is taken to mean"), "{}", ran.err);
    assert_eq!(
        train(&outcomes(&["2", "2", "1"]), &["--json", "--positive", "2"]).json()["evaluation"]["positives"],
        12
    );
}

#[test]
fn bad_tables_are_refused_with_place_finding_and_remedy() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("empty", "", &["no data"]),
        ("header only", "x,died\n", &["no data rows"]),
        ("ragged", "x,died\n1,0\n2,1,3\n", &["line 3", "3 fields", "expected 2"]),
        ("three outcomes", &outcomes(&["0", "1", "2"]), &["3 different values", "\"0\", \"1\", \"2\"", "expected two"]),
        ("one outcome", &outcomes(&["0"]), &["only the value \"0\"", "with and without"]),
        ("no outcome", &outcomes(&["", "NA"]), &["no value in any row"]),
        ("no inputs", "died\n0\n1\n", &["no column is left to learn from"]),
        ("nothing but names", "name,died\nAnn,0\nBob,1\nCat,0\nDan,1\nEve,0\n", &["no column is left"]),
        ("one with the condition", &format!("{}1,1\n", outcomes(&["0"])), &["\"died\"", "1 of 61 patients"]),
        ("open quotation mark", "x,died\n1,0\n\"2,1\n", &["opens on line 3"]),
        ("workbook", "PK\u{3}\u{4}", &["Excel"]),
    ];
    for (case, table, fragments) in cases {
        let ran = train(table, &["--json"]);
        assert_eq!(ran.status, 3, "{case}: {}{}", ran.err, ran.out);
        assert!(ran.err.contains("standard input"), "{case}: {}", ran.err);
        ran.refuses(3, fragments);
    }
}

#[test]
fn doubtful_tables_are_learnt_from_and_remarked_on() {
    let few: String = outcomes(&["0", "1"]).lines().take(17).collect::<Vec<_>>().join("\n");
    assert!(train(&few, &["--json"]).err.contains("patients to learn from"));
    let leak = (0..80)
        .fold("x,died\n".to_owned(), |text, row| format!("{text}{},{}\n", f64::from(row) + 0.5, u8::from(row >= 40)));
    let ran = train(&leak, &["--json"]);
    assert_eq!(ran.json()["evaluation"]["auc"], 1.0);
    assert!(ran.err.contains("separate the two kinds of patient perfectly"), "{}", ran.err);
    let missing = train(&outcomes(&["0", "1", "", "NA", "1", "0"]), &["--json"]);
    assert_eq!(missing.json()["n_train"].as_u64().zip(missing.json()["n_test"].as_u64()), Some((28, 12)));
    assert!(missing.err.contains("20 rows have no outcome"), "{}", missing.err);
    let repeated = train(&clinic().replacen("lactate", "age", 1), &["--json"]);
    assert_eq!(repeated.status, 0);
    assert!(repeated.err.contains("\"age (2)\""), "{}", repeated.err);
}

#[test]
fn a_table_for_people_says_what_was_done() {
    let ran = train(&clinic(), &[]);
    for words in
        ["learnt from 168 patients, tested on 72", "Columns not used: empty, hospital", "AUC", "At threshold 0.5"]
    {
        assert!(ran.out.contains(words), "\"{words}\" is not in:\n{}", ran.out);
    }
}

/// A group's name may begin like a formula, by malice or as "-65 years"; a spreadsheet must not work it out, and `evaluate` must call
/// it what it was called.
#[test]
fn groups_named_like_formulas_are_text_in_the_predictions_and_come_back() {
    let names = ["=HYPERLINK(\"x\")", "-65 years", "+44", "@home", "'=twice"];
    let mut table = String::from("age,group,died\n");
    for row in 0_u32..300 {
        let name = names[(row % 5) as usize].replace('"', "\"\"");
        table.push_str(&format!("{},\"{name}\",{}\n", 20 + row * 7 % 60, if row % 3 == 0 { "yes" } else { "no" }));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("predictions.csv");
    let path = file.to_str().expect("a plain name");
    let trained = train(&table, &["--group", "group", "--predictions", path, "--json"]).json();
    let written = std::fs::read_to_string(&file).expect("it was written");
    let mut read = csv::Reader::from_reader(written.as_bytes());
    for record in read.records() {
        let record = record.expect("CSV");
        assert!(record[2].starts_with('\''), "{:?} would be worked out", &record[2]);
        assert!(!record[0].starts_with('\'') && !record[1].starts_with('\''), "numbers stay numbers");
    }
    let evaluated = cutpoint(&["evaluate", path, "--json"], b"").json();
    assert_eq!(evaluated["groups"], trained["evaluation"]["groups"]);
    // What a spreadsheet wrote with its apostrophe is read without it from the first.
    for name in names.map(|name| name.trim_start_matches('\'')) {
        assert!(evaluated["groups"].get(name).is_some(), "{name} is gone from {}", evaluated["groups"]);
    }
}
