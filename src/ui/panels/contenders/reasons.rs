//! How long each classifier took to train, and how well a person can follow it.

use egui::{Label, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use crate::learn::ClassifierKind;
use crate::pipeline::Contender;
use crate::report::TableCell;
use crate::ui::{theme, words};

/// Shows a row for each classifier.
pub(super) fn reasons_ui(ui: &mut Ui, contenders: &[Contender]) {
    let quickest = contenders.iter().filter_map(|contender| contender.training_seconds).fold(f64::INFINITY, f64::min);
    let quiet = theme::colours(ui).quiet;
    let small = |text: &str| RichText::new(text).small().color(quiet);
    TableBuilder::new(ui)
        .id_salt("reasons")
        .striped(true)
        .vscroll(false)
        .column(Column::exact(174.0))
        .column(Column::exact(168.0))
        .column(Column::remainder())
        .header(24.0, |mut header| {
            for heading in ["", tr!("Trained in"), tr!("Can it be followed?")] {
                header.col(|ui| {
                    ui.label(small(heading));
                });
            }
        })
        .body(|body| {
            body.rows(44.0, contenders.len(), |mut line| {
                let contender = &contenders[line.index()];
                let kind = contender.spec.kind;
                line.col(|ui| {
                    ui.label(RichText::new(kind.name()).text_style(theme::strong()));
                });
                line.col(|ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        let Some(time) = contender.training_seconds else {
                            ui.label("\u{2013}");
                            return;
                        };
                        ui.label(trained_in(time));
                        if let Some(times) = times_the_quickest(time, quickest) {
                            ui.label(small(&times));
                        }
                    });
                });
                line.col(|ui| {
                    ui.add(Label::new(explained(kind)).wrap());
                });
            });
        });
}

/// The table in full figures.
pub(super) fn cells(contenders: &[Contender]) -> Vec<Vec<TableCell>> {
    let head = [tr!("Classifier"), tr!("Trained in, seconds"), tr!("Can it be followed?")];
    let row = |contender: &Contender| {
        let kind = contender.spec.kind;
        let time = TableCell::number(contender.training_seconds);
        vec![TableCell::text(kind.name()), time, TableCell::text(explained(kind))]
    };
    std::iter::once(head.map(TableCell::text).to_vec()).chain(contenders.iter().map(row)).collect()
}

/// "31 ms".
#[must_use]
pub fn trained_in(seconds: f64) -> String {
    if seconds < 0.000_95 {
        tr!("under 1 ms").to_owned()
    } else if seconds < 0.995 {
        tr!("{:.0} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.1} s")
    }
}

/// "40 times the quickest"; `None` where it is about as quick.
#[must_use]
pub fn times_the_quickest(seconds: f64, quickest: f64) -> Option<String> {
    let times = seconds / quickest.max(f64::MIN_POSITIVE);
    (times >= 1.5).then(|| tr!("{} times the quickest", words::count(times.round() as u64)))
}

/// How well a person can follow it to its risk.
pub(super) fn explained(kind: ClassifierKind) -> &'static str {
    match kind {
        ClassifierKind::Logistic => tr!("Can be followed by hand: each input adds its points."),
        ClassifierKind::Tree => tr!("Can be followed by hand: a few questions, one after the other."),
        ClassifierKind::Forest => {
            tr!("Many trees together: what each says of a patient can be seen, but no single way leads to the risk.")
        }
        ClassifierKind::NaiveBayes => tr!("Can be followed by hand: one likelihood ratio for each input."),
        ClassifierKind::Knn => tr!("Its reasons are other patients: they can be looked at, but no rule can be read."),
        ClassifierKind::Svm => tr!("A curved border in many dimensions: nobody can follow it to one risk."),
    }
}
