//! *What happens on the ward?* The validation report beside what happens to patients.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::data::question::Question;
use crate::figure::{Estimate, Pair, SideGroup, SideMeasure, SideRow, Sides, Topic, Unit, sides_figure};
use crate::metrics::ScoredTestSet;
use crate::num::Threshold;
use crate::pipeline::{Answer, Derived, Side, answers, decide};
use crate::scenario::{Mitigation, Scenario};
use crate::ui::panels::cases::cases_ui;
use crate::ui::panels::claim::claim_ui;
use crate::ui::panels::months::months_ui;
use crate::ui::panels::{Shown, compare_by_ui};
use crate::ui::theme;
use crate::ui::view::{Command, SidesChoice, View, WardPart};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::segmented::{Choice, choice_ui, segmented};

/// The height of the axis below the rows, in points.
const AXIS: f32 = 50.0;
/// The least and the greatest height of a row.
const ROW: [f32; 2] = [30.0, 90.0];

const PARTS: [Choice<'static, WardPart>; 4] = [
    Choice {
        value: WardPart::Sides,
        name: tr_noop!("Paper against ward"),
        meaning: tr_noop!("What the validation report says of each group, and what happens to its patients."),
    },
    Choice {
        value: WardPart::Months,
        name: tr_noop!("Month by month"),
        meaning: tr_noop!("The same model over months in which patients change, or staff act on its alerts."),
    },
    Choice {
        value: WardPart::Claim,
        name: tr_noop!("A supplier's claim"),
        meaning: tr_noop!(
            "Type what a brochure says: what its numbers leave, what it would mean here, and what to ask."
        ),
    },
    Choice {
        value: WardPart::You,
        name: tr_noop!("You and the machine"),
        meaning: tr_noop!(
            "Judge patients before and after the model\u{2019}s answer: do you follow it, and what does that do?"
        ),
    },
];

/// Shows the room.
pub fn ward_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.ward_part, &PARTS);
    ui.add_space(theme::STEP);
    match view.ward_part {
        WardPart::Sides => {}
        WardPart::Months => return months_ui(ui, scenario, shown, commands),
        WardPart::You => return cases_ui(ui, view, shown, commands),
        WardPart::Claim => return claim_ui(ui, &mut view.claim, scenario.goals.patients_a_day, shown, commands),
    }
    compare_by_ui(ui, scenario, shown);
    let questions = &shown.recipe.questions;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Show")).text_style(theme::strong()));
        let measures = SideMeasure::ALL.map(|it| (SidesChoice::Measure(it), it.name(), it.meaning()));
        let asked = questions.iter().enumerate();
        let asked = asked.map(|(place, it)| (SidesChoice::Question(place), it.label.as_str(), it.ask.as_str()));
        for (choice, name, meaning) in measures.into_iter().chain(asked) {
            if choice_ui(ui, view.sides == choice, name).on_hover_text(meaning).clicked() {
                view.sides = choice;
            }
        }
    });
    let (topic, rows, sentence) = sides_chosen(view, shown);
    ui.add_space(2.0 * theme::STEP);
    ui.add(egui::Label::new(RichText::new(sentence).text_style(egui::TextStyle::Heading)).wrap());
    ui.add_space(theme::STEP);
    let figure = sides_figure(Pair::PaperAndWard, &topic, &rows, &shown.words());
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_height() - TITLE - AXIS - 40.0;
        let row = (room / rows.len().max(1) as f32).clamp(ROW[0], ROW[1]);
        let height = TITLE + AXIS + row * rows.len().max(2) as f32;
        let answer = chart_ui(ui, vec2(ui.available_width(), height), &figure, None, &shown.caption(), commands);
        if let Some(readout) = answer.readout {
            answer.picture.on_hover_text_at_pointer(readout);
        }
        ui.label(RichText::new(&figure.caption).small().color(theme::colours(ui).quiet));
    });
}

/// Shows paper against ward on the whole screen of a room: the sentence and the chart, no taller than there is room for.
pub fn ward_slide_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let (topic, all, sentence) = sides_chosen(view, shown);
    ui.add(egui::Label::new(RichText::new(sentence).text_style(egui::TextStyle::Heading)).wrap());
    ui.add_space(theme::STEP);
    let mut note = tr!("Ring: on paper. Disc: on the ward, with its 95% interval.").to_owned();
    let room = |ui: &Ui, note: &str| ui.available_height() - theme::small_height(ui, note) - 2.0 * theme::STEP;
    // Everyone stands last and stays; of groups too many for the screen, those that are sure stay.
    let fit = ((room(ui, &note) - TITLE - AXIS) / ROW[0]) as usize;
    let mut rows: Vec<&Sides> = all.iter().collect();
    if rows.len() > fit {
        let mut places: Vec<usize> = (0..all.len().saturating_sub(1)).collect();
        places.sort_by_key(|&place| all[place].faint);
        places.truncate(fit.saturating_sub(1));
        places.sort_unstable();
        note = tr!("{note} {} of {} groups are shown.", places.len(), all.len().saturating_sub(1), note);
        rows = places.into_iter().map(|place| &all[place]).chain(all.last()).collect();
    }
    let rows: Vec<Sides> = rows.into_iter().cloned().collect();
    let figure = sides_figure(Pair::PaperAndWard, &topic, &rows, &shown.words());
    let least = TITLE + AXIS + ROW[1] * rows.len().max(2) as f32;
    let height = room(ui, &note).min(least);
    chart_ui(ui, vec2(ui.available_width(), height), &figure, None, &shown.caption(), commands);
    ui.label(RichText::new(note).small());
}

