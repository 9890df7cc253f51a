//! The entries of the registry: words only, the arithmetic stands elsewhere.

mod counts;
mod groups;
mod intervals;
mod scores;
mod summaries;

use std::sync::LazyLock;

use super::Metric;

const ALTMAN_SENSITIVITY: &str = "Altman and Bland 1994, BMJ 308:1552, doi:10.1136/bmj.308.6943.1552";
const ALTMAN_PREDICTIVE: &str = "Altman and Bland 1994, BMJ 309:102, doi:10.1136/bmj.309.6947.102";
const VAN_CALSTER: &str = "Van Calster and others 2016, J Clin Epidemiol, doi:10.1016/j.jclinepi.2015.12.005";
const HARDT: &str = "Hardt, Price and Srebro 2016, arXiv:1610.02413; computed as fairlearn does";
const NOBODY_HAS_IT: &str = tr_noop!("none of these patients has the condition");
const EVERYBODY_HAS_IT: &str = tr_noop!("all of these patients have the condition");
const NOBODY: &str = tr_noop!("there are no patients");
const ONE_CLASS: &str = tr_noop!("all patients have the condition, or none has");
const DEEKS: &str = "Deeks and Altman 2004, BMJ 329:168, doi:10.1136/bmj.329.7458.168";

/// Every figure, in the order in which a person meets them.
pub static METRICS: LazyLock<Vec<Metric>> = LazyLock::new(|| ENTRIES.iter().copied().map(Metric::translated).collect());

const ENTRIES: &[Metric] = &[
    counts::SENSITIVITY,
    counts::SPECIFICITY,
    counts::PPV,
    counts::NPV,
    counts::MISS_RATE,
    counts::FALSE_POSITIVE_RATE,
    counts::FALSE_DISCOVERY_RATE,
    counts::FALSE_OMISSION_RATE,
    counts::ALERT_RATE,
    counts::ALERTS_PER_FOUND,
    counts::PREVALENCE,
    counts::ACCURACY,
    summaries::BALANCED_ACCURACY,
    summaries::F1,
    summaries::MCC,
    summaries::YOUDEN,
    summaries::POSITIVE_LIKELIHOOD_RATIO,
    summaries::NEGATIVE_LIKELIHOOD_RATIO,
    summaries::NET_BENEFIT,
    summaries::NORMALISED_COST,
    summaries::LIFT,
    scores::AUC,
    scores::AVERAGE_PRECISION,
    scores::BRIER,
    scores::LOG_LOSS,
    scores::CALIBRATION_SLOPE,
    scores::CALIBRATION_INTERCEPT,
    scores::OBSERVED_EXPECTED_RATIO,
    groups::DEMOGRAPHIC_PARITY_DIFFERENCE,
    groups::EQUAL_OPPORTUNITY_DIFFERENCE,
    groups::EQUALIZED_ODDS_DIFFERENCE,
    intervals::WILSON_INTERVAL,
    intervals::DELONG_INTERVAL,
    intervals::NEWCOMBE_INTERVAL,
    intervals::BOOTSTRAP_INTERVAL,
    intervals::AUC_DIFFERENCE,
    intervals::MCNEMAR,
];
