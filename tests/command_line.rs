//! The command line as CONTRACT promises it: exit statuses, messages that say where, what and what to do, exact JSON.

mod common;

use std::io::Write as _;
use std::process::{Command, Stdio};

use common::{Ran, cutpoint};
use serde_json::Value;

fn evaluate(bytes: &[u8]) -> Ran {
    cutpoint(&["evaluate", "-", "--json"], bytes)
}

const PLAIN: &str = "label,score\n1,0.9\n0,0.2\n1,0.4\n0,0.4\n";

#[test]
fn predictions_are_read_however_they_come() {
    let plain = evaluate(PLAIN.as_bytes()).json();
    let utf16 = |le: bool| -> Vec<u8> {
        let text = format!("\u{feff}{PLAIN}");
        text.encode_utf16().flat_map(|unit| if le { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("byte order mark", format!("\u{feff}{PLAIN}").into_bytes()),
        ("UTF-16, little end first", utf16(true)),
        ("UTF-16, big end first", utf16(false)),
        ("UTF-16 without a mark", utf16(true)[2..].to_vec()),
        ("Windows line ends", PLAIN.replace('\n', "\r\n").into_bytes()),
        ("carriage returns only", PLAIN.replace('\n', "\r").into_bytes()),
        ("mixed line ends", PLAIN.replacen('\n', "\r\n", 2).replacen(".2\n", ".2\r", 1).into_bytes()),
        ("no line end at the end", PLAIN.trim_end().into()),
        ("blank lines", PLAIN.replace('\n', "\n\n").into_bytes()),
        ("trailing blank lines", format!("{PLAIN}\n  \n\r\n\n").into_bytes()),
        ("tabs", PLAIN.replace(',', "\t").into_bytes()),
        ("bars", PLAIN.replace(',', "|").into_bytes()),
        ("semicolons and decimal commas", PLAIN.replace(',', ";").replace('.', ",").into_bytes()),
        ("declared separator", format!("sep=;\n{}", PLAIN.replace(',', ";")).into_bytes()),
        ("quotation marks", "\"label\",\"score\"\n\"1\",\"0.9\"\n\"0\",\"0.2\"\n\"1\",\"0.4\"\n\"0\",\"0.4\"\n".into()),
        ("words for labels", "label,score\nYes,0.9\nfalse,0.2\nTRUE,.4\nno,4e-1\n".into()),
        ("capitals and blanks", " Label , SCORE\n 1 , 0.9\n0,\t0.2\n1,+0.4\n0.0,0.40\n".into()),
        ("other columns", "id,score,note,label\n1,0.9,\"a,\"\"b\"\"\nc\",1\n2,0.2,,0\n3,0.4,NA,1\n4,0.4,é,0\n".into()),
        ("Latin-1", b"patient;label;score\nJos\xe9;1;0.9\nZo\xeb;0;0.2\nRen\xe9e;1;0.4\nM\xfcller;0;0.4\n".to_vec()),
    ];
    for (form, bytes) in forms {
        assert_eq!(evaluate(&bytes).json(), plain, "{form}");
    }
}

#[test]
fn a_guessed_encoding_is_said() {
    let ran = evaluate(b"label,score,group\n1,0.9,Caf\xe9\n0,0.2,Caf\xe9\n");
    assert!(ran.json()["groups"].get("Café").is_some());
    assert!(ran.err.contains("not UTF-8") && ran.err.contains("Latin-1"), "{}", ran.err);
    assert_eq!(evaluate("label,score,group\n1,0.9,Café\n".as_bytes()).json()["groups"]["Café"]["n"], 1);
}

#[test]
fn bad_predictions_are_refused_with_place_finding_and_remedy() {
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("empty", b"", &["no data", "expected a header"]),
        ("blank", b"\xef\xbb\xbf \n\n", &["no data"]),
        ("header only", b"label,score\n", &["no data rows", "label"]),
        ("header only, no line end", b"label,score", &["no data rows"]),
        ("ragged, too few", b"label,score\n1,0.5\n0\n", &["line 3", "has 1 field,", "expected 2"]),
        ("ragged, too many", b"label,score\r\n1,0.5\r\n\r\n0,0,5\r\n", &["line 4", "3 fields", "expected 2"]),
        ("score NaN", b"label,score\n1,0.5\n1,NaN\n", &["line 3", "\"score\"", "\"NaN\"", "from 0 to 1"]),
        ("score inf", b"label,score\n1,inf\n", &["line 2", "\"inf\""]),
        ("score -inf", b"label,score\n1,-Infinity\n", &["line 2", "-Infinity"]),
        ("score 1e999", b"label,score\n1,1e999\n", &["line 2", "1e999"]),
        ("score 1.2", b"label,score\n1,0.5\n0,0.5\n1,1.2\n", &["line 4", "\"1.2\"", "correct it or remove the row"]),
        ("score -0.1", b"label,score\n1,-0.1\n", &["line 2", "-0.1"]),
        ("score missing", b"label,score\n1,\n", &["line 2", "found nothing"]),
        ("score NA", b"label,score\n1,NA\n", &["line 2", "\"NA\""]),
        ("score text", b"label,score\n1,high\n", &["line 2", "\"high\""]),
        ("label 2", b"label,score\n1,0.5\n2,0.5\n", &["line 3", "\"label\"", "\"2\"", "0 or 1"]),
        ("label missing", b"label,score\n,0.5\n", &["line 2", "\"label\"", "found nothing"]),
        ("group missing", b"label,score,group\n1,0.5,F\n1,0.5,\n", &["line 3", "\"group\"", "found nothing"]),
        ("no label", b"outcome,score\n1,0.5\n", &["no column \"label\"", "\"outcome\", \"score\"", "Rename or add"]),
        ("no score", b"label,risk\n1,0.5\n", &["no column \"score\""]),
        ("no header", b"1,0.5\n0,0.2\n", &["no column \"label\"", "\"1\"", "without a row of column names"]),
        ("one column", b"label score\n1 0.5\n", &["no column \"label\"", "separated by commas"]),
        ("two scores", b"label,score,score\n1,0.5,0.6\n", &["more than one column \"score\""]),
        ("two labels", b"label,Label,label,score\n1,1,1,0.5\n", &["more than one column \"label\""]),
        ("open quotation mark", b"label,score\n1,0.5\n0,\"0.5\n1,0.5\n1,0.6\n", &["opens on line 3", "close it"]),
        ("open in the header", b"label,\"score\n1,0.5\n", &["opens on line 1"]),
        ("workbook", b"PK\x03\x04rest", &["Excel", "CSV"]),
        ("old workbook", b"\xd0\xcf\x11\xe0rest", &["Excel"]),
        ("document", b"%PDF-1.7\n", &["PDF", "export"]),
        ("compressed", b"\x1f\x8b\x08rest", &["compressed"]),
        ("zero bytes", b"label,score\n1,0.5\n0,\x000.5\n", &["zero bytes"]),
        ("later line after Windows line ends", b"label,score\r\n1,0.5\r\n1,0.5\r\n1,x\r\n", &["line 4"]),
        ("later line after carriage returns", b"label,score\r1,0.5\r1,0.5\r1,x\r", &["line 4"]),
        ("line after a text of two lines", b"note,label,score\n\"a\nb\",1,0.5\nc,1,x\n", &["line 4"]),
    ];
    for (case, bytes, fragments) in cases {
        let ran = evaluate(bytes);
        assert_eq!(ran.status, 3, "{case}: {}{}", ran.err, ran.out);
        ran.refuses(3, fragments);
        ran.refuses(3, &["standard input"]);
    }
}

#[test]
fn one_class_is_no_error_and_its_figures_are_null() {
    let ran = evaluate(b"label,score\n0,0.5\n0,0.7\n");
    let figures = ran.json();
    assert_eq!(figures["positives"], 0);
    assert!(figures["auc"].is_null() && figures["auc_ci"].is_null());
    assert!(figures["at"][0]["sensitivity"].is_null());
    assert!(ran.err.contains("No patient has the condition"), "{}", ran.err);
    assert_eq!(evaluate(b"label,score\n1,0.5\n").json()["positives"], 1);
}

#[test]
fn evaluate_prints_exactly_the_keys_of_the_contract_and_the_curves() {
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        keys.sort();
        keys.join(" ")
    };
    let plain = evaluate(PLAIN.as_bytes()).json();
    let top = "at auc auc_ci average_precision brier calibration calibration_bins decision_curve log_loss n positives pr \
               prevalence roc";
    assert_eq!(keys(&plain), top);
    assert_eq!(keys(&plain["calibration"]), "intercept observed_expected_ratio slope");
    assert_eq!(keys(&plain["roc"][0]), "fpr threshold tpr");
    assert!(plain["roc"][0]["threshold"].is_null());
    let at = "accuracy f1 fn fp mcc net_benefit npv npv_ci ppv ppv_ci sensitivity sensitivity_ci specificity \
              specificity_ci threshold tn tp";
    assert_eq!(keys(&plain["at"][0]), at);
    assert_eq!(plain["at"][0]["threshold"], 0.5);

    let grouped = evaluate(b"label,score,group\n1,0.9,F\n0,0.2,M\n1,0.4,M\n").json();
    assert_eq!(
        keys(&grouped),
        "at auc auc_ci average_precision brier calibration calibration_bins decision_curve fairness groups log_loss n \
         positives pr prevalence roc"
    );
    assert_eq!(keys(&grouped["groups"]), "F M");
    assert_eq!(keys(&grouped["groups"]["M"]), "at auc n positives");
    assert_eq!(keys(&grouped["groups"]["M"]["at"][0]), at);
    let fairness = "demographic_parity_difference equal_opportunity_difference equalized_odds_difference threshold";
    assert_eq!(keys(&grouped["fairness"][0]), fairness);
}

