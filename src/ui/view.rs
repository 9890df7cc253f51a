//! How the scenario is looked at: what a person may change without changing any figure.

use std::path::PathBuf;
use std::sync::Arc;

use crate::data::recipe::Recipe;
use crate::exercise::Exercise;
use crate::figure::SideMeasure;
use crate::figure::people::People;
use crate::pipeline::learning::LearningTask;
use crate::pipeline::{Population, Side};
use crate::scenario::Scenario;
use crate::ui::actions::Action;
use crate::ui::charts::{Chart, Charts};
use crate::ui::panels::{
    Asked, CasesView, Chosen, ClaimForm, ContendersView, CourseView, DiagramView, FairView, GlossaryView, InsideView,
    MapView, MattersView, PaletteView, Pins, Present, Prospect, Ruled, ShareView, Trial, WhyView,
};
use crate::ui::settings::Settings;

/// The rooms, in the order in which their questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Room {
    /// The dataset, how it was collected, and where the model will be used.
    Patients,
    /// The classifier, its inputs and settings, and its workings.
    Model,
    /// The threshold and what it decides.
    #[default]
    Line,
    /// The groups, side by side.
    Harm,
    /// What the validation report promised and what happens where the model is used.
    Ward,
    /// One patient: what pushed the risk, and what would change it.
    Why,
    /// Pinned states and what stands now.
    Changed,
}

impl Room {
    /// All rooms, in order.
    pub const ALL: [Self; 7] =
        [Self::Patients, Self::Model, Self::Line, Self::Harm, Self::Ward, Self::Why, Self::Changed];

    /// The question broken into two lines of about the same length, for a narrow window.
    #[must_use]
    pub fn two_lines(self) -> String {
        let question = self.question();
        let middle = question.len() / 2;
        let spaces = question.match_indices(' ').map(|(at, _)| at);
        let Some(at) = spaces.min_by_key(|at| at.abs_diff(middle)) else { return question.to_owned() };
        format!("{}\n{}", &question[..at], &question[at + 1..])
    }

    /// The name by which exercises speak of it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Patients => "patients",
            Self::Model => "model",
            Self::Line => "line",
            Self::Harm => "harm",
            Self::Ward => "ward",
            Self::Why => "why",
            Self::Changed => "changed",
        }
    }

    /// The question that the room answers.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Patients => tr!("Who are these patients?"),
            Self::Model => tr!("What did the model learn?"),
            Self::Line => tr!("Where do we draw the line?"),
            Self::Harm => tr!("Who is harmed?"),
            Self::Ward => tr!("What happens on the ward?"),
            Self::Why => tr!("Why this patient?"),
            Self::Changed => tr!("What changed?"),
        }
    }
}

/// One of the four cells of the confusion matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Flagged, and has the condition.
    TruePositive,
    /// Not flagged, and has the condition.
    FalseNegative,
    /// Flagged, and does not have the condition.
    FalsePositive,
    /// Not flagged, and does not have the condition.
    TrueNegative,
}

impl Cell {
    /// The cell that a patient falls into.
    #[must_use]
    pub const fn of(flagged: bool, has_condition: bool) -> Self {
        match (flagged, has_condition) {
            (true, true) => Self::TruePositive,
            (false, true) => Self::FalseNegative,
            (true, false) => Self::FalsePositive,
            (false, false) => Self::TrueNegative,
        }
    }

    /// The everyday word for the patients in it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::TruePositive => tr!("found"),
            Self::FalseNegative => tr!("missed"),
            Self::FalsePositive => tr!("false alarms"),
            Self::TrueNegative => tr!("left alone"),
        }
    }

    /// The same word for one patient.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            Self::FalsePositive => tr!("a false alarm"),
            _ => self.word(),
        }
    }

    /// The name of the field.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::TruePositive => tr!("true positives"),
            Self::FalseNegative => tr!("false negatives"),
            Self::FalsePositive => tr!("false positives"),
            Self::TrueNegative => tr!("true negatives"),
        }
    }
}

/// What a wish is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WishKind {
    /// Sensitivity of at least so many per cent.
    #[default]
    Sensitivity,
    /// Specificity of at least so many per cent.
    Specificity,
    /// Positive predictive value of at least so many per cent.
    Ppv,
    /// At most so many alerts per 100 patients.
    Alerts,
    /// Sensitivity of at least so many per cent, with at most so many alerts per 100 patients.
    Both,
}

