//! What matters to the model, all patients taken together.

mod effect;
mod proxies;
mod shuffles;

use std::sync::Arc;

use egui::Ui;

use crate::pipeline::matters::{Effect, EffectKey, Proxies, Shuffles};
use crate::pipeline::{Derived, Population};
use crate::ui::panels::map::strongest;
use crate::ui::panels::{Chosen, Shown};
use crate::ui::theme;
use crate::ui::view::{Command, View};
use crate::ui::widgets::segmented::{Choice, segmented};

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MattersPart {
    /// What the model loses without each input.
    #[default]
    Shuffles,
    /// What one input does to the risk.
    Effect,
    /// What the inputs tell of the groups.
    Proxies,
}

const PARTS: [Choice<'static, MattersPart>; 3] = [
    Choice {
        value: MattersPart::Shuffles,
        name: tr_noop!("Without each input"),
        meaning: tr_noop!(
            "What the model loses when one input is shuffled among the patients, on paper and on the ward."
        ),
    },
    Choice {
        value: MattersPart::Effect,
        name: tr_noop!("What one input does"),
        meaning: tr_noop!("The risk of many patients while one input moves, and its mean."),
    },
    Choice {
        value: MattersPart::Proxies,
        name: tr_noop!("What gives groups away"),
        meaning: tr_noop!(
            "How well the inputs tell which group a patient belongs to, even when the model is not told."
        ),
    },
];

/// How it is looked at.
#[derive(Debug, Clone, Default)]
pub struct MattersView {
    /// What is shown.
    pub part: MattersPart,
    /// The input that moves; the strongest at first.
    pub input: Option<String>,
    /// The group attribute looked at, and the group.
    pub group: Option<(String, String)>,
}

impl MattersView {
    /// The input that moves, among those that the model reads; `None` where it reads none.
    fn input(&self, derived: &Derived) -> Option<String> {
        let columns: Vec<String> =
            derived.model.trained.encoder.describe().into_iter().map(|column| column.column).collect();
        let known = self.input.clone().filter(|wanted| columns.contains(wanted));
        known.or_else(|| strongest(derived, &columns).into_iter().next())
    }

    /// The curves that are wanted; `None` where the model reads nothing.
    #[must_use]
    pub fn effect(&self, derived: &Arc<Derived>, population: Population, chosen: &Chosen) -> Option<EffectKey> {
        let column = self.input(derived)?;
        let patient = chosen.of(derived.side(population));
        Some(EffectKey { derived: Arc::clone(derived), population, column, patient })
    }
}

/// What there is of each part, and whether it is of these results.
#[derive(Clone, Copy, Default)]
pub struct MattersShown<'a> {
    /// The losses, as far as they are worked out.
    pub shuffles: Option<(&'a Shuffles, bool)>,
    /// The curves of an input.
    pub effect: Option<(&'a Effect, bool)>,
    /// What tells groups apart, as far as it is worked out.
    pub proxies: Option<(&'a Proxies, bool)>,
}

/// Shows the part that is open.
pub fn matters_ui(ui: &mut Ui, view: &mut View, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    segmented(ui, &mut view.matters.part, &PARTS);
    ui.add_space(theme::STEP);
    match view.matters.part {
        MattersPart::Shuffles => shuffles::shuffles_ui(ui, shown, commands),
        MattersPart::Effect => effect::effect_ui(ui, view, shown, commands),
        MattersPart::Proxies => proxies::proxies_ui(ui, view, shown, commands),
    }
}
