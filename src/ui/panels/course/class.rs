//! What a class did, for the projector: one question at a time, large, with everybody's answers and the truth.

use egui::{Key, Modifiers, RichText, ScrollArea, Sense, Ui, vec2};

use super::CourseView;
use crate::exercise::{ClassExercise, ClassQuestion, Record, Truth, class};
use crate::figure::{Format, guesses_figure, screen};
use crate::ui::theme;

/// The size of a question, in points, for the back row.
const LARGE: f32 = 24.0;

/// A class's records, merged, and what of them is shown.
#[derive(Clone)]
pub struct ClassView {
    exercises: Vec<ClassExercise>,
    records: usize,
    left_out: Vec<String>,
    exercise: usize,
    question: usize,
    /// Whether the truth of the question is in sight: the room talks first.
    revealed: bool,
}

impl ClassView {
    /// The view of these records; `left_out` says why other files are none.
    #[must_use]
    pub fn new(records: &[Record], left_out: Vec<String>) -> Self {
        Self { exercises: class(records), records: records.len(), left_out, exercise: 0, question: 0, revealed: false }
    }

    fn questions(&self) -> usize {
        self.exercises.get(self.exercise).map_or(0, |exercise| exercise.questions.len())
    }

    fn go(&mut self, exercise: usize, question: usize) {
        (self.exercise, self.question, self.revealed) = (exercise, question, false);
    }

    /// The truth first, then the next question, then the next exercise.
    fn on(&mut self) {
        let truth = self.exercises.get(self.exercise).and_then(|exercise| exercise.questions.get(self.question));
        if truth.is_some_and(|question| question.truth.is_some()) && !self.revealed {
            self.revealed = true;
        } else if self.question + 1 < self.questions() {
            self.go(self.exercise, self.question + 1);
        } else if self.exercise + 1 < self.exercises.len() {
            self.go(self.exercise + 1, 0);
        }
    }

    fn back(&mut self) {
        if self.question > 0 {
            self.go(self.exercise, self.question - 1);
        } else if self.exercise > 0 {
            self.go(self.exercise - 1, 0);
            self.question = self.questions().saturating_sub(1);
        }
    }
}

/// Shows one question of one exercise, and the way to the others.
pub fn class_ui(ui: &mut Ui, course: &mut CourseView) {
    let Some(view) = &mut course.class else { return };
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::PageDown) || input.consume_key(Modifiers::NONE, Key::ArrowRight) {
            view.on();
        }
        if input.consume_key(Modifiers::NONE, Key::PageUp) || input.consume_key(Modifiers::NONE, Key::ArrowLeft) {
            view.back();
        }
    });
    let mut leave = false;
    egui::Frame::new().inner_margin(16).show(ui, |ui| {
        head_ui(ui, view, &mut leave);
        let Some(exercise) = view.exercises.get(view.exercise).cloned() else { return };
        ui.separator();
        let foot = 54.0;
        let Some(question) = exercise.questions.get(view.question) else {
            ui.label(tr!("Nobody answered anything in this exercise."));
            return;
        };
        ui.label(RichText::new(&question.ask).size(LARGE).text_style(theme::strong()));
        let people =
            if question.answers == 1 { tr!("1 answer").to_owned() } else { tr!("{} answers", question.answers) };
        ui.label(RichText::new(people).color(theme::colours(ui).quiet));
        let height = ui.available_height() - foot;
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            answers_ui(ui, question, view.revealed);
        });
        foot_ui(ui, view, question);
    });
    if leave {
        course.class = None;
    }
}

