//! 1,000 people as icons: who is found, missed, alarmed for nothing, left alone.

use std::sync::Arc;

use egui::{Ui, Vec2, vec2};

use crate::figure::export;
use crate::figure::people::People;
use crate::figure::screen;
use crate::pipeline::Side;
use crate::ui::panels::Shown;
use crate::ui::view::{Cell, Command, Content, View};
use crate::ui::widgets::chart::{TITLE, title_ui};
use crate::ui::words;

/// Shows the people in `size`, title line included; a click opens the list of patients at that person.
pub fn people_ui(ui: &mut Ui, size: Vec2, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let people = people_of(view, shown.side());
    let words = shown.words();
    ui.spacing_mut().item_spacing.y = 2.0;
    if title_ui(ui, &people.title()) {
        let svg = export::people_svg(&people, shown.threshold, &words, &shown.caption());
        commands.push(Command::OfferSave(people.title(), svg.map(Content::Picture).map_err(|error| error.to_string())));
    }
    let room = vec2(size.x, size.y - TITLE);
    let dark = ui.visuals().dark_mode;
    let answer = screen::show_people(ui, "people", &people, shown.threshold, &words, room, dark);
    if let Some(person) = answer.clicked {
        view.listed = Some(Cell::of(person.score >= shown.threshold.get(), person.has_it));
        view.patient = Some(person.patient);
    }
    if let Some(person) = answer.hovered {
        let cell = Cell::of(person.score >= shown.threshold.get(), person.has_it);
        let has = if person.has_it { tr!("with") } else { tr!("without") };
        let text = tr!(
            "Patient No {}, {has} {}: risk {}, {}. Click to see the whole row.",
            person.patient + 1,
            shown.condition(),
            words::score(person.score),
            cell.one(),
            has
        );
        answer.picture.on_hover_text_at_pointer(text);
    } else {
        answer.picture.on_hover_text_at_pointer(people.note());
    }
}

/// The icons of `side`, made once for its results.
pub(super) fn people_of(view: &mut View, side: &Arc<Side>) -> Arc<People> {
    if let Some((of, people)) = &view.people
        && Arc::ptr_eq(of, side)
    {
        return Arc::clone(people);
    }
    let people = Arc::new(People::new(&side.scores, side.outcomes()));
    view.people = Some((Arc::clone(side), Arc::clone(&people)));
    people
}
