//! *How these data came to be*: the recipe as a causal diagram, and the values of the variable that one clicks.

use std::sync::Arc;

use egui::{Rect, RichText, ScrollArea, Ui, Vec2, pos2, vec2};

use crate::data::generator::Population as Source;
use crate::data::recipe::{Recipe, Variable};
use crate::data::{Cohort, Column};
use crate::figure::diagram::{Diagram, Moved, RECORD, SELECTION, TITLE as TITLE_WORDS, show_diagram};
use crate::figure::{By, Figure, distribution_figure, export, inside, percent, screen, sentence_case};
use crate::pipeline::{Derived, Population};
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::{Command, Content, View};
use crate::ui::widgets::chart::{TITLE, title_ui};
use crate::ui::widgets::segmented::{Choice, segmented};

/// Where the values of a variable are shown: this high under the diagram, or this wide beside it where there is room.
const UNDER: f32 = 200.0;
const BESIDE: f32 = 330.0;
/// The least width of the diagram with the values beside it.
const ROOM: f32 = 960.0;
/// The width of the button to save a chart.
const SAVE: f32 = 64.0;
/// The width of the words before the charts.
const WORDS: f32 = 250.0;

/// What is chosen in the diagram, and what was made for it.
#[derive(Clone, Default)]
pub struct DiagramView {
    /// The identifier of the variable whose values are shown.
    pub chosen: Option<String>,
    /// Whether its values are told apart by the true outcome rather than by the recorded one.
    pub by_truth: bool,
    diagram: Option<(Arc<Recipe>, Vec<Moved>, Arc<Diagram>)>,
    values: Option<(ValuesKey, Arc<[Option<Figure>; 2]>)>,
}

/// What the charts of a variable depend on.
#[derive(Clone)]
struct ValuesKey {
    derived: Arc<Derived>,
    population: Population,
    variable: String,
    group: Option<String>,
    by_truth: bool,
}

impl PartialEq for ValuesKey {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.derived.data, &other.derived.data)
            && Arc::ptr_eq(&self.derived.recipe, &other.derived.recipe)
            && (self.population, &self.variable, &self.group, self.by_truth)
                == (other.population, &other.variable, &other.group, other.by_truth)
    }
}

/// Shows the diagram in all the room there is; a click on a variable shows its values by outcome and by group under it, or
/// beside it where there is room, and another click puts them away.
pub fn diagram_panel_ui(
    ui: &mut Ui,
    scenario: &Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let diagram = diagram_of(&mut view.diagram, scenario, shown.recipe);
    // A variable of another dataset is no longer there.
    view.diagram.chosen = view.diagram.chosen.take().filter(|id| diagram.node(id).is_some());
    let room = ui.available_rect_before_wrap();
    let (picture, values) = parts(room, view.diagram.chosen.is_some());
    theme::place(ui, picture, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if title_ui(ui, crate::language::translate(TITLE_WORDS)) {
            let svg = export::diagram_svg(&diagram, &shown.recipe.title);
            let svg = svg.map(Content::Picture).map_err(|error| error.to_string());
            commands.push(Command::OfferSave(crate::language::translate(TITLE_WORDS).to_owned(), svg));
        }
        note_ui(ui, picture, note(scenario, view.diagram.chosen.is_some()));
        let left = vec2(picture.width(), picture.bottom() - ui.cursor().top());
        let dark = ui.visuals().dark_mode;
        let answer = show_diagram(ui, "causes", &diagram, view.diagram.chosen.as_deref(), left, dark);
        if let Some(node) = answer.clicked {
            let id = &diagram.nodes[node].id;
            view.diagram.chosen = (view.diagram.chosen.as_ref() != Some(id)).then(|| id.clone());
        }
    });
    if let (Some(values), Some(id)) = (values, view.diagram.chosen.clone()) {
        theme::place(ui, values, |ui| values_ui(ui, values, &id, &diagram, view, shown, commands));
    }
    ui.advance_cursor_after_rect(room);
}

/// The room of the diagram, and that of the values.
fn parts(room: Rect, chosen: bool) -> (Rect, Option<Rect>) {
    let gap = 3.0 * theme::STEP;
    if !chosen {
        return (room, None);
    }
    let (picture, values) = if room.width() >= ROOM + gap + BESIDE {
        room.split_left_right_at_x(room.right() - BESIDE)
    } else {
        room.split_top_bottom_at_y(room.bottom() - UNDER.min(0.6 * room.height()))
    };
    let (right, bottom) = (if picture.right() < room.right() { gap } else { 0.0 }, theme::STEP);
    (Rect::from_min_max(picture.min, picture.max - vec2(right, bottom)), Some(values))
}

