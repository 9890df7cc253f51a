//! A recipe drawn as a causal diagram: how these data came to be.
//!
//! [`Diagram`] is plain data: the variables, what the record says, who gets into the data, the arrows between them, and which of
//! these a moved knob changes. `plan` finds their columns and their order once per recipe; `place` gives them rectangles in
//! the room at hand; `marks` turns these into marks for both renderers.
//!
//! The layered layout is our own and small (longest paths, barycentres, least squares). Ready-made ones (rust-sugiyama, dagre)
//! were considered: they bring a graph library, know neither columns sized by wrapped words nor a fixed room, and give each long
//! arrow a lane of its own, where here all arrows of one cause share one.

mod marks;
mod place;
mod plan;
mod reach;
#[cfg(feature = "gui")]
mod screen;
mod settle;
#[cfg(test)]
mod tests;
mod words;

pub(super) use marks::{Look, legend, marks};
pub use place::Placed;
#[cfg(feature = "gui")]
pub use screen::{DiagramResponse, show_diagram};
pub use words::inside;

use super::words::sentence_case;
use crate::data::draw::Draw;
use crate::data::expression::Expression;
use crate::data::generator::Population;
use crate::data::recipe::{Recipe, Variable};
use plan::Plan;

/// Between the legend and the diagram, as a multiple of the text size.
pub(super) const ABOVE: f32 = 0.8;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An attribute by which patients are grouped.
    Group,
    /// Measured, and known when the model is asked.
    Input,
    /// Measured, but known only after the moment of prediction.
    Late,
    /// Never seen by anybody.
    Hidden,
    /// The truth that is to be predicted.
    Outcome,
    /// What the record says of it: the label that the model learns from.
    Record,
    /// Who gets into the data at all.
    Selection,
}

impl Kind {
    /// All kinds, in the order in which the legend names them.
    pub const ALL: [Self; 7] =
        [Self::Group, Self::Input, Self::Late, Self::Hidden, Self::Selection, Self::Outcome, Self::Record];
}

/// A knob that stands away from its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its identifier.
    pub knob: String,
    /// Whether it was moved for the patients collected.
    pub collected: bool,
    /// Whether it was moved for the patients where the model is used.
    pub deployed: bool,
}

/// How a knob reaches a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It changes how the values come about.
    Drawn,
    /// It changes whether a value is measured.
    Measured,
}

/// A knob at a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The name of the knob that people see.
    pub knob: String,
    /// How it reaches the node.
    pub way: Way,
    /// Its place in [`Diagram::moved`], if it was moved where this node feels it.
    pub moved: Option<usize>,
}

/// One thing in the diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The variable's identifier; of the record and of the selection, [`RECORD`] and [`SELECTION`].
    pub id: String,
    /// The name that people see.
    pub label: String,
    /// A few words under it; may be empty.
    pub note: String,
    /// What it is.
    pub kind: Kind,
    /// Every knob that can change it.
    pub knobs: Vec<Touch>,
}

impl Node {
    /// The moved knobs that change it, by their places in [`Diagram::moved`]: each once, ascending.
    #[must_use]
    pub fn lit(&self) -> Vec<usize> {
        let mut lit: Vec<usize> = self.knobs.iter().filter_map(|touch| touch.moved).collect();
        lit.sort_unstable();
        lit.dedup();
        lit
    }

    /// Whether a moved knob changes whether its value is measured.
    #[must_use]
    pub fn measured_otherwise(&self) -> bool {
        self.knobs.iter().any(|touch| touch.way == Way::Measured && touch.moved.is_some())
    }
}

/// From a cause to what depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// The cause, by its place in [`Diagram::nodes`].
    pub from: usize,
    /// What depends on it, likewise.
    pub to: usize,
    /// The moved knobs that change it, by their places in [`Diagram::moved`].
    pub lit: Vec<usize>,
}

/// What every such diagram shows, in a few words.
pub const TITLE: &str = tr_noop!("How these data came to be");
/// Said under what is not measured in everybody.
const UNMEASURED: &str = tr_noop!("not always measured");

