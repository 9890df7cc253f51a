//! What came of it: the sentence, the figures of both sides, the four counts, the groups and what was done against bias.

use super::{State, list};
use crate::figure::tree::Tree;
use crate::figure::{Words, count, score};
use crate::metrics::{ConfusionMatrix, FEWEST_POSITIVES, Metric, metric, natural_frequencies};
use crate::pipeline::{Population, decide, effects};
use crate::report::figures_table::{Estimate, GroupRow, figures_table, groups_table};
use crate::report::html::escape;

/// Both sides, with what they are called.
const SIDES: [(Population, &str); 2] =
    [(Population::Paper, tr_noop!("On paper")), (Population::Ward, tr_noop!("On the ward"))];
/// The gaps between groups.
const GAPS: [&str; 3] = ["demographic_parity_difference", "equal_opportunity_difference", "equalized_odds_difference"];

/// What the threshold does to 1,000 patients on the ward, and what the report on paper promised.
pub(super) fn headline(page: &mut String, state: State<'_>) {
    let told = |population| {
        let matrix = state.derived.side(population).set.at(state.scenario.threshold);
        let condition = state.recipe.words.condition.clone();
        natural_frequencies(&matrix, 1000).map_or_else(
            || tr!("There is nobody here to decide on.").to_owned(),
            |counts| {
                let tree = Tree { counts, words: Words { condition, shown: String::new() } };
                format!("{} {}", tree.alt(), tree.caption())
            },
        )
    };
    page.push_str(&tr!(
        "<p class=\"lead\">On the ward, at a threshold of {}: {}</p>\n<p>On paper: {}</p>\n",
        score(state.scenario.threshold.get()),
        escape(&told(Population::Ward)),
        escape(&told(Population::Paper))
    ));
    page.push_str(
        tr!("<p class=\"quiet\">On paper: held-out patients, judged by what the record says, as in a validation report. On the ward: new \
         patients, judged by the truth, which only a simulation knows.</p>\n"),
    );
}

/// Everything counted.
pub(super) fn figures(page: &mut String, state: State<'_>) {
    page.push_str(tr!("<h2>What came of it</h2>\n"));
    if !state.scenario.mitigation.decides_alike() {
        page.push_str(
            tr!("<p>These figures judge everybody at the one threshold. What thresholds for groups, or leaving patients to a person, \
             decide stands under \u{201c}Measures against bias\u{201d}.</p>\n"),
        );
    }
    table(page, state);
    page.push_str(tr!("<h3>The four counts</h3>\n<div class=\"sides\">\n"));
    for (population, name) in SIDES.map(|(population, name)| (population, crate::language::translate(name))) {
        let matrix = state.derived.side(population).set.at(state.scenario.threshold);
        four(page, name, &matrix, &state.recipe.words.condition);
    }
    page.push_str("</div>\n");
    groups(page, state);
    measures(page, state);
}

fn table(page: &mut String, state: State<'_>) {
    page.push_str(
        tr!("<table class=\"long\">\n<caption>Figures with their 95% intervals</caption>\n<thead><tr><th scope=\"col\">Figure</th>\
         <th scope=\"col\">On paper</th><th scope=\"col\">On the ward</th><th scope=\"col\">What it means</th></tr></thead>\n<tbody>\n"),
    );
    for row in figures_table(state.derived, &[state.scenario.threshold]) {
        let [paper, ward] = SIDES.map(|(population, _)| cell(row.metric, row.on(population)));
        page.push_str(&tr!(
            "<tr id=\"figure-{}\"><th scope=\"row\">{}</th><td class=\"number\">{paper}</td><td class=\"number\">{ward}</td>\
             <td>{}</td></tr>\n",
            row.metric.id.replace('_', "-"),
            escape(row.metric.name),
            escape(row.metric.tells), paper, ward
        ));
    }
    page.push_str(tr!("</tbody>\n</table>\n<p class=\"quiet\">Intervals: Wilson\u{2019}s for shares of patients, DeLong\u{2019}s for the AUC, by "));
    page.push_str(tr!(
        "resampling the patients for average precision, Brier score and observed \u{f7} expected.</p>\n"
    ));
}

/// The figure and its interval, or why there is none.
fn cell(metric: &Metric, Estimate { value, interval }: Estimate) -> String {
    let Some(value) = value else {
        return tr!("undefined, because {}", escape(metric.undefined_when));
    };
    let interval = interval.map_or_else(String::new, |ends| {
        tr!("<br><span class=\"quiet\">{} to {}</span>", written(metric, ends.lo), written(metric, ends.hi))
    });
    let per = if metric.id == PER_100 { tr!(" per 100") } else { "" };
    format!("{}{per}{interval}", written(metric, value))
}

/// The share that is told as alerts for every 100 patients.
const PER_100: &str = "alert_rate";

/// "68.6%", "18.1" of 100, "0.853".
fn written(metric: &Metric, value: f64) -> String {
    if metric.id == PER_100 {
        return format!("{:.1}", 100.0 * value);
    }
    metric.written(Some(value)).replace(" %", "%")
}

