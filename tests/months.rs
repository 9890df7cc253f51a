//! The ward over months: what drift and acting on alerts do to a model, and what training it again does.

use std::sync::Arc;

use cutpoint::data::catalogue::shipped_recipe;
use cutpoint::figure::{Followed, export, months_figure, months_sentence};
use cutpoint::metrics::{Answer, Wish, answer};
use cutpoint::num::{Proportion, Threshold};
use cutpoint::pipeline::{Derived, Job, Month, MonthsJob, MonthsRun, PipelineError, Step, evaluate};
use cutpoint::scenario::{Drift, MonthsPlan, Scenario};
use proptest::prelude::*;

fn start(id: &str, turn: impl Fn(&mut Scenario)) -> (Arc<Derived>, Scenario) {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    let mut scenario = Scenario { patients: 20_000, ..Scenario::of(&recipe) };
    turn(&mut scenario);
    (Arc::new(evaluate(&recipe, &scenario).expect("results")), scenario)
}

fn run(derived: &Arc<Derived>, scenario: &Scenario) -> Result<MonthsRun, PipelineError> {
    let mut job = MonthsJob::new(Arc::clone(derived), scenario.clone());
    loop {
        if let Step::Done(result) = job.step(&|| false) {
            return result;
        }
    }
}

/// The threshold that flags this share of the ward at first.
fn flagging(derived: &Derived, per_100: f64) -> Threshold {
    match answer(&derived.ward.set, Wish::AlertsPer100AtMost(per_100)) {
        Answer::At(threshold) => threshold,
        other @ Answer::Impossible { .. } => panic!("{other:?}"),
    }
}

fn share(rate: Option<Proportion>) -> f64 {
    rate.expect("patients").value()
}

fn drifting() -> (Arc<Derived>, Scenario) {
    let (derived, mut scenario) = start("ward-sepsis", |scenario| scenario.ward_patients = 40_000);
    scenario.threshold = flagging(&derived, 9.0);
    scenario.months = MonthsPlan {
        patients: 20_000,
        drift: Some(Drift { knob: "drift".to_owned(), to: 0.7 }),
        ..MonthsPlan::default()
    };
    (derived, scenario)
}

#[test]
fn drift_doubles_alerts_month_by_month_while_the_auc_stands_still() {
    let (derived, scenario) = drifting();
    let run = run(&derived, &scenario).expect("months");
    assert_eq!(run.months.len(), 12);
    assert!(run.kept.is_none());
    let (first, last) = (&run.months[0], &run.months[11]);
    // 20,000 patients: four standard errors and .01 for the source. [SIM] 9 to 22 %.
    assert!((share(first.alerts) - 0.09).abs() < 0.02 && (share(last.alerts) - 0.22).abs() < 0.025);
    let aucs: Vec<f64> = run.months.iter().map(|month| month.auc.expect("both classes")).collect();
    assert!(aucs.iter().all(|auc| (auc - aucs[0]).abs() < 0.03), "{aucs:?}");
    assert!(run.months.windows(2).all(|pair| share(pair[1].alerts) > share(pair[0].alerts) - 0.012), "it climbs");
    let ratio = |month: &Month| month.observed_expected.expect("risks");
    // As in the recipe's own test: the equations give .51, the published simulation .57.
    assert!(ratio(first) > 0.9 && (0.44..=0.60).contains(&ratio(last)), "{} {}", ratio(first), ratio(last));
    let said = months_sentence(&run.months, None);
    assert!(said.contains("alerts per 100 rose from") && said.contains("The AUC stood still"), "{said}");
}

#[test]
fn training_again_mends_the_expected_number() {
    let (derived, mut scenario) = drifting();
    scenario.months.retrain = Some(12);
    let run = run(&derived, &scenario).expect("months");
    let kept = run.kept.as_ref().expect("the first model kept");
    assert_eq!(run.months[..11], kept[..11], "the same patients until then");
    let ratio = |month: &Month| month.observed_expected.expect("risks");
    assert!(run.months[11].retrained && !kept[11].retrained);
    // Trained on months 9 to 11, in which patients were a little less sick than in month 12.
    assert!((0.8..=1.15).contains(&ratio(&run.months[11])), "{}", ratio(&run.months[11]));
    assert!(ratio(&kept[11]) < 0.6);
    assert!(months_sentence(&run.months, run.kept.as_deref()).contains("Trained again"));
}

