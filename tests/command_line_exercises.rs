//! `cutpoint exercises`: what is listed, and what proves an exercise file.

mod common;

use std::fs;

use common::cutpoint;
use serde_json::Value;

#[test]
fn the_exercises_are_listed_in_order() {
    let ran = cutpoint(&["exercises", "--json"], b"");
    assert!(ran.status == 0 && ran.err.is_empty(), "{}", ran.err);
    let listed: Vec<Value> = ran.json().as_array().expect("an array").clone();
    let ids: Vec<&str> = listed.iter().filter_map(|exercise| exercise["id"].as_str()).collect();
    assert!(ids.len() >= 3 && ids.is_sorted(), "{ids:?}");
    for exercise in &listed {
        assert!(exercise["minutes"].as_u64().is_some_and(|minutes| minutes > 0));
        assert!(["all", "clinical", "manager"].contains(&exercise["level"].as_str().expect("a level")));
        assert!(exercise["steps"].as_u64().is_some_and(|steps| steps > 0));
    }
    let table = cutpoint(&["exercises"], b"").out;
    assert!(ids.iter().all(|id| table.contains(id)) && table.contains("The 93% model"), "{table}");
    cutpoint(&["exercises", "chek"], b"").refuses(2, &["check"]);
}

#[test]
fn a_file_is_proven_or_refused_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/exercises/01-the-93-percent-model.md");
    let ran = cutpoint(&["exercises", "check", shipped], b"");
    assert!(ran.status == 0 && ran.out.contains("3 steps with 8 conditions"), "{}{}", ran.out, ran.err);
    let text = fs::read_to_string(shipped).expect("it is shipped");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        path.to_string_lossy().into_owned()
    };
    let wrong = write("wrong.md", &text.replace("accuracy >= 92%", "acuracy >= 92%"));
    let elsewhere = write("elsewhere.md", &text.replace("\"ward-sepsis\"", "\"ward-sepsi\""));
    let empty = write("empty.md", "");
    let ran = cutpoint(&["exercises", "check", &wrong, &elsewhere, &empty, "/nowhere.md"], b"");
    let line = text.lines().position(|line| line.contains("accuracy >= 92%")).expect("it is there") + 1;
    ran.refuses(
        3,
        &[
            &format!("wrong.md, line {line}"),
            "did you mean accuracy",
            "elsewhere.md, line 6",
            "ward-sepsis",
            "no head",
            "nowhere",
        ],
    );
}
