//! Exercises prove themselves: read, unmet as they begin, met by their solution, on the seed they ship with and on three more; and a
//! broken file says what is wrong and where.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cutpoint::data::catalogue;
use cutpoint::data::recipe::Recipe;
use cutpoint::exercise::{Answer, Check, Exercise, Kind, Sight, prove, shipped};

fn recipes(id: &str) -> Result<Arc<Recipe>, String> {
    catalogue::shipped_recipe(id).map_err(|error| error.to_string())
}

/// Seeds beside the one that each exercise ships with.
const OTHERS: [u64; 3] = [2, 20_240_229, 987_654_321];

#[test]
fn every_exercise_is_proven_on_its_seed_and_on_three_others() {
    for exercise in shipped() {
        let exercise = exercise.as_ref().expect("it can be read");
        for seed in [None].into_iter().chain(OTHERS.map(Some)) {
            if let Err(error) = prove(exercise, &recipes, seed) {
                panic!("seed {seed:?}: {error}");
            }
        }
    }
}

#[test]
fn every_file_in_the_folder_is_shipped_and_has_what_an_educator_needs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("exercises");
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("there are exercises")
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md") && name != "README.md")
        .collect();
    files.sort();
    let known: Vec<String> =
        shipped().iter().flatten().map(|exercise| exercise.file.trim_start_matches("exercises/").to_owned()).collect();
    assert_eq!(known, files);
    for exercise in shipped().iter().flatten() {
        let head = &exercise.head;
        assert!(head.title.chars().count() > 4 && (3..=30).contains(&head.minutes), "{}", exercise.file);
        assert!(!head.concepts.is_empty(), "{}", exercise.file);
        for (what, text) in [
            ("an opening", &exercise.opening),
            ("a debrief", &exercise.debrief),
            ("references", &exercise.references),
            ("notes", &exercise.notes),
        ] {
            assert!(text.len() > 60, "{} lacks {what}", exercise.file);
        }
        for part in ["**Timing.**", "**What the room will say.**", "**The misconception.**", "**The question to ask.**"]
        {
            assert!(exercise.notes.contains(part), "{} lacks {part}", exercise.file);
        }
        assert!(exercise.asked().next().is_some(), "{}: nobody predicts anything", exercise.file);
        assert!(!exercise.steps[0].predictions.is_empty(), "{}: it does not begin with a prediction", exercise.file);
    }
}

const EXAMPLE: &str = r#"+++
title = "Example"
minutes = 5
level = "all"
concepts = ["threshold"]
dataset = "ward-sepsis"

[start]
threshold = 0.3

[[solution]]
set = { threshold = 0.1 }
answer = { guess = 10, why = "because", band = [2, 8] }
+++

Opening.

## Do something

Text *with* marks.

```predict
id = "guess"
ask = "How many?"
number = { from = 0, to = 100, unit = "%" }
truth = "100 * accuracy"
```

More text.

```predict
id = "band"
ask = "From where to where?"
interval = { from = 0, to = 10 }
```

```ask
id = "why"
ask = "Why?"
text = true
```

```hint
Lower it.
```

```check
# At least so many are found.
sensitivity >= 50% and not sensitivity >= 99.9%
length(answer) >= 3
```

## Debrief

End.
"#;

fn example() -> String {
    EXAMPLE.replace("length(answer)", "length(\"why\")")
}

/// The guide's own example is an exercise that works.
#[test]
fn the_example_of_the_guide_is_proven() {
    let guide = include_str!("../exercises/README.md");
    let example = guide.split("````").nth(1).expect("an example between two fences of four").trim_start();
    let exercise = Exercise::read(example, "my-exercise.md").expect("it can be read");
    for seed in [None].into_iter().chain(OTHERS.map(Some)) {
        prove(&exercise, &recipes, seed).unwrap_or_else(|error| panic!("seed {seed:?}: {error}"));
    }
}

