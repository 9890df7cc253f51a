//! What could help? Measures against bias, one click each, with what each costs beside what it gains.

use egui::{DragValue, RichText, ScrollArea, Slider, Ui, WidgetInfo, vec2};

use crate::figure::{Pair, SideMeasure, sides_figure};
use crate::metrics::FairPreset;
use crate::pipeline::{Line, Population, decide, effects};
use crate::scenario::{LOCAL_PATIENTS, MOST_PATIENTS, MOST_TIMES, Mitigation, Recalibrate, Scenario};
use crate::ui::panels::{Shown, side_rows};
use crate::ui::view::{Command, View};
use crate::ui::widgets::chart::{TITLE, chart_ui};
use crate::ui::widgets::segmented::{Choice, choice_ui, segmented};
use crate::ui::{theme, words};

/// How wide the list of measures is, in points.
const LIST: f32 = 318.0;

/// Shows the measures, and the ward without and with those ticked.
pub fn measures_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let all = ui.available_rect_before_wrap();
    let (list, effect) = all.split_left_right_at_x(all.left() + LIST);
    theme::place(ui, list, |ui| {
        ScrollArea::vertical().id_salt("measures").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(LIST - 14.0);
            list_ui(ui, scenario, view, shown);
        });
    });
    ui.painter().vline(effect.left(), effect.y_range(), (1.0, theme::colours(ui).line));
    let effect = effect.with_min_x(effect.left() + 3.0 * theme::STEP);
    theme::place(ui, effect, |ui| effect_ui(ui, &mut scenario.mitigation, view, shown, commands));
}

/// A box to tick with what the measure does, and its price once it is ticked.
fn measure_ui(ui: &mut Ui, on: &mut bool, name: &str, does: &str, price: Option<String>) {
    ui.checkbox(on, RichText::new(name).text_style(theme::strong())).on_hover_text(does);
    note_ui(ui, does, price);
}

fn note_ui(ui: &mut Ui, does: &str, price: Option<String>) {
    let colours = theme::colours(ui);
    match price {
        Some(price) => ui.label(RichText::new(tr!("Price: {price}", price)).small().color(colours.warning)),
        None => ui.label(RichText::new(does).small().color(colours.quiet)),
    };
    ui.add_space(theme::STEP);
}

fn list_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut View, shown: &Shown<'_>) {
    let group = shown.recipe.groups().find(|group| scenario.group_by.as_deref() == Some(group.id.as_str()));
    let group = group.map_or_else(|| tr!("the group").to_owned(), |group| group.label.to_lowercase());
    let patients = scenario.patients as u64;
    let measures = &mut scenario.mitigation;
    ui.spacing_mut().item_spacing.y = 2.0;
    let price = measures
        .balance
        .then(|| tr!("rare patients count for many, so chance does too; the others may lose.").to_owned());
    let does = tr!("In training every {group} weighs as much as on the ward.", group);
    measure_ui(ui, &mut measures.balance, tr!("Balance the groups"), &does, price);
    let reviewed = patients * u64::from(measures.more_data);
    let price = measures.better_label.then(|| tr!("a panel reviews {} records.", words::count(reviewed)));
    let does = tr!("The record is replaced by the truth, as if experts had reviewed every patient.");
    measure_ui(ui, &mut measures.better_label, tr!("A better label"), does, price);
    let price = measures.interactions.then(|| tr!("{group} must be recorded, and told to the model.", group));
    let does = tr!("The model learns {group}, and weights of its own for each.", group);
    measure_ui(ui, &mut measures.interactions, tr!("A model that knows the group"), &does, price);
    recalibrate_ui(ui, measures);
    own_thresholds_ui(ui, scenario, view, shown, &group);
    let measures = &mut scenario.mitigation;
    abstain_ui(ui, measures, shown);
    more_data_ui(ui, measures, patients);
    leave_out_ui(ui, measures, &scenario.inputs, shown);
}

