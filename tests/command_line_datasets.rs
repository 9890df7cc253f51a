//! `cutpoint datasets` and `cutpoint generate`: what is listed, what is written, and what proves a recipe.

mod common;

use std::path::Path;

use common::{Ran, cutpoint};
use cutpoint::data::catalogue;
use serde_json::Value;

fn generate(arguments: &[&str]) -> Ran {
    cutpoint(&[&["generate"], arguments].concat(), b"")
}

fn rows(ran: &Ran) -> Vec<Vec<&str>> {
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out.lines().map(|line| line.split(',').collect()).collect()
}

fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

#[test]
fn datasets_are_listed_with_exactly_the_keys_of_the_contract() {
    let ran = cutpoint(&["datasets", "--json"], b"");
    assert!(ran.status == 0 && ran.err.is_empty(), "{}", ran.err);
    let listed: Vec<Value> = serde_json::from_str(&ran.out).expect("a JSON array");
    let ids: Vec<&str> = listed.iter().filter_map(|dataset| dataset["id"].as_str()).collect();
    assert!(["ward-sepsis", "chest-pain", "hypoxaemia"].iter().all(|id| ids.contains(id)), "{ids:?}");
    for dataset in &listed {
        assert_eq!(keys(dataset), "groups id knobs outcome patients prevalence title variables");
        let prevalence = dataset["prevalence"].as_f64().expect("a number");
        assert!(prevalence > 0.0 && prevalence < 1.0);
        for group in dataset["groups"].as_array().expect("groups") {
            assert_eq!(keys(group), "id levels");
        }
        for variable in dataset["variables"].as_array().expect("variables") {
            assert_eq!(keys(variable), "id known_when label observed unit");
        }
        for knob in dataset["knobs"].as_array().expect("knobs") {
            assert_eq!(keys(knob), "acts_on alias default id label max min");
            assert!(["collected", "deployed", "both"].iter().any(|both| knob["acts_on"] == *both));
        }
    }
    let table = cutpoint(&["datasets"], b"").out;
    assert!(ids.iter().all(|id| table.contains(id)), "{table}");
}

#[test]
fn a_row_is_written_for_each_patient() {
    for dataset in catalogue::recipes() {
        let ran = generate(&[&dataset.id, "--patients", "50"]);
        let rows = rows(&ran);
        let observed = dataset.variables.iter().filter(|variable| !variable.is_hidden());
        let mut header: Vec<&str> = observed.map(|variable| variable.id.as_str()).collect();
        header.push("label");
        assert_eq!(rows[0], header, "{}", dataset.id);
        assert_eq!(rows.len(), 51);
        for row in &rows[1..] {
            assert_eq!(row.len(), header.len());
            assert!(matches!(row.last(), Some(&"0" | &"1")), "{row:?}");
            assert!(!row.iter().any(|cell| cell.contains("NaN")), "{row:?}");
        }
        assert_eq!(generate(&[&dataset.alias, "--patients", "50"]).out, ran.out, "the short name is the same dataset");

        let with_truth = generate(&[&dataset.id, "--patients", "50", "--truth"]);
        let first = with_truth.out.lines().next().expect("a header").to_owned();
        assert!(first.starts_with(&header.join(",")) && first.ends_with(",truth"), "{first}");
        for hidden in dataset.variables.iter().filter(|variable| variable.is_hidden() && variable.id != dataset.outcome)
        {
            assert!(first.split(',').any(|name| name == hidden.id), "{} is not in {first}", hidden.id);
        }
    }
}

