//! Choosing a threshold: each rule with what it costs and whom, and what the one that is set asks of the ward.

use std::sync::Arc;

use egui::{DragValue, RichText, Ui, WidgetInfo, vec2};

use crate::figure::{RuleMark, rules_figure};
use crate::metrics::{
    Answer, ConfusionMatrix, Load, ScoredTestSet, Wish, answer_all, natural_frequencies, rounded,
    threshold_of_harm_ratio,
};
use crate::num::Threshold;
use crate::pipeline::{Derived, Population};
use crate::report::TableCell;
use crate::scenario::{Goals, MOST_A_DAY, Scenario, WORST_MISS};
use crate::ui::panels::Shown;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::chart_ui;
use crate::ui::widgets::table::table_button;
use crate::ui::widgets::threshold::follow;
use crate::ui::{theme, words};

/// The height of a row of the table, and the least and the greatest of the chart, in points.
const ROW: f32 = 25.0;
const CHART: [f32; 2] = [184.0, 300.0];

/// One rule and what becomes of it on the patients shown.
#[derive(Clone)]
struct Rule {
    mark: RuleMark,
    /// What the threshold named does, fulfilled or nearest.
    matrix: Option<ConfusionMatrix>,
}

/// The rules' answers, kept while what they are made of stands.
#[derive(Clone)]
pub struct Ruled {
    derived: Arc<Derived>,
    population: Population,
    goals: Goals,
    rules: Vec<Rule>,
}

impl Ruled {
    fn of<'a>(kept: &'a mut Option<Self>, goals: &Goals, shown: &Shown<'_>) -> &'a Self {
        let stands = |ruled: &Self| {
            Arc::ptr_eq(&ruled.derived, shown.derived) && ruled.population == shown.population && ruled.goals == *goals
        };
        if !kept.as_ref().is_some_and(stands) {
            *kept = None;
        }
        kept.get_or_insert_with(|| Self {
            derived: Arc::clone(shown.derived),
            population: shown.population,
            goals: *goals,
            rules: rules(&shown.side().set, goals),
        })
    }
}

fn rules(set: &ScoredTestSet, goals: &Goals) -> Vec<Rule> {
    let alerts = Wish::AlertsPer100AtMost(100.0 * goals.ward().share());
    let by_risk = threshold_of_harm_ratio(goals.harm_ratio);
    let wished: [(&str, Vec<Wish>); 7] = [
        (tr!("least harm"), vec![Wish::HarmRatio(goals.harm_ratio)]),
        (tr!("sensitivity"), vec![Wish::SensitivityAtLeast(goals.sensitivity)]),
        (tr!("specificity"), vec![Wish::SpecificityAtLeast(goals.specificity)]),
        (tr!("share flagged"), vec![Wish::AlertsPer100AtMost(100.0 * goals.flagged)]),
        (tr!("staff capacity"), vec![alerts]),
        (tr!("sensitivity within capacity"), vec![Wish::SensitivityAtLeast(goals.sensitivity), alerts]),
        (tr!("Youden"), vec![Wish::Youden]),
    ];
    let mut rules: Vec<Rule> = wished.into_iter().map(|(name, wishes)| granted(set, name, &wishes)).collect();
    let matrix = by_risk.map(|at| set.at(at));
    let name = tr!("the risks as they are").to_owned();
    let trusting = RuleMark { letter: 'B', name, at: by_risk, met: by_risk.is_some() };
    rules.insert(1, Rule { mark: trusting, matrix });
    for (rule, letter) in rules.iter_mut().zip('A'..) {
        rule.mark.letter = letter;
    }
    rules
}

fn granted(set: &ScoredTestSet, name: &str, wishes: &[Wish]) -> Rule {
    let (at, met) = match answer_all(set, wishes) {
        _ if set.n() == 0 => (None, false),
        Answer::At(exact) => (Some(rounded(set, exact, wishes)), true),
        Answer::Impossible { nearest } => (nearest, false),
    };
    Rule { matrix: at.map(|at| set.at(at)), mark: RuleMark { letter: 'A', name: name.to_owned(), at, met } }
}