/// The wish as typed, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WishForm {
    /// What it is about.
    pub kind: WishKind,
    /// Per cent, or alerts per 100 patients.
    pub amount: f64,
    /// The most alerts per 100 patients, where both are wished for.
    pub most_alerts: f64,
    /// What came of it, once asked for.
    pub answer: Option<String>,
    /// Whether no threshold grants what was asked for last.
    pub refused: bool,
}

impl Default for WishForm {
    fn default() -> Self {
        Self { kind: WishKind::Sensitivity, amount: 95.0, most_alerts: 20.0, answer: None, refused: false }
    }
}

/// What can be saved.
#[derive(Debug, Clone)]
pub enum Content {
    /// A chart, as SVG.
    Picture(String),
    /// A scenario, as TOML.
    Scenario(String),
    /// A page for paper, as HTML.
    Page(String),
    /// An exercise, as Markdown.
    Exercise(String),
    /// A table, as CSV.
    Table(String),
}

/// Something about to be saved.
#[derive(Debug, Clone)]
pub struct SaveForm {
    /// Its title.
    pub title: String,
    /// What it is, as it was when it was offered.
    pub content: Content,
    /// Where to, as typed.
    pub path: String,
    /// What went wrong at the last try.
    pub problem: Option<String>,
}

/// What paper and ward are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SidesChoice {
    /// One of the figures that every dataset has.
    Measure(SideMeasure),
    /// A question of the dataset's own, by its place in the recipe.
    Question(usize),
}

impl Default for SidesChoice {
    fn default() -> Self {
        Self::Measure(SideMeasure::default())
    }
}

/// What stands in the room of the patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PatientsPart {
    /// The dataset, how it was collected and where the model is used.
    #[default]
    Collection,
    /// How the data came to be: the causal diagram.
    Causes,
}

/// What stands in the room of the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinePart {
    /// Scores, ROC curve, matrix and people.
    #[default]
    People,
    /// As many charts as are wanted, side by side.
    Curves,
    /// Rules for choosing the threshold, and what it asks of the ward.
    Rules,
    /// What chance could have made of it.
    Chance,
    /// The same test where more or fewer have the condition.
    Elsewhere,
}

/// What stands in the room of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModelPart {
    /// The classifier in use, its inputs, settings and workings.
    #[default]
    Workings,
    /// Every kind of classifier on the same patients.
    All,
    /// The risk over two inputs.
    Map,
    /// What it knows by heart: training against held-out patients.
    Learning,
    /// What matters to it, all patients taken together.
    Matters,
}

/// What is shown of how the classifier in use reaches a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorkingsPart {
    /// Its insides, where they can be drawn.
    #[default]
    Inside,
    /// How much each input matters.
    Importance,
}

/// What stands in the room of the groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HarmPart {
    /// The groups side by side.
    #[default]
    Groups,
    /// What could be done, its gain and its price.
    Measures,
    /// A line for each group, by hand or by an idea of fairness.
    Lines,
}

/// What stands in the room of the ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WardPart {
    /// The validation report beside what happens.
    #[default]
    Sides,
    /// Month by month.
    Months,
    /// What a brochure says, and what it would mean here.
    Claim,
    /// Patients judged before and after the model's answer is seen.
    You,
}

