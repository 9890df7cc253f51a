//! Find anything: every action, room, word, figure and exercise behind one field.

use std::sync::Arc;

use egui::{Button, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use super::course::all;
use crate::data::catalogue;
use crate::data::recipe::Recipe;
use crate::exercise::Exercise;
use crate::glossary::{Rank, glossary, rank};
use crate::ui::actions::Action;
use crate::ui::theme;
use crate::ui::view::{Command, View};

/// At most so many are listed.
const MOST: usize = 40;

/// The palette, while it is open.
#[derive(Clone, Default)]
pub struct PaletteView {
    typed: String,
    /// The place in the list that Enter takes.
    at: usize,
}

/// Something that can be found.
#[derive(Clone)]
enum Target {
    Action(Action),
    Word(String),
    Exercise(Arc<Exercise>),
    Dataset(Arc<Recipe>),
}

struct Found {
    title: String,
    kind: &'static str,
    keys: String,
    target: Target,
}

/// Shows the palette, while it is open.
pub fn palette_ui(ui: &Ui, view: &mut View, commands: &mut Vec<Command>) {
    let Some(mut state) = view.palette.take() else { return };
    let mut open = true;
    let modal = egui::Modal::new(Id::unique("palette")).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 60.0));
        let found = found(ui, view, &state.typed);
        let step = ui.input_mut(|input| {
            let down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown) as isize;
            down - input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp) as isize
        });
        let taken = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let before = state.typed.clone();
        let field = TextEdit::singleline(&mut state.typed).id(Id::unique(tr!("palette: what to find")));
        let field = ui.add(field.hint_text(tr!("What do you want to do, or to know?")).desired_width(f32::INFINITY));
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("What to find")));
        field.request_focus();
        if state.typed != before {
            state.at = 0;
        }
        state.at = state.at.saturating_add_signed(step).min(found.len().saturating_sub(1));
        ui.add_space(theme::STEP);
        let chosen = list_ui(ui, &found, state.at, step != 0).or(taken.then_some(state.at));
        if found.is_empty() {
            ui.label(tr!("Nothing is called that."));
        }
        if let Some(one) = chosen.and_then(|place| found.get(place)) {
            open = false;
            go(&one.target, view, commands);
        }
    });
    if open && !modal.should_close() {
        view.palette = Some(state);
    }
}

fn list_ui(ui: &mut Ui, found: &[Found], at: usize, follow: bool) -> Option<usize> {
    let mut chosen = None;
    let height = (ui.ctx().content_rect().height() - 200.0).min(420.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (place, one) in found.iter().enumerate() {
            let quiet = RichText::new(format!("{}  {}", one.kind, one.keys)).small().color(theme::colours(ui).quiet);
            let button = Button::selectable(place == at, one.title.as_str()).right_text(quiet);
            let response = ui.add_sized(vec2(ui.available_width(), 28.0), button);
            let name = format!("{}, {}", one.title, one.kind);
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, place == at, &name));
            if place == at && follow {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                chosen = Some(place);
            }
        }
    });
    chosen
}

/// What answers `typed`, the best first; with nothing typed the actions.
fn found(ui: &Ui, view: &View, typed: &str) -> Vec<Found> {
    let mut ranked: Vec<(Rank, Found)> = Vec::new();
    let mut add = |names: &[&str], title: String, kind: &'static str, keys: String, target: Target| {
        let best = names.iter().filter_map(|name| rank(name, typed)).min();
        if let Some(best) = best {
            ranked.push((best, Found { title, kind, keys, target }));
        }
    };
    for action in Action::ALL.into_iter().filter(|action| *action != Action::Palette) {
        let names: Vec<&str> = std::iter::once(action.title()).chain(action.synonyms().split(", ")).collect();
        let kind = if matches!(action, Action::Room(_)) { tr!("room") } else { tr!("action") };
        let keys = action.keys().map_or_else(String::new, |keys| ui.ctx().format_shortcut(&keys));
        add(&names, action.title().to_owned(), kind, keys, Target::Action(action));
    }
    if !typed.trim().is_empty() {
        for exercise in all(&view.course) {
            let title = exercise.head.title.clone();
            let target = Target::Exercise(Arc::clone(&exercise));
            add(&[&title], title.clone(), tr!("exercise"), String::new(), target);
        }
        for recipe in catalogue::recipes() {
            if let Ok(recipe) = catalogue::shipped_recipe(&recipe.id) {
                let names = [recipe.title.clone(), recipe.id.clone()];
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                add(&names, recipe.title.clone(), tr!("dataset"), String::new(), Target::Dataset(Arc::clone(&recipe)));
            }
        }
        if let Ok(book) = glossary() {
            for entry in book.entries() {
                let target = Target::Word(entry.id().to_owned());
                add(&entry.names(), entry.title().to_owned(), tr!("word"), String::new(), target);
            }
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(MOST).map(|(_, found)| found).collect()
}

fn go(target: &Target, view: &mut View, commands: &mut Vec<Command>) {
    match target {
        Target::Action(action) => commands.push(Command::Act(*action)),
        Target::Word(id) => view.glossary.ask(id),
        Target::Exercise(exercise) => commands.push(Command::StartExercise(Arc::clone(exercise))),
        Target::Dataset(recipe) => {
            if view.course.home || view.course.run.is_some() {
                commands.push(Command::Sandbox);
            }
            commands.push(Command::OpenDataset(Arc::clone(recipe)));
        }
    }
}