/// Shows the rules on the axis of thresholds, the table of what each does, the ward, and what the threshold asks of it.
pub fn rules_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let rules = Ruled::of(&mut view.ruled, &scenario.goals, shown).rules.clone();
    let marks: Vec<RuleMark> = rules.iter().map(|rule| rule.mark.clone()).collect();
    let figure = rules_figure(&marks, scenario.threshold, &shown.words());
    let below = ROW * (rules.len() as f32 + 1.0) + 116.0;
    let height = (ui.available_height() - below).clamp(CHART[0], CHART[1]);
    let size = vec2(ui.available_width(), height);
    let answer = chart_ui(ui, size, &figure, Some(&mut scenario.threshold), &shown.caption(), commands);
    follow(&mut scenario.threshold, answer.value);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = ROW - 3.0;
    ui.spacing_mut().button_padding.y = 1.0;
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        table_ui(ui, scenario, &rules);
        table_button(ui, tr!("Rules for the threshold"), commands, || cells(&rules));
        ui.add_space(theme::STEP);
        ui.separator();
        ward_ui(ui, &mut scenario.goals);
        let matrix = shown.matrix(shown.population);
        if let Some(load) = scenario.goals.ward().load(&matrix) {
            let text = load_sentence(&load, scenario.threshold, &scenario.goals, shown.condition());
            ui.label(RichText::new(text).text_style(theme::strong()));
        } else {
            ui.label(tr!("There are no patients here."));
        }
    });
}

/// With less room than this, in points, the words are set smaller.
const NARROW: f32 = 340.0;

/// What all columns but that of the words take, gaps included, whatever the language.
fn other_columns(ui: &Ui) -> f32 {
    let wide = |texts: &[&str], style: &egui::TextStyle| {
        let font = style.resolve(ui.style());
        let width =
            |text: &&str| ui.painter().layout_no_wrap((*text).to_owned(), font.clone(), egui::Color32::BLACK).size().x;
        texts.iter().map(width).fold(18.0, f32::max)
    };
    let (body, small) = (egui::TextStyle::Body, egui::TextStyle::Small);
    let threshold = wide(&[tr!("impossible")], &body).max(wide(&[tr!("Threshold")], &small));
    let counts =
        [tr!("Found"), tr!("Missed"), tr!("False alarms")].map(|head| wide(&[head, "1,000"], &small).max(40.0));
    let button = wide(&[tr!("In use"), tr!("Use"), tr!("Nearest")], &body) + 2.0 * ui.spacing().button_padding.x;
    18.0 + threshold + counts.iter().sum::<f32>() + button + 7.0 * 8.0
}

fn table_ui(ui: &mut Ui, scenario: &mut Scenario, rules: &[Rule]) {
    let wide = ui.available_width();
    let others = other_columns(ui);
    let column = (wide - others).max(200.0);
    let grid = egui::Grid::new("rules")
        .num_columns(7)
        .min_row_height(ROW - 2.0)
        .min_col_width(18.0)
        .spacing(vec2(8.0, 2.0))
        .striped(true);
    grid.show(ui, |ui| {
        ui.label("");
        ui.horizontal_wrapped(|ui| {
            ui.set_max_width(column);
            ui.label(RichText::new(tr!("Rule")).text_style(theme::strong()));
            let note = tr!("and what it does to 1,000 patients");
            ui.label(RichText::new(note).small().color(theme::colours(ui).quiet));
        });
        for heading in [tr!("Threshold"), tr!("Found"), tr!("Missed"), tr!("False alarms"), ""] {
            ui.label(RichText::new(heading).small().color(theme::colours(ui).quiet));
        }
        ui.end_row();
        for (place, rule) in rules.iter().enumerate() {
            ui.label(RichText::new(rule.mark.letter.to_string()).text_style(theme::strong()));
            ui.horizontal_wrapped(|ui| {
                ui.set_width(column);
                if column < NARROW {
                    ui.style_mut().override_text_style = Some(egui::TextStyle::Small);
                }
                ui.spacing_mut().item_spacing.x = theme::STEP;
                words_ui(ui, place, &mut scenario.goals);
            });
            outcome_ui(ui, rule, &mut scenario.threshold);
            ui.end_row();
        }
    });
}

