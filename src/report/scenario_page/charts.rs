//! The charts, as the window draws them.

use super::State;
use crate::figure::export::{ExportError, inline_svg};
use crate::figure::{
    Figure, Ghost, Words, calibration_figure, decision_figure, groups_figure, pr_figure, roc_figure, score_figure,
};
use crate::report::html::escape;

/// The scores of both sides, then the curves of the ward, with those on paper dashed behind where there is room for them.
pub(super) fn charts(page: &mut String, state: State<'_>) -> Result<(), ExportError> {
    let words = |shown: &str| Words { condition: state.recipe.words.condition.clone(), shown: shown.to_owned() };
    let (paper, ward) = (&state.derived.paper.set, &state.derived.ward.set);
    let (on_paper, on_ward) = (words(tr!("on paper")), words(tr!("on the ward")));
    let threshold = state.scenario.threshold;
    let behind = [Ghost { set: paper, label: tr!("on paper") }];
    page.push_str("<h2>Charts</h2>\n");
    let mut all = vec![
        ("scores-on-paper", tr!("Scores on paper"), score_figure(paper, threshold, &on_paper, &[])),
        ("scores-on-the-ward", tr!("Scores on the ward"), score_figure(ward, threshold, &on_ward, &[])),
        ("roc", tr!("ROC curve on the ward"), roc_figure(ward, threshold, &on_ward, &behind)),
        ("precision-recall", tr!("Precision and recall on the ward"), pr_figure(ward, threshold, &on_ward, &behind)),
        ("calibration-on-paper", tr!("Calibration on paper"), calibration_figure(paper, threshold, &on_paper)),
        ("calibration-on-the-ward", tr!("Calibration on the ward"), calibration_figure(ward, threshold, &on_ward)),
        ("decision", tr!("Decision curve on the ward"), decision_figure(ward, threshold, &on_ward)),
    ];
    if !ward.groups().is_empty() {
        all.push(("groups", tr!("Groups on the ward"), groups_figure(ward, threshold, &on_ward)));
    }
    all.into_iter().try_for_each(|(name, title, figure)| chart(page, name, title, &figure))
}

fn chart(page: &mut String, name: &str, title: &str, figure: &Figure) -> Result<(), ExportError> {
    let class = if figure.square { " class=\"square\"" } else { "" };
    page.push_str(&tr!(
        "<figure{class}>\n{}<figcaption><b>{}.</b> {}</figcaption>\n</figure>\n",
        inline_svg(figure, name)?,
        escape(title),
        escape(&figure.caption),
        class
    ));
    Ok(())
}
