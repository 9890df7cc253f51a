//! A wrong recipe is refused with file, line, variable, what was found and what to do; nothing panics.

use std::collections::BTreeMap;

use cutpoint::data::catalogue;
use cutpoint::data::generator::{GenerateError, Population, generate};
use cutpoint::data::recipe::Recipe;
use cutpoint::data::{Cohort, Column};
use proptest::prelude::*;

/// The worked example of the guide.
fn example() -> String {
    let guide = include_str!("../datasets/README.md");
    let (_, rest) = guide.split_once("```toml\n").expect("the guide has an example");
    rest.split_once("```").expect("the example ends").0.to_owned()
}

fn people(
    recipe: &Recipe,
    population: Population,
    knobs: &[(&str, f64)],
    patients: usize,
) -> Result<Cohort, GenerateError> {
    let knobs: BTreeMap<String, f64> = knobs.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    generate(recipe, population, &knobs, patients, 1)
}

#[test]
fn the_guide_s_example_works_as_it_says() {
    let recipe = Recipe::parse(&example(), "falls.toml").expect("the example is right");
    let all = people(&recipe, Population::Collected, &[("how_common", 0.3)], 20_000).expect("patients");
    let share = all.truth.iter().filter(|&&fell| fell).count() as f64 / 20_000.0;
    assert!((share - 0.3).abs() < 0.014, "{share}");
    let half = people(&recipe, Population::Collected, &[("unreported", 0.5)], 20_000).expect("patients");
    let recorded = half.label.iter().filter(|&&fell| fell).count() as f64;
    let true_falls = half.truth.iter().filter(|&&fell| fell).count() as f64;
    assert!((recorded / true_falls - 0.5).abs() < 0.06, "{recorded} of {true_falls}");
    assert_eq!(recipe.default_inputs(), ["age", "gait_speed", "sedatives"]);
    let fall = recipe.variable("fall").expect("the outcome");
    assert_eq!(recipe.parents(fall), ["frailty", "sedatives"]);
}

#[test]
fn a_group_attribute_is_an_input_at_first_where_the_recipe_says_so() {
    let text = example().replacen("group = true", "group = true\nunticked = false", 1);
    let recipe = Recipe::parse(&text, "falls.toml").expect("it is right");
    assert_eq!(recipe.default_inputs(), ["sex", "age", "gait_speed", "sedatives"]);
    assert_eq!(recipe.groups().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["sex"]);
}

#[test]
fn a_solved_number_is_known_further_down() {
    let more = "[[variable]]\nid = \"calm\"\nlabel = \"Log-odds without sedatives\"\ndraw = \"base + 0.8*frailty\"\nhidden = true\n\n[outcome]";
    let recipe = Recipe::parse(&example().replacen("[outcome]", more, 1), "falls.toml").expect("it is right");
    assert_eq!(recipe.parents(recipe.variable("calm").expect("a variable")), ["how_common", "frailty"]);
    let numbers = |cohort: &Cohort, id: &str| match cohort.table.column(id) {
        Some(Column::Number(values)) => values.clone(),
        _ => panic!("{id} is a number"),
    };
    let base = |knobs: &[(&str, f64)]| {
        let all = people(&recipe, Population::Collected, knobs, 4_000).expect("patients");
        numbers(&all, "calm")[0] - 0.8 * numbers(&all, "frailty")[0]
    };
    assert!((base(&[]) + 2.6).abs() < 1e-9, "as it starts: {}", base(&[]));
    assert!(base(&[("how_common", 0.3)]) > -2.0, "as it is solved for: {}", base(&[("how_common", 0.3)]));
    let taken = more.replacen("\"calm\"", "\"base\"", 1);
    let error = Recipe::parse(&example().replacen("[outcome]", &taken, 1), "falls.toml").expect_err("a name taken");
    assert!(error.to_string().contains("\"base\" is taken"), "{error}");
}

