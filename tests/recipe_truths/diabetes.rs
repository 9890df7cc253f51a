//! D2, diabetes within ten years: what blindness, small samples and selective testing do.

use cutpoint::data::Cohort;
use cutpoint::data::generator::{Population, TRUE_RISK};
use cutpoint::learn::TableModel;
use cutpoint::metrics::{ScoredTestSet, calibration};

use crate::{auc, auc_near, cohort, logistic, near, numbers, risks, seeded, share, trained};

const SOUTH_ASIAN: f64 = 1.0;
const WHITE: f64 = 0.0;

/// Patients and their risks according to a model.
struct Scored {
    cohort: Cohort,
    ethnicity: Vec<f64>,
    scores: Vec<f64>,
}

impl Scored {
    fn new(model: &TableModel, knobs: &[(&str, f64)]) -> Self {
        let cohort = cohort("diabetes", Population::Deployed, knobs, 60_000);
        let (ethnicity, scores) = (numbers(&cohort, "ethnicity"), risks(model, &cohort));
        Self { cohort, ethnicity, scores }
    }

    fn of(&self, group: f64) -> impl Fn(usize) -> bool + '_ {
        move |row| (self.ethnicity[row] - group).abs() < 0.5
    }

    /// Patients with diabetes, divided by those expected, among one group.
    fn observed_expected(&self, group: f64) -> f64 {
        let rows: Vec<usize> = (0..self.cohort.len()).filter(|&row| self.of(group)(row)).collect();
        let observed = rows.iter().filter(|&&row| self.cohort.truth[row]).count() as f64;
        observed / rows.iter().map(|&row| self.scores[row]).sum::<f64>()
    }

    /// The share flagged at a threshold, of those with (or without) diabetes in one group.
    fn flagged(&self, group: f64, with: bool, threshold: f64) -> (f64, usize) {
        let among = |row: usize| self.of(group)(row) && self.cohort.truth[row] == with;
        share(&self.cohort, among, |row| self.scores[row] >= threshold)
    }
}

#[test]
fn diabetes_is_as_common_as_it_should_be() {
    let data = cohort("diabetes", Population::Collected, &[], 60_000);
    let ethnicity = numbers(&data, "ethnicity");
    near(share(&data, |_| true, |row| data.truth[row]), 0.05, "everybody");
    near(share(&data, |row| ethnicity[row] < 0.5, |row| data.truth[row]), 0.041, "White");
    near(share(&data, |row| (ethnicity[row] - SOUTH_ASIAN).abs() < 0.5, |row| data.truth[row]), 0.102, "South Asian");
    let half = cohort("diabetes", Population::Collected, &[("undiagnosed", 0.5)], 60_000);
    let deprivation = numbers(&half, "deprivation");
    let poor = |row: usize| deprivation[row] > 2.5;
    near(share(&half, |row| half.truth[row] && poor(row), |row| half.label[row]), 0.5, "recorded where deprived");
    near(share(&half, |row| half.truth[row] && !poor(row), |row| half.label[row]), 1.0, "recorded elsewhere");
    auc_near(&numbers(&data, TRUE_RISK), &data.truth, 0.83, "the best possible model");
}

#[test]
fn a_model_that_is_not_told_ethnicity_expects_half_the_cases() {
    let (blind, _) = logistic("diabetes", &[], &[], &[]);
    let blind = Scored::new(&blind, &[]);
    // The published simulation reports 2.15, and elsewhere 2.2 to 2.6; numpy and scikit-learn give 2.25 to 2.40 over
    // seven runs, and 2.14 to 2.23 with HbA1c as it was measured. With 500 cases to learn from and 600 to test on, four
    // standard errors of the ratio are .3.
    let ratio = blind.observed_expected(SOUTH_ASIAN);
    println!("blind, observed/expected {ratio:.3}, claimed 2.15");
    assert!((ratio - 2.25).abs() < 0.3, "observed/expected {ratio:.3}");
    near(blind.flagged(SOUTH_ASIAN, true, 0.10), 0.31, "blind, South Asian patients found");

    let (aware, _) = logistic("diabetes", &[], &["ethnicity", "deprivation"], &[]);
    let aware = Scored::new(&aware, &[]);
    auc_near(&aware.scores, &aware.cohort.truth, 0.78, "aware");
    let ratio = aware.observed_expected(SOUTH_ASIAN);
    println!("aware, observed/expected {ratio:.3}, claimed 1.01");
    assert!((ratio - 1.01).abs() < 0.3, "observed/expected {ratio:.3}");
    near(aware.flagged(SOUTH_ASIAN, true, 0.10), 0.71, "aware, South Asian patients found");
}

