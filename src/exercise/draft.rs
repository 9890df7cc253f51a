//! An exercise as it is written in the window: the screen as it is arranged becomes the start and the goals, and the whole a file that
//! a teacher can go on with in a text editor.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::facts::State;
use super::{Answer, Figure, Level, Sight};
use crate::data::recipe::Recipe;
use crate::scenario::{Mitigation, Scenario};

/// By how much less than was reached is asked for, so that other patients do not break the goal: a share from 0 to 1.
const SLACK: f64 = 0.03;

/// The figures that a goal can be made of, with whether each is a share, and the words by which a teacher chooses it.
const OFFERED: [(&str, bool, &str); 10] = [
    ("sensitivity", true, "Found, of those with it"),
    ("specificity", true, "Left alone, of those without"),
    ("ppv", true, "Right, of all alerts"),
    ("accuracy", true, "Accuracy"),
    ("auc", true, "AUC"),
    ("alerts_per_100", false, "Alerts per 100 patients"),
    ("ward.sensitivity", true, "Found on the ward"),
    ("ward.auc", true, "AUC on the ward"),
    ("ward.observed_expected_ratio", false, "Observed for each one expected, on the ward"),
    ("ward.alerts_per_100", false, "Alerts per 100 on the ward"),
];

/// What a guess can be held against: a number from 0 to 100 with its unit.
pub const TRUTHS: [(&str, &str, &str); 6] = [
    ("Found, of 100 with it", "100 * sensitivity", "of 100"),
    ("Alerts per 100 patients", "alerts_per_100", "patients"),
    ("Right, of 100 alerts", "100 * ppv", "of 100 alerts"),
    ("Right answers, of 100 patients", "100 * accuracy", "patients"),
    ("AUC, of 100 pairs", "100 * auc", "of 100 pairs"),
    ("Found on the ward, of 100", "100 * ward.sensitivity", "of 100"),
];

/// A question of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DraftQuestion {
    /// A number, held against one of [`TRUTHS`] by its place.
    Number(usize),
    /// One of these, with the place of the right one where there is one.
    Choice(Vec<String>, Option<usize>),
    /// A sentence.
    Text,
}

/// A goal that could be set, as things stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The condition, in the words of a check.
    pub check: String,
    /// What it asks for, in plain words.
    pub words: String,
    /// Whether it is taken.
    pub taken: bool,
}

/// A step of a draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DraftStep {
    /// The heading.
    pub title: String,
    /// What to do.
    pub text: String,
    /// What helps.
    pub hint: String,
    /// What is asked first; empty for no question.
    pub ask: String,
    /// What kind of question it is.
    pub question: Option<DraftQuestion>,
    /// What could be asked for, from the screen as it stood when the goal was set.
    pub goals: Vec<Goal>,
    /// The screen as it stood then.
    pub end: Option<Scenario>,
    /// What was looked at up to then.
    pub seen: Vec<Sight>,
}

/// An exercise under way to a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The title.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// For whom it is.
    pub level: Level,
    /// Rooms and controls that stay in sight; all when empty.
    pub show: BTreeSet<String>,
    /// The screen with which it begins.
    pub start: Scenario,
    /// Why it matters.
    pub opening: String,
    /// The steps.
    pub steps: Vec<DraftStep>,
    /// What there was to learn.
    pub debrief: String,
    /// What helps whoever teaches it.
    pub notes: String,
}

impl Draft {
    /// An empty draft that begins with what stands.
    #[must_use]
    pub fn new(start: Scenario) -> Self {
        Self {
            title: String::new(),
            minutes: 10,
            level: Level::All,
            show: BTreeSet::new(),
            start,
            opening: String::new(),
            steps: vec![DraftStep::default()],
            debrief: String::new(),
            notes: String::new(),
        }
    }

