//! Promises about a supplier's claim: its figures agree with statsmodels and with exact arithmetic, contradictions are
//! found and only those, what cannot be used is refused in words, and nothing that can be typed breaks it.

use cutpoint::glossary::{FOR_BUYERS, When, glossary, supplier};
use cutpoint::metrics::Interval;
use cutpoint::metrics::claim::{Claim, Doubt, Expected, Field, Here, Item, Ranged, Typed, never_alarm_accuracy};
use proptest::prelude::*;

fn typed(fields: &[(Field, &str)]) -> Typed {
    Typed { fields: fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect(), ..Typed::default() }
}

fn read(fields: &[(Field, &str)]) -> (Claim, Option<Here>) {
    let (claim, here, problems) = typed(fields).read();
    assert!(problems.is_empty(), "{problems:?}");
    (claim, here)
}

fn doubts(fields: &[(Field, &str)]) -> Vec<Doubt> {
    read(fields).0.study().doubts
}

fn close(found: f64, expected: &serde_json::Value, what: &str) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what} is no number"));
    assert!((found - expected).abs() < 1e-9, "{what}: found {found}, expected {expected}");
}

#[test]
fn intervals_and_figures_are_those_of_statsmodels_and_of_fractions() {
    let rows: Vec<serde_json::Value> = serde_json::from_str(include_str!("fixtures/claim.json")).expect("a fixture");
    assert!(rows.len() >= 6);
    for row in &rows {
        let text = |key: &str| row[key].as_str().expect("text").to_owned();
        let n = |key: &str| row[key].as_u64().expect("a count");
        let all = (n("with") + n("without")).to_string();
        let (claim, here) = read(&[
            (Field::Sensitivity, &text("sensitivity")),
            (Field::Specificity, &text("specificity")),
            (Field::Patients, &all),
            (Field::WithCondition, &n("with").to_string()),
            (Field::PrevalenceHere, &text("prevalence_here")),
            (Field::PatientsADay, "1000"),
        ]);
        let study = claim.study();
        for (share, ci) in [(study.sensitivity, "sensitivity_ci"), (study.specificity, "specificity_ci")] {
            let share = share.expect("claimed");
            assert_eq!(share.people.map(cutpoint::num::Proportion::k), row[ci][0].as_u64(), "{ci}");
            let interval = share.interval().expect("counts are known");
            close(interval.lo, &row[ci][1], ci);
            close(interval.hi, &row[ci][2], ci);
        }
        let here = study.here(here.expect("a prevalence")).expect("both rates");
        compare(&here, row);
    }
}

fn compare(here: &Expected, row: &serde_json::Value) {
    let three = |ranged: Ranged, key: &str| {
        close(ranged.at, &row["claimed"][key], key);
        close(ranged.range.lo, &row["worst"][key], key);
        close(ranged.range.hi, &row["best"][key], key);
    };
    for (ranged, key) in [(here.ppv, "ppv"), (here.npv, "npv")] {
        match ranged {
            Some(ranged) => three(ranged, key),
            None => assert!(row["worst"][key].is_null() || row["best"][key].is_null() || row["claimed"][key].is_null()),
        }
    }
    three(here.accuracy, "accuracy");
    let thousand = |ranged: Option<Ranged>, days: f64| {
        let ranged = ranged.expect("patients a day are known");
        [ranged.at, ranged.range.lo, ranged.range.hi].map(|figure| figure / 1000.0 / days)
    };
    for figures in [thousand(here.alerts_a_day, 1.0), thousand(here.alerts_a_week, 7.0)] {
        close(figures[0], &row["claimed"]["alerts"], "alerts");
        close(figures[1], &row["fewest_alerts"], "fewest alerts");
        close(figures[2], &row["most_alerts"], "most alerts");
    }
    let missed = thousand(here.missed_a_month, 30.0);
    close(missed[0], &row["claimed"]["missed"], "missed");
    close(missed[1], &row["best"]["missed"], "fewest missed");
    close(missed[2], &row["worst"]["missed"], "most missed");
}

