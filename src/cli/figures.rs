//! An [`Evaluation`] as tables for a person.

use std::io::{self, Write};

use crate::data::read_error::listed;
use crate::metrics::{AtThreshold, Evaluation, Fairness, GroupEvaluation, GroupThresholds, Interval, metric};
use crate::num::Proportion;

/// With fewer patients with the condition than this, a group's figures are marked.
const FEW_POSITIVES: u64 = 20;

const UNDEFINED: &str = "undefined";

/// Writes the figures as readable tables; a figure that does not exist is called undefined, with the reason below.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, evaluation: &Evaluation) -> io::Result<()> {
    let (n, positives) = (evaluation.n, evaluation.positives);
    writeln!(out, "{n} patients, {positives} with the condition ({}).", percent(evaluation.prevalence))?;
    writeln!(out)?;
    let rows = [
        ("AUC", with_interval(evaluation.auc, evaluation.auc_ci, plain)),
        ("Average precision", plain(evaluation.average_precision)),
        ("Brier score", plain(evaluation.brier)),
        ("Log loss", plain(evaluation.log_loss)),
        ("Calibration intercept", plain(evaluation.calibration.intercept)),
        ("Calibration slope", plain(evaluation.calibration.slope)),
        ("Observed / expected", plain(evaluation.calibration.observed_expected_ratio)),
    ];
    for (name, value) in rows {
        writeln!(out, "{name:<24}{value}")?;
    }
    for at in &evaluation.at {
        writeln!(out)?;
        threshold(out, at)?;
    }
    for (index, at) in evaluation.at.iter().enumerate() {
        if let (Some(groups), Some(fairness)) = (&evaluation.groups, &evaluation.fairness) {
            writeln!(out)?;
            by_group(out, groups, index, at.threshold)?;
            if let Some(gaps) = fairness.get(index) {
                fair(out, gaps, groups)?;
            }
        }
    }
    writeln!(out)?;
    writeln!(out, "Intervals are 95 %. A figure is undefined where there is nobody to count.")
}

fn threshold(out: &mut dyn Write, at: &AtThreshold) -> io::Result<()> {
    let m = &at.matrix;
    writeln!(out, "At threshold {}: patients with this score or more are flagged.", at.threshold)?;
    writeln!(out, "{:<24}{:>12}{:>12}", "", "condition", "none")?;
    writeln!(out, "{:<24}{:>12}{:>12}", "  flagged", m.tp, m.fp)?;
    writeln!(out, "{:<24}{:>12}{:>12}", "  not flagged", m.fn_, m.tn)?;
    let rows = [
        ("  Sensitivity", with_interval(at.sensitivity, at.sensitivity_ci, percent)),
        ("  Specificity", with_interval(at.specificity, at.specificity_ci, percent)),
        ("  PPV", with_interval(at.ppv, at.ppv_ci, percent)),
        ("  NPV", with_interval(at.npv, at.npv_ci, percent)),
        ("  Accuracy", percent(at.accuracy)),
        ("  F1", plain(at.f1)),
        ("  MCC", plain(at.mcc)),
        ("  Net benefit", plain(at.net_benefit)),
    ];
    for (name, value) in rows {
        writeln!(out, "{name:<24}{value}")?;
    }
    Ok(())
}

fn by_group(out: &mut dyn Write, groups: &[(String, GroupEvaluation)], at: usize, threshold: f64) -> io::Result<()> {
    let width = groups.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).clamp(6, 40);
    writeln!(out, "Groups at threshold {threshold}:")?;
    writeln!(
        out,
        "  {:<width$}{:>10}{:>10}{:>11}{:>13}{:>13}{:>11}{:>11}",
        "group", "patients", "condition", "AUC", "sensitivity", "specificity", "PPV", "NPV"
    )?;
    let mut few = false;
    for (name, group) in groups {
        let Some(figures) = group.at.get(at) else { continue };
        few |= group.positives < FEW_POSITIVES;
        let mark = if group.positives < FEW_POSITIVES { "*" } else { " " };
        writeln!(
            out,
            "{mark} {name:<width$}{:>10}{:>10}{:>11}{:>13}{:>13}{:>11}{:>11}",
            group.n,
            group.positives,
            plain(group.auc),
            percent(figures.sensitivity),
            percent(figures.specificity),
            percent(figures.ppv),
            percent(figures.npv)
        )?;
    }
    if few {
        writeln!(out, "* fewer than {FEW_POSITIVES} patients with the condition: too few to judge the model by.")?;
    }
    Ok(())
}

