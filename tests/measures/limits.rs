//! Where a measure ends: what is refused, what cannot be done and is said, and what a review costs.

use cutpoint::num::Threshold;
use cutpoint::pipeline::Derived;
use cutpoint::scenario::{Recalibrate, Scenario};

use crate::{group, knob, near, run, scenario};

fn chest_pain(better_label: bool) -> Derived {
    run("chest-pain", |scenario| {
        (scenario.patients, scenario.ward_patients) = (20_000, 40_000);
        scenario.group_by = Some("sex".to_owned());
        scenario.threshold = Threshold::clamped(0.10);
        scenario.mitigation.better_label = better_label;
    })
}

#[test]
fn a_panel_reads_every_record_and_the_same_patients_are_held_out() {
    let (before, after) = (chest_pain(false), chest_pain(true));
    let women = |derived: &Derived| group(&derived.ward.set, "Female").at(before.scenario.threshold).sensitivity();
    // First simulation .64, second .68.
    near(women(&before), 0.66, 0.02, "women found, old record");
    // At this threshold .89; the .90 that the exercise asks for needs a threshold a little lower.
    near(women(&after), 0.895, 0.01, "women found, reviewed record");
    let lower = group(&after.ward.set, "Female").at(Threshold::clamped(0.09)).sensitivity();
    assert!(lower.is_some_and(|found| found.value() >= 0.90), "{lower:?}");
    assert_eq!(before.data.split, after.data.split);
    assert_eq!(after.data.held_out.label, after.data.held_out.truth);
    assert_eq!(after.paper.outcomes(), before.data.held_out.truth.as_slice());
    let wrong = |derived: &Derived| -> usize {
        let cohort = &derived.data.collected;
        cohort.label.iter().zip(&cohort.truth).filter(|(label, truth)| label != truth).count()
    };
    let review = after.data.review.expect("a panel reviewed the records");
    assert_eq!((review.records, review.corrected), (20_000, wrong(&before)));
    assert!(review.corrected > 500 && wrong(&after) == 0 && before.data.review.is_none());
}

#[test]
fn what_cannot_be_done_is_refused_with_finding_and_expectation() {
    type Turn = fn(&mut Scenario);
    let cases: [(Turn, &[&str]); 5] = [
        (|s| s.mitigation.abstain = f64::NAN, &["mitigation.abstain is NaN"]),
        (|s| (s.patients, s.mitigation.more_data) = (50_000, 16), &["is 16", "from 1 to 4", "50000", "200000"]),
        (|s| (s.patients, s.mitigation.more_data) = (200_000, 2), &["is 2", "from 1 to 1"]),
        (
            |s| {
                s.group_by = None;
                s.mitigation.group_thresholds = [("Male".to_owned(), Threshold::clamped(0.1))].into();
            },
            &["group_thresholds", "\"Male\"", "group_by"],
        ),
        (
            |s| {
                s.group_by = Some("sexx".to_owned());
                s.mitigation.group_thresholds = [("Male".to_owned(), Threshold::clamped(0.1))].into();
            },
            &["group_by names \"sexx\"", "did you mean \"sex\""],
        ),
    ];
    for (turn, fragments) in cases {
        let (recipe, scenario) = scenario("ward-sepsis", turn);
        let error = scenario.check(&recipe).expect_err("it must be refused").to_string();
        for fragment in fragments {
            assert!(error.contains(fragment), "\"{fragment}\" is not in: {error}");
        }
    }
}

#[test]
fn thresholds_of_groups_go_with_the_groups() {
    let (recipe, mut scenario) = scenario("ward-sepsis", |_| {});
    scenario.mitigation.group_thresholds = [("Female".to_owned(), Threshold::clamped(0.08))].into();
    scenario.compare_by(Some("sex".to_owned()));
    assert_eq!(scenario.mitigation.group_thresholds.len(), 1);
    scenario.compare_by(Some("ethnicity".to_owned()));
    assert!(scenario.mitigation.group_thresholds.is_empty() && scenario.check(&recipe).is_ok());
}

#[test]
fn what_a_measure_could_not_do_is_said() {
    type Turn = fn(&mut Scenario);
    let cases: [(&str, Turn, &[&str]); 6] = [
        (
            "nobody to compare",
            |s| (s.group_by, s.mitigation.balance, s.mitigation.interactions) = (None, true, true),
            &["could not be balanced", "could not be told the group"],
        ),
        (
            "a group not trained on",
            |s| {
                knob(s, &[("dark_share", 0.0)], &[]);
                (s.mitigation.balance, s.mitigation.interactions) = (true, true);
            },
            &["“Dark skin”: no weight", "all patients to learn from are of the same"],
        ),
        (
            "a group not on the ward",
            |s| {
                knob(s, &[("dark_share", 0.3)], &[("dark_share", 0.0)]);
                s.mitigation.balance = true;
            },
            &["Nobody on the ward is “Dark skin”"],
        ),
        (
            "no group on both",
            |s| {
                knob(s, &[("dark_share", 0.0)], &[("dark_share", 1.0)]);
                s.mitigation.balance = true;
            },
            &["no group is both on the ward"],
        ),
        (
            "too few local outcomes",
            |s| (s.mitigation.recalibrate, s.mitigation.local_patients) = (Some(Recalibrate::Intercept), 60),
            &["of 60 local patients", "at least 20 are needed"],
        ),
        ("nothing to say", |s| s.mitigation.interactions = true, &[]),
    ];
    for (case, turn, fragments) in cases {
        let derived = run("hypoxaemia", |scenario| {
            (scenario.patients, scenario.ward_patients) = (3_000, 2_000);
            turn(scenario);
        });
        let notes = derived.model.notes.join(" ");
        for fragment in fragments {
            assert!(notes.contains(fragment), "{case}: \"{fragment}\" is not in: {notes}");
        }
        assert_eq!(fragments.is_empty(), notes.is_empty(), "{case}: {notes}");
        if case == "too few local outcomes" {
            let plain = derived.without.as_ref().expect("what it is compared with");
            assert_eq!(plain.ward.scores, derived.ward.scores);
            assert!(derived.model.recalibration.is_none());
        }
    }
}
