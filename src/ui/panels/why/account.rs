//! The risk of one patient, how sure it is, and what pushed it there.

use std::sync::Arc;

use egui::{RichText, Ui, vec2};

use super::{WhyView, facts, risk_text, verdict};
use crate::explain::{Scale, Value, edited};
use crate::figure::{Push, Pushes, push_figure};
use crate::pipeline::{COMPARED_WITH, REFITS, Side};
use crate::ui::panels::Shown;
use crate::ui::panels::inputs::{inputs, label, recorded, written};
use crate::ui::theme;
use crate::ui::view::{Cell, Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};

/// How wide the card with the values is, as a share of the room, and at least, in points.
const CARD: (f32, f32) = (0.5, 318.0);
/// The heights of a row of the staircase and of what stands around the rows, in points.
const ROW: f32 = 27.0;
const AROUND: f32 = TITLE + 62.0;

pub(super) fn account_ui(ui: &mut Ui, view: &mut View, row: usize, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let left = (ui.available_width() * CARD.0).max(CARD.1);
    let all = ui.available_rect_before_wrap();
    let (card, right) = all.split_left_right_at_x(all.left() + left);
    theme::place(ui, card, |ui| {
        risk_ui(ui, &mut view.why, row, shown);
        ui.add_space(theme::STEP);
        facts::facts_ui(ui, &mut view.why, row, shown);
        if let Some(text) = said(&mut view.why, row, shown).alike.clone() {
            ui.add_space(theme::STEP);
            ui.label(text);
        }
    });
    theme::place(ui, right.with_min_x(right.left() + 14.0), |ui| pushes_ui(ui, row, shown, commands));
    ui.allocate_rect(all, egui::Sense::hover());
}

/// The number, the doubt, the verdict and the truth.
fn risk_ui(ui: &mut Ui, why: &mut WhyView, row: usize, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    let side = shown.side();
    let (risk, condition) = (side.scores[row], shown.condition());
    ui.horizontal(|ui| {
        ui.label(RichText::new(risk_text(risk)).text_style(theme::figure()));
        let flagged = verdict(risk, shown);
        let line = crate::figure::score(shown.threshold.get());
        let text = tr!("risk of {condition}, {flagged}\n(the line stands at {line})", condition, flagged, line);
        ui.label(RichText::new(text).text_style(theme::strong()));
    });
    ui.label(RichText::new(&said(why, row, shown).doubt).small().color(colours.quiet))
        .on_hover_text(crate::language::translate(DOUBT));
    let truth = side.cohort.truth[row];
    let label = side.cohort.label[row];
    let cell = Cell::of(risk >= shown.threshold.get(), side.outcomes()[row]);
    let has =
        |has: bool| if has { tr!("has {condition}", condition) } else { tr!("does not have {condition}", condition) };
    let text = if truth == label {
        tr!("In truth the patient {}, and the record says so: {}.", has(truth), cell.one())
    } else {
        tr!("In truth the patient {}, but the record says otherwise.", has(truth))
    };
    ui.label(RichText::new(text).text_style(theme::strong()).color(if truth == label {
        colours.ink
    } else {
        colours.warning
    }));
}

/// So many patients with the nearest risks say what such a risk came to.
const ALIKE: usize = 100;

/// What became of the patients with the risks nearest to this one's: "Of 100 patients here with risks from 8.9% to 9.9%, 8 have it."
/// `None` when there are too few to be alike.
fn alike(row: usize, shown: &Shown<'_>) -> Option<String> {
    let side = shown.side();
    let own = side.scores[row];
    let mut others: Vec<usize> = (0..side.scores.len()).filter(|&other| other != row).collect();
    if others.len() < 2 * ALIKE {
        return None;
    }
    let far = |&other: &usize| (side.scores[other] - own).abs();
    let (near, ..) = others.select_nth_unstable_by(ALIKE, |a, b| far(a).total_cmp(&far(b)).then(a.cmp(b)));
    let with = near.iter().filter(|&&other| side.outcomes()[other]).count();
    let risks = || near.iter().map(|&other| side.scores[other]);
    let (low, high) = (risks().fold(1.0, f64::min), risks().fold(0.0, f64::max));
    let (low, high) = (risk_text(low), risk_text(high));
    let range = if low == high { tr!("of {low}", low) } else { tr!("from {low} to {high}", low, high) };
    Some(tr!(
        "Of the {ALIKE} other patients here with the nearest risks, {range}, {with} have {}.",
        shown.condition(),
        ALIKE,
        range,
        with
    ))
}

const DOUBT: &str = tr_noop!(
    "Each of these models was trained on as many patients, drawn again with repeats from the training patients. \
                     How far their answers lie apart shows how much of this risk is the luck of who was there to learn from. The \
                     doubt about whether this very patient has it is larger still: that is the risk itself."
);

