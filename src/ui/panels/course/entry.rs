//! Where an answer is entered, and a locked one is shown beside what is true.

use egui::{RichText, Slider, Ui, WidgetInfo, vec2};

use super::point::point_ui;

use crate::exercise::{Answer, Asked, Kind, Truth};
use crate::figure::Format;
use crate::language::translate;
use crate::ui::theme;
use crate::ui::widgets::segmented::choice_ui;

/// Lets an answer to `asked` be entered into `draft`; `large` for the back row.
pub(super) fn entry_ui(ui: &mut Ui, asked: &Asked, draft: &mut Option<Answer>, large: bool) {
    // A question that asks for nothing was refused when its file was read.
    let Ok(kind) = asked.kind() else { return };
    let middle = |from: f64, to: f64| f64::midpoint(from, to);
    match kind {
        Kind::Number { from, to, unit } => {
            let mut value = match draft {
                Some(Answer::Number(value)) => *value,
                _ => middle(from, to),
            };
            number_ui(ui, &asked.ask, &mut value, [from, to], &unit, large);
            *draft = Some(Answer::Number(value));
        }
        Kind::Interval { from, to, unit } => {
            let mut ends = match draft {
                Some(Answer::Interval(ends)) => *ends,
                _ => [middle(from, middle(from, to)), middle(middle(from, to), to)],
            };
            ui.label(tr!("From"));
            number_ui(ui, &tr!("{} From", asked.ask), &mut ends[0], [from, to], &unit, large);
            ui.label(tr!("to"));
            number_ui(ui, &tr!("{} To", asked.ask), &mut ends[1], [from, to], &unit, large);
            ends[1] = ends[1].max(ends[0]);
            *draft = Some(Answer::Interval(ends));
        }
        Kind::Point { across, up } => {
            let mut at = match draft {
                Some(Answer::Point { x, y }) => [*x, *y],
                _ => [50.0, 50.0],
            };
            point_ui(ui, &asked.ask, &mut at, [&across, &up], None, if large { 300.0 } else { 220.0 });
            *draft = Some(Answer::Point { x: at[0], y: at[1] });
        }
        Kind::Choice(offered) => {
            for one in offered {
                let taken = *draft == Some(Answer::Words(one.clone()));
                if option_ui(ui, taken, translate(&one), large) {
                    *draft = Some(Answer::Words(one));
                }
            }
        }
        Kind::Several(offered) => {
            let mut all = match draft {
                Some(Answer::Several(all)) => all.clone(),
                _ => Vec::new(),
            };
            for one in &offered {
                let mut taken = all.contains(one);
                if ui.checkbox(&mut taken, translate(one)).changed() {
                    all.retain(|known| known != one);
                    if taken {
                        all.push(one.clone());
                    }
                }
            }
            // In the order in which they are offered, whatever the order of the clicks.
            all.sort_by_key(|one| offered.iter().position(|known| known == one));
            *draft = Some(Answer::Several(all));
        }
        Kind::Text => {
            let mut words = match draft {
                Some(Answer::Words(words)) => words.clone(),
                _ => String::new(),
            };
            let field = egui::TextEdit::multiline(&mut words).desired_rows(3).desired_width(f32::INFINITY);
            let response = ui.add(field);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, &asked.ask));
            *draft = Some(Answer::Words(words));
        }
    }
}

fn number_ui(ui: &mut Ui, name: &str, value: &mut f64, [from, to]: [f64; 2], unit: &str, large: bool) {
    let before = *value;
    ui.spacing_mut().slider_width = ui.available_width() - if large { 190.0 } else { 120.0 };
    if large {
        ui.spacing_mut().interact_size.y = 34.0;
    }
    let places = decimals(to - from);
    let step = libm::pow(10.0, -(places as f64));
    *value = (*value / step).round() * step;
    let suffix = if unit.is_empty() || unit == "%" { unit.to_owned() } else { format!(" {unit}") };
    let slider = Slider::new(value, from..=to).step_by(step).suffix(suffix).fixed_decimals(places);
    let response = ui.add(slider);
    response.widget_info(|| WidgetInfo::slider(true, before, name));
}

/// How finely a number is guessed: in at least twenty steps of 1, or of 0.1, 0.01 or 0.001.
fn decimals(span: f64) -> usize {
    (0..3).find(|&places| span * libm::pow(10.0, f64::from(places)) >= 20.0).unwrap_or(3) as usize
}

fn option_ui(ui: &mut Ui, taken: bool, words: &str, large: bool) -> bool {
    if !large {
        return choice_ui(ui, taken, words).clicked();
    }
    let text = RichText::new(words).text_style(if taken { theme::strong() } else { egui::TextStyle::Body });
    let width = ui.available_width().min(520.0);
    let button = egui::Button::selectable(taken, text).frame_when_inactive(true).wrap();
    ui.add_sized(vec2(width, 38.0), button).clicked()
}