    /// What still has to be done before it is an exercise, one sentence each.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        if self.title.trim().is_empty() {
            missing.push(tr!("Give it a title.").to_owned());
        }
        for (number, step) in self.steps.iter().enumerate() {
            let number = number + 1;
            if step.title.trim().is_empty() {
                missing.push(tr!("Give step {number} a heading.", number));
            }
            if !step.goals.iter().any(|goal| goal.taken) {
                missing.push(tr!(
                    "Set the goal of step {number}: arrange the screen, then press \u{201c}Make this the goal\u{201d}.",
                    number
                ));
            }
            if step.hint.trim().is_empty() {
                missing.push(tr!("Write a hint for step {number}.", number));
            }
        }
        missing
    }

    /// The file, in the format of `exercises/README.md`.
    ///
    /// # Errors
    /// What cannot be written, in words.
    pub fn to_markdown(&self, recipe: &Recipe) -> Result<String, String> {
        let mut head = toml::Table::new();
        head.insert("title".to_owned(), self.title.trim().into());
        head.insert("minutes".to_owned(), i64::from(self.minutes).into());
        head.insert("level".to_owned(), toml::Value::try_from(self.level).map_err(|error| error.to_string())?);
        head.insert("concepts".to_owned(), toml::Value::Array(Vec::new()));
        head.insert("dataset".to_owned(), self.start.dataset.as_str().into());
        if !self.show.is_empty() {
            head.insert(
                "show".to_owned(),
                toml::Value::Array(self.show.iter().map(|name| name.as_str().into()).collect()),
            );
        }
        head.insert("start".to_owned(), difference(&Scenario::of(recipe), &self.start)?.into());
        let mut stands = &self.start;
        let mut solutions = Vec::new();
        for (number, step) in self.steps.iter().enumerate() {
            let end = step.end.as_ref().unwrap_or(stands);
            let mut solved = toml::Table::new();
            solved.insert("set".to_owned(), difference(stands, end)?.into());
            if let Some(answer) = step.solved() {
                let answer = toml::Value::try_from(answer).map_err(|error| error.to_string())?;
                let answers = toml::Table::from_iter([(question_id(number), answer)]);
                solved.insert("answer".to_owned(), answers.into());
            }
            let see: Vec<toml::Value> = step.taken_sights().map(|sight| sight.name().into()).collect();
            if !see.is_empty() {
                solved.insert("see".to_owned(), toml::Value::Array(see));
            }
            solutions.push(toml::Value::Table(solved));
            stands = end;
        }
        head.insert("solution".to_owned(), toml::Value::Array(solutions));
        let head = toml::to_string(&head).map_err(|error| error.to_string())?;
        let mut text = format!("+++\n{head}+++\n\n{}\n", self.opening.trim());
        for (number, step) in self.steps.iter().enumerate() {
            step.write(number, &mut text)?;
        }
        for (title, words) in [("Debrief", &self.debrief), ("For the educator", &self.notes)] {
            if !words.trim().is_empty() {
                text.push_str(&format!("\n## {title}\n\n{}\n", words.trim()));
            }
        }
        Ok(text)
    }
}

/// The name of the question of a step, counted from 0.
fn question_id(number: usize) -> String {
    format!("guess-{}", number + 1)
}

impl DraftStep {
    /// The sights that its goals ask for.
    fn taken_sights(&self) -> impl Iterator<Item = Sight> {
        let taken = |sight: &Sight| {
            let check = seen_check(*sight);
            self.goals.iter().any(|goal| goal.taken && goal.check == check)
        };
        self.seen.iter().copied().filter(taken)
    }

    /// An answer that the solution can give.
    fn solved(&self) -> Option<Answer> {
        match self.asked()? {
            DraftQuestion::Number(_) => Some(Answer::Number(50.0)),
            DraftQuestion::Choice(offered, right) => offered.get(right.unwrap_or(0)).cloned().map(Answer::Words),
            DraftQuestion::Text => Some(Answer::Words(tr!("Because of what I saw.").to_owned())),
        }
    }

    fn asked(&self) -> Option<&DraftQuestion> {
        self.question.as_ref().filter(|_| !self.ask.trim().is_empty())
    }

    fn write(&self, number: usize, text: &mut String) -> Result<(), String> {
        text.push_str(&format!("\n## {}\n\n{}\n", self.title.trim(), self.text.trim()));
        if let Some(question) = self.asked() {
            let mut block = toml::Table::new();
            block.insert("id".to_owned(), question_id(number).into());
            block.insert("ask".to_owned(), self.ask.trim().into());
            match question {
                DraftQuestion::Number(truth) => {
                    let (_, operand, unit) = TRUTHS[(*truth).min(TRUTHS.len() - 1)];
                    let kind = [("from", 0.into()), ("to", 100.into()), ("unit", toml::Value::from(unit))];
                    let kind = toml::Table::from_iter(kind.map(|(key, value)| (key.to_owned(), value)));
                    block.insert("number".to_owned(), kind.into());
                    block.insert("truth".to_owned(), operand.into());
                }
                DraftQuestion::Choice(offered, right) => {
                    if let Some(right) = right.and_then(|right| offered.get(right)) {
                        block.insert("truth".to_owned(), right.as_str().into());
                    }
                    let offered = offered.iter().map(|one| one.as_str().into()).collect();
                    block.insert("choice".to_owned(), toml::Value::Array(offered));
                }
                DraftQuestion::Text => {
                    block.insert("text".to_owned(), true.into());
                }
            }
            let block = toml::to_string(&block).map_err(|error| error.to_string())?;
            text.push_str(&format!("\n```predict\n{block}```\n"));
        }
        text.push_str(&format!("\n```hint\n{}\n```\n", self.hint.trim()));
        let checks: Vec<&str> = self.goals.iter().filter(|goal| goal.taken).map(|goal| goal.check.as_str()).collect();
        text.push_str(&format!("\n```check\n{}\n```\n", checks.join("\n")));
        Ok(())
    }
}

fn seen_check(sight: Sight) -> String {
    format!("seen(\"{}\")", sight.name())
}

