//! `cutpoint run` and `cutpoint open`: a saved scenario, from patients to figures, without a window.

mod common;

use std::ffi::OsString;
use std::path::PathBuf;

use common::{Ran, cutpoint};
use cutpoint::cli::{self, Io, Outcome};
use cutpoint::data::catalogue;
use cutpoint::metrics::Evaluation;
use cutpoint::num::Threshold;
use cutpoint::pipeline;
use cutpoint::scenario::{Mitigation, Recalibrate, Scenario};

fn scenario(dataset: &str) -> Scenario {
    let recipe = catalogue::shipped_recipe(dataset).expect("it is shipped");
    Scenario { patients: 1000, ward_patients: 800, ..Scenario::of(&recipe) }
}

fn text(scenario: &Scenario) -> String {
    scenario.to_toml().expect("a checked scenario can be written")
}

fn run(text: &str) -> Ran {
    cutpoint(&["run", "-", "--json"], text.as_bytes())
}

#[test]
fn a_scenario_gives_the_figures_of_the_pipeline() {
    for recipe in catalogue::recipes() {
        let scenario = scenario(&recipe.id);
        let report = run(&text(&scenario)).json();
        let derived = pipeline::evaluate(recipe, &scenario).expect("a default scenario runs");
        // Numbers go through text, as those of the report have.
        let expected = |set| -> serde_json::Value {
            let text = serde_json::to_string(&Evaluation::of(set, &[scenario.threshold])).expect("figures are JSON");
            serde_json::from_str(&text).expect("it was just written")
        };
        assert!(report["paper"] == expected(&derived.paper.set), "{}: other figures on paper", recipe.id);
        assert!(report["ward"] == expected(&derived.ward.set), "{}: other figures on the ward", recipe.id);
        assert_eq!(report["ward"]["n"], 800);
        assert!(run(&text(&scenario)).json() == report, "{}: the same scenario gives the same figures", recipe.id);
    }
    let table = cutpoint(&["run", "-"], text(&scenario("D1")).as_bytes());
    assert!(table.status == 0 && table.out.contains("On the ward"), "{}", table.err);
}

#[test]
fn coin_flips_among_the_inputs_run_as_in_the_window() {
    let plain = scenario("ward-sepsis");
    let with = Scenario { coin_flips: 12, ..plain.clone() };
    let report = run(&text(&with)).json();
    assert_eq!(report["scenario"]["coin_flips"], 12);
    let auc = pipeline::evaluate(&catalogue::shipped_recipe("ward-sepsis").expect("shipped"), &with);
    let expected = auc.expect("it runs").paper.set.auc().expect("both outcomes");
    assert!((report["paper"]["auc"].as_f64().expect("a number") - expected).abs() < 1e-12);
    assert!(run(&text(&plain)).json()["scenario"].get("coin_flips").is_none(), "none are not told");
    run(&text(&Scenario { coin_flips: 21, ..plain })).refuses(3, &["coin_flips is 21", "from 0 to 20"]);
}

#[test]
fn measures_against_bias_are_reported_beside_the_figures() {
    let mut scenario = scenario("hypoxaemia");
    (scenario.group_by, scenario.ward_patients) = (Some("skin_tone".to_owned()), 4_000);
    scenario.collect.insert("device_bias".to_owned(), 1.0);
    scenario.deploy.insert("device_bias".to_owned(), 1.0);
    let plain = run(&text(&scenario)).json();
    assert!(plain.get("measures").is_none(), "without measures the report is what it was");
    scenario.mitigation = Mitigation {
        recalibrate: Some(Recalibrate::Intercept),
        local_patients: 60,
        abstain: 0.05,
        group_thresholds: [("Dark skin".to_owned(), Threshold::clamped(0.12))].into(),
        ..Mitigation::default()
    };
    let ran = run(&text(&scenario));
    let report = ran.json();
    for key in ["auc", "auc_ci", "calibration", "roc", "at", "groups", "fairness", "n", "positives", "prevalence"] {
        assert!(report["paper"].get(key).is_some() && report["ward"].get(key).is_some(), "{key} is gone");
    }
    assert!(report["paper"] == plain["paper"], "the report on paper judges everybody at the one threshold");
    let recipe = catalogue::shipped_recipe("hypoxaemia").expect("it is shipped");
    let derived = pipeline::evaluate(&recipe, &scenario).expect("results");
    let decided = pipeline::decide(&derived.ward.set, scenario.threshold, &scenario.mitigation);
    let everyone = &report["measures"]["ward"]["everyone"];
    assert_eq!(everyone["matrix"]["tp"], decided.everyone.matrix.tp);
    assert_eq!(everyone["referred_with"], decided.everyone.referred_with);
    assert_eq!(report["measures"]["ward"]["groups"]["Dark skin"]["matrix"]["fn"], decided.groups[1].matrix.fn_);
    assert!(report["measures"]["notes"][0].as_str().is_some_and(|note| note.contains("of 60 local patients")));
    assert_eq!(report["measures"]["effects"]["price"]["local_outcomes"], 60);
    assert!(ran.err.contains("of 60 local patients"), "{}", ran.err);
    let table = cutpoint(&["run", "-"], text(&scenario).as_bytes());
    assert!(table.status == 0 && table.out.contains("Measures against bias"), "{}{}", table.out, table.err);
    assert!(table.out.contains("left to a person"), "{}", table.out);
}

