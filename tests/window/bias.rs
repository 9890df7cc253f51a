//! Bias made visible in the window: what a moved slider did, paper against ward, and a teacher's own recipe.

use cutpoint::data::generator::Population as Source;
use cutpoint::figure::{Pair, SideMeasure, sides_figure};
use cutpoint::pipeline::Population;
use cutpoint::scenario::Mitigation;
use cutpoint::ui::panels::side_rows;
use egui_kittest::kittest::Queryable;

use crate::{click, settle, window};

#[test]
fn a_moved_slider_is_followed_by_what_it_moved_and_what_stood_still() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Who are these patients?");
    assert!(harness.query_by_label_contains("Move a slider").is_some());
    harness.state_mut().turn(Source::Deployed, "drift", 0.7);
    settle(&mut harness);
    for words in
        ["went from 0 to 0.7", "alerts per 100 rose", "On paper nothing moved", "The AUC on the ward stood still"]
    {
        assert!(harness.query_by_label_contains(words).is_some(), "\"{words}\" is not said");
    }
    harness.state_mut().turn(Source::Deployed, "drift", 0.0);
    settle(&mut harness);
    assert!(harness.query_by_label_contains("is back at 0").is_some());
}

#[test]
fn paper_against_ward_says_the_difference_of_every_group_in_patients() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().turn(Source::Deployed, "site", 1.0);
    settle(&mut harness);
    click(&mut harness, "What happens on the ward?");
    let app = harness.state();
    let threshold = app.scenario().threshold;
    let sets = [Population::Paper, Population::Ward].map(|side| &app.derived().side(side).set);
    let rows = side_rows(sets, threshold, [&Mitigation::default(); 2]);
    let figure =
        sides_figure(Pair::PaperAndWard, &SideMeasure::Missed.topic(), &SideMeasure::Missed.rows(&rows), &words());
    for (row, side) in figure.y.rows.iter().zip(&rows) {
        let people = [side.paper, side.ward].map(|group| {
            let matrix = group.set.at(threshold);
            (1000.0 * matrix.fn_ as f64 / matrix.n() as f64).round()
        });
        assert!(row.figures.starts_with(&format!("{} \u{2192} {}", people[0], people[1])), "{}", row.figures);
        assert!(harness.query_by_label_contains(&row.sentence).is_some(), "{} is not on screen", row.sentence);
    }
    assert!(harness.query_by_label_contains("the report says").is_some());
}

fn words() -> cutpoint::figure::Words {
    cutpoint::figure::Words { condition: "sepsis".to_owned(), shown: String::new() }
}

