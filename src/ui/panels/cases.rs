//! *You and the machine*: patients judged before and after the model's answer is seen, and what that does to a ward. Nothing of it is
//! kept unless it is saved.

use std::sync::Arc;

use egui::{Key, Modifiers, RichText, Slider, Ui, WidgetInfo, vec2};

use crate::figure::fatigue_figure;
use crate::metrics::{ConfusionMatrix, Judgement, Reader, Reliance, reliance, team};
use crate::num::{Proportion, Threshold};
use crate::pipeline::{Case, Side, deal};
use crate::report::TableCell;
use crate::report::reliance_page;
use crate::ui::panels::Shown;
use crate::ui::panels::why::facts_ui;
use crate::ui::view::{Command, Content, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::fitted::fitting;
use crate::ui::widgets::legend::{key_height, key_ui};
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

/// A published share of readers who switch to a wrong answer, for whoever has not judged anybody: see PEDAGOGY's source below.
const SWITCHING: f64 = 0.75;
/// What an ordinary reader is assumed to find and to leave alone, for whoever has not judged anybody.
const READER: [f64; 2] = [0.7, 0.8];

/// Where one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    /// Nothing has been judged.
    #[default]
    Before,
    /// A patient is judged without the model.
    Alone,
    /// The model's answer is in sight.
    Together,
    /// What came of it.
    Results,
}

/// The judging.
#[derive(Clone, Default)]
pub struct CasesView {
    phase: Phase,
    round: u32,
    /// The patients, the side and the threshold that they were dealt for.
    dealt: Option<(Arc<Side>, Threshold, Vec<Case>)>,
    /// What was judged, in the order of the patients.
    judged: Vec<Judgement>,
    /// The first answer to the patient at hand.
    first: bool,
    /// The slider of a reader who switches; `None` for the learner's own rate.
    switching: Option<f64>,
}

impl CasesView {
    fn start(&mut self, shown: &Shown<'_>) {
        self.round += 1;
        let cases = deal(shown.side(), shown.threshold, shown.derived.scenario.seed, self.round);
        self.phase = if cases.is_empty() { Phase::Before } else { Phase::Alone };
        self.dealt = Some((Arc::clone(shown.side()), shown.threshold, cases));
        self.judged.clear();
        self.switching = None;
    }

    /// Whether what came of the judging is in sight.
    #[must_use]
    pub fn has_results(&self) -> bool {
        self.phase == Phase::Results && !self.judged.is_empty()
    }

    /// Whether every patient dealt was judged.
    #[must_use]
    pub fn all_judged(&self) -> bool {
        self.has_results() && self.dealt.as_ref().is_some_and(|(.., all)| all.len() == self.judged.len())
    }

    /// How many patients were judged to the end.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.judged.len()
    }

    fn case(&self) -> Option<Case> {
        self.dealt.as_ref()?.2.get(self.judged.len()).copied()
    }

    fn judge(&mut self, last: bool) {
        let Some(case) = self.case() else { return };
        self.judged.push(Judgement { first: self.first, last, model: case.model, has_it: case.has_it });
        self.phase = if self.case().is_some() { Phase::Alone } else { Phase::Results };
    }
}

/// Shows where one stands.
pub fn cases_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let cases = &mut view.cases;
    let same = |dealt: &(Arc<Side>, Threshold, Vec<Case>)| Arc::ptr_eq(&dealt.0, shown.side());
    if matches!(cases.phase, Phase::Alone | Phase::Together) && !cases.dealt.as_ref().is_some_and(same) {
        // Other patients, or another model: what was dealt is no longer there.
        cases.phase = if cases.judged.is_empty() { Phase::Before } else { Phase::Results };
    }
    match cases.phase {
        Phase::Before => intro_ui(ui, cases, shown, commands),
        Phase::Alone | Phase::Together => case_ui(ui, view, shown),
        Phase::Results => results_ui(ui, cases, shown, commands),
    }
}