/// The table in full figures.
fn cells(rules: &[Rule]) -> Vec<Vec<TableCell>> {
    let head = [
        tr!("Rule"),
        tr!("Threshold"),
        tr!("Fulfilled"),
        tr!("Found, of 1,000"),
        tr!("Missed, of 1,000"),
        tr!("False alarms, of 1,000"),
    ];
    let row = |rule: &Rule| {
        let of = rule.matrix.and_then(|matrix| natural_frequencies(&matrix, 1000));
        let counts = [of.map(|of| of.tp), of.map(|of| of.fn_), of.map(|of| of.fp)];
        let met = TableCell::text(if rule.mark.met { tr!("yes") } else { tr!("no") });
        [TableCell::text(&rule.mark.name), TableCell::number(rule.mark.at.map(Threshold::get)), met]
            .into_iter()
            .chain(counts.map(|count| count.map_or(TableCell::Empty, TableCell::Count)))
            .collect()
    };
    std::iter::once(head.map(TableCell::text).to_vec()).chain(rules.iter().map(row)).collect()
}

/// The rule in words, with its number in them.
fn words_ui(ui: &mut Ui, place: usize, goals: &mut Goals) {
    match place {
        0 => {
            ui.label(tr!("Least harm: one miss counts as"));
            let speed = (goals.harm_ratio / 50.0).max(0.05);
            let field = DragValue::new(&mut goals.harm_ratio).range(0.0..=WORST_MISS).speed(speed).max_decimals(1);
            named(ui, field, tr!("False alarms that weigh as much as one miss"));
            let meaning = tr!("Counted on these patients: the best net benefit at this rate of exchange.");
            ui.label(tr!("false alarms")).on_hover_text(meaning);
        }
        1 => {
            let text = tr!("The same, trusting the risks: 1 \u{f7} (1 + {})", short(goals.harm_ratio));
            ui.label(text).on_hover_text(tr!("Where it lies far from A, the risks are not what they say."));
        }
        2 => {
            ui.label(tr!("At least"));
            percent_ui(ui, &mut goals.sensitivity, tr!("Least sensitivity"));
            ui.label(tr!("sensitivity: those with it found"));
        }
        3 => {
            ui.label(tr!("At least"));
            percent_ui(ui, &mut goals.specificity, tr!("Least specificity"));
            ui.label(tr!("specificity: the others left alone"));
        }
        4 => {
            ui.label(tr!("Flag at most"));
            percent_ui(ui, &mut goals.flagged, tr!("Largest share of patients flagged"));
            ui.label(tr!("of the patients"));
        }
        5 => {
            ui.label(tr!("What staff can answer: {:.1} alerts per 100 patients", 100.0 * goals.ward().share()));
        }
        6 => {
            ui.label(tr!("Both: find {} with what staff can answer", words::share(goals.sensitivity)));
        }
        _ => {
            let meaning =
                tr!("Weighs a share of those with the condition as much as the same share of those without it.");
            ui.label(tr!("Sensitivity + specificity highest (Youden)")).on_hover_text(meaning);
        }
    }
}

fn outcome_ui(ui: &mut Ui, rule: &Rule, threshold: &mut Threshold) {
    let colours = theme::colours(ui);
    let (Some(at), Some(matrix)) = (rule.mark.at, rule.matrix) else {
        ui.label(RichText::new(tr!("impossible")).color(colours.error));
        return;
    };
    let of = natural_frequencies(&matrix, 1000);
    let named = RichText::new(words::score(at.get())).text_style(theme::strong());
    if rule.mark.met {
        ui.label(named);
    } else {
        ui.label(RichText::new(tr!("impossible")).color(colours.error))
            .on_hover_text(tr!("The numbers are those of the nearest miss."));
    }
    for count in of.map(|of| [of.tp, of.fn_, of.fp]).into_iter().flatten() {
        ui.label(words::count(count));
    }
    let here = at == *threshold;
    let (text, meaning) = match (here, rule.mark.met) {
        (true, true) => (tr!("In use"), tr!("The threshold stands here")),
        (false, true) => (tr!("Use"), tr!("Move the threshold here")),
        (_, false) => (
            tr!("Nearest"),
            tr!("No threshold fulfils this rule. This one comes closest; press to move the threshold there."),
        ),
    };
    let ink = if rule.mark.met { colours.ink } else { colours.error };
    let button = ui.add_enabled(!here, egui::Button::new(RichText::new(text).color(ink)).small());
    let name = format!("{text}: {}", rule.mark.name);
    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, !here, &name));
    if button.on_hover_text(meaning).clicked() {
        *threshold = at;
    }
}