#[test]
fn a_claim_by_hand() {
    // 95 % and 90 % at 7 %: of 1,000 patients 70 have it, 66.5 found, 93 false alarms.
    let (claim, here) = read(&[
        (Field::Sensitivity, "95%"),
        (Field::Specificity, "90 %"),
        (Field::PrevalenceHere, "7"),
        (Field::PatientsADay, "120"),
    ]);
    let expected = claim.study().here(here.expect("here")).expect("both rates");
    let of = expected.of_1000;
    assert_eq!((of.tp + of.fn_, of.fp + of.tn, of.n()), (70, 930, 1000));
    assert_eq!((of.fn_, of.fp), (3, 93), "half a patient missed is rounded down, as everywhere");
    assert_eq!(expected.intervals, [false, false]);
    assert_eq!((expected.at_worst, expected.at_best), (of, of), "without counts no range is invented");
    let a_day = expected.alerts_a_day.expect("120 patients a day");
    assert!((a_day.at - 120.0 * (0.0665 + 0.093)).abs() < 1e-9);
    assert!((expected.missed_a_month.expect("as above").at - 120.0 * 30.0 * 0.0035).abs() < 1e-9);
    assert!((expected.alerts_per_found.expect("some are found").at - 159.5 / 66.5).abs() < 1e-9);
    assert!((never_alarm_accuracy(0.07) - 0.93).abs() < 1e-12);
}

#[test]
fn counts_are_worked_out_and_said_to_be_rounded() {
    let counts = |fields: &[(Field, &str)]| {
        let counts = read(fields).0.study().counts;
        (counts.with, counts.without, counts.rounded)
    };
    assert_eq!(counts(&[(Field::Patients, "1,000"), (Field::Prevalence, "7.26")]), (Some(73), Some(927), true));
    assert_eq!(counts(&[(Field::WithCondition, "60"), (Field::Prevalence, "10")]), (Some(60), Some(540), true));
    assert_eq!(counts(&[(Field::WithCondition, "60"), (Field::Patients, "600")]), (Some(60), Some(540), false));
    assert_eq!(counts(&[(Field::WithCondition, "60")]), (Some(60), None, false));
    assert_eq!(counts(&[(Field::Patients, "600")]), (None, None, false));
    let nobody = doubts(&[(Field::Patients, "1"), (Field::Prevalence, "7"), (Field::Sensitivity, "95")]);
    assert!(matches!(nobody[..], [Doubt::Nobody { with: 0, without: 1, .. }]), "{nobody:?}");
}

#[test]
fn contradictions_are_said_with_their_figures() {
    let with_30 = [(Field::Sensitivity, "95"), (Field::Patients, "300"), (Field::WithCondition, "30")];
    let said = doubts(&with_30)[0].to_string();
    assert!(said.contains("95% does not fit 30 patients: 28 of them is 93.33%, and 29 is 96.67%"), "{said}");

    let rates = [(Field::Sensitivity, "95"), (Field::Specificity, "90"), (Field::Prevalence, "10")];
    // By Bayes' rule 51.4 %.
    let said = doubts(&[&rates[..], &[(Field::Ppv, "85")]].concat());
    assert!(matches!(said[..], [Doubt::DoesNotFollow { follows, .. }] if follows.contains(0.095 / 0.185)), "{said:?}");
    assert!(said[0].to_string().contains("A positive predictive value of 85% does not follow"), "{}", said[0]);
    // 0.1 * 95 + 0.9 * 90 = 90.5.
    let said = doubts(&[&rates[..], &[(Field::Accuracy, "97")]].concat());
    assert!(matches!(said[..], [Doubt::DoesNotFollow { follows, .. }] if follows.contains(0.905)), "{said:?}");
    let said = doubts(&[(Field::Sensitivity, "95"), (Field::Specificity, "90"), (Field::Accuracy, "97")]);
    assert!(said[0].to_string().contains("between which it must lie"), "{said:?}");
    let said = doubts(&[(Field::Sensitivity, "70"), (Field::Specificity, "70"), (Field::Auc, "0.99")]);
    assert!(matches!(said[..], [Doubt::Auc { possible, .. }] if (possible.hi - 0.913).abs() < 1e-3), "{said:?}");
    let said = doubts(&[(Field::Patients, "600"), (Field::WithCondition, "60"), (Field::Prevalence, "20")]);
    assert!(said[0].to_string().contains("A prevalence of 20% does not follow"), "{said:?}");
    assert!(doubts(&[(Field::Sensitivity, "0.95")])[0].to_string().contains("if 95% was meant"));
}