#[test]
fn seed_knobs_and_population_decide_who_comes_out() {
    let plain = generate(&["ward-sepsis", "--patients", "2000"]);
    assert_eq!(generate(&["ward-sepsis", "--patients", "2000", "--seed", "1"]).out, plain.out);
    assert_ne!(generate(&["ward-sepsis", "--patients", "2000", "--seed", "2"]).out, plain.out);
    assert_ne!(generate(&["ward-sepsis", "--patients", "2000", "--population", "deployed"]).out, plain.out);
    let positives = |ran: &Ran| rows(ran).iter().filter(|row| row.last() == Some(&"1")).count();
    let common = generate(&["ward-sepsis", "--patients", "2000", "--collect", "prevalence=0.3"]);
    assert_eq!(generate(&["ward-sepsis", "--patients", "2000", "--collect", "p=0.3"]).out, common.out, "an alias");
    assert!((positives(&common) as f64 - 600.0).abs() < 100.0, "{} of 2000", positives(&common));
    assert!((positives(&plain) as f64 - 140.0).abs() < 50.0, "{} of 2000", positives(&plain));
    let idle = generate(&["ward-sepsis", "--patients", "2000", "--deploy", "prevalence=0.3"]);
    assert_eq!(idle.out, plain.out);
    assert!(idle.err.contains("--deploy has no effect"), "{}", idle.err);
}

#[test]
fn a_file_is_written_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("patients.csv");
    let ran = generate(&["D4", "--patients", "20", "-o", &path.display().to_string()]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    let written = std::fs::read_to_string(&path).expect("it is there");
    assert_eq!(written, generate(&["D4", "--patients", "20", "-o", "-"]).out);
    let gone = folder.path().join("no/patients.csv").display().to_string();
    generate(&["D4", "-o", &gone]).refuses(1, &["patients.csv", "could not be written"]);
}

#[test]
fn what_is_generated_can_be_learnt_from() {
    for dataset in catalogue::recipes() {
        let table = generate(&[&dataset.id, "--patients", "1500"]).out;
        let group = dataset.default_group().expect("every dataset has groups");
        let line = ["train", "-", "--outcome", "label", "--model", "logistic", "--group", &group, "--json"];
        let report = cutpoint(&line, table.as_bytes()).json();
        let auc = report["evaluation"]["auc"].as_f64().expect("both outcomes occur");
        assert!(auc > 0.7, "{}: {auc}", dataset.id);
    }
}

#[test]
fn a_wrong_command_line_ends_with_2_and_names_the_nearest() {
    generate(&["ward-sepis"]).refuses(2, &["ward-sepis", "did you mean ward-sepsis", "hypoxaemia"]);
    generate(&["D1", "--collect", "prevalense=0.1"])
        .refuses(2, &["--collect", "\"prevalense\"", "did you mean \"prevalence\"", "drift"]);
    generate(&["D1", "--deploy", "colour=1"]).refuses(2, &["--deploy", "\"colour\"", "prevalence"]);
    generate(&["D1", "--collect", "prevalence=0.9"]).refuses(2, &["prevalence", "0.9", "0.01 to 0.3"]);
    for knob in ["prevalence", "prevalence=", "prevalence=high", "prevalence=NaN", "=0.1x"] {
        generate(&["D1", "--collect", knob]).refuses(2, &["--collect", "KNOB=VALUE"]);
    }
    generate(&["D1", "--patients", "0"]).refuses(2, &["--patients", "1..=1000000"]);
    generate(&["D1", "--patients", "many"]).refuses(2, &["--patients"]);
    generate(&["D1", "--seed", "-1"]).refuses(2, &["--seed"]);
    generate(&["D1", "--population", "all"]).refuses(2, &["collected", "deployed"]);
    generate(&[]).refuses(2, &["DATASET"]);
    cutpoint(&["datasets", "chek"], b"").refuses(2, &["check"]);
    cutpoint(&["datasets", "check"], b"").refuses(2, &["FILE.toml"]);
}

/// Every shipped recipe is proven, and its snapshot is what it gives. After a change to a recipe:
/// `cutpoint generate ID -o datasets/ID.csv`.
#[test]
fn shipped_recipes_prove_themselves_and_their_snapshots() {
    for shipped in catalogue::shipped() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(shipped.file);
        let ran = cutpoint(&["datasets", "check", &file.display().to_string()], b"");
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.out.contains("the snapshot is what it gives"), "{}", ran.out);
    }
}