#[test]
fn a_teachers_own_recipe_opens_and_a_broken_one_leaves_everything_as_it_was() {
    let folder = std::env::temp_dir().join(format!("cutpoint-recipes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let guide = include_str!("../../datasets/README.md");
    let recipe = guide.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("the guide's recipe");
    let (good, bad) = (folder.join("falls.toml"), folder.join("bad.toml"));
    std::fs::write(&good, recipe).expect("written");
    std::fs::write(&bad, recipe.replace("0.8*frailty", "0.8*frailtyy")).expect("written");

    let mut harness = window([1024.0, 768.0]);
    let problem = harness.state_mut().open_file(&bad).expect_err("an unknown name");
    assert!(problem.contains("bad.toml") && problem.contains("frailtyy"), "{problem}");
    assert_eq!(harness.state().scenario().dataset, "ward-sepsis");

    harness.state_mut().open_file(&good).expect("the guide's recipe");
    settle(&mut harness);
    assert_eq!(harness.state().scenario().dataset, "falls");
    assert!(harness.state().derived().paper.set.auc().is_some_and(|auc| auc > 0.55));
    assert!(harness.query_all_by_label_contains("Falls not reported").next().is_some(), "its knobs are there");
    std::fs::remove_dir_all(&folder).ok();
}

#[test]
fn a_measure_is_one_click_with_its_gain_and_its_price() {
    let mut harness = window([1024.0, 768.0]);
    let recipe = cutpoint::data::catalogue::shipped_recipe("hypoxaemia").expect("a shipped recipe");
    harness.state_mut().open_recipe(recipe);
    for source in [Source::Collected, Source::Deployed] {
        harness.state_mut().turn(source, "device_bias", 1.0);
    }
    settle(&mut harness);
    click(&mut harness, "Who is harmed?");
    click(&mut harness, "What could help?");
    assert!(harness.query_by_label_contains("Tick a measure").is_some());
    click(&mut harness, "A model that knows the group");
    settle(&mut harness);
    let app = harness.state();
    let without = app.derived().without.as_ref().expect("what it is compared with");
    let missed = |derived: &cutpoint::pipeline::Derived| {
        let matrix = derived.ward.set.group_at(1, app.scenario().threshold);
        (1000.0 * matrix.fn_ as f64 / matrix.n() as f64).round()
    };
    let (was, is) = (missed(without), missed(app.derived()));
    assert!(is < was);
    let gain = format!("Dark skin: {is:.0} missed of 1,000 instead of {was:.0}.");
    assert!(harness.query_by_label_contains(&gain).is_some(), "\"{gain}\" is not said");
    assert!(harness.query_by_label_contains("Price: skin tone must be recorded").is_some());
    click(&mut harness, "Undo all of these");
    settle(&mut harness);
    assert!(harness.state().derived().without.is_none());
}

#[test]
fn the_redraw_without_bias_says_that_gaps_are_chance() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Who are these patients?");
    click(&mut harness, "Redraw without any bias");
    settle(&mut harness);
    assert!(harness.state().scenario().null_control);
    assert!(harness.query_by_label_contains("every gap you see now is chance").is_some());
    let data = &harness.state().derived().data;
    assert_eq!(data.collected.truth, data.collected.label);
}

#[test]
fn a_datasets_own_question_is_answered_group_by_group() {
    let mut harness = window([1024.0, 768.0]);
    let recipe = cutpoint::data::catalogue::shipped_recipe("hypoxaemia").expect("a shipped recipe");
    harness.state_mut().open_recipe(std::sync::Arc::clone(&recipe));
    harness.state_mut().turn(Source::Deployed, "device_bias", 1.0);
    settle(&mut harness);
    click(&mut harness, "What happens on the ward?");
    click(&mut harness, "Low oxygen that the probe hides");
    let app = harness.state();
    let question = recipe.questions.iter().find(|question| question.id == "hidden_low_oxygen").expect("a question");
    let derived = app.derived();
    let group_by = app.scenario().group_by.as_deref();
    let answers = cutpoint::pipeline::answers(question, &recipe, &derived.ward, group_by, app.scenario().threshold);
    for answer in answers {
        let name = answer.group.unwrap_or_else(|| "Everyone".to_owned());
        let told = format!("{name} {:.1}%", 100.0 * answer.share.expect("patients"));
        assert!(harness.query_by_label_contains(&told).is_some(), "\"{told}\" is not said");
    }
}

#[test]
fn the_months_are_shown_with_what_they_say() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "What happens on the ward?");
    click(&mut harness, "Month by month");
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while harness.query_by_label_contains("Alerts, of 100 patients, month by month").is_none() {
        assert!(std::time::Instant::now() < limit, "no months within half a minute");
        harness.run_steps(2);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(harness.query_by_label_contains("From month 1 to month 12").is_some());
    click(&mut harness, "Train again at month");
    assert_eq!(harness.state().scenario().months.retrain, Some(7));
}

#[test]
fn the_diagram_of_a_dataset_opens_and_shows_a_variable() {
    let mut harness = window([1024.0, 768.0]);
    click(&mut harness, "Who are these patients?");
    click(&mut harness, "How these data came to be");
    assert!(harness.query_all_by_label_contains("Breathing rate").next().is_some());
    harness.state_mut().turn(Source::Collected, "site", 1.0);
    settle(&mut harness);
    assert!(harness.query_all_by_label_contains("Another hospital").next().is_some(), "the moved knob is named");
}