#[test]
fn a_claim_that_agrees_with_itself_is_not_doubted() {
    let all = [
        (Field::Sensitivity, "95"),
        (Field::Specificity, "90"),
        (Field::Ppv, "51"),
        (Field::Accuracy, "90.5"),
        (Field::Auc, "0.96"),
        (Field::Patients, "600"),
        (Field::WithCondition, "60"),
        (Field::Prevalence, "10"),
    ];
    assert_eq!(doubts(&all), []);
    let study = read(&all).0.study();
    let there = study.there.expect("both counts");
    assert_eq!([there.tp, there.fp, there.fn_, there.tn], [57, 54, 3, 486]);
}

#[test]
fn the_prevalence_that_a_claim_hides_is_worked_out() {
    let study = read(&[(Field::Sensitivity, "95"), (Field::Specificity, "90"), (Field::Ppv, "85")]).0.study();
    let hidden = study.implied_prevalence.expect("it follows");
    // At that prevalence Bayes' rule gives the claimed PPV.
    assert!((hidden * 0.95 / (hidden * 0.95 + (1.0 - hidden) * 0.1) - 0.85).abs() < 1e-12 && hidden > 0.3);
}

#[test]
fn what_cannot_be_used_is_said_and_the_rest_still_counts() {
    let bad: [(Field, &str); 14] = [
        (Field::Sensitivity, "120 %"),
        (Field::Specificity, "-1"),
        (Field::Accuracy, "NaN"),
        (Field::Ppv, "inf"),
        (Field::Auc, "1.2"),
        (Field::Auc, "85"),
        (Field::Patients, "0"),
        (Field::Patients, "12.5"),
        (Field::Patients, "many"),
        (Field::WithCondition, "0.5"),
        (Field::Prevalence, "0"),
        (Field::Prevalence, "100"),
        (Field::PrevalenceHere, "7,5"),
        (Field::PatientsADay, "0"),
    ];
    for (field, text) in bad {
        let mut form = typed(&[(Field::Sensitivity, "90"), (Field::Specificity, "80"), (field, text)]);
        let other = if field == Field::PrevalenceHere { Field::PatientsADay } else { Field::PrevalenceHere };
        form.fields.insert(other, "7".to_owned());
        let (claim, _, problems) = form.read();
        assert_eq!(problems.len(), 1, "{field:?} {text}");
        let said = problems[0].to_string();
        let named = said.starts_with(field.name()) && said.contains(text.trim()) && said.contains("expected");
        assert!(named, "{said}");
        assert!(claim.sensitivity.is_some() || claim.specificity.is_some());
    }
    let (claim, _, problems) = typed(&[(Field::Patients, "60"), (Field::WithCondition, "1,200")]).read();
    assert!(
        problems[0].to_string().contains("found \u{201c}1,200\u{201d}, expected fewer than the 60"),
        "{problems:?}"
    );
    assert_eq!((claim.patients, claim.with_condition), (Some(60), None));
    for prevalence in [0.0, 1.0, f64::NAN] {
        let claim = Claim { sensitivity: Some(0.9), specificity: Some(0.9), ..Claim::default() };
        assert_eq!(claim.study().here(Here { prevalence, patients_a_day: None }), None);
    }
}

