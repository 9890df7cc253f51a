//! A file that the window opens: a set-up that it saved, or the recipe of a dataset.

use super::{CodecError, Scenario};
use crate::data::recipe::Recipe;
use crate::data::recipe_file::RecipeError;

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// A scenario, not yet held against its recipe.
    Scenario(Box<Scenario>),
    /// A dataset's recipe, read and checked.
    Recipe(Box<Recipe>),
}

/// Why a text is neither.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DocumentError {
    /// It is no scenario.
    #[error("{file}: {source}")]
    Scenario {
        /// The file.
        file: String,
        /// What is wrong.
        source: CodecError,
    },
    /// It is a recipe with an error in it.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
}

impl Document {
    /// Reads `text`, telling a recipe from a scenario by its tables: only a recipe has variables, knobs and an outcome. `file`
    /// is named in errors.
    ///
    /// # Errors
    /// [`DocumentError`].
    pub fn read(text: &str, file: &str) -> Result<Self, DocumentError> {
        let is_recipe = text.lines().any(|line| ["[[variable]]", "[outcome]", "[[knob]]"].contains(&line.trim()));
        if is_recipe {
            return Ok(Self::Recipe(Box::new(Recipe::parse(text, file)?)));
        }
        let failed = |source| DocumentError::Scenario { file: file.to_owned(), source };
        Ok(Self::Scenario(Box::new(Scenario::from_toml(text).map_err(failed)?)))
    }
}