#[test]
fn thresholds_keep_their_order_and_must_lie_between_0_and_1() {
    let ran = cutpoint(
        &["evaluate", "-", "--json", "--threshold", "0.9", "--threshold", "0", "--threshold=1", "--threshold", "0.9"],
        PLAIN.as_bytes(),
    );
    let at = ran.json()["at"].as_array().expect("an array").clone();
    let thresholds: Vec<f64> = at.iter().filter_map(|entry| entry["threshold"].as_f64()).collect();
    assert_eq!(thresholds, [0.9, 0.0, 1.0, 0.9]);
    for bad in ["1.5", "-0.1", "NaN", "inf", "half", "0,5", ""] {
        cutpoint(&["evaluate", "-", "--threshold", bad], PLAIN.as_bytes()).refuses(2, &["--threshold", "from 0 to 1"]);
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    for line in
        [&["evalute", "x.csv"][..], &["evaluate"], &["evaluate", "a", "b"], &["evaluate", "a", "--jsn"], &["open"]]
    {
        cutpoint(line, b"").refuses(2, &["error"]);
    }
    cutpoint(&["evalute"], b"").refuses(2, &["evaluate"]);
    cutpoint(&["classes"], b"").refuses(2, &["unrecognized subcommand"]);
}

#[test]
fn help_and_version_are_results() {
    let help = cutpoint(&["--help"], b"");
    assert!(help.status == 0 && help.err.is_empty() && help.out.contains("evaluate"), "{}", help.err);
    assert!(cutpoint(&["help", "evaluate"], b"").out.contains("--threshold"));
    assert!(cutpoint(&["--version"], b"").out.starts_with("cutpoint "));
}

#[test]
fn files_that_cannot_be_read_end_with_3() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gone.csv");
    cutpoint(&["evaluate", &path.display().to_string()], b"").refuses(3, &["gone.csv", "no such file"]);
    cutpoint(&["evaluate", &folder.path().display().to_string()], b"").refuses(3, &["folder"]);
}