#[test]
fn acting_on_alerts_makes_a_good_model_look_worse_and_training_again_unlearns_it() {
    let (derived, mut scenario) = start("ward-sepsis", |scenario| scenario.ward_patients = 40_000);
    scenario.threshold = flagging(&derived, 20.0);
    scenario.months = MonthsPlan { patients: 20_000, effect: 0.6, retrain: Some(4), ..MonthsPlan::default() };
    let run = run(&derived, &scenario).expect("months");
    let first = &run.months[0];
    let (seen, alone) = (first.auc.expect("both classes"), first.auc_untouched.expect("both classes"));
    assert!(alone - seen > 0.05, "{alone} {seen}");
    assert!(share(first.prevented) > 0.0);
    // Learnt from outcomes in which the flagged did well: fewer of the same patients are flagged.
    let kept = run.kept.as_ref().expect("the first model kept");
    assert!(share(run.months[3].alerts) < share(kept[3].alerts) - 0.03);
}

#[test]
fn without_effect_and_drift_nothing_is_prevented_and_the_two_aucs_are_one() {
    let (derived, scenario) = start("hypoxaemia", |_| {});
    for month in run(&derived, &scenario).expect("months").months {
        assert_eq!(month.auc, month.auc_untouched);
        assert_eq!(month.prevented.map(Proportion::k), Some(0));
    }
}

#[test]
fn a_plan_out_of_range_is_refused_with_field_and_range() {
    let (derived, scenario) = start("ward-sepsis", |_| {});
    let refused = |turn: &dyn Fn(&mut MonthsPlan)| {
        let mut scenario = scenario.clone();
        turn(&mut scenario.months);
        run(&derived, &scenario).expect_err("out of range").to_string()
    };
    assert!(refused(&|plan| plan.months = 1).contains("months.months is 1; expected a number from 2 to 36"));
    assert!(refused(&|plan| plan.effect = 1.0).contains("months.effect is 1"));
    assert!(refused(&|plan| plan.retrain = Some(40)).contains("months.retrain is 40"));
    let unknown = Drift { knob: "under_recording".to_owned(), to: 0.5 };
    assert!(refused(&|plan| plan.drift = Some(unknown.clone())).contains("does not shape the ward"));
    let far = Drift { knob: "drift".to_owned(), to: 9.0 };
    assert!(refused(&|plan| plan.drift = Some(far.clone())).contains("months.drift.to is 9"));
}

#[test]
fn a_month_in_which_nobody_has_it_has_no_auc_and_a_model_of_it_is_refused_in_words() {
    let (derived, mut scenario) = start("lung-nodule", |_| {});
    scenario.months = MonthsPlan { patients: 50, months: 6, retrain: Some(2), ..MonthsPlan::default() };
    let run = run(&derived, &scenario).expect("months");
    for followed in [Followed::Auc, Followed::ObservedExpected, Followed::Missed, Followed::Ppv, Followed::Prevented] {
        let figure = months_figure(followed, &run.months, run.kept.as_deref());
        let caption = export::Caption {
            dataset: "x".to_owned(),
            model: "x".to_owned(),
            threshold: scenario.threshold,
            seed: scenario.seed,
        };
        export::svg(&figure, &caption).expect("drawn");
        assert!(figure.alt.contains("1: "), "{}", figure.alt);
    }
    assert!(run.months.iter().all(|month| month.auc.is_some() || month.auc_ci.is_none()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn shares_stay_shares_and_nobody_is_kept_from_it_unflagged(
        seed in 0_u64..1000, effect in 0_u32..=9, months in 2_u32..6, at in 0_u32..=100, retrain in 2_u32..6,
    ) {
        let (derived, mut scenario) = start("ward-sepsis", |scenario| {
            (scenario.patients, scenario.ward_patients, scenario.seed) = (400, 200, seed);
        });
        scenario.threshold = Threshold::clamped(f64::from(at) / 100.0);
        scenario.months = MonthsPlan {
            months,
            patients: 100,
            effect: f64::from(effect) / 10.0,
            retrain: (retrain <= months).then_some(retrain),
            drift: None,
        };
        let run = run(&derived, &scenario).expect("months");
        for month in run.months.iter().chain(run.kept.iter().flatten()) {
            let (alerts, prevented) = (month.alerts.expect("patients"), month.prevented.expect("patients"));
            prop_assert!(prevented.k() <= alerts.k());
            prop_assert!(month.auc.is_none_or(|auc| (0.0..=1.0).contains(&auc)));
        }
        prop_assert_eq!(run, self::run(&derived, &scenario).expect("months"), "the same again");
    }
}
