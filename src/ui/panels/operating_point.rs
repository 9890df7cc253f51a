//! The threshold under everything: the live sentence, the rail, the typed value and the wish.

use egui::{DragValue, RichText, Ui};

use crate::metrics::{Answer, Wish, answer_all, rounded};
use crate::num::{Probability, Threshold};
use crate::pipeline::Population;
use crate::ui::panels::{Shown, sides_ui};
use crate::ui::view::{View, WishForm, WishKind};
use crate::ui::widgets::fitted::fitting;
use crate::ui::widgets::threshold::{rail, tidy};
use crate::ui::{hints, theme, words};

/// Shows what the threshold does to 1,000 patients and everything that sets it.
pub fn operating_point_ui(ui: &mut Ui, threshold: &mut Threshold, view: &mut View, shown: &Shown<'_>) {
    let before = *threshold;
    // An exercise that is about the ward lets one look there, also where the glance has no room.
    let choose = view.course.glance_hidden && (view.course.shows("ward") || view.course.shows("patients"));
    let wishes = view.course.shows("wish");
    // Where all of it has no room on one line, the choice of the side stands above.
    let above = choose && wishes && ui.available_width() < NARROW + 100.0;
    let sides = sides_width(ui);
    ui.horizontal(|ui| {
        let style = match () {
            () if above => egui::TextStyle::Small,
            () if ui.available_width() < ROOMY => theme::strong(),
            () => egui::TextStyle::Heading,
        };
        if above {
            // Beside the choice of side the sentence takes two lines where one has no room.
            let room = (ui.available_width() - PIN - sides).max(PIN);
            ui.allocate_ui_with_layout(egui::vec2(room, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_max_width(room);
                sentence_ui(ui, shown, style);
            });
        } else {
            sentence_ui(ui, shown, style);
        }
        let own = shown.mitigation.group_thresholds.len();
        let side = match own {
            0 => side_name(shown.population).to_owned(),
            own => tr!("{}, {own} groups with thresholds of their own", side_name(shown.population), own),
        };
        // The button to pin keeps its place.
        let room = ui.available_width() - PIN;
        if !choose && room > PIN {
            let text = fitting(ui, &side, &egui::TextStyle::Small, room).color(theme::colours(ui).quiet);
            ui.scope(|ui| {
                ui.set_max_width(room);
                ui.add(egui::Label::new(text).truncate());
            });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let pinned = match view.pins.len() {
                0 => tr!("Pin").to_owned(),
                pinned => tr!("Pin ({pinned})", pinned),
            };
            let hint = tr!("Keep what stands now, to compare with in \u{201c}What changed?\u{201d} (Ctrl+P)");
            if view.course.shows("changed") && ui.button(pinned).on_hover_text(hint).clicked() {
                view.pins.pin(shown);
            }
            if above {
                let size = egui::vec2(sides - 14.0, ui.spacing().interact_size.y);
                let layout = egui::Layout::left_to_right(egui::Align::Center);
                ui.allocate_ui_with_layout(size, layout, |ui| sides_ui(ui, view));
            }
        });
    });
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("Threshold")).text_style(theme::strong()))
            .on_hover_text(tr!("A patient whose risk is at or above this value is called (an alert)."));
        let narrow = ui.available_width() < NARROW;
        // What stands behind the rail was measured in the last frame, whatever the language and the size of its letters.
        let key = ui.scope_id().with(("behind-the-rail", narrow, wishes, choose && !above, view.wish.kind));
        let behind = ui.data(|data| data.get_temp::<f32>(key));
        let width = (ui.available_width() - behind.unwrap_or(0.5 * ui.available_width())).max(84.0);
        let line = rail(ui, width, tr!("Threshold"), threshold);
        hints::anchor(ui.ctx(), hints::Hint::Line, line.rect);
        typed_value(ui, threshold);
        if choose && !above {
            sides_ui(ui, view);
        }
        if wishes {
            if !narrow {
                ui.separator();
            }
            wish_ui(ui, &mut view.wish, threshold, shown, narrow);
        }
        let now = ui.min_rect().right() - line.rect.right();
        if behind.is_none_or(|before| (before - now).abs() > 0.5) {
            ui.data_mut(|data| data.insert_temp(key, now));
            ui.ctx().request_discard("rail");
        }
    });
    if before != *threshold && view.wish.answer.is_some() && !ui.input(|input| input.pointer.any_released()) {
        view.wish.answer = None;
    }
}

/// The width of the choice of paper or ward, in points.
fn sides_width(ui: &Ui) -> f32 {
    let font = theme::strong().resolve(ui.style());
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::BLACK).size().x;
    let texts = width(tr!("On paper")) + width(tr!("On the ward"));
    texts + 4.0 * ui.spacing().button_padding.x + 2.0 * theme::STEP + 14.0
}

/// The live sentence, as it is seen and as a screen reader says it whenever it changes.
pub(super) fn sentence_ui(ui: &mut Ui, shown: &Shown<'_>, style: egui::TextStyle) {
    let decided = shown.decisions(shown.population).everyone;
    let matrix = decided.matrix;
    let mut sentence = words::live_sentence(shown.recipe, &matrix);
    if let Some(referred) = decided.share(decided.referred()).filter(|referred| referred.k() > 0) {
        let people = (1000.0 * referred.value()).round();
        sentence = tr!(
            "{people:.0} of 1,000 are left to a person. Of 1,000 decided on: {}",
            words::after_of(&sentence),
            people
        );
    }
    let said = ui.label(RichText::new(&sentence).text_style(style));
    said.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &sentence));
    ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let counted = tr!(
        "Counted among {} patients and scaled to 1,000. Found: true positives. Missed: false negatives. False alarms: \
         false positives.",
        words::count(matrix.n())
    );
    said.on_hover_text(counted);
}

