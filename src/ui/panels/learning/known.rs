//! When each input becomes known, and what the model gains by those that come too late.

use egui::{Button, Grid, RichText, ScrollArea, Ui, WidgetInfo, vec2};

use crate::data::recipe::{Recipe, Variable};
use crate::pipeline::learning::{Judgement, Leak, with_input};
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::{theme, words};

/// The width of the words for a moment, in points.
const WHEN: f32 = 170.0;

/// Shows the inputs in use in the order in which they become known, the moment of the decision as a line, and those known too late.
pub fn known_ui(ui: &mut Ui, scenario: &mut Scenario, shown: &Shown<'_>) {
    let recipe = shown.recipe;
    ScrollArea::vertical().id_salt("known").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        in_time_ui(ui, scenario, recipe);
        ui.add_space(theme::STEP);
        decision_ui(ui, shown);
        ui.add_space(theme::STEP);
        let late: Vec<&Variable> =
            recipe.variables.iter().filter(|variable| variable.is_offered() && variable.is_leak()).collect();
        if late.is_empty() {
            ui.label(tr!("Nothing in these data is known too late: every input can be had when the model is asked."));
        }
        let leaks = shown.learning.and_then(|(learning, _)| learning.leaks(shown.derived));
        for variable in late {
            let found = leaks
                .and_then(|(leaks, current)| Some((leaks.leaks.iter().find(|leak| leak.id == variable.id)?, current)));
            late_ui(ui, scenario, shown, variable, found);
        }
    });
}

/// The inputs in use that can be had in time, by when they become known.
fn in_time_ui(ui: &mut Ui, scenario: &Scenario, recipe: &Recipe) {
    let given = scenario.given();
    let mut moments: Vec<(&str, Vec<&str>)> = Vec::new();
    let used = recipe.variables.iter().filter(|variable| !variable.is_leak() && given.contains(&variable.id));
    for variable in used {
        match moments.iter_mut().find(|(when, _)| *when == variable.known_when) {
            Some((_, labels)) => labels.push(&variable.label),
            None => moments.push((&variable.known_when, vec![&variable.label])),
        }
    }
    let coins = match scenario.coin_flips {
        0 => None,
        1 => Some(tr!("1 coin flip").to_owned()),
        flips => Some(tr!("{flips} coin flips", flips)),
    };
    let width = ui.available_width() - WHEN - 16.0;
    Grid::new(tr!("in time")).num_columns(2).striped(true).spacing(vec2(12.0, 4.0)).show(ui, |ui| {
        for (when, labels) in moments {
            let when = if when.is_empty() { tr!("when is not said") } else { when };
            row_ui(ui, width, &words::sentence_case(when), &labels.join(", "));
        }
        if let Some(coins) = coins {
            row_ui(ui, width, tr!("At any time, and it means nothing"), &coins);
        }
    });
    if given.is_empty() {
        ui.label(tr!("The model is given nothing."));
    }
}

fn row_ui(ui: &mut Ui, what_width: f32, when: &str, what: &str) {
    ui.vertical(|ui| {
        ui.set_width(WHEN);
        ui.label(RichText::new(when).color(theme::colours(ui).quiet));
    });
    ui.vertical(|ui| {
        ui.set_width(what_width);
        ui.label(what);
    });
    ui.end_row();
}

/// The line between what is known in time and what is not.
fn decision_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    ui.horizontal(|ui| {
        let text = tr!("The model is asked here: will this patient turn out to have {}?", shown.condition());
        ui.label(RichText::new(text).text_style(theme::strong()).color(colours.accent));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), egui::Sense::hover());
        ui.painter().hline(rect.x_range(), rect.center().y, egui::Stroke::new(2.0, colours.accent));
    });
}

/// One input known too late, what it does to the AUC, and the button that leaves it out or lets the model have it.
fn late_ui(ui: &mut Ui, scenario: &mut Scenario, shown: &Shown<'_>, variable: &Variable, found: Option<(&Leak, bool)>) {
    let colours = theme::colours(ui);
    let used = scenario.given().contains(&variable.id);
    ui.horizontal_wrapped(|ui| {
        let state = if used { tr!("in use, known too late") } else { tr!("known too late, not in use") };
        let colour = if used { colours.warning } else { colours.quiet };
        ui.label(RichText::new(format!("\u{26a0} {}", variable.label)).text_style(theme::strong()).color(colour));
        ui.label(RichText::new(tr!("({state}; known {})", variable.known_when, state)).color(colours.quiet));
        let (word, meaning) = if used {
            (tr!("Leave it out"), tr!("Train the model without it"))
        } else {
            (tr!("Let the model have it"), tr!("See what a careless developer would see"))
        };
        let button = ui.add(Button::new(word)).on_hover_text(meaning);
        button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("{word}: {}", variable.label)));
        if button.clicked() {
            *scenario = with_input(scenario, shown.recipe, &variable.id, !used);
        }
    });
    match found.and_then(|(leak, current)| Some((leak.with_and_without.as_ref()?, current))) {
        None => drop(ui.label(tr!("Training the model with it and without it\u{2026}"))),
        Some((Err(why), _)) => drop(ui.label(RichText::new(why).color(colours.warning))),
        Some((Ok([with, without]), current)) => {
            ui.scope(|ui| {
                if !current {
                    ui.multiply_opacity(0.45);
                }
                figures_ui(ui, variable, [*with, *without]);
            });
        }
    }
}

fn figures_ui(ui: &mut Ui, variable: &Variable, [with, without]: [Judgement; 2]) {
    let quiet = theme::colours(ui).quiet;
    Grid::new(("late", &variable.id)).num_columns(4).striped(true).spacing(vec2(18.0, 4.0)).show(ui, |ui| {
        for heading in
            ["AUC", tr!("On paper"), tr!("On the ward, looked up later"), tr!("On the ward, when it is not known yet")]
        {
            ui.label(RichText::new(heading).small().color(quiet));
        }
        ui.end_row();
        for (name, sides) in [(tr!("With it"), with), (tr!("Without it"), without)] {
            ui.label(name);
            for auc in [sides.paper, sides.ward, sides.in_time] {
                ui.label(RichText::new(words::decimal(auc)).text_style(theme::strong()));
            }
            ui.end_row();
        }
    });
    ui.label(sentence(&variable.label, with, without));
}

/// What the figures mean.
fn sentence(name: &str, with: Judgement, without: Judgement) -> String {
    let gain = |with: Option<f64>, without: Option<f64>| Some((100.0 * (with? - without?)).round());
    let paper = gain(with.paper, without.paper);
    let due = gain(with.in_time, without.in_time);
    let (Some(paper), Some(due)) = (paper, due) else {
        return tr!("Where all patients have the same outcome, nobody can say what it does.").to_owned();
    };
    let pairs = |gain: f64| match gain {
        0.0 => tr!("no more pairs in the right order").to_owned(),
        more if more > 0.0 => tr!("{more:.0} more of 100 pairs in the right order", more),
        fewer => tr!("{:.0} fewer of 100 pairs in the right order", fewer.abs()),
    };
    let meaning = if paper > due {
        tr!("The gain on paper is hindsight: it is gone when somebody has to decide.")
    } else {
        tr!("Whatever it gains, nobody can use what is not known yet.")
    };
    tr!(
        "With \u{201c}{name}\u{201d} the model puts {} on paper; on the ward, where it is not known yet when the model is asked, {}. {meaning}",
        pairs(paper),
        pairs(due),
        name,
        meaning
    )
}
