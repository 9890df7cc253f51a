//! What stands at the end of an exercise, and what helps whoever teaches it.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::entry::{truth_words, written};
use super::{all, markdown};
use crate::exercise::{Asked, Card, Record};
use crate::report::{Evidence, decision_page};
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, Content, View};

/// The widest that words are set, in points.
const WIDEST: f32 = 760.0;

/// What there was to learn, in place of the room.
pub fn debrief_ui(ui: &mut Ui, scenario: &Scenario, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some(run) = &view.course.run else { return };
    let (exercise, answers) = (std::sync::Arc::clone(run.exercise()), run.answers().clone());
    let asked: Vec<(Asked, bool)> = exercise
        .steps
        .iter()
        .enumerate()
        .flat_map(|(number, step)| {
            step.predictions.iter().chain(&step.questions).map(move |asked| (asked.clone(), number))
        })
        .map(|(asked, number)| (asked, run.was_helped(number)))
        .collect();
    let truths: std::collections::BTreeMap<String, crate::exercise::Truth> =
        asked.iter().filter_map(|(asked, _)| Some((asked.id.clone(), run.truth_then(&asked.id)?.clone()))).collect();
    let next = all(&view.course).into_iter().skip_while(|known| known.id != exercise.id).nth(1);
    ScrollArea::vertical().id_salt("debrief").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        ui.heading(tr!("What there was to learn"));
        markdown(ui, &exercise.debrief);
        ui.add_space(theme::STEP);
        for (asked, helped) in asked {
            let Some(answer) = answers.get(&asked.id) else { continue };
            ui.label(RichText::new(&asked.ask).small().color(theme::colours(ui).quiet));
            let who = if helped { tr!("Shown") } else { tr!("You said") };
            ui.label(format!("{who}: {}", written(&asked, answer)));
            if let Some(words) = truths.get(&asked.id).and_then(|truth| truth_words(&asked, truth)) {
                ui.label(RichText::new(words).text_style(theme::strong()));
            }
        }
        ui.add_space(theme::STEP);
        ui.horizontal_wrapped(|ui| {
            if let Some(next) = &next {
                let text = RichText::new(tr!("Next: {}", next.head.title)).text_style(theme::strong());
                if ui.add(egui::Button::new(text).min_size(vec2(0.0, 38.0))).clicked() {
                    commands.push(Command::StartExercise(std::sync::Arc::clone(next)));
                }
            }
            if ui.button(tr!("Start page")).clicked() {
                commands.push(Command::GoHome);
            }
            if ui.button(tr!("Go on in the free sandbox")).on_hover_text(tr!("With everything as it stands")).clicked()
            {
                commands.push(Command::Sandbox);
            }
        });
        ui.add_space(theme::STEP);
        decision_ui(ui, view, shown, scenario, commands);
        record_ui(ui, view, commands);
        if !exercise.references.is_empty() {
            ui.add_space(theme::STEP);
            egui::CollapsingHeader::new(tr!("Where this comes from")).show(ui, |ui| markdown(ui, &exercise.references));
        }
    });
}

/// The record of a decision on a sealed model, where the exercise was about one.
fn decision_ui(ui: &mut Ui, view: &View, shown: &Shown<'_>, scenario: &Scenario, commands: &mut Vec<Command>) {
    let (Some(run), Some(now)) = (&view.course.run, shown.course.now) else { return };
    let exercise = run.exercise();
    let cards: Vec<_> =
        exercise.steps.iter().filter_map(|step| step.cards.as_ref()).flat_map(|(_, cards)| &cards.card).collect();
    if cards.is_empty() {
        return;
    }
    let hint = tr!("One page: what you asked for, what you did not, and what you decided");
    if ui.button(tr!("Save the decision record")).on_hover_text(hint).clicked() {
        let said = |card: &Card| run.told(card, now, scenario).filter(|_| run.cards().contains(&card.id));
        let evidence: Vec<Evidence<'_>> = cards.into_iter().map(|card| Evidence { card, said: said(card) }).collect();
        let page = decision_page(exercise, &evidence, run.answers());
        commands.push(Command::OfferSave(tr!("Decision record").to_owned(), Ok(Content::Page(page))));
    }
    ui.add_space(theme::STEP);
}

/// A record to hand in.
fn record_ui(ui: &mut Ui, view: &mut View, commands: &mut Vec<Command>) {
    let course = &mut view.course;
    let Some(run) = &course.run else { return };
    egui::CollapsingHeader::new(tr!("Hand in a record")).show(ui, |ui| {
        ui.label(tr!(
            "It says what you guessed, what you did and how many hints you took. It bears no name unless you type one."
        ));
        ui.horizontal_wrapped(|ui| {
            let label = ui.label(tr!("Name, if you like"));
            ui.add(egui::TextEdit::singleline(&mut course.name).desired_width(200.0)).labelled_by(label.id);
            if ui.button(tr!("Save the record")).clicked() {
                let text = Record::of(run, &course.name).to_toml();
                let text = text.ok_or_else(|| tr!("The record could not be written.").to_owned());
                let title = tr!("Record {}", run.exercise().id);
                commands.push(Command::OfferSave(title, text.map(Content::Scenario)));
            }
        });
    });
}

/// The notes for the educator, while they are open.
pub fn notes_ui(ui: &Ui, view: &mut View) {
    let course = &mut view.course;
    let Some(run) = course.run.as_ref().filter(|_| course.notes) else { return };
    let modal = egui::Modal::new(egui::Id::unique("notes")).show(ui.ctx(), |ui| {
        ui.set_max_width(600.0);
        ui.heading(tr!("For the educator: {}", run.exercise().head.title));
        let text =
            if run.exercise().notes.is_empty() { tr!("This exercise has no notes.") } else { &run.exercise().notes };
        ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 200.0).show(ui, |ui| markdown(ui, text));
        ui.add_space(theme::STEP);
        ui.button(tr!("Close")).clicked()
    });
    if modal.inner || modal.should_close() {
        course.notes = false;
    }
}
