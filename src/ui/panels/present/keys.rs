//! Everything that a presenter does by key.

use egui::{Event, Key, Modifiers, Ui};

use super::{Present, Slide, next_sides, tally};
use crate::exercise::Run;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::view::{Command, View};

/// The keys, and what each does.
pub const KEYS: [(&str, &str); 13] = [
    (tr_noop!("Space, Page down"), tr_noop!("Reveal, then on: the next view, or the next step of the exercise")),
    (tr_noop!("Page up"), tr_noop!("Back by a view")),
    (tr_noop!("1 to 9"), tr_noop!("A view")),
    (tr_noop!("1, 2, 3 \u{2026}"), tr_noop!("While a question offers answers: one hand more, with Shift one less")),
    ("G", tr_noop!("Groups and ward: compare patients by something else")),
    ("M", tr_noop!("Ward: another figure")),
    (tr_noop!("Arrow keys"), tr_noop!("Move the line by 0.01, with Shift by 0.001")),
    ("C", tr_noop!("Cover each view until it is revealed")),
    ("B", tr_noop!("Black screen")),
    ("F", tr_noop!("Freeze: nothing moves, whatever is touched")),
    ("S", tr_noop!("Spotlight on what the pointer shows")),
    ("T", tr_noop!("Timer from 0, or away")),
    (tr_noop!("Escape, F5"), tr_noop!("Back to the window")),
];

/// Follows the keys; returns whether the presentation goes on.
pub(super) fn follow_keys(
    ui: &Ui,
    present: &mut Present,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) -> bool {
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) || pressed(Key::F5) {
        return false;
    }
    for (key, toggled) in [
        (Key::B, &mut present.blank),
        (Key::F, &mut present.frozen),
        (Key::S, &mut present.spot),
        (Key::F1, &mut present.keys),
    ] {
        if pressed(key) {
            *toggled = !*toggled;
        }
    }
    if pressed(Key::C) {
        present.predict_first = !present.predict_first;
        present.covered = present.predict_first;
    }
    if pressed(Key::T) {
        present.timer = if present.timer.is_some() { None } else { Some(ui.input(|input| input.time)) };
    }
    if !present.blank && !present.keys {
        tally::count_by_keys(ui, &mut view.course);
    }
    for (place, key) in tally::DIGITS.into_iter().enumerate() {
        if pressed(key) {
            present.go(place);
        }
    }
    if pressed(Key::PageUp) {
        present.back();
    }
    // Both are asked, so that neither is left for another control.
    let (space, page) = (pressed(Key::Space), pressed(Key::PageDown));
    if space || page {
        match &mut view.course.run {
            Some(run) if !run.is_finished() => exercise_on(run, scenario, shown, commands),
            _ => present.on(),
        }
    }
    if !present.frozen {
        arrows(ui, scenario);
        if pressed(Key::G) && matches!(present.slide, Slide::Groups | Slide::Ward) {
            compare_by_next(scenario, shown);
        }
        if pressed(Key::M) && present.slide == Slide::Ward {
            next_sides(view, shown.recipe.questions.len());
        }
    }
    true
}

/// Compares patients by the next attribute of the dataset, and by that alone.
fn compare_by_next(scenario: &mut Scenario, shown: &Shown<'_>) {
    let groups: Vec<&String> = shown.recipe.groups().map(|group| &group.id).collect();
    let at = groups.iter().position(|id| Some(*id) == scenario.group_by.as_ref()).map_or(0, |at| at + 1);
    if let Some(next) = groups.iter().cycle().nth(at) {
        scenario.compare_by_both(Some((*next).clone()), None);
    }
}

/// What Page Down does in an exercise: the guess is passed over and results are revealed, then the step is done, then the next begins.
fn exercise_on(run: &mut Run, scenario: &Scenario, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(now) = shown.course.now else { return };
    if run.prediction().is_some() {
        run.pass();
    } else if run.is_met(now, scenario) {
        commands.push(Command::NextStep);
    } else {
        commands.push(Command::ShowAnswer);
    }
}

/// Moves the line, unless something else has the focus and wants the arrows.
fn arrows(ui: &Ui, scenario: &mut Scenario) {
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let moved: f64 = ui.input(|input| {
        let step = |event: &Event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                let step = if modifiers.shift { 0.001 } else { 0.01 };
                match key {
                    Key::ArrowLeft | Key::ArrowDown => -step,
                    Key::ArrowRight | Key::ArrowUp => step,
                    _ => 0.0,
                }
            }
            _ => 0.0,
        };
        input.events.iter().map(step).sum()
    });
    if moved != 0.0 {
        let value = crate::ui::widgets::threshold::tidy(scenario.threshold.get() + moved);
        scenario.threshold = crate::num::Threshold::clamped(value);
    }
}
