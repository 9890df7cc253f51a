//! *Who is harmed?* The same figures per group, with their numbers and intervals, gaps marked.

mod slide;

pub use slide::groups_slide_ui;

use egui::{Color32, Pos2, Rangef, Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use crate::figure::{GROUP_RATES as RATES, GroupRate as Rate, export, groups_figure};
use crate::metrics::{ConfusionMatrix, FEWEST_POSITIVES, ScoredTestSet};
use crate::num::{Proportion, Threshold};
use crate::report::{groups_cells, groups_table};
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::panels::fairness::fairness_ui;
use crate::ui::panels::measures::measures_ui;
use crate::ui::view::{Command, Content, HarmPart, View};
use crate::ui::widgets::chart::title_with;
use crate::ui::widgets::explain::explained;
use crate::ui::widgets::fitted::fitting;
use crate::ui::widgets::segmented::{Choice, choice_ui, segmented};
use crate::ui::widgets::table::table_button;
use crate::ui::{theme, words};

const PARTS: [Choice<'static, HarmPart>; 3] = [
    Choice {
        value: HarmPart::Groups,
        name: tr_noop!("Groups side by side"),
        meaning: tr_noop!("The same figures in every group, with how many people stand behind them."),
    },
    Choice {
        value: HarmPart::Measures,
        name: tr_noop!("What could help?"),
        meaning: tr_noop!("Measures against bias, each with its gain and its price."),
    },
    Choice {
        value: HarmPart::Lines,
        name: tr_noop!("A line for each group"),
        meaning: tr_noop!(
            "Where each group's line could stand, whom that helps and harms, and why not everything can be equal."
        ),
    },
];

/// Shows the room.
pub fn harm_room_ui(
    ui: &mut Ui,
    scenario: &mut Scenario,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    segmented(ui, &mut view.harm_part, &PARTS);
    ui.add_space(theme::STEP);
    compare_by_ui(ui, scenario, shown);
    let rows = rows(shown);
    if rows.is_empty() {
        ui.label(tr!("This dataset has no groups to compare. Choose another in \"Who are these patients?\"."));
        return;
    }
    if view.harm_part == HarmPart::Measures {
        measures_ui(ui, scenario, view, shown, commands);
        return;
    }
    if view.harm_part == HarmPart::Lines {
        fairness_ui(ui, scenario, &mut view.fair, shown);
        return;
    }
    let saved = title_with(ui, tr!("The same figures in every group"), |ui| {
        table_button(ui, tr!("Groups"), commands, || groups_cells(&groups_table(shown.derived, shown.threshold)));
    });
    if saved {
        let figure = groups_figure(&shown.side().set, shown.threshold, &shown.words());
        let svg = export::svg(&figure, &shown.caption()).map(Content::Picture).map_err(|error| error.to_string());
        commands.push(Command::OfferSave(figure.title, svg));
    }
    egui::ScrollArea::vertical().id_salt("groups").auto_shrink([false, false]).show(ui, |ui| {
        table_ui(ui, &rows, shown);
        ui.add_space(2.0 * theme::STEP);
        gaps_ui(ui, &rows);
    });
}

/// The attribute by which patients are compared.
pub fn compare_by_ui(ui: &mut Ui, scenario: &mut Scenario, shown: &Shown<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Compare by")).text_style(theme::strong()));
        for group in shown.recipe.groups() {
            let taken = scenario.group_by.as_deref() == Some(group.id.as_str());
            if choice_ui(ui, taken, &group.label).clicked() {
                scenario.compare_by(Some(group.id.clone()));
            }
        }
        second_ui(ui, scenario, shown);
    });
}

/// A second attribute, so that groups are those of both at once: women of 80 and over.
fn second_ui(ui: &mut Ui, scenario: &mut Scenario, shown: &Shown<'_>) {
    let first = scenario.group_by.clone();
    let others: Vec<_> = shown.recipe.groups().filter(|group| Some(&group.id) != first.as_ref()).collect();
    if first.is_none() || others.is_empty() {
        return;
    }
    let taken = others.iter().find(|group| scenario.group_by_second.as_ref() == Some(&group.id));
    let text =
        taken.map_or_else(|| tr!("and by \u{2026}").to_owned(), |group| tr!("and by {}", group.label.to_lowercase()));
    let mut chosen = scenario.group_by_second.clone();
    let combo = egui::ComboBox::from_id_salt("second-group").width(150.0).selected_text(text);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut chosen, None, tr!("nothing else"));
        for group in others {
            ui.selectable_value(&mut chosen, Some(group.id.clone()), &group.label);
        }
    });
    let meaning = tr!("Compare by two attributes at once: harm often sits where they meet.");
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Compare by another as well")));
    response.response.on_hover_text(meaning);
    if chosen != scenario.group_by_second {
        scenario.compare_by_both(first, chosen);
    }
}

/// One group at the threshold.
struct Row<'a> {
    name: &'a str,
    set: &'a ScoredTestSet,
    matrix: ConfusionMatrix,
    sparse: bool,
}

