//! What stays in sight in every room: the same few figures on paper and on the ward, the matrix and a small ROC curve.

use egui::{RichText, Stroke, StrokeKind, Ui, lerp, pos2, vec2};

use crate::figure::{Ghost, Layer, Role, Words, roc_figure};
use crate::metrics::ConfusionMatrix;
use crate::pipeline::Population;
use crate::ui::panels::Shown;
use crate::ui::view::View;
use crate::ui::widgets::explain::{asked, explained};
use crate::ui::widgets::matrix::{Detail, matrix_ui};
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::{theme, words};

const SIDES: [Choice<'static, Population>; 2] = [
    Choice {
        value: Population::Paper,
        name: tr_noop!("On paper"),
        meaning: tr_noop!(
            "Patients kept aside from training, as collected, judged by what the record says. This is what a validation \
                  report shows."
        ),
    },
    Choice {
        value: Population::Ward,
        name: tr_noop!("On the ward"),
        meaning: tr_noop!("New patients where the model is used, judged by the truth. Only a simulation knows it."),
    },
];

/// Lets one choose whose pictures are shown.
pub fn sides_ui(ui: &mut Ui, view: &mut View) {
    segmented(ui, &mut view.population, &SIDES);
}

/// Shows the glance, `shown.population` in front.
pub fn glance_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>) {
    sides_ui(ui, view);
    let width = ui.available_width();
    figures_ui(ui, view, shown);
    ui.add_space(theme::STEP);
    let matrix = shown.matrix(shown.population);
    ui.label(RichText::new(tr!("Of 1,000 patients")).small().color(theme::colours(ui).quiet));
    let set = (&shown.side().set, shown.threshold);
    if let Some(clicked) = matrix_ui(ui, vec2(width, 124.0), &matrix, set, Detail::Glance) {
        clicked.open(view);
    }
    ui.add_space(theme::STEP);
    small_roc_ui(ui, width, shown);
}

/// One line of the table: the metric's identifier in the registry, its short name, and its value.
type Line = (&'static str, &'static str, fn(&ConfusionMatrix) -> String);

const LINES: [Line; 4] = [
    ("sensitivity", tr_noop!("Found (sensitivity)"), |m| words::percent(m.sensitivity())),
    ("specificity", tr_noop!("Spared (specificity)"), |m| words::percent(m.specificity())),
    ("ppv", tr_noop!("Alerts right (PPV)"), |m| words::percent(m.ppv())),
    ("alert_rate", tr_noop!("Alerts per 100"), |m| {
        m.alerts_per_100().map_or_else(|| words::UNDEFINED.to_owned(), |alerts| format!("{alerts:.1}"))
    }),
];

fn figures_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    let sides = [Population::Paper, Population::Ward];
    let matrices = sides.map(|side| shown.matrix(side));
    let front = |index: usize| sides[index] == shown.population;
    let heads = [tr!("Paper"), tr!("Ward")];
    // The names of the figures wrap, so that the figures themselves keep their place.
    let style = theme::strong().resolve(ui.style());
    let wide =
        heads.map(|head| ui.painter().layout_no_wrap(head.to_owned(), style.clone(), colours.ink).size().x.max(42.0));
    let names = (ui.available_width() - wide[0] - wide[1] - 16.0).max(60.0);
    egui::Grid::new("glance").num_columns(3).spacing([8.0, 3.0]).max_col_width(names).show(ui, |ui| {
        ui.label("");
        for (index, name) in heads.into_iter().enumerate() {
            value_ui(ui, name, front(index));
        }
        ui.end_row();
        let sets = sides.map(|side| &shown.derived.side(side).set);
        let front_set = &shown.side().set;
        if asked(name_ui(ui, "AUC"), "auc", front_set, shown.threshold) {
            view.glossary.ask("auc");
        }
        for (index, set) in sets.into_iter().enumerate() {
            explained(value_ui(ui, &words::decimal(set.auc()), front(index)), "auc", set, shown.threshold);
        }
        ui.end_row();
        for (id, name, value) in LINES {
            let name = crate::language::translate(name);
            if asked(name_ui(ui, name), id, front_set, shown.threshold) {
                view.glossary.ask(id);
            }
            for (index, matrix) in matrices.iter().enumerate() {
                explained(value_ui(ui, &value(matrix), front(index)), id, sets[index], shown.threshold);
            }
            ui.end_row();
        }
    });
}

fn name_ui(ui: &mut Ui, name: &str) -> egui::Response {
    let label = ui.add(egui::Label::new(RichText::new(name).small()).sense(egui::Sense::click()));
    label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("{name}: what is this?", name)));
    if label.hovered() || label.has_focus() {
        let line = Stroke::new(if label.has_focus() { 2.0 } else { 1.0 }, theme::colours(ui).accent);
        ui.painter().hline(label.rect.x_range(), label.rect.bottom(), line);
    }
    label
}

fn value_ui(ui: &mut Ui, text: &str, front: bool) -> egui::Response {
    let text = RichText::new(text);
    ui.label(if front { text.text_style(theme::strong()) } else { text.color(theme::colours(ui).quiet) })
}

/// The ROC curve of both sides without words, the one in front drawn solid; the large one stands in its room.
fn small_roc_ui(ui: &mut Ui, width: f32, shown: &Shown<'_>) {
    let side = width.min(ui.available_height() - 20.0);
    if side < 60.0 {
        return;
    }
    ui.label(RichText::new(tr!("ROC curve: found against false alarms")).small().color(theme::colours(ui).quiet));
    let (rect, response) = ui.allocate_exact_size(vec2(width, side - 8.0), egui::Sense::hover());
    let front = shown.side();
    let behind =
        shown.derived.side(if shown.population == Population::Paper { Population::Ward } else { Population::Paper });
    let words = Words { condition: shown.condition().to_owned(), shown: String::new() };
    let ghost = [Ghost { set: &behind.set, label: "" }];
    let figure = roc_figure(&front.set, shown.threshold, &words, &ghost);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, tr!("Small picture. {}", figure.alt)));
    let square = egui::Rect::from_center_size(rect.center(), egui::Vec2::splat(rect.height().min(rect.width())));
    let colours = theme::colours(ui);
    let painter = ui.painter_at(square.expand(6.0));
    painter.rect_stroke(square, 0.0, Stroke::new(1.0, colours.line), StrokeKind::Inside);
    painter.line_segment([square.left_bottom(), square.right_top()], Stroke::new(1.0, colours.line));
    let place =
        |[x, y]: [f64; 2]| pos2(lerp(square.x_range(), x as f32), lerp(square.bottom()..=square.top(), y as f32));
    for layer in &figure.layers {
        if let Layer::Line { role, points, .. } = layer
            && matches!(role, Role::Model | Role::Ghost)
        {
            let (width, ink) = if *role == Role::Model { (2.5, colours.accent) } else { (1.5, colours.quiet) };
            painter.line(points.iter().map(|&point| place(point)).collect(), Stroke::new(width, ink));
        }
    }
    if let Some(at) = figure.handle.and_then(|handle| handle.at) {
        painter.circle(place(at), 5.0, colours.paper, Stroke::new(2.5, colours.ink));
    }
    explained(response, "auc", &front.set, shown.threshold);
}
