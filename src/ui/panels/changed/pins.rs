//! States that were kept, and what lies between them and what stands now.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::side_name;
use crate::figure::{Figure, Ghost, Words};
use crate::metrics::AucDifference;
use crate::pipeline::{Comparison, Derived, Population, State, auc_between, compare};
use crate::scenario::Scenario;
use crate::ui::charts::{Chart, chart_figure};
use crate::ui::panels::Shown;
use crate::ui::words;

/// A state that was kept.
#[derive(Clone)]
pub struct Pin {
    /// What it is called.
    pub name: String,
    /// Its results.
    pub(super) derived: Arc<Derived>,
    /// What they were made of, with the threshold and the decisions at that moment.
    pub(super) scenario: Scenario,
    pub(super) population: Population,
}

/// The states that were kept, and how they are looked at.
#[derive(Clone, Default)]
pub struct Pins {
    /// In the order in which they were pinned.
    pub(super) list: Vec<Pin>,
    /// The one that is compared with what stands now.
    pub(super) chosen: usize,
    /// The chart of all of them.
    pub(super) chart: Option<Chart>,
    /// Those of another day whose results are still being worked out, in order.
    awaited: VecDeque<KeptPin>,
    /// How many were ever pinned: their names.
    ever: usize,
    /// The difference of the AUCs, kept while both results stand.
    auc: Option<KeptAuc>,
}

#[derive(Clone)]
struct KeptAuc {
    before: Arc<Derived>,
    after: Arc<Derived>,
    populations: [Population; 2],
    value: Option<AucDifference>,
}

impl Pins {
    /// Keeps what stands now.
    pub fn pin(&mut self, shown: &Shown<'_>) {
        self.ever += 1;
        let mut scenario = shown.derived.scenario.clone();
        scenario.threshold = shown.threshold;
        scenario.mitigation = shown.mitigation.clone();
        let name = format!(
            "{}: {}, {} {}",
            self.ever,
            scenario.classifier.kind.name(),
            words::score(shown.threshold.get()),
            side_name(shown.population)
        );
        let derived = Arc::clone(shown.derived);
        self.list.push(Pin { name, derived, scenario, population: shown.population });
        self.chosen = self.list.len() - 1;
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The chosen state against what stands now; `None` without any.
    pub(super) fn comparison(&mut self, shown: &Shown<'_>) -> Option<Comparison> {
        let pin = self.list.get(self.chosen)?;
        let now = State {
            derived: shown.derived,
            population: shown.population,
            threshold: shown.threshold,
            mitigation: shown.mitigation,
        };
        let populations = [pin.population, shown.population];
        let stands = |kept: &KeptAuc| {
            Arc::ptr_eq(&kept.before, &pin.derived)
                && Arc::ptr_eq(&kept.after, shown.derived)
                && kept.populations == populations
        };
        if !self.auc.as_ref().is_some_and(stands) {
            let (before, after) = (Arc::clone(&pin.derived), Arc::clone(shown.derived));
            self.auc = Some(KeptAuc { before, after, populations, value: auc_between(&pin.state(), &now) });
        }
        Some(compare(&pin.state(), &now, self.auc.as_ref().and_then(|kept| kept.value)))
    }

    /// What is drawn behind a curve: the state that is compared with, where it is of the dataset shown and not the very same, or else
    /// the population that is not shown.
    #[must_use]
    pub fn behind<'a>(&'a self, shown: &Shown<'a>) -> Ghost<'a> {
        let pin = self.list.get(self.chosen).filter(|pin| pin.scenario.dataset == shown.derived.scenario.dataset);
        if let Some((pin, side)) = pin.map(|pin| (pin, pin.derived.side(pin.population)))
            && !Arc::ptr_eq(side, shown.side())
        {
            return Ghost { set: &side.set, label: &pin.name };
        }
        match shown.population {
            Population::Paper => Ghost { set: &shown.derived.ward.set, label: tr!("On the ward") },
            Population::Ward => Ghost { set: &shown.derived.paper.set, label: tr!("On paper") },
        }
    }
}

impl Pin {
    fn state(&self) -> State<'_> {
        State {
            derived: &self.derived,
            population: self.population,
            threshold: self.scenario.threshold,
            mitigation: &self.scenario.mitigation,
        }
    }

    pub(super) fn figure(&self, chart: Chart, words: &Words) -> Figure {
        chart_figure(chart, &self.derived.side(self.population).set, self.scenario.threshold, words, &[])
    }
}

/// A pinned state as it is kept for another day: its results are worked out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptPin {
    /// What it is called.
    name: String,
    /// Whether it was pinned on the ward.
    #[serde(default)]
    ward: bool,
    /// What it is made of.
    pub scenario: Scenario,
}

impl Pins {
    /// What is kept of them, those included whose results are still being worked out.
    #[must_use]
    pub fn kept(&self) -> Vec<KeptPin> {
        let done = self.list.iter().map(|pin| KeptPin {
            name: pin.name.clone(),
            ward: pin.population == Population::Ward,
            scenario: pin.scenario.clone(),
        });
        done.chain(self.awaited.iter().cloned()).collect()
    }

    /// Takes states of another day; [`Self::arrive`] adds each once its results are there.
    pub fn await_all(&mut self, kept: Vec<KeptPin>) {
        self.ever += kept.len();
        self.awaited = kept.into();
    }

    /// The results of the first state that is awaited, or that there are none: it is then left out.
    pub fn arrive(&mut self, derived: Option<Arc<Derived>>) {
        let Some(kept) = self.awaited.pop_front() else { return };
        let Some(derived) = derived else { return };
        let population = if kept.ward { Population::Ward } else { Population::Paper };
        self.list.push(Pin { name: kept.name, derived, scenario: kept.scenario, population });
    }
}