#[test]
fn an_exercise_is_read_as_it_is_written() {
    let exercise = Exercise::read(&example(), "somewhere/mine.md").expect("it can be read");
    assert_eq!((exercise.id.as_str(), exercise.head.title.as_str()), ("mine", "Example"));
    assert_eq!((exercise.opening.as_str(), exercise.debrief.as_str()), ("Opening.", "End."));
    let step = &exercise.steps[0];
    assert_eq!(step.text, "Text *with* marks.\n\nMore text.");
    assert_eq!((step.title.as_str(), step.hints.as_slice()), ("Do something", ["Lower it.".to_owned()].as_slice()));
    assert_eq!(
        step.checks.iter().map(|condition| condition.text.as_str()).collect::<Vec<_>>(),
        ["sensitivity >= 50% and not sensitivity >= 99.9%", "length(\"why\") >= 3"]
    );
    let kind = step.predictions[0].kind().expect("a kind");
    assert_eq!(kind, Kind::Number { from: 0.0, to: 100.0, unit: "%".to_owned() });
    assert!(Answer::Number(100.0).fits(&kind) && !Answer::Number(101.0).fits(&kind));
    let proof = prove(&exercise, &recipes, None).expect("it works");
    assert_eq!((proof.steps, proof.checks), (1, 2));
    // Windows' line ends and a byte order mark change nothing.
    let windows = format!("\u{feff}{}", example().replace('\n', "\r\n"));
    assert_eq!(Exercise::read(&windows, "mine.md").expect("it can be read").steps[0].text, step.text);
}

/// What is replaced in the example by what, the words that the error must hold, and the line that it must name by its text.
const WRONG: [(&str, &str, &[&str], &str); 21] = [
    ("+++\ntitle", "title", &["no head"], ""),
    ("minutes = 5", "minutes = \"five\"", &["invalid type"], "minutes"),
    ("minutes = 5", "minuets = 5", &["\"minuets\" is no key here", "did you mean \"minutes\"?"], "minuets"),
    ("level = \"all\"", "level = \"everyone\"", &["everyone", "clinical"], "level"),
    ("\"threshold\"]", "\"treshold\"]", &["no idea of the glossary", "did you mean threshold"], "concepts"),
    (
        "threshold = 0.3",
        "treshold = 0.3",
        &["start", "\"treshold\" is no key here", "did you mean \"threshold\"?"],
        "[start]",
    ),
    ("threshold = 0.3", "threshold = 3", &["start"], "[start]"),
    ("threshold = 0.1 }", "inputs = [\"agee\"] }", &["solution 1", "agee", "did you mean"], "[[solution]]"),
    ("## Do something", "# Do something", &["outside a step"], "```predict"),
    ("```hint\nLower it.\n```", "", &["no block hint"], "## Do something"),
    ("```hint", "```hnit", &["\"hnit\"", "predict, ask, hint, check"], "```hnit"),
    ("number = {", "nmber = {", &["nmber"], "nmber"),
    ("to = 100", "to = 0", &["the smaller one first"], "id = \"guess\""),
    ("id = \"why\"", "id = \"guess\"", &["is taken"], "## Do something"),
    ("length(\"why\")", "length(\"wy\")", &["no question \"wy\"", "guess, band, why"], "length"),
    ("sensitivity >= 50%", "sensitivty >= 50%", &["no figure", "did you mean sensitivity"], "sensitivty"),
    ("sensitivity >= 50%", "sensitivity => 50%", &["found ="], "=> 50%"),
    ("sensitivity >= 50%", "sensitivity[\"Man\"] >= 50%", &["no group \"Man\"", "Male"], "[\"Man\"]"),
    ("sensitivity >= 50%", "seen(\"rok\")", &["did you mean roc"], "seen"),
    ("sensitivity >= 50%", "sensitivity >= 95%", &["does not meet", "wanted at least 95.0 %"], "sensitivity >= 95%"),
    ("sensitivity >= 50% and", "sensitivity >= 0% or", &["met as it begins"], "## Do something"),
];