/// The chest-pain recipe with one text replaced.
fn broken(from: &str, to: &str) -> String {
    let shipped = catalogue::shipped().iter().find(|shipped| shipped.id == "chest-pain").expect("it is shipped");
    assert!(shipped.text.contains(from), "{from} is not in the recipe");
    shipped.text.replacen(from, to, 1)
}

#[test]
fn broken_recipes_are_refused_with_file_line_and_variable() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let check = |text: &str| {
        let path = folder.path().join("mine.toml");
        std::fs::write(&path, text).expect("a temporary file");
        cutpoint(&["datasets", "check", &path.display().to_string()], b"")
    };
    let cases: &[(&str, String, &[&str])] = &[
        ("not TOML", "id = ".to_owned(), &["line 1"]),
        ("empty", String::new(), &["mine.toml", "line 1"]),
        ("unknown name", broken("draw = \"normal(", "draw = \"normal(nobody + "), &["line ", "nobody"]),
        ("cycle", broken("draw = \"cut(age,", "draw = \"cut(age_band,"), &["line ", "age_band"]),
        ("wrong distribution", broken("draw = \"normal(", "draw = \"gauss("), &["line ", "gauss"]),
        ("impossible limits", broken("limits = [", "limits = [1000, 1] # ["), &["line "]),
    ];
    for (case, text, fragments) in cases {
        let ran = check(text);
        assert_eq!(ran.status, 3, "{case}: {}{}", ran.out, ran.err);
        ran.refuses(3, &[fragments, &["mine.toml"][..]].concat());
    }
}

#[test]
fn a_snapshot_that_differs_is_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("mine.toml"), broken("patients = 6000", "patients = 40")).expect("a temporary file");
    generate(&[&path("mine.toml"), "-o", &path("mine.csv")]);
    let check = || cutpoint(&["datasets", "check", &path("mine.toml")], b"");
    assert!(
        check().out.contains("40 patients") && check().out.contains("the snapshot is what it gives"),
        "{}",
        check().err
    );
    let snapshot = std::fs::read_to_string(path("mine.csv")).expect("it is there");
    let last = snapshot.lines().last().expect("rows").to_owned();
    std::fs::write(path("mine.csv"), snapshot.replace(&last, &format!("{last}0"))).expect("a temporary file");
    check().refuses(3, &["mine.toml", "snapshot", "line 41", "cutpoint generate"]);
    std::fs::remove_file(path("mine.csv")).expect("it can go");
    assert!(check().out.contains("no snapshot beside it"));
}

#[test]
fn levels_named_like_formulas_are_written_as_text_and_learnt_from_as_before() {
    let recipe = std::fs::read_to_string("datasets/chest-pain.toml").expect("it is shipped");
    let bad = recipe.replace("\"Female\"", "\"=1+1\"").replace("'Female'", "'=1+1'").replace("\"Male\"", "\"-1\"");
    assert_ne!(bad, recipe, "the dataset has other levels by now");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [file, table] = ["mine.toml", "mine.csv"].map(|name| folder.path().join(name));
    std::fs::write(&file, bad).expect("written");
    let [file, table] = [&file, &table].map(|path| path.to_str().expect("a plain name"));
    let ran = generate(&[file, "--patients", "400", "-o", table]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = std::fs::read_to_string(table).expect("written");
    let mut read = csv::Reader::from_reader(text.as_bytes());
    let mut names = std::collections::BTreeSet::new();
    for record in read.records() {
        for cell in &record.expect("CSV") {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} would be worked out");
            names.insert(cell.to_owned());
        }
    }
    assert!(names.contains("'=1+1") && names.contains("'-1"), "{names:?}");
    let trained = cutpoint(&["train", table, "--outcome", "label", "--model", "tree", "--group", "sex", "--json"], b"");
    let groups = trained.json()["evaluation"]["groups"].clone();
    assert!(groups.get("=1+1").is_some() && groups.get("-1").is_some(), "{groups}");
}
