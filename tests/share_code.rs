//! Share codes: short, exact, proof against slips of the hand, and readable for ever.

mod common;

use common::cutpoint;
use cutpoint::data::catalogue;
use cutpoint::data::generator::Population;
use cutpoint::learn::{ClassifierKind, ClassifierSpec};
use cutpoint::num::Threshold;
use cutpoint::scenario::share::{QUIET_ZONE, QrError, QrGrid, qr};
use cutpoint::scenario::{
    Drift, Goals, LONGEST_SHARE_CODE, Mitigation, MonthsPlan, Recalibrate, Scenario, ShareError, is_like_share_code,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn opened(dataset: &str) -> Scenario {
    Scenario::of(&catalogue::shipped_recipe(dataset).expect("it is shipped"))
}

fn code(scenario: &Scenario) -> String {
    scenario.to_share_code().expect("a scenario has a code")
}

/// What somebody makes of a dataset in a quarter of an hour.
fn typical() -> Scenario {
    let mut scenario = opened("ward-sepsis");
    scenario.threshold = Threshold::clamped(0.075);
    scenario.seed = 12;
    scenario.classifier = ClassifierSpec { depth: 4, min_leaf: 20, ..ClassifierSpec::of(ClassifierKind::Tree) };
    scenario.inputs.retain(|input| input != "lactate");
    scenario.collect = [("representation".to_owned(), 0.25), ("under_recording".to_owned(), 0.4)].into();
    scenario.deploy = [("prevalence".to_owned(), 0.03), ("site".to_owned(), 1.0)].into();
    scenario.mitigation.balance = true;
    scenario
}

/// Everything that can be set, set.
fn full() -> Scenario {
    let recipe = catalogue::shipped_recipe("readmission").expect("it is shipped");
    let mut scenario = Scenario::of(&recipe);
    scenario.patients = 7_123;
    scenario.ward_patients = 4_321;
    scenario.test_fraction = 0.1 + 0.2;
    scenario.group_by_second =
        recipe.groups().map(|group| group.id.clone()).find(|id| Some(id) != scenario.group_by.as_ref());
    scenario.inputs = recipe.variables.iter().filter(|it| it.is_offered()).map(|it| it.id.clone()).rev().collect();
    scenario.coin_flips = 7;
    scenario.classifier = ClassifierSpec { gamma: 1.0 / 3.0, ..ClassifierSpec::of(ClassifierKind::Svm) };
    for knob in &recipe.knobs {
        for (population, values) in
            [(Population::Collected, &mut scenario.collect), (Population::Deployed, &mut scenario.deploy)]
        {
            if knob.acts_on_population(population) {
                values.insert(knob.id.clone(), knob.min + (knob.max - knob.min) / 7.0);
            }
        }
    }
    scenario.months = MonthsPlan {
        months: 30,
        patients: 900,
        drift: Some(Drift { knob: "drift".to_owned(), to: 1.0 / 7.0 }),
        effect: 0.15,
        retrain: Some(9),
    };
    let groups = scenario.groups(&recipe);
    scenario.mitigation = Mitigation {
        balance: true,
        better_label: true,
        interactions: true,
        leave_out: [scenario.inputs[0].clone()].into(),
        recalibrate: Some(Recalibrate::InterceptAndSlope),
        local_patients: 777,
        abstain: 0.02,
        more_data: 3,
        group_thresholds: groups.into_iter().map(|group| (group, Threshold::clamped(0.123_456_789))).collect(),
    };
    scenario.goals = Goals { harm_ratio: 1.0 / 9.0, staff: 7, ..Goals::default() };
    scenario
}

/// Whether two scenarios are the same to the last bit.
fn same(one: &Scenario, two: &Scenario) -> bool {
    // The shortest text that reads back as the same number tells numbers apart that differ in one bit, and 0 from −0.
    one == two && format!("{one:?}") == format!("{two:?}")
}

fn any_mitigation(inputs: Vec<String>) -> impl Strategy<Value = Mitigation> {
    let switches = any::<[bool; 3]>();
    let recalibrate =
        prop_oneof![Just(None), Just(Some(Recalibrate::Intercept)), Just(Some(Recalibrate::InterceptAndSlope))];
    let most = inputs.len().min(3);
    let thresholds = prop::collection::btree_map("[A-Za-z ,\"=\u{e9}]{1,20}", 0.0..=1.0_f64, 0..3);
    (switches, recalibrate, subsequence(inputs, 0..=most), 50..20_000_usize, 0.0..0.5_f64, 1..16_u32, thresholds)
        .prop_map(
            |(
                [balance, better_label, interactions],
                recalibrate,
                left_out,
                local_patients,
                abstain,
                more_data,
                own,
            )| {
                let group_thresholds = own.into_iter().map(|(name, at)| (name, Threshold::clamped(at))).collect();
                let leave_out = left_out.into_iter().collect();
                Mitigation {
                    balance,
                    better_label,
                    interactions,
                    leave_out,
                    recalibrate,
                    local_patients,
                    abstain,
                    more_data,
                    group_thresholds,
                }
            },
        )
}

fn any_plan() -> impl Strategy<Value = (MonthsPlan, Goals)> {
    let drift = prop::option::of(("[a-z_]{1,16}", any::<f64>()));
    (2..36_u32, drift, 0.0..0.9_f64, prop::option::of(2..36_u32), any::<[bool; 2]>(), 0.0..1e6_f64).prop_map(
        |(months, drift, effect, retrain, [planned, wanted], number)| {
            let drift = drift.map(|(knob, to)| Drift { knob, to });
            let plan = MonthsPlan { months, drift, effect, retrain, ..MonthsPlan::default() };
            let goals = Goals { harm_ratio: number, patients_a_day: number / 10.0, ..Goals::default() };
            (if planned { plan } else { MonthsPlan::default() }, if wanted { goals } else { Goals::default() })
        },
    )
}

fn any_classifier() -> impl Strategy<Value = ClassifierSpec> {
    (select(ClassifierKind::ALL.to_vec()), 0.0..1e6_f64, 1..64_u32, 1..500_u32, 0.001..10.0_f64).prop_map(
        |(kind, penalty, depth, min_leaf, cost)| ClassifierSpec {
            penalty,
            depth,
            min_leaf,
            cost,
            gamma: 3.0 * cost,
            ..ClassifierSpec::of(kind)
        },
    )
}

/// Any scenario over any shipped dataset, knobs by name or alias.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let datasets: Vec<&'static str> = catalogue::shipped().iter().map(|shipped| shipped.id).collect();
    select(datasets).prop_flat_map(|id| {
        let recipe = catalogue::shipped_recipe(id).expect("it is shipped");
        let offered: Vec<String> =
            recipe.variables.iter().filter(|it| it.is_offered()).map(|it| it.id.clone()).collect();
        let knobs: Vec<(String, f64, f64)> = recipe
            .knobs
            .iter()
            .flat_map(|it| [(it.id.clone(), it.min, it.max), (it.alias.clone(), it.min, it.max)])
            .collect();
        let all = knobs.len();
        let places = prop::collection::vec(0.0..=1.0_f64, all);
        let counts = (20..200_000_usize, 20..200_000_usize, any::<u64>(), 0..20_u32);
        let groups = (any::<bool>(), any::<bool>(), any::<bool>());
        let measures = prop_oneof![Just(Mitigation::default()).boxed(), any_mitigation(offered.clone()).boxed()];
        let inputs = (subsequence(offered.clone(), 0..=offered.len()), any::<bool>());
        (
            (counts, groups, inputs, any_classifier()),
            (subsequence(knobs.clone(), 0..=all), subsequence(knobs, 0..=all), places),
            (measures, any_plan(), 0.0..=1.0_f64, 0.0..1.0_f64),
        )
            .prop_map(move |((counts, groups, inputs, classifier), (collect, deploy, places), rest)| {
                let (patients, ward_patients, seed, coin_flips) = counts;
                let values = |knobs: Vec<(String, f64, f64)>| {
                    knobs
                        .into_iter()
                        .zip(&places)
                        .map(|((name, min, max), at)| (name, min + at * (max - min)))
                        .collect()
                };
                let (mitigation, (months, goals), threshold, test_fraction) = rest;
                let start = Scenario::of(&recipe);
                let (mut inputs, reversed) = inputs;
                if reversed {
                    inputs.reverse();
                }
                Scenario {
                    patients,
                    ward_patients,
                    seed,
                    coin_flips,
                    test_fraction,
                    threshold: Threshold::clamped(threshold),
                    group_by: start.group_by.clone().filter(|_| groups.0),
                    group_by_second: start.group_by.clone().filter(|_| groups.1),
                    null_control: groups.2,
                    inputs,
                    classifier,
                    collect: values(collect),
                    deploy: values(deploy),
                    months,
                    mitigation,
                    goals,
                    ..start
                }
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_scenario_comes_back_to_the_last_bit(scenario in any_scenario()) {
        let code = code(&scenario);
        let back = Scenario::from_share_code(&code).expect("it was just written");
        prop_assert!(same(&back, &scenario), "{code}\n{back:?}\n{scenario:?}");
        prop_assert!(is_like_share_code(&code));
        prop_assert!(code.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit() || byte.is_ascii_uppercase()));
        // Nothing that a mail programme does to it matters.
        let mut bent = String::from("https://cutpoint.example/try/#");
        for (at, letter) in code.to_lowercase().replace('0', "o").chars().enumerate() {
            bent.push(letter);
            bent.push_str(if at % 17 == 16 { "\r\n\u{2011} " } else { "" });
        }
        let again = Scenario::from_share_code(&bent).expect("it means the same");
        prop_assert!(same(&again, &scenario));
    }

    #[test]
    fn garbage_never_panics(text in ".{0,300}", letters in "[0-9A-HJKMNP-TV-Z]{0,200}", version in 0..10_u8) {
        Scenario::from_share_code(&text).expect_err("it is garbage");
        let made = format!("CUT{version}-{letters}");
        let error = Scenario::from_share_code(&made).expect_err("one of four thousand million would pass the checksum");
        prop_assert_eq!(error, ShareError::Damaged);
    }

    #[test]
    fn one_slip_anywhere_in_any_code_is_seen(scenario in any_scenario(), at in any::<prop::sample::Index>(), by in 1..32_usize) {
        const LETTERS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bytes = code(&scenario).into_bytes();
        let place = 5 + at.index(bytes.len() - 5);
        let was = LETTERS.iter().position(|&letter| letter == bytes[place]).expect("codes are made of these");
        bytes[place] = LETTERS[(was + by) % 32];
        let bent = String::from_utf8(bytes).expect("letters");
        prop_assert_eq!(Scenario::from_share_code(&bent).expect_err("a letter is wrong"), ShareError::Damaged);
    }
}

/// Holds that `bent` is refused, or means what `scenario` is.
fn harmless(bent: &str, scenario: &Scenario) {
    if let Ok(back) = Scenario::from_share_code(bent) {
        assert!(same(&back, scenario), "{bent} reads as another scenario");
    }
}

#[test]
fn every_slip_in_some_codes_is_seen() {
    for scenario in [opened("pneumonia"), typical(), full()] {
        let code = code(&scenario);
        let letters: Vec<char> = code.chars().collect();
        let text = |letters: &[char]| letters.iter().collect::<String>();
        let mut refused = 0;
        for place in 0..letters.len() {
            for wrong in (' '..='~').chain(['é', '–']) {
                let mut bent = letters.clone();
                bent[place] = wrong;
                harmless(&text(&bent), &scenario);
                bent.insert(place, letters[place]);
                harmless(&text(&bent), &scenario);
                refused += usize::from(Scenario::from_share_code(&text(&bent)).is_err());
            }
            let mut bent = letters.clone();
            bent.remove(place);
            harmless(&text(&bent), &scenario);
            if place > 4 {
                assert!(Scenario::from_share_code(&text(&bent)).is_err(), "the loss of {place} in {code} is not seen");
            }
            if place + 1 < letters.len() {
                bent = letters.clone();
                bent.swap(place, place + 1);
                harmless(&text(&bent), &scenario);
            }
            harmless(&text(&letters[..place]), &scenario);
            harmless(&text(&letters[place..]), &scenario);
        }
        assert!(refused > 80 * letters.len(), "only {refused} slips were refused in {} letters", letters.len());
    }
}

#[test]
fn codes_are_short() {
    for shipped in catalogue::shipped() {
        let length = code(&opened(shipped.id)).len();
        println!("{}: {length} characters as it opens", shipped.id);
        assert!(length <= 32, "{}: {length} characters", shipped.id);
        let mut moved = opened(shipped.id);
        moved.threshold = Threshold::clamped(0.15);
        moved.classifier = ClassifierSpec::of(ClassifierKind::Forest);
        println!("{}: {} characters with another line and a forest", shipped.id, code(&moved).len());
    }
    let [usual, most] = [typical(), full()].map(|scenario| code(&scenario));
    println!("a quarter of an hour: {} characters: {usual}\neverything set: {} characters", usual.len(), most.len());
    assert!(usual.len() < 160, "{} characters: {usual}", usual.len());
    assert!(most.len() < 900, "{} characters: {most}", most.len());
    let qr = qr(&usual).expect("it fits");
    assert!(qr.width <= 45, "{} modules", qr.width);
}

/// Codes that people have already sent round. When one reads as another scenario, a `Default` or the shared words have changed:
/// raise `SHARE_VERSION`, keep reading version 1 as it was, and add codes of the new version below; never correct one of these.
/// Only where a dataset was meant to open with other settings is its code refused from then on, and may be made anew here.
#[test]
fn codes_made_once_read_the_same_for_ever() {
    for (code, scenario) in [
        ("CUT1-AZPW77PE00YDHG9S", opened("pneumonia")),
        (
            "CUT1-DT1C65ANT3G075G7D1GP4VMA2AHD1WGR31VAGG85EESGK6MVA5YRKS1E5J2V5499TS9DT15Q8W6RS4EBF7A1435NZ305Y9705F7B15JDN2JH207RF8XZY",
            typical(),
        ),
        (
            "CUT1-G90AB5TDAB1K0345YWYMB9NB6B1K1DKCAZMGBP3H0A307C70CW3BGFWJVCW94B571KTT4JBAQQBB393W5YNEWW4RCTKSXTSEQYZ7ZZPMASWDWTVBR1XJNQ01BWV86M7QQDX08FGK6TGPDH9R0QZ4X6052N97Z21C0CFNPACWSZWJ1JY6SYVYGSCCJ2Y5C3KTWKQAK40K8H9JEJRHJ3E0RQA248PGQAE20F20RWY1YT4KQ2AD8A1SWKSPMDGNDWNSF2Y37ZT184BKWYJK2VHNXK2TFDDQEWKNN4VTZRG2S46SDWGEXBGJ4F0PGT6EBY4HBEYZ61P4G5NDMEP65XZ0276W5W704XWTPG577W2ZESMYN6PYFKMGK2W81AMYJKX0QV1DTZCW1TT91BZFQFXYK4AYM045BSR4835EB27K952KRYFK61AC4G4HGT538M74M4H0Y5357AY7TV6XTRDE1TAQHWJNR6A1MBCV193CRRMG8RF5ATWVB07NPAWVZFHVFR0M5AY32G",
            full(),
        ),
    ] {
        let back = Scenario::from_share_code(code)
            .unwrap_or_else(|error| panic!("{error}; today it would be {}", self::code(&scenario)));
        assert!(same(&back, &scenario), "{code} reads as {back:?}");
    }
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let good = code(&typical());
    let told = |text: &str| Scenario::from_share_code(text).expect_err("it is wrong").to_string();
    let long = "1".repeat(LONGEST_SHARE_CODE + 1);
    for (text, fragments) in [
        (long.clone(), &["8001", "8000"][..]),
        (format!("CUT1-{long}"), &["at most 8000"]),
        (String::new(), &["no share code"]),
        ("format = 1".to_owned(), &["no share code", "CUT1"]),
        (good.replacen("CUT1", "CUTE", 1), &["no share code"]),
        (good[..good.len() - 1].to_owned(), &["damaged", "lost", "copy it again"]),
        (good.replacen("CUT1", "CUT2", 1), &["damaged"]),
        ("CUT1-".to_owned(), &["damaged"]),
        (format!("{}U{}", &good[..8], &good[9..]), &["damaged"]),
    ] {
        let message = told(&text);
        for fragment in fragments {
            assert!(message.contains(fragment), "\"{fragment}\" is not in: {message}");
        }
    }
}

/// A code as a program other than this one might make it: whole, and with what this one does not know.
fn foreign(version: u8, defaults: u16, toml: &str) -> String {
    let mut bytes = defaults.to_be_bytes().to_vec();
    // One stored block of deflate.
    let length = u16::try_from(toml.len()).expect("short");
    bytes.extend([1].into_iter().chain(length.to_le_bytes()).chain((!length).to_le_bytes()).chain(toml.bytes()));
    let sum = crc32fast::hash(&[&[version][..], &bytes].concat());
    bytes.extend(sum.to_be_bytes());
    let mut alphabet = data_encoding::Specification::new();
    alphabet.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    format!("CUT{version}-{}", alphabet.encoding().expect("an alphabet").encode(&bytes))
}

#[test]
fn codes_of_other_programs_are_told_from_damaged_ones() {
    let whole = typical().to_toml().expect("TOML");
    let read = |version, defaults, toml: &str| Scenario::from_share_code(&foreign(version, defaults, toml));
    assert!(
        same(&read(1, 0, &whole).expect("a whole scenario"), &typical()),
        "the helper makes codes that can be read"
    );
    let newer = read(4, 0, &whole).expect_err("newer").to_string();
    assert!(newer.contains("version 4") && newer.contains("open it with that one"), "{newer}");
    let format = whole.replacen("format = 1", "format = 7", 1);
    assert_eq!(read(1, 0, &format), Err(ShareError::Newer { found: 7, reads: 1 }));
    let field = read(1, 0, &whole.replacen("seed", "sead", 1)).expect_err("unknown field");
    assert!(matches!(&field, ShareError::Unreadable(why) if why.contains("sead")), "{field}");
    let gone = read(1, 77, "dataset = \"my-own-ward\"").expect_err("there is no such dataset");
    assert!(gone.to_string().contains("my-own-ward") && gone.to_string().contains("does not have"), "{gone}");
    let moved = read(1, 77, "dataset = \"ward-sepsis\"").expect_err("it opens otherwise now");
    assert!(matches!(moved, ShareError::OtherDefaults { .. }), "{moved}");
}

#[test]
fn a_dataset_that_is_not_shipped_can_be_shared_and_is_named_when_it_is_missing() {
    let own = Scenario { dataset: "falls on my ward".to_owned(), seed: u64::MAX, ..typical() };
    let code = code(&own);
    assert!(same(&Scenario::from_share_code(&code).expect("a code"), &own));
    assert!(code.len() < 700, "{} characters", code.len());
    let ran = cutpoint(&["run", &code, "--json"], b"");
    ran.refuses(3, &["the share code", "falls on my ward"]);
}

#[test]
fn run_takes_a_code_a_link_or_a_pipe_and_gives_the_same_figures() {
    let scenario = Scenario { patients: 600, ward_patients: 500, ..typical() };
    let (code, toml) = (code(&scenario), scenario.to_toml().expect("TOML"));
    let expected = cutpoint(&["run", "-", "--json"], toml.as_bytes());
    assert_eq!(expected.status, 0, "{}", expected.err);
    let link = format!("https://example.org/cutpoint/#{}", code.to_lowercase());
    for argument in [&code, &link, &format!("(see {link})."), &format!("\u{201c}{code}\u{201d},")] {
        assert_eq!(cutpoint(&["run", argument, "--json"], b"").out, expected.out, "{argument}");
        assert_eq!(cutpoint(&["run", "-", "--json"], argument.as_bytes()).out, expected.out, "{argument}");
    }
    cutpoint(&["run", &code[..code.len() - 2], "--json"], b"").refuses(3, &["the share code", "damaged"]);
    cutpoint(&["run", &code.replace('G', "?"), "--json"], b"").refuses(3, &["the share code", "damaged"]);
    cutpoint(&["run", "cut1-of-many-attempts.toml"], b"").refuses(3, &["attempts.toml", "no such file"]);
    cutpoint(&["run", "cutlery.toml"], b"").refuses(3, &["cutlery.toml", "no such file"]);
    cutpoint(&["run", "cut1"], b"").refuses(3, &["cut1 could not be read"]);
}

#[test]
fn a_file_that_is_called_like_a_code_goes_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [named, meant] =
        [2, 3].map(|seed| Scenario { seed, patients: 400, ward_patients: 400, ..opened("chest-pain") });
    let file = folder.path().join(format!("#{}", code(&named)));
    std::fs::write(&file, meant.to_toml().expect("TOML")).expect("a temporary file");
    let path = file.to_str().expect("a plain name");
    assert_eq!(cutpoint(&["run", path, "--json"], b"").json()["scenario"]["seed"], 3);
    std::fs::remove_file(&file).expect("it is there");
    assert_eq!(cutpoint(&["run", path, "--json"], b"").json()["scenario"]["seed"], 2);
}

fn read_back(grid: &QrGrid) -> String {
    const PIXELS: usize = 4;
    let side = (grid.width + 2 * QUIET_ZONE) * PIXELS;
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let [column, row] = [x, y].map(|pixel| (pixel / PIXELS).wrapping_sub(QUIET_ZONE));
        if grid.is_dark(row, column) { 0 } else { 255 }
    });
    let found = picture.detect_grids();
    assert_eq!(found.len(), 1, "one QR code is in the picture");
    found[0].decode().expect("it can be read").1
}

#[test]
fn a_qr_code_reads_back() {
    for scenario in [opened("diabetes"), typical(), full()] {
        let code = code(&scenario);
        for text in [code.clone(), format!("https://example.org/cutpoint/#{code}")] {
            let grid = qr(&text).expect("it fits");
            assert_eq!(grid.dark.len(), grid.width * grid.width);
            assert!(grid.width >= 21 && (grid.width - 17).is_multiple_of(4), "{} modules", grid.width);
            assert_eq!(read_back(&grid), text);
        }
    }
    let long = "x".repeat(5_000);
    assert_eq!(qr(&long), Err(QrError::TooLong { found: 5_000 }));
}
