//! `cutpoint report`: one page that says what `cutpoint run` says, stands alone and is sound.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{Ran, cutpoint};
use cutpoint::data::catalogue;
use cutpoint::num::Threshold;
use cutpoint::pipeline::{self, Population};
use cutpoint::report::{TableCell, figures_cells, figures_table, groups_cells, groups_table, table_csv};
use cutpoint::scenario::{Mitigation, Recalibrate, Scenario};
use serde_json::Value;

fn scenario(dataset: &str) -> Scenario {
    let recipe = catalogue::shipped_recipe(dataset).expect("it is shipped");
    Scenario { patients: 1000, ward_patients: 800, ..Scenario::of(&recipe) }
}

fn toml(scenario: &Scenario) -> String {
    scenario.to_toml().expect("a checked scenario can be written")
}

fn report(scenario: &Scenario, more: &[&str]) -> Ran {
    cutpoint(&[&["report", "-", "-o", "-"], more].concat(), toml(scenario).as_bytes())
}

fn page(scenario: &Scenario) -> String {
    let ran = report(scenario, &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

/// Holds that every tag that is opened is closed, in order, and that no identifier stands twice; returns how many tags there were.
fn well_formed(page: &str) -> usize {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("it begins as HTML does");
    let (mut open, mut ids, mut tags) = (Vec::new(), BTreeSet::new(), 0);
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>'), "a stray > in {:?}", &rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        assert!(!tag.contains('<'), "a < in the tag {tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "an open quotation mark in {tag}");
        rest = &rest[end + 1..];
        tags += 1;
        if let Some(id) = tag.split(" id=\"").nth(1).and_then(|id| id.split('"').next()) {
            assert!(ids.insert(id.to_owned()), "the identifier {id} stands twice");
        }
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "closed out of turn after {tags} tags");
        } else if !tag.ends_with('/') && !["meta", "br"].contains(&name) {
            open.push(name);
        }
        if name == "style" && !tag.starts_with('/') {
            rest = &rest[rest.find("</style>").expect("the style ends")..];
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    tags
}

/// Holds that nothing on the page is fetched or run.
fn stands_alone(page: &str) {
    let lower = page.to_lowercase();
    for asks in
        ["http", "src=", "href=", "<script", "<link", "<iframe", "<object", "@import", "javascript:", " on", "//"]
    {
        let found = lower.match_indices(asks).map(|(at, _)| &lower[at..(at + 30).min(lower.len())]);
        // " on" alone is a word; with a name and an equals sign it would be a handler.
        let found: Vec<&str> = found
            .filter(|text| asks != " on" || text[3..].split(' ').next().is_some_and(|word| word.contains("=\"")))
            .collect();
        assert!(found.is_empty(), "{asks}: {found:?}");
    }
    assert_eq!(
        lower.matches("url(").count(),
        lower.matches("url(#").count(),
        "only what is on the page is referred to"
    );
}

/// The numbers in the cells of a figure's row: on paper, then on the ward, each with its interval where there is one.
fn row(page: &str, id: &str) -> [Vec<f64>; 2] {
    let row = page.split(&format!("<tr id=\"figure-{}\">", id.replace('_', "-"))).nth(1).expect("the figure has a row");
    let row = row.split("</tr>").next().expect("the row ends");
    let cells: Vec<&str> = row.split("<td class=\"number\">").skip(1).collect();
    assert_eq!(cells.len(), 2, "{id}");
    [0, 1].map(|side| {
        let text = cells[side].split("</td>").next().expect("the cell ends");
        let text = text
            .replace("per 100", " ")
            .replace("<br>", " ")
            .replace("<span class=\"quiet\">", " ")
            .replace("</span>", " ")
            .replace('%', " ");
        text.replace('\u{2212}', "-").split_whitespace().filter_map(|word| word.parse().ok()).collect()
    })
}

/// Holds that the first number is `expected`, times `times`, as rounded.
#[track_caller]
fn agrees(found: &[f64], at: usize, expected: &Value, times: f64, half: f64, what: &str) {
    let expected = times * expected.as_f64().unwrap_or_else(|| panic!("{what} is {expected}"));
    assert!((found[at] - expected).abs() <= half + 1e-9, "{what}: {} instead of {expected}", found[at]);
}

#[test]
fn every_dataset_has_a_sound_page_that_says_what_run_says() {
    for recipe in catalogue::recipes() {
        let scenario = scenario(&recipe.id);
        let page = page(&scenario);
        assert!(well_formed(&page) > 300);
        stands_alone(&page);
        assert!(page.contains("<html lang=\"en-GB\">") && !page.contains("NaN"));
        assert!(page.contains("For teaching, not for clinical use. All patients are made up."));
        assert!(page.matches("<figure").count() >= 7 && page.matches("role=\"img\" aria-label=\"").count() >= 7);
        let code = scenario.to_share_code().expect("a code");
        assert!(page.contains(&code), "{}: the share code is missing", recipe.id);
        let told = cutpoint(&["run", &code, "--json"], b"").json();
        for (side, name) in ["paper", "ward"].into_iter().enumerate() {
            let (told, at) = (&told[name], &told[name]["at"][0]);
            let what = |id: &str| format!("{id} of {} on {name}", recipe.id);
            for id in ["sensitivity", "specificity", "ppv", "npv"] {
                let found = &row(&page, id)[side];
                agrees(found, 0, &at[id], 100.0, 0.05, &what(id));
                agrees(found, 1, &at[format!("{id}_ci")][0], 100.0, 0.05, &what(id));
                agrees(found, 2, &at[format!("{id}_ci")][1], 100.0, 0.05, &what(id));
            }
            agrees(&row(&page, "accuracy")[side], 0, &at["accuracy"], 100.0, 0.05, &what("accuracy"));
            agrees(&row(&page, "prevalence")[side], 0, &told["prevalence"], 100.0, 0.05, &what("prevalence"));
            agrees(&row(&page, "auc")[side], 0, &told["auc"], 1.0, 0.0005, &what("auc"));
            agrees(&row(&page, "auc")[side], 1, &told["auc_ci"][0], 1.0, 0.0005, &what("auc"));
            agrees(&row(&page, "brier")[side], 0, &told["brier"], 1.0, 0.0005, &what("brier"));
            agrees(&row(&page, "average_precision")[side], 0, &told["average_precision"], 1.0, 0.0005, &what("ap"));
            let ratio = &told["calibration"]["observed_expected_ratio"];
            agrees(&row(&page, "observed_expected_ratio")[side], 0, ratio, 1.0, 0.0005, &what("observed/expected"));
            let alerts = at["tp"].as_f64().expect("a count") + at["fp"].as_f64().expect("a count");
            let rate = Value::from(alerts / told["n"].as_f64().expect("a count"));
            agrees(&row(&page, "alert_rate")[side], 0, &rate, 100.0, 0.05, &what("alerts"));
            for id in ["average_precision", "brier", "observed_expected_ratio", "prevalence", "accuracy", "alert_rate"]
            {
                let found = &row(&page, id)[side];
                assert!(found.len() >= 3, "{} has no interval: {found:?}", what(id));
                let [low, high] = [found[found.len() - 2], found[found.len() - 1]];
                assert!(low <= found[0] && found[0] <= high, "{}: {found:?}", what(id));
            }
            for count in ["tp", "fp", "fn", "tn"] {
                assert!(page.contains(&format!("<b>{}</b>", at[count])), "{}", what(count));
            }
        }
    }
}

#[test]
fn the_same_scenario_gives_the_same_page() {
    let scenario = scenario("chest-pain");
    assert_eq!(page(&scenario), page(&scenario));
}

#[test]
fn what_is_undefined_says_why() {
    let mut scenario = scenario("ward-sepsis");
    scenario.threshold = Threshold::clamped(1.0);
    let page = page(&scenario);
    assert!(page.contains("undefined, because nobody is flagged"));
    assert!(!page.contains("NaN") && row(&page, "ppv")[0].is_empty() && row(&page, "ppv")[1].is_empty());
    well_formed(&page);
    scenario.threshold = Threshold::clamped(0.0);
    assert!(self::page(&scenario).contains("undefined, because everybody is flagged"));
}

#[test]
fn notes_are_on_the_page_and_cannot_become_markup() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let notes = folder.path().join("notes.txt");
    fs::write(&notes, "Ours < theirs & \"so what\"?\n</p><script>alert(1)</script>\n\nSecond\u{b} part.")
        .expect("written");
    let ran = report(&scenario("diabetes"), &["--notes", notes.to_str().expect("a plain name")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    well_formed(&ran.out);
    stands_alone(&ran.out);
    assert!(ran.out.contains("<h2>Notes</h2>\n<p>Ours &lt; theirs &amp; &quot;so what&quot;?<br>"));
    assert!(ran.out.contains("&lt;script&gt;") && ran.out.contains("<p>Second  part.</p>"));
    assert!(!page(&scenario("diabetes")).contains("<h2>Notes</h2>"));
    cutpoint(&["report", "-", "-o", "-", "--notes", "-"], b"").refuses(2, &["standard input"]);
}

#[test]
fn the_model_card_tells_the_limits_that_follow_from_what_was_set() {
    let plain = page(&scenario("ward-sepsis"));
    let mut set = scenario("ward-sepsis");
    set.inputs.push("antibiotics".to_owned());
    set.coin_flips = 3;
    set.collect = [("representation".to_owned(), 0.0), ("under_recording".to_owned(), 0.5)].into();
    set.deploy = [("site".to_owned(), 1.0), ("prevalence".to_owned(), 0.02)].into();
    set.group_by = Some("ethnicity".to_owned());
    set.mitigation = Mitigation {
        recalibrate: Some(Recalibrate::Intercept),
        local_patients: 400,
        abstain: 0.02,
        ..Mitigation::default()
    };
    let page = page(&set);
    well_formed(&page);
    for limit in [
        "after the moment of prediction",
        "3 of its inputs are coin flips",
        "The record is not the truth",
        "it learnt from nobody in the group \u{201c}Black\u{201d}",
        "\u{201c}Another hospital\u{201d} stands at 1 there, and at 0 where patients were collected",
        "stands at 0.02 there, and at 0.07 where patients were collected",
        "Measures against bias",
        "left to a person",
        "Caution: fewer than 20 patients with sepsis",
    ] {
        let limit = limit.to_owned();
        let found = page.contains(&limit) || page.to_lowercase().contains(&limit.to_lowercase());
        assert!(found, "\"{limit}\" is missing");
        let caution = limit.starts_with("Caution");
        assert!(caution || !plain.contains(&limit), "\"{limit}\" is said where it does not hold");
    }
}

#[test]
fn groups_are_left_out_with_a_word_where_none_are_compared() {
    let mut scenario = scenario("readmission");
    scenario.group_by = None;
    let page = page(&scenario);
    assert!(page.contains("No groups were compared"));
    well_formed(&page);
}

#[test]
fn what_cannot_be_written_is_told_in_one_sentence_and_the_old_page_stays() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = toml(&scenario("pneumonia"));
    let to = |output: &str| cutpoint(&["report", "-", "-o", output], text.as_bytes());
    let gone = folder.path().join("no/such/folder.html");
    to(gone.to_str().expect("a plain name"))
        .refuses(1, &["folder.html could not be written", "no such file or folder"]);
    let file = folder.path().join("old.html");
    fs::write(&file, "the old page").expect("written");
    // The page is written aside first; a folder of that name stands in its way as a full or read-only disk would.
    let aside = folder.path().join(format!("old.html.{}.part", std::process::id()));
    fs::create_dir(&aside).expect("made");
    to(file.to_str().expect("a plain name")).refuses(1, &["old.html could not be written"]);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "the old page");
    fs::remove_dir(&aside).expect("it is empty");
    let path = file.to_str().expect("a plain name");
    let bad = text.replacen("patients = ", "patients = 1 # ", 1);
    cutpoint(&["report", "-", "-o", path], bad.as_bytes()).refuses(3, &["patients is 1"]);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "the old page");
    assert_eq!(to(path).status, 0);
    assert!(fs::read_to_string(&file).expect("it is there").starts_with("<!DOCTYPE html>"));
    cutpoint(&["report", "-"], b"").refuses(2, &["--output"]);
}

