//! One row for each group: its scores with its line, and its people of 1,000 with who is newly among them.

use egui::{Align2, Color32, Rangef, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::figure::{Role, SCORE_SCALE, palette};
use crate::metrics::{ExpectedCells, FEWEST_POSITIVES, GroupRule, LedgerLine, ScoredTestSet};
use crate::num::Threshold;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::view::Cell;
use crate::ui::widgets::fitted::{fitting, fitting_font};
use crate::ui::widgets::threshold::{operate, tidy};
use crate::ui::{theme, words as said};

use super::{FairView, roc, words};

/// The height of a group's row, in points, at least and at most.
const ROW: [f32; 2] = [46.0, 104.0];
/// The least height of the ROC curves.
const ROC: f32 = 190.0;
/// What stands below the rows.
const BELOW: f32 = 188.0;
/// How many bars a strip has.
const BARS: usize = 48;

/// One group on the side that is shown.
pub(super) struct Group<'a> {
    pub name: &'a str,
    pub set: &'a ScoredTestSet,
    pub rule: GroupRule,
    before: GroupRule,
    cells: ExpectedCells,
}

/// The columns: name, scores, and four kinds of people.
fn columns(line: Rect) -> [Rect; 6] {
    let shares = [0.185, 0.335, 0.12, 0.12, 0.12, 0.12];
    let mut left = line.left();
    shares.map(|share| {
        let right = left + share * line.width();
        let cell = Rect::from_x_y_ranges(left..=right - 8.0, line.y_range());
        left = right;
        cell
    })
}

pub(super) fn rows_ui(ui: &mut Ui, scenario: &mut Scenario, view: &mut FairView, shown: &Shown<'_>) {
    let set = &shown.side().set;
    let (before_name, before) = view.before(scenario, set);
    let rules = view.rules(scenario, set);
    let groups: Vec<Group<'_>> = set
        .iter_groups()
        .zip(rules.into_iter().zip(before))
        .map(|((name, set), (rule, before))| Group { name, set, cells: rule.expected(set), rule, before })
        .collect();
    head_ui(ui, view, &before_name, groups.iter().any(|group| group.rule != group.before));
    let count = groups.len().max(1) as f32;
    let room = (ui.available_height() - BELOW) / count;
    let least = if view.roc { (ROC / count).max(ROW[0]) } else { ROW[0] };
    let height = room.clamp(least, ROW[1].max(least));
    let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), height * count), Sense::hover());
    let mut drawn = None;
    for (index, group) in groups.iter().enumerate() {
        let top = all.top() + index as f32 * height;
        let line = Rect::from_x_y_ranges(all.x_range(), top..=top + height);
        let [name, strip, people @ ..] = columns(line);
        let rule = (1.0, theme::colours(ui).line);
        ui.painter().hline(name.x_range(), line.top(), rule);
        ui.painter().hline(people[0].left()..=line.right(), line.top(), rule);
        name_ui(ui, name, group, index, view, shown);
        if !view.roc {
            drawn =
                strip_ui(ui, strip.shrink2(vec2(0.0, 3.0)), group, scenario.threshold).map(|to| (index, to)).or(drawn);
        }
        people_ui(ui, people, group);
    }
    if view.roc {
        let [_, strip, ..] = columns(all);
        drawn = roc::roc_ui(ui, strip.shrink2(vec2(0.0, 4.0)), &groups, scenario.threshold);
    }
    if let Some((index, to)) = drawn {
        view.draw(groups[index].name, to, scenario, set);
    }
}