/// The note after the title where it fits there, otherwise under it.
fn note_ui(ui: &mut Ui, room: Rect, note: &str) {
    let text = RichText::new(note).small().color(theme::colours(ui).quiet);
    let width = |ui: &Ui, words: &str, style: egui::TextStyle| {
        let font = style.resolve(ui.style());
        ui.painter().layout_no_wrap(words.to_owned(), font, egui::Color32::WHITE).size().x
    };
    let title = width(ui, crate::language::translate(TITLE_WORDS), theme::strong()) + 4.0 * theme::STEP;
    let free = Rect::from_min_max(room.min + vec2(title, 0.0), pos2(room.right() - SAVE, room.top() + TITLE));
    if width(ui, note, egui::TextStyle::Small) <= free.width() {
        theme::place(ui, free, |ui| ui.horizontal_centered(|ui| ui.label(text)));
    } else {
        ui.label(text);
    }
}

fn note(scenario: &Scenario, chosen: bool) -> &'static str {
    match (scenario.null_control, chosen) {
        (true, _) => {
            tr!(
                "Arrows run from causes to effects. After that, groups were dealt out at random and the record made true: you \
             asked for patients without bias."
            )
        }
        (false, true) => tr!("Arrows run from causes to effects. Click the variable again to put its values away."),
        (false, false) => tr!("Arrows run from causes to effects. Click a variable to see its values."),
    }
}

/// The diagram for the recipe and the knobs as they stand, made once for both.
fn diagram_of(view: &mut DiagramView, scenario: &Scenario, recipe: &Arc<Recipe>) -> Arc<Diagram> {
    let moved = moved(scenario, recipe);
    if let Some((of, at, diagram)) = &view.diagram
        && Arc::ptr_eq(of, recipe)
        && *at == moved
    {
        return Arc::clone(diagram);
    }
    let diagram = Arc::new(Diagram::of(recipe, &moved));
    view.diagram = Some((Arc::clone(recipe), moved, Arc::clone(&diagram)));
    diagram
}

/// The knobs that stand away from their defaults.
fn moved(scenario: &Scenario, recipe: &Recipe) -> Vec<Moved> {
    let all = recipe.knobs.iter().map(|knob| {
        let away = |source: Source| {
            let values = if source == Source::Collected { &scenario.collect } else { &scenario.deploy };
            let default = knob.default_for(source);
            knob.acts_on_population(source)
                && values.get(&knob.id).is_some_and(|value| value.to_bits() != default.to_bits())
        };
        Moved { knob: knob.id.clone(), collected: away(Source::Collected), deployed: away(Source::Deployed) }
    });
    all.filter(|moved| moved.collected || moved.deployed).collect()
}

/// The patients whose values are shown: all that were collected, or those on the ward.
fn patients<'a>(shown: &Shown<'a>) -> &'a Cohort {
    match shown.population {
        Population::Paper => &shown.derived.data.collected,
        Population::Ward => &shown.derived.data.ward,
    }
}

/// The words and the two charts of the chosen variable.
fn values_ui(
    ui: &mut Ui,
    room: Rect,
    id: &str,
    diagram: &Diagram,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let gap = 3.0 * theme::STEP;
    let beside = room.height() > room.width();
    let (words, charts) = if beside {
        room.split_top_bottom_at_y(room.top() + 0.28 * room.height())
    } else {
        room.split_left_right_at_x(room.left() + WORDS)
    };
    theme::place(ui, words, |ui| {
        ScrollArea::vertical().id_salt("variable").auto_shrink(false).show(ui, |ui| {
            words_ui(ui, id, diagram, &mut view.diagram, shown);
        });
    });
    let figures = figures_of(&mut view.diagram, id, shown);
    let (first, second) = if beside {
        charts.split_top_bottom_at_fraction(0.5)
    } else {
        let charts = charts.with_min_x(charts.left() + gap);
        charts.split_left_right_at_fraction(0.5)
    };
    let group = shown.derived.scenario.group_by.as_deref().and_then(|group| shown.recipe.variable(group));
    let outcome = if by_truth(id, &view.diagram, shown.recipe) { tr!("By the truth") } else { tr!("By the record") };
    let titles = [outcome.to_owned(), group.map_or_else(String::new, |group| tr!("By {}", inside(&group.label)))];
    for ((place, figure), title) in [first, second].into_iter().zip(figures.iter()).zip(titles) {
        let place = Rect::from_min_max(place.min, place.max - vec2(if beside { 0.0 } else { gap }, 0.0));
        if let Some(figure) = figure {
            theme::place(ui, place, |ui| figure_ui(ui, place.size(), &title, figure, shown, commands));
        }
    }
}

