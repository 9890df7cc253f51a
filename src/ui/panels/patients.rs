//! *Who are these patients?* The dataset and its card, how many, how they were collected, where the model will be used.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{DragValue, Rect, RichText, ScrollArea, Ui};

use crate::data::catalogue;
use crate::data::generator::Population as Source;
use crate::data::recipe::{Recipe, Variable};
use crate::scenario::{FEWEST_PATIENTS, MOST_PATIENTS, Scenario};
use crate::ui::panels::Shown;
use crate::ui::panels::diagram_panel_ui;
use crate::ui::panels::movement::movement_ui;
use crate::ui::view::{Command, PatientsPart, View};
use crate::ui::widgets::knob::knob_ui;
use crate::ui::widgets::segmented::{Choice, segmented};
use crate::ui::{theme, words};

const PARTS: [Choice<'static, PatientsPart>; 2] = [
    Choice {
        value: PatientsPart::Collection,
        name: tr_noop!("Collection and use"),
        meaning: tr_noop!("The dataset, how it was collected, and where the model will be used."),
    },
    Choice {
        value: PatientsPart::Causes,
        name: tr_noop!("How these data came to be"),
        meaning: tr_noop!("What causes what, as a diagram; what a moved slider changes is lit up."),
    },
];

/// Shows the room.
pub fn patients_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.patients_part, &PARTS);
    ui.add_space(theme::STEP);
    if view.patients_part == PatientsPart::Causes {
        diagram_panel_ui(ui, scenario, view, shown, commands);
        return;
    }
    let all = ui.available_rect_before_wrap();
    let gap = 4.0 * theme::STEP;
    let width = (all.width() - 2.0 * gap) / 3.0;
    let column = |number: f32| {
        let left = all.left() + number * (width + gap);
        Rect::from_x_y_ranges(left..=left + width, all.y_range())
    };
    theme::place(ui, column(0.0), |ui| dataset_ui(ui, scenario, view, shown, commands));
    let recipe = shown.recipe;
    theme::place(ui, column(1.0), |ui| {
        heading_ui(ui, tr!("How they were collected"), tr!("Shapes what the model learns from and is tested on."));
        knobs_ui(ui, recipe, Source::Collected, &mut scenario.collect);
    });
    theme::place(ui, column(2.0), |ui| {
        heading_ui(ui, tr!("Where it will be used"), tr!("Shapes the new patients on the ward, whose truth we know."));
        knobs_ui(ui, recipe, Source::Deployed, &mut scenario.deploy);
        // What a moved slider did stands where there is more room; the first column reads it in the next frame.
        view.movement_right = ui.available_height() > MOVEMENT;
        if view.movement_right {
            ui.add_space(2.0 * theme::STEP);
            ui.separator();
            movement_ui(ui, view, shown.derived, shown);
        }
    });
}

fn dataset_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let recipe = shown.recipe;
    ui.heading(tr!("The patients"));
    let combo = egui::ComboBox::from_id_salt("dataset")
        .width(ui.available_width() - 8.0)
        .height(400.0)
        .selected_text(&recipe.title);
    let response = combo.show_ui(ui, |ui| {
        for known in shown.own.iter().cloned().chain(catalogue::recipes().cloned()) {
            let open = Arc::ptr_eq(&known, recipe);
            if ui.selectable_label(open, &known.title).clicked() && !open {
                commands.push(Command::OpenDataset(known));
            }
        }
    });
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Dataset")));
    size_ui(ui, scenario);
    null_control_ui(ui, scenario);
    counts_ui(ui, shown);
    ui.separator();
    ui.label(&recipe.summary);
    ui.add_space(theme::STEP);
    if ui
        .button(tr!("About these data"))
        .on_hover_text(tr!("What they mirror, what is made up, and the sources"))
        .clicked()
    {
        view.card = true;
    }
    if view.movement_right {
        return;
    }
    ui.add_space(theme::STEP);
    ui.separator();
    ScrollArea::vertical().id_salt("movement").show(ui, |ui| movement_ui(ui, view, shown.derived, shown));
}

/// The data card, while it is open.
pub fn card_ui(ui: &Ui, view: &mut View, recipe: &Recipe) {
    if !view.card {
        return;
    }
    let modal = egui::Modal::new(egui::Id::unique("card")).show(ui.ctx(), |ui| {
        ui.set_max_width(600.0);
        ui.heading(&recipe.title);
        ui.label(&recipe.summary);
        let height = ui.ctx().content_rect().height() - 190.0;
        ScrollArea::vertical().max_height(height.max(120.0)).auto_shrink([false, true]).show(ui, |ui| {
            section(ui, tr!("What it mirrors"), &recipe.card.mirrors);
            section(ui, tr!("What is made up"), &recipe.card.invented);
            variables_ui(ui, recipe);
            section(ui, tr!("Sources"), &recipe.card.references.join("\n"));
        });
        ui.add_space(theme::STEP);
        ui.button(tr!("Close")).clicked()
    });
    if modal.inner || modal.should_close() {
        view.card = false;
    }
}