/// Shows the next figure on both sides, or the next of the dataset's own questions.
pub fn next_sides(view: &mut View, questions: usize) {
    let measures = SideMeasure::ALL.into_iter().map(SidesChoice::Measure);
    let all: Vec<SidesChoice> = measures.chain((0..questions).map(SidesChoice::Question)).collect();
    let at = all.iter().position(|choice| *choice == view.sides).map_or(0, |at| at + 1);
    view.sides = all.iter().cycle().nth(at).copied().unwrap_or_default();
}

/// What is shown on both sides: its name, its rows, and what they say.
fn sides_chosen(view: &mut View, shown: &Shown<'_>) -> (Topic, Vec<Sides>, String) {
    let questions = &shown.recipe.questions;
    match view.sides {
        SidesChoice::Question(place) if place < questions.len() => {
            question_sides(place, &questions[place], &mut view.answers, shown)
        }
        SidesChoice::Measure(measure) => measure_sides(measure, shown),
        // Left over from another dataset.
        SidesChoice::Question(_) => measure_sides(SideMeasure::default(), shown),
    }
}

fn measure_sides(measure: SideMeasure, shown: &Shown<'_>) -> (Topic, Vec<Sides>, String) {
    let sets = [&shown.derived.paper.set, &shown.derived.ward.set];
    let rows = measure.rows(&side_rows(sets, shown.threshold, [shown.mitigation; 2]));
    let sentence = measure.sentence(&rows);
    (measure.topic(), rows, sentence)
}

/// A group in which fewer were asked says too little.
const FEWEST_ASKED: u64 = 20;

/// The answers to one question on both sides, and what they were made of.
#[derive(Clone)]
pub struct Asked {
    derived: Arc<Derived>,
    place: usize,
    threshold: Threshold,
    /// On paper and on the ward, every group and everyone.
    answers: [Vec<Answer>; 2],
}

impl Asked {
    /// Every patient is looked at, so that this is done anew only when something has changed.
    fn of<'a>(place: usize, question: &Question, kept: &'a mut Option<Self>, shown: &Shown<'_>) -> &'a Self {
        let stands = |asked: &Self| {
            Arc::ptr_eq(&asked.derived, shown.derived) && asked.place == place && asked.threshold == shown.threshold
        };
        if !kept.as_ref().is_some_and(stands) {
            *kept = None;
        }
        kept.get_or_insert_with(|| {
            let group_by = shown.derived.scenario.group_by.as_deref();
            let on = |side: &Side| answers(question, shown.recipe, side, group_by, shown.threshold);
            let answers = [on(&shown.derived.paper), on(&shown.derived.ward)];
            Self { derived: Arc::clone(shown.derived), place, threshold: shown.threshold, answers }
        })
    }
}

fn question_sides(
    place: usize,
    question: &Question,
    kept: &mut Option<Asked>,
    shown: &Shown<'_>,
) -> (Topic, Vec<Sides>, String) {
    let [paper, ward] = &Asked::of(place, question, kept, shown).answers;
    let estimate = |answer: &Answer| answer.share.map(|value| Estimate { value, interval: answer.interval });
    let differs = |a: &Answer, b: &Answer| match (a.interval, b.interval) {
        (Some(a), Some(b)) => {
            let half = (a.width() * a.width() + b.width() * b.width()).sqrt() / 2.0;
            (f64::midpoint(a.lo, a.hi) - f64::midpoint(b.lo, b.hi)).abs() > half
        }
        _ => false,
    };
    let row = |(paper, ward): (&Answer, &Answer)| Sides {
        name: paper.group.clone().unwrap_or_else(|| tr!("Everyone").to_owned()),
        paper: estimate(paper),
        ward: estimate(ward),
        faint: paper.asked.min(ward.asked) < FEWEST_ASKED,
        differs: differs(paper, ward),
    };
    let rows: Vec<Sides> = paper.iter().zip(ward).map(row).collect();
    let topic = Topic { name: question.label.clone(), label: question.label.clone(), unit: Unit::Tenths };
    // Everyone stands last and is told first.
    let sure = rows.iter().rev().take(1).chain(rows.iter().take(rows.len().saturating_sub(1)));
    let sure = sure.filter(|row| !row.faint).filter_map(|row| Some((row.name.as_str(), row.ward?.value)));
    let told = sure.map(|(name, value)| format!("{name} {}", topic.unit.write(value))).collect::<Vec<_>>().join(", ");
    let sentence =
        if told.is_empty() { question.ask.clone() } else { tr!("{} On the ward: {told}.", question.ask, told) };
    (topic, rows, sentence)
}

/// Every group of two sets with the same groups, and everyone, the last, as `mitigation` decides at `threshold`: `before` on the
/// first set and `after` on the second.
#[must_use]
pub fn side_rows<'a>(
    [paper, ward]: [&'a ScoredTestSet; 2],
    threshold: Threshold,
    [before, after]: [&Mitigation; 2],
) -> Vec<SideRow<'a>> {
    let decisions = [decide(paper, threshold, before), decide(ward, threshold, after)];
    let groups = paper.iter_groups().zip(ward.iter_groups()).enumerate();
    let rows = groups.map(|(place, ((name, paper), (_, ward)))| SideRow {
        name,
        paper: SideGroup { set: paper, decided: decisions[0].groups[place] },
        ward: SideGroup { set: ward, decided: decisions[1].groups[place] },
    });
    let everyone = SideRow {
        name: tr!("Everyone"),
        paper: SideGroup { set: paper, decided: decisions[0].everyone },
        ward: SideGroup { set: ward, decided: decisions[1].everyone },
    };
    rows.chain([everyone]).collect()
}
