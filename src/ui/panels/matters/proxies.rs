//! How well the inputs tell which group a patient belongs to.

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::figure::proxies_figure;
use crate::pipeline::matters::{Attribute, LEARNT_FROM, LevelProxy, Proxies};
use crate::ui::panels::Shown;
use crate::ui::panels::inputs::label;
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::segmented::choice_ui;
use crate::ui::words;

/// The heights of an input's row and of the axis below the rows, in points.
const ROW: f32 = 26.0;
const AXIS: f32 = 46.0;
/// The height of the words below the chart, in points.
const WORDS: f32 = 84.0;

pub(super) fn proxies_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let Some((proxies, current)) = shown.matters.proxies else {
        ui.label(tr!("Learning to tell the first group from everybody else\u{2026}"));
        return;
    };
    if proxies.attributes.is_empty() {
        ui.label(tr!("This dataset records no group that patients belong to."));
        return;
    }
    let Some((attribute, level)) = chosen(view, proxies, shown) else {
        ui.label(tr!("Learning to tell the first group from everybody else\u{2026}"));
        return;
    };
    groups_ui(ui, view, proxies, (attribute, level), shown);
    if !current {
        ui.multiply_opacity(0.45);
    }
    ui.label(RichText::new(headline(attribute, level, shown)).text_style(theme::strong()));
    let name = |column: &str| label(column, shown.recipe.variable(column));
    let figure = proxies_figure(level, &name);
    let room = (ui.available_height() - WORDS).max(150.0);
    ScrollArea::vertical().id_salt("proxies").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        let rows = figure.y.rows.len().max(4) as f32;
        let each = ((room - TITLE - AXIS) / rows).clamp(ROW - 4.0, 34.0);
        let size = vec2(ui.available_width(), TITLE + AXIS + each * rows);
        let answer = chart_ui(ui, size, &figure, None, &shown.caption(), commands);
        if let Some(readout) = answer.readout {
            answer.picture.on_hover_text_at_pointer(readout);
        }
    });
    let quiet = theme::colours(ui).quiet;
    let few = if level.patients < 20 { tr!(" So few say little.") } else { "" };
    let text = tr!(
        "{} Learnt from {} training patients; {} of those kept aside belong to this group.{few} Leaving the group out of a model does not hide it from the model: \
         what its other inputs tell of it, it can still use.",
        figure.caption,
        words::count(shown.derived.data.split.train.len().min(LEARNT_FROM) as u64),
        words::count(level.patients as u64),
        few
    );
    ui.label(RichText::new(text).small().color(quiet));
}

/// The group looked at: the one chosen, or the first of the attribute by which patients are compared.
fn chosen<'a>(view: &View, proxies: &'a Proxies, shown: &Shown<'_>) -> Option<(&'a Attribute, &'a LevelProxy)> {
    let wanted = view.matters.group.as_ref();
    let id = wanted.map(|(id, _)| id).or(shown.derived.scenario.group_by.as_ref());
    let attribute = proxies.attributes.iter().find(|attribute| Some(&attribute.id) == id);
    let attribute = attribute.or_else(|| proxies.attributes.first())?;
    let level = attribute.levels.iter().find(|level| wanted.is_some_and(|(_, name)| *name == level.level));
    Some((attribute, level.or_else(|| attribute.levels.first())?))
}

fn groups_ui(
    ui: &mut Ui,
    view: &mut View,
    proxies: &Proxies,
    (attribute, level): (&Attribute, &LevelProxy),
    shown: &Shown<'_>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Attribute"));
        for other in &proxies.attributes {
            let name = label(&other.id, shown.recipe.variable(&other.id));
            if choice_ui(ui, other.id == attribute.id, &name).clicked()
                && let Some(first) = other.levels.first()
            {
                view.matters.group = Some((other.id.clone(), first.level.clone()));
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Group"));
        for other in &attribute.levels {
            if choice_ui(ui, other.level == level.level, &other.level).clicked() {
                view.matters.group = Some((attribute.id.clone(), other.level.clone()));
            }
        }
    });
}

fn headline(attribute: &Attribute, level: &LevelProxy, shown: &Shown<'_>) -> String {
    let name = label(&attribute.id, shown.recipe.variable(&attribute.id));
    let own = if attribute.in_use {
        tr!("The model is told \u{201c}{name}\u{201d} outright. Its other inputs", name)
    } else {
        tr!("The model is not told \u{201c}{name}\u{201d}. Its inputs", name)
    };
    match level.together.and_then(|told| told.auc) {
        Some(auc) => tr!(
            "{own} put {:.0} of 100 pairs of one patient in the group \u{201c}{}\u{201d} and one who is not in the right order; guessing puts 50.",
            100.0 * auc,
            level.level,
            own
        ),
        None => tr!(
            "{own} cannot be held against the group \u{201c}{}\u{201d}: nobody, or everybody, is in it.",
            level.level,
            own
        ),
    }
}
