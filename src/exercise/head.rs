//! The head of an exercise's file.

use serde::{Deserialize, Serialize};

use super::{Answers, Sight};

/// For whom an exercise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Everybody.
    All,
    /// People who care for patients.
    Clinical,
    /// People who buy or run services.
    Manager,
}

/// What stands between the two lines `+++`, in TOML.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The title.
    pub title: String,
    /// How long it takes a beginner, in minutes, at least 1.
    pub minutes: u32,
    /// For whom it is.
    pub level: Level,
    /// What it teaches, as ids of the glossary's ideas.
    pub concepts: Vec<String>,
    /// The dataset's id.
    pub dataset: String,
    /// What the set-up changes of the dataset's own, in the words of a saved scenario.
    #[serde(default)]
    pub start: toml::Table,
    /// The rooms and controls that are shown; all when empty.
    #[serde(default)]
    pub show: Vec<String>,
    /// What solves it, one entry for each step.
    #[serde(default)]
    pub solution: Vec<Solved>,
}

/// What solves one step, on top of what solved those before.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Solved {
    /// What is changed of the set-up.
    pub set: toml::Table,
    /// What is answered.
    pub answer: Answers,
    /// What is looked at or tried.
    pub see: Vec<Sight>,
    /// Which cards of evidence are asked for.
    pub take: Vec<String>,
}