#[test]
fn bad_scenarios_are_refused_with_place_finding_and_remedy() {
    let good = text(&scenario("ward-sepsis"));
    let cases: &[(&str, String, &[&str])] = &[
        ("empty", String::new(), &["not a Cutpoint scenario"]),
        ("not TOML", "format = 1\ndataset = ".to_owned(), &["line 2"]),
        ("newer", good.replacen("format = 1", "format = 99", 1), &["99", "newer Cutpoint"]),
        ("unknown dataset", good.replacen("ward-sepsis", "ward-sepis", 1), &["ward-sepis", "did you mean ward-sepsis"]),
        (
            "unknown key",
            good.replacen("seed = ", "sead = ", 1),
            &["line 3: \"sead\" is no key of this file (did you mean \"seed\"?)"],
        ),
        (
            "unknown keys, all of them",
            format!("colour = 1\n{}\n[goals]\nflaged = 0.2\nmitigation = 1\n", good.trim_end()),
            &[
                "line 1: \"colour\" is no key of this file; the keys there are: ",
                "\"flaged\" is no key of [goals] (did you mean \"flagged\"?)",
                "\"mitigation\" is no key of [goals]",
            ],
        ),
        (
            "unknown input",
            good.replacen("\"lactate\"", "\"lactatte\"", 1),
            &["line 9: inputs names \"lactatte\"", "did you mean \"lactate\"?"],
        ),
        (
            "unknown knob",
            format!("{good}\n[collect]\nprevalense = 0.1\n").replace("\n[collect]\n\n", "\n"),
            &["line", "collect names \"prevalense\"", "did you mean \"prevalence\"?"],
        ),
        ("nobody", good.replacen("patients = 1000", "patients = 0", 1), &["patients is 0", "20 to"]),
        ("threshold out of range", good.replacen("threshold = ", "threshold = 7", 1), &["0 to 1"]),
        ("a table", "label,score\n1,0.5\n".to_owned(), &["line 1"]),
    ];
    for (case, text, fragments) in cases {
        let ran = run(text);
        assert_eq!(ran.status, 3, "{case}: {}{}", ran.out, ran.err);
        ran.refuses(3, &[fragments, &["standard input"][..]].concat());
    }
    cutpoint(&["run", "-"], b"\xff\xfe\x00").refuses(3, &["not text"]);
    cutpoint(&["run"], b"").refuses(2, &["<SCENARIO>"]);
}

#[test]
fn open_looks_at_the_file_before_there_is_a_window() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let good = folder.path().join("good.toml");
    std::fs::write(&good, text(&scenario("D4"))).expect("a temporary file");
    let open = |file: PathBuf| {
        let (mut input, mut out, mut err) = (&b""[..], Vec::new(), Vec::new());
        let mut io = Io { stdin: &mut input, stdout: &mut out, stderr: &mut err };
        cli::run(["cutpoint".into(), "open".into(), OsString::from(file)], &mut io)
    };
    assert_eq!(open(good.clone()), Outcome::OpenWindow(Some(good), Default::default()));
    assert_eq!(open(folder.path().join("gone.toml")), Outcome::Done(3));
    let bad = folder.path().join("bad.toml");
    std::fs::write(&bad, "label,score\n").expect("a temporary file");
    assert_eq!(open(bad), Outcome::Done(3));
    assert_eq!(open("-".into()), Outcome::Done(2));
    let (mut input, mut out, mut err) = (&b""[..], Vec::new(), Vec::new());
    let mut io = Io { stdin: &mut input, stdout: &mut out, stderr: &mut err };
    assert_eq!(cli::run(["cutpoint".into()], &mut io), Outcome::OpenWindow(None, Default::default()));
}