/// "60 patients", "10% to 30%", "Both": an answer as it was given.
pub(super) fn written(asked: &Asked, answer: &Answer) -> String {
    let unit = match asked.kind() {
        Ok(Kind::Number { unit, .. } | Kind::Interval { unit, .. }) => unit,
        _ => String::new(),
    };
    let number = |value: f64| with_unit(value, &unit);
    match answer {
        Answer::Number(value) => number(*value),
        Answer::Interval([low, high]) => tr!("{} to {}", number(*low), number(*high)),
        Answer::Point { x, y } => tr!("{x:.0} across, {y:.0} up", x, y),
        Answer::Words(words) => {
            let chosen = asked.offered().find(|one| one == words);
            format!("\u{201c}{}\u{201d}", chosen.map_or(words.trim(), translate))
        }
        Answer::Several(all) if all.is_empty() => tr!("none of them").to_owned(),
        Answer::Several(all) => all.iter().map(|one| translate(one)).collect::<Vec<_>>().join("; "),
    }
}

fn with_unit(value: f64, unit: &str) -> String {
    let text = Format::Shortest.write((value * 100.0).round() / 100.0);
    if unit.is_empty() || unit == "%" { format!("{text}{unit}") } else { format!("{text} {unit}") }
}

/// "It is 93 patients.": what is true, for a room; `None` where the two do not go together.
#[must_use]
pub fn truth_words(asked: &Asked, truth: &Truth) -> Option<String> {
    match (truth, asked.kind().ok()?) {
        (Truth::Number(value), Kind::Number { unit, .. }) => {
            Some(tr!("It is {}.", with_unit((value * 10.0).round() / 10.0, &unit)))
        }
        (Truth::Point([across, up]), Kind::Point { .. }) => {
            Some(tr!("It is {across:.0} across, {up:.0} up.", across, up))
        }
        (Truth::Choice(right), Kind::Choice(_)) => {
            Some(tr!("Most evidence says: \u{201c}{right}\u{201d}", right = translate(right)))
        }
        _ => None,
    }
}

/// A locked guess beside what is true: the guess stays as a ghost. Nobody is told off. What it means, and the right choice, are said
/// once the step is met, so that nobody is told before looking; a question without a right answer has nothing to give away.
pub(super) fn beside_ui(ui: &mut Ui, asked: &Asked, answer: &Answer, truth: Option<&Truth>, met: bool) {
    let colours = theme::colours(ui);
    ui.label(RichText::new(&asked.ask).small().color(colours.quiet));
    match (truth, asked.kind()) {
        (Some(Truth::Number(truth)), Ok(Kind::Number { from, to, unit })) => {
            let Answer::Number(guess) = answer else { return };
            ui.horizontal_wrapped(|ui| {
                ui.label(tr!("Your guess: {}.", written(asked, answer)));
                let now = with_unit((truth * 10.0).round() / 10.0, &unit);
                ui.label(
                    RichText::new(if met { tr!("It is {now}.", now) } else { tr!("Now: {now}.", now) })
                        .text_style(theme::strong()),
                );
            });
            strip_ui(ui, [from, to], *guess, *truth);
        }
        (Some(Truth::Point(truth)), Ok(Kind::Point { across, up })) => {
            let Answer::Point { x, y } = answer else { return };
            let [right, high] = truth;
            ui.label(tr!("Your guess: {x:.0} across, {y:.0} up.", x, y));
            let now = tr!("{right:.0} across, {high:.0} up.", right, high);
            let text = if met { tr!("It is {now}", now) } else { tr!("Now: {now}", now) };
            ui.label(RichText::new(text).text_style(theme::strong()));
            point_ui(ui, &asked.ask, &mut [*x, *y], [&across, &up], Some(*truth), ui.available_width().min(230.0));
        }
        (Some(Truth::Choice(right)), _) => {
            ui.label(tr!("Your answer: {}", written(asked, answer)));
            if met && *answer != Answer::Words(right.clone()) {
                ui.label(
                    RichText::new(tr!("Most evidence says: \u{201c}{right}\u{201d}", right = translate(right)))
                        .text_style(theme::strong()),
                );
            }
        }
        _ => {
            ui.label(tr!("Your answer: {}", written(asked, answer)));
        }
    }
    if !asked.reveal.is_empty() && (met || asked.truth.is_none()) {
        ui.label(RichText::new(&asked.reveal).small());
    }
}

/// A line from end to end with the guess as a ring and the truth as a disc.
fn strip_ui(ui: &mut Ui, [from, to]: [f64; 2], guess: f64, truth: f64) {
    let colours = theme::colours(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), egui::Sense::hover());
    let span = (to - from).max(f64::MIN_POSITIVE);
    let place = |value: f64| {
        let share = ((value - from) / span).clamp(0.0, 1.0) as f32;
        egui::pos2(rect.left() + 8.0 + share * (rect.width() - 16.0), rect.center().y)
    };
    let painter = ui.painter();
    painter.line_segment([place(from), place(to)], egui::Stroke::new(1.5, colours.outline));
    painter.line_segment([place(guess), place(truth)], egui::Stroke::new(3.0, colours.quiet));
    painter.circle_filled(place(truth), 6.0, colours.accent);
    painter.circle(place(guess), 6.0, colours.panel, egui::Stroke::new(2.0, colours.quiet));
}
