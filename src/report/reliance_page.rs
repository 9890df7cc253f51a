//! A learner's judgements beside the model's, as a page to keep.

use super::claim_page::STYLE;
use super::html::escape;
use crate::metrics::{ConfusionMatrix, Reliance};
use crate::num::Proportion;

/// "3 of 8 (38 %)", with its 95 % interval; "nobody" where there is none.
fn share(share: Option<Proportion>) -> String {
    share.map_or_else(
        || tr!("nobody to count").to_owned(),
        |share| {
            let interval = share.wilson();
            tr!(
                "{} of {} ({:.0}%; 95% interval {:.0}% to {:.0}%)",
                share.k(),
                share.n(),
                100.0 * share.value(),
                100.0 * interval.lo,
                100.0 * interval.hi
            )
        },
    )
}

/// The page: what was judged, what came of it, and what so few cases can say. No name is on it.
#[must_use]
pub fn reliance_page(reliance: &Reliance, condition: &str, dataset: &str) -> String {
    let mut page = String::from(tr!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>You and the machine</title>\n"
    ));
    page.push_str(&tr!("<style>{STYLE}</style>\n</head>\n<body>\n<h1>You and the machine</h1>\n", STYLE));
    page.push_str(tr!("<p class=\"warning\">For teaching, not for clinical use. All patients are made up.</p>\n"));
    page.push_str(&tr!(
        "<p>{}: {} patients were judged, each before and after the model\u{2019}s answer was seen.</p>\n",
        escape(dataset),
        reliance.before.n()
    ));
    page.push_str(&tr!("<table>\n<thead><tr><th></th><th>Found, of those with {0}</th><th>False alarms, of those without</th></tr></thead>\n<tbody>\n", escape(condition)));
    let rows: [(&str, &ConfusionMatrix); 3] = [
        (tr!("You, before"), &reliance.before),
        (tr!("You, after"), &reliance.after),
        (tr!("The model alone"), &reliance.model),
    ];
    for (name, matrix) in rows {
        let (found, alarms) = (share(matrix.sensitivity()), share(matrix.false_positive_rate()));
        page.push_str(&format!("<tr><th>{name}</th><td>{found}</td><td>{alarms}</td></tr>\n"));
    }
    page.push_str(tr!("</tbody>\n</table>\n<h2>Who followed whom</h2>\n<ul>\n"));
    for (what, of) in [
        (tr!("You switched where the model differed"), reliance.switched),
        (tr!("You switched to the model where it was right"), reliance.switched_to_right),
        (tr!("You switched to the model where it was wrong"), reliance.switched_to_wrong),
        (tr!("You were right before where the model was wrong"), reliance.right_before_where_wrong),
        (tr!("You were right after where the model was wrong"), reliance.right_after_where_wrong),
    ] {
        page.push_str(&tr!("<li>{what}: {}.</li>\n", share(of), what));
    }
    page.push_str(tr!("</ul>\n<p class=\"quiet\">So few patients say little about anybody: look at how wide the intervals are. What they show is how easily \
                   a confident machine moves a person, and that is a question of how the system is built, not of who sits before it.</p>\n</body>\n</html>\n"));
    page
}