fn side_name(population: Population) -> &'static str {
    match population {
        Population::Paper => tr!("on paper"),
        Population::Ward => tr!("on the ward"),
    }
}

fn typed_value(ui: &mut Ui, threshold: &mut Threshold) {
    let mut value = threshold.get();
    let field = DragValue::new(&mut value).range(0.0..=1.0).speed(0.001).fixed_decimals(3).update_while_editing(false);
    let response = ui.add(field).on_hover_text(tr!("Click to type a threshold from 0 to 1."));
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("Threshold value"));
        info.value = Some(value);
        info
    });
    if response.changed() {
        *threshold = Threshold::clamped(tidy(value));
    }
}

/// The room for the button to pin, in points.
const PIN: f32 = 90.0;
/// With less room than this, in points, the sentence is set smaller.
const ROOMY: f32 = 730.0;
/// With less room than this beside the threshold's name, in points, the wish has fewer words.
const NARROW: f32 = 660.0;

fn wish_ui(ui: &mut Ui, form: &mut WishForm, threshold: &mut Threshold, shown: &Shown<'_>, narrow: bool) {
    ui.label(if narrow { tr!("Or") } else { tr!("Or wish for") });
    let combo = egui::ComboBox::from_id_salt("wish")
        .width(if narrow { 150.0 } else { 168.0 })
        .selected_text(name(form.kind))
        .show_ui(ui, |ui| {
            for kind in [WishKind::Sensitivity, WishKind::Specificity, WishKind::Ppv, WishKind::Alerts, WishKind::Both]
            {
                if ui.selectable_value(&mut form.kind, kind, name(kind)).changed() {
                    form.answer = None;
                }
            }
        });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("What to wish for")));
    let suffix = if form.kind == WishKind::Alerts { "" } else { "%" };
    let field = ui.add(DragValue::new(&mut form.amount).range(0.0..=100.0).speed(0.5).max_decimals(1).suffix(suffix));
    field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("How much to wish for")));
    if form.kind == WishKind::Both {
        let most = DragValue::new(&mut form.most_alerts).range(0.0..=100.0).speed(0.5).max_decimals(1);
        let field = ui.add(most.prefix("\u{2264} ")).on_hover_text(tr!("At most so many alerts per 100 patients"));
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("Most alerts per 100")));
    }
    let go = ui
        .button(tr!("Find"))
        .on_hover_text(tr!("Moves the threshold to where the wish is met, if any threshold meets it"));
    if go.clicked() {
        let granted = grant(form, threshold, shown);
        form.answer = Some(granted);
    }
    if let Some(text) = &form.answer {
        let popup = egui::Popup::from_response(&go).open(true).align(egui::RectAlign::TOP_END).gap(8.0);
        popup.close_behavior(egui::PopupCloseBehavior::IgnoreClicks).show(|ui| {
            ui.set_max_width(360.0);
            ui.label(text);
        });
    }
}

fn name(kind: WishKind) -> &'static str {
    match kind {
        WishKind::Sensitivity => tr!("sensitivity at least"),
        WishKind::Specificity => tr!("specificity at least"),
        WishKind::Ppv => tr!("alerts right at least"),
        WishKind::Alerts => tr!("alerts per 100, at most"),
        WishKind::Both => tr!("sensitivity and alerts"),
    }
}

/// Moves the threshold if some threshold meets the wish; says in either case what came of it.
fn grant(form: &mut WishForm, threshold: &mut Threshold, shown: &Shown<'_>) -> String {
    let share = Probability::clamped(form.amount / 100.0).get();
    let second = (form.kind == WishKind::Both).then_some(Wish::AlertsPer100AtMost(form.most_alerts));
    let wish = match form.kind {
        WishKind::Both => Wish::SensitivityAtLeast(share),
        WishKind::Sensitivity => Wish::SensitivityAtLeast(share),
        WishKind::Specificity => Wish::SpecificityAtLeast(share),
        WishKind::Ppv => Wish::PpvAtLeast(share),
        WishKind::Alerts => Wish::AlertsPer100AtMost(form.amount),
    };
    let set = &shown.side().set;
    let wishes: Vec<Wish> = std::iter::once(wish).chain(second).collect();
    let granted = answer_all(set, &wishes);
    form.refused = matches!(granted, Answer::Impossible { .. });
    match granted {
        Answer::At(exact) => {
            let found = rounded(set, exact, &wishes);
            *threshold = found;
            let matrix = set.at(found);
            tr!(
                "From {} on: {} of those with {} found, {} of alerts right.",
                words::score(found.get()),
                words::k_of_n(matrix.sensitivity()),
                shown.condition(),
                words::k_of_n(matrix.ppv())
            )
        }
        Answer::Impossible { nearest: Some(nearest) } => {
            let reached = wish.reached(&set.at(nearest));
            let reached = match form.kind {
                WishKind::Alerts => {
                    reached.map_or_else(String::new, |alerts| tr!("{alerts:.1} alerts per 100", alerts))
                }
                _ => reached.map_or_else(String::new, words::share),
            };
            if form.kind == WishKind::Both {
                let alerts = set.at(nearest).alerts_per_100().unwrap_or(0.0);
                tr!(
                    "No threshold does both. The nearest is {}: {reached} found, {alerts:.1} alerts per 100.",
                    words::score(nearest.get()),
                    reached,
                    alerts
                )
            } else {
                tr!("No threshold does that. The nearest is {}, with {reached}.", words::score(nearest.get()), reached)
            }
        }
        Answer::Impossible { nearest: None } => {
            tr!("No threshold does that: there are no patients of the kind that this wish counts.").to_owned()
        }
    }
}