/// Writes the groups at thresholds of their own.
///
/// # Errors
/// Those of `out`.
pub fn own_thresholds(out: &mut dyn Write, own: &GroupThresholds) -> io::Result<()> {
    let width = own.groups.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).clamp(8, 40);
    writeln!(out, "\nGroups at thresholds of their own:")?;
    writeln!(
        out,
        "  {:<width$}{:>11}{:>13}{:>13}{:>11}{:>11}",
        "group", "threshold", "sensitivity", "specificity", "PPV", "flagged"
    )?;
    let everyone = std::iter::once(("everyone", &own.overall));
    for (name, at) in own.groups.iter().map(|(name, at)| (name.as_str(), at)).chain(everyone) {
        let flagged = Proportion::new(at.matrix.alerts(), at.matrix.n()).map(Proportion::value);
        let shown = if name == "everyone" { "\u{2013}".to_owned() } else { at.threshold.to_string() };
        writeln!(
            out,
            "  {name:<width$}{shown:>11}{:>13}{:>13}{:>11}{:>11}",
            percent(at.sensitivity),
            percent(at.specificity),
            percent(at.ppv),
            percent(flagged)
        )?;
    }
    fair(out, &own.fairness, &[])
}

/// Writes intervals by resampling.
///
/// # Errors
/// Those of `out`.
pub fn resampled(
    out: &mut dyn Write,
    threshold: f64,
    resamples: u32,
    rows: impl Iterator<Item = (&'static str, Option<Interval>)>,
) -> io::Result<()> {
    writeln!(out, "\n{resamples} resamples of the patients, at threshold {threshold}; 95 % intervals:")?;
    for (id, ci) in rows {
        let name = metric(id).map_or(id, |metric| metric.name);
        let text = ci.map_or_else(|| UNDEFINED.to_owned(), |ci| format!("{:.4} to {:.4}", ci.lo, ci.hi));
        writeln!(out, "  {name:<32}{text}")?;
    }
    Ok(())
}

fn fair(out: &mut dyn Write, gaps: &Fairness, groups: &[(String, GroupEvaluation)]) -> io::Result<()> {
    let rows = [
        ("Demographic parity difference", gaps.demographic_parity_difference),
        ("Equal opportunity difference", gaps.equal_opportunity_difference),
        ("Equalized odds difference", gaps.equalized_odds_difference),
    ];
    for (name, value) in rows {
        writeln!(out, "  {name:<32}{}", plain(value))?;
    }
    let of_one_kind = |(_, group): &&(String, GroupEvaluation)| group.positives == 0 || group.positives == group.n;
    let names: Vec<String> = groups.iter().filter(of_one_kind).map(|(name, _)| name.clone()).collect();
    if !names.is_empty() {
        writeln!(out, "  In {} all patients have the same outcome, so some gaps are undefined.", listed(&names))?;
    }
    Ok(())
}

fn plain(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| format!("{value:.4}"))
}

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| format!("{:.1} %", 100.0 * value))
}

fn with_interval(value: Option<f64>, interval: Option<Interval>, shown: fn(Option<f64>) -> String) -> String {
    match interval {
        Some(Interval { lo, hi }) => format!("{} ({} to {})", shown(value), shown(Some(lo)), shown(Some(hi))),
        None => shown(value),
    }
}
