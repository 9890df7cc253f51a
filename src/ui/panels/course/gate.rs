//! The question that stands before results: predict first, then look.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::entry::entry_ui;
use super::markdown;
use crate::exercise::Kind;
use crate::ui::theme;
use crate::ui::view::View;

/// The widest that words are set, in points.
const WIDEST: f32 = 760.0;

/// Shows the prediction that is open, in place of the room.
pub fn gate_ui(ui: &mut Ui, view: &mut View) {
    let course = &mut view.course;
    let Some(run) = &mut course.run else { return };
    let (Some(asked), Some(step)) = (run.prediction().cloned(), run.step().cloned()) else { return };
    let exercise = std::sync::Arc::clone(run.exercise());
    ScrollArea::vertical().id_salt("gate").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        let first = step.predictions.first().is_some_and(|first| first.id == asked.id);
        if run.number() == 0 && first {
            markdown(ui, &exercise.opening);
            ui.add_space(theme::STEP);
        }
        ui.heading(&step.title);
        // What is to be done in the window comes once there is a window to do it in.
        if first {
            markdown(ui, first_paragraph(&step.text));
        }
        ui.add_space(2.0 * theme::STEP);
        let guess = if first { tr!("First, a guess") } else { tr!("Another guess") };
        ui.label(RichText::new(guess).color(theme::colours(ui).accent).text_style(theme::strong()));
        ui.label(RichText::new(&asked.ask).heading());
        ui.add_space(theme::STEP);
        let mut draft = course.drafts.remove(&asked.id);
        entry_ui(ui, &asked, &mut draft, true);
        ui.add_space(2.0 * theme::STEP);
        ui.horizontal(|ui| {
            let ready = match (&draft, asked.kind()) {
                (Some(crate::exercise::Answer::Words(words)), Ok(Kind::Text)) => !words.trim().is_empty(),
                (draft, _) => draft.is_some(),
            };
            let text = RichText::new(tr!("Lock in my guess")).text_style(theme::strong());
            let lock = ui.add_enabled(ready, egui::Button::new(text).min_size(vec2(190.0, 40.0)));
            let lock = lock.on_disabled_hover_text(tr!("Choose an answer first."));
            let pass = ui.button(tr!("Skip, I know this")).on_hover_text(tr!("See the results without a guess"));
            if lock.clicked()
                && let Some(answer) = draft.take()
            {
                run.lock(answer);
            } else if pass.clicked() {
                run.pass();
                draft = None;
            }
        });
        if let Some(draft) = draft {
            course.drafts.insert(asked.id.clone(), draft);
        }
        ui.label(
            RichText::new(tr!("Results stay covered until then. Nobody marks a guess."))
                .small()
                .color(theme::colours(ui).quiet),
        );
        tally_ui(ui, &mut course.tally, &asked);
    });
}

/// What is said before the first empty line.
fn first_paragraph(text: &str) -> &str {
    text.split("\n\n").next().unwrap_or(text)
}

/// Guesses called out by a room.
fn tally_ui(ui: &mut Ui, tally: &mut std::collections::BTreeMap<String, Vec<String>>, asked: &crate::exercise::Asked) {
    ui.add_space(2.0 * theme::STEP);
    egui::CollapsingHeader::new(tr!("Guesses from the room")).id_salt(("tally", &asked.id)).show(ui, |ui| {
        let called = tally.entry(asked.id.clone()).or_default();
        match asked.kind() {
            Ok(Kind::Choice(offered) | Kind::Several(offered)) => {
                for one in offered {
                    let count = called.iter().filter(|known| **known == one).count();
                    ui.horizontal(|ui| {
                        if ui.button("+1").on_hover_text(tr!("One more for \u{201c}{one}\u{201d}", one)).clicked() {
                            called.push(one.clone());
                        }
                        let last = called.iter().rposition(|known| *known == one);
                        if let Some(last) = last.filter(|_| ui.button("\u{2212}1").clicked()) {
                            called.remove(last);
                        }
                        ui.label(RichText::new(count.to_string()).text_style(theme::strong()));
                        ui.label(&one);
                    });
                }
            }
            Ok(Kind::Number { from, to, unit }) => {
                ui.label(tr!("Press for each guess that is called out."));
                ui.horizontal_wrapped(|ui| {
                    for part in 0..=10 {
                        let value = from + (to - from) * f64::from(part) / 10.0;
                        let text = crate::figure::Format::Shortest.write((value * 100.0).round() / 100.0);
                        let count = called.iter().filter(|known| **known == text).count();
                        let label = if count > 0 { format!("{text} ({count})") } else { text.clone() };
                        if ui.button(label).on_hover_text(tr!("One more near {text} {unit}", text, unit)).clicked() {
                            called.push(text);
                        }
                    }
                });
                if !called.is_empty() && ui.small_button(tr!("Clear")).clicked() {
                    called.clear();
                }
            }
            _ => {
                ui.label(tr!("Read a few aloud, and write them on the board."));
            }
        }
    });
}