fn rows<'a>(shown: &Shown<'a>) -> Vec<Row<'a>> {
    let set = &shown.side().set;
    let decisions = shown.decisions(shown.population);
    set.iter_groups()
        .zip(decisions.groups)
        .map(|((name, group), decided)| {
            let matrix = decided.matrix;
            Row { name, set: group, matrix, sparse: matrix.positives() < FEWEST_POSITIVES }
        })
        .collect()
}

/// The height of a group's line, in points.
const LINE: f32 = 46.0;

/// Where the columns of a line begin and end, from left to right: name, number, AUC, and one per rate.
fn cells(line: Rect) -> [Rect; 6] {
    let shares = [0.15, 0.15, 0.07, 0.21, 0.21, 0.21];
    let mut left = line.left();
    shares.map(|share| {
        let right = left + share * line.width();
        let cell = Rect::from_x_y_ranges(left..=right - 10.0, line.y_range());
        left = right;
        cell
    })
}

fn table_ui(ui: &mut Ui, rows: &[Row<'_>], shown: &Shown<'_>) {
    let set = &shown.side().set;
    let everyone = Row { name: tr!("Everyone"), set, matrix: shown.matrix(shown.population), sparse: false };
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let [name, number, auc, rates @ ..] = cells(head);
    heading(ui, name, tr!("Group"));
    heading(ui, number, &tr!("With {}", shown.condition()));
    explained(heading(ui, auc, "AUC"), "auc", set, shown.threshold);
    for (rate, cell) in RATES.iter().zip(rates) {
        explained(heading(ui, cell, crate::language::translate(rate.heading)), rate.id, set, shown.threshold);
    }
    ui.separator();
    for row in rows.iter().chain([&everyone]) {
        row_ui(ui, row, &everyone, shown);
    }
    let key = tr!(
        "Dot: the group. Bar: its 95% interval, where the figure would mostly fall in other samples of this size. Tick: everyone."
    );
    ui.label(RichText::new(key).small().color(theme::colours(ui).quiet));
}

fn heading(ui: &mut Ui, cell: Rect, text: &str) -> egui::Response {
    let ink = theme::colours(ui).quiet;
    ui.put(cell, |ui: &mut Ui| {
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            let text = fitting(ui, text, &egui::TextStyle::Small, ui.available_width()).color(ink);
            ui.add(egui::Label::new(text).truncate())
        })
        .inner
    })
}