#[test]
fn the_window_opens_on_exercises_classes_and_codes_and_as_it_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = |arguments: &[&str]| -> (Outcome, String) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut io = Io { stdin: &mut &b""[..], stdout: &mut stdout, stderr: &mut stderr };
        let line = std::iter::once("cutpoint").chain(arguments.iter().copied()).map(OsString::from);
        (cli::run(line, &mut io), String::from_utf8(stderr).expect("text"))
    };
    let opens = |what: &str| assert!(matches!(run(&["open", what]).0, Outcome::OpenWindow(Some(_), _)), "{what}");
    opens(concat!(env!("CARGO_MANIFEST_DIR"), "/exercises/02-set-the-alarm.md"));
    opens(&scenario("D4").to_share_code().expect("a code"));
    let broken = folder.path().join("broken.md");
    std::fs::write(&broken, "+++\ntitle = 3\n+++\n").expect("written");
    let (outcome, message) = run(&["open", &broken.to_string_lossy()]);
    assert!(outcome == Outcome::Done(3) && message.contains("broken.md, line 2"), "{message}");
    let (outcome, message) = run(&["open", &folder.path().to_string_lossy()]);
    assert!(outcome == Outcome::Done(3) && message.contains("holds no record"), "{message}");
    let window = cli::WindowArgs {
        data_dir: Some("there".into()),
        no_persist: true,
        present: true,
        renderer: Some(cli::RendererName::OpenGl),
        language: None,
    };
    let line = ["--data-dir", "there", "--no-persist", "--present", "--renderer", "opengl"];
    assert_eq!(run(&line).0, Outcome::OpenWindow(None, window));
}

#[test]
fn a_language_that_cannot_be_shown_is_refused_before_the_window_opens() {
    cutpoint(&["--language", "de"], b"").refuses(2, &["\"de\"", "en-GB", "en-XA", ".po"]);
    cutpoint(&["--language", "missing.po"], b"").refuses(3, &["missing.po could not be read"]);
    let folder = tempfile::tempdir().expect("a folder");
    let refuses = |text: &[u8], told: &str| {
        let path = folder.path().join("de.po");
        std::fs::write(&path, text).expect("written");
        cutpoint(&["--language", &path.to_string_lossy()], b"").refuses(3, &["de.po", told]);
    };
    refuses(b"PK\x03\x04 a workbook", "line 1");
    refuses(b"msgid \"\"\nmsgstr \"caf\xe9\"\n", "not UTF-8");
    refuses(b"", "no sentence in it is translated");
}

#[test]
fn a_recipe_opens_and_a_broken_one_is_refused_with_its_line() {
    let folder = std::env::temp_dir().join(format!("cutpoint-open-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let text = catalogue::shipped()[0].text;
    let (good, bad) = (folder.join("mine.toml"), folder.join("broken.toml"));
    std::fs::write(&good, text).expect("written");
    std::fs::write(&bad, text.replace("normal(66, 18)", "normall(66, 18)")).expect("written");
    let open = |path: &PathBuf| -> (Outcome, String) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut io = Io { stdin: &mut &b""[..], stdout: &mut stdout, stderr: &mut stderr };
        let arguments = [OsString::from("cutpoint"), "open".into(), path.clone().into()];
        let outcome = cli::run(arguments, &mut io);
        (outcome, String::from_utf8(stderr).expect("text"))
    };
    assert!(matches!(open(&good).0, Outcome::OpenWindow(Some(_), _)));
    let (outcome, message) = open(&bad);
    assert!(matches!(outcome, Outcome::Done(3)), "{message}");
    assert!(message.contains("broken.toml, line 51") && message.contains("did you mean normal"), "{message}");
    std::fs::remove_dir_all(&folder).ok();
}
