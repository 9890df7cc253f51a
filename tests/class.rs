//! What learners hand in, and what becomes of it when a class is merged.

mod common;

use std::fs;

use common::cutpoint;
use cutpoint::exercise::{Answer, Answered, Record, Truth, class};
use proptest::prelude::*;

fn record(name: Option<&str>, guess: f64, choice: &str, hints: usize) -> Record {
    Record {
        kind: "cutpoint record".to_owned(),
        exercise: "01-the-93-percent-model".to_owned(),
        title: "The 93% model".to_owned(),
        name: name.map(str::to_owned),
        steps: 2,
        done_alone: if hints > 1 { 1 } else { 2 },
        hints,
        answers: vec![
            Answered {
                id: "never".to_owned(),
                ask: "How many?".to_owned(),
                answer: Answer::Number(guess),
                own_words: false,
                truth: Some(Truth::Number(92.5)),
            },
            Answered {
                id: "better".to_owned(),
                ask: "Which?".to_owned(),
                answer: Answer::Words(choice.to_owned()),
                own_words: false,
                truth: None,
            },
        ],
    }
}

#[test]
fn a_class_is_merged_without_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = [record(Some("Ada"), 10.0, "low", 0), record(None, 50.0, "low", 1), record(None, 95.0, "high", 3)];
    for (index, record) in all.iter().enumerate() {
        let text = record.to_toml().expect("written");
        assert_eq!(Record::read(&text).as_ref(), Ok(record), "what is written is read");
        fs::write(folder.path().join(format!("{index}.toml")), text).expect("written");
    }
    fs::write(folder.path().join("notes.txt"), "not a record").expect("written");
    fs::write(folder.path().join("set-up.toml"), "dataset = \"ward-sepsis\"").expect("written");
    let path = folder.path().to_string_lossy().into_owned();
    let ran = cutpoint(&["class", &path, "--json"], b"");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("set-up.toml") && ran.err.contains("left out"), "{}", ran.err);
    assert!(!ran.out.contains("Ada"), "names stay out");
    let json = ran.json();
    let exercise = &json[0];
    assert_eq!(
        (exercise["records"].as_u64(), exercise["alone"].as_u64(), exercise["hints"].as_u64()),
        (Some(3), Some(2), Some(4))
    );
    let questions = exercise["questions"].as_array().expect("questions");
    assert_eq!(questions[0]["median"].as_f64(), Some(50.0));
    assert_eq!(questions[0]["range"].as_array().expect("ends").len(), 2);
    assert_eq!(questions[0]["truth"].as_f64(), Some(92.5));
    assert_eq!(questions[1]["counts"][0][0].as_str(), Some("low"));
    assert_eq!(questions[1]["counts"][0][1].as_u64(), Some(2));
    let table = cutpoint(&["class", &path], b"").out;
    assert!(
        table.contains("3 learners")
            && table.contains("from 10 to 95, the middle one 50")
            && table.contains("2 x \"low\"")
    );
}

#[test]
fn a_folder_without_records_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_string_lossy().into_owned();
    cutpoint(&["class", &path], b"").refuses(3, &["holds no record", "at the end of an exercise"]);
    fs::write(folder.path().join("broken.toml"), "kind = ").expect("written");
    cutpoint(&["class", &path], b"").refuses(3, &["broken.toml"]);
    cutpoint(&["class", "/nowhere/at/all"], b"").refuses(3, &["cannot be read"]);
}

proptest! {
    #[test]
    fn the_middle_answer_has_as_many_below_as_above(guesses in prop::collection::vec(0.0..100.0_f64, 1..40)) {
        let records: Vec<Record> = guesses.iter().map(|&guess| record(None, guess, "low", 0)).collect();
        let merged = class(&records);
        let median = merged[0].questions[0].median.expect("there are answers");
        let below = guesses.iter().filter(|guess| **guess < median).count();
        let above = guesses.iter().filter(|guess| **guess > median).count();
        prop_assert!(below <= guesses.len() / 2 && above <= guesses.len() / 2);
        prop_assert_eq!(merged[0].questions[0].answers, guesses.len());
    }
}
