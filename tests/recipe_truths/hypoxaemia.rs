//! D5, low oxygen and the probe on the finger.

use cutpoint::data::generator::Population;
use cutpoint::metrics::ScoredTestSet;
use cutpoint::num::Threshold;

use crate::{OPEN, cohort, logistic, near, numbers, risks, share};

#[test]
fn the_probe_hides_low_oxygen_in_dark_skin() {
    let data = cohort("hypoxaemia", Population::Deployed, &[("device_bias", 1.0)], 80_000);
    let (tone, reading, oxygen) =
        (numbers(&data, "skin_tone"), numbers(&data, "probe_reading"), numbers(&data, "true_oxygen"));
    near(share(&data, |_| true, |row| data.truth[row]), 0.20, "prevalence");
    let looks_safe = |row: usize| (92.0..=96.0).contains(&reading[row]);
    for (dark, occult, found) in [(false, 0.034, 0.77), (true, 0.117, 0.43)] {
        let group = |row: usize| (tone[row] > 0.5) == dark;
        near(share(&data, |row| group(row) && looks_safe(row), |row| oxygen[row] < 88.0), occult, "occult hypoxaemia");
        near(share(&data, |row| group(row) && data.truth[row], |row| reading[row] < 92.0), found, "reading below 92");
    }
}

#[test]
fn the_biased_probe_raises_accuracy_in_dark_skin_while_it_misses_more() {
    let outcome = |bias: f64| {
        let knobs = [("device_bias", bias)];
        let (model, _) = logistic("hypoxaemia", &knobs, &[], &[]);
        let test = cohort("hypoxaemia", Population::Deployed, &knobs, 60_000);
        let scores = risks(&model, &test);
        let tone = numbers(&test, "skin_tone");
        let of = |dark: bool| {
            let rows: Vec<usize> = (0..test.len()).filter(|&row| (tone[row] > 0.5) == dark).collect();
            let scores: Vec<f64> = rows.iter().map(|&row| scores[row]).collect();
            let truth: Vec<bool> = rows.iter().map(|&row| test.truth[row]).collect();
            ScoredTestSet::new(&scores, &truth, None).expect("scores")
        };
        [of(false), of(true)]
    };
    let line = Threshold::clamped(0.20);
    let [_, fair] = outcome(0.0);
    let [light, dark] = outcome(1.0);
    let size = |set: &ScoredTestSet| set.positives() as usize;
    let sensitivity = |set: &ScoredTestSet| (set.at(line).sensitivity().expect("patients").value(), size(set));
    near(sensitivity(&light), 0.86, "light skin, biased probe");
    near(sensitivity(&fair), 0.86, "dark skin, fair probe");
    near(sensitivity(&dark), 0.71, "dark skin, biased probe");
    let accuracy = |set: &ScoredTestSet| (set.at(line).accuracy().expect("patients").value(), set.n() as usize);
    near(accuracy(&fair), 0.845, "accuracy, fair probe");
    near(accuracy(&dark), 0.859, "accuracy, biased probe");
    assert!(accuracy(&dark).0 > accuracy(&fair).0, "accuracy rises while safety falls");
    for (set, claimed) in [(&light, 0.933), (&dark, 0.907)] {
        let found = set.auc().expect("both classes");
        assert!((found - claimed).abs() < 0.012 + OPEN, "AUC {found:.3}, claimed {claimed}");
    }
}
