//! The figures of the teaching plan.

use cutpoint::metrics::{ConfusionMatrix, observed_expected_ratio};
use cutpoint::num::Proportion;
use cutpoint::pipeline::Derived;
use cutpoint::scenario::{Recalibrate, Scenario};

use crate::{group, knob, near, run};

#[test]
fn a_group_aware_model_finds_those_whom_the_probe_hides_at_the_price_of_false_alarms() {
    let probe = |aware: bool| {
        run("hypoxaemia", |scenario| {
            // As published: 8 % of those learnt from have dark skin, and half of those on the ward.
            (scenario.patients, scenario.ward_patients) = (80_000, 80_000);
            scenario.group_by = Some("skin_tone".to_owned());
            knob(scenario, &[("device_bias", 1.0)], &[("device_bias", 1.0)]);
            scenario.mitigation.interactions = aware;
        })
    };
    let of = |derived: &Derived, name: &str, rate: fn(&ConfusionMatrix) -> Option<Proportion>| {
        rate(&group(&derived.ward.set, name).at(derived.scenario.threshold))
    };
    let (blind, aware) = (probe(false), probe(true));
    near(of(&blind, "Light skin", ConfusionMatrix::sensitivity), 0.86, 0.01, "light, blind");
    near(of(&blind, "Dark skin", ConfusionMatrix::sensitivity), 0.71, 0.01, "dark, blind");
    near(of(&blind, "Dark skin", ConfusionMatrix::specificity), 0.90, 0.01, "dark spared, blind");
    near(of(&aware, "Light skin", ConfusionMatrix::sensitivity), 0.86, 0.01, "light, aware");
    near(of(&aware, "Dark skin", ConfusionMatrix::sensitivity), 0.83, 0.01, "dark, aware");
    near(of(&aware, "Dark skin", ConfusionMatrix::specificity), 0.81, 0.02, "dark spared, aware");
}

#[test]
fn at_another_hospital_recalibration_mends_the_numbers_and_not_the_ranking() {
    let hospital = |how: Option<Recalibrate>, site: f64| {
        run("ward-sepsis", |scenario: &mut Scenario| {
            (scenario.patients, scenario.ward_patients) = (20_000, 60_000);
            // A leak that is none at the other hospital: the model is too sure of itself there.
            scenario.inputs.push("antibiotics".to_owned());
            knob(scenario, &[], &[("site", site)]);
            (scenario.mitigation.recalibrate, scenario.mitigation.local_patients) = (how, 10_000);
        })
    };
    let figures = |derived: &Derived| {
        (observed_expected_ratio(&derived.ward.set).expect("risks"), derived.ward.set.auc().expect("both classes"))
    };
    let (home, raw) = (hospital(None, 0.0), hospital(None, 1.0));
    let (ratio, auc) = figures(&raw);
    println!("home {:?}, raw {ratio:.3} {auc:.3}", figures(&home));
    assert!(!(0.85..=1.15).contains(&ratio), "{ratio}");
    for how in [Recalibrate::Intercept, Recalibrate::InterceptAndSlope] {
        let (mended, same) = figures(&hospital(Some(how), 1.0));
        println!("{how:?}: {mended:.3} {same:.3}");
        assert!((0.9..=1.1).contains(&mended), "{how:?}: {mended}");
        assert!((same - auc).abs() <= 0.005, "{how:?}: {same} {auc}");
        assert!(figures(&home).1 - same > 0.2, "the ranking stays as bad as it was");
    }
}