#[test]
fn not_all_kinds_of_fairness_can_be_had_at_once() {
    let (model, _) = logistic("diabetes", &[], &["ethnicity", "deprivation", "hba1c"], &[]);
    let scored = Scored::new(&model, &[]);
    auc_near(&scored.scores, &scored.cohort.truth, 0.79, "with HbA1c as it was measured");
    for (group, sensitivity, false_alarms) in [(WHITE, 0.35, 0.09), (SOUTH_ASIAN, 0.75, 0.34)] {
        near(scored.flagged(group, true, 0.10), sensitivity, "sensitivity");
        // A model learnt from 500 cases flags some more or fewer: .02 either way between samples.
        let (found, _) = scored.flagged(group, false, 0.10);
        println!("false alarms {found:.3}, claimed {false_alarms}");
        assert!((found - false_alarms).abs() < 0.05, "false alarms {found:.3}, claimed {false_alarms}");
    }
    let nearest = |rate: &dyn Fn(f64) -> f64, wanted: f64| {
        let distance = |hundredth: &usize| (rate(*hundredth as f64 / 200.0) - wanted).abs();
        let best = (2..=100).min_by(|a, b| distance(a).total_cmp(&distance(b))).expect("thresholds");
        best as f64 / 200.0
    };
    let truth = &scored.cohort.truth;
    let right = |group: f64, line: f64| {
        share(&scored.cohort, |row| scored.of(group)(row) && scored.scores[row] >= line, |row| truth[row]).0
    };
    let equal =
        |with: bool| nearest(&|line| scored.flagged(SOUTH_ASIAN, with, line).0, scored.flagged(WHITE, with, 0.10).0);
    let (found, alarmed) = (equal(true), equal(false));
    let sure = nearest(&|line| right(SOUTH_ASIAN, line), right(WHITE, 0.10));
    println!(
        "parity of sensitivity at {found}, of false alarms at {alarmed}, claimed .23; of PPV at {sure}, claimed .04"
    );
    assert!((found - 0.23).abs() < 0.05 && (alarmed - 0.23).abs() < 0.05, "{found} {alarmed}");
    assert!((sure - 0.045).abs() < 0.025, "{sure}");
}

#[test]
fn few_patients_of_a_group_suffice_for_its_average_and_none_do_not() {
    let columns = ["ethnicity", "deprivation"];
    let test = cohort("diabetes", Population::Deployed, &[("south_asian_share", 0.5)], 20_000);
    let ethnicity = numbers(&test, "ethnicity");
    let rows: Vec<usize> = (0..test.len()).filter(|&row| (ethnicity[row] - SOUTH_ASIAN).abs() < 0.5).collect();
    let observed = rows.iter().filter(|&&row| test.truth[row]).count() as f64;
    let ratio = |share: f64, seed: u64| {
        let train = seeded("diabetes", Population::Collected, &[("south_asian_share", share)], 6_000, seed);
        let scores = risks(&trained("diabetes", &train, &train.label, &columns, &[]), &test);
        observed / rows.iter().map(|&row| scores[row]).sum::<f64>()
    };
    for (share, claimed) in [(0.10, 1.01), (0.01, 1.03), (0.0, 2.7)] {
        let logs: Vec<f64> = (1..=24).map(|seed| libm::log(ratio(share, seed))).collect();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        let spread = (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (logs.len() - 1) as f64).sqrt();
        println!(
            "share {share}: observed/expected {:.3}, sd of its logarithm {spread:.3}, claimed {claimed}",
            mean.exp()
        );
        // The published simulation gives 2.2 to 2.6 where there are none. The equations give 2.65 here and 2.7 to 3.0 with
        // numpy and scikit-learn (four runs); the figure held is the equations'.
        let allowed = 4.0 * spread / (logs.len() as f64).sqrt() + 0.05;
        assert!((mean - f64::ln(claimed)).abs() < allowed, "{share}: {:.3}, claimed {claimed}", mean.exp());
    }
}

#[test]
fn a_hundred_and_fifty_patients_are_too_few() {
    let test = cohort("diabetes", Population::Deployed, &[], 20_000);
    for (patients, own, fresh) in [(150, 0.88, 0.68), (3_000, 0.785, 0.77)] {
        let mut sums = [0.0, 0.0];
        let runs = 40;
        for seed in 1..=runs {
            let train = seeded("diabetes", Population::Collected, &[], patients, seed);
            let model = trained("diabetes", &train, &train.label, &["ethnicity", "deprivation"], &[]);
            sums[0] += auc(&risks(&model, &train), &train.label) / runs as f64;
            sums[1] += auc(&risks(&model, &test), &test.truth) / runs as f64;
        }
        println!("{patients} patients: own AUC {:.3}, fresh {:.3}, claimed {own}, {fresh}", sums[0], sums[1]);
        // One run of 150 patients has a standard deviation of .05, forty of .008; four of those and what is left open.
        assert!((sums[0] - own).abs() < 0.042 && (sums[1] - fresh).abs() < 0.042, "{patients}: {sums:?}");
    }
}

#[test]
fn testing_the_worried_looks_well_until_testing_changes() {
    let usual = [("testing_of_worried", 2.0)];
    let (model, _) = logistic("diabetes", &usual, &["ethnicity", "hba1c", "hba1c_measured"], &[]);
    let ratio = |knobs: &[(&str, f64)]| {
        let test = cohort("diabetes", Population::Deployed, knobs, 60_000);
        let set = ScoredTestSet::new(&risks(&model, &test), &test.truth, None).expect("scores");
        (
            calibration(&set).observed_expected_ratio.expect("a ratio"),
            auc(&numbers(&test, "hba1c_measured"), &test.truth),
        )
    };
    let ((before, telling), (after, plain)) = (ratio(&usual), ratio(&[]));
    // numpy and scikit-learn: that it was measured at all has an AUC of .657 against .587, and the ratio rises by 10 %.
    println!("measured at all: AUC {telling:.3}, {plain:.3}; observed/expected {before:.3} became {after:.3}");
    assert!((telling - 0.657).abs() < 0.03 && (plain - 0.587).abs() < 0.03, "{telling:.3} {plain:.3}");
    assert!(after / before > 1.04, "observed/expected {before:.3} became {after:.3}");
}
