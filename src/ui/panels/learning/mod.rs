//! What the model knows of new patients, and what it only knows of its own by heart.

mod known;
mod words;

use egui::{DragValue, Key, RichText, Sense, Slider, Ui, WidgetInfo, vec2};

use crate::figure::screen::FigureResponse;
use crate::figure::{folds_figure, learning_figure, place_words, rounds_figure};
use crate::learn::Setting;
use crate::pipeline::learning::{Aucs, Curve, Learning, LearningTask, Rounds, Varied};
use crate::scenario::{FEWEST_PATIENTS, MOST_COIN_FLIPS, MOST_PATIENTS, Scenario};
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::legend::{key_height, key_ui};
use crate::ui::widgets::segmented::{Choice, segmented};

const TASKS: [Choice<'static, LearningTask>; 4] = [
    Choice {
        value: LearningTask::Patients,
        name: tr_noop!("More patients"),
        meaning: tr_noop!("The same classifier learning from few patients, from more, and from all."),
    },
    Choice {
        value: LearningTask::Complexity,
        name: tr_noop!("More complex"),
        meaning: tr_noop!("The same patients, followed loosely or closely: press the chart to set the classifier."),
    },
    Choice {
        value: LearningTask::Folds,
        name: tr_noop!("Five rounds"),
        meaning: tr_noop!("Cross-validation: every fifth of the training patients is held out once."),
    },
    Choice {
        value: LearningTask::Known,
        name: tr_noop!("Known when"),
        meaning: tr_noop!("Inputs that are known only after the moment of decision, and what they seem to gain."),
    },
];

/// The height of the notes under a chart, in points.
const NOTES: f32 = 58.0;

/// Shows the choice, what the model in use knows, and the part chosen.
pub fn learning_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.learning, &TASKS);
    ui.horizontal_wrapped(|ui| chance_ui(ui, scenario));
    ui.add_space(theme::STEP);
    let Some((learning, _)) = shown.learning else {
        ui.label(tr!("Training the first models\u{2026}"));
        return;
    };
    in_use_ui(ui, learning, shown);
    match view.learning {
        LearningTask::Patients => {
            let now = shown.derived.data.split.train.len() as f64;
            part_ui(ui, learning.patients(shown.derived), |ui, curve| {
                curve_ui(ui, scenario, shown, (curve, now), commands);
            });
        }
        LearningTask::Complexity => part_ui(ui, learning.complexity(shown.derived), |ui, curve| {
            let now = match curve.varied {
                Varied::Setting(setting) => scenario.classifier.get(setting.field).unwrap_or(setting.min),
                _ => scenario.given().len() as f64,
            };
            curve_ui(ui, scenario, shown, (curve, now), commands);
        }),
        LearningTask::Folds => {
            part_ui(ui, learning.rounds(shown.derived), |ui, rounds| rounds_ui(ui, shown, rounds, commands));
        }
        LearningTask::Known => known::known_ui(ui, scenario, shown),
    }
}

/// Shows what there is of a part, dimmed where it is of other results.
fn part_ui<T>(ui: &mut Ui, part: Option<(&T, bool)>, show: impl FnOnce(&mut Ui, &T)) {
    let Some((part, current)) = part else {
        ui.label(tr!("Training the first models\u{2026}"));
        return;
    };
    if !current {
        ui.multiply_opacity(0.45);
    }
    show(ui, part);
}

/// What makes it easy to learn by heart: inputs that mean nothing, and few patients.
fn chance_ui(ui: &mut Ui, scenario: &mut Scenario) {
    let hover = tr!(
        "Each coin is tossed 100 times for every patient; how often it showed heads says nothing of anybody. Whatever the model learns from it, \
                 it learns by heart."
    );
    ui.label(RichText::new(tr!("Coin flips among the inputs")).text_style(theme::strong())).on_hover_text(hover);
    let before = f64::from(scenario.coin_flips);
    ui.spacing_mut().slider_width = 120.0;
    let slider = ui.add(Slider::new(&mut scenario.coin_flips, 0..=MOST_COIN_FLIPS)).on_hover_text(hover);
    slider.widget_info(|| WidgetInfo::slider(true, before, tr!("Coin flips among the inputs")));
    ui.separator();
    ui.label(RichText::new(tr!("Patients collected")).text_style(theme::strong()));
    let field = DragValue::new(&mut scenario.patients).range(FEWEST_PATIENTS..=MOST_PATIENTS).speed(20.0);
    let response = ui.add(field.update_while_editing(false)).on_hover_text(tr!("To learn from, and to test on"));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("Patients collected")));
}

fn in_use_ui(ui: &mut Ui, learning: &Learning, shown: &Shown<'_>) {
    let Some((in_use, current)) = learning.in_use(shown.derived) else { return };
    let (patients, flips) = (shown.derived.data.split.train.len(), shown.derived.scenario.coin_flips);
    // The figures are of these results, or are not shown beside their words.
    let text = if current {
        words::in_use(in_use, patients, flips, shown.condition())
    } else {
        tr!("Trying the model on the patients that it learnt from\u{2026}").to_owned()
    };
    ui.label(RichText::new(text).text_style(theme::strong()));
    ui.add_space(theme::STEP);
}