/// What is said of a patient whatever the threshold, kept while the patient and the results stand.
#[derive(Clone)]
pub struct Said {
    side: Arc<Side>,
    row: usize,
    /// Whether the models from other samples were there.
    sampled: bool,
    doubt: String,
    alike: Option<String>,
}

fn said<'a>(why: &'a mut WhyView, row: usize, shown: &Shown<'_>) -> &'a Said {
    let sampled = shown.refits.is_some_and(|(_, current)| current);
    let fresh = why
        .said
        .as_ref()
        .is_some_and(|said| Arc::ptr_eq(&said.side, shown.side()) && said.row == row && said.sampled == sampled);
    if !fresh {
        why.said = None;
    }
    why.said.get_or_insert_with(|| Said {
        side: Arc::clone(shown.side()),
        row,
        sampled,
        doubt: doubt(row, shown),
        alike: alike(row, shown),
    })
}

/// How much the risk depends on who was there to learn from.
fn doubt(row: usize, shown: &Shown<'_>) -> String {
    let Some((refits, true)) = shown.refits else {
        return tr!("Training {REFITS} more models on other samples, to see how sure this is\u{2026}", REFITS);
    };
    let patient = edited(&shown.side().cohort.table, row, &crate::explain::Edits::new(), None);
    match refits.range(&patient, shown.population) {
        Ok(Some(range)) => tr!(
            "Trained on other samples of the same patients, {} of {REFITS} models say {} to {}.",
            REFITS - 2,
            risk_text(range.low),
            risk_text(range.high),
            REFITS
        ),
        _ => tr!(
            "Only {} of {REFITS} other samples could be learnt from, too few to say how sure this is.",
            refits.models.len(),
            REFITS
        ),
    }
}

fn pushes_ui(ui: &mut Ui, row: usize, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some((account, _)) = shown.patient else {
        ui.label(tr!("Working out what pushed this risk\u{2026}"));
        return;
    };
    // Older contributions of the same patient stay while only the threshold moves.
    let same = account.key.row == row
        && account.key.population == shown.population
        && Arc::ptr_eq(&account.key.derived, shown.derived);
    if !same {
        ui.label(tr!("Working out what pushed this risk\u{2026}"));
        return;
    }
    let parts = &account.contributions;
    if parts.parts.is_empty() {
        let text =
            tr!("The model uses no input, so everybody gets the same risk, {}.", risk_text(shown.side().scores[row]));
        ui.label(text);
        return;
    }
    let table = &shown.side().cohort.table;
    let names = inputs(shown);
    let push = |part: &crate::explain::Contribution| {
        let variable = names.iter().find(|(id, _)| *id == part.column).and_then(|(_, variable)| *variable);
        let value = table.column(&part.column).map_or(Value::Missing, |column| recorded(column, row));
        let name = format!("{} {}", label(&part.column, variable), written(&value, variable));
        Push { name, amount: part.amount, standard_error: part.standard_error }
    };
    let pushes = Pushes {
        scale: parts.scale,
        base: parts.base,
        total: parts.total,
        parts: parts.parts.iter().map(push).collect(),
    };
    let note = if parts.scale == Scale::LogOdds { ODDS } else { SHAPLEY };
    let note = crate::language::translate(note);
    let note = crate::language::translate(note);
    let rows = ((ui.available_height() - AROUND - 84.0) / ROW) as usize;
    let figure = push_figure(&pushes, shown.threshold, shown.condition(), rows.saturating_sub(2));
    let height = AROUND + ROW * figure.y.rows.len() as f32;
    let size = vec2(ui.available_width(), height.min(ui.available_height() - 64.0));
    let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    let colours = theme::colours(ui);
    ui.label(RichText::new(note).small().color(colours.quiet));
    let training = shown.derived.data.split.train.len();
    if training > COMPARED_WITH {
        let text = tr!("Compared with {COMPARED_WITH} of the {training} training patients.", COMPARED_WITH, training);
        ui.label(RichText::new(text).small().color(colours.quiet));
    }
}

const ODDS: &str = tr_noop!(
    "Each step multiplies (\u{d7}) or divides (\u{f7}) the odds, compared with a typical patient. Odds are those with \
                    it for each one without: a risk of 20% is odds of 1 to 4. This model multiplies them itself, so the steps \
                    are exact."
);
const SHAPLEY: &str = tr_noop!(
    "Each step is in percentage points of risk: an input\u{2019}s average part over many orders in which a typical \
                       patient\u{2019}s values are swapped for this one\u{2019}s. \u{b1} is what sampling leaves in doubt."
);
