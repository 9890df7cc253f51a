//! The window in a language a third longer than English: every word comes from the catalogue, and none is cut off.
//!
//! The language is chosen once for a whole program, so these tests stand in a program of their own.
#![cfg(feature = "gui")]

#[path = "common/window.rs"]
mod opened;

use std::collections::{BTreeSet, HashSet};
use std::process::Command;
use std::sync::Arc;

use cutpoint::app::App;
use cutpoint::data::catalogue;
use cutpoint::glossary::glossary;
use cutpoint::language::{self, Language};
use cutpoint::metrics::Evaluation;
use cutpoint::pipeline;
use cutpoint::scenario::{Recalibrate, Scenario};
use cutpoint::ui::actions::Action;
use cutpoint::ui::view::{HarmPart, LinePart, ModelPart, PatientsPart, Room, WardPart, WorkingsPart};
use eframe::egui::epaint::{ClippedShape, TextShape};
use eframe::egui::{Rect, Shape};
use egui_kittest::Harness;
use opened::{settle, window};

/// The packages that the program is built from, as the window lists them.
const LICENCES: &str = include_str!("../src/ui/licences.tsv");

/// What is wider than the window in any language and scrolls sideways: the causal diagram, and tables of all inputs.
const SCROLL_SIDEWAYS: [&str; 3] = ["how these data came to be", "inside Knn", "inside Svm"];

/// What opens over the window.
const OVER_THE_WINDOW: [&str; 6] = ["Share", "Help", "About", "Notes", "Words", "Palette"];

/// The share of a text that another may touch: letters rarely fill their line.
const OVERLAP: f32 = 0.25;

/// Room for what drawing rounds, in points.
const ROUNDED: f32 = 1.5;

/// A text as it is drawn.
struct Drawn {
    text: String,
    at: Rect,
    clip: Rect,
    elided: bool,
    /// Where each of its lines stands.
    lines: Vec<Rect>,
}

/// Where the letters of each line stand; a line that begins behind other words in it does not cover these.
fn rows_of(text: &TextShape) -> Vec<Rect> {
    let rows = text.galley.rows.iter();
    rows.map(|row| row.visuals.mesh_bounds.translate(text.pos.to_vec2() + row.pos.to_vec2())).collect()
}

fn texts(harness: &Harness<'static, App>) -> Vec<Drawn> {
    fn collect(shape: &Shape, clip: Rect, found: &mut Vec<Drawn>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, found)),
            Shape::Text(text) if text.angle == 0.0 && text.opacity_factor > 0.0 => found.push(Drawn {
                text: text.galley.text().to_owned(),
                at: text.galley.mesh_bounds.translate(text.pos.to_vec2()),
                clip,
                elided: text.galley.elided,
                lines: rows_of(text),
            }),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in &harness.output().shapes {
        collect(shape, *clip_rect, &mut found);
    }
    found.retain(|drawn| drawn.at.is_positive() && drawn.at.intersects(drawn.clip));
    found
}

/// Words of the data, which no language changes: names of levels, units, yes and no.
fn words_of_data() -> HashSet<String> {
    let variables = || catalogue::recipes().flat_map(|recipe| &recipe.variables);
    let texts =
        variables().flat_map(|variable| &variable.levels).chain(variables().filter_map(|one| one.unit.as_ref()));
    let words =
        |text: &String| text.split(|letter: char| !letter.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
    texts.flat_map(words).chain(["yes".to_owned(), "no".to_owned()]).collect()
}

/// Names of keys, of packages with their licences, and of guides; share codes.
fn is_a_name(text: &str) -> bool {
    let guides = glossary().into_iter().flat_map(|book| &book.guides);
    guides.map(|guide| &guide.name).any(|name| name == text)
        || text == "Cutpoint"
        || text.starts_with("CUT1-")
        || ["Ctrl+", "Shift+"].iter().any(|key| text.contains(key))
        || LICENCES.contains(text)
}

/// Whether English words stand in `text`: the pseudo-language leaves no vowel without its accent.
fn is_foreign(text: &str, data: &HashSet<String>) -> bool {
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.chars().count() > 2);
    let mut english = words.filter(|word| word.contains(['a', 'e', 'i', 'o', 'u', 'y']) && !data.contains(*word));
    english.next().is_some() && !is_a_name(text)
}

/// What is wrong with how words stand in `place`.
fn faults(harness: &Harness<'static, App>, place: &str, screen: Rect, foreign: &mut BTreeSet<String>) -> Vec<String> {
    let (mut faults, data) = (Vec::new(), words_of_data());
    for drawn in texts(harness) {
        let Drawn { text, at, clip, elided, .. } = &drawn;
        let seen = clip.intersect(screen);
        if *elided || text.ends_with('\u{2026}') {
            faults.push(format!("{place}: \"{text}\" ends in dots"));
        } else if !SCROLL_SIDEWAYS.iter().any(|scrolls| place.ends_with(scrolls))
            && (at.left() < seen.left() - ROUNDED || at.right() > seen.right() + ROUNDED)
        {
            faults.push(format!(
                "{place}: \"{text}\" from {} to {} is cut at {} to {}",
                at.left(),
                at.right(),
                seen.left(),
                seen.right()
            ));
        }
        if is_foreign(text, &data) {
            foreign.insert(format!("{place}: {text}"));
        }
    }
    // A text over another is as unreadable as one that is cut. What opens over the window covers what lies below.
    if !OVER_THE_WINDOW.iter().any(|over| place.ends_with(over)) {
        let all = texts(harness);
        for (place_of, one) in all.iter().enumerate() {
            for other in &all[..place_of] {
                let pairs = one.lines.iter().flat_map(|line| other.lines.iter().map(move |under| [line, under]));
                let covered = pairs.map(|[line, under]| [line.intersect(one.clip), under.intersect(other.clip)]).any(
                    |[line, under]| {
                        let both = line.intersect(under);
                        both.is_positive() && both.area() > OVERLAP * line.area().min(under.area())
                    },
                );
                if covered && one.text != other.text {
                    faults.push(format!("{place}: \"{}\" lies over \"{}\"", one.text, other.text));
                }
            }
        }
    }
    faults
}

