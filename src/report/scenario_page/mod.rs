//! The whole state of a scenario as one page to keep, hand in or print: what was set, what came of it, and a model card.
//!
//! One file: no script, nothing fetched, charts as pictures within it, made for A4. Text that a person typed, or that stands in a
//! recipe, is escaped.

mod card;
mod charts;
mod figures;
mod limits;
mod setup;

use super::claim_page::STYLE;
use super::html::escape;
use crate::data::recipe::Recipe;
use crate::figure::export::ExportError;
use crate::pipeline::Derived;
use crate::scenario::Scenario;

/// What this page needs beyond the look of every page.
const MORE_STYLE: &str = "
.sides { display: flex; flex-wrap: wrap; gap: 5mm; } .sides > div { flex: 1 1 70mm; }
h3 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
caption { text-align: left; font-weight: 600; padding: 1mm 0; }
td .quiet { white-space: nowrap; } td.number { min-width: 24mm; }
.code { font-family: ui-monospace, Consolas, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
figure { margin: 4mm 0; break-inside: avoid; } figure svg { display: block; width: 100%; height: auto; }
figure.square svg { max-width: 120mm; margin: 0 auto; }
.groups { font-size: 9pt; } .groups .quiet { white-space: normal; font-size: 8pt; }
figcaption { font-size: 9.5pt; } tr { break-inside: avoid; } table.long { break-inside: auto; }
footer { margin-top: 8mm; border-top: .6pt solid #c9d2db; padding-top: 2mm; }
";

/// What stands at the top of every page.
const WARNING: &str = tr_noop!("For teaching, not for clinical use. All patients are made up.");

/// The page of `derived`, decided at the threshold of `scenario`, which may have moved since. `notes` are a learner's own, in plain
/// text, and may be empty; `share_code` opens the same again.
///
/// Takes about a second for 10,000 patients, most of it for intervals by resampling.
///
/// # Errors
/// [`ExportError::Draw`] when a chart cannot be drawn.
pub fn scenario_page(
    derived: &Derived,
    scenario: &Scenario,
    recipe: &Recipe,
    notes: &str,
    share_code: &str,
) -> Result<String, ExportError> {
    let state = State { derived, scenario, recipe };
    let title = escape(&format!("{}: {}", recipe.title, scenario.classifier.kind.name()));
    let warning = crate::language::translate(WARNING);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}{MORE_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"warning\">{warning}</p>\n"
    );
    figures::headline(&mut page, state);
    setup::setup(&mut page, state, share_code);
    figures::figures(&mut page, state);
    charts::charts(&mut page, state)?;
    card::card(&mut page, state);
    typed(&mut page, notes);
    page.push_str(&tr!(
        "<footer class=\"quiet\"><p>Made with Cutpoint {}. {warning}</p></footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        warning
    ));
    Ok(page)
}

/// What the parts of the page tell of.
#[derive(Clone, Copy)]
struct State<'a> {
    derived: &'a Derived,
    scenario: &'a Scenario,
    recipe: &'a Recipe,
}

impl State<'_> {
    /// The name that people see of a variable.
    fn label(&self, id: &str) -> String {
        self.recipe.variable(id).map_or_else(|| id.to_owned(), |variable| variable.label.clone())
    }

    /// The attributes that patients are compared by: "Sex and Ethnicity"; `None` where they are not.
    fn compared_by(&self) -> Option<String> {
        let named: Vec<String> = [&self.scenario.group_by, &self.scenario.group_by_second]
            .into_iter()
            .flatten()
            .map(|id| self.label(id))
            .collect();
        (!named.is_empty()).then(|| named.join(" and "))
    }
}

/// A learner's notes: an empty line ends a paragraph, a line's end is kept.
fn typed(page: &mut String, notes: &str) {
    let notes = notes.replace("\r\n", "\n").replace('\r', "\n");
    if notes.trim().is_empty() {
        return;
    }
    page.push_str("<h2>Notes</h2>\n");
    for paragraph in notes.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        // No page may hold the other control characters.
        let plain = paragraph.replace(|letter: char| letter.is_control() && letter != '\n', " ");
        page.push_str(&format!("<p>{}</p>\n", escape(&plain).replace('\n', "<br>\n")));
    }
}

/// A list of sentences; nothing where there are none.
fn list(page: &mut String, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    page.push_str("<ul>\n");
    for sentence in sentences {
        page.push_str(&format!("<li>{}</li>\n", escape(sentence)));
    }
    page.push_str("</ul>\n");
}