fn four(page: &mut String, name: &str, matrix: &ConfusionMatrix, condition: &str) {
    let ConfusionMatrix { tp, fp, fn_, tn } = *matrix;
    let condition = escape(condition);
    page.push_str(&tr!(
        "<div><table class=\"four\">\n<caption>{name}, of {} patients</caption>\n<thead><tr><th></th><th scope=\"col\">Alert</th>\
         <th scope=\"col\">No alert</th></tr></thead>\n<tbody>\n",
        count(matrix.n()), name
    ));
    for (row, [(alerted, right), (silent, wrong)]) in [
        (tr!("With {condition}", condition), [(tp, tr!("found")), (fn_, tr!("missed"))]),
        (tr!("Without {condition}", condition), [(fp, tr!("false alarms")), (tn, tr!("left alone"))]),
    ] {
        page.push_str(&tr!(
            "<tr><th scope=\"row\">{row}</th><td><b>{}</b> {right}</td><td><b>{}</b> {wrong}</td></tr>\n",
            count(alerted),
            count(silent),
            row,
            right,
            wrong
        ));
    }
    page.push_str("</tbody>\n</table></div>\n");
}

fn groups(page: &mut String, state: State<'_>) {
    page.push_str(tr!("<h2>Who is harmed?</h2>\n"));
    let rows = groups_table(state.derived, state.scenario.threshold);
    let Some(by) = state.compared_by().filter(|_| !rows.is_empty()) else {
        page.push_str(tr!(
            "<p>No groups were compared, so nobody can say whether the model serves some patients worse.</p>\n"
        ));
        return;
    };
    page.push_str(&tr!("<p>Compared by {}.</p>\n", escape(&by)));
    for (population, name) in SIDES.map(|(population, name)| (population, crate::language::translate(name))) {
        let rows: Vec<&GroupRow> = rows.iter().filter(|row| row.population == population).collect();
        side_groups(page, name, &rows);
        gaps(page, state, population);
    }
    if rows.iter().any(|row| row.too_few) {
        page.push_str(&tr!(
            "<p>\u{2020} Caution: fewer than {FEWEST_POSITIVES} patients with {} in this group. Its figures say little, and a difference \
             may be chance.</p>\n",
            escape(&state.recipe.words.condition), FEWEST_POSITIVES
        ));
    }
}

fn side_groups(page: &mut String, name: &str, rows: &[&GroupRow]) {
    page.push_str(&tr!(
        "<table class=\"long groups\">\n<caption>{name}, with 95% intervals</caption>\n<thead><tr><th scope=\"col\">Group</th>\
         <th scope=\"col\">Patients</th><th scope=\"col\">With it</th>", name
    ));
    for (metric, _) in rows.first().map(|row| row.figures.as_slice()).unwrap_or_default() {
        let short = metric.name.rsplit_once('(').map_or(metric.name, |(_, short)| short.trim_end_matches(')'));
        page.push_str(&tr!("<th scope=\"col\">{}</th>", escape(short)));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let mark = if row.too_few { " \u{2020}" } else { "" };
        page.push_str(&tr!(
            "<tr><th scope=\"row\">{}{mark}</th><td>{}</td><td>{}</td>",
            escape(&row.group),
            count(row.n),
            count(row.positives),
            mark
        ));
        for (metric, estimate) in &row.figures {
            page.push_str(&format!("<td>{}</td>", cell(metric, *estimate)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

fn gaps(page: &mut String, state: State<'_>, population: Population) {
    page.push_str("<ul>\n");
    for metric in GAPS.into_iter().filter_map(metric) {
        let value = metric.value(&state.derived.side(population).set, state.scenario.threshold);
        let said = cell(metric, Estimate { value, interval: None });
        page.push_str(&tr!("<li>{}: {said}. {}</li>\n", escape(metric.name), escape(metric.tells), said));
    }
    page.push_str("</ul>\n");
}

fn measures(page: &mut String, state: State<'_>) {
    let (threshold, mitigation) = (state.scenario.threshold, &state.scenario.mitigation);
    let Some(effects) = effects(state.derived, threshold, mitigation) else { return };
    page.push_str(tr!("<h2>Measures against bias</h2>\n<p>The ward with them, compared with the ward without.</p>\n"));
    for (title, lines) in [(tr!("Gains"), effects.gains()), (tr!("Costs"), effects.costs())] {
        page.push_str(&format!("<h3>{title}</h3>\n"));
        let chance = |may_be: bool| if may_be { tr!(" (may be chance).") } else { "." };
        let lines: Vec<String> = lines
            .iter()
            .map(|line| format!("{}{}", line.text.trim_end_matches('.'), chance(line.may_be_chance)))
            .collect();
        if lines.is_empty() {
            page.push_str(tr!("<p>None that shows.</p>\n"));
        }
        list(page, &lines);
    }
    let decided = decide(&state.derived.ward.set, threshold, mitigation).everyone;
    page.push_str(&tr!(
        "<p>Decided on the ward: {} found, {} missed, {} false alarms, {} left alone; {} left to a person.</p>\n",
        count(decided.matrix.tp),
        count(decided.matrix.fn_),
        count(decided.matrix.fp),
        count(decided.matrix.tn),
        count(decided.referred())
    ));
}