#[test]
fn page_and_csv_come_from_the_same_rows() {
    let recipe = catalogue::shipped_recipe("lung-nodule").expect("it is shipped");
    let scenario = scenario("lung-nodule");
    let derived = pipeline::evaluate(&recipe, &scenario).expect("it runs");
    let rows = figures_table(&derived, &[scenario.threshold, Threshold::clamped(1.0)]);
    let csv = table_csv(&figures_cells(&rows)).expect("rows of one length");
    let mut read = csv::Reader::from_reader(csv.as_bytes());
    let page = page(&scenario);
    let mut seen = 0;
    for (record, row) in read.records().map(|record| record.expect("CSV")).zip(&rows) {
        assert_eq!(&record[1], row.metric.id);
        let value = row.on(Population::Ward).value;
        assert_eq!(record[6].parse::<f64>().ok().map(f64::to_bits), value.map(f64::to_bits), "{}", &record[1]);
        let here = row.threshold.is_none_or(|at| at == scenario.threshold);
        if let Some(value) = value.filter(|_| here) {
            let times =
                if page.contains(&format!("figure-{}", row.metric.id.replace('_', "-"))) && row.metric.is_share() {
                    100.0
                } else {
                    1.0
                };
            let found = self::row(&page, row.metric.id)[1][0];
            assert!((found - times * value).abs() <= 0.05, "{}: {found} and {value}", row.metric.id);
            seen += 1;
        }
    }
    assert_eq!((seen, rows.len()), (11, 17), "all figures at the scenario's threshold, and again at 1");
    let undefined = rows.iter().find(|row| row.metric.id == "ppv" && row.threshold == Some(Threshold::clamped(1.0)));
    assert!(undefined.is_some_and(|row| row.ward.value.is_none() && row.ward.interval.is_none()));
    let groups = groups_cells(&groups_table(&derived, scenario.threshold));
    assert_eq!(groups.len(), 1 + 2 * scenario.groups(&recipe).len());
    assert!(groups.iter().all(|row| row.len() == groups[0].len()));
    assert!(matches!(&groups[1][2], TableCell::Count(n) if *n > 0));
}
