//! A dataset as a causal recipe: variables in the order in which they come about, and knobs that intervene on them.

use std::sync::Arc;

use super::draw::Draw;
use super::expression::Expression;
use super::generator::Population;
use super::question::Question;
use crate::language::Worded;
use crate::num::Threshold;

/// A recipe, read and checked: every name it uses is known, every range is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// Identifier, for example `ward-sepsis`.
    pub id: String,
    /// The short name of the catalogue, for example `D1`.
    pub alias: String,
    /// The title that people see.
    pub title: String,
    /// Who the patients are and what is asked of the model, in one or two sentences.
    pub summary: String,
    /// Where the data come from, so to speak.
    pub card: Card,
    /// The words that sentences need.
    pub words: Words,
    /// How many patients are collected unless somebody says otherwise.
    pub default_patients: usize,
    /// The threshold with which the dataset opens.
    pub default_threshold: Threshold,
    /// The group attribute by which patients are compared at first.
    pub group_by: Option<String>,
    /// The variables, each after those that it depends on.
    pub variables: Vec<Variable>,
    /// The variable that is the truth: 1 for those with the condition.
    pub outcome: String,
    /// How the record's outcome comes about; the truth itself where this is `None`.
    pub label: Option<Draw>,
    /// The share of patients who enter the data, from 0 to 1; everybody where this is `None`.
    pub keep: Option<Expression>,
    /// The knobs, in the order in which they are shown.
    pub knobs: Vec<Knob>,
    /// What the dataset asks beyond the model's own figures.
    pub questions: Vec<Question>,
}

/// What a recipe mirrors and what it invents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// What it mirrors in real life, with figures.
    pub mirrors: String,
    /// What is made up.
    pub invented: String,
    /// Where the figures come from.
    pub references: Vec<String>,
}

/// The words that sentences need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The condition as it stands in a sentence: "sepsis", "a heart attack".
    pub condition: String,
}

/// One variable of every patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Identifier, as in expressions and tables.
    pub id: String,
    /// The name that people see.
    pub label: String,
    /// The unit of its numbers, if they have one.
    pub unit: Option<String>,
    /// The names of its levels, if it is a category; empty for a number.
    pub levels: Vec<String>,
    /// How it is drawn in the collected population.
    pub draw: Draw,
    /// How it is drawn where the model is used, if otherwise.
    pub deployed: Option<Draw>,
    /// The bound above which a normal or lognormal draw must lie.
    pub above: Option<Expression>,
    /// The least and the greatest value; what lies beyond is set to the limit.
    pub limits: Option<[f64; 2]>,
    /// The reference range: what is usual in healthy adults, both ends included; an end that is infinite is open.
    pub usual: Option<[f64; 2]>,
    /// To how many decimals values are rounded, if at all.
    pub round: Option<i32>,
    /// The probability, from 0 to 1, that it is not measured.
    pub missing: Option<Expression>,
    /// A number in its expressions that is solved for.
    pub solve: Option<Solve>,
    /// How many decimals people see.
    pub decimals: usize,
    /// Never seen by anybody: not in tables, not an input.
    pub hidden: bool,
    /// A group attribute.
    pub group: bool,
    /// Known only after the moment of prediction, so an input that leaks.
    pub late: bool,
    /// Offered to the model, but not ticked at first: group attributes, unless the recipe says otherwise, and more.
    pub unticked: bool,
    /// When it becomes known, in words.
    pub known_when: String,
}

/// A number that makes the mean probability of a variable what it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Solve {
    /// Its name in the variable's expressions.
    pub name: String,
    /// Its value while none of the knobs in `when` has been moved.
    pub start: f64,
    /// What the mean probability shall be, once one of them has: an expression over knobs.
    pub mean: Expression,
    /// The knobs that call for a new solution.
    pub when: Vec<String>,
}

/// Which population a knob shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActsOn {
    /// What the model learns from and is tested on.
    Collected,
    /// The patients where the model is used.
    Deployed,
    /// Either, each at its own setting.
    Both,
}

/// An intervention on the recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct Knob {
    /// Identifier, as in expressions and on the command line.
    pub id: String,
    /// The short name of the catalogue, for example `k`.
    pub alias: String,
    /// The name that people see.
    pub label: String,
    /// One sentence on what it does to the data.
    pub before: String,
    /// Its least value.
    pub min: f64,
    /// Its greatest value.
    pub max: f64,
    /// The distance between its values.
    pub step: f64,
    /// Where it stands at first; for deployment, see [`Knob::default_for`].
    pub default: f64,
    /// Where it stands at first for the deployed population, if elsewhere.
    pub default_deployed: Option<f64>,
    /// Which population it shapes.
    pub acts_on: ActsOn,
}

impl Worded for Recipe {
    fn each_sentence(&mut self, see: &mut dyn FnMut(&mut String)) {
        for text in [&mut self.title, &mut self.summary, &mut self.card.mirrors, &mut self.card.invented] {
            see(text);
        }
        see(&mut self.words.condition);
        for variable in &mut self.variables {
            see(&mut variable.label);
            see(&mut variable.known_when);
        }
        for knob in &mut self.knobs {
            see(&mut knob.label);
            see(&mut knob.before);
        }
        for question in &mut self.questions {
            see(&mut question.label);
            see(&mut question.ask);
        }
    }
}