fn recalibrate_ui(ui: &mut Ui, measures: &mut Mitigation) {
    let mut on = measures.recalibrate.is_some();
    ui.checkbox(&mut on, RichText::new(tr!("Recalibrate on local outcomes")).text_style(theme::strong()));
    measures.recalibrate = on.then(|| measures.recalibrate.unwrap_or(Recalibrate::Intercept));
    let does = tr!("Risks are fitted to what happens on the ward; the order of patients stays.");
    let Some(how) = &mut measures.recalibrate else {
        note_ui(ui, does, None);
        return;
    };
    let choices = [
        Choice {
            value: Recalibrate::Intercept,
            name: tr!("Shift"),
            meaning: tr!("All log odds move by the same amount (the intercept)."),
        },
        Choice {
            value: Recalibrate::InterceptAndSlope,
            name: tr!("Shift and stretch"),
            meaning: tr!("Log odds also spread out or draw together (intercept and slope)."),
        },
    ];
    segmented(ui, how, &choices);
    ui.horizontal(|ui| {
        let [least, most] = LOCAL_PATIENTS;
        let field = DragValue::new(&mut measures.local_patients).range(least..=most).speed(10.0);
        let response = ui.add(field.update_while_editing(false));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("Local patients")));
        ui.label(RichText::new(tr!("local patients")).small());
    });
    let local = words::count(measures.local_patients as u64);
    note_ui(ui, does, Some(tr!("the outcomes of {local} local patients, collected while nothing is mended.", local)));
}

fn own_thresholds_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut View, shown: &Shown<'_>, group: &str) {
    // Follows the threshold for all, so that what was made equal stays equal.
    view.fair.keep_up(scenario, shown);
    let before = !scenario.mitigation.group_thresholds.is_empty();
    let mut on = before;
    ui.checkbox(&mut on, RichText::new(tr!("A threshold for each group")).text_style(theme::strong()));
    match (before, on) {
        (false, true) => view.fair.take(FairPreset::EqualSensitivity, scenario, shown),
        (true, false) => view.fair.take(FairPreset::OneForAll, scenario, shown),
        _ => {}
    }
    let does = tr!(
        "Every {group} is found as often as everyone, on paper. More ways: \u{201c}A line for each group\u{201d}.",
        group
    );
    let own = &scenario.mitigation.group_thresholds;
    let price = (!own.is_empty()).then(|| {
        let texts = own.iter().map(|(name, at)| format!("{name} {}", words::score(at.get())));
        let texts = texts.collect::<Vec<_>>().join(", ");
        let few = view.fair.refused(shown);
        let few = if few.is_empty() { String::new() } else { tr!(" Too few in: {}.", few.join(", ")) };
        tr!("people are treated by their group, which needs legal advice. {texts}.{few}", texts, few)
    });
    note_ui(ui, &does, price);
}

fn abstain_ui(ui: &mut Ui, measures: &mut Mitigation, shown: &Shown<'_>) {
    ui.label(RichText::new(tr!("Leave doubtful patients to a person")).text_style(theme::strong()));
    ui.spacing_mut().slider_width = 180.0;
    let before = measures.abstain;
    let slider = Slider::new(&mut measures.abstain, 0.0..=0.2).step_by(0.005).fixed_decimals(3);
    let response = ui.add(slider);
    response.widget_info(|| WidgetInfo::slider(true, before, tr!("Half the width of the band left to people")));
    let decided = decide(&shown.derived.ward.set, shown.threshold, measures).everyone;
    let price = (measures.abstain > 0.0).then(|| {
        let waiting = decided.share(decided.referred()).map_or(0.0, |share| (1000.0 * share.value()).round());
        tr!("{waiting:.0} of 1,000 patients wait for a person to look.", waiting)
    });
    note_ui(ui, tr!("Within this much of the threshold nobody is decided on."), price);
}

fn more_data_ui(ui: &mut Ui, measures: &mut Mitigation, patients: u64) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Collect more")).text_style(theme::strong()));
        let fits = |times: &u32| *times == 1 || patients * u64::from(*times) <= MOST_PATIENTS as u64;
        for times in [1, 2, 4, MOST_TIMES].into_iter().filter(fits) {
            if choice_ui(ui, measures.more_data == times, &format!("\u{d7}{times}")).clicked() {
                measures.more_data = times;
            }
        }
    });
    let more = patients * u64::from(measures.more_data - measures.more_data.min(1));
    let price = (more > 0).then(|| tr!("{} patients more, collected in the same way.", words::count(more)));
    note_ui(ui, tr!("The same collection, only larger: it mends chance, not bias."), price);
}