fn intro_ui(ui: &mut Ui, cases: &mut CasesView, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    ui.heading(tr!("Would you follow it?"));
    let text = tr!(
        "You see twenty patients, one after the other, and say for each whether you would act. Then the model says whether it would \
         (at the line as it stands now), and you may keep your answer or switch. Like every model it is wrong on some of them. At the \
         end you see how often you followed it, and what that did to patients with {}.",
        shown.condition()
    );
    ui.label(text);
    ui.label(tr!(
        "Nothing about you is kept: when you start again or close the window, it is gone, unless you save it."
    ));
    ui.add_space(theme::STEP);
    let start = ui.add_sized(
        vec2(220.0, 40.0),
        egui::Button::new(RichText::new(tr!("Start judging")).text_style(theme::strong())),
    );
    if start.clicked() {
        cases.start(shown);
    }
    ui.add_space(2.0 * theme::STEP);
    ward_ui(ui, cases, None, shown, commands);
}

/// One patient.
fn case_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>) {
    let cases = &mut view.cases;
    let Some(case) = cases.case() else {
        cases.phase = Phase::Results;
        return;
    };
    let number = cases.judged.len() + 1;
    let total = cases.dealt.as_ref().map_or(0, |(.., all)| all.len());
    ui.horizontal(|ui| {
        ui.heading(tr!("Patient {number} of {total}", number, total));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(tr!("Start again")).clicked() {
                cases.phase = Phase::Before;
                cases.judged.clear();
            }
            let stop = ui.add_enabled(!cases.judged.is_empty(), egui::Button::new(tr!("Stop and see")));
            if stop.on_hover_text(tr!("See what came of the patients judged so far")).clicked() {
                cases.phase = Phase::Results;
            }
        });
    });
    if matches!(cases.phase, Phase::Before | Phase::Results) {
        return;
    }
    ui.add_space(theme::STEP);
    let all = ui.available_rect_before_wrap();
    let (left, right) = all.split_left_right_at_fraction(0.56);
    theme::place(ui, left, |ui| facts_ui(ui, &mut view.why, case.row, shown));
    let cases = &mut view.cases;
    theme::place(ui, right.with_min_x(right.left() + 18.0), |ui| match cases.phase {
        Phase::Together => together_ui(ui, cases, case, shown),
        _ => alone_ui(ui, cases, shown),
    });
    ui.allocate_rect(all, egui::Sense::hover());
}

/// A large button that a key presses too, unless somebody types.
fn press_ui(ui: &mut Ui, text: &str, key: Key) -> bool {
    let button = egui::Button::new(RichText::new(format!("{text}  ({})", key.name())).text_style(theme::strong()));
    let clicked = ui.add_sized(vec2(ui.available_width(), 44.0), button).clicked();
    let typing = ui.ctx().text_edit_focused();
    clicked || (!typing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)))
}

fn alone_ui(ui: &mut Ui, cases: &mut CasesView, shown: &Shown<'_>) {
    ui.label(RichText::new(tr!("Would you act on {} in this patient?", shown.condition())).text_style(theme::strong()));
    ui.label(RichText::new(tr!("The model has not spoken yet.")).color(theme::colours(ui).quiet));
    ui.add_space(theme::STEP);
    for (text, key, acts) in [(tr!("I would act"), Key::A, true), (tr!("I would wait"), Key::W, false)] {
        if press_ui(ui, text, key) {
            cases.first = acts;
            cases.phase = Phase::Together;
        }
    }
}

fn would(acts: bool) -> &'static str {
    if acts { tr!("act") } else { tr!("wait") }
}

fn together_ui(ui: &mut Ui, cases: &mut CasesView, case: Case, shown: &Shown<'_>) {
    let risk = words::share(shown.side().scores[case.row]);
    let colours = theme::colours(ui);
    ui.label(tr!("You would {}.", would(cases.first)));
    ui.label(RichText::new(tr!("The model would {}.", would(case.model))).text_style(theme::figure()));
    ui.label(RichText::new(tr!("It gives a risk of {risk}.", risk)).color(colours.quiet));
    ui.add_space(theme::STEP);
    if cases.first == case.model {
        if press_ui(ui, tr!("Next patient"), Key::K) {
            cases.judge(cases.first);
        }
        return;
    }
    let keep = tr!("Keep: I would {}", would(cases.first));
    let switch = tr!("Switch: I would {}", would(case.model));
    if press_ui(ui, &keep, Key::K) {
        cases.judge(cases.first);
    } else if press_ui(ui, &switch, Key::S) {
        cases.judge(case.model);
    }
}

