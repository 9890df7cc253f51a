//! What the measures against bias did, as `cutpoint run` tells it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::metrics::ScoredTestSet;
use crate::pipeline::{Decided, Derived, Effects, Line, decide, effects};

/// The measures' decisions, effects and price.
#[derive(Debug, Serialize)]
pub(super) struct Measures {
    /// What was done and what could not be, in words.
    notes: Vec<String>,
    /// The correction of the ward's risks on the log odds, where one was fitted.
    recalibration: Option<Correction>,
    paper: DecidedSide,
    ward: DecidedSide,
    effects: Effects,
    gains: Vec<Line>,
    costs: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Correction {
    intercept: f64,
    slope: f64,
}

/// The decisions on one side, with groups' own thresholds and referrals.
#[derive(Debug, Serialize)]
struct DecidedSide {
    everyone: Decided,
    groups: BTreeMap<String, Decided>,
}

impl Measures {
    /// `None` where no measure was taken.
    pub(super) fn of(derived: &Derived) -> Option<Self> {
        let (threshold, mitigation) = (derived.scenario.threshold, &derived.scenario.mitigation);
        let effects = effects(derived, threshold, mitigation)?;
        let side = |set: &ScoredTestSet| {
            let decisions = decide(set, threshold, mitigation);
            DecidedSide {
                everyone: decisions.everyone,
                groups: set.groups().iter().cloned().zip(decisions.groups).collect(),
            }
        };
        Some(Self {
            notes: derived.model.notes.clone(),
            recalibration: derived
                .model
                .recalibration
                .map(|fitted| Correction { intercept: fitted.intercept, slope: fitted.slope }),
            paper: side(&derived.paper.set),
            ward: side(&derived.ward.set),
            gains: effects.gains(),
            costs: effects.costs(),
            effects,
        })
    }

    /// Writes gains and costs as lines for a person.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\nMeasures against bias: the ward with them, compared with the ward without")?;
        for (title, lines) in [("Gains", &self.gains), ("Costs", &self.costs)] {
            writeln!(out, "{title}:")?;
            for Line { text, may_be_chance } in lines {
                writeln!(out, "  {text}{}", if *may_be_chance { " (may be chance)" } else { "" })?;
            }
            if lines.is_empty() {
                writeln!(out, "  none that shows")?;
            }
        }
        let Decided { matrix, .. } = self.ward.everyone;
        let referred = self.ward.everyone.referred();
        writeln!(
            out,
            "Decided on the ward: {} found, {} missed, {} false alarms, {} left alone; {referred} left to a person.",
            matrix.tp, matrix.fn_, matrix.fp, matrix.tn
        )
    }
}