/// A heading and which variables belong under it.
type Part = (&'static str, fn(&Variable) -> bool);

/// Every variable that anybody sees: its name, its values, and when it becomes known.
fn variables_ui(ui: &mut Ui, recipe: &Recipe) {
    ui.add_space(theme::STEP);
    ui.label(RichText::new(tr!("What is known of each patient")).text_style(theme::strong()));
    let parts: [Part; 3] = [
        (tr!("Measured"), |variable| !variable.group && !variable.is_leak()),
        (tr!("Known too late to predict with"), |variable| !variable.group && variable.is_leak()),
        (tr!("Groups that are compared"), |variable| variable.group),
    ];
    egui::Grid::new("variables").num_columns(3).spacing([14.0, 4.0]).striped(true).show(ui, |ui| {
        for (title, belongs) in parts {
            let mut rows =
                recipe.variables.iter().filter(|variable| variable.is_offered() && belongs(variable)).peekable();
            if rows.peek().is_none() {
                continue;
            }
            ui.label(RichText::new(title).small().color(theme::colours(ui).quiet));
            ui.end_row();
            for variable in rows {
                ui.label(&variable.label);
                ui.add(egui::Label::new(variable.range()).wrap());
                ui.add(egui::Label::new(&variable.known_when).wrap());
                ui.end_row();
            }
        }
    });
}

fn size_ui(ui: &mut Ui, scenario: &mut Scenario) {
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Patients")).on_hover_text(tr!("How many are collected: to learn from, and to test on"));
        let field = DragValue::new(&mut scenario.patients).range(FEWEST_PATIENTS..=MOST_PATIENTS).speed(20.0);
        let response = ui.add(field.update_while_editing(false));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("Patients collected")));
        if ui
            .button(tr!("Draw others"))
            .on_hover_text(tr!("Another sample of the same size, from the same recipe"))
            .clicked()
        {
            scenario.seed = scenario.seed.wrapping_add(1);
        }
    });
}

/// The redraw without any bias.
fn null_control_ui(ui: &mut Ui, scenario: &mut Scenario) {
    let response = ui.checkbox(&mut scenario.null_control, tr!("Redraw without any bias"));
    response.on_hover_text(tr!(
        "A null control: groups are dealt out at random, the record is the truth, and the ward is like the collection. \
         Whatever gap is still seen is chance."
    ));
    if scenario.null_control {
        let note = tr!(
            "Groups are dealt out at random, the record is the truth, the ward is like the collection: every gap you see \
                    now is chance."
        );
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
}

fn counts_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let data = &shown.derived.data;
    let condition = shown.condition();
    let recorded = data.collected.label.iter().filter(|&&label| label).count() as u64;
    let text = tr!(
        "{} train the model, {} are kept aside to test it. The record says that {} of them all have {condition}. On the ward: {} new patients.",
        words::count(data.split.train.len() as u64),
        words::count(data.split.held_out.len() as u64),
        words::count(recorded),
        words::count(data.ward.len() as u64),
        condition
    );
    ui.label(RichText::new(text).small().color(theme::colours(ui).quiet));
}

fn section(ui: &mut Ui, title: &str, text: &str) {
    ui.add_space(theme::STEP);
    ui.label(RichText::new(title).text_style(theme::strong()));
    ui.label(text);
}

/// The height that the words about a moved slider need at most, in points.
const MOVEMENT: f32 = 190.0;

/// From this height on, in points, headings have their note beneath them.
const ROOMY: f32 = 620.0;

fn heading_ui(ui: &mut Ui, title: &str, note: &str) {
    ui.heading(title).on_hover_text(note);
    // In a low window the note waits under the heading, so that no slider has to be scrolled to.
    if ui.available_height() < ROOMY {
        return;
    }
    ui.label(RichText::new(note).small().color(theme::colours(ui).quiet));
}

fn knobs_ui(ui: &mut Ui, recipe: &Recipe, source: Source, values: &mut BTreeMap<String, f64>) {
    ui.push_id(source == Source::Collected, |ui| {
        ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
            for knob in recipe.knobs.iter().filter(|knob| knob.acts_on_population(source)) {
                ui.add_space(theme::STEP);
                knob_ui(ui, knob, knob.default_for(source), values);
            }
        });
    });
}
