//! Against fairlearn's `ThresholdOptimizer` and `MetricFrame`.

use std::fs;
use std::path::Path;

use cutpoint::metrics::{
    ExpectedCells, FairPreset, GapKind, GroupRule, ScoredTestSet, fair_thresholds, fair_thresholds_at, gaps,
};
use cutpoint::num::Threshold;
use serde_json::Value;

use crate::set_of;

const EXACT: f64 = 1e-9;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fair").join(name);
    fs::read_to_string(path).expect("the fixture stands beside the tests")
}

/// Every case with its patients and what the references say of them.
fn cases() -> Vec<(String, ScoredTestSet, Vec<String>, Value)> {
    let expected: Value = serde_json::from_str(&fixture("expected.json")).expect("JSON");
    let table = fixture("patients.csv");
    let case = |(name, expected): (&String, &Value)| {
        let own = table.lines().map(|line| line.split(',').collect::<Vec<_>>()).filter(|cells| cells[0] == name);
        let row = |cells: Vec<&str>| {
            let group = cells[3].trim_start_matches("group ").parse().expect("a group");
            (cells[2].parse().expect("a score"), cells[1] == "1", group)
        };
        let rows: Vec<(f64, bool, u32)> = own.map(row).collect();
        let groups = rows.iter().map(|row| row.2).max().expect("patients") + 1;
        let names: Vec<String> = (0..groups).map(|group| format!("group {group}")).collect();
        let shown: Vec<&str> = names.iter().map(String::as_str).collect();
        (name.clone(), set_of(&rows, &shown), names, expected.clone())
    };
    expected.as_object().expect("cases").iter().map(case).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn threshold(value: f64) -> Threshold {
    Threshold::new(value).expect("a threshold")
}

/// Share decided rightly, and mean of sensitivity and specificity.
fn quality(cells: &ExpectedCells) -> [f64; 2] {
    let found = cells.sensitivity().expect("both classes");
    let alarmed = cells.false_positive_rate().expect("both classes");
    [(cells.tp + cells.tn) / cells.n(), f64::midpoint(found, 1.0 - alarmed)]
}

#[test]
fn equalised_odds_are_those_of_fairlearn_or_better() {
    let mut compared = 0;
    for (case, set, names, expected) in cases() {
        for reference in expected["odds"].as_array().expect("answers") {
            // At 0.5 a miss weighs as much as a false alarm: accuracy. At the prevalence both classes weigh the same.
            let by_accuracy = reference["objective"] == "accuracy_score";
            let prevalence = set.positives() as f64 / set.n() as f64;
            let at = threshold(if by_accuracy { 0.5 } else { prevalence });
            let answer = fair_thresholds(&set, FairPreset::EqualisedOdds, at);
            let point = answer.point.expect("a common point");
            let which = usize::from(!by_accuracy);
            let own = quality(&answer.reached())[which];
            let theirs = number(&reference[["accuracy", "balanced"][which]]);
            // Fairlearn looks at 20,001 false positive rates, this at all of them.
            assert!(own >= theirs - EXACT && own - theirs < 2e-4, "{case}: {own} against {theirs}");
            for (name, group) in names.iter().zip(&answer.groups) {
                assert_eq!(group.impossible, None);
                let [alarmed, found] =
                    [group.reached.false_positive_rate(), group.reached.sensitivity()].map(|rate| rate.expect("both"));
                assert!((alarmed - point[0]).abs() < EXACT && (found - point[1]).abs() < EXACT, "{case}, {name}");
                let reference = &reference["groups"][name.as_str()];
                let off =
                    [alarmed - number(&reference["false_positive_rate"]), found - number(&reference["sensitivity"])];
                assert!(off.iter().all(|off| off.abs() < 4e-4), "{case}, {name}: off by {off:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 2 * (3 + 2 + 2));
}

#[test]
fn at_fairlearns_level_every_group_comes_as_near_as_a_threshold_can() {
    for (case, set, names, expected) in cases() {
        let presets = [
            ("demographic_parity", FairPreset::EqualSelectionRate, "selection_rate"),
            ("true_positive_rate_parity", FairPreset::EqualSensitivity, "sensitivity"),
            ("false_positive_rate_parity", FairPreset::EqualFalsePositiveRate, "false_positive_rate"),
        ];
        for (reference, (constraint, preset, rate)) in expected["parity"].as_array().expect("three").iter().zip(presets)
        {
            assert_eq!(reference["constraint"], constraint);
            let level = number(&reference["groups"][names[0].as_str()][rate]);
            let answer = fair_thresholds_at(&set, preset, threshold(0.5), Some(level));
            for (name, group) in names.iter().zip(&answer.groups) {
                let theirs = &reference["groups"][name.as_str()];
                assert!((number(&theirs[rate]) - level).abs() < 1e-6, "fairlearn makes {rate} equal");
                let own = group.rule.threshold().expect("no lots").get();
                // Fairlearn draws between two corners of the hull, half way to the next score; the one threshold lies
                // between.
                let [low, high] = [&theirs["between"][0], &theirs["between"][1]].map(number);
                assert!((low - 0.06..=high + 0.06).contains(&own), "{case}, {name}: {own} not in {low}..{high}");
                let cells = &group.reached;
                let reached = match preset {
                    FairPreset::EqualSelectionRate => cells.flagged(),
                    FairPreset::EqualSensitivity => cells.sensitivity(),
                    _ => cells.false_positive_rate(),
                };
                let off = (reached.expect("defined") - level).abs();
                let nearest = set.distinct();
                assert!(off <= nearest(name, preset, level) + EXACT, "{case}, {name}: off by {off}");
            }
        }
    }
}

/// The least distance from a level that any threshold of a group has, found one by one.
trait Distinct {
    fn distinct(&self) -> impl Fn(&str, FairPreset, f64) -> f64;
}

impl Distinct for ScoredTestSet {
    fn distinct(&self) -> impl Fn(&str, FairPreset, f64) -> f64 {
        move |name, preset, level| {
            let (_, group) = self.iter_groups().find(|(own, _)| *own == name).expect("the group");
            let mut lines = group.distinct_scores();
            lines.push(1.0);
            let off = |line: f64| {
                let matrix = group.at(threshold(line));
                let rate = match preset {
                    FairPreset::EqualSelectionRate => matrix.flagged(),
                    FairPreset::EqualSensitivity => matrix.sensitivity(),
                    _ => matrix.false_positive_rate(),
                };
                (rate.expect("both classes").value() - level).abs()
            };
            lines.into_iter().map(off).fold(f64::INFINITY, f64::min)
        }
    }
}

#[test]
fn every_gap_is_that_of_fairlearns_metric_frame() {
    for (case, set, names, expected) in cases() {
        for reference in expected["dashboards"].as_array().expect("dashboards") {
            let rules: Vec<GroupRule> = names
                .iter()
                .map(|name| GroupRule::at(threshold(number(&reference["thresholds"][name.as_str()]))))
                .collect();
            let gaps = gaps(&set, &rules, threshold(0.3), 0);
            let gap = |kind: GapKind| gaps.iter().find(|gap| gap.kind == kind).expect("a line");
            for (kind, name) in [
                (GapKind::SelectionRate, "selection_rate"),
                (GapKind::Sensitivity, "sensitivity"),
                (GapKind::FalsePositiveRate, "false_positive_rate"),
                (GapKind::Ppv, "ppv"),
                (GapKind::Npv, "npv"),
                (GapKind::Accuracy, "accuracy"),
            ] {
                let own = gap(kind).difference.expect("defined");
                let theirs = number(&reference["difference"][name]);
                assert!((own - theirs).abs() < EXACT, "{case}, {name}: {own} against {theirs}");
            }
            for kind in [GapKind::SelectionRate, GapKind::Sensitivity, GapKind::EqualizedOdds] {
                let name = kind.fairlearn().expect("fairlearn has a name for it").replace(' ', "_");
                let own = gap(kind).difference.expect("defined");
                assert!((own - number(&reference[name.as_str()])).abs() < EXACT, "{case}, {name}");
            }
            let ci = gap(GapKind::Sensitivity).ci.expect("an interval");
            let theirs = [&reference["sensitivity_ci"][0], &reference["sensitivity_ci"][1]].map(number);
            assert!(
                (ci.lo - theirs[0]).abs() < EXACT && (ci.hi - theirs[1]).abs() < EXACT,
                "{case}: {ci:?} {theirs:?}"
            );
        }
    }
}
