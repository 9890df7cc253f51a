//! What was set, and what differs from how the dataset opens.

use super::State;
use crate::figure::{count, score};
use crate::report::html::escape;
use crate::scenario::{Goals, MonthsPlan, Scenario};

/// Everything that makes the figures, and how to make them again.
pub(super) fn setup(page: &mut String, state: State<'_>, share_code: &str) {
    page.push_str(tr!("<h2>What was set</h2>\n<table class=\"long\">\n<tbody>\n"));
    for (what, said) in rows(state) {
        page.push_str(&tr!("<tr><th scope=\"row\">{what}</th><td>{}</td></tr>\n", escape(&said), what));
    }
    if !share_code.is_empty() {
        let code = escape(share_code);
        page.push_str(&tr!(
            "<tr><th scope=\"row\">Share code</th><td><span class=\"code\">{code}</span><br><span class=\"quiet\">Open it in \
             Cutpoint, or type: cutpoint run CODE.</span></td></tr>\n", code
        ));
    }
    page.push_str("</tbody>\n</table>\n");
    changes(page, state);
}

fn rows(state: State<'_>) -> Vec<(&'static str, String)> {
    let State { derived, scenario, recipe } = state;
    let [trained, held_out, ward] =
        [derived.data.split.train.len(), derived.data.split.held_out.len(), derived.data.ward.len()]
            .map(|n| count(n as u64));
    let settings: Vec<String> = scenario
        .classifier
        .settings()
        .iter()
        .filter_map(|setting| {
            Some(format!("{}: {}", crate::language::translate(setting.label), scenario.classifier.get(setting.field)?))
        })
        .collect();
    let settings =
        if settings.is_empty() { tr!("It has no settings.").to_owned() } else { format!("{}.", settings.join("; ")) };
    let inputs: Vec<String> = scenario.given().iter().map(|id| state.label(id)).collect();
    let mut rows = vec![
        (tr!("Dataset"), format!("{} ({}). {}", recipe.title, recipe.id, recipe.summary)),
        (
            tr!("Patients"),
            tr!(
                "{trained} to learn from, {held_out} held out for the test on paper, {ward} new ones on the ward.",
                trained,
                held_out,
                ward
            ),
        ),
        (
            tr!("Classifier"),
            format!("{}. {} {settings}", scenario.classifier.kind.name(), scenario.classifier.kind.summary()),
        ),
        (tr!("Inputs"), format!("{}.", inputs.join(", "))),
        (
            tr!("Threshold"),
            tr!("{}: whoever has this risk or a higher one is flagged.", score(scenario.threshold.get())),
        ),
        (tr!("Groups compared by"), state.compared_by().unwrap_or_else(|| tr!("Nothing.").to_owned())),
        (tr!("Seed"), tr!("{}: the same seed gives the same patients on every machine.", scenario.seed)),
    ];
    if !scenario.months.is_default() {
        rows.push((tr!("Month by month"), months(state, &scenario.months)));
    }
    if !scenario.goals.is_default() {
        rows.push((tr!("What is wanted"), goals(&scenario.goals)));
    }
    rows
}

fn months(state: State<'_>, plan: &MonthsPlan) -> String {
    let mut said = vec![tr!("{} months with {} patients each", plan.months, count(plan.patients as u64))];
    if let Some(drift) = &plan.drift {
        let label = state.recipe.knob(&drift.knob).map_or(drift.knob.as_str(), |knob| &knob.label);
        said.push(tr!("\u{201c}{label}\u{201d} drifts to {}", drift.to, label));
    }
    if plan.effect > 0.0 {
        said.push(tr!("the risk of a flagged patient falls by {}% because staff act", tidy(100.0 * plan.effect)));
    }
    said.extend(plan.retrain.map(|month| tr!("the model is trained again in month {month}", month)));
    format!("{}.", said.join("; "))
}

fn goals(goals: &Goals) -> String {
    tr!(
        "One miss weighs as much as {} false alarms; a sensitivity of {}%, a specificity of {}%, {}% flagged at most; {} patients a \
         day, {} staff on each of {} shifts with {} minutes for alerts of {} minutes.",
        tidy(goals.harm_ratio),
        tidy(100.0 * goals.sensitivity),
        tidy(100.0 * goals.specificity),
        tidy(100.0 * goals.flagged),
        tidy(goals.patients_a_day),
        goals.staff,
        goals.shifts,
        tidy(goals.minutes_spared),
        tidy(goals.minutes_per_alert)
    )
}

/// A number as people write it: without the last digits that binary fractions leave.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn changes(page: &mut String, state: State<'_>) {
    let changes = state.scenario.changes_since(&Scenario::of(state.recipe), state.recipe);
    if changes.is_empty() {
        page.push_str(tr!("<p>Nothing differs from how the dataset opens.</p>\n"));
        return;
    }
    page.push_str(tr!("<table class=\"long\">\n<caption>What differs from how the dataset opens</caption>\n"));
    page.push_str(
        tr!("<thead><tr><th scope=\"col\"></th><th scope=\"col\">At first</th><th scope=\"col\">Here</th></tr></thead>\n<tbody>\n"),
    );
    for change in changes {
        let [what, before, after] = [change.what, change.before, change.after].map(|text| escape(&text));
        page.push_str(&tr!(
            "<tr><th scope=\"row\">{what}</th><td>{before}</td><td>{after}</td></tr>\n",
            what,
            before,
            after
        ));
    }
    page.push_str("</tbody>\n</table>\n");
}
