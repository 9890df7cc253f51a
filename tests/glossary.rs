//! The words: 25 ideas, each complete; every figure found under each of its names; every link leads somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cutpoint::glossary::{Entry, Glossary, GlossaryError, Place, Rank, glossary, search};
use cutpoint::metrics::{METRICS, ScoredTestSet, metric};
use cutpoint::num::Threshold;

fn words() -> &'static Glossary {
    glossary().expect("the words that are built in can be read")
}

/// The identifiers of what answers `query`, best first.
fn found(query: &str) -> Vec<&'static str> {
    search(words(), query).into_iter().map(|hit| hit.entry.id()).collect()
}

fn sentences(text: &str) -> usize {
    let ends = |end: &str| text.matches(end).count();
    ends(". ") + ends("? ") + ends("! ") + 1
}

#[test]
fn there_are_25_ideas_in_order_and_each_is_complete() {
    let concepts = &words().concepts;
    let numbers: Vec<u32> = concepts.iter().map(|concept| concept.number).collect();
    assert_eq!(numbers, (1..=25).collect::<Vec<u32>>());
    for concept in concepts {
        let texts = [
            &concept.title,
            &concept.sentence,
            &concept.explanation,
            &concept.misconception,
            &concept.answer,
            &concept.to_do,
        ];
        for text in texts {
            assert!(text.trim().len() > 8, "{}: \"{text}\"", concept.id);
        }
        assert!(
            (2..=5).contains(&sentences(&concept.explanation)),
            "{}: {}",
            concept.id,
            sentences(&concept.explanation)
        );
        assert_eq!(sentences(&concept.sentence), 1, "{}", concept.sentence);
        assert!(concept.sentence.ends_with('.') && concept.answer.ends_with('.') && concept.to_do.ends_with('.'));
        assert!(concept.misconception.starts_with('"') && concept.misconception.ends_with('"'), "{}", concept.id);
        assert!(!concept.also.is_empty() && !concept.asked_by.is_empty(), "{}", concept.id);
        let longest = concept.explanation.split(['.', '?', ';', ':']).map(|part| part.split_whitespace().count()).max();
        assert!(longest.is_some_and(|words| words <= 32), "{}: a sentence of {longest:?} words", concept.id);
    }
}

#[test]
fn no_name_stands_for_two_entries_of_the_same_kind_and_no_id_for_two() {
    let mut ids = BTreeSet::new();
    for entry in words().entries() {
        assert!(ids.insert(entry.id().to_owned()), "{} stands twice", entry.id());
    }
    let mut names = BTreeSet::new();
    for concept in &words().concepts {
        for name in Entry::Concept(concept).names() {
            assert!(names.insert(name.to_lowercase()), "two ideas are called \"{name}\"");
        }
    }
}

#[test]
fn every_entry_is_the_answer_to_each_of_its_names() {
    for entry in words().entries() {
        for name in entry.names() {
            for typed in [name.to_owned(), name.to_lowercase(), name.to_uppercase(), format!("  {name} ")] {
                let hits = search(words(), &typed);
                let own = hits.iter().find(|hit| hit.entry.id() == entry.id());
                let rank = own.map(|hit| hit.rank);
                assert_eq!(rank, Some(Rank::Exact), "\"{typed}\" does not lead to {}", entry.id());
            }
        }
    }
}

#[test]
fn what_people_type_finds_what_they_mean() {
    for (typed, id) in [
        ("recall", "sensitivity"),
        ("PPV", "ppv"),
        ("precision", "ppv"),
        ("npv", "npv"),
        ("true positive rate", "sensitivity"),
        ("c statistic", "auc"),
        ("AUROC", "auc"),
        ("fpr", "false_positive_rate"),
        ("base rate", "prevalence"),
        ("cutoff", "threshold"),
        ("human in the loop", "automation-bias"),
        ("overfitting", "test-data"),
        ("O/E", "observed_expected_ratio"),
        ("equalised odds", "fairness"),
        ("equalized odds difference", "equalized_odds_difference"),
        ("CE mark", "commissioning"),
    ] {
        assert!(found(typed).iter().take(2).any(|hit| *hit == id), "\"{typed}\" gives {:?}", found(typed));
    }
}

#[test]
fn a_slip_is_forgiven_and_a_short_word_is_not_bent_into_another() {
    for (typed, id) in [
        ("sensitvity", "sensitivity"),
        ("sensativity", "sensitivity"),
        ("specifity", "specificity"),
        ("precison", "ppv"),
        ("acuracy", "accuracy"),
        ("prevelance", "prevalence"),
        ("calibraton", "calibration"),
        ("treshold", "threshold"),
        ("automaton bias", "automation-bias"),
        ("Mathews", "mcc"),
    ] {
        assert!(found(typed).contains(&id), "\"{typed}\" gives {:?}", found(typed));
    }
    assert!(!found("PPV").contains(&"npv"));
    assert!(found("xylophone").is_empty() && found("zzz").is_empty());
}