#[test]
fn a_broken_exercise_says_what_is_wrong_and_on_which_line() {
    for (from, to, words, at) in WRONG {
        let text = example().replacen(from, to, 1);
        assert_ne!(text, example(), "{from} is not there");
        // Only what the length asks for is met by doing nothing.
        let text = if words[0] == "met as it begins" { text.replace("length(\"why\") >= 3\n", "") } else { text };
        let error = match Exercise::read(&text, "mine.md") {
            Err(error) => error,
            Ok(exercise) => prove(&exercise, &recipes, None).expect_err(to),
        };
        let line = text.lines().position(|line| !at.is_empty() && line.contains(at)).map_or(1, |line| line + 1);
        let message = error.to_string();
        assert_eq!(error.line, line, "{to}: {message}");
        for word in words {
            assert!(message.contains(word), "{to}: {message}");
        }
    }
}

#[test]
fn a_check_reads_what_the_vocabulary_offers_and_nothing_else() {
    for text in [
        "training.auc - auc >= 0.12",
        "abs(ward.sensitivity - start.ward.sensitivity) <= 2%",
        "auc[\"Female\"] - auc[\"Male\"] <= 0.05",
        "gap(sensitivity) <= 3% and closed_gaps(3%) <= 2",
        "width(sensitivity) <= 0.2",
        "collect.prevalence == 0.016 or (not uses(\"lactate\") and classifier(\"tree\"))",
        "(accuracy + 2 * brier) / 3 > before.accuracy",
        "chosen(\"decision\", \"silent pilot\")",
        "low(answer(\"band\")) <= useful_from",
    ] {
        Check::parse(text).unwrap_or_else(|what| panic!("{text}: {what}"));
    }
    for text in [
        "",
        "accuracy",
        "accuracy >=",
        ">= 3",
        "accuracy >= 3 3",
        "median(auc) > 1",
        "elsewhere.auc > 1",
        "auc > \"",
        "auc ; 3",
    ] {
        assert!(Check::parse(text).is_err(), "{text}");
    }
    let deep = format!("{}1{} > 0", "(".repeat(5000), ")".repeat(5000));
    assert!(Check::parse(&deep).is_err(), "no stack overflow");
    let names: BTreeSet<&str> = Sight::ALL.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), Sight::ALL.len());
    assert!(Sight::ALL.into_iter().all(|(name, sight)| Sight::named(name) == Some(sight) && sight.name() == name));
}

const BLOCKS: &str = r#"+++
title = "Blocks"
minutes = 5
level = "all"
concepts = ["threshold"]
dataset = "ward-sepsis"

[[solution]]
see = ["demonstration"]
answer = { place = { x = 10, y = 60 } }

[[solution]]
take = ["found"]

[[solution]]
set = { mitigation = { better_label = true } }
+++

## Watch

```predict
id = "place"
ask = "Where does the line stand?"
point = { across = "Alarmed", up = "Found" }
truth = "100 * false_positive_rate, 100 * sensitivity"
```

```watch
[[move]]
say = "It stands at 0.3."
set = { threshold = 0.3 }

[[move]]
say = "Now it moves."
set = { threshold = 0.1 }
```

```hint
It plays by itself.
```

```check
seen("demonstration")
```

## Ask

```cards
tokens = 1

[[card]]
id = "found"
title = "Who is found?"
says = "{100 * sensitivity} of 100; AUC {auc:2}; {100 * sensitivity["Female"]:1} of 100 women."

[[card]]
id = "price"
title = "The price"
says = "Much."
```

```hint
Ask who is found.
```

```check
"Asked for what matters": card("found")
```

## Elsewhere

```begin
dataset = "chest-pain"
patients = 2000
```

```hint
A better label.
```

```check
measure("better_label") and ward.positives >= 10
abs(auc - before.auc) >= 0
```
"#;

fn blocks() -> String {
    BLOCKS.replace("says = \"{100", "says = '{100").replace("of 100 women.\"", "of 100 women.'")
}