/// The identifier of the node for what the record says.
pub const RECORD: &str = "(record)";
/// The identifier of the node for who gets into the data.
pub const SELECTION: &str = "(selection)";

/// How the data of a recipe came to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagram {
    /// The variables in the recipe's order, then the selection, if there is one, then the record.
    pub nodes: Vec<Node>,
    /// What depends on what.
    pub arrows: Vec<Arrow>,
    /// The moved knobs in the recipe's order, with where they were moved: "Another hospital (on the ward)".
    pub moved: Vec<String>,
    plan: Plan,
}

/// What one node is made of: how its values come about, and whether they are measured.
struct Made<'a> {
    drawn: Vec<(&'a Expression, [bool; 2])>,
    measured: Option<&'a Expression>,
    /// Knobs that act through a number that is solved for.
    solved: Vec<&'a str>,
}

/// In which populations an expression holds: collected, deployed.
const EVERYWHERE: [bool; 2] = [true, true];

impl<'a> Made<'a> {
    fn of(variable: &'a Variable) -> Self {
        let holds = |population: Population| {
            if variable.deployed.is_none() {
                EVERYWHERE
            } else {
                [population == Population::Collected, population == Population::Deployed]
            }
        };
        let mut drawn = Self::from(&variable.draw, holds(Population::Collected));
        if let Some(draw) = &variable.deployed {
            drawn.extend(Self::from(draw, holds(Population::Deployed)));
        }
        drawn.extend(variable.above.iter().map(|bound| (bound, EVERYWHERE)));
        let mut solved = Vec::new();
        if let Some(solve) = &variable.solve {
            solve.mean.names(&mut |name| solved.push(name));
            solved.extend(solve.when.iter().map(String::as_str));
        }
        Self { drawn, measured: variable.missing.as_ref(), solved }
    }

    fn from(draw: &'a Draw, holds: [bool; 2]) -> Vec<(&'a Expression, [bool; 2])> {
        draw.expressions().into_iter().map(|expression| (expression, holds)).collect()
    }

