//! The start page: what this is, the first exercise, the sandbox, workshops, and how far one has come.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui, vec2};

use super::guide::sign_ui;
use super::{CourseView, all};
use crate::exercise::{Exercise, Level};
use crate::ui::theme;
use crate::ui::view::{Command, Content};

/// Exercises that fit together into a workshop, by the numbers at the head of their ids.
const PACKS: [(&str, &[&str]); 2] = [
    ("A workshop of 45 minutes", &["01", "02", "03", "15"]),
    ("Half a day", &["01", "02", "03", "05", "08", "09", "12", "15"]),
];

/// Shows the page in the whole window.
pub fn home_ui(ui: &mut Ui, course: &mut CourseView, commands: &mut Vec<Command>) {
    let exercises = all(course);
    ScrollArea::vertical().id_salt("home").auto_shrink(false).show(ui, |ui| {
        let margin = ((ui.available_width() - 1080.0) / 2.0).max(12.0);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(margin as i8, 12)).show(ui, |ui| {
            welcome_ui(ui, course, &exercises, commands);
            ui.add_space(2.0 * theme::STEP);
            packs_ui(ui, course, &exercises, commands);
            ui.add_space(2.0 * theme::STEP);
            list_ui(ui, course, &exercises, commands);
            ui.add_space(2.0 * theme::STEP);
            progress_ui(ui, course, commands);
            teacher_ui(ui, commands);
        });
    });
}

fn welcome_ui(ui: &mut Ui, course: &CourseView, exercises: &[Arc<Exercise>], commands: &mut Vec<Command>) {
    ui.label(RichText::new("Cutpoint").size(34.0).text_style(theme::strong()).color(theme::colours(ui).accent));
    ui.label(
        RichText::new("See, hands on, what clinical AI does to patients: who is found, who is missed, and who is alarmed for nothing.")
            .heading(),
    );
    ui.add_space(2.0 * theme::STEP);
    let left_off = course.progress.last.as_ref().and_then(|id| exercises.iter().find(|exercise| exercise.id == *id));
    ui.horizontal_wrapped(|ui| {
        let large = |ui: &mut Ui, text: String, strong: bool| {
            let text = RichText::new(text);
            let text = if strong { text.text_style(theme::strong()) } else { text };
            ui.add(egui::Button::new(text).min_size(vec2(220.0, 48.0))).clicked()
        };
        if let Some(exercise) = left_off {
            let step = course.progress.exercises.get(&exercise.id).map_or(0, |passage| passage.step);
            let text = format!("Go on: {}, step {} of {}", exercise.head.title, step + 1, exercise.steps.len());
            if large(ui, text, true) {
                commands.push(Command::ResumeExercise(Arc::clone(exercise)));
            }
        } else {
            let open = exercises.iter().find(|exercise| !course.progress.is_done(&exercise.id)).or(exercises.first());
            if let Some(exercise) = open {
                let word =
                    if course.progress.exercises.is_empty() { "Start the first exercise" } else { "Next exercise" };
                if large(ui, format!("{word}: {}", exercise.head.title), true) {
                    commands.push(Command::StartExercise(Arc::clone(exercise)));
                }
            }
        }
        if large(ui, "Open the free sandbox".to_owned(), false) {
            commands.push(Command::Sandbox);
        }
    });
    let quiet = theme::colours(ui).quiet;
    let text = "All patients here are made up. For teaching, not for clinical use. Nothing leaves this computer.";
    ui.label(RichText::new(text).small().color(quiet));
}

fn packs_ui(ui: &mut Ui, course: &CourseView, exercises: &[Arc<Exercise>], commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        for (name, numbers) in PACKS {
            let pack: Vec<&Arc<Exercise>> = exercises
                .iter()
                .filter(|exercise| numbers.iter().any(|number| exercise.id.starts_with(number)))
                .collect();
            let done = pack.iter().filter(|exercise| course.progress.is_done(&exercise.id)).count();
            let next = pack.iter().find(|exercise| !course.progress.is_done(&exercise.id)).or(pack.first());
            let text = format!("{name}: {done} of {} done", pack.len());
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
    ui.heading("Exercises");
    let quiet = theme::colours(ui).quiet;
    let columns = if ui.available_width() > 900.0 { 2 } else { 1 };
    let rows = exercises.len().div_ceil(columns);
    ui.columns(columns, |columns| {
        for (index, exercise) in exercises.iter().enumerate() {
            let ui = &mut columns[index / rows.max(1)];
            ui.horizontal(|ui| {
                let passage = course.progress.exercises.get(&exercise.id);
                let said = match passage {
                    Some(passage) if passage.done => "done".to_owned(),
                    Some(passage) => format!("step {} of {}", passage.step + 1, exercise.steps.len()),
                    None => "not begun".to_owned(),
                };
                sign_ui(ui, passage.is_some_and(|passage| passage.done));
                let number = exercise.id.split('-').next().and_then(|number| number.parse::<u32>().ok());
                let number = number.map_or_else(String::new, |number| format!("{number}  "));
                let button = egui::Button::new(format!("{number}{}", exercise.head.title)).frame_when_inactive(false);
                let name = format!("Exercise {}: {said}", exercise.head.title);
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
                    Level::All => "for everybody",
                    Level::Clinical => "for clinical staff",
                    Level::Manager => "for managers",
                };
                let begun =
                    if passage.is_some_and(|passage| !passage.done) { format!(", {said}") } else { String::new() };
                let text = format!("{} min, {level}{begun}", exercise.head.minutes);
                ui.label(RichText::new(text).small().color(quiet));
            });
        }
    });
}

/// What whoever teaches comes here for.
fn teacher_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let quiet = theme::colours(ui).quiet;
        ui.label(RichText::new("For teachers:").small().color(quiet));
        let hint = "Choose the folder with the records that learners saved, or drop it on this window";
        if ui.add(egui::Button::new("Show a class").small()).on_hover_text(hint).clicked() {
            commands.push(Command::BrowseClass);
        }
        let hint = "Arrange the screen, set the goal, write the words, save the file";
        if ui.add(egui::Button::new("Write an exercise").small()).on_hover_text(hint).clicked() {
            commands.push(Command::WriteExercise);
        }
    });
}

fn progress_ui(ui: &mut Ui, course: &mut CourseView, commands: &mut Vec<Command>) {
    let quiet = theme::colours(ui).quiet;
    let text = course.unkept.clone().unwrap_or_else(|| "Your progress is kept on this computer only.".to_owned());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(text).small().color(quiet));
        let any = !course.progress.exercises.is_empty();
        if ui.add_enabled(any, egui::Button::new("Save a copy").small()).clicked() {
            let text = course.progress.to_toml().ok_or_else(|| "The progress could not be written.".to_owned());
            commands.push(Command::OfferSave("Progress".to_owned(), text.map(Content::Scenario)));
        }
        if !course.clearing {
            course.clearing = ui.add_enabled(any, egui::Button::new("Clear it").small()).clicked();
        } else {
            ui.label("Forget all exercises that were done?");
            if ui.small_button("Yes, clear").clicked() {
                course.progress = crate::exercise::Progress::default();
                course.clearing = false;
            }
            if ui.small_button("No, keep").clicked() {
                course.clearing = false;
            }
        }
    });
}
