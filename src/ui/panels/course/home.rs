//! The start page: what this is, the first exercise, the sandbox, workshops, and how far one has come.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui, UiBuilder, Vec2, vec2};

use super::guide::sign_ui;
use super::{CourseView, all};
use crate::exercise::{Exercise, Level};
use crate::figure::screen;
use crate::num::Threshold;
use crate::ui::panels::Shown;
use crate::ui::panels::menu::menu_ui;
use crate::ui::panels::people::people_of;
use crate::ui::theme;
use crate::ui::view::{Command, Content, View};

/// Exercises that fit together into a workshop, by the numbers at the head of their ids.
const PACKS: [(&str, &[&str]); 2] = [
    (tr_noop!("A workshop of 45 minutes"), &["01", "02", "03", "15"]),
    (tr_noop!("Half a day"), &["01", "02", "03", "05", "08", "09", "12", "15"]),
];

/// Shows the page in the whole window.
pub fn home_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let exercises = all(&view.course);
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("home").auto_shrink(false).show(ui, |ui| {
        let margin = ((ui.available_width() - 1080.0) / 2.0).max(12.0);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(margin as i8, 12)).show(ui, |ui| {
            let wide = ui.available_width() > 760.0;
            // As large as the list of exercises leaves it.
            let tall = (height - LIST).clamp(HERO, 2.0 * HERO);
            if wide {
                let all = ui.available_rect_before_wrap();
                let (left, right) = all.split_left_right_at_fraction(0.58);
                let mut child = ui.new_child(UiBuilder::new().max_rect(left.with_max_y(left.top() + tall)));
                welcome_ui(&mut child, &view.course, &exercises, commands);
                child.add_space(theme::STEP);
                packs_ui(&mut child, &view.course, &exercises, commands);
                // Longer words and larger letters take more than that.
                let tall = tall.max(child.min_rect().height());
                let picture = right.with_min_x(right.left() + 16.0).with_max_y(right.top() + tall);
                let mut child = ui.new_child(UiBuilder::new().max_rect(picture));
                hero_ui(&mut child, picture.size(), view, shown);
                ui.allocate_rect(all.with_max_y(all.top() + tall), egui::Sense::hover());
            } else {
                welcome_ui(ui, &view.course, &exercises, commands);
                ui.add_space(2.0 * theme::STEP);
                packs_ui(ui, &view.course, &exercises, commands);
            }
            let course = &mut view.course;
            ui.add_space(2.0 * theme::STEP);
            list_ui(ui, course, &exercises, commands);
            ui.add_space(2.0 * theme::STEP);
            progress_ui(ui, course, commands);
            teacher_ui(ui, commands);
            ui.add_space(theme::STEP);
            menu_ui(ui, view, commands);
        });
    });
}

fn welcome_ui(ui: &mut Ui, course: &CourseView, exercises: &[Arc<Exercise>], commands: &mut Vec<Command>) {
    ui.label(RichText::new("Cutpoint").size(34.0).text_style(theme::strong()).color(theme::colours(ui).accent));
    ui.label(
        RichText::new(tr!("See, hands on, what clinical AI does to patients: who is found, who is missed, and who is alarmed for nothing."))
            .heading(),
    );
    ui.add_space(2.0 * theme::STEP);
    let left_off = course.progress.last.as_ref().and_then(|id| exercises.iter().find(|exercise| exercise.id == *id));
    ui.horizontal_wrapped(|ui| {
        let large = |ui: &mut Ui, text: String, strong: bool| {
            let text = RichText::new(text);
            let colours = theme::colours(ui);
            let button = if strong {
                let text = text.text_style(theme::strong()).color(colours.paper);
                egui::Button::new(text).fill(colours.accent)
            } else {
                egui::Button::new(text)
            };
            ui.add(button.min_size(vec2(200.0, 48.0))).clicked()
        };
        if let Some(exercise) = left_off {
            let step = course.progress.exercises.get(&exercise.id).map_or(0, |passage| passage.step);
            let text = tr!("Go on: {}, step {} of {}", exercise.head.title, step + 1, exercise.steps.len());
            if large(ui, text, true) {
                commands.push(Command::ResumeExercise(Arc::clone(exercise)));
            }
        } else {
            let open = exercises.iter().find(|exercise| !course.progress.is_done(&exercise.id)).or(exercises.first());
            if let Some(exercise) = open {
                let word = if course.progress.exercises.is_empty() {
                    tr!("Start the first exercise")
                } else {
                    tr!("Next exercise")
                };
                if large(ui, format!("{word}: {}", exercise.head.title), true) {
                    commands.push(Command::StartExercise(Arc::clone(exercise)));
                }
            }
        }
        if large(ui, tr!("Open the free sandbox").to_owned(), false) {
            commands.push(Command::Sandbox);
        }
    });
    let quiet = theme::colours(ui).quiet;
    let text = tr!("All patients here are made up. For teaching, not for clinical use. Nothing leaves this computer.");
    ui.label(RichText::new(text).small().color(quiet));
}

/// The least height of what stands at the top, and the height of the list below it, in points.
const HERO: f32 = 236.0;
const LIST: f32 = 450.0;
/// How long the line wanders after the page was opened, in seconds, and how long it takes to and fro.
const WANDERS: f64 = 24.0;
const TO_AND_FRO: f64 = 12.0;