fn results_ui(ui: &mut Ui, cases: &mut CasesView, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let outcome = reliance(&cases.judged);
    let mut again = false;
    ui.horizontal(|ui| {
        ui.heading(match cases.judged.len() {
            1 => tr!("What came of 1 patient").to_owned(),
            count => tr!("What came of {count} patients", count),
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            again = ui.button(tr!("Start again")).on_hover_text(tr!("With other patients")).clicked();
            let hint = tr!("A page to keep. Without it, nothing of this is kept.");
            if ui.button(tr!("Save this")).on_hover_text(hint).clicked() {
                let page = reliance_page(&outcome, shown.condition(), &shown.recipe.title);
                commands.push(Command::OfferSave(tr!("You and the machine").to_owned(), Ok(Content::Page(page))));
            }
        });
    });
    if again {
        cases.start(shown);
        return;
    }
    table_ui(ui, &outcome, shown);
    table_button(ui, tr!("You and the machine"), commands, || cells(&outcome));
    for line in told(&outcome) {
        ui.label(line);
    }
    ui.add_space(theme::STEP);
    ward_ui(ui, cases, Some(&outcome), shown, commands);
}

/// Who judged, and how.
fn judges(outcome: &Reliance) -> [(&'static str, &ConfusionMatrix); 3] {
    [
        (tr!("You alone"), &outcome.before),
        (tr!("You with the model"), &outcome.after),
        (tr!("The model alone"), &outcome.model),
    ]
}

/// The table in counts.
fn cells(outcome: &Reliance) -> Vec<Vec<TableCell>> {
    let head = ["", tr!("Found"), tr!("Missed"), tr!("False alarms"), tr!("Left alone")];
    let row = |(name, matrix): (&str, &ConfusionMatrix)| {
        let counts = [matrix.tp, matrix.fn_, matrix.fp, matrix.tn].map(TableCell::Count);
        std::iter::once(TableCell::text(name)).chain(counts).collect()
    };
    std::iter::once(head.map(TableCell::text).to_vec()).chain(judges(outcome).map(row)).collect()
}

fn table_ui(ui: &mut Ui, outcome: &Reliance, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    let rows = judges(outcome);
    egui::Grid::new("reliance").striped(true).spacing(vec2(14.0, 3.0)).show(ui, |ui| {
        let headings = ["", tr!("Found"), tr!("False alarms"), tr!("Right in all")];
        for heading in headings {
            ui.label(fitting(ui, heading, &egui::TextStyle::Small, 68.0).color(colours.quiet));
        }
        ui.end_row();
        for (name, matrix) in rows {
            ui.label(fitting(ui, name, &theme::strong(), 130.0));
            for (share, of) in [
                (matrix.sensitivity(), shown.words().with()),
                (matrix.false_positive_rate(), shown.words().without()),
                (matrix.accuracy(), tr!("patients").to_owned()),
            ] {
                let label = ui.label(words::k_of_n(share));
                if let Some(share) = share {
                    label.on_hover_text(tr!("{of}: 95% interval {}", words::interval(share.wilson()), of));
                }
            }
            ui.end_row();
        }
    });
}

/// What was seen, without blame.
fn told(outcome: &Reliance) -> Vec<String> {
    let mut lines = Vec::new();
    match outcome.switched {
        None => lines.push(tr!("You and the model never differed, so there was nothing to follow.").to_owned()),
        Some(switched) => lines.push(tr!(
            "You differed on {} patients and switched on {}: a switch rate of {}.",
            switched.n(),
            switched.k(),
            words::share(switched.value())
        )),
    }
    if let Some(wrong) = outcome.switched_to_wrong {
        lines.push(tr!(
            "Where the model was wrong and you were right, you gave way {} times of {}.",
            wrong.k(),
            wrong.n()
        ));
    }
    if let Some(right) = outcome.switched_to_right {
        lines.push(tr!(
            "Where the model was right and you were not, you followed it {} times of {}.",
            right.k(),
            right.n()
        ));
    }
    lines.push(
        tr!("So few patients say little about you. It is the system that has to make a wrong answer easy to see.")
            .to_owned(),
    );
    lines
}

/// What a whole ward of such readers finds, and what tired readers find.
fn ward_ui(
    ui: &mut Ui,
    cases: &mut CasesView,
    outcome: Option<&Reliance>,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let all = ui.available_rect_before_wrap();
    let (left, right) = all.split_left_right_at_fraction(0.5);
    theme::place(ui, left, |ui| team_ui(ui, cases, outcome, shown));
    theme::place(ui, right.with_min_x(right.left() + 14.0), |ui| {
        let figure = fatigue_figure(&shown.side().set, shown.threshold, &shown.words());
        let text = tr!(
            "{} An illustration: nine in ten alerts are answered while a nurse has one, and each further one lowers that by three tenths \
             (after Ancker and others 2017, doi:10.1186/s12911-017-0430-8).",
            figure.caption
        );
        let below = key_height(ui, &figure, ui.available_width()) + theme::small_height(ui, &text) + 16.0;
        let size = vec2(ui.available_width(), (ui.available_height() - below).max(140.0));
        let mut resting = shown.threshold;
        let plain = crate::figure::Figure { handle: None, ..figure };
        chart_ui(ui, size, &plain, Some(&mut resting), &shown.caption(), commands);
        key_ui(ui, &plain);
        ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
    });
    ui.allocate_rect(all, egui::Sense::hover());
}

fn team_ui(ui: &mut Ui, cases: &mut CasesView, outcome: Option<&Reliance>, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    ui.label(RichText::new(tr!("A ward of readers who see its answer")).text_style(theme::strong()));
    let own = |share: Option<Proportion>, otherwise: f64| share.map_or(otherwise, Proportion::value);
    let reader = [
        own(outcome.and_then(|outcome| outcome.before.sensitivity()), READER[0]),
        own(outcome.and_then(|outcome| outcome.before.specificity()), READER[1]),
    ];
    let mut switching = cases.switching.unwrap_or_else(|| own(outcome.and_then(|outcome| outcome.switched), SWITCHING));
    let before = switching;
    ui.label(tr!("How often they switch where the model differs"));
    ui.spacing_mut().slider_width = ui.available_width() - 70.0;
    let slider = Slider::new(&mut switching, 0.0..=1.0)
        .step_by(0.05)
        .custom_formatter(|value, _| format!("{:.0}%", 100.0 * value))
        .custom_parser(|text| text.trim_end_matches('%').trim().parse::<f64>().ok().map(|value| value / 100.0));
    let slider = ui.add(slider);
    slider.widget_info(|| WidgetInfo::slider(true, before, tr!("How often they switch where the model differs")));
    if slider.changed() {
        cases.switching = Some(switching);
    }
    let matrix = shown.matrix(shown.population);
    let (Some(sensitivity), Some(specificity)) = (matrix.sensitivity(), matrix.specificity()) else {
        ui.label(tr!("There are not both kinds of patients here."));
        return;
    };
    let reader = Reader { sensitivity: reader[0], specificity: reader[1], switching };
    let together = team(&reader, sensitivity.value(), specificity.value());
    let percent = |share: f64| words::share(share);
    let names = 0.5 * ui.available_width();
    egui::Grid::new("team").striped(true).spacing(vec2(14.0, 3.0)).show(ui, |ui| {
        for heading in ["", tr!("Found"), tr!("Left alone")] {
            ui.label(fitting(ui, heading, &egui::TextStyle::Small, 68.0).color(colours.quiet));
        }
        ui.end_row();
        for (name, found, left) in [
            (tr!("Readers alone"), reader.sensitivity, reader.specificity),
            (tr!("The model alone"), sensitivity.value(), specificity.value()),
            (tr!("Together"), together.sensitivity, together.specificity),
            (
                tr!("Together, where it is wrong"),
                together.sensitivity_where_missed,
                together.specificity_where_false_alarm,
            ),
        ] {
            ui.label(fitting(ui, name, &theme::strong(), names));
            ui.label(percent(found));
            ui.label(percent(left));
            ui.end_row();
        }
    });
    let whose = if outcome.is_some() {
        tr!("The readers are as good as you were alone.")
    } else {
        tr!("The readers are assumed to find 70% and to leave 80% alone.")
    };
    let text = tr!(
        "{whose} In a study of 27 radiologists, the share read rightly where the model was wrong fell from about 80% to 20% among the \
         inexperienced and to 46% among experts (Dratsch and others 2023). With a biased model, clinicians\u{2019} accuracy fell by 11.3 \
         points (Jabbour and others 2023).",
        whose
    );
    ui.label(RichText::new(text).small().color(colours.quiet));
}
