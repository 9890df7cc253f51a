//! Month by month: alerts, ranking, calibration and harm while patients drift or staff act, and what training again does.

use egui::{RichText, Slider, Ui, WidgetInfo, vec2};

use crate::data::generator::Population as Source;
use crate::data::recipe::Knob;
use crate::figure::{Followed, months_figure, months_sentence};
use crate::scenario::{Drift, MONTHS, MonthsPlan, Scenario};
use crate::ui::panels::Shown;
use crate::ui::theme;
use crate::ui::view::Command;
use crate::ui::widgets::chart::chart_ui;

/// Shows the plan, the sentence and four charts.
pub fn months_ui(ui: &mut Ui, scenario: &mut Scenario, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let at = |knob: &Knob| scenario.deploy.get(&knob.id).copied().unwrap_or_else(|| knob.default_for(Source::Deployed));
    let knobs: Vec<(&Knob, f64)> = shown
        .recipe
        .knobs
        .iter()
        .filter(|knob| knob.acts_on_population(Source::Deployed))
        .map(|knob| (knob, at(knob)))
        .collect();
    plan_ui(ui, &mut scenario.months, &knobs);
    let Some((run, current)) = shown.months else {
        ui.label(tr!("Working out the months\u{2026}"));
        return;
    };
    if !current {
        ui.multiply_opacity(0.45);
    }
    for note in run.months.iter().filter_map(|month| month.note.as_ref()) {
        ui.label(RichText::new(note).small().color(theme::colours(ui).warning));
    }
    let kept = run.kept.as_deref();
    ui.label(RichText::new(months_sentence(&run.months, kept)).text_style(theme::strong()));
    ui.add_space(theme::STEP);
    let acting = scenario.months.effect > 0.0;
    let charts = [
        Followed::Alerts,
        Followed::Auc,
        Followed::ObservedExpected,
        if acting { Followed::Prevented } else { Followed::Missed },
    ];
    let gap = 3.0 * theme::STEP;
    let room = ui.available_size();
    let size = vec2((room.x - gap) / 2.0, ((room.y - gap) / 2.0).max(150.0));
    for pair in charts.chunks(2) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for &followed in pair {
                let figure = months_figure(followed, &run.months, kept);
                chart_ui(ui, size, &figure, None, &shown.caption(), commands);
            }
        });
    }
}

fn plan_ui(ui: &mut Ui, plan: &mut MonthsPlan, knobs: &[(&Knob, f64)]) {
    ui.spacing_mut().slider_width = 150.0;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("What drifts")).text_style(theme::strong()));
        let name = |id: &str| knobs.iter().find(|(knob, _)| knob.id == id).map(|(knob, _)| knob.label.as_str());
        let taken = plan.drift.as_ref().and_then(|drift| name(&drift.knob)).unwrap_or(tr!("nothing"));
        let combo = egui::ComboBox::from_id_salt("drifting").width(200.0).selected_text(taken);
        let response = combo.show_ui(ui, |ui| {
            if ui.selectable_label(plan.drift.is_none(), tr!("nothing")).clicked() {
                plan.drift = None;
            }
            for (knob, from) in knobs {
                let open = plan.drift.as_ref().is_some_and(|drift| drift.knob == knob.id);
                if ui.selectable_label(open, &knob.label).clicked() && !open {
                    // To the end that lies further away: a drift that can be seen.
                    let to = if knob.max - from >= from - knob.min { knob.max } else { knob.min };
                    plan.drift = Some(Drift { knob: knob.id.clone(), to });
                }
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("What drifts")));
        if let Some(drift) = &mut plan.drift
            && let Some((knob, from)) = knobs.iter().find(|(knob, _)| knob.id == drift.knob)
        {
            ui.label(tr!("from {from} to", from));
            let before = drift.to;
            let slider = Slider::new(&mut drift.to, knob.min..=knob.max).step_by(knob.step);
            let response = ui.add(slider);
            response.widget_info(|| WidgetInfo::slider(true, before, tr!("Where it stands in the last month")));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Staff act on alerts")).text_style(theme::strong())).on_hover_text(
            tr!("By how much the risk of a flagged patient falls because somebody acts. Then the model changes what it predicts."),
        );
        let before = plan.effect;
        let slider = Slider::new(&mut plan.effect, 0.0..=0.9).step_by(0.05).fixed_decimals(2);
        let response = ui.add(slider);
        response.widget_info(|| WidgetInfo::slider(true, before, tr!("Staff act on alerts")));
        ui.separator();
        let mut again = plan.retrain.is_some();
        ui.checkbox(&mut again, tr!("Train again at month")).on_hover_text(tr!("On the outcomes recorded in the three months before"));
        plan.retrain = again.then(|| plan.retrain.unwrap_or(plan.months / 2 + 1).clamp(2, plan.months));
        if let Some(month) = &mut plan.retrain {
            let before = f64::from(*month);
            let response = ui.add(Slider::new(month, 2..=plan.months.clamp(2, MONTHS[1])));
            response.widget_info(|| WidgetInfo::slider(true, before, tr!("Train again at month")));
        }
    });
}