fn head_ui(ui: &mut Ui, view: &mut ClassView, leave: &mut bool) {
    ui.horizontal_wrapped(|ui| {
        let people = if view.records == 1 { tr!("one record").to_owned() } else { tr!("{} records", view.records) };
        ui.label(RichText::new(tr!("Your class: {people}", people)).heading().color(theme::colours(ui).accent));
        let titles: Vec<String> = view.exercises.iter().map(|one| one.title.clone()).collect();
        for (index, title) in titles.iter().enumerate() {
            if ui.selectable_label(view.exercise == index, title).clicked() {
                view.go(index, 0);
            }
        }
        if ui.button(tr!("Start page")).clicked() {
            *leave = true;
        }
    });
    if let Some(exercise) = view.exercises.get(view.exercise) {
        let text = tr!(
            "{} of {} did every step without being shown; {} hints were taken in all. No names are shown.",
            exercise.alone,
            exercise.records,
            exercise.hints
        );
        ui.label(RichText::new(text).color(theme::colours(ui).quiet));
    }
    if !view.left_out.is_empty() {
        let hover = view.left_out.join("\n");
        let text = tr!("{} other files are no records.", view.left_out.len());
        ui.label(RichText::new(text).color(theme::colours(ui).warning)).on_hover_text(hover);
    }
}

fn answers_ui(ui: &mut Ui, question: &ClassQuestion, revealed: bool) {
    let truth = question.truth.as_ref().filter(|_| revealed);
    if !question.numbers.is_empty() {
        let number = match truth {
            Some(Truth::Number(number)) => Some(*number),
            _ => None,
        };
        let figure = guesses_figure(&question.ask, &question.numbers, number);
        screen::show(ui, &figure.title, &figure, ui.available_size(), ui.visuals().dark_mode);
        return;
    }
    if !question.counts.is_empty() {
        ScrollArea::vertical().id_salt("counts").auto_shrink(false).show(ui, |ui| counts_ui(ui, question, truth));
        return;
    }
    if !question.pairs.is_empty() {
        let text = |[one, two]: &[f64; 2]| tr!("{} and {}", Format::Shortest.write(*one), Format::Shortest.write(*two));
        let all: Vec<String> = question.pairs.iter().map(text).collect();
        ui.label(RichText::new(all.join(";  ")).size(20.0));
        return;
    }
    ui.label(tr!("Answers in learners\u{2019} own words stay in their records. Ask for a few aloud."));
}

/// One bar for each answer.
fn counts_ui(ui: &mut Ui, question: &ClassQuestion, truth: Option<&Truth>) {
    let most = question.counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let colours = theme::colours(ui);
    for (words, count) in &question.counts {
        let right = truth == Some(&Truth::Choice(words.clone()));
        ui.add_space(theme::STEP);
        let words = crate::language::translate(words);
        let said = if right { tr!("{words} (most evidence says this)", words) } else { words.to_owned() };
        ui.label(RichText::new(said).size(18.0).color(if right { colours.accent } else { colours.ink }));
        ui.horizontal(|ui| {
            let room = ui.available_width() - 60.0;
            let (rect, _) = ui.allocate_exact_size(vec2(room * *count as f32 / most as f32, 26.0), Sense::hover());
            let fill = if right { colours.accent } else { colours.outline };
            ui.painter().rect_filled(rect, 3.0, fill);
            ui.label(RichText::new(count.to_string()).size(20.0).text_style(theme::strong()));
        });
    }
}

fn foot_ui(ui: &mut Ui, view: &mut ClassView, question: &ClassQuestion) {
    ui.horizontal(|ui| {
        let size = vec2(150.0, 40.0);
        if ui
            .add_enabled(view.question > 0 || view.exercise > 0, egui::Button::new(tr!("Back")).min_size(size))
            .clicked()
        {
            view.back();
        }
        let covered = question.truth.is_some() && !view.revealed;
        let last = view.question + 1 >= view.questions() && view.exercise + 1 >= view.exercises.len();
        let name = if covered { tr!("Show what is true") } else { tr!("Next question") };
        let next = egui::Button::new(RichText::new(name).text_style(theme::strong())).min_size(size);
        if ui.add_enabled(covered || !last, next).on_hover_text(tr!("Page Down, or a clicker")).clicked() {
            view.on();
        }
        if let (true, Some(median)) = (view.revealed, question.median) {
            ui.label(tr!("The middle guess was {}.", Format::Shortest.write((median * 10.0).round() / 10.0)));
        }
    });
}
