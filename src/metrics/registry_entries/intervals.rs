//! Intervals: how far a figure could be off by chance.

use crate::metrics::{Interval, Kind, Metric, ScoredTestSet};
use crate::num::{Proportion, Threshold};

pub(super) const WILSON_INTERVAL: Metric = Metric {
    id: "wilson_interval",
    name: tr_noop!("Wilson's interval of a rate"),
    synonyms: &[
        tr_noop!("Wilson score interval"),
        tr_noop!("95% interval of a rate"),
        tr_noop!("confidence interval of a proportion"),
        tr_noop!("binomial confidence interval"),
    ],
    formula: tr_noop!("the rates that would make what was seen no great surprise, worked out from found and all"),
    template: "sensitivity, {tp} of {positives}: interval",
    tells: tr_noop!("Where the rate would mostly fall in other samples of this size; shown here for sensitivity."),
    hides: tr_noop!("Everything but chance: patients who were chosen badly or recorded wrongly are not in it."),
    undefined_when: tr_noop!("the rate has nobody to count"),
    source: "Wilson 1927, doi:10.1080/01621459.1927.10502953; as statsmodels",
    kind: Kind::ShareInterval(|set, threshold| set.at(threshold).sensitivity().map(Proportion::wilson)),
};

pub(super) const DELONG_INTERVAL: Metric = Metric {
    id: "delong_interval",
    name: tr_noop!("DeLong's interval of the AUC"),
    synonyms: &[
        tr_noop!("DeLong interval"),
        tr_noop!("95% interval of the AUC"),
        tr_noop!("confidence interval of the AUC"),
    ],
    formula: tr_noop!(
        "AUC ± 1.96 standard errors, these from how each patient fares against all patients of the other kind"
    ),
    template: tr_noop!("AUC over {positives} × {negatives} = {pairs} pairs: interval"),
    tells: tr_noop!("Where the AUC would mostly fall in other samples of this size."),
    hides: tr_noop!("Everything but chance: another hospital can lie far outside it."),
    undefined_when: tr_noop!("fewer than two patients with or without the condition"),
    source: "DeLong and others 1988, doi:10.2307/2531595",
    kind: Kind::NumberInterval(|set, _| set.auc_ci()),
};

pub(super) const NEWCOMBE_INTERVAL: Metric = Metric {
    id: "newcombe_interval",
    name: tr_noop!("Newcombe's interval of a gap"),
    synonyms: &[
        tr_noop!("Newcombe interval"),
        tr_noop!("95% interval of a difference"),
        tr_noop!("confidence interval of a difference of proportions"),
    ],
    formula: tr_noop!("gap between two rates, with how far each of them could be off by Wilson's interval"),
    template: tr_noop!("highest sensitivity of any group − lowest: interval"),
    tells: tr_noop!(
        "How large a gap between two groups could be or how small, given how few stand behind it. If it holds 0, the gap may be chance."
    ),
    hides: tr_noop!("That the widest of many gaps is picked out here: some gap is always widest."),
    undefined_when: tr_noop!("there are fewer than two groups in which somebody has the condition"),
    source: "Newcombe 1998, Statistics in Medicine 17:873-890, method 10",
    kind: Kind::ShareInterval(widest_gap),
};

pub(super) const BOOTSTRAP_INTERVAL: Metric = Metric {
    id: "bootstrap_interval",
    name: tr_noop!("Bootstrap interval"),
    synonyms: &[
        tr_noop!("bootstrap"),
        tr_noop!("resampling"),
        tr_noop!("percentile interval"),
        tr_noop!("95% interval by resampling"),
    ],
    formula: tr_noop!(
        "middle 95 of 100 values that the figure takes when the patients are drawn again, with replacement, many times"
    ),
    template: tr_noop!("{n} patients drawn again from these {n}, 2,000 times over"),
    tells: tr_noop!(
        "Where a figure without a formula for its interval would mostly fall in other samples of this size."
    ),
    hides: tr_noop!("Everything but chance. With few patients who have the condition it is too narrow."),
    undefined_when: tr_noop!("the figure itself is undefined"),
    source: "Efron 1979, Annals of Statistics 7:1-26, doi:10.1214/aos/1176344552",
    kind: Kind::Elsewhere,
};

pub(super) const AUC_DIFFERENCE: Metric = Metric {
    id: "auc_difference",
    name: tr_noop!("Difference of two AUCs"),
    synonyms: &[
        tr_noop!("DeLong test"),
        tr_noop!("paired DeLong"),
        tr_noop!("AUC difference"),
        tr_noop!("comparison of ROC curves"),
    ],
    formula: tr_noop!("AUC now − AUC then; on the same patients its standard error counts only what they do not share"),
    template: tr_noop!("AUC of {pairs} pairs now − AUC of the pinned state"),
    tells: tr_noop!("Whether one model ranks patients better than another by more than chance would."),
    hides: tr_noop!("Whether the better ranking changes any decision, and whether the risks are right."),
    undefined_when: tr_noop!("either has fewer than two patients with or without the condition"),
    source: "DeLong and others 1988, doi:10.2307/2531595",
    kind: Kind::Elsewhere,
};

pub(super) const MCNEMAR: Metric = Metric {
    id: "mcnemar",
    name: tr_noop!("McNemar's test of decisions"),
    synonyms: &[
        tr_noop!("McNemar"),
        tr_noop!("exact McNemar test"),
        tr_noop!("paired decisions"),
        tr_noop!("discordant pairs"),
    ],
    formula: tr_noop!(
        "how often chance alone would split the patients on whom two sets of decisions differ as unevenly as seen"
    ),
    template: tr_noop!("of {alerts} flagged now: those who were not flagged then, against those who no longer are"),
    tells: tr_noop!("Whether two models, or two thresholds, really decide differently on the same patients."),
    hides: tr_noop!("How many patients there are on whom they agree, and what the difference is worth."),
    undefined_when: tr_noop!("the decisions were made on different patients"),
    source: "McNemar 1947, doi:10.1007/BF02295996",
    kind: Kind::Elsewhere,
};

/// The interval of the gap in sensitivity between the group in which it is highest and the one in which it is lowest.
fn widest_gap(set: &ScoredTestSet, threshold: Threshold) -> Option<Interval> {
    let rates: Vec<Proportion> = set.iter_groups().filter_map(|(_, group)| group.at(threshold).sensitivity()).collect();
    let by_rate = |a: &&Proportion, b: &&Proportion| a.value().total_cmp(&b.value());
    let (highest, lowest) = (rates.iter().max_by(by_rate)?, rates.iter().min_by(by_rate)?);
    (rates.len() > 1).then(|| highest.newcombe(*lowest))
}
