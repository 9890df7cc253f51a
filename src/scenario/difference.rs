//! What differs between two scenarios, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mitigation, Recalibrate, Scenario};
use crate::data::generator::Population;
use crate::data::recipe::Recipe;
use crate::num::Threshold;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is: "Threshold".
    pub what: String,
    /// What it was.
    pub before: String,
    /// What it is now.
    pub after: String,
}

impl Scenario {
    /// What has changed from `before` to this scenario, in the order in which the rooms ask; empty when nothing has that moves a
    /// figure. `recipe` is this scenario's. With another dataset only that is told, since nothing else can be compared.
    #[must_use]
    pub fn changes_since(&self, before: &Self, recipe: &Recipe) -> Vec<Change> {
        let mut list = List(Vec::new());
        if before.dataset != self.dataset {
            list.note(tr!("Dataset"), &before.dataset, &self.dataset);
            return list.0;
        }
        let label = |id: &str| recipe.variable(id).map_or_else(|| id.to_owned(), |variable| variable.label.clone());
        list.note(tr!("Patients collected"), &before.collected_patients(), &self.collected_patients());
        list.note(tr!("Patients on the ward"), &before.ward_patients, &self.ward_patients);
        list.note(tr!("Share held out"), &before.test_fraction, &self.test_fraction);
        list.note(tr!("Seed"), &before.seed, &self.seed);
        for (population, where_, [was, is]) in [
            (Population::Collected, "collected", [&before.collect, &self.collect]),
            (Population::Deployed, tr!("on the ward"), [&before.deploy, &self.deploy]),
        ] {
            list.knobs(recipe, population, where_, was, is);
        }
        list.note(tr!("Redrawn without bias"), &yes(before.null_control), &yes(self.null_control));
        list.note(tr!("Classifier"), &before.classifier.kind.name(), &self.classifier.kind.name());
        if before.classifier.kind == self.classifier.kind {
            for setting in self.classifier.settings() {
                let of = |scenario: &Self| scenario.classifier.get(setting.field).unwrap_or_default();
                list.note(crate::language::translate(setting.label), &of(before), &of(self));
            }
        }
        list.note(tr!("Coin flips among the inputs"), &before.coin_flips, &self.coin_flips);
        let coins: BTreeSet<String> = before.coin_flip_columns().chain(self.coin_flip_columns()).collect();
        let given = |scenario: &Self| &scenario.given().into_iter().collect::<BTreeSet<_>>() - &coins;
        let (was, is) = (given(before), given(self));
        for gone in was.difference(&is) {
            list.note(&tr!("Input \u{201c}{}\u{201d}", label(gone)), &tr!("used"), &tr!("not used"));
        }
        for new in is.difference(&was) {
            list.note(&tr!("Input \u{201c}{}\u{201d}", label(new)), &tr!("not used"), &tr!("used"));
        }
        list.measures(&before.mitigation, &self.mitigation, before.threshold, self.threshold);
        list.note(tr!("Threshold"), &before.threshold.get(), &self.threshold.get());
        let groups = |scenario: &Self| {
            let named = [&scenario.group_by, &scenario.group_by_second];
            let named: Vec<String> = named.into_iter().flatten().map(|id| label(id)).collect();
            if named.is_empty() { tr!("none").to_owned() } else { named.join(" and ") }
        };
        list.note(tr!("Groups compared by"), &groups(before), &groups(self));
        list.0
    }
}

struct List(Vec<Change>);

impl List {
    fn note<T: ToString>(&mut self, what: &str, before: &T, after: &T) {
        let (before, after) = (before.to_string(), after.to_string());
        if before != after {
            self.0.push(Change { what: what.to_owned(), before, after });
        }
    }

    fn knobs(
        &mut self,
        recipe: &Recipe,
        population: Population,
        where_: &str,
        was: &BTreeMap<String, f64>,
        is: &BTreeMap<String, f64>,
    ) {
        for knob in recipe.knobs.iter().filter(|knob| knob.acts_on_population(population)) {
            let of = |values: &BTreeMap<String, f64>| {
                let named = [&knob.id, &knob.alias].into_iter().find_map(|name| values.get(name));
                named.copied().unwrap_or(knob.default_for(population))
            };
            self.note(&format!("{} ({where_})", knob.label), &of(was), &of(is));
        }
    }

    fn measures(&mut self, was: &Mitigation, is: &Mitigation, before: Threshold, after: Threshold) {
        self.note(tr!("Groups balanced"), &yes(was.balance), &yes(is.balance));
        self.note(tr!("A better label"), &yes(was.better_label), &yes(is.better_label));
        self.note(tr!("A model that knows the group"), &yes(was.interactions), &yes(is.interactions));
        self.note(tr!("Recalibrated on local outcomes"), &recalibrated(was), &recalibrated(is));
        self.note(tr!("Left to a person within"), &was.abstain, &is.abstain);
        let groups: BTreeSet<&String> = was.group_thresholds.keys().chain(is.group_thresholds.keys()).collect();
        for group in groups {
            let of = |measures: &Mitigation, common: Threshold| {
                measures.group_thresholds.get(group).copied().unwrap_or(common).get()
            };
            self.note(&tr!("Threshold of {group}", group), &of(was, before), &of(is, after));
        }
    }
}

fn yes(on: bool) -> &'static str {
    if on { tr!("yes") } else { tr!("no") }
}

fn recalibrated(measures: &Mitigation) -> String {
    match measures.recalibrate {
        None => tr!("no").to_owned(),
        Some(Recalibrate::Intercept) => tr!("intercept, on {} patients", measures.local_patients),
        Some(Recalibrate::InterceptAndSlope) => tr!("intercept and slope, on {} patients", measures.local_patients),
    }
}