#[test]
fn the_best_answer_comes_first() {
    let ranks = |query: &str| search(words(), query).iter().map(|hit| hit.rank).collect::<Vec<_>>();
    for query in ["accuracy", "rate", "interval", "alert", "calibration", "sens", "group"] {
        let ranks = ranks(query);
        assert!(ranks.len() > 1 && ranks.is_sorted(), "{query}: {ranks:?}");
    }
    assert_eq!(found("accuracy")[0], "accuracy");
    assert_eq!(ranks("accuracy")[0], Rank::Exact);
    let prefix = search(words(), "sensitiv");
    assert_eq!((prefix[0].rank, prefix[0].entry.id()), (Rank::Prefix, "trade-off"));
    assert!(found("sensitiv").iter().take(2).any(|id| *id == "sensitivity"));
    assert_eq!(search(words(), "recall")[0].by, Some("recall"), "it says which name answered");
    assert_eq!(search(words(), "").len(), 25 + METRICS.len());
    assert_eq!(search(words(), "  ?! ").len(), 25 + METRICS.len());
}

#[test]
fn every_link_leads_somewhere() {
    let words = words();
    for entry in words.entries() {
        let (place, to_do) = words.sight(entry).unwrap_or_else(|| panic!("{} is nowhere to be seen", entry.id()));
        assert!(Place::ALL.contains(&place) && to_do.ends_with('.'), "{}: {to_do}", entry.id());
    }
    for place in Place::ALL {
        let shown = words.entries().any(|entry| words.sight(entry).is_some_and(|(at, _)| at == place));
        assert!(shown, "no word leads to {place:?}");
    }
    for concept in &words.concepts {
        assert!(concept.figures.iter().all(|id| metric(id).is_some()), "{}", concept.id);
        assert!(concept.asked_by.iter().all(|code| words.guide(code).is_some_and(|guide| guide.name.len() > 12)));
    }
    for guide in &words.guides {
        let asks = words.concepts.iter().any(|concept| concept.asked_by.contains(&guide.code));
        assert!(asks || guide.code == "MIC", "nobody is asked by {}", guide.code);
    }
}

#[test]
fn a_wrong_link_is_refused_with_what_was_found() {
    let text = include_str!("../src/glossary/en.toml");
    let unknown = Glossary::parse(&text.replacen("figures = [\"auc\"]", "figures = [\"acu\"]", 1));
    assert!(matches!(&unknown, Err(GlossaryError::Unknown { found, .. }) if found == "acu"), "{unknown:?}");
    let said = unknown.expect_err("refused").to_string();
    assert!(said.contains("test-data") && said.contains("acu") && said.contains("en.toml"), "{said}");
    let nowhere = Glossary::parse(&text.replacen("place = \"model\"", "place = \"attic\"", 1));
    assert!(nowhere.expect_err("refused").to_string().contains("attic"));
    let guide = Glossary::parse(&text.replacen("asked_by = [\"CAP\"", "asked_by = [\"CAT\"", 1));
    assert!(guide.expect_err("refused").to_string().contains("CAT"));
    let dataset = Glossary::parse(&text.replacen("dataset = \"hypoxaemia\"", "dataset = \"hypoxemia\"", 1));
    assert!(dataset.expect_err("refused").to_string().contains("hypoxemia"));
    assert!(Glossary::parse("[[concept]").is_err());
}

/// Words that need a training in statistics or software; where one is the field's name for something, it stands among the
/// other names, so that it can be looked up.
const JARGON: [&str; 18] = [
    "stochastic",
    "hyperparameter",
    "regularis",
    "cross-entropy",
    "posterior",
    "covariate",
    "heterosced",
    "estimator",
    "asymptotic",
    "likelihood",
    "quantile",
    "monoton",
    "hypothesis",
    "null hypothesis",
    "p-value",
    "feature",
    "inference",
    "pipeline",
];

#[test]
fn the_ideas_are_told_in_plain_british_english() {
    for concept in &words().concepts {
        let told = [&concept.title, &concept.sentence, &concept.explanation, &concept.answer, &concept.to_do];
        for text in told.map(|text| text.to_lowercase()) {
            for word in JARGON {
                assert!(!text.contains(word), "{}: \"{word}\" in \"{text}\"", concept.id);
            }
            for american in ["color", "center", "labeled", "randomiz", "generaliz", "behavior", "program ", "analyz"] {
                assert!(!text.contains(american), "{}: \"{american}\"", concept.id);
            }
            assert!(!text.contains('\u{2014}') && !text.contains("  "), "{}: {text}", concept.id);
        }
    }
}

/// Twelve patients of two groups: 3 found, 1 missed, 2 false alarms, 6 left alone at 0.5.
fn twelve() -> ScoredTestSet {
    let scores = [0.9, 0.8, 0.7, 0.2, 0.6, 0.5, 0.1, 0.1, 0.2, 0.3, 0.3, 0.4];
    let labels = [true, true, true, true, false, false, false, false, false, false, false, false];
    ScoredTestSet::new(&scores, &labels, None).expect("sound")
}

