//! D7, skin cancer on light and on dark skin.

use cutpoint::data::generator::Population;

use crate::{auc_among, cohort, logistic, near, numbers, risks, share};

const LIGHT_ONLY: [(&str, f64); 2] = [("medium_share", 0.0), ("dark_share", 0.0)];

#[test]
fn skin_lesions_are_enriched_where_they_were_collected() {
    let collected = cohort("skin-lesion", Population::Collected, &[], 40_000);
    let clinic = cohort("skin-lesion", Population::Deployed, &[], 40_000);
    near(share(&collected, |_| true, |row| collected.truth[row]), 0.24, "enriched");
    near(share(&clinic, |_| true, |row| clinic.truth[row]), 0.12, "clinic");
    let tones = numbers(&collected, "skin_tone");
    for (tone, claimed) in [(0.0, 0.84), (1.0, 0.12), (2.0, 0.04)] {
        near(share(&collected, |_| true, |row| (tones[row] - tone).abs() < 0.5), claimed, "share of a skin tone");
    }
}

#[test]
fn a_model_that_saw_only_light_skin_fails_on_dark_skin() {
    let test = cohort("skin-lesion", Population::Deployed, &[], 120_000);
    let tones = numbers(&test, "skin_tone");
    // Light only: first simulation .95, .90 and .81, second .95, .89 and .79.
    for (knobs, claimed) in [(LIGHT_ONLY.as_slice(), [0.95, 0.895, 0.80]), (&[], [0.95, 0.91, 0.85])] {
        let (model, _) = logistic("skin-lesion", knobs, &[], &[]);
        let scores = risks(&model, &test);
        for (tone, claimed) in claimed.into_iter().enumerate() {
            let among = |row: usize| (tones[row] - tone as f64).abs() < 0.5;
            let what =
                format!("tone {tone}, {} in the data", if knobs.is_empty() { "all tones" } else { "light only" });
            auc_among(&scores, &test.truth, among, claimed, &what);
        }
    }
}

#[test]
fn ink_on_every_picture_halves_the_specificity_of_a_model_that_learnt_from_ink() {
    let (model, train) = logistic("skin-lesion", &[("ink_on_cancers", 0.3)], &[], &[]);
    let ink = numbers(&train, "ink");
    near(share(&train, |row| train.truth[row], |row| ink[row] > 0.5), 0.35, "ink on cancers");
    near(share(&train, |row| !train.truth[row], |row| ink[row] > 0.5), 0.05, "ink on harmless spots");
    let few = [("dark_share", 0.04), ("medium_share", 0.12)];
    let marked = [few[0], few[1], ("ink_everywhere", 1.0)];
    // The published simulation reports .86 falling to .49. The equations give .86 falling to .55 in two independent
    // programs (numpy and scikit-learn: .53 to .57 over six runs, at the same threshold); no threshold that starts at .86
    // ends below .53 with these inputs. The figure held here is the equations'.
    for (knobs, claimed) in [(few.as_slice(), 0.865), (&marked, 0.55)] {
        let test = cohort("skin-lesion", Population::Deployed, knobs, 40_000);
        let scores = risks(&model, &test);
        let (found, n) = share(&test, |row| !test.truth[row], |row| scores[row] < 0.20);
        println!("specificity {found:.3} of {n}, claimed {claimed}");
        // The weight that a model gives to ink rests on few harmless spots with ink: .03 either way between samples.
        assert!((found - claimed).abs() < 0.04, "specificity {found:.3}, claimed {claimed}");
    }
}

#[test]
fn without_the_shortcut_ink_does_no_harm() {
    let (model, _) = logistic("skin-lesion", &[], &[], &[]);
    let specificity = |everywhere: f64| {
        let test = cohort("skin-lesion", Population::Deployed, &[("ink_everywhere", everywhere)], 40_000);
        let scores = risks(&model, &test);
        share(&test, |row| !test.truth[row], |row| scores[row] < 0.20).0
    };
    let (before, after) = (specificity(0.0), specificity(1.0));
    assert!((before - after).abs() < 0.06, "{before:.3} became {after:.3}");
}