#[test]
fn what_is_not_reported_is_listed_with_its_question_and_its_guides() {
    let (glossary, supplier) = (glossary().expect("words"), supplier().expect("words"));
    let empty = Claim::default();
    assert_eq!(empty.not_reported(), Item::ALL);
    assert_eq!(supplier.questions(&empty).len(), supplier.all_questions().len());
    let full = Claim {
        sensitivity: Some(0.95),
        specificity: Some(0.9),
        ppv: Some(0.51),
        auc: Some(0.96),
        patients: Some(600),
        with_condition: Some(60),
        stated: Item::FACTS.into(),
        ..Claim::default()
    };
    assert_eq!(full.not_reported(), [], "the prevalence follows from the counts");
    assert!(supplier.questions(&full).iter().all(|question| question.when == When::Always));
    for item in Item::ALL {
        assert!(supplier.words(item).is_some_and(|words| words.why.len() > 30));
        let asked = supplier.all_questions().iter().any(|question| question.when == When::NotReported(item));
        assert!(asked, "nothing is asked when {item:?} is not reported");
    }
    let guides: Vec<&str> = supplier
        .all_questions()
        .iter()
        .flat_map(|question| question.guides(glossary))
        .map(|it| it.code.as_str())
        .collect();
    assert!(FOR_BUYERS.iter().all(|code| guides.contains(code)), "{guides:?}");
    assert!(supplier.all_questions().iter().all(|question| question.ask.len() < 180 && question.ask.ends_with('?')));
}

#[test]
fn a_broken_list_of_questions_is_refused_in_words() {
    let text = include_str!("../src/glossary/supplier_en.toml");
    let parse = |text: &str| cutpoint::glossary::Supplier::parse(text, glossary().expect("words")).map(|_| ());
    assert_eq!(parse(text), Ok(()));
    for (from, to, named) in [
        ("name = \"funding\"", "name = \"fundingg\"", "fundingg"),
        ("ideas = [\"label\"]", "ideas = [\"labell\"]", "definition"),
        ("when = \"always\"", "when = \"allways\"", "when"),
    ] {
        let problem = parse(&text.replacen(from, to, 1)).expect_err(to).to_string();
        assert!(problem.contains("supplier_en.toml") && problem.contains(named), "{problem}");
    }
}