/// Everything about the looking.
#[derive(Clone, Default)]
pub struct View {
    /// The room that is open.
    pub room: Room,
    /// The population whose pictures are shown.
    pub population: Population,
    /// The cell whose patients are listed.
    pub listed: Option<Cell>,
    /// The patient, by row of the population shown, to whom the list points.
    pub patient: Option<usize>,
    /// The patient whom pictures of single patients are about.
    pub chosen: Chosen,
    /// Which two inputs the risk is drawn over.
    pub map: MapView,
    /// How that patient is looked at.
    pub why: WhyView,
    /// What stands in the room of the patients.
    pub patients_part: PatientsPart,
    /// What stands in the room of the threshold.
    pub line_part: LinePart,
    /// Where each rule for the threshold puts it, kept while what it is made of stands.
    pub ruled: Option<Ruled>,
    /// The chart shown with what chance could have made of it; the ROC curve at first.
    pub chance_chart: Option<Chart>,
    /// The prevalence of another place, from 0 to 1; `None` for that of the patients shown.
    pub elsewhere: Option<f64>,
    /// Whether the ROC curve is drawn with its convex hull, and with the line of equal cost; and without the line of chance.
    pub roc_lines: [bool; 3],
    /// How often other samples were drawn; 0 while none are shown.
    pub samples_round: u32,
    /// States that were pinned to compare with.
    pub pins: Pins,
    /// What stands in the room of the model.
    pub model_part: ModelPart,
    /// What is shown of the classifier in use.
    pub workings_part: WorkingsPart,
    /// What is shown of what the model knows by heart.
    pub learning: LearningTask,
    /// What is shown of what matters to the model.
    pub matters: MattersView,
    /// How the insides of the classifier are looked at.
    pub inside: InsideView,
    /// How the classifiers are compared.
    pub contenders: ContendersView,
    /// The charts shown side by side there.
    pub charts: Charts,
    /// What stands in the room of the groups.
    pub harm_part: HarmPart,
    /// Which idea of fairness draws the groups' lines.
    pub fair: FairView,
    /// What the ward without and with measures is compared by.
    pub measure: SideMeasure,
    /// The answers to a dataset's question, kept while what they are made of stands.
    pub answers: Option<Asked>,
    /// What stands in the room of the ward.
    pub ward_part: WardPart,
    /// The patients being judged, and what was judged of them; never kept.
    pub cases: CasesView,
    /// What was typed of a supplier's claim.
    pub claim: ClaimForm,
    /// What paper and ward are compared by.
    pub sides: SidesChoice,
    /// Whether the words about a moved knob stand under the knobs of the ward rather than under the dataset.
    pub movement_right: bool,
    /// The knob that was moved last, and what stood before.
    pub trial: Option<Trial>,
    /// The wish for an operating point.
    pub wish: WishForm,
    /// What is about to be saved.
    pub save: Option<SaveForm>,
    /// The icons of the population shown, kept while its results stand.
    pub people: Option<(Arc<Side>, Arc<People>)>,
    /// The variable chosen in the causal diagram, and what was drawn for it.
    pub diagram: DiagramView,
    /// What is done of the course of exercises.
    pub course: CourseView,
    /// Whether the data card is open.
    pub card: bool,
    /// What is looked up among the words.
    pub glossary: GlossaryView,
    /// Whether the page of keys and words is open.
    pub help: bool,
    /// How a person likes the window.
    pub settings: Settings,
    /// The learner's notes, kept with the work and printed in reports.
    pub notes: String,
    /// Whether they are open.
    pub notes_open: bool,
    /// The presentation, while it is on.
    pub present: Option<Present>,
    /// The field that finds anything, while it is open.
    pub palette: Option<PaletteView>,
    /// Whether the menu is open, and what undoing and redoing would do then.
    pub menu_open: bool,
    /// What undoing and redoing would do, known while the menu is open.
    pub prospect: Prospect,
    /// The set-up as a code, while that is shown.
    pub share: Option<ShareView>,
    /// Whether it is told what this is and whose work is in it.
    pub about: bool,
    /// Whether what stands is to be pinned in the next frame.
    pub pin_wanted: bool,
    /// A sentence that stays until the next action: where a file went, for instance.
    pub notice: Option<String>,
}

/// What a panel asks the app to do.
#[derive(Debug, Clone)]
pub enum Command {
    /// Open a dataset with its own defaults.
    OpenDataset(Arc<Recipe>),
    /// Take another scenario.
    Replace(Box<Scenario>),
    /// Offer to save something: its title, and what it is or why it could not be made.
    OfferSave(String, Result<Content, String>),
    /// Offer to save the scenario.
    OfferScenario,
    /// Write what is on offer; a chart as SVG or PNG by the ending of its path.
    Write(PathBuf),
    /// Ask the system's own dialog for a place.
    Browse,
    /// Begin an exercise anew.
    StartExercise(Arc<Exercise>),
    /// Go on with an exercise where it was left.
    ResumeExercise(Arc<Exercise>),
    /// Leave what is open for the start page.
    GoHome,
    /// Leave the start page, or the exercise, for the free sandbox.
    Sandbox,
    /// Open the desk at which an exercise is written.
    WriteExercise,
    /// Read the exercise on that desk and begin it.
    TryDraft,
    /// Prove the exercise on that desk, in the background.
    ProveDraft,
    /// Show a class: the records in a folder.
    OpenClass(PathBuf),
    /// Ask the system's own dialog for the folder of a class.
    BrowseClass,
    /// Go on to the next step of the exercise.
    NextStep,
    /// Go on without doing the step.
    SkipStep,
    /// Do the step as its solution says.
    ShowAnswer,
    /// Do what an action says.
    Act(Action),
    /// Open what somebody shared as a code.
    OpenCode(String),
    /// Open a file dropped on the window or named on the command line.
    OpenFile(PathBuf),
}