/// One chart under a short title, since its variable's name stands beside it.
fn figure_ui(ui: &mut Ui, size: Vec2, title: &str, figure: &Figure, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    if title_ui(ui, title) {
        let svg = export::svg(figure, &shown.caption()).map(Content::Picture).map_err(|error| error.to_string());
        commands.push(Command::OfferSave(figure.title.clone(), svg));
    }
    let font = egui::TextStyle::Small.resolve(ui.style());
    let colour = theme::colours(ui).quiet;
    let caption = ui.painter().layout(figure.caption.clone(), font, colour, size.x);
    let below = if figure.caption.is_empty() { 0.0 } else { caption.size().y + 2.0 };
    let room = vec2(size.x, size.y - TITLE - below.min(0.4 * size.y));
    let answer = screen::show(ui, &figure.title, figure, room, ui.visuals().dark_mode);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    if !figure.caption.is_empty() {
        ui.label(RichText::new(&figure.caption).small().color(colour));
    }
}

/// What the variable is: unit, limits, when it becomes known, in how many it is missing, which knobs act on it.
fn words_ui(ui: &mut Ui, id: &str, diagram: &Diagram, view: &mut DiagramView, shown: &Shown<'_>) {
    let Some(node) = diagram.node(id) else { return };
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.label(RichText::new(&diagram.nodes[node].label).text_style(theme::strong()));
    for line in facts(id, shown.recipe.variable(id), shown.population, patients(shown)) {
        ui.label(RichText::new(line).small());
    }
    ui.label(RichText::new(sentence_case(&diagram.about(node))).small().color(theme::colours(ui).quiet));
    let same = [RECORD, SELECTION, &shown.recipe.outcome].contains(&id) || shown.recipe.label.is_none();
    if !same {
        let choices = [
            Choice {
                value: false,
                name: tr!("By the record"),
                meaning: tr!("Told apart by what the record says of the outcome"),
            },
            Choice {
                value: true,
                name: tr!("By the truth"),
                meaning: tr!("Told apart by the true outcome, which only a simulation knows"),
            },
        ];
        segmented(ui, &mut view.by_truth, &choices);
    }
    if ui.small_button(tr!("Close")).on_hover_text(tr!("Put the values away")).clicked() {
        view.chosen = None;
    }
}

/// What is known of a variable, a line each.
fn facts(id: &str, variable: Option<&Variable>, population: Population, cohort: &Cohort) -> Vec<String> {
    let mut lines = Vec::new();
    match (id, variable) {
        (SELECTION, _) => {
            lines.push(tr!("Those who are left out are not in the data, so there is nothing to count.").to_owned());
        }
        (RECORD, _) => lines.push(tr!("The record is what the model learns from and is tested against.").to_owned()),
        _ => {}
    }
    let Some(variable) = variable else { return lines };
    let range = variable.range();
    if variable.unit.as_ref() == Some(&range) {
        lines.push(tr!("In {range}", range));
    } else if !range.is_empty() {
        lines.push(sentence_case(&range));
    }
    if !variable.known_when.is_empty() {
        lines.push(tr!("Known {}", variable.known_when));
    }
    let who = match population {
        Population::Paper => tr!("the patients collected"),
        Population::Ward => tr!("the patients on the ward"),
    };
    let (missing, all) = cohort.table.column(id).map_or((0, 0), |column| (column.missing(), Column::len(column)));
    lines.push(match (missing, all) {
        (_, 0) => tr!("There is nobody among {who}", who),
        (0, _) => tr!("Missing in none of {who}", who),
        _ => tr!("Missing in {} of {who}", percent(missing as f64 / all as f64), who),
    });
    lines
}

/// Whether a variable's values are told apart by the truth: the record always is, and the truth by the record.
fn by_truth(id: &str, view: &DiagramView, recipe: &Recipe) -> bool {
    id == RECORD || view.by_truth && id != recipe.outcome
}

/// The variable's values by outcome and by group, made once for its data.
fn figures_of(view: &mut DiagramView, id: &str, shown: &Shown<'_>) -> Arc<[Option<Figure>; 2]> {
    let group = shown.derived.scenario.group_by.clone();
    let key = ValuesKey {
        derived: Arc::clone(shown.derived),
        population: shown.population,
        variable: id.to_owned(),
        group,
        by_truth: by_truth(id, view, shown.recipe),
    };
    if let Some((of, figures)) = &view.values
        && *of == key
    {
        return Arc::clone(figures);
    }
    let outcome = if key.by_truth { By::Truth } else { By::Recorded };
    let figure = |by| distribution_figure(&shown.derived.recipe, id, patients(shown), by, &shown.words());
    let by_group = key.group.as_deref().filter(|group| *group != id).and_then(|group| figure(By::Group(group)));
    let figures = Arc::new([figure(outcome), by_group]);
    view.values = Some((key, Arc::clone(&figures)));
    figures
}
