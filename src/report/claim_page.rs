//! The page to take to a meeting with a supplier: one file, no script, nothing fetched, made for A4.

use super::html::escape;
use super::{Line, Told};
use crate::glossary::{FOR_BUYERS, Glossary, Question, Supplier};
use crate::metrics::claim::{Claim, Field, Here, Item, Typed, Unusable};

/// How every page for paper looks.
pub(super) const STYLE: &str = "
@page { size: A4; margin: 16mm 15mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 Inter, 'Segoe UI', Arial, sans-serif; color: #16202c; background: #fff; max-width: 180mm;
  margin: 8mm auto; padding: 0 4mm; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
h1 { font-size: 18pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 12.5pt; margin: 6mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 2mm; }
.warning { border: 1.5pt solid #854d00; padding: 1.5mm 3mm; font-weight: 600; color: #854d00; }
.blanks { display: flex; flex-wrap: wrap; gap: 3mm 6mm; margin: 4mm 0; }
.blanks span { flex: 1 1 70mm; border-bottom: .6pt solid #7a8897; padding-top: 4mm; }
.lead { font-size: 12.5pt; font-weight: 600; }
table + p, p + table { margin-top: 2mm; }
table { border-collapse: collapse; width: 100%; break-inside: avoid; }
td, th { text-align: left; vertical-align: top; padding: 1mm 2mm; border: .6pt solid #c9d2db; font-weight: normal; }
thead th, .four td b { font-weight: 600; }
.four td { width: 38%; } .four td b { font-size: 14pt; }
.name { width: 42%; } .figure { width: 16%; font-weight: 600; white-space: nowrap; }
.quiet { color: #4c5b6b; font-size: 9pt; }
ul, ol { margin: 0; padding-left: 5mm; } li { margin-bottom: 1mm; break-inside: avoid; }
ol.ask { list-style: none; padding: 0; }
ol.ask li { position: relative; padding-left: 7mm; margin-bottom: 2.5mm; }
.box { position: absolute; left: 0; top: .5mm; width: 4mm; height: 4mm; border: .9pt solid #16202c; }
.answer { border-bottom: .6pt solid #c9d2db; height: 7mm; }
";

/// The page: the claim as typed, what to expect here, what was not reported, and the questions to ask with the guides
/// behind them. The date and the names are left blank, to be filled in by hand.
#[must_use]
pub fn claim_page(typed: &Typed, condition: &str, dataset: &str, supplier: &Supplier, glossary: &Glossary) -> String {
    let (claim, here, unusable) = typed.read();
    let told = Told::of(&claim, here, condition);
    let mut page = String::new();
    page.push_str(tr!("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"));
    page.push_str(tr!(
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Questions to a supplier</title>\n"
    ));
    page.push_str(&tr!("<style>{STYLE}</style>\n</head>\n<body>\n<h1>Questions to a supplier</h1>\n", STYLE));
    page.push_str(tr!("<p class=\"warning\">For teaching, not for clinical use.</p>\n<div class=\"blanks\">"));
    for blank in [tr!("Product and version:"), tr!("Supplier:"), tr!("Date:"), tr!("Asked by:")] {
        page.push_str(&format!("<span>{blank}</span>"));
    }
    page.push_str("</div>\n");
    claimed(&mut page, typed, (&claim, &unusable), supplier);
    expected(&mut page, &told, here, condition, dataset);
    list(&mut page, tr!("What does not fit together"), told.doubts.iter().map(|doubt| escape(doubt)));
    let silent = supplier.not_reported(&claim);
    let silent = silent.iter().map(|item| format!("<b>{}.</b> {}", escape(&item.label), escape(&item.why)));
    list(&mut page, tr!("What was not reported, and why it matters"), silent);
    questions(&mut page, &supplier.questions(&claim), glossary);
    page.push_str("</body>\n</html>\n");
    page
}

fn claimed(page: &mut String, typed: &Typed, (claim, unusable): (&Claim, &[Unusable]), supplier: &Supplier) {
    page.push_str(tr!("<h2>What the brochure says</h2>\n"));
    let shown = Field::CLAIM.into_iter().filter_map(|field| {
        let text = typed.fields.get(&field).map(|text| text.trim()).filter(|text| !text.is_empty())?;
        let unit = if text.ends_with('%') { "" } else { field.unit() };
        let refused = unusable.iter().any(|problem| problem.field == field);
        let left_out = if refused { tr!(" (cannot be used, so left out below)") } else { "" };
        Some(format!("{} {}{unit}{left_out}", escape(field.name()), escape(text)))
    });
    let shown: Vec<String> = shown.collect();
    let figures = if shown.is_empty() { tr!("No figures.").to_owned() } else { format!("{}.", shown.join("; ")) };
    page.push_str(&format!("<p>{figures}</p>\n"));
    let stated =
        Item::FACTS.into_iter().filter(|fact| claim.stated.contains(fact)).filter_map(|fact| supplier.words(fact));
    let stated: Vec<String> = stated.map(|words| escape(&words.label)).collect();
    if !stated.is_empty() {
        page.push_str(&tr!("<p>It also reports: {}.</p>\n", stated.join("; ")));
    }
}

fn expected(page: &mut String, told: &Told, here: Option<Here>, condition: &str, dataset: &str) {
    page.push_str(tr!("<h2>What to expect here</h2>\n"));
    page.push_str(&tr!("<p class=\"lead\">{}</p>\n<p>{}</p>\n", escape(&told.sentence), escape(&told.range)));
    if let Some([found, missed, alarms, peace]) = &told.cells {
        let cell = |cell: &super::Cell| {
            let range = cell.range.as_ref().map(|range| format!(" ({range})")).unwrap_or_default();
            tr!("<td><b>{}</b> {}{range}</td>", cell.people, cell.word, range)
        };
        page.push_str(tr!(
            "<table class=\"four\"><thead><tr><th>Of 1,000 here</th><th>Alert</th><th>No alert</th></tr></thead>\n"
        ));
        let with = escape(condition);
        page.push_str(&tr!("<tr><th>With {with}</th>{}{}</tr>\n", cell(found), cell(missed), with));
        page.push_str(&tr!("<tr><th>Without it</th>{}{}</tr></table>\n", cell(alarms), cell(peace)));
    }
    if let Some(here) = here {
        let a_day =
            here.patients_a_day.map(|patients| tr!(", {patients} patients a day", patients)).unwrap_or_default();
        let share = (1e4 * here.prevalence).round() / 100.0;
        page.push_str(&tr!(
            "<p class=\"quiet\">Here: {share}% have {}{a_day}; the synthetic patients of \u{201c}{}\u{201d} stand behind \
             what was not typed. In brackets: the range that the 95% intervals of sensitivity and specificity leave, both at \
             their low ends or both at their high ends.</p>\n",
            escape(condition),
            escape(dataset), share, a_day
        ));
    }
    table(page, &told.here);
    if !told.study.is_empty() {
        page.push_str(tr!("<h2>What its own numbers leave</h2>\n"));
        table(page, &told.study);
    }
    for note in &told.notes {
        page.push_str(&format!("<p>{}</p>\n", escape(note)));
    }
}

fn table(page: &mut String, lines: &[Line]) {
    if lines.is_empty() {
        return;
    }
    page.push_str("<table>\n");
    for Line { name, figure, note } in lines {
        let [name, figure, note] = [escape(name), escape(figure), escape(note)];
        let row = tr!(
            "<tr><td class=\"name\">{name}</td><td class=\"figure\">{figure}</td><td>{note}</td></tr>\n",
            name,
            figure,
            note
        );
        page.push_str(&row);
    }
    page.push_str("</table>\n");
}

/// A list of lines that are HTML already; nothing where there are none.
fn list(page: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: String = lines.map(|line| format!("<li>{line}</li>\n")).collect();
    if !lines.is_empty() {
        page.push_str(&format!("<h2>{title}</h2>\n<ul>\n{lines}</ul>\n"));
    }
}

fn questions(page: &mut String, questions: &[&Question], glossary: &Glossary) {
    page.push_str(tr!("<h2>What to ask</h2>\n<ol class=\"ask\">\n"));
    for (number, question) in questions.iter().enumerate() {
        let codes: Vec<&str> = question.guides(glossary).iter().map(|guide| guide.code.as_str()).collect();
        page.push_str(&tr!(
            "<li><div class=\"box\"></div><div>{}. {} <span class=\"quiet\">[{}]</span><div class=\"answer\"></div></div></li>\n",
            number + 1,
            escape(&question.ask),
            escape(&codes.join(", "))
        ));
    }
    page.push_str(tr!("</ol>\n<h2>The guides behind the questions</h2>\n<p class=\"quiet\">"));
    page.push_str(tr!(
        "The questions are worded by Cutpoint. Which guide stands beside which is Cutpoint\u{2019}s own reading; "
    ));
    page.push_str(tr!("look into the guide for its exact words.</p>\n<ul>\n"));
    let used = |code: &&str| {
        questions.iter().any(|question| question.guides(glossary).iter().any(|guide| guide.code == **code))
    };
    for guide in FOR_BUYERS.into_iter().filter(used).filter_map(|code| glossary.guide(code)) {
        page.push_str(&tr!("<li><b>{}</b> {}</li>\n", escape(&guide.code), escape(&guide.name)));
    }
    page.push_str("</ul>\n");
}