fn curve_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    shown: &Shown<'_>,
    (curve, now): (&Curve, f64),
    commands: &mut Vec<Command>,
) {
    ui.label(words::curve(curve, now));
    let in_use = shown.learning.and_then(|(learning, _)| learning.in_use(shown.derived));
    let in_use: Option<&Aucs> = in_use.filter(|(_, current)| *current).map(|(in_use, _)| &in_use.aucs);
    let figure = learning_figure(curve, now, in_use);
    let width = ui.available_width();
    let height = (ui.available_height() - key_height(ui, &figure, width) - NOTES).max(170.0);
    let answer = chart_ui(ui, vec2(width, height), &figure, None, &shown.caption(), commands);
    if let Varied::Setting(setting) = curve.varied {
        let value = move_ui(ui, &answer, curve, setting, now);
        if let Some(value) = value {
            // A place of the curve lies within the setting's own range, so nothing is refused.
            scenario.classifier.set(setting.field, value).ok();
        }
    }
    key_ui(ui, &figure);
    let used = [curve.pool.len(), curve.unseen.len()];
    let places = curve.places.iter().map(|place| (place_words(curve.varied, place.at), &place.tries));
    let notes = [words::capped(used, curve.capped), words::left_out(places), Some(words::how(curve))];
    notes_ui(ui, curve.progress(), "models", notes.into_iter().flatten());
}

/// What may be known beside a chart: how far the work is, then what to bear in mind.
fn notes_ui(ui: &mut Ui, [done, all]: [usize; 2], what: &str, notes: impl Iterator<Item = String>) {
    let colours = theme::colours(ui);
    let mut text = notes.collect::<Vec<_>>().join(" ");
    if done < all {
        text = tr!("{done} of {all} {what} trained\u{2026} {text}", done, all, what, text);
    }
    egui::ScrollArea::vertical().id_salt("notes").auto_shrink([false, true]).show(ui, |ui| {
        ui.label(RichText::new(text).small().color(colours.quiet));
    });
}

/// Lets a press, a drag or an arrow key on the curve choose the setting among its places.
fn move_ui(ui: &Ui, answer: &FigureResponse, curve: &Curve, setting: &Setting, now: f64) -> Option<f64> {
    let id = answer.picture.id.with("setting");
    let grip = ui.interact(answer.picture.rect, id, Sense::click_and_drag());
    let grip = grip.on_hover_and_drag_cursor(egui::CursorIcon::ResizeHorizontal);
    let name = tr!("{}, on the curve", crate::language::translate(setting.label));
    grip.widget_info(|| WidgetInfo::slider(true, now, &name));
    let places: Vec<f64> = curve.places.iter().map(|place| place.at).collect();
    if grip.clicked() || grip.drag_started() {
        grip.request_focus();
    }
    if let Some(at) = grip.interact_pointer_pos().filter(|_| grip.clicked() || grip.dragged()) {
        let far = |value: f64| (answer.view.to_screen([value, 0.5])[0] - at.x).abs();
        return places.into_iter().min_by(|a, b| far(*a).total_cmp(&far(*b))).filter(|value| differs(*value, now));
    }
    if !grip.has_focus() {
        return None;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    if pressed(Key::ArrowRight) {
        return places.into_iter().find(|value| *value > now && differs(*value, now));
    }
    if pressed(Key::ArrowLeft) {
        return places.into_iter().rev().find(|value| *value < now && differs(*value, now));
    }
    None
}

/// Whether two values of a setting are not the same but for rounding.
fn differs(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-9 * b.abs().max(1e-9)
}

fn rounds_ui(ui: &mut Ui, shown: &Shown<'_>, rounds: &Rounds, commands: &mut Vec<Command>) {
    let held_out = &shown.derived.paper.set;
    ui.label(words::rounds(rounds, held_out.auc()));
    ui.add_space(theme::STEP);
    let gap = 3.0 * theme::STEP;
    let room = ui.available_size();
    let size = vec2((room.x - gap) / 2.0, (room.y - NOTES).clamp(170.0, 380.0));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        chart_ui(ui, size, &folds_figure(rounds), None, &shown.caption(), commands);
        let figure = rounds_figure(rounds, (held_out.auc(), held_out.auc_ci()));
        chart_ui(ui, size, &figure, None, &shown.caption(), commands);
    });
    let learnt = rounds.folds.iter().map(|fold| fold.rows.len()).sum::<usize>();
    let sizes = rounds.folds.first().map_or(String::new(), |fold| {
        tr!(
            "Each part: about {} patients, {} of them with {}, dealt so that every part has the same share.",
            crate::ui::words::count(fold.rows.len() as u64),
            crate::ui::words::count(fold.with as u64),
            shown.condition()
        )
    });
    let failed = rounds.folds.iter().enumerate().filter_map(|(round, fold)| {
        let why = fold.tried.as_ref()?.as_ref().err()?;
        Some(tr!("Round {} gave no model: {why}", round + 1, why))
    });
    let capped = rounds.capped.map(|[train, _]| {
        let of = crate::ui::words::count;
        tr!("To keep this to seconds, {} of the {} training patients are used.", of(learnt as u64), of(train as u64))
    });
    notes_ui(ui, rounds.progress(), "models", failed.chain(capped).chain([sizes]));
}