/// The headings, and what stands for what is new.
fn head_ui(ui: &mut Ui, view: &mut FairView, before: &str, switched: bool) {
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    let [name, strip, people @ ..] = columns(line);
    let colours = theme::colours(ui);
    let font = egui::TextStyle::Small.resolve(ui.style());
    let painter = ui.painter().clone();
    let below = |cell: Rect, text: &str| {
        let font = fitting_font(ui, text, &egui::TextStyle::Small, cell.width());
        painter.text(cell.left_bottom() - vec2(0.0, 2.0), Align2::LEFT_BOTTOM, text, font, colours.quiet)
    };
    below(name, tr!("Group"));
    let over = people[0].left_top() + vec2(0.0, 1.0);
    let text = if switched {
        tr!("Of 1,000. In brackets: new since \u{201c}{before}\u{201d}", before)
    } else {
        tr!("Of 1,000 patients in the group").to_owned()
    };
    painter.text(over, Align2::LEFT_TOP, text, font.clone(), colours.quiet);
    for (cell, people) in people.into_iter().zip(PEOPLE) {
        below(cell, &said::sentence_case(word(people)));
    }
    let choices = strip.with_min_y(strip.bottom() - 26.0);
    theme::place(ui, choices, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (roc, name, meaning) in [
                (false, tr!("Scores"), tr!("Up: those with the condition. Down: those without. Solid: flagged.")),
                (true, tr!("ROC curves"), tr!("Found against alarmed, one curve for each group. Drag the dots.")),
            ] {
                let text = RichText::new(name).small();
                let button = egui::Button::selectable(view.roc == roc, text).frame_when_inactive(true);
                if ui.add(button.min_size(vec2(0.0, 22.0))).on_hover_text(meaning).clicked() {
                    view.roc = roc;
                }
            }
        });
    });
}

const PEOPLE: [Cell; 4] = [Cell::TruePositive, Cell::FalseNegative, Cell::FalsePositive, Cell::TrueNegative];

fn word(cell: Cell) -> &'static str {
    match cell {
        Cell::TrueNegative => tr!("left alone"),
        cell => cell.word(),
    }
}

fn colour(ui: &Ui, role: Role) -> Color32 {
    let [red, green, blue] = palette::colour(role, ui.visuals().dark_mode);
    Color32::from_rgb(red, green, blue)
}

/// The colour and the mark of a group, for its curve and its name.
pub(super) fn group_colour(ui: &Ui, index: usize) -> Color32 {
    colour(ui, Role::Group(index as u8))
}

fn name_ui(ui: &mut Ui, cell: Rect, group: &Group<'_>, index: usize, view: &FairView, shown: &Shown<'_>) {
    let colours = theme::colours(ui);
    let refused = view.answer().and_then(|answer| {
        let why = answer.groups.get(index)?.impossible?;
        Some(words::why(why, answer.preset, shown.condition()))
    });
    let n = group.set.n();
    let (note, ink) = match (&refused, group.cells.by_lot) {
        _ if n == 0 => (tr!("no patients").to_owned(), colours.warning),
        (Some(_), _) => (tr!("impossible here").to_owned(), colours.warning),
        (None, 1..) => {
            let lots = (1000.0 * group.cells.by_lot as f64 / n as f64).round();
            (tr!("{lots:.0} of 1,000 by lot", lots), colours.warning)
        }
        _ if group.set.positives() < FEWEST_POSITIVES => (tr!("too few to tell").to_owned(), colours.warning),
        _ => {
            let with = 1000.0 * group.set.positives() as f64 / n as f64;
            (tr!("{with:.0} of 1,000 have it", with), colours.quiet)
        }
    };
    let detail = refused.or_else(|| words::coin(&group.rule)).unwrap_or_else(|| tr!("{} patients", said::count(n)));
    let hover = format!("{}: {note}. {}", group.name, said::sentence_case(&detail));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(cell.shrink2(vec2(0.0, 4.0))));
    child.spacing_mut().item_spacing.y = 0.0;
    if view.roc {
        let (dot, _) = child.allocate_exact_size(vec2(30.0, 6.0), Sense::hover());
        child.painter().rect_filled(dot, 2.0, group_colour(ui, index));
    }
    let room = cell.width();
    let name = egui::Label::new(fitting(ui, group.name, &theme::strong(), room)).truncate();
    child.add(name).on_hover_text(&hover);
    let label = child.add(egui::Label::new(fitting(ui, &note, &egui::TextStyle::Small, room).color(ink)).truncate());
    label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &hover));
    label.on_hover_text(hover);
}