#[test]
fn a_200_mb_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("huge.csv");
    let file = std::fs::File::create(&path).expect("a file");
    file.set_len(200_000_000).expect("a sparse file");
    let ran = cutpoint(&["evaluate", &path.display().to_string()], b"");
    ran.refuses(3, &["huge.csv", "200 MB", "at most 100 MB", "Keep only the columns"]);
}

#[test]
fn a_table_for_people_says_the_figures_in_words() {
    let ran = cutpoint(&["evaluate", "-"], b"label,score,group\n1,0.9,F\n0,0.2,M\n1,0.4,M\n0,0.7,F\n");
    assert_eq!(ran.status, 0);
    for words in ["4 patients, 2 with the condition (50.0 %)", "Sensitivity", "Groups at threshold 0.5", "undefined"] {
        assert!(ran.out.contains(words), "\"{words}\" is not in:\n{}", ran.out);
    }
    assert!(!ran.out.contains("NaN"));
}

#[test]
fn scores_that_separate_perfectly_are_flagged() {
    let ran = evaluate(b"label,score\n1,0.9\n0,0.2\n1,0.8\n0,0.1\n");
    assert_eq!(ran.json()["auc"], 1.0);
    assert!(ran.err.contains("separate the two kinds of patient perfectly"), "{}", ran.err);
}

/// A reader who goes away (`cutpoint … | head`) ends the command quietly.
#[test]
fn a_closed_pipe_ends_quietly() {
    let mut rows = String::from("label,score\n");
    for row in 0..50_000 {
        rows.push_str(&format!("{},0.{row:05}\n", row % 2));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_cutpoint"))
        .args(["evaluate", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    child.stdin.take().expect("a pipe").write_all(rows.as_bytes()).expect("all of it is read");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert_eq!(ended.status.code(), Some(0));
}

/// Nothing can be written to a full device; the message says so and the status is 1.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has /dev/full");
    let ended = Command::new(env!("CARGO_BIN_EXE_cutpoint"))
        .args(["evaluate", "tests/fixtures/oracle/case03_tiny/predictions.csv"])
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(ended.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("the disk is full"));
}
