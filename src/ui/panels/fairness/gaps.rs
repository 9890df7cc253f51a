//! Every gap at once: which are closed, which are open, and which the last switch opened.

use egui::{Align2, Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use crate::metrics::{FEWEST_POSITIVES, Gap, GapKind, ScoredTestSet, conflict, gaps};
use crate::num::Proportion;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::widgets::fitted::fitting_font;
use crate::ui::{theme, words as said};

use super::{FairView, words};

/// The height of a gap, in points.
const LINE: f32 = 37.0;
/// How many stand side by side.
const ABREAST: usize = 3;

pub(super) fn gaps_ui(ui: &mut Ui, scenario: &Scenario, view: &mut FairView, shown: &Shown<'_>) {
    let set = &shown.side().set;
    let all = |rules: &[crate::metrics::GroupRule]| gaps(set, rules, scenario.threshold, FEWEST_POSITIVES);
    let (now, before) = (all(&view.rules(scenario, set)), all(&view.before(scenario, set).1));
    let closed = now.iter().filter(|gap| gap.closed() == Some(true)).count();
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("The widest gaps between groups")).text_style(theme::strong()));
        let text = tr!("{closed} of {} closed: 3 points or less", now.len(), closed);
        ui.label(RichText::new(text).color(theme::colours(ui).quiet));
        if ui.button(tr!("Why not all at once?")).clicked() {
            view.conflict = true;
        }
    });
    let lines = now.len().div_ceil(ABREAST) as f32;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), lines * LINE), Sense::hover());
    for (index, gap) in now.iter().enumerate() {
        let width = rect.width() / ABREAST as f32;
        let corner = rect.min + vec2((index % ABREAST) as f32 * width, (index / ABREAST) as f32 * LINE);
        let cell = Rect::from_min_size(corner, vec2(width - 8.0, LINE));
        gap_ui(ui, cell, gap, before.get(index), set);
    }
}

/// The gap as it is written: in points, or in its own unit.
fn amount(kind: GapKind, value: f64) -> String {
    match kind {
        GapKind::Calibration => format!("{value:.2}"),
        GapKind::NetBenefit => tr!("{:.1} of 1,000", 1000.0 * value),
        _ if value < 0.1 => tr!("{:.1} points", 100.0 * value),
        _ => tr!("{:.0} points", 100.0 * value),
    }
}

fn bounds(gap: &Gap) -> Option<String> {
    let ci = gap.ci?;
    Some(match gap.kind {
        GapKind::Calibration => tr!("{:.2} to {:.2}", ci.lo, ci.hi).replace('-', "\u{2212}"),
        GapKind::NetBenefit => tr!("{:.1} to {:.1}", 1000.0 * ci.lo, 1000.0 * ci.hi).replace('-', "\u{2212}"),
        _ => tr!("{} to {}", said::signed(ci.lo), said::signed(ci.hi)),
    })
}

fn gap_ui(ui: &mut Ui, cell: Rect, gap: &Gap, before: Option<&Gap>, set: &ScoredTestSet) {
    let colours = theme::colours(ui);
    let name = words::gap(gap.kind);
    let response = ui.interact(cell, ui.scope_id().with(("fair-gap", name)), Sense::hover());
    let state = match (gap.closed(), before.and_then(Gap::closed)) {
        (Some(true), Some(false)) => tr!("newly closed"),
        (Some(true), _) => tr!("closed"),
        (Some(false), Some(true)) => tr!("newly open"),
        (Some(false), _) => tr!("open"),
        (None, _) => tr!("cannot be compared"),
    };
    let ink = match gap.closed() {
        Some(true) => colours.accent,
        Some(false) => colours.error,
        None => colours.quiet,
    };
    mark(ui, cell, gap.closed(), ink);
    let painter = ui.painter_at(cell);
    let left = cell.left() + 20.0;
    let room = cell.right() - left;
    painter.text(
        pos2(left, cell.top() + 1.0),
        Align2::LEFT_TOP,
        name,
        fitting_font(ui, name, &egui::TextStyle::Body, room),
        colours.ink,
    );
    let written = gap.difference.map(|difference| amount(gap.kind, difference));
    let interval = bounds(gap).map_or_else(String::new, |text| format!(" ({text})"));
    let text = written.as_ref().map_or_else(|| state.to_owned(), |amount| format!("{state}: {amount}{interval}"));
    let small = fitting_font(ui, &text, &egui::TextStyle::Small, room);
    painter.text(pos2(left, cell.top() + 18.0), Align2::LEFT_TOP, text, small, ink);
    let told = told(gap, state, set, written.as_deref());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
    response.on_hover_text(told);
}