/// The example with `from` replaced, what its error must say, and the text of the line that it must name.
const WRONG: [(&str, &str, &[&str], &str); 20] = [
    ("summary = ", "sumary = ", &["\"sumary\" is no key here", "did you mean \"summary\"?"], "sumary = "),
    ("normal(78, 8)", "noraml(78, 8)", &["variable \"age\"", "did you mean normal"], "noraml"),
    ("normal(78, 8)", "normal(78)", &["variable \"age\"", "1 arguments, expected 2"], "normal(78)"),
    ("0.15*frailty, 0.15", "0.15*fraility, 0.15", &["variable \"gait_speed\"", "did you mean \"frailty\""], "fraility"),
    ("normal(78, 8)", "normal(78 + frailty, 8)", &["variable \"age\"", "further down"], "78 + frailty"),
    ("normal(78, 8)", "normal(78 + age, 8)", &["variable \"age\"", "depends on itself"], "78 + age"),
    ("limits = [60, 102]", "limits = [102, 60]", &["variable \"age\"", "the smaller one first"], "[102, 60]"),
    ("limits = [60, 102]", "usual = [-inf, inf]", &["variable \"age\"", "usual values"], "[-inf, inf]"),
    ("choice(0.55, 0.45)", "choice(0.5, 0.3, 0.2)", &["variable \"sex\"", "3 shares for 2 levels"], "choice(0.5"),
    ("sex == 'Male'", "sex == 'Man'", &["variable \"gait_speed\"", "Female, Male"], "'Man'"),
    ("id = \"frailty\"", "id = \"age\"", &["variable \"age\"", "is taken"], "THIRD"),
    ("id = \"frailty\"", "id = \"frail ty\"", &["is no name"], "frail ty"),
    ("hidden = true\ndecimals", "hiden = true\ndecimals", &["hiden"], "hiden"),
    ("when = [\"how_common\"]", "when = [\"common\"]", &["variable \"fall\"", "\"common\""], "when = [\"common\"]"),
    ("variable = \"fall\"", "variable = \"fal\"", &["outcome", "did you mean \"fall\""], "variable = \"fal\""),
    ("max = 0.9", "max = -1", &["knob \"unreported\"", "the smaller one first"], "id = \"unreported\""),
    ("default = 0.12", "default = 0.99", &["knob \"how_common\"", "outside 0.02 to 0.4"], "id = \"how_common\""),
    ("acts_on = \"collected\"", "acts_on = \"training\"", &["\"collected\", \"deployed\" or \"both\""], "\"training\""),
    ("threshold = 0.15", "threshold = 15", &["threshold", "from 0 to 1"], "threshold = 15"),
    ("0.8*frailty + 0.7", "0.8*(frailty + 0.7", &["variable \"fall\"", "expected"], "0.8*(frailty"),
];

#[test]
fn each_mistake_is_placed_and_explained() {
    for (from, to, said, at) in WRONG {
        let text = example().replacen(from, to, 1);
        assert_ne!(text, example(), "the example has no {from}");
        let error = Recipe::parse(&text, "falls.toml").expect_err(to);
        let message = error.to_string();
        assert!(message.starts_with("falls.toml, line "), "{message}");
        for words in said {
            assert!(message.contains(words), "{message:?} does not say {words:?}");
        }
        let line = text.lines().nth(error.line - 1).unwrap_or_default();
        let expected = if at == "THIRD" { "id = \"age\"" } else { at };
        assert!(line.contains(expected), "line {} is {line:?}, expected the one with {expected:?}", error.line);
    }
}

#[test]
fn a_missing_part_is_named() {
    for part in
        ["[words]\ncondition = \"a fall\"\n", "[outcome]\nvariable = \"fall\"\n", "title = \"Falls in hospital\"\n"]
    {
        let error = Recipe::parse(&example().replacen(part, "", 1), "falls.toml").expect_err(part).to_string();
        assert!(error.contains("missing field"), "{error}");
    }
    assert!(Recipe::parse("", "empty.toml").is_err());
}

#[test]
fn knobs_are_held_to_name_range_and_population() {
    let recipe = Recipe::parse(&example(), "falls.toml").expect("the example is right");
    let of = |population, knob, value| people(&recipe, population, &[(knob, value)], 50).expect_err(knob).to_string();
    let unknown = of(Population::Collected, "how_comon", 0.1);
    assert!(unknown.contains("did you mean \"how_common\"") && unknown.contains("unreported"), "{unknown}");
    let range = of(Population::Collected, "how_common", 0.5);
    assert!(range.contains("from 0.02 to 0.4") && range.contains("0.5"), "{range}");
    assert!(of(Population::Collected, "how_common", f64::NAN).contains("NaN"));
    let other = of(Population::Deployed, "unreported", 0.5);
    assert!(other.contains("deployed"), "{other}");
}