#[test]
fn scenes_cards_points_and_other_beginnings_are_read_and_proven() {
    let exercise = Exercise::read(&blocks(), "blocks.md").expect("it can be read");
    let proof = prove(&exercise, &recipes, None).expect("it works");
    assert_eq!((proof.steps, proof.checks), (3, 4));
    let [watch, ask, elsewhere] = exercise.steps.as_slice() else { panic!("three steps") };
    assert_eq!(watch.scene.as_ref().map(|(_, moves)| moves.len()), Some(2));
    let kind = watch.predictions[0].kind().expect("a kind");
    assert!(Answer::Point { x: 0.0, y: 100.0 }.fits(&kind) && !Answer::Point { x: -1.0, y: 5.0 }.fits(&kind));
    let cards = &ask.cards.as_ref().expect("cards").1;
    assert_eq!((cards.tokens, cards.card.len()), (1, 2));
    assert_eq!(ask.checks[0].words.as_deref(), Some("Asked for what matters"));
    assert_eq!(elsewhere.begin.as_ref().and_then(|(_, begin)| begin.dataset.as_deref()), Some("chest-pain"));
    // Each step begins from what is laid out for it, and plays from there.
    let recipe = recipes("ward-sepsis").expect("shipped");
    let start = exercise.start(&recipe).expect("it starts");
    let played = exercise.played(0, &start, &recipe).expect("it plays");
    assert_eq!(played.iter().map(|scenario| scenario.threshold.get()).collect::<Vec<_>>(), [0.3, 0.1]);
    let (other, begun) = exercise.begun(2, &start, &recipes).expect("it begins").expect("from a set-up of its own");
    assert_eq!((other.id.as_str(), begun.dataset.as_str(), begun.patients), ("chest-pain", "chest-pain", 2000));
    assert!(exercise.begun(1, &start, &recipes).expect("nothing to begin").is_none());
}

#[test]
fn a_broken_block_says_what_is_wrong_and_on_which_line() {
    let wrong: [(&str, &str, &[&str], &str); 12] = [
        ("dataset = \"chest-pain\"", "dataset = \"chest-pains\"", &["chest-pains"], "dataset = \"chest-pains\""),
        ("patients = 2000", "patents = 2000", &["begin", "patents"], "dataset = \"chest-pain\""),
        ("set = { threshold = 0.1 }", "set = { threshold = 7 }", &["watch"], "[[move]]"),
        ("say = \"Now", "sya = \"Now", &["sya"], "sya"),
        ("tokens = 1", "tokens = 0", &["at least one token"], "tokens"),
        ("id = \"price\"", "id = \"found\"", &["is taken"], "tokens"),
        ("{auc:2}", "{aucc:2}", &["card \"found\"", "did you mean auc"], "tokens"),
        ("{auc:2}", "{auc:9}", &["from 0 to 4"], "tokens"),
        ("{auc:2}", "{auc", &["card \"found\"", "found ;"], "tokens"),
        ("[\"Female\"]", "[\"Woman\"]", &["no group \"Woman\""], "tokens"),
        ("card(\"found\")", "card(\"fond\")", &["no card \"fond\"", "found, price"], "card(\"fond\")"),
        ("measure(\"better_label\")", "measure(\"better\")", &["no measure", "better_label"], "measure("),
    ];
    for (from, to, words, at) in wrong {
        let text = blocks().replacen(from, to, 1);
        assert_ne!(text, blocks(), "{from} is not there");
        let error = match Exercise::read(&text, "blocks.md") {
            Err(error) => error,
            Ok(exercise) => prove(&exercise, &recipes, None).expect_err(to),
        };
        let line = text.lines().position(|line| line.contains(at)).map_or(0, |line| line + 1);
        let message = error.to_string();
        assert_eq!(error.line, line, "{to}: {message}");
        for word in words {
            assert!(message.contains(word), "{to}: {message}");
        }
    }
    for (from, to, words) in [
        ("100 * false_positive_rate, 100 * sensitivity", "100 * sensitivity", "two figures"),
        ("take = [\"found\"]", "take = [\"price\"]", "does not meet"),
        ("take = [\"found\"]", "take = [\"found\", \"price\"]", "there are 1 tokens"),
        ("take = [\"found\"]", "take = [\"fond\"]", "does not have"),
    ] {
        let text = blocks().replacen(from, to, 1);
        let error = match Exercise::read(&text, "blocks.md") {
            Err(error) => error,
            Ok(exercise) => prove(&exercise, &recipes, None).expect_err(to),
        };
        assert!(error.to_string().contains(words), "{to}: {error}");
    }
}
