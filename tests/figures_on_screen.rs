//! Charts in the window: what a pointer and a screen reader find there.
#![cfg(feature = "gui")]

use std::cell::RefCell;
use std::rc::Rc;

use cutpoint::figure::people::People;
use cutpoint::figure::screen::{self, FigureResponse};
use cutpoint::figure::{Figure, Layer, View, Words, roc_figure, score_figure};
use cutpoint::metrics::ScoredTestSet;
use cutpoint::num::Threshold;
use egui::{Pos2, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn set() -> ScoredTestSet {
    let scores: Vec<f64> = (0..1000_u32).map(|patient| f64::from(patient) / 1000.0).collect();
    let outcomes: Vec<bool> = (0..1000_u32).map(|patient| patient % 7 == 0 || patient > 800).collect();
    ScoredTestSet::new(&scores, &outcomes, None).expect("scores are risks")
}

fn words() -> Words {
    Words { condition: "sepsis".to_owned(), shown: "on the ward".to_owned() }
}

type Build = fn(&ScoredTestSet, Threshold) -> Figure;

fn scores(set: &ScoredTestSet, threshold: Threshold) -> Figure {
    score_figure(set, threshold, &words(), &[])
}

fn curve(set: &ScoredTestSet, threshold: Threshold) -> Figure {
    roc_figure(set, threshold, &words(), &[])
}

/// A figure in a window, its threshold moved by what it answers.
struct Shown {
    threshold: f64,
    view: Option<View>,
    readout: Option<String>,
}

fn window(build: Build, size: Vec2) -> (Harness<'static>, Rc<RefCell<Shown>>) {
    let shown = Rc::new(RefCell::new(Shown { threshold: 0.5, view: None, readout: None }));
    let inner = Rc::clone(&shown);
    let set = set();
    let harness = Harness::builder().with_size(size + Vec2::splat(16.0)).build_ui(move |ui| {
        let mut shown = inner.borrow_mut();
        let figure = build(&set, Threshold::clamped(shown.threshold));
        let FigureResponse { view, value, readout, .. } = screen::show(ui, "figure", &figure, size, false);
        shown.threshold = value.unwrap_or(shown.threshold);
        shown.readout = readout;
        shown.view = Some(view);
    });
    (harness, shown)
}

fn place(shown: &Rc<RefCell<Shown>>, at: [f64; 2]) -> Pos2 {
    let [x, y] = shown.borrow().view.expect("drawn at least once").to_screen(at);
    pos2(x, y)
}

fn drag(harness: &mut Harness<'_>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    for step in 1..=4_u8 {
        harness.hover_at(from.lerp(to, f32::from(step) / 4.0));
        harness.step();
    }
    harness.drop_at(to);
    harness.step();
}

fn click(harness: &mut Harness<'_>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.step();
    harness.drop_at(at);
    harness.step();
}

#[test]
fn the_threshold_is_dragged_by_its_line_wherever_it_is_taken() {
    let (mut harness, shown) = window(scores, vec2(600.0, 300.0));
    harness.step();
    // Taken hold of 9 points beside the line, it keeps that distance.
    let (from, to) = (place(&shown, [0.5, 0.0]), place(&shown, [0.2, 0.0]));
    let beside = vec2(9.0, 20.0);
    drag(&mut harness, from + beside, to + beside);
    let threshold = shown.borrow().threshold;
    assert!((threshold - 0.2).abs() < 0.003, "{threshold}");
}

#[test]
fn a_click_beside_the_line_brings_it_there() {
    let (mut harness, shown) = window(scores, vec2(600.0, 300.0));
    harness.step();
    let at = place(&shown, [0.8, 0.0]);
    click(&mut harness, at);
    let threshold = shown.borrow().threshold;
    assert!((threshold - 0.8).abs() < 0.003, "{threshold}");
}

