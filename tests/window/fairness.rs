//! A line for each group in the window: every preset, by mouse and by keyboard, with the figures that the metrics
//! module gives.

use cutpoint::data::generator::Population as Source;
use cutpoint::metrics::{FEWEST_POSITIVES, FairPreset, GapKind, GroupRule, LedgerLine, fair_thresholds, gaps};
use cutpoint::num::Threshold;
use eframe::egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{App, click, settle, settle_or_fail, window};

/// The laboratory on ward sepsis by age.
fn laboratory() -> Harness<'static, App> {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().compare_by("age_band");
    settle(&mut harness);
    click(&mut harness, "Who is harmed?");
    click(&mut harness, "A line for each group");
    harness
}

fn says(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn a_preset_writes_its_thresholds_and_says_who_is_newly_found_and_which_gaps_it_opened() {
    let mut harness = laboratory();
    click(&mut harness, "Same share found");
    let app = harness.state();
    let (set, threshold) = (&app.derived().paper.set, app.scenario().threshold);
    let answer = fair_thresholds(set, FairPreset::EqualSensitivity, threshold);
    let written = &app.scenario().mitigation.group_thresholds;
    assert!(written.len() >= 3);
    let mut switched = 0;
    for ((name, group), own) in set.iter_groups().zip(&answer.groups) {
        assert_eq!(written.get(name).copied(), own.rule.threshold().filter(|_| own.impossible.is_none()));
        let line = LedgerLine::between(group, &GroupRule::at(threshold), &own.rule).expect("patients");
        let of = |count: f64| cutpoint::ui::words::count((1000.0 * count / group.n() as f64).round() as u64);
        let mut found = format!("{name}: {} of 1,000 found", of(own.reached.tp));
        if line.newly_found.round() >= 0.5 {
            found = format!("{found}, {:.0} of them newly", line.newly_found.round());
            switched += 1;
        }
        assert!(says(&harness, &found), "\"{found}\" is not said");
    }
    assert!(switched > 0, "somebody is newly found");
    let rules = answer.rules();
    let states = gaps(set, &rules, threshold, FEWEST_POSITIVES);
    let before = gaps(set, &vec![GroupRule::at(threshold); rules.len()], threshold, FEWEST_POSITIVES);
    let of = |all: &[cutpoint::metrics::Gap], kind| {
        all.iter().find(|gap| gap.kind == kind).and_then(cutpoint::metrics::Gap::closed)
    };
    assert_eq!([&before, &states].map(|all| of(all, GapKind::Sensitivity)), [Some(false), Some(true)]);
    assert!(says(&harness, "Found, of those with it (sensitivity): newly closed"));
    assert!(says(&harness, "fairlearn calls it equal opportunity difference"));
    assert!(says(&harness, "Alerts that are right (PPV): open"));
    assert!(says(&harness, "That could be chance."), "a closed gap of few patients may be chance, and says so");
    assert!(says(&harness, "Equality Act"));
    // It follows the line for all, and lets go of everything on demand.
    let lower = app.scenario().mitigation.group_thresholds.clone();
    harness.get_by_role_and_label(Role::Slider, "Threshold").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(3);
    assert_ne!(harness.state().scenario().mitigation.group_thresholds, lower);
    click(&mut harness, "One line for all");
    assert!(harness.state().scenario().mitigation.group_thresholds.is_empty());
}

#[test]
fn lots_are_shown_with_their_patients_and_write_nothing() {
    let mut harness = laboratory();
    click(&mut harness, "Found and alarmed alike, by lot");
    let app = harness.state();
    assert!(app.scenario().mitigation.group_thresholds.is_empty());
    let answer = fair_thresholds(&app.derived().paper.set, FairPreset::EqualisedOdds, app.scenario().threshold);
    let tossed = answer.groups.iter().filter(|group| group.reached.by_lot > 0).count();
    assert!(tossed > 0 && says(&harness, "of 1,000 by lot") && says(&harness, "Lots are shown here only"));
    let tossed = answer.groups.iter().zip(app.derived().paper.set.groups()).find(|(own, _)| own.reached.by_lot > 0);
    let (own, name) = tossed.expect("somebody");
    let people = (1000.0 * own.reached.by_lot as f64 / own.reached.n()).round();
    assert!(says(&harness, &format!("{name}: {people:.0} of 1,000 by lot. From ")), "who draws, and between what");
    assert!(says(&harness, "Found and alarmed alike (the larger of the gaps in sensitivity"));
    click(&mut harness, "ROC curves");
    click(&mut harness, "Why not all at once?");
    assert!(says(&harness, "is not equally common") && says(&harness, "That is arithmetic"));
    click(&mut harness, "Back to the gaps");
    assert!(says(&harness, "The widest gaps between groups"));
}

#[test]
fn every_groups_line_is_moved_by_keys_and_by_dragging_on_its_scores_and_its_curve() {
    let mut harness = laboratory();
    let own = |harness: &Harness<'static, App>| harness.state().scenario().mitigation.group_thresholds.clone();
    let common = harness.state().scenario().threshold;
    harness.get_by_role_and_label(Role::Slider, "Threshold for 80 and over").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    let moved = own(&harness);
    assert_eq!(moved.len(), 1);
    assert!((moved["80 and over"].get() - common.get() - 0.01).abs() < 1e-9, "{moved:?}");
    let strip = harness.get_by_role_and_label(Role::Slider, "Threshold for 40 to 64").rect();
    harness.drag_at(strip.center());
    harness.run_steps(2);
    harness.drop_at(strip.center());
    harness.run_steps(2);
    assert!((own(&harness)["40 to 64"].get() - 0.5).abs() < 0.02, "the middle of the strip is a half");
    click(&mut harness, "ROC curves");
    let dot = harness.get_by_role_and_label(Role::Slider, "Threshold for 65 to 79 on its ROC curve").rect().center();
    let aside = dot + eframe::egui::vec2(40.0, -30.0);
    harness.hover_at(dot);
    harness.drag_at(dot);
    harness.run_steps(2);
    harness.hover_at(aside);
    harness.run_steps(2);
    harness.drop_at(aside);
    harness.run_steps(2);
    assert!(own(&harness)["65 to 79"] < common, "to the upper right more are flagged: {:?}", own(&harness));
    assert!(says(&harness, "Your own lines"));
}

#[test]
fn odd_groups_and_thresholds_at_both_ends_leave_a_usable_screen() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().compare_by("ethnicity");
    harness.state_mut().turn(Source::Collected, "representation", 0.0);
    assert_eq!(settle_or_fail(&mut harness), None);
    click(&mut harness, "Who is harmed?");
    click(&mut harness, "A line for each group");
    assert!(says(&harness, "South Asian, found: no patients"), "a group with nobody is said to be empty");
    for at in [Key::Home, Key::End] {
        harness.get_by_role_and_label(Role::Slider, "Threshold").focus();
        harness.run_steps(2);
        harness.key_press(at);
        harness.run_steps(2);
        for preset in [
            "Same share flagged",
            "Same share found",
            "Same share alarmed",
            "Alerts right as often",
            "Same net benefit",
            "Best for each",
            "Found and alarmed alike, by lot",
            "Nearly alike, without lots",
            "One line for all",
        ] {
            click(&mut harness, preset);
            settle(&mut harness);
            for part in ["ROC curves", "Why not all at once?", "Back to the gaps", "Scores"] {
                click(&mut harness, part);
            }
            assert!(!says(&harness, "NaN"), "{preset} says NaN");
        }
    }
    let one = Threshold::new(1.0).expect("a threshold");
    assert_eq!(harness.state().scenario().threshold, one);
}

#[test]
fn a_second_attribute_makes_groups_of_both_and_says_where_nobody_is() {
    let mut harness = window([1024.0, 768.0]);
    harness.state_mut().turn(Source::Collected, "representation", 0.0);
    settle(&mut harness);
    click(&mut harness, "Who is harmed?");
    click(&mut harness, "Compare by another as well");
    let entry = harness.get_all_by_label("Ethnicity").last().expect("in the list");
    entry.click();
    harness.run_steps(3);
    settle(&mut harness);
    assert_eq!(harness.state().scenario().group_by_second.as_deref(), Some("ethnicity"));
    assert!(says(&harness, "Female, South Asian: 0 of 0"));
    click(&mut harness, "A line for each group");
    assert!(says(&harness, "Female, South Asian, found: no patients"));
    assert!(says(&harness, "Threshold for Male, White"));
}