#[test]
fn draws_that_no_patient_can_have_are_refused() {
    for (from, to, said) in [
        ("normal(78, 8)", "78/0", "variable \"age\" is inf"),
        ("bernoulli(0.2)", "ln(0 - 1)", "variable \"sedatives\" is NaN"),
        ("mean = \"how_common\"", "mean = \"1.5 + how_common\"", "no value of \"base\""),
    ] {
        let recipe = Recipe::parse(&example().replacen(from, to, 1), "falls.toml").expect("it can be read");
        let error = people(&recipe, Population::Collected, &[("how_common", 0.3)], 50).expect_err(to).to_string();
        assert!(error.contains(said), "{error}");
    }
    let text = example().replacen("threshold = 0.15", "threshold = 0.15\nkeep = \"0\"", 1);
    let recipe = Recipe::parse(&text, "falls.toml").expect("it can be read");
    let error = people(&recipe, Population::Collected, &[], 50).expect_err("nobody is kept").to_string();
    assert!(error.contains("0 of 50"), "{error}");
}

#[test]
fn a_selection_keeps_those_it_should() {
    let text = example().replacen("threshold = 0.15", "threshold = 0.15\nkeep = \"if(sex == 'Female', 1, 0.25)\"", 1);
    let recipe = Recipe::parse(&text, "falls.toml").expect("it can be read");
    let all = people(&recipe, Population::Collected, &[], 20_000).expect("patients");
    assert_eq!((all.len(), all.table.rows(), all.label.len()), (20_000, 20_000, 20_000));
    let Some(Column::Category { codes, .. }) = all.table.column("sex") else { panic!("sex is a category") };
    let men = codes.iter().filter(|&&code| code == 1).count() as f64 / 20_000.0;
    let expected = 0.45 * 0.25 / (0.55 + 0.45 * 0.25);
    assert!((men - expected).abs() < 0.011, "{men}, expected {expected}");
}

#[test]
fn a_knob_leaves_every_other_draw_as_it_was() {
    for recipe in catalogue::recipes() {
        for knob in &recipe.knobs {
            let population = if knob.acts_on_population(Population::Collected) {
                Population::Collected
            } else {
                Population::Deployed
            };
            let still = people(recipe, population, &[], 300).expect("patients");
            let elsewhere = if knob.default < knob.max { knob.max } else { knob.min };
            let moved = people(recipe, population, &[(knob.id.as_str(), elsewhere)], 300).expect("patients");
            let mut touched = vec![knob.id.as_str()];
            for variable in &recipe.variables {
                let solved = variable.solve.as_ref().is_some_and(|solve| solve.when.contains(&knob.id));
                if solved || recipe.parents(variable).iter().any(|parent| touched.contains(parent)) {
                    touched.push(&variable.id);
                }
            }
            // A knob that decides who is kept brings other patients, and nothing about them can be compared.
            let mut chooses = false;
            if let Some(keep) = &recipe.keep {
                keep.names(&mut |name| chooses |= touched.contains(&name));
            }
            if chooses {
                continue;
            }
            for ((name, before), (_, after)) in still.table.iter().zip(moved.table.iter()) {
                let same = format!("{before:?}") == format!("{after:?}");
                let may = touched.contains(&name) || name == cutpoint::data::generator::TRUE_RISK;
                assert!(same || may, "{}: {} moved {name}", recipe.id, knob.id);
            }
        }
    }
}

proptest! {
    /// Whatever a hand slips on: the recipe is read or refused, and what is read gives patients or an error.
    #[test]
    fn a_damaged_recipe_never_panics(which in 0_usize..catalogue::shipped().len(), at in 0.0_f64..1.0, cut in 0_usize..12, put in "[ -~\n]{0,6}") {
        let text = catalogue::shipped()[which].text;
        let mut from = (at * text.len() as f64) as usize;
        while !text.is_char_boundary(from) { from -= 1; }
        let mut to = (from + cut).min(text.len());
        while !text.is_char_boundary(to) { to += 1; }
        let damaged = format!("{}{put}{}", &text[..from], &text[to..]);
        if let Ok(recipe) = Recipe::parse(&damaged, "damaged.toml") {
            people(&recipe, Population::Collected, &[], 30).ok();
            people(&recipe, Population::Deployed, &[], 30).ok();
        }
    }
}