/// The figures that came with the glossary, against plain counting.
#[test]
fn the_new_figures_are_what_counting_gives() {
    let set = twelve();
    let at = Threshold::new(0.5).expect("a threshold");
    let value = |id: &str| metric(id).and_then(|metric| metric.value(&set, at)).unwrap_or(f64::NAN);
    let close = |id: &str, expected: f64| assert!((value(id) - expected).abs() < 1e-12, "{id}: {}", value(id));
    close("balanced_accuracy", (3.0 / 4.0 + 6.0 / 8.0) / 2.0);
    close("positive_likelihood_ratio", (3.0 / 4.0) / (2.0 / 8.0));
    close("negative_likelihood_ratio", (1.0 / 4.0) / (6.0 / 8.0));
    close("false_discovery_rate", 2.0 / 5.0);
    close("false_omission_rate", 1.0 / 7.0);
    close("youden", 3.0 / 4.0 + 6.0 / 8.0 - 1.0);
    close("lift", (3.0 / 5.0) / (4.0 / 12.0));
    // At 0.5 a miss weighs as much as a false alarm: 1 missed and 2 false alarms, of 12 that could have gone wrong.
    close("normalised_cost", 3.0 / 12.0);
    let low = Threshold::new(0.2).expect("a threshold");
    let cost = metric("normalised_cost").and_then(|metric| metric.value(&set, low)).expect("defined");
    // From 0.2 on 4 found and none missed; of 8 without it the scores 0.2, 0.3, 0.3, 0.4, 0.5 and 0.6 are flagged.
    assert!((cost - (0.0 * 0.8 + 6.0 * 0.2) / (4.0 * 0.8 + 8.0 * 0.2)).abs() < 1e-12, "{cost}");
    let said = |id: &str| metric(id).expect("registered").filled_in(&set, at);
    assert_eq!(said("balanced_accuracy"), "(3 ÷ (3 + 1) + 6 ÷ (6 + 2)) ÷ 2 = 75.0 %");
    assert_eq!(said("positive_likelihood_ratio"), "(3 ÷ (3 + 1)) ÷ (2 ÷ (2 + 6)) = 3.000");
    // Wilson 1927 for 3 of 4, as statsmodels gives it: 0.300642, 0.954413.
    assert_eq!(said("wilson_interval"), "sensitivity, 3 of 4: interval = 30.1 % to 95.4 %");
    assert!(said("newcombe_interval").contains("undefined"), "{}", said("newcombe_interval"));
    assert_eq!(said("bootstrap_interval"), "12 patients drawn again from these 12, 2,000 times over");
}

#[test]
fn a_ratio_by_nobody_is_undefined_and_says_so() {
    let set = twelve();
    let none = Threshold::new(0.95).expect("a threshold");
    let all = Threshold::new(0.0).expect("a threshold");
    for (id, at) in [
        ("positive_likelihood_ratio", none),
        ("negative_likelihood_ratio", all),
        ("false_discovery_rate", none),
        ("false_omission_rate", all),
        ("lift", none),
    ] {
        let metric = metric(id).expect("registered");
        assert_eq!(metric.value(&set, at), None, "{id}");
        assert!(metric.filled_in(&set, at).contains(metric.undefined_when), "{id}");
    }
    let one_class = ScoredTestSet::new(&[0.2, 0.6], &[false, false], None).expect("sound");
    for id in ["balanced_accuracy", "youden", "positive_likelihood_ratio", "wilson_interval", "delong_interval"] {
        let metric = metric(id).expect("registered");
        assert!(metric.filled_in(&one_class, Threshold::clamped(0.5)).contains("undefined"), "{id}");
    }
}

/// The text of everything below a folder whose names end so.
fn texts(folder: &Path, ending: &str) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.push_str(&texts(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            all.push_str(&fs::read_to_string(&path).expect("text"));
        }
    }
    all
}

/// What is put in quotation marks in "what to do" is a room, a control, a dataset or a slider, and called so there too.
#[test]
fn what_is_to_be_done_names_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let window = texts(&root.join("src/ui"), "rs") + &texts(&root.join("src/figure"), "rs");
    let known = (window + &texts(&root.join("datasets"), "toml")).to_lowercase();
    let mut named = 0;
    for entry in words().entries() {
        let (_, to_do) = words().sight(entry).expect("a place");
        for name in to_do.split('"').skip(1).step_by(2) {
            let there = known.contains(&format!("\"{}", name.to_lowercase()));
            assert!(there || known.contains(&format!(" {}\"", name.to_lowercase())), "{}: \"{name}\"", entry.id());
            named += 1;
        }
    }
    assert!(named > 20, "only {named} names were found");
}
