//! The panel that leads through an exercise.

use egui::{RichText, ScrollArea, Ui};

use super::entry::{beside_ui, entry_ui};
use super::markdown;
use super::player::player_ui;
use crate::exercise::{Answer, Asked, Finding, Kind, Run, Settled};
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, View};

/// Shows the step that is open: what to do, what was guessed, what is met, and the way on.
pub fn guide_ui(
    ui: &mut Ui,
    scenario: &mut crate::scenario::Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let course = &mut view.course;
    let Some(run) = &mut course.run else { return };
    head_ui(ui, run, &mut course.notes, commands);
    let Some(step) = run.step().cloned() else {
        ui.label(RichText::new(tr!("Done. Read on at the right.")).text_style(theme::strong()));
        return;
    };
    ui.separator();
    if run.prediction().is_some() {
        ui.label(tr!("Make your guess first. The window opens once it is locked."));
        foot_ui(ui, run, scenario, shown, commands);
        return;
    }
    let height = (ui.available_height() - FOOT).max(120.0);
    ScrollArea::vertical().id_salt("guide").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        ui.heading(&step.title);
        if step.predictions.is_empty() && run.number() == 0 {
            markdown(ui, &run.exercise().opening);
        }
        let Some(now) = shown.course.now else {
            ui.label(tr!("Working out the first results\u{2026}"));
            return;
        };
        if player_ui(ui, &mut course.player, run, scenario, shown) {
            return;
        }
        markdown(ui, &step.text);
        let met = run.is_met(now, scenario);
        for asked in &step.predictions {
            if run.settled(&asked.id) == Some(Settled::Locked)
                && let Some(answer) = run.answers().get(&asked.id)
            {
                ui.add_space(theme::STEP);
                beside_ui(ui, asked, answer, run.truth(asked, now, scenario).as_ref(), met);
            }
        }
        for asked in &step.questions {
            ui.add_space(theme::STEP);
            ui.label(RichText::new(&asked.ask).text_style(theme::strong()));
            let before = run.answers().get(&asked.id).cloned();
            let mut draft = before.clone().or_else(|| course.drafts.get(&asked.id).cloned());
            entry_ui(ui, asked, &mut draft, false);
            if let Some(answer) = draft
                && before.as_ref() != Some(&answer)
            {
                // A slider that nobody has touched is no answer.
                if course.drafts.insert(asked.id.clone(), answer.clone()).is_some_and(|last| last != answer)
                    || matches!(answer, crate::exercise::Answer::Words(_))
                {
                    run.answer(&asked.id, answer);
                }
            }
            if run.answers().contains_key(&asked.id) {
                said_ui(ui, asked, run.answers().get(&asked.id), met);
            }
        }
        ui.add_space(theme::STEP);
        ui.label(RichText::new(tr!("Done when")).text_style(theme::strong()));
        for finding in run.findings(now, scenario) {
            finding_ui(ui, &finding);
        }
        for hint in run.hints() {
            ui.add_space(theme::STEP);
            egui::Frame::new().fill(theme::colours(ui).accent_fill).inner_margin(6).corner_radius(4).show(ui, |ui| {
                markdown(ui, hint);
            });
        }
    });
    foot_ui(ui, run, scenario, shown, commands);
}

/// What is said of an answer: at once where there is no right one, otherwise once the step is met, so that nobody is told before looking.
fn said_ui(ui: &mut Ui, asked: &Asked, answer: Option<&Answer>, met: bool) {
    if asked.truth.is_some() && !met {
        return;
    }
    if let (Some(right), Ok(Kind::Choice(_)), Some(Answer::Words(chosen))) = (&asked.truth, asked.kind(), answer)
        && chosen != right
    {
        ui.label(
            RichText::new(tr!(
                "Most evidence says: \u{201c}{right}\u{201d}",
                right = crate::language::translate(right)
            ))
            .text_style(theme::strong()),
        );
    }
    if !asked.reveal.is_empty() {
        ui.label(RichText::new(&asked.reveal).small());
    }
}

/// The height of the buttons under the step, in points.
const FOOT: f32 = 88.0;

fn head_ui(ui: &mut Ui, run: &Run, notes: &mut bool, commands: &mut Vec<Command>) {
    let exercise = run.exercise();
    ui.horizontal(|ui| {
        let of = exercise.steps.len();
        let place =
            if run.is_finished() { tr!("Finished").to_owned() } else { tr!("Step {} of {of}", run.number() + 1, of) };
        ui.label(RichText::new(place).color(theme::colours(ui).quiet));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.small_button(tr!("Leave")).on_hover_text(tr!("Back to the start page; your place is kept")).clicked()
            {
                commands.push(Command::GoHome);
            }
            if ui
                .small_button(tr!("Notes"))
                .on_hover_text(tr!("For whoever teaches: timing, what the room will say"))
                .clicked()
            {
                *notes = true;
            }
        });
    });
    ui.label(RichText::new(&exercise.head.title).text_style(theme::strong()).color(theme::colours(ui).accent));
}

fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let colours = theme::colours(ui);
    let response = ui
        .horizontal_top(|ui| {
            sign_ui(ui, finding.met);
            let text = crate::figure::sentence_case(&finding.text);
            ui.add(
                egui::Label::new(RichText::new(text).color(if finding.met { colours.ink } else { colours.quiet }))
                    .wrap(),
            );
        })
        .response;
    let state = if finding.met { tr!("Met") } else { tr!("Not yet met") };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{state}: {}", finding.text)));
}

fn foot_ui(
    ui: &mut Ui,
    run: &mut Run,
    scenario: &crate::scenario::Scenario,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let Some(now) = shown.course.now else { return };
    ui.separator();
    let last = run.number() + 1 == run.exercise().steps.len();
    let met = run.is_met(now, scenario);
    ui.horizontal_wrapped(|ui| {
        let name = if last { tr!("Finish") } else { tr!("Next step") };
        let text = RichText::new(name).text_style(theme::strong());
        let next = ui.add_enabled(met, egui::Button::new(text).min_size(egui::vec2(110.0, 34.0)));
        if next.on_disabled_hover_text(tr!("Once everything under \u{201c}Done when\u{201d} is met")).clicked() {
            commands.push(Command::NextStep);
        }
        let more = run.step().is_some_and(|step| run.hints().len() < step.hints.len());
        if run.prediction().is_none() && ui.add_enabled(more, egui::Button::new(tr!("Hint"))).clicked() {
            run.hint();
        }
        if ui
            .button(tr!("Show me"))
            .on_hover_text(tr!("Does this step for you, for a room that has run out of time"))
            .clicked()
        {
            commands.push(Command::ShowAnswer);
        }
        if ui.small_button(tr!("Skip step")).on_hover_text(tr!("Go on without doing it")).clicked() {
            commands.push(Command::SkipStep);
        }
    });
}

/// A ticked disc, or an empty ring.
pub(super) fn sign_ui(ui: &mut Ui, met: bool) {
    let colours = theme::colours(ui);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 18.0), egui::Sense::hover());
    let (at, painter) = (rect.center(), ui.painter());
    if !met {
        painter.circle_stroke(at, 6.5, egui::Stroke::new(1.5, colours.quiet));
        return;
    }
    painter.circle_filled(at, 8.0, colours.accent);
    let tick = [egui::vec2(-3.5, 0.3), egui::vec2(-1.0, 3.0), egui::vec2(3.8, -3.0)].map(|offset| at + offset);
    let stroke = egui::Stroke::new(2.0, colours.paper);
    painter.line_segment([tick[0], tick[1]], stroke);
    painter.line_segment([tick[1], tick[2]], stroke);
}
