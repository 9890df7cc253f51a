//! What a dataset asks of its patients beyond the model's own figures: of those for whom one thing holds, how large is the
//! share of another, group by group. The published failures are told in such shares.

use std::collections::BTreeMap;

use super::expression::{Expression, Names, Values};
use super::recipe::Recipe;
use super::table::{Cohort, Column, Table};

/// What a question may name beside the dataset's variables: whether the patient is flagged (1 or 0), the model's risk (0 to 1),
/// the share of patients with a lower risk (0 to 1), and whether the record says that the patient has the condition (1 or 0).
pub const DECISION_NAMES: [&str; 4] = ["flagged", "risk", "risk_rank", "recorded"];

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Identifier.
    pub id: String,
    /// Its name on a button.
    pub label: String,
    /// The question in full.
    pub ask: String,
    /// Whom it is asked of: an expression that is not 0 for them; everybody where this is `None`.
    pub among: Option<Expression>,
    /// What is asked of them: 1 or 0, or a share from 0 to 1 that is averaged.
    pub share: Expression,
}

/// The answer of one patient to whom the question applies, from 0 to 1; `None` for the others, and where it is no number.
pub type Answers = Vec<Option<f64>>;

impl Question {
    /// The answers of all patients of `cohort`, whose risks are `scores` and who are flagged from `threshold` on.
    #[must_use]
    pub fn answers(&self, recipe: &Recipe, cohort: &Cohort, scores: &[f64], threshold: f64) -> Answers {
        let (table, n) = (&cohort.table, cohort.len());
        let mut decisions: BTreeMap<&str, Values> = BTreeMap::new();
        decisions.insert("flagged", each(scores.iter().map(|&score| f64::from(u8::from(score >= threshold)))));
        decisions.insert("risk", each(scores.iter().copied()));
        decisions.insert("risk_rank", each(ranks(scores).into_iter()));
        decisions.insert("recorded", each(cohort.label.iter().map(|&label| f64::from(u8::from(label)))));
        let known = Known { recipe, table, decisions };
        let Some(shares) = self.share.evaluate(n, &known) else { return vec![None; n] };
        let among = self.among.as_ref().and_then(|among| among.evaluate(n, &known));
        let asked = |row: usize| among.as_ref().is_none_or(|among| among.at(row) > 0.5);
        let answer = |row: usize| Some(shares.at(row)).filter(|share| asked(row) && (0.0..=1.0).contains(share));
        (0..n).map(answer).collect()
    }
}

fn each(values: impl Iterator<Item = f64>) -> Values {
    Values::Each(values.collect())
}

/// For each score the share of scores below it; ties share the rank of the lowest.
fn ranks(scores: &[f64]) -> Vec<f64> {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let all = scores.len().max(1) as f64;
    scores.iter().map(|&score| sorted.partition_point(|&other| other < score) as f64 / all).collect()
}

/// What the expressions of a question see.
struct Known<'a> {
    recipe: &'a Recipe,
    table: &'a Table,
    decisions: BTreeMap<&'a str, Values>,
}

impl Names for Known<'_> {
    fn values(&self, name: &str) -> Option<Values> {
        if let Some(decision) = self.decisions.get(name) {
            return Some(decision.clone());
        }
        Some(match self.table.column(name)? {
            Column::Number(values) => each(values.iter().copied()),
            // What is missing is the number of no level.
            Column::Category { codes, .. } => each(codes.iter().map(|&code| f64::from(code))),
        })
    }

    fn level(&self, variable: &str, level: &str) -> Option<f64> {
        let levels = &self.recipe.variable(variable)?.levels;
        levels.iter().position(|known| known == level).map(|index| index as f64)
    }
}
