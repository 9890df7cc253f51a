//! The published failures, reproduced with what the window alone offers: knobs, inputs, the threshold, a group to compare by and
//! the dataset's own questions. Each test is a path that a learner can click.
//!
//! Tolerances are four standard errors at the size drawn here, and 0.01 for what the published simulations leave open.

use std::sync::Arc;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::data::recipe::Recipe;
use cutpoint::metrics::{Answer, ConfusionMatrix, ScoredTestSet, Wish, answer};
use cutpoint::num::{Proportion, Threshold};
use cutpoint::pipeline::{Derived, Population, answers, evaluate};
use cutpoint::scenario::{MOST_PATIENTS, Scenario};

const OPEN: f64 = 0.01;

fn run(id: &str, turn: impl Fn(&mut Scenario)) -> (Arc<Recipe>, Derived) {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let mut scenario = Scenario { patients: 40_000, ward_patients: 60_000, ..Scenario::of(&recipe) };
    turn(&mut scenario);
    assert!(scenario.patients <= MOST_PATIENTS && scenario.ward_patients <= MOST_PATIENTS);
    let derived = evaluate(&recipe, &scenario).expect("results");
    (recipe, derived)
}

fn near(found: Option<Proportion>, claimed: f64, what: &str) {
    let found = found.expect("somebody to count");
    let allowed = 4.0 * (claimed * (1.0 - claimed) / found.n() as f64).sqrt() + OPEN;
    let value = found.value();
    assert!((value - claimed).abs() <= allowed, "{what}: {value:.4}, claimed {claimed}, allowed {allowed:.4}");
}

fn auc_near(set: &ScoredTestSet, claimed: f64, what: &str) {
    let (found, interval) = (set.auc().expect("both classes"), set.auc_ci().expect("an interval"));
    let allowed = interval.width() + OPEN;
    assert!((found - claimed).abs() <= allowed, "{what}: AUC {found:.4}, claimed {claimed}, allowed {allowed:.4}");
}

fn group<'a>(set: &'a ScoredTestSet, name: &str) -> &'a ScoredTestSet {
    set.iter_groups().find(|(known, _)| *known == name).map_or_else(|| panic!("no group {name}"), |(_, group)| group)
}

/// The answers of each group on the ward to the question called `id`.
fn asked(recipe: &Recipe, derived: &Derived, id: &str, threshold: Threshold) -> Vec<(String, f64, u64)> {
    let question = recipe.questions.iter().find(|question| question.id == id).expect("a question of the dataset");
    let group_by = derived.scenario.group_by.as_deref();
    let answers = answers(question, recipe, &derived.ward, group_by, threshold);
    let told = answers.into_iter().filter_map(|one| Some((one.group?, one.share?, one.asked)));
    told.collect()
}

fn share_near(answers: &[(String, f64, u64)], name: &str, claimed: f64) {
    let (_, share, n) = answers.iter().find(|(group, ..)| group == name).expect("a group");
    let allowed = 4.0 * (claimed * (1.0 - claimed) / *n as f64).sqrt() + OPEN;
    assert!((share - claimed).abs() <= allowed, "{name}: {share:.4} of {n}, claimed {claimed}, allowed {allowed:.4}");
}

#[test]
fn the_sepsis_alarm_falls_at_another_hospital() {
    let (_, derived) = run("ward-sepsis", |scenario| {
        scenario.inputs.push("antibiotics".to_owned());
        scenario.deploy.insert("site".to_owned(), 1.0);
    });
    auc_near(&derived.paper.set, 0.905, "on paper");
    auc_near(&derived.ward.set, 0.636, "on the ward");
    // The wish "at most 18 alerts per 100", on the ward.
    let line = match answer(&derived.ward.set, Wish::AlertsPer100AtMost(18.0)) {
        Answer::At(threshold) => threshold,
        other => panic!("{other:?}"),
    };
    let matrix = derived.ward.set.at(line);
    near(matrix.sensitivity(), 0.30, "found");
    near(matrix.ppv(), 0.12, "alerts that are right");
}

#[test]
fn drift_doubles_alerts_while_the_auc_stands_still() {
    let (_, before) = run("ward-sepsis", |_| {});
    let (_, after) = run("ward-sepsis", |scenario| {
        scenario.deploy.insert("drift".to_owned(), 0.7);
    });
    let line = match answer(&before.ward.set, Wish::AlertsPer100AtMost(9.0)) {
        Answer::At(threshold) => threshold,
        other => panic!("{other:?}"),
    };
    near(before.ward.set.at(line).flagged(), 0.09, "alerts before");
    near(after.ward.set.at(line).flagged(), 0.22, "alerts after");
    let aucs = [&before, &after].map(|derived| derived.ward.set.auc().expect("both classes"));
    assert!((aucs[0] - aucs[1]).abs() < 0.02, "{aucs:?}");
    assert_eq!(before.paper.set.auc(), after.paper.set.auc(), "the report does not change at all");
}

