//! *What happens on the ward?* The validation report beside what happens to patients.

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::figure::{SideMeasure, SideRow, sides_figure, sides_sentence};
use crate::scenario::Scenario;
use crate::ui::panels::{Shown, compare_by_ui};
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::segmented::{Choice, segmented};

/// The height of the axis below the rows, in points.
const AXIS: f32 = 50.0;
/// The least and the greatest height of a row.
const ROW: [f32; 2] = [30.0, 90.0];

/// Shows the room.
pub fn ward_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    compare_by_ui(ui, scenario, shown);
    let choices =
        SideMeasure::ALL.map(|measure| Choice { value: measure, name: measure.name(), meaning: measure.meaning() });
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Show").text_style(theme::strong()));
        segmented(ui, &mut view.side_measure, &choices);
    });
    let rows = rows(shown);
    ui.add_space(2.0 * theme::STEP);
    let sentence = sides_sentence(view.side_measure, &rows, shown.threshold);
    ui.add(egui::Label::new(RichText::new(sentence).text_style(egui::TextStyle::Heading)).wrap());
    ui.add_space(theme::STEP);
    let figure = sides_figure(view.side_measure, &rows, shown.threshold, &shown.words());
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_height() - TITLE - AXIS - 40.0;
        let row = (room / rows.len().max(1) as f32).clamp(ROW[0], ROW[1]);
        let height = TITLE + AXIS + row * rows.len().max(2) as f32;
        let answer = chart_ui(ui, vec2(ui.available_width(), height), &figure, None, &shown.caption(), commands);
        if let Some(readout) = answer.readout {
            answer.picture.on_hover_text_at_pointer(readout);
        }
        ui.label(RichText::new(&figure.caption).small().color(theme::colours(ui).quiet));
    });
}

/// Every group that has patients on either side, and everyone.
fn rows<'a>(shown: &Shown<'a>) -> Vec<SideRow<'a>> {
    let (paper, ward) = (&shown.derived.paper.set, &shown.derived.ward.set);
    let groups = paper.iter_groups().zip(ward.iter_groups());
    let rows = groups.map(|((name, paper), (_, ward))| SideRow { name, paper, ward });
    rows.chain([SideRow { name: "Everyone", paper, ward }]).collect()
}