/// Goals that `now` meets and `before` does not, by figures, inputs, classifier and what was looked at since; nothing is taken yet but
/// the first.
#[must_use]
pub fn goals(before: &State, now: &State, scenario: &Scenario, seen: &[Sight]) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (name, share, words) in OFFERED {
        let (Some((was, _)), Some((is, doubt))) = (figure(before, name), figure(now, name)) else { continue };
        let (scale, slack) =
            if share { (100.0, 100.0 * (SLACK + doubt)) } else { (1.0, (SLACK * 10.0 * is.abs()).max(0.02)) };
        let (was, is) = (scale * was, scale * is);
        let round = |value: f64, up: bool| {
            let fine = if share || value.abs() >= 10.0 { 1.0 } else { 0.1 };
            (if up { (value / fine).ceil() } else { (value / fine).floor() }) * fine
        };
        let (bound, sign, plain) = if is > was {
            (round(is - slack, false), ">=", tr!("at least"))
        } else {
            (round(is + slack, true), "<=", tr!("at most"))
        };
        let met_before = if is > was { was >= bound } else { was <= bound };
        if met_before || !bound.is_finite() {
            continue;
        }
        let (bound, unit) = (format!("{}", (bound * 10.0).round() / 10.0), if share { "%" } else { "" });
        goals.push(Goal {
            check: format!("{name} {sign} {bound}{unit}"),
            words: format!("{words}: {plain} {bound}{unit}"),
            taken: goals.is_empty(),
        });
    }
    let (was, is) = (before.scenario().given(), scenario.given());
    let label = |id: &str| {
        let variable = now.derived.recipe.variable(id);
        variable.filter(|variable| variable.is_offered()).map(|variable| variable.label.clone())
    };
    for (list, others, check, words) in
        [(&is, &was, "uses", tr!("The model uses")), (&was, &is, "not uses", tr!("The model does not use"))]
    {
        for id in list.iter().filter(|id| !others.contains(id)) {
            let Some(label) = label(id) else { continue };
            let taken = goals.is_empty();
            goals.push(Goal { check: format!("{check}(\"{id}\")"), words: format!("{words}: {label}"), taken });
        }
    }
    let kind = scenario.classifier.kind;
    if before.derived.scenario.classifier.kind != kind {
        let taken = goals.is_empty();
        let check = format!("classifier(\"{}\")", kind.id());
        goals.push(Goal { check, words: tr!("The classifier is: {}", kind.name()), taken });
    }
    for sight in seen {
        let taken = goals.is_empty();
        goals.push(Goal { check: seen_check(*sight), words: tr!("The learner has {}", sight.words()), taken });
    }
    goals
}

/// A figure by its name in checks, with half the width of its 95 % interval where it has one; `None` where it is undefined.
fn figure(state: &State, name: &str) -> Option<(f64, f64)> {
    let (side, name) = match name.strip_prefix("ward.") {
        Some(name) => (&state.derived.ward, name),
        None => (&state.derived.paper, name),
    };
    let decisions = crate::pipeline::decide(&side.set, state.threshold, &state.mitigation);
    let figure = Figure::named(name)?;
    let value = figure.value(&side.set, &decisions, None, state.threshold)?;
    let interval = figure.interval(&side.set, &decisions, None);
    Some((value, interval.map_or(0.0, |interval| (interval.hi - interval.lo) / 2.0)))
}

/// What laid over `from` gives `to`. Measures that are no longer taken are written out as they are when nothing is done.
///
/// # Errors
/// What a laid-over table cannot say: a group that is no longer compared by.
fn difference(from: &Scenario, to: &Scenario) -> Result<toml::Table, String> {
    let table = |scenario: &Scenario| toml::Table::try_from(scenario).map_err(|error| error.to_string());
    let (from, mut to) = (table(from)?, table(to)?);
    let fixed = |error: toml::ser::Error| error.to_string();
    for (key, plain) in [
        ("mitigation", toml::Value::try_from(Mitigation::default()).map_err(fixed)?),
        ("months", toml::Value::try_from(crate::scenario::MonthsPlan::default()).map_err(fixed)?),
        ("goals", toml::Value::try_from(crate::scenario::Goals::default()).map_err(fixed)?),
        ("null_control", false.into()),
        ("coin_flips", 0.into()),
    ] {
        if from.contains_key(key) && !to.contains_key(key) {
            to.insert(key.to_owned(), plain);
        }
    }
    if let Some(gone) = from.keys().find(|key| !to.contains_key(*key)) {
        return Err(tr!(
            "\u{201c}{gone}\u{201d} was taken away after the start; start from the screen as it is now",
            gone
        ));
    }
    Ok(changed(&from, to))
}

fn changed(from: &toml::Table, to: toml::Table) -> toml::Table {
    let parts = to.into_iter().filter_map(|(key, value)| match (from.get(&key), value) {
        (Some(toml::Value::Table(own)), toml::Value::Table(value)) => {
            let part = changed(own, value);
            (!part.is_empty()).then(|| (key, part.into()))
        }
        (Some(own), value) if *own == value => None,
        (_, value) => Some((key, value)),
    });
    parts.collect()
}