    fn only(drawn: Vec<(&'a Expression, [bool; 2])>) -> Self {
        Self { drawn, measured: None, solved: Vec::new() }
    }

    /// All expressions with where they hold and what they decide.
    fn expressions(&self) -> impl Iterator<Item = (&'a Expression, [bool; 2], Way)> {
        let drawn = self.drawn.iter().map(|&(expression, holds)| (expression, holds, Way::Drawn));
        drawn.chain(self.measured.map(|expression| (expression, EVERYWHERE, Way::Measured)))
    }
}

impl Diagram {
    /// Draws up the diagram of `recipe`, with what the knobs in `moved` change lit up. Deterministic. Names that the recipe
    /// does not know are passed over.
    #[must_use]
    pub fn of(recipe: &Recipe, moved: &[Moved]) -> Self {
        let moved: Vec<(usize, &Moved)> = recipe
            .knobs
            .iter()
            .enumerate()
            .filter_map(|(index, knob)| Some((index, moved.iter().find(|moved| moved.knob == knob.id)?)))
            .collect();
        let mut all: Vec<(Node, Made<'_>)> =
            recipe.variables.iter().map(|variable| (node(recipe, variable), Made::of(variable))).collect();
        if let Some(keep) = &recipe.keep {
            all.push((
                extra(SELECTION, tr!("Who gets into the data"), "", Kind::Selection),
                Made::only(vec![(keep, EVERYWHERE)]),
            ));
        }
        let truth = Expression::Name(recipe.outcome.clone());
        let record =
            recipe.label.as_ref().map_or_else(|| vec![(&truth, EVERYWHERE)], |draw| Made::from(draw, EVERYWHERE));
        let label = tr!("{}, as recorded", sentence_case(&recipe.words.condition));
        all.push((extra(RECORD, &label, tr!("the model learns this"), Kind::Record), Made::only(record)));
        let mut arrows = Vec::new();
        for (to, (node, made)) in all.iter_mut().enumerate() {
            node.knobs = touches(recipe, made, &moved);
            for (from, cause) in recipe.variables.iter().enumerate().filter(|&(from, _)| from != to) {
                arrows.extend(arrow(recipe, [from, to], &cause.id, made, &moved));
            }
        }
        let nodes: Vec<Node> = all.into_iter().map(|(node, _)| node).collect();
        let plan = Plan::of(nodes.len(), &arrows.iter().map(|arrow| [arrow.from, arrow.to]).collect::<Vec<_>>());
        let moved = moved.iter().map(|&(index, moved)| words::moved(&recipe.knobs[index], moved)).collect();
        Self { nodes, arrows, moved, plan }
    }

    /// The nodes without any arrow, which have no effect on anything: null controls.
    pub fn apart(&self) -> impl Iterator<Item = usize> {
        self.plan.apart.iter().copied()
    }

    /// The columns, causes before effects, each from top to bottom; without [`Diagram::apart`].
    #[must_use]
    pub fn columns(&self) -> Vec<Vec<usize>> {
        self.plan.columns.iter().map(|column| column.iter().filter_map(plan::Slot::node).collect()).collect()
    }

    /// The node of that identifier.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }
}

fn node(recipe: &Recipe, variable: &Variable) -> Node {
    let kind = match variable {
        _ if variable.id == recipe.outcome => Kind::Outcome,
        Variable { hidden: true, .. } => Kind::Hidden,
        Variable { late: true, .. } => Kind::Late,
        Variable { group: true, .. } => Kind::Group,
        _ => Kind::Input,
    };
    let note = match kind {
        Kind::Outcome => tr!("the truth"),
        Kind::Late => tr!("known too late"),
        Kind::Hidden => "",
        _ if variable.missing.is_some() => crate::language::translate(UNMEASURED),
        _ => "",
    };
    extra(&variable.id, &variable.label, note, kind)
}

fn extra(id: &str, label: &str, note: &str, kind: Kind) -> Node {
    Node { id: id.to_owned(), label: label.to_owned(), note: note.to_owned(), kind, knobs: Vec::new() }
}

/// Whether a knob was moved in one of the populations in which an expression holds.
fn felt(moved: &Moved, holds: [bool; 2]) -> bool {
    moved.collected && holds[0] || moved.deployed && holds[1]
}

/// The knobs that a node is made of, each once per way, in the recipe's order.
fn touches(recipe: &Recipe, made: &Made<'_>, moved: &[(usize, &Moved)]) -> Vec<Touch> {
    let mut touches = Vec::new();
    for (index, knob) in recipe.knobs.iter().enumerate() {
        for way in [Way::Drawn, Way::Measured] {
            let named =
                made.expressions().filter(|&(expression, _, other)| other == way && reach::names(expression, &knob.id));
            let mut holds: Vec<[bool; 2]> = named.map(|(_, holds, _)| holds).collect();
            if way == Way::Drawn && made.solved.contains(&knob.id.as_str()) {
                holds.push(EVERYWHERE);
            }
            if holds.is_empty() {
                continue;
            }
            let moved = moved
                .iter()
                .position(|&(other, moved)| other == index && holds.iter().any(|&holds| felt(moved, holds)));
            touches.push(Touch { knob: knob.label.clone(), way, moved });
        }
    }
    touches
}

/// The arrow from a cause, if the node depends on it.
fn arrow(
    recipe: &Recipe,
    [from, to]: [usize; 2],
    cause: &str,
    made: &Made<'_>,
    moved: &[(usize, &Moved)],
) -> Option<Arrow> {
    made.expressions().any(|(expression, ..)| reach::names(expression, cause)).then(|| {
        let changes = |knob: &str, moved: &Moved| {
            made.expressions()
                .any(|(expression, holds, _)| felt(moved, holds) && reach::together(expression, knob, cause))
        };
        let lit = moved.iter().enumerate().filter(|(_, (index, moved))| changes(&recipe.knobs[*index].id, moved));
        Arrow { from, to, lit: lit.map(|(place, _)| place).collect() }
    })
}