#[test]
fn the_operating_point_slides_along_the_curve() {
    let (mut harness, shown) = window(curve, vec2(420.0, 420.0));
    harness.step();
    let point = |threshold: f64| {
        let figure = curve(&set(), Threshold::clamped(threshold));
        figure.handle.and_then(|handle| handle.at).expect("both classes are there")
    };
    let (from, to) = (place(&shown, point(0.5)), place(&shown, point(0.9)));
    drag(&mut harness, from, to);
    let threshold = shown.borrow().threshold;
    assert!((threshold - 0.9).abs() < 0.02, "{threshold}");
    // Far from the curve a press means nothing, wherever it is drawn to.
    let away = place(&shown, [0.9, 0.1]);
    click(&mut harness, away);
    drag(&mut harness, away, from);
    let after = shown.borrow().threshold;
    assert!((after - threshold).abs() < 1e-9, "{after}");
}

#[test]
fn a_screen_reader_finds_the_picture_in_words_and_the_handle_as_a_slider() {
    let (mut harness, _) = window(curve, vec2(420.0, 420.0));
    harness.step();
    let alt = curve(&set(), Threshold::clamped(0.5)).alt;
    let picture = harness.get_by_label(&alt);
    assert_eq!(picture.accesskit_node().role(), egui::Role::Image);
    let handle = harness.get_by_role(egui::Role::Slider);
    assert_eq!(handle.accesskit_node().numeric_value(), Some(0.5));
    assert!(handle.accesskit_node().label().is_some_and(|label| label.starts_with("Threshold on the chart")));
}

#[test]
fn under_the_pointer_the_patients_are_counted() {
    let (mut harness, shown) = window(scores, vec2(600.0, 300.0));
    harness.step();
    let at = place(&shown, [0.85, 0.001]);
    harness.hover_at(at);
    harness.step();
    harness.step();
    let said = shown.borrow().readout.clone().expect("the pointer is in the frame");
    assert!(said.starts_with("Score 0.8") && said.contains("with sepsis, found"), "{said}");
    assert!(said.contains("0 without sepsis, false alarms"), "{said}");
}

#[test]
fn a_figure_fits_into_any_window_and_survives_what_cannot_be_drawn() {
    for size in
        [Vec2::ZERO, vec2(1.0, 1.0), vec2(60.0, 60.0), vec2(130.0, 130.0), vec2(250.0, 90.0), vec2(2000.0, 50.0)]
    {
        for build in [scores as Build, curve] {
            let (mut harness, shown) = window(build, size);
            harness.step();
            let frame = shown.borrow().view.expect("drawn").frame;
            assert!(frame.width() >= 1.0 && frame.height() >= 1.0, "{size}: {frame:?}");
        }
    }
    let broken: Build = |set, threshold| {
        let mut figure = scores(set, threshold);
        figure.x.min = f64::NAN;
        figure.y.max = f64::NEG_INFINITY;
        figure.layers.push(Layer::Band {
            role: cutpoint::figure::Role::Band,
            points: vec![[f64::NAN, 0.0, 1.0]],
            label: String::new(),
        });
        figure
    };
    let (mut harness, _) = window(broken, vec2(400.0, 300.0));
    harness.step();
}

#[test]
fn a_click_on_an_icon_names_its_patient() {
    let scores: Vec<f64> = (0..1000_u32).map(|patient| f64::from(patient) / 1000.0).collect();
    let outcomes: Vec<bool> = (0..1000_u32).map(|patient| patient % 10 == 3).collect();
    let people = People::new(&scores, &outcomes);
    let answers = Rc::new(RefCell::new((None, None)));
    let inner = Rc::clone(&answers);
    let mut harness = Harness::builder().with_size(vec2(520.0, 400.0)).build_ui(move |ui| {
        let threshold = Threshold::clamped(0.5);
        let answer = screen::show_people(ui, "people", &people, threshold, &words(), vec2(500.0, 380.0), true);
        let clicked = answer.clicked.or(inner.borrow().1);
        *inner.borrow_mut() = (Some(answer.lattice), clicked);
    });
    harness.step();
    // With the condition, the lowest score: the first icon.
    let lattice = answers.borrow().0.expect("drawn");
    let [x, y] = lattice.middle(0);
    click(&mut harness, pos2(x, y));
    assert_eq!(answers.borrow().1.map(|person| person.patient), Some(3));
}
