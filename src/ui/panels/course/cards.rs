//! Evidence on a sealed model: cards that are turned over for a token each, in place of the rooms.

use egui::{RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::exercise::Card;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::View;

/// The least width of a card, in points.
const NARROWEST: f32 = 205.0;
/// The height of a card, in points.
const HEIGHT: f32 = 150.0;

/// Shows the cards of the step that is open.
pub fn cards_ui(ui: &mut Ui, scenario: &Scenario, view: &mut View, shown: &Shown<'_>) {
    let Some(run) = &mut view.course.run else { return };
    let Some(cards) = run.evidence().cloned() else { return };
    let open = run.may_turn_cards();
    let left = run.tokens_left().unwrap_or(0);
    ui.heading(tr!("The model is sealed. What do you ask its supplier for?"));
    let words = match left {
        _ if !open => tr!("What was asked for lies open. The rest stays as it is.").to_owned(),
        0 => tr!("No token is left. Hand a card back to ask for another.").to_owned(),
        1 => tr!("One token is left. Each card costs one, and can be handed back.").to_owned(),
        _ => tr!("{left} tokens are left. Each card costs one, and can be handed back.", left),
    };
    ui.horizontal(|ui| {
        tokens_ui(ui, left, cards.tokens);
        ui.label(RichText::new(words).color(theme::colours(ui).quiet));
    });
    ui.add_space(theme::STEP);
    let gap = ui.spacing().item_spacing.x;
    ScrollArea::vertical().id_salt("cards").auto_shrink(false).show(ui, |ui| {
        let room = ui.available_width();
        let columns = (((room + gap) / (NARROWEST + gap)) as usize).clamp(1, 4);
        let width = ((room + gap) / columns as f32 - gap).floor();
        for row in cards.card.chunks(columns) {
            ui.horizontal_top(|ui| {
                for card in row {
                    let says = run.cards().contains(&card.id).then(|| {
                        let told = shown.course.now.and_then(|now| run.told(card, now, scenario));
                        told.unwrap_or_else(|| tr!("Working it out\u{2026}").to_owned())
                    });
                    if card_ui(ui, card, says.as_deref(), open.then_some(left), width) {
                        run.turn_card(&card.id);
                    }
                }
            });
        }
    });
}

/// Discs for the tokens that are left, rings for those that were spent.
fn tokens_ui(ui: &mut Ui, left: usize, all: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(all as f32 * 20.0, 20.0), Sense::hover());
    let colours = theme::colours(ui);
    for token in 0..all {
        let at = egui::pos2(rect.left() + 10.0 + 20.0 * token as f32, rect.center().y);
        if token < left {
            ui.painter().circle_filled(at, 7.0, colours.accent);
        } else {
            ui.painter().circle_stroke(at, 6.5, egui::Stroke::new(1.5, colours.outline));
        }
    }
}

/// One card; returns whether it was turned, which takes a token. `left` is `None` where cards are only read.
fn card_ui(ui: &mut Ui, card: &Card, says: Option<&str>, left: Option<usize>, width: f32) -> bool {
    let colours = theme::colours(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let open = says.is_some();
    let fill = if open { colours.paper } else { colours.panel };
    let edge = if open { colours.accent } else { colours.outline };
    ui.painter().rect(rect, 6.0, fill, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let inside = UiBuilder::new().max_rect(rect.shrink(8.0)).layout(egui::Layout::top_down(egui::Align::Min));
    let mut child = ui.new_child(inside);
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.add(egui::Label::new(RichText::new(&card.title).text_style(theme::strong())).wrap());
    if let Some(says) = says {
        let height = ui.available_height() - if left.is_some() { 30.0 } else { 0.0 };
        ScrollArea::vertical().id_salt(&card.id).max_height(height).auto_shrink([false, false]).show(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(says)).wrap());
        });
    }
    let Some(left) = left else { return false };
    ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
        let (name, ready) = if open { (tr!("Hand back"), true) } else { (tr!("Ask for it"), left > 0) };
        let button = ui.add_enabled(ready, egui::Button::new(name));
        let spoken = format!("{name}: {}", card.title);
        button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, ready, &spoken));
        button.on_disabled_hover_text(tr!("No token is left; hand a card back first.")).clicked()
    })
    .inner
}
