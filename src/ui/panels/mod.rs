//! The rooms, and what stays in sight in all of them. A panel is a function of the scenario, the view and the results; what
//! it wants done beyond that, it says in commands.

mod about;
mod cases;
mod changed;
mod chosen;
mod claim;
mod contenders;
mod course;
mod diagram;
mod fairness;
mod fault;
mod glance;
mod glossary;
mod glossary_entry;
mod harm;
mod header;
mod inputs;
mod learning;
mod line;
mod map;
mod matters;
mod measures;
mod menu;
mod model;
mod months;
mod movement;
mod operating_point;
mod own_notes;
mod palette;
mod patient_list;
mod patients;
mod people;
mod present;
mod save;
mod share;
mod ward;
mod why;
mod workings;

pub use about::about_ui;
pub use cases::CasesView;
pub use changed::{KeptPin, Pin, Pins, changed_room_ui};
pub use chosen::{Chosen, chosen_ui, next_in};
pub use claim::ClaimForm;
pub use contenders::{ContendersPart, ContendersView, disagreed, times_the_quickest, trained_in};
pub use course::{
    AuthorView, ClassView, CourseShown, CourseView, author_ui, cards_ui, class_ui, debrief_ui, gate_ui, guide_ui,
    home_ui, notes_ui, sights,
};
pub use diagram::{DiagramView, diagram_panel_ui};
pub use fairness::FairView;
pub use fault::{FaultAnswer, fault_ui};
pub use glance::{glance_ui, sides_ui};
pub use glossary::{GlossaryView, glossary_ui, pointed_ui};
pub use harm::{compare_by_ui, groups_slide_ui, harm_room_ui};
pub use header::{header_ui, help_ui};
pub use line::{Ruled, line_room_ui};
pub use map::MapView;
pub use matters::{MattersPart, MattersShown, MattersView};
pub use menu::{Prospect, menu_ui};
pub use model::model_room_ui;
pub use movement::{Told, Trial, told};
pub use operating_point::operating_point_ui;
pub use own_notes::own_notes_ui;
pub use palette::{PaletteView, palette_ui};
pub use patient_list::patient_list_ui;
pub use patients::{card_ui, patients_room_ui};
pub use present::{KEYS as PRESENT_KEYS, LARGER, Present, Slide, present_ui};
pub use save::save_ui;
pub use share::{ShareView, share_ui};
pub use ward::{Asked, next_sides, side_rows, ward_room_ui, ward_slide_ui};
pub use why::{WhyPart, WhyView, why_room_ui};
pub use workings::InsideView;

use std::sync::Arc;

use crate::data::recipe::Recipe;
use crate::figure::{Caption, Words};
use crate::metrics::{Bootstrap, ConfusionMatrix, Recalibration};
use crate::num::Threshold;
use crate::pipeline::learning::Learning;
use crate::pipeline::{
    Contender, Decisions, Derived, MonthsRun, PatientAccount, Population, Refits, RiskField, Sample, Side, decide,
};
use crate::scenario::Mitigation;

/// What the panels read: the recipe and the results to show.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The recipe of the dataset that is open.
    pub recipe: &'a Arc<Recipe>,
    /// The results; they may be older than the scenario, and then are drawn dimmed.
    pub derived: &'a Arc<Derived>,
    /// Datasets that were opened from files.
    pub own: &'a [Arc<Recipe>],
    /// The run over months, once there is one, and whether it is of this scenario.
    pub months: Option<(&'a MonthsRun, bool)>,
    /// The resampled figures of the side shown, once there are any, and whether they are of this threshold.
    pub bootstrap: Option<(&'a Bootstrap, bool)>,
    /// Other samples of the side shown, once they were asked for, and whether they are of these results.
    pub samples: Option<(&'a [Sample], bool)>,
    /// Every kind of classifier on the same patients, once they are trained, and whether they are of these results.
    pub contenders: Option<(&'a [Contender], bool)>,
    /// Why the chosen patient has this risk, once that is worked out, and whether it is of what stands now.
    pub patient: Option<(&'a PatientAccount, bool)>,
    /// The model trained on other samples, once that is done, and whether they are of these results.
    pub refits: Option<(&'a Refits, bool)>,
    /// The risk over two inputs, once it is worked out, and whether it is the one wanted.
    pub field: Option<(&'a RiskField, bool)>,
    /// What the model knows by heart, as far as it is worked out, and whether that is of these results.
    pub learning: Option<(&'a Learning, bool)>,
    /// What matters to the model, as far as it is worked out.
    pub matters: MattersShown<'a>,
    /// How things stand in the exercise under way.
    pub course: CourseShown<'a>,
    /// The population whose pictures are shown.
    pub population: Population,
    /// What is done against bias, of which thresholds of groups and the band of referrals move without new results.
    pub mitigation: &'a Mitigation,
    /// The threshold, which moves without new results.
    pub threshold: Threshold,
}

impl<'a> Shown<'a> {
    /// The side that is shown.
    #[must_use]
    pub fn side(&self) -> &'a Arc<Side> {
        self.derived.side(self.population)
    }

    /// Who is flagged, cleared and referred on a side.
    #[must_use]
    pub fn decisions(&self, population: Population) -> Decisions {
        decide(&self.derived.side(population).set, self.threshold, self.mitigation)
    }

    /// How the risks on screen were fitted to local outcomes after the model gave them, if they were.
    #[must_use]
    pub fn fitted(&self) -> Option<Recalibration> {
        self.derived.model.recalibration.filter(|_| self.population == Population::Ward)
    }

    /// The risk on screen that belongs to one that the model gave.
    #[must_use]
    pub fn fitted_risk(&self, risk: f64) -> f64 {
        self.fitted().map_or(risk, |fitted| fitted.apply(risk))
    }

    /// The confusion matrix of those decided on, on a side.
    #[must_use]
    pub fn matrix(&self, population: Population) -> ConfusionMatrix {
        self.decisions(population).everyone.matrix
    }

    /// The dataset's words and the side that is shown, as figures need them.
    #[must_use]
    pub fn words(&self) -> Words {
        let side = match self.population {
            Population::Paper => tr!("On paper"),
            Population::Ward => tr!("On the ward"),
        };
        Words { condition: self.condition().to_owned(), shown: side.to_owned() }
    }

    /// What a saved picture says of where its figures come from.
    #[must_use]
    pub fn caption(&self) -> Caption {
        let side = if self.population == Population::Paper { tr!("on paper") } else { tr!("on the ward") };
        Caption {
            dataset: format!("{} ({side})", self.recipe.title),
            model: self.derived.scenario.classifier.kind.name().to_owned(),
            threshold: self.threshold,
            seed: self.derived.scenario.seed,
        }
    }

    /// The word for the condition, as it stands in a sentence.
    #[must_use]
    pub fn condition(&self) -> &'a str {
        &self.recipe.words.condition
    }
}