#[test]
fn the_probe_hides_low_oxygen_in_dark_skin() {
    let (recipe, derived) = run("hypoxaemia", |scenario| {
        scenario.ward_patients = 150_000;
        scenario.group_by = Some("skin_tone".to_owned());
        scenario.deploy.insert("device_bias".to_owned(), 1.0);
    });
    let hidden = asked(&recipe, &derived, "hidden_low_oxygen", Threshold::clamped(0.2));
    share_near(&hidden, "Light skin", 0.034);
    share_near(&hidden, "Dark skin", 0.117);
    let alone = asked(&recipe, &derived, "probe_alone", Threshold::clamped(0.2));
    share_near(&alone, "Light skin", 0.77);
    share_near(&alone, "Dark skin", 0.43);
}

#[test]
fn women_with_a_heart_attack_are_found_on_paper_and_missed_in_truth() {
    let (recipe, derived) = run("chest-pain", |scenario| {
        scenario.group_by = Some("sex".to_owned());
        scenario.threshold = Threshold::clamped(0.10);
    });
    let line = derived.scenario.threshold;
    auc_near(&derived.paper.set, 0.975, "against the old record");
    let sensitivity = |population: Population, name: &str| -> Option<Proportion> {
        let matrix: ConfusionMatrix = group(&derived.side(population).set, name).at(line);
        matrix.sensitivity()
    };
    // First simulation .94 on paper and .64 in truth, second .93 and .68.
    near(sensitivity(Population::Paper, "Female"), 0.935, "women on paper");
    near(sensitivity(Population::Ward, "Female"), 0.66, "women in truth");
    near(sensitivity(Population::Ward, "Male"), 0.93, "men in truth");
    let truly = asked(&recipe, &derived, "truly_found", line);
    share_near(&truly, "Female", 0.66);
}

#[test]
fn the_care_programme_gives_places_to_those_who_cost_and_not_to_those_who_need() {
    let places = |need: f64| {
        let (recipe, derived) = run("care-management", |scenario| {
            scenario.patients = 100_000;
            scenario.ward_patients = 150_000;
            scenario.collect.insert("access_gap".to_owned(), 0.5);
            scenario.deploy.insert("access_gap".to_owned(), 0.5);
            scenario.collect.insert("need_label".to_owned(), need);
        });
        let question = recipe.questions.iter().find(|question| question.id == "top_places").expect("a question");
        let everyone = answers(question, &recipe, &derived.ward, None, derived.scenario.threshold);
        everyone.first().and_then(|answer| answer.share).expect("patients")
    };
    let (by_cost, by_need) = (places(0.0), places(1.0));
    // 4,500 places: four standard errors and .01. [SIM] 14.6 against 24.8 %; these equations give a little more by cost.
    assert!((by_cost - 0.146).abs() < 0.035 && (by_need - 0.248).abs() < 0.036, "{by_cost} {by_need}");
    assert!(by_need - by_cost > 0.05);
}

#[test]
fn asthma_looks_protective_because_of_the_care_it_gets() {
    let (recipe, derived) = run("pneumonia", |scenario| {
        scenario.patients = 200_000;
        scenario.group_by = Some("asthma".to_owned());
    });
    let ratio = asthma_odds_ratio(&derived);
    assert!((ratio.ln() - 0.49_f64.ln()).abs() < 0.10, "learnt: {ratio:.3}, claimed 0.49");
    let line = derived.scenario.threshold;
    let deaths = asked(&recipe, &derived, "deaths", line);
    share_near(&deaths, "With asthma", 0.077);
    share_near(&deaths, "Without asthma", 0.134);
    share_near(&asked(&recipe, &derived, "sent_home", line), "With asthma", 0.72);
    let untreated = asked(&recipe, &derived, "untreated", line);
    share_near(&untreated, "With asthma", 0.121);
    share_near(&untreated, "Without asthma", 0.049);
    // Without special care the record holds the untreated truth.
    let (_, plain) = run("pneumonia", |scenario| {
        scenario.patients = 200_000;
        scenario.collect.insert("special_care".to_owned(), 0.0);
    });
    let ratio = asthma_odds_ratio(&plain);
    assert!((ratio.ln() - 1.67_f64.ln()).abs() < 0.10, "untreated: {ratio:.3}, claimed 1.67");
}

/// As the room *What did the model learn?* shows it.
fn asthma_odds_ratio(derived: &Derived) -> f64 {
    let model = &derived.model;
    let workings = model.trained.classifier.workings();
    let figure =
        cutpoint::figure::workings_figure(model.trained.encoder.features(), workings, "x").expect("odds ratios");
    let row = figure.y.rows.iter().find(|row| row.name.contains("sthma")).expect("asthma is an input");
    row.figures.parse().expect("a number")
}

#[test]
fn a_model_of_light_skin_fails_in_dark_skin() {
    let (_, derived) = run("skin-lesion", |scenario| {
        scenario.group_by = Some("skin_tone".to_owned());
        for knob in ["dark_share", "medium_share"] {
            scenario.collect.insert(knob.to_owned(), 0.0);
        }
    });
    let names: Vec<&str> = derived.ward.set.iter_groups().map(|(name, _)| name).collect();
    let aucs: Vec<f64> = names.iter().map(|name| group(&derived.ward.set, name).auc().expect("both classes")).collect();
    // First simulation .95/.90/.81, second .95/.89/.79.
    for (auc, claimed) in aucs.iter().zip([0.95, 0.895, 0.80]) {
        assert!((auc - claimed).abs() < 0.01 + OPEN, "{names:?}: {aucs:?}");
    }
}