fn named(ui: &mut Ui, field: DragValue<'_>, name: &str) {
    let response = ui.add(field.update_while_editing(false)).on_hover_text(tr!("Drag, or click to type"));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::SpinButton, true, name));
}

fn percent_ui(ui: &mut Ui, share: &mut f64, name: &str) {
    let mut percent = (1e4 * *share).round() / 100.0;
    let before = percent;
    named(ui, DragValue::new(&mut percent).range(0.0..=100.0).speed(0.25).max_decimals(1).suffix("%"), name);
    if percent.to_bits() != before.to_bits() {
        *share = percent / 100.0;
    }
}

fn ward_ui(ui: &mut Ui, goals: &mut Goals) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        ui.label(RichText::new(tr!("The ward:")).text_style(theme::strong()));
        let field = DragValue::new(&mut goals.patients_a_day).range(0.0..=MOST_A_DAY).max_decimals(0);
        named(ui, field, tr!("Patients a day"));
        ui.label(tr!("patients a day;"));
        named(ui, DragValue::new(&mut goals.shifts).range(1..=24).speed(0.05), tr!("Shifts a day"));
        ui.label(tr!("shifts, each with"));
        named(ui, DragValue::new(&mut goals.staff).range(0..=1_000).speed(0.1), tr!("Staff on a shift"));
        ui.label(tr!("staff who can spare"));
        let field = DragValue::new(&mut goals.minutes_spared).range(0.0..=1_440.0).speed(0.5).max_decimals(0);
        named(ui, field, tr!("Minutes of a shift that each can spare"));
        ui.label(tr!("minutes; an alert takes"));
        let field = DragValue::new(&mut goals.minutes_per_alert).range(0.0..=1_440.0).speed(0.25).max_decimals(1);
        named(ui, field, tr!("Minutes that an alert takes"));
        ui.label(tr!("minutes."));
    });
}

/// "At 0.10: 13.7 alerts a shift, 3.4 for each of the staff; one in 4.1 is right. ..."
fn load_sentence(load: &Load, threshold: Threshold, goals: &Goals, condition: &str) -> String {
    let each = load.per_person.map_or_else(
        || tr!(", and nobody to answer them").to_owned(),
        |alerts| tr!(", {} for each of the staff", tenth(alerts)),
    );
    let found = load.per_found.map_or_else(
        || tr!("; none of them finds anybody").to_owned(),
        |alerts| tr!("; one in {} is right", tenth(alerts)),
    );
    let over = match goals.ward().capacity() {
        None => tr!("An alert takes no time, so there is no limit.").to_owned(),
        Some(capacity) => tr!(
            "Staff can answer {}; on {:.0} of 100 shifts more than that come, and on average {} go unanswered.",
            tenth(capacity.floor()),
            100.0 * load.too_many,
            tenth(load.unanswered)
        ),
    };
    tr!(
        "At {}: {} alerts a shift{each}{found}. {over} In 30 days {} with {condition} are found and {} missed, with {} false \
         alarms.",
        words::score(threshold.get()),
        tenth(load.alerts),
        words::count(load.found_a_month.round() as u64),
        words::count(load.missed_a_month.round() as u64),
        words::count(load.false_alarms_a_month.round() as u64),
        each,
        found,
        over,
        condition
    )
}

/// "13.7", "16", "0.4".
fn tenth(value: f64) -> String {
    if value >= 99.95 { words::count(value.round() as u64) } else { short((10.0 * value).round() / 10.0) }
}

/// As few decimals as it takes.
fn short(value: f64) -> String {
    format!("{}", value + 0.0)
}
