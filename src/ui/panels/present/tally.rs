//! Hands counted in the room, by key: while a question with answers covers the screen, and as bars beside the truth.

use egui::{Align2, Event, FontId, Key, RichText, Sense, TextStyle, Ui, vec2};

use crate::exercise::Truth;
use crate::scenario::Scenario;
use crate::ui::panels::{CourseView, Shown};
use crate::ui::theme;

/// The size of an answer that is offered, and of its hands, in points.
const OFFERED: f32 = 28.0;
/// The height of a bar, in points.
const BAR: f32 = 22.0;
/// The room beside the longest bar for its number, in points.
const NUMBER: f32 = 52.0;

/// The digits, from 1.
pub(super) const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Counts hands by the digits while a question with answers covers the screen; then no digit chooses a view.
pub(super) fn count_by_keys(ui: &Ui, course: &mut CourseView) {
    if course.offered().is_empty() {
        return;
    }
    let place = |key: &Key| DIGITS.iter().position(|digit| digit == key);
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, physical_key, pressed, repeat, modifiers } = event else { return true };
            // With Shift, a digit is another letter on most keyboards; without, it is on some.
            let Some(place) = physical_key.as_ref().and_then(place).or_else(|| place(key)) else { return true };
            if *pressed && !*repeat && !modifiers.command && !modifiers.alt {
                course.count_hand(place, !modifiers.shift);
            }
            false
        });
    });
}

/// The answers that are offered, each with its digit and the hands counted so far.
pub(super) fn offered_ui(ui: &mut Ui, course: &CourseView) {
    let Some(asked) = course.run.as_ref().and_then(|run| run.prediction()) else { return };
    let hands = course.hands(asked);
    if hands.is_empty() {
        return;
    }
    let width = ui.available_width().min(900.0);
    let colours = theme::colours(ui);
    for (place, (answer, count)) in hands.iter().enumerate() {
        ui.allocate_ui_with_layout(vec2(width, 0.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(width);
            let (chip, _) = ui.allocate_exact_size(vec2(44.0, 44.0), Sense::hover());
            ui.painter().rect_filled(chip, 6.0, colours.accent);
            let font = FontId::new(OFFERED, theme::semibold());
            ui.painter().text(chip.center(), Align2::CENTER_CENTER, place + 1, font, colours.paper);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let number = if *count == 0 { String::new() } else { count.to_string() };
                ui.add_sized(vec2(64.0, 44.0), egui::Label::new(RichText::new(number).size(34.0).strong()));
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let text = RichText::new(crate::language::translate(answer)).size(OFFERED);
                    ui.add(egui::Label::new(text).wrap());
                });
            });
        });
    }
    ui.add_space(2.0 * theme::STEP);
    let most = hands.len().min(DIGITS.len());
    let prompt = tr!("Hands: keys 1 to {most} add one each, with Shift they take one away.", most);
    ui.label(RichText::new(prompt).color(colours.quiet));
}

/// The hands counted for one question, and its truth where it has one.
pub(super) struct Counted {
    id: String,
    ask: String,
    hands: Vec<(String, usize)>,
    truth: Option<Truth>,
}

/// The questions of the step for which hands were counted, once all of them are revealed.
pub(super) fn counted(course: &CourseView, shown: &Shown<'_>, scenario: &Scenario) -> Vec<Counted> {
    let Some((run, step)) = course.run.as_ref().and_then(|run| Some((run, run.step()?))) else { return Vec::new() };
    if run.prediction().is_some() {
        return Vec::new();
    }
    let count = |asked: &crate::exercise::Asked| {
        let hands = course.hands(asked);
        let truth = shown.course.now.and_then(|now| run.truth(asked, now, scenario));
        let any = hands.iter().any(|(_, count)| *count > 0);
        any.then(|| Counted { id: asked.id.clone(), ask: asked.ask.clone(), hands, truth })
    };
    step.predictions.iter().filter_map(count).collect()
}

impl Counted {
    /// Whether this is of the question with that name.
    pub(super) fn is_of(&self, id: &str) -> bool {
        self.id == id
    }

    fn is_right(&self, answer: &str) -> bool {
        matches!(&self.truth, Some(Truth::Choice(right)) if right == answer)
    }

    fn said(&self, answer: &str) -> String {
        let words = crate::language::translate(answer);
        if self.is_right(answer) { tr!("{words} (most evidence says this)", words) } else { words.to_owned() }
    }

    /// How high it stands across `width`.
    fn height(&self, ui: &Ui, width: f32) -> f32 {
        let high = |text: String, style: TextStyle| {
            ui.painter().layout(text, style.resolve(ui.style()), egui::Color32::BLACK, width).size().y + theme::STEP
        };
        let answers =
            self.hands.iter().map(|(answer, _)| high(self.said(answer), TextStyle::Small) + BAR + theme::STEP);
        high(self.ask.clone(), theme::strong()) + answers.sum::<f32>() + 2.0 * theme::STEP
    }
}

/// Hands as bars, one for each answer, beside what is true.
pub(super) fn bars_ui(ui: &mut Ui, counted: &[Counted]) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let width = ui.available_width();
    // Where not all fit, those of the question asked last stay.
    let mut from = 0;
    while from + 1 < counted.len()
        && counted[from..].iter().map(|one| one.height(ui, width)).sum::<f32>() > ui.available_height()
    {
        from += 1;
    }
    for one in &counted[from..] {
        bars_of_ui(ui, one);
        ui.add_space(2.0 * theme::STEP);
    }
}

fn bars_of_ui(ui: &mut Ui, one: &Counted) {
    let colours = theme::colours(ui);
    let most = one.hands.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    ui.add(egui::Label::new(RichText::new(&one.ask).text_style(theme::strong())).wrap());
    for (answer, count) in &one.hands {
        let right = one.is_right(answer);
        let ink = if right { colours.accent } else { colours.ink };
        ui.add(egui::Label::new(RichText::new(one.said(answer)).small().color(ink)).wrap());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
        let answer_said = crate::language::translate(answer);
        let spoken = match count {
            1 => tr!("{answer_said}: 1 hand", answer_said),
            count => tr!("{answer_said}: {count} hands", answer_said, count),
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
        let long = (rect.width() - NUMBER) * *count as f32 / most as f32;
        let bar = egui::Rect::from_min_size(rect.min, vec2(long.max(2.0), BAR));
        ui.painter().rect_filled(bar, 3.0, if right { colours.accent } else { theme::LIGHT.outline });
        let font = FontId::new(20.0, theme::semibold());
        ui.painter().text(bar.right_center() + vec2(8.0, 0.0), Align2::LEFT_CENTER, count, font, ink);
    }
}
