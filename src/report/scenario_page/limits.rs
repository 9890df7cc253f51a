//! The limits of a model that follow from how it was made: each is found by looking, none is said by rote.

use super::State;
use crate::data::generator::Population as Drawn;
use crate::data::recipe::{Knob, Variable};
use crate::data::{Column, MISSING};
use crate::figure::{count, percent};
use crate::metrics::{FEWEST_POSITIVES, Interval, observed_expected_ratio};

/// With fewer held-out patients with the condition than this (Collins and others 2016, doi:10.1002/sim.6787), intervals are too wide
/// to judge a model by.
const ENOUGH_POSITIVES: u64 = 100;
/// Observed over expected beyond these bounds is said to be wrong in the large.
const CALIBRATED: std::ops::RangeInclusive<f64> = 0.8..=1.25;

/// Every limit found, as sentences.
pub(super) fn limits(state: State<'_>) -> Vec<String> {
    let mut found = late_inputs(state);
    found.extend(chance_inputs(state));
    found.extend(record(state));
    found.extend(missing_groups(state));
    found.extend(elsewhere(state));
    found.extend(performance(state));
    let model = &state.derived.model;
    found.extend(model.trained.classifier.notes().iter().chain(&model.notes).cloned());
    found
}

fn late_inputs(state: State<'_>) -> Vec<String> {
    let given = state.scenario.given();
    let late = given.iter().filter_map(|id| state.recipe.variable(id)).filter(|variable| variable.is_leak());
    late.map(|Variable { label, known_when, .. }| {
        tr!(
            "It is given \u{201c}{label}\u{201d}, known only {}: after the moment of prediction. Its figures are too good to be true.",
            if known_when.is_empty() { tr!("too late") } else { known_when }, label
        )
    })
    .collect()
}

fn chance_inputs(state: State<'_>) -> Option<String> {
    let coins = state.scenario.coin_flips;
    (coins > 0).then(|| {
        tr!("{coins} of its inputs are coin flips: whatever it learnt from them, it learnt by heart and cannot use again.", coins)
    })
}

/// Where the record is not the truth.
fn record(state: State<'_>) -> Vec<String> {
    let data = &state.derived.data;
    let mut found = Vec::new();
    let wrong = |truth: bool| {
        let pairs = data.collected.truth.iter().zip(&data.collected.label);
        pairs.filter(|(has, recorded)| **has == truth && has != recorded).count() as u64
    };
    let (missed, invented, all) = (wrong(true), wrong(false), data.collected.len() as u64);
    if missed + invented > 0 {
        found.push(tr!(
            "The record is not the truth: of {} collected patients, {} have {condition} without a record of it, and {} have a record \
             of it without having it. The model learnt the record.",
            count(all),
            count(missed),
            count(invented),
            condition = state.recipe.words.condition
        ));
    }
    if let Some(review) = data.review {
        found.push(tr!(
            "It was trained on {} records that a panel had read and, in {} cases, set right; few hospitals have such a panel.",
            count(review.records as u64),
            count(review.corrected as u64)
        ));
    }
    found
}

/// Groups of whom the model saw nobody, or too few with the condition to learn what it looks like in them.
fn missing_groups(state: State<'_>) -> Vec<String> {
    let data = &state.derived.data;
    let mut found = Vec::new();
    for group in state.recipe.groups() {
        let Some(Column::Category { codes, levels }) = data.collected.table.column(&group.id) else { continue };
        let mut seen = vec![(0_u64, 0_u64); levels.len()];
        for &row in data.split.train.iter().filter(|&&row| codes[row] != MISSING) {
            let (patients, with) = &mut seen[codes[row] as usize];
            *patients += 1;
            *with += u64::from(data.collected.label[row]);
        }
        for (level, (patients, with)) in levels.iter().zip(seen) {
            if patients == 0 {
                found.push(tr!("{}: it learnt from nobody in the group \u{201c}{level}\u{201d}.", group.label, level));
            } else if with < FEWEST_POSITIVES {
                found.push(tr!(
                    "{}: in the group \u{201c}{level}\u{201d} it learnt from {} patients, of whom {} were recorded as having {}: too \
                     few to learn what it looks like in them.",
                    group.label,
                    count(patients),
                    count(with),
                    state.recipe.words.condition, level
                ));
            }
        }
    }
    found
}

/// Where the ward is not like the place where the patients were collected.
fn elsewhere(state: State<'_>) -> Vec<String> {
    if state.scenario.null_control {
        return vec![
            tr!("The patients were redrawn without any bias: such data do not exist outside of a simulation.")
                .to_owned(),
        ];
    }
    let knobs = state.recipe.knobs.iter().filter(|knob| knob.acts_on_population(Drawn::Deployed));
    knobs
        .filter_map(|knob| {
            let here = stands(state, knob, Drawn::Deployed);
            let both = knob.acts_on_population(Drawn::Collected);
            let there = if both { stands(state, knob, Drawn::Collected) } else { knob.default };
            let label = &knob.label;
            ((here - there).abs() > 1e-12).then(|| {
                if both {
                    tr!("The ward differs: \u{201c}{label}\u{201d} stands at {here} there, and at {there} where patients were collected.", label, here, there)
                } else {
                    tr!("The ward differs: \u{201c}{label}\u{201d} stands at {here} there, and not at its usual {there}.", label, here, there)
                }
            })
        })
        .collect()
}

/// Where a knob stands in that population, by its identifier or its short name.
fn stands(state: State<'_>, knob: &Knob, population: Drawn) -> f64 {
    let values = match population {
        Drawn::Collected => &state.scenario.collect,
        Drawn::Deployed => &state.scenario.deploy,
    };
    let named = [&knob.id, &knob.alias].into_iter().find_map(|name| values.get(name));
    named.copied().unwrap_or(knob.default_for(population))
}

/// What the figures themselves warn of.
fn performance(state: State<'_>) -> Vec<String> {
    let (paper, ward) = (&state.derived.paper.set, &state.derived.ward.set);
    let mut found = Vec::new();
    if paper.positives() < ENOUGH_POSITIVES {
        found.push(tr!(
            "Only {} held-out patients are recorded as having {}; with fewer than {ENOUGH_POSITIVES} the intervals are wide.",
            count(paper.positives()),
            state.recipe.words.condition, ENOUGH_POSITIVES
        ));
    }
    if let (Some(promised), Some(kept)) = (paper.auc_ci(), ward.auc_ci())
        && promised.lo > kept.hi
    {
        let written = |ends: Interval| tr!("{:.3} to {:.3}", ends.lo, ends.hi);
        found.push(tr!(
            "It ranks patients worse on the ward than on paper: an AUC of {} instead of {}.",
            written(kept),
            written(promised)
        ));
    }
    let sensitivities = [paper, ward].map(|set| set.at(state.scenario.threshold).sensitivity());
    if let [Some(promised), Some(kept)] = sensitivities
        && promised.newcombe(kept).lo > 0.0
    {
        found.push(tr!(
            "It finds fewer on the ward than on paper: {} of those with {} instead of {}.",
            percent(kept.value()),
            state.recipe.words.condition,
            percent(promised.value())
        ));
    }
    if let Some(ratio) = observed_expected_ratio(ward).filter(|ratio| !CALIBRATED.contains(ratio)) {
        let off = if ratio < 1.0 { tr!("too high") } else { tr!("too low") };
        found.push(tr!(
            "Its risks are {off} on the ward: of every 100 patients expected to have {}, {:.0} do.",
            state.recipe.words.condition,
            100.0 * ratio,
            off
        ));
    }
    found
}
