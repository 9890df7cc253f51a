//! The form of a recipe file: its tables as they stand in TOML, before anything in them is checked.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub id: Text,
    pub alias: Option<String>,
    pub title: String,
    pub summary: String,
    pub patients: Spanned<usize>,
    pub threshold: Spanned<f64>,
    pub group_by: Option<Text>,
    pub words: WordsTable,
    pub card: CardTable,
    #[serde(rename = "variable")]
    pub variables: Vec<VariableTable>,
    pub outcome: OutcomeTable,
    pub label: Option<LabelTable>,
    pub keep: Option<Text>,
    #[serde(rename = "knob", default)]
    pub knobs: Vec<KnobTable>,
    #[serde(rename = "question", default)]
    pub questions: Vec<QuestionTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionTable {
    pub id: String,
    pub label: String,
    pub ask: String,
    pub among: Option<Text>,
    pub share: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsTable {
    pub condition: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CardTable {
    pub mirrors: String,
    pub invented: String,
    #[serde(default)]
    pub references: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeTable {
    pub variable: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelTable {
    pub draw: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariableTable {
    pub id: Text,
    pub label: String,
    pub unit: Option<String>,
    #[serde(default)]
    pub levels: Vec<String>,
    pub draw: Text,
    pub deployed: Option<Text>,
    pub above: Option<Text>,
    pub limits: Option<Spanned<[f64; 2]>>,
    pub usual: Option<Spanned<[f64; 2]>>,
    pub round: Option<i32>,
    pub missing: Option<Text>,
    pub solve: Option<SolveTable>,
    pub decimals: Option<usize>,
    #[serde(default)]
    pub hidden: bool,
    #[serde(default)]
    pub group: bool,
    #[serde(default)]
    pub late: bool,
    pub unticked: Option<bool>,
    pub known: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SolveTable {
    pub name: String,
    pub start: f64,
    pub mean: Text,
    pub when: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnobTable {
    pub id: Text,
    #[serde(default)]
    pub alias: String,
    pub label: String,
    pub before: String,
    pub min: f64,
    pub max: f64,
    pub step: f64,
    pub default: f64,
    pub default_deployed: Option<f64>,
    pub acts_on: Text,
}