#[test]
fn the_page_holds_claim_expectations_gaps_and_questions_and_nothing_typed_becomes_markup() {
    let (glossary, supplier) = (glossary().expect("words"), supplier().expect("words"));
    let mut form = typed(&[
        (Field::Sensitivity, "95"),
        (Field::Specificity, "90"),
        (Field::Patients, "600"),
        (Field::WithCondition, "60"),
        (Field::Ppv, "<script>alert(1)</script>"),
        (Field::PrevalenceHere, "7"),
        (Field::PatientsADay, "120"),
    ]);
    form.stated.insert(Item::Groups);
    let page = cutpoint::report::claim_page(&form, "\u{201c}R&D\u{201d} <flu>", "A & B", supplier, glossary);
    let (claim, here, _) = form.read();
    assert!(!page.contains("<script") && !page.contains("<flu>") && page.contains("R&amp;D\u{201d} &lt;flu&gt;"));
    assert!(!page.contains("src=") && !page.contains("href="), "nothing is fetched");
    let expected = claim.study().here(here.expect("here")).expect("both rates");
    for people in [expected.of_1000.tp, expected.of_1000.fn_, expected.of_1000.fp, expected.of_1000.tn] {
        assert!(page.contains(&format!("<b>{people}</b>")), "{people} is not on the page");
    }
    let questions = supplier.questions(&claim);
    assert_eq!(page.matches("class=\"box\"").count(), questions.len());
    let page = page.replace("&#39;", "'");
    for question in &questions {
        assert!(page.contains(&question.ask));
        let codes: Vec<&str> = question.guides(glossary).iter().map(|guide| guide.code.as_str()).collect();
        assert!(page.contains(&format!("[{}]", codes.join(", "))));
        assert!(question.guides(glossary).iter().all(|guide| page.contains(&guide.name)));
    }
    for item in supplier.not_reported(&claim) {
        assert!(page.contains(&item.why));
    }
    assert!(page.contains("not for clinical use") && page.contains("<span>Date:</span>"));
    for tag in ["table", "tr", "ul", "ol", "li", "div", "p", "h2", "body", "html"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

fn holds(ranged: Ranged, within: Interval) -> bool {
    let Interval { lo, hi } = ranged.range;
    within.lo <= lo && lo <= ranged.at && ranged.at <= hi && hi <= within.hi
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => (0_u32..=1000).prop_map(|tenths| format!("{}", f64::from(tenths) / 10.0)),
        3 => (1_u64..3000).prop_map(|n| n.to_string()),
        1 => any::<f64>().prop_map(|x| x.to_string()),
        1 => "\\PC{0,8}",
    ]
}

proptest! {
    #[test]
    fn nothing_that_can_be_typed_breaks_it(texts in proptest::collection::vec(field(), 10)) {
        let fields = Field::CLAIM.into_iter().chain(Field::HERE);
        let form = Typed { fields: fields.zip(texts).collect(), ..Typed::default() };
        let (claim, here, problems) = form.read();
        for problem in &problems {
            prop_assert!(problem.to_string().contains("expected"));
        }
        let study = claim.study();
        let said = study.doubts.iter().map(ToString::to_string).collect::<String>();
        prop_assert!(!said.contains("NaN") && !said.contains("inf"), "{said}");
        for share in [study.sensitivity, study.specificity, study.accuracy].into_iter().flatten() {
            let inside = |range: Interval| 0.0 <= range.lo && range.lo <= range.hi && range.hi <= 1.0;
            prop_assert!(share.interval().is_none_or(inside));
        }
        prop_assert!(study.implied_prevalence.is_none_or(|p| p > 0.0 && p < 1.0));
        if let Some(expected) = here.and_then(|here| study.here(here)) {
            let share = Interval { lo: 0.0, hi: 1.0 + 1e-12 };
            let any = Interval { lo: 0.0, hi: f64::MAX };
            let shares = [expected.ppv, expected.npv, Some(expected.accuracy)];
            prop_assert!(shares.into_iter().flatten().all(|it| holds(it, share)));
            let Expected { alerts_a_day, alerts_a_week, found_a_month, missed_a_month, alerts_per_found, .. } = expected;
            let counts = [alerts_a_day, alerts_a_week, found_a_month, missed_a_month, alerts_per_found];
            prop_assert!(counts.into_iter().flatten().all(|it| holds(it, any)));
            let [at, worst, best] = [expected.of_1000, expected.at_worst, expected.at_best];
            prop_assert!([at, worst, best].iter().all(|of| of.n() == 1000 && of.positives() == at.positives()));
            prop_assert!(worst.tp <= at.tp && at.tp <= best.tp && best.fp <= at.fp && at.fp <= worst.fp);
        }
    }

    /// Rates counted from real people never contradict each other, however they are rounded.
    #[test]
    fn an_honest_study_is_never_doubted(
        (tp, fn_, fp, tn) in (0_u64..200, 0_u64..200, 0_u64..2000, 0_u64..2000),
        decimals in 0_usize..3,
    ) {
        prop_assume!(tp + fn_ > 0 && fp + tn > 0 && tp + fp > 0);
        let rate = |k: u64, n: u64| format!("{:.decimals$}", 100.0 * k as f64 / n as f64);
        let (with, all) = (tp + fn_, tp + fn_ + fp + tn);
        let texts = [
            (Field::Sensitivity, rate(tp, with)),
            (Field::Specificity, rate(tn, fp + tn)),
            (Field::Ppv, rate(tp, tp + fp)),
            (Field::Accuracy, rate(tp + tn, all)),
            (Field::Patients, all.to_string()),
            (Field::WithCondition, with.to_string()),
        ];
        let form = Typed { fields: texts.into(), ..Typed::default() };
        let (claim, _, problems) = form.read();
        prop_assert!(problems.is_empty(), "{problems:?}");
        let doubts = claim.study().doubts;
        prop_assert!(doubts.iter().all(|doubt| matches!(doubt, Doubt::Tiny { .. })), "{doubts:?}");
    }
}