/// A tick in a disc for closed, a gap in a ring for open.
fn mark(ui: &Ui, cell: Rect, closed: Option<bool>, ink: egui::Color32) {
    let painter = ui.painter_at(cell);
    let centre = cell.left_top() + vec2(8.0, 11.0);
    let paper = theme::colours(ui).paper;
    match closed {
        Some(true) => {
            painter.circle_filled(centre, 7.0, ink);
            let tick = [vec2(-3.5, 0.0), vec2(-1.0, 3.0), vec2(4.0, -3.0)].map(|off| centre + off);
            painter.add(egui::Shape::line(tick.to_vec(), Stroke::new(1.8, paper)));
        }
        Some(false) => {
            let arrow = Stroke::new(1.8, ink);
            for sign in [-1.0, 1.0] {
                painter.vline(centre.x + sign * 7.0, (centre.y - 6.0)..=(centre.y + 6.0), arrow);
            }
            painter.hline((centre.x - 4.0)..=(centre.x + 4.0), centre.y, arrow);
        }
        None => {
            painter.circle_stroke(centre, 6.0, Stroke::new(1.2, ink));
        }
    }
}

/// Everything about the gap in words.
fn told(gap: &Gap, state: &str, set: &ScoredTestSet, written: Option<&str>) -> String {
    let mut text = format!("{} ({}): {state}.", words::gap(gap.kind), words::term(gap.kind));
    let name = |index: usize| set.groups().get(index).map_or("", String::as_str);
    if let (Some(high), Some(low), Some(written)) = (gap.largest, gap.smallest, written) {
        text = tr!("{text} Gap {written}: most in {}, least in {}.", name(high), name(low), text, written);
    }
    if let Some(bounds) = bounds(gap) {
        let chance = if gap.ci.is_some_and(|ci| ci.contains(0.0)) { tr!(" That could be chance.") } else { "" };
        text = tr!("{text} 95% interval {bounds}.{chance}", text, bounds, chance);
    }
    if let Some(term) = gap.kind.fairlearn() {
        text = tr!("{text} fairlearn calls it {term}.", text, term);
    }
    if !gap.left_out.is_empty() {
        let names: Vec<&str> = gap.left_out.iter().map(|index| name(*index)).collect();
        text = tr!("{text} Left out, too few patients: {}.", names.join(", "), text);
    }
    text
}

/// Why not everything can be had, on the two groups furthest apart in how common the condition is.
pub(super) fn conflict_ui(ui: &mut Ui, view: &mut FairView, shown: &Shown<'_>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("Why not all at once?")).text_style(theme::strong()));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(tr!("Back to the gaps")).clicked() {
                view.conflict = false;
            }
        });
    });
    let set = &shown.side().set;
    let all = set.iter_groups().filter(|(_, group)| group.positives() >= FEWEST_POSITIVES && group.negatives() > 0);
    let common: Vec<(&str, f64)> = all.filter_map(|(name, group)| Some((name, group.prevalence()?.value()))).collect();
    let by = |a: &&(&str, f64), b: &&(&str, f64)| a.1.total_cmp(&b.1);
    let ends = common.iter().min_by(by).zip(common.iter().max_by(by)).filter(|(a, b)| b.1 - a.1 > 1e-9);
    let matrix = set.at(shown.threshold);
    let rates = matrix.sensitivity().map(Proportion::value).zip(matrix.ppv().map(Proportion::value));
    let forced = ends.zip(rates).and_then(|((a, b), (found, right))| {
        conflict([a.1, b.1], found, right).map(|forced| words::conflict([a.0, b.0], &forced, shown.condition()))
    });
    let none =
        tr!("There are no two groups with enough patients in which it is not equally common, or nobody is found at \
                this line: then nothing stands in the way.");
    ui.label(forced.unwrap_or_else(|| none.to_owned()));
    let source = tr!("Kleinberg, Mullainathan and Raghavan 2016; Chouldechova 2017. So which gap must be closed is a \
                  choice, and somebody has to answer for it.");
    ui.label(RichText::new(source).small().color(theme::colours(ui).quiet));
}