impl Recipe {
    /// The variable of that identifier.
    #[must_use]
    pub fn variable(&self, id: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.id == id)
    }

    /// The knob of that identifier or alias.
    #[must_use]
    pub fn knob(&self, name: &str) -> Option<&Knob> {
        self.knobs.iter().find(|knob| knob.id == name || knob.alias == name)
    }

    /// The group attributes, in order.
    pub fn groups(&self) -> impl Iterator<Item = &Variable> {
        self.variables.iter().filter(|variable| variable.group)
    }

    /// The group attribute by which patients are compared at first.
    #[must_use]
    pub fn default_group(&self) -> Option<String> {
        self.group_by.clone().or_else(|| self.groups().next().map(|group| group.id.clone()))
    }

    /// What a model may use unless somebody says otherwise: measured in time and not unticked, as group attributes are.
    #[must_use]
    pub fn default_inputs(&self) -> Vec<String> {
        let usual = |variable: &&Variable| variable.is_offered() && !variable.late && !variable.unticked;
        self.variables.iter().filter(usual).map(|variable| variable.id.clone()).collect()
    }

    /// The variables and knobs that `variable` is made of, each once, in order: the arrows of the causal diagram. Where it
    /// uses a number that was solved for above, those are the knobs that call for a new solution.
    #[must_use]
    pub fn parents(&self, variable: &Variable) -> Vec<&str> {
        let mut parents: Vec<&str> = Vec::new();
        let mut see = |name: &str| {
            let variables = self.variables.iter().map(|other| other.id.as_str());
            let mut known = variables.chain(self.knobs.iter().map(|knob| knob.id.as_str()));
            let own = variable.solve.as_ref().is_some_and(|solve| solve.name == name);
            let solves = self.variables.iter().filter_map(|other| other.solve.as_ref());
            let found: Vec<&str> = match known.find(|known| *known == name) {
                Some(known) => vec![known],
                None if own => Vec::new(),
                None => solves.filter(|solve| solve.name == name).flat_map(|s| &s.when).map(String::as_str).collect(),
            };
            for name in found {
                if !parents.contains(&name) {
                    parents.push(name);
                }
            }
        };
        for expression in variable.expressions() {
            expression.names(&mut see);
        }
        parents
    }
}

impl Variable {
    /// Whether nobody ever sees it.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether it is known only after the moment of prediction.
    #[must_use]
    pub const fn is_leak(&self) -> bool {
        self.late
    }

    /// Whether a model may be given it.
    #[must_use]
    pub const fn is_offered(&self) -> bool {
        !self.hidden
    }

    /// A value as people see it.
    #[must_use]
    pub fn shown(&self, value: f64) -> String {
        format!("{value:.*}", self.decimals)
    }

    /// The values it can have, in words: "18 to 98 years", "no, yes".
    #[must_use]
    pub fn range(&self) -> String {
        if !self.levels.is_empty() {
            return self.levels.join(", ");
        }
        let unit = self.unit.as_deref().unwrap_or_default();
        let range = match self.limits {
            Some([least, greatest]) => tr!("{} to {} {unit}", self.shown(least), self.shown(greatest), unit),
            None => unit.to_owned(),
        };
        range.trim_end().to_owned()
    }

    /// The reference range in words: "12 to 20", "at least 96", "up to 5".
    #[must_use]
    pub fn usual_range(&self) -> Option<String> {
        let [least, greatest] = self.usual?;
        Some(match (least.is_finite(), greatest.is_finite()) {
            (true, true) => tr!("{least} to {greatest}", least, greatest),
            (true, false) => tr!("at least {least}", least),
            _ => tr!("up to {greatest}", greatest),
        })
    }

    /// All expressions that it is made of.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut all = self.draw.expressions();
        all.extend(self.deployed.iter().flat_map(Draw::expressions));
        all.extend(&self.above);
        all.extend(&self.missing);
        all
    }

    /// How it is drawn in that population.
    #[must_use]
    pub fn draw_for(&self, population: Population) -> &Draw {
        match (population, &self.deployed) {
            (Population::Deployed, Some(draw)) => draw,
            _ => &self.draw,
        }
    }
}

impl Knob {
    /// Whether it has two positions only.
    #[must_use]
    pub fn is_switch(&self) -> bool {
        self.step >= self.max - self.min
    }

    /// Whether it shapes that population.
    #[must_use]
    pub fn acts_on_population(&self, population: Population) -> bool {
        match self.acts_on {
            ActsOn::Both => true,
            ActsOn::Collected => population == Population::Collected,
            ActsOn::Deployed => population == Population::Deployed,
        }
    }

    /// Where it stands at first in that population.
    #[must_use]
    pub fn default_for(&self, population: Population) -> f64 {
        match (population, self.default_deployed) {
            (Population::Deployed, Some(value)) => value,
            _ => self.default,
        }
    }
}

/// A recipe that several parts of the program hold at once.
pub type SharedRecipe = Arc<Recipe>;
