//! How much the inputs tell of the groups that patients belong to.
//!
//! A model that is not given a group attribute may still know it: a logistic regression is trained to tell each group from everybody
//! else by the inputs that the model in use reads, all together and each alone, and judged on the patients held out.

use std::sync::Arc;

use super::super::derived::Derived;
use super::super::job::{Job, PipelineError, Step};
use super::{columns, some};
use crate::data::{Column, MISSING, Table};
use crate::learn::{ClassifierKind, ClassifierSpec, LearnError, Request, TableModel};
use crate::metrics::{Interval, ScoredTestSet};

/// At most so many training patients are learnt from.
pub const LEARNT_FROM: usize = 5_000;

/// How well a group is told from everybody else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// The AUC among the patients held out, from 0 to 1; `None` where the group is nobody or everybody there.
    pub auc: Option<f64>,
    /// Its 95 % interval (DeLong).
    pub interval: Option<Interval>,
}

/// One group of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelProxy {
    /// Its name.
    pub level: String,
    /// How many of the patients held out belong to it.
    pub patients: usize,
    /// By all inputs together; `None` where nothing could be learnt.
    pub together: Option<Told>,
    /// By each input alone.
    pub alone: Vec<(String, Option<Told>)>,
}

/// One group attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The variable.
    pub id: String,
    /// Whether the model in use is told it outright.
    pub in_use: bool,
    /// Its groups, as far as they are worked out.
    pub levels: Vec<LevelProxy>,
}

/// Every group attribute of the dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Proxies {
    /// In the recipe's order.
    pub attributes: Vec<Attribute>,
}

/// Works out [`Proxies`], one group a step.
pub struct ProxiesJob {
    derived: Arc<Derived>,
    /// The training patients learnt from.
    rows: Vec<usize>,
    proxies: Proxies,
    /// The attribute and the group that are next.
    next: (usize, usize),
}

impl ProxiesJob {
    /// A job for the inputs and the patients of `derived`.
    #[must_use]
    pub fn new(derived: Arc<Derived>) -> Self {
        let used = columns(&derived);
        let attribute = |id: &String| Attribute { id: id.clone(), in_use: used.contains(id), levels: Vec::new() };
        let attributes = derived.recipe.groups().map(|variable| attribute(&variable.id)).collect();
        let train = &derived.data.split.train;
        let places = some(train.len(), LEARNT_FROM, derived.scenario.seed, "proxies");
        let rows = places.into_iter().map(|place| train[place]).collect();
        Self { derived, rows, proxies: Proxies { attributes }, next: (0, 0) }
    }

    /// Who of a table's patients belongs to the group, and the rows of those of whom it is known.
    fn members(table: &Table, id: &str, level: usize) -> Option<(Vec<bool>, Vec<usize>)> {
        let Column::Category { codes, .. } = table.column(id)? else { return None };
        let members = codes.iter().map(|&code| code as usize == level).collect();
        let known = codes.iter().enumerate().filter(|(_, code)| **code != MISSING).map(|(row, _)| row).collect();
        Some((members, known))
    }

    /// How well `inputs` tell the group from everybody else.
    fn told(
        &self,
        inputs: &[String],
        (id, level): (&str, usize),
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Told>, PipelineError> {
        let data = &self.derived.data;
        let collected = &data.collected.table;
        let (Some((labels, known)), Some((held, judged))) =
            (Self::members(collected, id, level), Self::members(&data.held_out.table, id, level))
        else {
            return Ok(None);
        };
        let rows: Vec<usize> = self.rows.iter().copied().filter(|row| known.binary_search(row).is_ok()).collect();
        let spec = ClassifierSpec::of(ClassifierKind::Logistic);
        let request = Request {
            spec: &spec,
            table: collected,
            rows: &rows,
            labels: &labels,
            columns: inputs,
            weights: None,
            interactions: None,
            seed: self.derived.scenario.seed,
            cancelled,
            start: None,
        };
        let model = match TableModel::train(&request) {
            Ok(model) => model,
            Err(LearnError::Cancelled) => return Err(PipelineError::Cancelled),
            // A group of nobody, or of everybody, teaches nothing.
            Err(_) => return Ok(None),
        };
        let scores = model.risks(&data.held_out.table, Some(&judged), cancelled)?;
        let held: Vec<bool> = judged.iter().map(|&row| held[row]).collect();
        let set = ScoredTestSet::new(&scores, &held, None)?;
        Ok(Some(Told { auc: set.auc(), interval: set.auc_ci() }))
    }

    fn level(
        &self,
        id: &str,
        level: usize,
        name: &str,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<LevelProxy, PipelineError> {
        let inputs: Vec<String> = columns(&self.derived).into_iter().filter(|column| column != id).collect();
        let held_out = Self::members(&self.derived.data.held_out.table, id, level);
        let patients = held_out.map_or(0, |(members, _)| members.iter().filter(|member| **member).count());
        let together = if inputs.is_empty() { None } else { self.told(&inputs, (id, level), cancelled)? };
        let mut alone = Vec::with_capacity(inputs.len());
        for input in inputs {
            let told = self.told(std::slice::from_ref(&input), (id, level), cancelled)?;
            alone.push((input, told));
        }
        Ok(LevelProxy { level: name.to_owned(), patients, together, alone })
    }
}

impl Job for ProxiesJob {
    type Output = Result<Proxies, PipelineError>;

    fn step(&mut self, cancelled: &dyn Fn() -> bool) -> Step<Self::Output> {
        if cancelled() {
            return Step::Done(Err(PipelineError::Cancelled));
        }
        let (attribute, level) = self.next;
        let Some(id) = self.proxies.attributes.get(attribute).map(|attribute| attribute.id.clone()) else {
            return Step::Done(Ok(self.proxies.clone()));
        };
        let name = match self.derived.data.collected.table.column(&id) {
            Some(Column::Category { levels, .. }) => levels.get(level).cloned(),
            _ => None,
        };
        let Some(name) = name else {
            self.next = (attribute + 1, 0);
            return Step::More;
        };
        match self.level(&id, level, &name, cancelled) {
            Ok(done) => self.proxies.attributes[attribute].levels.push(done),
            Err(problem) => return Step::Done(Err(problem)),
        }
        self.next = (attribute, level + 1);
        Step::More
    }

    fn so_far(&self) -> Option<Self::Output> {
        Some(Ok(self.proxies.clone()))
    }
}