fn row_ui(ui: &mut Ui, row: &Row<'_>, everyone: &Row<'_>, shown: &Shown<'_>) {
    let (line, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let colours = theme::colours(ui);
    let ink = if row.sparse { colours.quiet } else { colours.ink };
    let [name, number, auc, rates @ ..] = cells(line);
    let painter = ui.painter_at(line);
    let (body, small) = (theme::strong().resolve(ui.style()), egui::TextStyle::Body.resolve(ui.style()));
    let text = |cell: Rect, text: String, font: egui::FontId| {
        let galley = painter.layout(text, font, ink, cell.width());
        painter.galley(pos2(cell.left(), cell.center().y - galley.size().y / 2.0), galley, ink);
    };
    let people = tr!("{} of {}", words::count(row.matrix.positives()), words::count(row.matrix.n()));
    text(name, row.name.to_owned(), body.clone());
    let people_cell = if row.sparse { number.with_max_y(number.center().y) } else { number };
    text(people_cell, people.clone(), small.clone());
    text(auc, words::decimal(row.set.auc()), small);
    let mut spoken =
        tr!("{}: {people} with {}, AUC {}", row.name, shown.condition(), words::decimal(row.set.auc()), people);
    if row.sparse {
        let reason = tr!(
            "Only {} patients with {}: fewer than {FEWEST_POSITIVES}, so these figures could be chance.",
            row.matrix.positives(),
            shown.condition(),
            FEWEST_POSITIVES
        );
        let font = egui::TextStyle::Small.resolve(ui.style());
        painter.text(
            number.left_center() + vec2(0.0, 2.0),
            egui::Align2::LEFT_TOP,
            if row.matrix.n() == 0 { tr!("no patients") } else { tr!("too few to tell") },
            font,
            colours.warning,
        );
        spoken = format!("{spoken}. {reason}");
        response.clone().on_hover_text(reason);
    }
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    for (rate, cell) in RATES.iter().zip(rates) {
        rate_ui(ui, cell, rate, row, (rate.of)(&everyone.matrix), shown.threshold, body.clone());
    }
}

/// A rate on a line from 0 to 100 %, with its interval, and the rate of everyone as a tick. The rate is written in `font`.
fn rate_ui(
    ui: &Ui,
    rect: Rect,
    rate: &Rate,
    row: &Row<'_>,
    everyone: Option<Proportion>,
    threshold: Threshold,
    font: egui::FontId,
) {
    let own = (rate.of)(&row.matrix);
    let response = ui.interact(rect, ui.scope_id().with((row.name, rate.id)), Sense::hover());
    let spoken = match own {
        None => tr!("{}, {}: not defined, nobody to count", row.name, crate::language::translate(rate.heading)),
        Some(own) => tr!(
            "{}, {}: {} ({}), interval {}",
            row.name,
            crate::language::translate(rate.heading),
            words::percent(Some(own)),
            words::k_of_n(Some(own)),
            words::interval(own.wilson())
        ),
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let colours = theme::colours(ui);
    let axis = Rangef::new(rect.left() + 5.0, rect.right() - 5.0);
    // In a room the line stands close under its figures, so that nobody takes it for the edge of the next group.
    let room = theme::is_room(ui);
    let y = if room { (rect.top() + 1.25 * font.size + 9.0).min(rect.bottom() - 7.0) } else { rect.bottom() - 12.0 };
    let x = |share: f64| egui::lerp(axis.min..=axis.max, share as f32);
    let painter = ui.painter_at(rect.expand(2.0));
    painter.hline(axis, y, Stroke::new(1.0, colours.outline));
    if let Some(everyone) = everyone {
        painter.vline(x(everyone.value()), Rangef::new(y - 7.0, y + 7.0), Stroke::new(2.0, colours.quiet));
    }
    if let Some(own) = own {
        paint_rate(&painter, own, y, x, if row.sparse { colours.outline } else { colours.accent });
    }
    let ink = if row.sparse { colours.quiet } else { colours.ink };
    let at = pos2(rect.left(), rect.top() + if room { 0.0 } else { 3.0 });
    let shown = painter.text(at, egui::Align2::LEFT_TOP, words::percent(own), font, ink);
    let small = egui::TextStyle::Small.resolve(ui.style());
    let counts = painter.layout_no_wrap(words::k_of_n(own), small, colours.quiet);
    let at = pos2(shown.right() + 8.0, shown.bottom() - counts.size().y - 0.12 * (shown.height() - counts.size().y));
    // Beside a tally there is not always room for it.
    if at.x + counts.size().x <= rect.right() + 10.0 {
        painter.galley(at, counts, colours.quiet);
    }
    explained(response, rate.id, row.set, threshold);
}

fn paint_rate(painter: &egui::Painter, own: Proportion, y: f32, x: impl Fn(f64) -> f32, ink: Color32) {
    let interval = own.wilson();
    let band = Rect::from_x_y_ranges(Rangef::new(x(interval.lo), x(interval.hi)), Rangef::new(y - 2.0, y + 2.0));
    painter.rect_filled(band, 2.0, ink.gamma_multiply(0.55));
    painter.circle_filled(Pos2::new(x(own.value()), y), 5.0, ink);
}

/// One sentence per rate: the widest gap, in people and in points, and whether it could be chance.
fn gaps_ui(ui: &mut Ui, rows: &[Row<'_>]) {
    ui.label(RichText::new(tr!("The widest gaps")).text_style(theme::strong()));
    for rate in &RATES {
        let text = widest(rows, rate).map_or_else(
            || {
                tr!(
                    "{}: cannot be compared, too few groups have enough patients.",
                    crate::language::translate(rate.heading)
                )
            },
            |(high, low)| gap_sentence(rate, &rows[high], &rows[low]),
        );
        ui.label(text);
    }
}

/// The groups with the highest and the lowest rate, among those with enough patients; `None` with fewer than two.
fn widest(rows: &[Row<'_>], rate: &Rate) -> Option<(usize, usize)> {
    let known: Vec<(usize, f64)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.sparse)
        .filter_map(|(index, row)| (rate.of)(&row.matrix).map(|own| (index, own.value())))
        .collect();
    let by_rate = |a: &&(usize, f64), b: &&(usize, f64)| a.1.total_cmp(&b.1);
    let (high, low) = (known.iter().max_by(by_rate)?.0, known.iter().min_by(by_rate)?.0);
    (high != low).then_some((high, low))
}

fn gap_sentence(rate: &Rate, high: &Row<'_>, low: &Row<'_>) -> String {
    let both = (rate.of)(&high.matrix).zip((rate.of)(&low.matrix));
    // Between the rates as they are written, so that whoever subtracts them gets the same.
    let whole = |rate: Proportion| {
        let percent = 100.0 * rate.value();
        // As `words::share` writes it.
        let whole = (9.95..=90.05).contains(&percent);
        if whole { percent.round() / 100.0 } else { (10.0 * percent).round() / 1000.0 }
    };
    let Some((difference, interval)) = both.map(|(high, low)| (whole(high) - whole(low), high.newcombe(low))) else {
        return String::new();
    };
    let chance = if interval.contains(0.0) {
        tr!("That could be chance.")
    } else {
        tr!("That is more than chance would often do.")
    };
    tr!(
        "{}: {} in {}, {} in {}. Gap {} (interval {} to {}). {chance}",
        crate::language::translate(rate.heading),
        words::percent((rate.of)(&high.matrix)),
        high.name,
        words::percent((rate.of)(&low.matrix)),
        low.name,
        words::points(difference),
        words::signed(interval.lo),
        words::signed(interval.hi),
        chance
    )
}