/// The number of each kind, and how many of them are newly there.
fn people_ui(ui: &mut Ui, cells: [Rect; 4], group: &Group<'_>) {
    let colours = theme::colours(ui);
    let ledger = LedgerLine::between(group.set, &group.before, &group.rule);
    let n = group.cells.n();
    let counts = [group.cells.tp, group.cells.fn_, group.cells.fp, group.cells.tn];
    let new = ledger.map(|it| [it.newly_found, it.newly_missed, it.newly_alarmed, it.newly_in_peace]);
    let (strong, small) = (theme::strong().resolve(ui.style()), egui::TextStyle::Small.resolve(ui.style()));
    for (index, cell) in cells.into_iter().enumerate() {
        let (kind, middle) = (PEOPLE[index], cell.left_center());
        let response = ui.interact(cell, ui.scope_id().with(("fair-people", group.name, index)), Sense::hover());
        let painter = ui.painter();
        let Some(new) = new.map(|new| new[index].round()) else {
            painter.text(middle, Align2::LEFT_CENTER, said::UNDEFINED, strong.clone(), colours.quiet);
            let spoken = tr!("{}, {}: no patients", group.name, word(kind));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
            continue;
        };
        let of = said::count((1000.0 * counts[index] / n).round() as u64);
        let number = painter.text(middle, Align2::LEFT_CENTER, &of, strong.clone(), colours.ink);
        let mut spoken = tr!("{}: {of} of 1,000 {}", group.name, word(kind), of);
        if new >= 0.5 {
            let worse = matches!(kind, Cell::FalseNegative | Cell::FalsePositive);
            let ink = if worse { colours.error } else { colours.accent };
            let text = format!("(+{new:.0})");
            painter.text(number.right_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER, text, small.clone(), ink);
            spoken = tr!("{spoken}, {new:.0} of them newly", spoken, new);
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
        response.on_hover_text(spoken);
    }
}

/// A group's scores, up with the condition and down without, and its line to drag. Returns where it was moved to.
fn strip_ui(ui: &mut Ui, rect: Rect, group: &Group<'_>, common: Threshold) -> Option<Threshold> {
    let id = ui.scope_id().with(("fair-strip", group.name));
    let mut response = ui.interact(rect, id, Sense::click_and_drag());
    let before = group.rule.threshold().unwrap_or(common);
    let mut threshold = before;
    if let Some(pointer) = response.interact_pointer_pos() {
        let share = f64::from((pointer.x - rect.left()) / rect.width().max(1.0));
        threshold = Threshold::clamped(tidy(SCORE_SCALE.back(share.clamp(0.0, 1.0))));
        response.mark_changed();
        response.request_focus();
    }
    operate(ui, &response, &tr!("Threshold for {}", group.name), &mut threshold);
    bars(ui, rect, group);
    line(ui, rect, group, &response);
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    (threshold != before).then_some(threshold)
}

fn bars(ui: &Ui, rect: Rect, group: &Group<'_>) {
    let painter = ui.painter_at(rect);
    let base = rect.top() + 0.5 * rect.height();
    let edges: Vec<f64> = (0..=BARS).map(|bar| SCORE_SCALE.back(bar as f64 / BARS as f64)).collect();
    let sides = [
        (group.set.scores_with(), -1.0_f32, [Role::Found, Role::Missed]),
        (group.set.scores_without(), 1.0, [Role::FalseAlarm, Role::LeftAlone]),
    ];
    for (scores, sign, roles) in sides {
        let below = |edge: f64| scores.partition_point(|score| *score < edge);
        let heights: Vec<usize> = edges
            .windows(2)
            .enumerate()
            .map(|(bar, pair)| {
                let top = if bar + 1 == BARS { scores.len() } else { below(pair[1]) };
                top - below(pair[0])
            })
            .collect();
        let tallest = heights.iter().copied().max().unwrap_or(0).max(1) as f32;
        for (bar, &height) in heights.iter().enumerate().filter(|(_, height)| **height > 0) {
            let x = |edge: usize| rect.left() + rect.width() * edge as f32 / BARS as f32;
            let reach = (0.46 * rect.height() * height as f32 / tallest).max(1.0);
            let ends = if sign < 0.0 { [base - reach, base] } else { [base, base + reach] };
            let bar_rect = Rect::from_x_y_ranges(x(bar) + 0.5..=x(bar + 1) - 0.5, ends[0]..=ends[1]);
            let chance = group.rule.chance(f64::midpoint(edges[bar], edges[bar + 1])) as f32;
            let [flagged, rest] = roles.map(|role| colour(ui, role));
            painter.rect_stroke(bar_rect, 0.0, Stroke::new(1.0, rest), StrokeKind::Inside);
            if chance > 0.0 {
                painter.rect_filled(bar_rect, 0.0, flagged.gamma_multiply(if chance < 1.0 { 0.5 } else { 1.0 }));
            }
        }
    }
    painter.hline(rect.x_range(), base, Stroke::new(1.0, theme::colours(ui).outline));
}

/// The line, or the span in which lots are drawn.
fn line(ui: &Ui, rect: Rect, group: &Group<'_>, response: &Response) {
    let colours = theme::colours(ui);
    let painter = ui.painter_at(rect.expand(6.0));
    let x = |score: f64| rect.left() + rect.width() * SCORE_SCALE.forward(score) as f32;
    let small = egui::TextStyle::Small.resolve(ui.style());
    let say = |at: f32, text: &str| {
        let left = at < rect.center().x;
        let (align, off) = if left { (Align2::LEFT_TOP, 9.0) } else { (Align2::RIGHT_TOP, -9.0) };
        let galley = painter.layout_no_wrap(text.to_owned(), small.clone(), colours.ink);
        let place = align.anchor_size(pos2(at + off, rect.top()), galley.size());
        painter.rect_filled(place.expand2(vec2(3.0, 0.0)), 2.0, colours.paper.gamma_multiply(0.85));
        painter.galley(place.min, galley, colours.ink);
    };
    if let Some(threshold) = group.rule.threshold() {
        let at = x(threshold.get());
        painter.vline(at, Rangef::new(rect.top(), rect.bottom()), Stroke::new(2.0, colours.ink));
        let grip = Rect::from_center_size(pos2(at, rect.center().y), vec2(9.0, 18.0));
        let grip = if response.hovered() || response.dragged() { grip.expand(1.0) } else { grip };
        painter.rect(grip, 4.0, colours.paper, Stroke::new(2.0, colours.accent), StrokeKind::Inside);
        if response.has_focus() {
            painter.rect_stroke(grip.expand(3.0), 5.0, Stroke::new(2.0, colours.ink), StrokeKind::Inside);
        }
        say(at, &said::score(threshold.get()));
        return;
    }
    let steps = group.rule.steps();
    let end = |step: Option<&crate::metrics::LotStep>| step.and_then(|step| step.from).map_or(1.0, Threshold::get);
    let (low, high) = (x(end(steps.last())), x(end(steps.first())));
    let span = Rect::from_x_y_ranges(low..=high.max(low + 2.0), rect.y_range());
    painter.rect(
        span,
        0.0,
        colours.warning.gamma_multiply(0.12),
        Stroke::new(1.0, colours.warning),
        StrokeKind::Inside,
    );
    // Dots, so that the coin's patients are told apart without colour.
    let mut at = pos2(span.left() + 4.0, span.center().y);
    while at.x < span.right() {
        painter.circle_filled(at, 1.5, colours.warning);
        at.x += 7.0;
    }
    say(high, &words::lots(steps));
}
