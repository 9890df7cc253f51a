//! A presentation, for a room: nothing is cut or pops up, and hands are counted by key.

use std::sync::Arc;

use cutpoint::app::App;
use cutpoint::scenario::Scenario;
use cutpoint::ui::panels::Slide;
use eframe::egui::{Key, Modifiers, Rect, Shape, epaint::ClippedShape};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{settle, window};

/// The smallest projector.
const SCREEN: [f32; 2] = [1024.0, 768.0];
/// The smallest letters that the back row reads, and room for what drawing rounds, in points.
const SMALLEST: f32 = 18.0;
const ROUNDED: f32 = 1.5;

const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

fn press(harness: &mut Harness<'static, App>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

fn shows(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

/// What is wrong with the texts on screen: cut by the screen or by what they are drawn in, cut short, or too small.
fn faults(harness: &Harness<'static, App>, place: &str) -> Vec<String> {
    fn look(shape: &Shape, seen: Rect, place: &str, found: &mut Vec<String>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, seen, place, found)),
            Shape::Text(text) if text.angle == 0.0 && text.opacity_factor > 0.0 => {
                let (at, words) = (text.galley.mesh_bounds.translate(text.pos.to_vec2()), text.galley.text());
                if at.is_positive() && !seen.expand(ROUNDED).contains_rect(at) {
                    found.push(format!("{place}: \"{words}\" at {at} is cut at {seen}"));
                }
                if text.galley.elided {
                    found.push(format!("{place}: \"{words}\" ends in dots"));
                }
                let sizes = text.galley.job.sections.iter().map(|section| section.format.font_id.size);
                if sizes.fold(f32::MAX, f32::min) < SMALLEST && at.is_positive() {
                    found.push(format!("{place}: \"{words}\" is too small"));
                }
            }
            _ => {}
        }
    }
    let screen = Rect::from_min_size([0.0, 0.0].into(), SCREEN.into());
    let mut found = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in &harness.output().shapes {
        look(shape, clip_rect.intersect(screen), place, &mut found);
    }
    found
}

#[test]
fn in_no_view_of_a_presentation_is_a_word_cut_or_too_small_for_the_back_row() {
    let mut harness = window(SCREEN);
    let mut found = Vec::new();
    // Many groups, long words, and a line at which few are flagged.
    for (dataset, first, second) in [
        ("ward-sepsis", "sex", None),
        ("ward-sepsis", "deprivation", Some("age_band")),
        ("pneumonia", "deprivation", None),
    ] {
        let recipe = cutpoint::data::catalogue::shipped_recipe(dataset).expect("it is shipped");
        let mut scenario = Scenario::of(&recipe);
        scenario.compare_by_both(Some(first.to_owned()), second.map(str::to_owned));
        harness.state_mut().open_scenario(scenario).expect("it opens");
        settle(&mut harness);
        press(&mut harness, Key::F5);
        for (slide, key) in Slide::ALL.into_iter().zip(DIGITS) {
            press(&mut harness, key);
            let place = format!("{dataset} by {first}, {slide:?}");
            found.extend(faults(&harness, &place));
            press(&mut harness, Key::C);
            found.extend(faults(&harness, &format!("{place}, covered")));
            press(&mut harness, Key::C);
        }
        press(&mut harness, Key::F1);
        found.extend(faults(&harness, "keys"));
        press(&mut harness, Key::F1);
        press(&mut harness, Key::Escape);
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn hands_are_counted_by_key_taken_back_and_stand_beside_the_truth() {
    let mut harness = window(SCREEN);
    // Its second step asks twice for one of three answers.
    let exercise = cutpoint::exercise::shipped()[3].as_ref().expect("it can be read").clone();
    harness.state_mut().start_exercise(&Arc::new(exercise)).expect("it starts");
    settle(&mut harness);
    press(&mut harness, Key::F5);
    assert!(!shows(&harness, "Hands: keys"), "a number is no answer to raise a hand for");
    let until = |harness: &mut Harness<'static, App>, words: &str| {
        for _ in 0..12 {
            if shows(harness, words) {
                return;
            }
            press(harness, Key::PageDown);
            settle(harness);
        }
        panic!("{words} is never shown");
    };
    until(&mut harness, "Hands: keys 1 to 3");
    let slide = harness.state().view().present.as_ref().expect("it goes on").slide;
    for key in [Key::Num1, Key::Num2, Key::Num2, Key::Num2, Key::Num9] {
        press(&mut harness, key);
    }
    assert!(shows(&harness, "3") && faults(&harness, "hands").is_empty(), "{:?}", faults(&harness, "hands"));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Num1);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Num1);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Num2);
    harness.run_steps(3);
    let present = harness.state().view().present.clone().expect("it goes on");
    assert_eq!(present.slide, slide, "no digit chose a view");
    press(&mut harness, Key::PageDown);
    assert!(shows(&harness, "Hands: keys 1 to 3"), "the second question");
    press(&mut harness, Key::Num3);
    press(&mut harness, Key::PageDown);
    settle(&mut harness);
    assert!(shows(&harness, "It stays where it is: 2 hands") && shows(&harness, "It falls: 0 hands"));
    assert!(shows(&harness, "It rises: 1 hand") && shows(&harness, "most evidence says this"));
    let mut found = Vec::new();
    for (slide, key) in Slide::ALL.into_iter().zip(DIGITS) {
        press(&mut harness, key);
        assert_eq!(harness.state().view().present.as_ref().expect("it goes on").slide, slide, "digits choose again");
        assert!(shows(&harness, "It stays where it is: 2 hands"), "{slide:?}");
        found.extend(faults(&harness, &format!("beside hands, {slide:?}")));
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_box_pops_up_over_what_a_room_looks_at() {
    let mut harness = window(SCREEN);
    let rests = |harness: &mut Harness<'static, App>| {
        let cell = harness.get_all_by_label_contains("show these patients").next().expect("a cell").rect();
        harness.hover_at(cell.left_top() + eframe::egui::vec2(20.0, 4.0));
        harness.run_steps(40);
        shows(harness, "Also called")
    };
    assert!(rests(&mut harness), "in the window a number says what it is");
    press(&mut harness, Key::F5);
    press(&mut harness, Key::Num2);
    assert!(!rests(&mut harness), "in a presentation it does not");
    press(&mut harness, Key::Escape);
    assert!(rests(&mut harness), "and in the window it does again");
}
