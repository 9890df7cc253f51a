//! The same test in another place: more or fewer have the condition, and everything but the ROC curve moves.

use egui::{DragValue, RichText, Slider, Ui, WidgetInfo, vec2};

use crate::figure::people::People;
use crate::figure::tree::{self, Tree};
use crate::figure::{export, screen};
use crate::metrics::{ConfusionMatrix, Elsewhere, ScoredTestSet, observed_expected_elsewhere, stand_ins};
use crate::num::{Probability, Proportion, Threshold};
use crate::ui::panels::Shown;
use crate::ui::view::{Command, Content, View};
use crate::ui::widgets::chart::{TITLE, title_ui};
use crate::ui::widgets::matrix::{Detail, matrix_ui};
use crate::ui::{theme, words};

/// How many patients stand for those there.
const PATIENTS: usize = 1_000;

/// Shows the slider of prevalence, what it does in a sentence, and the same 1,000 patients as tree, table and icons.
pub fn elsewhere_ui(
    ui: &mut Ui,
    threshold: Threshold,
    view: &mut View,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let set = &shown.side().set;
    let Some(measured) = set.prevalence() else {
        ui.label(tr!("There are no patients here."));
        return;
    };
    prevalence_ui(ui, &mut view.elsewhere, measured, shown.condition());
    let prevalence = Probability::clamped(view.elsewhere.unwrap_or(measured.value()));
    let matrix = set.at(threshold);
    ui.add(
        egui::Label::new(RichText::new(sentence(set, &matrix, prevalence, shown)).text_style(theme::strong())).wrap(),
    );
    ui.add_space(theme::STEP);
    let (scores, outcomes) = stand_ins(set, prevalence, PATIENTS);
    let people = People::new(&scores, &outcomes);
    let Ok(there) = ScoredTestSet::new(&scores, &outcomes, None) else { return };
    let tree = Tree { counts: people.counts(threshold), words: shown.words() };
    let all = ui.available_rect_before_wrap();
    let gap = 3.0 * theme::STEP;
    let (left, right) = all.split_left_right_at_fraction(0.53);
    let (top, bottom) = left.with_max_x(left.right() - gap).split_top_bottom_at_fraction(0.56);
    theme::place(ui, top, |ui| {
        if title_ui(ui, crate::language::translate(tree::TITLE)) {
            let svg = export::tree_svg(&tree, &shown.caption());
            let content = svg.map(Content::Picture).map_err(|error| error.to_string());
            commands.push(Command::OfferSave(crate::language::translate(tree::TITLE).to_owned(), content));
        }
        let caption = RichText::new(tree.caption()).small().color(theme::colours(ui).quiet);
        let size = vec2(top.width(), top.height() - TITLE - gap - 36.0);
        screen::show_tree(ui, &tree, size, ui.visuals().dark_mode).on_hover_text(tree.alt());
        ui.label(caption);
    });
    theme::place(ui, bottom, |ui| {
        let size = vec2(bottom.width(), bottom.height() - 2.0);
        // These patients stand for others: there is nobody to list, and their rates are rounded to whole people.
        matrix_ui(ui, size, &there.at(threshold), (&there, threshold), Detail::Headed);
    });
    theme::place(ui, right, |ui| {
        let title = tr!("The same {} as icons", words::count(people.persons().len() as u64));
        if title_ui(ui, &title) {
            let svg = export::people_svg(&people, threshold, &shown.words(), &shown.caption());
            commands.push(Command::OfferSave(title, svg.map(Content::Picture).map_err(|error| error.to_string())));
        }
        let size = vec2(right.width(), right.height() - TITLE - 4.0);
        let dark = ui.visuals().dark_mode;
        screen::show_people(ui, "elsewhere", &people, threshold, &shown.words(), size, dark);
    });
}

fn prevalence_ui(ui: &mut Ui, elsewhere: &mut Option<f64>, measured: Proportion, condition: &str) {
    ui.horizontal(|ui| {
        let mut here = 1_000.0 * elsewhere.unwrap_or(measured.value());
        let before = here;
        ui.label(RichText::new(tr!("Of 1,000 patients there,")).text_style(theme::strong()));
        let field =
            DragValue::new(&mut here).range(0.0..=1_000.0).speed(0.5).max_decimals(1).update_while_editing(false);
        let typed = ui.add(field).on_hover_text(tr!("Drag, or click to type"));
        typed.widget_info(|| {
            WidgetInfo::labeled(egui::Role::SpinButton, true, tr!("Patients of 1,000 who have it there"))
        });
        ui.label(RichText::new(tr!("have {condition}", condition)).text_style(theme::strong()));
        let button = ui.button(tr!("As measured")).on_hover_text(tr!("Back to the prevalence of the patients shown"));
        ui.spacing_mut().slider_width = (ui.available_width() - 12.0).max(80.0);
        let slider = Slider::new(&mut here, 0.0..=1_000.0).logarithmic(true).smallest_positive(1.0).show_value(false);
        let slid = ui.add(slider);
        slid.widget_info(|| WidgetInfo::slider(true, before, tr!("Prevalence there, of 1,000")));
        if slid.changed() {
            here = here.round();
        }
        if here.to_bits() != before.to_bits() {
            *elsewhere = Some((here / 1_000.0).clamp(0.0, 1.0));
        }
        if button.clicked() {
            *elsewhere = None;
        }
    });
}

/// What moves and what stands still.
fn sentence(set: &ScoredTestSet, matrix: &ConfusionMatrix, prevalence: Probability, shown: &Shown<'_>) -> String {
    let Some(there) = Elsewhere::of(matrix, prevalence) else {
        return tr!(
            "What would happen there cannot be known: nobody {} {} was tested.",
            if matrix.positives() == 0 { tr!("with") } else { tr!("without") },
            shown.condition()
        );
    };
    let of_100 = |share: Option<f64>| share.map_or_else(|| words::UNDEFINED.to_owned(), |share| hundred(100.0 * share));
    let (own, here) = (matrix.ppv().map(Proportion::value), matrix.flagged().map(Proportion::value));
    let still = tr!(
        "Sensitivity ({}), specificity ({}) and ROC curve (AUC {}) stand still.",
        words::percent(matrix.sensitivity()),
        words::percent(matrix.specificity()),
        words::decimal(set.auc())
    );
    let ratio = observed_expected_elsewhere(set, prevalence).map_or_else(String::new, |ratio| {
        tr!(" Of 100 whom the model expects to have it, {} would.", hundred(100.0 * ratio))
    });
    tr!(
        "There {} of 100 alerts would be right (here {}), and {} of 100 patients would be alerted (here {}).{ratio} {still}",
        of_100(there.ppv()),
        of_100(own),
        of_100(Some(there.flagged())),
        of_100(here),
        ratio,
        still
    )
}

/// "24", "0.4": as few decimals as it takes to be told from 0.
fn hundred(value: f64) -> String {
    if value > 0.0 && value < 0.95 { format!("{value:.1}") } else { format!("{value:.0}") }
}
