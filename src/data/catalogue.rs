//! The datasets that come with Cutpoint, embedded in the program.

use std::sync::{Arc, LazyLock};

use super::nearest::nearest;
use super::recipe::Recipe;
use super::recipe_file::RecipeError;
use crate::language::Worded;

/// A recipe as it stands in `datasets`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Identifier.
    pub id: &'static str,
    /// The file's name.
    pub file: &'static str,
    /// The recipe.
    pub text: &'static str,
}

impl Shipped {
    /// The recipe as it stands in its file, in English.
    ///
    /// # Errors
    /// [`RecipeError`] if the file that was built in is wrong, which a test rules out.
    pub fn read(&self) -> Result<Recipe, RecipeError> {
        Recipe::parse(self.text, self.file)
    }
}

macro_rules! shipped {
    ($($id:literal),+ $(,)?) => {
        [$(Shipped {
            id: $id,
            file: concat!("datasets/", $id, ".toml"),
            text: include_str!(concat!("../../datasets/", $id, ".toml")),
        }),+]
    };
}

static SHIPPED: [Shipped; 9] = shipped![
    "ward-sepsis",
    "diabetes",
    "readmission",
    "chest-pain",
    "hypoxaemia",
    "care-management",
    "skin-lesion",
    "lung-nodule",
    "pneumonia"
];

static READ: LazyLock<Vec<Result<Arc<Recipe>, RecipeError>>> = LazyLock::new(|| {
    SHIPPED.iter().map(|shipped| shipped.read().map(|recipe| Arc::new(recipe.translated()))).collect()
});

/// Why there is no recipe under a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Nothing is called that.
    #[error(
        "{}",
        tr!(
            "there is no dataset \"{found}\"{}; there are {}",
            .nearest.map(|name| tr!(" (did you mean {name}?)", name)).unwrap_or_default(), names(), found = .found
        )
    )]
    Unknown {
        /// What was asked for.
        found: String,
        /// The dataset whose name is most like it.
        nearest: Option<&'static str>,
    },
    /// The recipe that was shipped is wrong.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
}

fn names() -> String {
    SHIPPED.iter().map(|shipped| shipped.id).collect::<Vec<_>>().join(", ")
}

/// The recipes that come with Cutpoint, in the order in which they are shown.
#[must_use]
pub fn shipped() -> &'static [Shipped] {
    &SHIPPED
}

/// The shipped recipe of that identifier or short name (`ward-sepsis`, `D1`), without regard to case.
///
/// # Errors
/// [`CatalogueError`].
pub fn shipped_recipe(id: &str) -> Result<Arc<Recipe>, CatalogueError> {
    for (shipped, read) in SHIPPED.iter().zip(READ.iter()) {
        let alias = read.as_ref().is_ok_and(|recipe| recipe.alias.eq_ignore_ascii_case(id));
        if shipped.id.eq_ignore_ascii_case(id) || alias {
            return Ok(Arc::clone(read.as_ref().map_err(Clone::clone)?));
        }
    }
    let nearest = nearest(id, SHIPPED.iter().map(|shipped| shipped.id));
    Err(CatalogueError::Unknown { found: id.to_owned(), nearest })
}

/// All shipped recipes that can be read, in order.
pub fn recipes() -> impl Iterator<Item = &'static Arc<Recipe>> {
    READ.iter().filter_map(|read| read.as_ref().ok())
}
