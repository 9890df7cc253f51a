//! The record of a commissioning decision, on one page: what was asked for, what was decided and on which conditions.

use super::claim_page::STYLE;
use super::html::escape;
use crate::exercise::{Answer, Answers, Card, Exercise, Kind};

/// One card as it lay at the end: what it said, if it was asked for.
pub struct Evidence<'a> {
    /// The card.
    pub card: &'a Card,
    /// What it said; `None` where it stayed covered.
    pub said: Option<String>,
}

/// The page of a decision taken in `exercise`. What was not asked for stands there too: whoever reads it sees what nobody knows. Lines for
/// names and a date are left empty, so that the page serves as a checklist in a meeting.
#[must_use]
pub fn decision_page(exercise: &Exercise, evidence: &[Evidence<'_>], answers: &Answers) -> String {
    let mut page = String::from(tr!("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"));
    let title = escape(&exercise.head.title);
    page.push_str(&tr!(
        "<title>Decision record: {title}</title>\n<style>{STYLE}{COMPACT}</style>\n</head>\n<body>\n",
        title,
        STYLE,
        COMPACT
    ));
    page.push_str(&tr!("<h1>Decision record</h1>\n<p>{title}. From an exercise: the product, its supplier and all patients are made up. The questions \
                   are those of a real meeting.</p>\n", title));
    page.push_str(tr!("<h2>What was decided</h2>\n<dl>\n"));
    for asked in exercise.asked() {
        let Some(answer) = answers.get(&asked.id) else { continue };
        let unit = match asked.kind() {
            Ok(Kind::Number { unit, .. } | Kind::Interval { unit, .. }) => unit,
            _ => String::new(),
        };
        let said = match answer {
            Answer::Number(number) => escape(&format!("{number} {unit}")),
            Answer::Interval([low, high]) => escape(&tr!("{low} to {high} {unit}", low, high, unit)),
            Answer::Point { x, y } => tr!("{x:.0} across, {y:.0} up", x, y),
            Answer::Words(words) => escape(words.trim()),
            Answer::Several(all) if all.is_empty() => tr!("none").to_owned(),
            Answer::Several(all) => {
                let items: Vec<String> = all.iter().map(|one| format!("<li>{}</li>", escape(one))).collect();
                format!("<ul>{}</ul>", items.concat())
            }
        };
        page.push_str(&format!("<dt>{}</dt><dd>{said}</dd>\n", escape(&asked.ask)));
    }
    page.push_str(tr!("</dl>\n<h2>Evidence</h2>\n<table>\n<thead><tr><th>Asked of the supplier</th><th>Why it matters</th><th>What came</th></tr></thead>\n<tbody>\n"));
    for Evidence { card, said } in evidence {
        let came = said.as_deref().map_or_else(|| tr!("<em>not asked for</em>").to_owned(), escape);
        page.push_str(&format!(
            "<tr><th>{}</th><td>{}</td><td>{came}</td></tr>\n",
            escape(&card.title),
            escape(&card.asks)
        ));
    }
    page.push_str(tr!(
        "</tbody>\n</table>\n<h2>To be filled in by the meeting</h2>\n<table class=\"lines\">\n<tbody>\n"
    ));
    for line in LINES.map(crate::language::translate) {
        page.push_str(&format!("<tr><th>{line}</th><td></td></tr>\n"));
    }
    page.push_str(tr!(
        "</tbody>\n</table>\n<p class=\"warning\">For teaching, not for clinical use.</p>\n</body>\n</html>\n"
    ));
    page
}

/// What a meeting fills in by hand.
const LINES: [&str; 6] = [
    tr_noop!("Product, version, intended use"),
    tr_noop!("Who answers the alerts, and how many a shift"),
    tr_noop!("Who watches the figures after it goes live, how often"),
    tr_noop!("What makes us switch it off, and who may"),
    tr_noop!("Date of the next review"),
    tr_noop!("Names and signatures"),
];

/// What makes it fit one page.
const COMPACT: &str = "body{font-size:10.5pt;line-height:1.3}h1{margin:0 0 .3em}h2{margin:.8em 0 .2em;font-size:12pt}td,th{padding:2px 6px;font-size:9.5pt;vertical-align:top}\
dt{font-weight:600}dd{margin:0 0 .3em 1em}ul{margin:0;padding-left:1.2em}.lines th{width:45%}.lines td{border-bottom:1px solid #555}@page{size:A4;margin:12mm}";