/// One input after the other, taken from the model and given back.
fn leave_out_ui(ui: &mut Ui, measures: &mut Mitigation, inputs: &[String], shown: &Shown<'_>) {
    let label = |id: &str| shown.recipe.variable(id).map_or_else(|| id.to_owned(), |variable| variable.label.clone());
    let out: Vec<String> = measures.leave_out.iter().map(|id| label(id)).collect();
    let text = if out.is_empty() { tr!("nothing").to_owned() } else { out.join(", ") };
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("Leave out")).text_style(theme::strong()));
        let combo = egui::ComboBox::from_id_salt("leave-out").width(ui.available_width() - 8.0).selected_text(text);
        let response = combo.truncate().show_ui(ui, |ui| {
            for id in inputs {
                let taken = measures.leave_out.contains(id);
                if ui.selectable_label(taken, label(id)).clicked()
                    && (taken || measures.leave_out.len() + 1 < inputs.len())
                {
                    if taken {
                        measures.leave_out.remove(id);
                    } else {
                        measures.leave_out.insert(id.clone());
                    }
                }
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Leave out an input")));
    });
    let price = (!out.is_empty()).then(|| tr!("what this input told of the illness is lost as well.").to_owned());
    note_ui(ui, tr!("An input that stands for the group, or leaks the outcome, is not given to the model."), price);
}

fn effect_ui(ui: &mut Ui, measures: &mut Mitigation, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    if !measures.is_none() && ui.button(tr!("Undo all of these")).clicked() {
        *measures = Mitigation::default();
    }
    for note in &shown.derived.model.notes {
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
    let without = shown.derived.without.as_ref().filter(|_| !shown.mitigation.is_none());
    let Some(without) = without else {
        let hint =
            tr!("Tick a measure. What it gains and what it costs, on the ward and in each group, will stand here.");
        ui.label(RichText::new(hint).color(theme::colours(ui).quiet));
        return;
    };
    let sets = [&without.side(Population::Ward).set, &shown.derived.side(Population::Ward).set];
    let groups = side_rows(sets, shown.threshold, [&Mitigation::default(), shown.mitigation]);
    if let Some(effects) = effects(shown.derived, shown.threshold, shown.mitigation) {
        lines_ui(ui, tr!("Gain"), &effects.gains(), tr!("None that shows."));
        lines_ui(ui, tr!("Price"), &effects.costs(), tr!("None that shows."));
    }
    ui.add_space(2.0 * theme::STEP);
    let choices = SideMeasure::ALL.map(|it| Choice { value: it, name: it.name(), meaning: it.meaning() });
    segmented(ui, &mut view.measure, &choices);
    let rows = view.measure.rows(&groups);
    let figure = sides_figure(Pair::WithoutAndWith, &view.measure.topic(), &rows, &shown.words());
    let row = ((ui.available_height() - TITLE - 90.0) / rows.len().max(1) as f32).clamp(26.0, 60.0);
    let height = TITLE + 50.0 + row * rows.len().max(3) as f32;
    let answer = chart_ui(ui, vec2(ui.available_width(), height), &figure, None, &shown.caption(), commands);
    if let Some(readout) = answer.readout {
        answer.picture.on_hover_text_at_pointer(readout);
    }
    ui.label(RichText::new(&figure.caption).small().color(theme::colours(ui).quiet));
}

/// What is better, or worse, in sentences; what chance alone may do is said in grey.
fn lines_ui(ui: &mut Ui, title: &str, lines: &[Line], none: &str) {
    let colours = theme::colours(ui);
    ui.label(RichText::new(title).text_style(theme::strong()));
    let (chance, sure): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.may_be_chance);
    let text = |lines: &[&Line]| lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    if sure.is_empty() {
        ui.label(none);
    } else {
        ui.label(text(&sure));
    }
    if !chance.is_empty() {
        let small = RichText::new(tr!("May be chance: {}", text(&chance))).small().color(colours.quiet);
        ui.label(small);
    }
    ui.add_space(theme::STEP);
}