/// Opens every room and every part, and shows each to `look`.
fn everywhere(harness: &mut Harness<'static, App>, look: &mut dyn FnMut(&mut Harness<'static, App>, String)) {
    for room in Room::ALL {
        harness.state_mut().show(room);
        look(harness, format!("{room:?}"));
    }
    harness.state_mut().show(Room::Patients);
    harness.state_mut().view_mut().patients_part = PatientsPart::Causes;
    look(harness, "how these data came to be".to_owned());
    harness.state_mut().show(Room::Model);
    for part in [ModelPart::All, ModelPart::Map, ModelPart::Learning, ModelPart::Matters] {
        harness.state_mut().view_mut().model_part = part;
        look(harness, format!("the model, {part:?}"));
    }
    harness.state_mut().view_mut().model_part = ModelPart::Workings;
    harness.state_mut().view_mut().workings_part = WorkingsPart::Importance;
    look(harness, "importance".to_owned());
    harness.state_mut().view_mut().workings_part = WorkingsPart::Inside;
    for kind in cutpoint::learn::ClassifierKind::ALL {
        harness.state_mut().train(kind);
        look(harness, format!("inside {kind:?}"));
    }
    harness.state_mut().show(Room::Line);
    for part in [LinePart::Curves, LinePart::Rules, LinePart::Chance, LinePart::Elsewhere] {
        harness.state_mut().view_mut().line_part = part;
        look(harness, format!("the line, {part:?}"));
    }
    harness.state_mut().show(Room::Harm);
    for part in [HarmPart::Measures, HarmPart::Lines] {
        harness.state_mut().view_mut().harm_part = part;
        look(harness, format!("the groups, {part:?}"));
    }
    harness.state_mut().show(Room::Ward);
    for part in [WardPart::Months, WardPart::Claim, WardPart::You] {
        harness.state_mut().view_mut().ward_part = part;
        look(harness, format!("the ward, {part:?}"));
    }
    harness.state_mut().go_home();
    look(harness, "the start page".to_owned());
    for exercise in cutpoint::exercise::shipped().iter().flatten() {
        harness.state_mut().start_exercise(&Arc::new(exercise.clone())).expect("it starts");
        look(harness, exercise.id.clone());
    }
    let ctx = harness.ctx.clone();
    harness.state_mut().act(&ctx, Action::Sandbox).expect("the sandbox");
    for action in
        [Action::Share, Action::Help, Action::About, Action::Notes, Action::Words, Action::Palette, Action::Write]
    {
        harness.state_mut().act(&ctx, action).unwrap_or_else(|problem| panic!("{action:?}: {problem}"));
        look(harness, format!("{action:?}"));
        let view = harness.state_mut().view_mut();
        (view.share, view.help, view.about, view.notes_open, view.palette) = (None, false, false, false, None);
        if view.glossary.is_open() {
            view.glossary.toggle();
        }
    }
}

/// Words are for people: streams of random numbers, names in files and share codes are the same in every language.
fn no_figure_depends_on_the_language() {
    let recipe = catalogue::shipped_recipe("hypoxaemia").expect("it is shipped");
    let mut scenario = Scenario::of(&recipe);
    scenario.coin_flips = 3;
    scenario.null_control = true;
    scenario.mitigation.recalibrate = Some(Recalibrate::Intercept);
    scenario.mitigation.abstain = 0.05;
    let derived = pipeline::evaluate(&recipe, &scenario).expect("results");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("set-up.toml");
    std::fs::write(&file, scenario.to_toml().expect("it can be written")).expect("written");
    // Another run of the program, in English.
    let ran =
        Command::new(env!("CARGO_BIN_EXE_cutpoint")).arg("run").arg(&file).arg("--json").output().expect("it runs");
    let english: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    for (side, set) in [("paper", &derived.paper.set), ("ward", &derived.ward.set)] {
        let text = serde_json::to_string(&Evaluation::of(set, &[scenario.threshold])).expect("figures are JSON");
        let here: serde_json::Value = serde_json::from_str(&text).expect("it was just written");
        assert!(english[side] == here, "{side}: {} and {}", english[side]["auc"], here["auc"]);
    }
}

#[test]
fn no_word_is_cut_and_none_is_missing_from_the_catalogue() {
    // Nobody else in this program chooses.
    language::choose(Language::Pseudo).expect("no word was shown before");
    no_figure_depends_on_the_language();
    let (mut faults_found, mut foreign) = (Vec::new(), BTreeSet::new());
    for size in [[1024.0, 768.0], [1920.0, 1080.0]] {
        let screen = Rect::from_min_size([0.0, 0.0].into(), size.into());
        let mut harness = window(size);
        everywhere(&mut harness, &mut |harness, place| {
            harness.run_steps(4);
            settle(harness);
            faults_found.extend(faults(harness, &format!("{}, {place}", size[0]), screen, &mut foreign));
        });
    }
    faults_found.dedup();
    let told = [
        format!("{} words are cut:\n{}", faults_found.len(), faults_found.join("\n")),
        format!("{} are not in the catalogue: {foreign:#?}", foreign.len()),
    ];
    assert!(faults_found.is_empty() && foreign.is_empty(), "{}", told.join("\n"));
}
