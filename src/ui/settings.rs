//! How a person likes the window: kept between runs, and never part of a set-up.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The least and the greatest size of text, in per cent of the usual.
pub const TEXT: [u32; 2] = [80, 300];
/// What one step makes the text larger or smaller, in per cent.
pub const TEXT_STEP: u32 = 10;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// As the system has it.
    #[default]
    System,
    /// Dark letters on white.
    Light,
    /// Light letters on black.
    Dark,
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub look: Look,
    /// The size of text, in per cent of the usual, within [`TEXT`].
    pub text: u32,
    /// Whether nothing moves by itself.
    pub calm: bool,
    /// Hints that were read.
    pub hints: BTreeSet<String>,
    /// Whether hints are given at all.
    pub no_hints: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { look: Look::System, text: 100, calm: false, hints: BTreeSet::new(), no_hints: false }
    }
}

impl Settings {
    /// With what is out of range brought into it, as a file that somebody changed by hand may need.
    #[must_use]
    pub fn checked(mut self) -> Self {
        self.text = self.text.clamp(TEXT[0], TEXT[1]);
        self
    }

    /// The text larger by a number of steps, or smaller by a negative one.
    pub fn resize_text(&mut self, steps: i32) {
        let wanted = self.text as i32 + steps * TEXT_STEP as i32;
        self.text = wanted.clamp(TEXT[0] as i32, TEXT[1] as i32) as u32;
    }
}