/// 1,000 people and a line that wanders: what all of this is about, before anybody has pressed anything. It rests after a while, and at
/// once where nothing is to move.
fn hero_ui(ui: &mut Ui, size: Vec2, view: &mut View, shown: &Shown<'_>) {
    let now = ui.input(|input| input.time);
    let since = now - *view.course.opened.get_or_insert(now);
    let moves = ui.style().animation_time > 0.0 && since < WANDERS;
    let line = if moves {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
        // From 0.02 to 0.5 and back, slower where risks crowd.
        let share = 0.5 - 0.5 * libm::cos(since / TO_AND_FRO * std::f64::consts::TAU);
        0.02 + 0.48 * share * share
    } else {
        0.1
    };
    let line = Threshold::clamped((line * 200.0).round() / 200.0);
    let people = people_of(view, &shown.derived.paper);
    let words = shown.words();
    let dark = ui.visuals().dark_mode;
    let room = vec2(size.x, size.y - 48.0);
    screen::show_people(ui, tr!("people of the start page"), &people, line, &words, room, dark);
    let matrix = shown.derived.paper.set.at(line);
    let text = crate::ui::words::live_sentence(shown.recipe, &matrix);
    ui.add(egui::Label::new(RichText::new(text).text_style(theme::strong())).wrap());
}

fn packs_ui(ui: &mut Ui, course: &CourseView, exercises: &[Arc<Exercise>], commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        for (name, numbers) in PACKS {
            let name = crate::language::translate(name);
            let pack: Vec<&Arc<Exercise>> = exercises
                .iter()
                .filter(|exercise| numbers.iter().any(|number| exercise.id.starts_with(number)))
                .collect();
            let done = pack.iter().filter(|exercise| course.progress.is_done(&exercise.id)).count();
            let next = pack.iter().find(|exercise| !course.progress.is_done(&exercise.id)).or(pack.first());
            let text = tr!("{name}: {done} of {} done", pack.len(), name, done);
            let titles: Vec<&str> = pack.iter().map(|exercise| exercise.head.title.as_str()).collect();
            if let Some(next) = next
                && ui.button(text).on_hover_text(titles.join("\n")).clicked()
            {
                commands.push(Command::StartExercise(Arc::clone(next)));
            }
        }
    });
}

fn list_ui(ui: &mut Ui, course: &CourseView, exercises: &[Arc<Exercise>], commands: &mut Vec<Command>) {
    ui.heading(tr!("Exercises"));
    let quiet = theme::colours(ui).quiet;
    let columns = if ui.available_width() > 900.0 { 2 } else { 1 };
    let rows = exercises.len().div_ceil(columns);
    ui.columns(columns, |columns| {
        for (index, exercise) in exercises.iter().enumerate() {
            let ui = &mut columns[index / rows.max(1)];
            ui.horizontal(|ui| {
                let passage = course.progress.exercises.get(&exercise.id);
                let said = match passage {
                    Some(passage) if passage.done => tr!("done").to_owned(),
                    Some(passage) => tr!("step {} of {}", passage.step + 1, exercise.steps.len()),
                    None => tr!("not begun").to_owned(),
                };
                sign_ui(ui, passage.is_some_and(|passage| passage.done));
                let number = exercise.id.split('-').next().and_then(|number| number.parse::<u32>().ok());
                let number = number.map_or_else(String::new, |number| format!("{number}  "));
                let button = egui::Button::new(format!("{number}{}", exercise.head.title)).frame_when_inactive(false);
                let name = tr!("Exercise {}: {said}", exercise.head.title, said);
                let response = ui.add(button);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                if response.clicked() {
                    let again = passage.is_some_and(|passage| !passage.done);
                    let exercise = Arc::clone(exercise);
                    commands.push(if again {
                        Command::ResumeExercise(exercise)
                    } else {
                        Command::StartExercise(exercise)
                    });
                }
                let level = match exercise.head.level {
                    Level::All => tr!("for everybody"),
                    Level::Clinical => tr!("for clinical staff"),
                    Level::Manager => tr!("for managers"),
                };
                let begun =
                    if passage.is_some_and(|passage| !passage.done) { format!(", {said}") } else { String::new() };
                let text = tr!("{} min, {level}{begun}", exercise.head.minutes, level, begun);
                ui.add(egui::Label::new(RichText::new(text).small().color(quiet)).wrap());
            });
        }
    });
}

/// What whoever teaches comes here for.
fn teacher_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let quiet = theme::colours(ui).quiet;
        ui.label(RichText::new(tr!("For teachers:")).small().color(quiet));
        let hint = tr!("Choose the folder with the records that learners saved, or drop it on this window");
        if ui.add(egui::Button::new(tr!("Show a class")).small()).on_hover_text(hint).clicked() {
            commands.push(Command::BrowseClass);
        }
        let hint = tr!("Arrange the screen, set the goal, write the words, save the file");
        if ui.add(egui::Button::new(tr!("Write an exercise")).small()).on_hover_text(hint).clicked() {
            commands.push(Command::WriteExercise);
        }
    });
}

fn progress_ui(ui: &mut Ui, course: &mut CourseView, commands: &mut Vec<Command>) {
    let quiet = theme::colours(ui).quiet;
    let text = course.unkept.clone().unwrap_or_else(|| tr!("Your progress is kept on this computer only.").to_owned());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(text).small().color(quiet));
        let any = !course.progress.exercises.is_empty();
        if ui.add_enabled(any, egui::Button::new(tr!("Save a copy")).small()).clicked() {
            let text = course.progress.to_toml().ok_or_else(|| tr!("The progress could not be written.").to_owned());
            commands.push(Command::OfferSave(tr!("Progress").to_owned(), text.map(Content::Scenario)));
        }
        if !course.clearing {
            course.clearing = ui.add_enabled(any, egui::Button::new(tr!("Clear it")).small()).clicked();
        } else {
            ui.label(tr!("Forget all exercises that were done?"));
            if ui.small_button(tr!("Yes, clear")).clicked() {
                course.progress = crate::exercise::Progress::default();
                course.clearing = false;
            }
            if ui.small_button(tr!("No, keep")).clicked() {
                course.clearing = false;
            }
        }
    });
}
