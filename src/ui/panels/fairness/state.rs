//! Which idea of fairness is in force, and what stood before it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exercise::Sight;
use crate::metrics::{FairAnswer, FairPreset, GroupAnswer, GroupRule, Impossible, ScoredTestSet, fair_thresholds};
use crate::num::Threshold;
use crate::pipeline::Side;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;

use super::words;

/// The name of lines that were drawn by hand.
const BY_HAND: &str = tr_noop!("your own lines");

/// What stands in force, and what it is held against.
#[derive(Clone, Default)]
pub struct FairView {
    /// The preset taken last, while nothing else has changed the thresholds since.
    taken: Option<Taken>,
    /// What was in force before the last switch: its name and each group's rule.
    before: Option<(String, Vec<GroupRule>)>,
    /// Whether each group's ROC curve is shown instead of its scores.
    pub roc: bool,
    /// Whether the words about why not everything can be had stand open.
    pub conflict: bool,
}

/// A preset in force.
#[derive(Clone)]
struct Taken {
    answer: FairAnswer,
    /// The patients on whom its thresholds were found.
    side: Arc<Side>,
    threshold: Threshold,
    /// What it wrote into the scenario.
    written: BTreeMap<String, Threshold>,
}

impl FairView {
    /// The preset in force: one line for all while no group has its own, `None` for lines drawn by hand.
    #[must_use]
    pub fn preset(&self, scenario: &Scenario) -> Option<FairPreset> {
        match &self.taken {
            Some(taken) => Some(taken.answer.preset),
            None if scenario.mitigation.group_thresholds.is_empty() => Some(FairPreset::OneForAll),
            None => None,
        }
    }

    /// What the preset in force answers; `None` for one line for all and for lines drawn by hand.
    #[must_use]
    pub fn answer(&self) -> Option<&FairAnswer> {
        self.taken.as_ref().map(|taken| &taken.answer)
    }

    /// What the preset in force is called in the checks of exercises, if they speak of it.
    #[must_use]
    pub fn tried(&self) -> Option<Sight> {
        match self.taken.as_ref()?.answer.preset {
            FairPreset::EqualSensitivity => Some(Sight::EqualSensitivity),
            FairPreset::EqualFalsePositiveRate => Some(Sight::EqualFalsePositives),
            FairPreset::EqualPpv => Some(Sight::EqualPredictiveValue),
            _ => None,
        }
    }

    /// The groups that cannot have what the preset in force gives the others.
    #[must_use]
    pub fn refused<'a>(&self, shown: &Shown<'a>) -> Vec<&'a str> {
        let Some(answer) = self.answer() else { return Vec::new() };
        let names = shown.derived.paper.set.groups().iter().zip(&answer.groups);
        names.filter(|(_, group)| group.impossible.is_some()).map(|(name, _)| name.as_str()).collect()
    }

    /// Each group's rule, in order.
    #[must_use]
    pub fn rules(&self, scenario: &Scenario, set: &ScoredTestSet) -> Vec<GroupRule> {
        let lots = self.answer().filter(|answer| answer.groups.len() == set.groups().len());
        if let Some(answer) = lots.filter(|answer| answer.preset == FairPreset::EqualisedOdds) {
            return answer.rules();
        }
        let own = |name: &String| scenario.mitigation.group_thresholds.get(name).copied();
        let rule = |name: &String| GroupRule::at(own(name).unwrap_or(scenario.threshold));
        set.groups().iter().map(rule).collect()
    }

    /// What was in force before the last switch; one line for all if there was none.
    #[must_use]
    pub fn before(&self, scenario: &Scenario, set: &ScoredTestSet) -> (String, Vec<GroupRule>) {
        match &self.before {
            Some((name, rules)) if rules.len() == set.groups().len() => (name.clone(), rules.clone()),
            _ => {
                let all = vec![GroupRule::at(scenario.threshold); set.groups().len()];
                (words::name(FairPreset::OneForAll).to_owned(), all)
            }
        }
    }

    /// Lets go of a preset that no longer stands, and brings one that does to a threshold or patients that have moved.
    pub fn keep_up(&mut self, scenario: &mut Scenario, shown: &Shown<'_>) {
        let Some(taken) = &self.taken else {
            if scenario.mitigation.group_thresholds.is_empty() {
                self.before = None;
            }
            return;
        };
        let paper = &shown.derived.paper;
        let same_groups = taken.side.set.groups() == paper.set.groups();
        if taken.written != scenario.mitigation.group_thresholds || !same_groups {
            *self = Self { roc: self.roc, conflict: self.conflict, ..Self::default() };
        } else if taken.threshold != scenario.threshold || !Arc::ptr_eq(&taken.side, paper) {
            self.write(taken.answer.preset, scenario, paper);
            // One line for all moves along with the threshold, and so does what is held against it.
            if self.before.as_ref().is_some_and(|(name, _)| name == words::name(FairPreset::OneForAll)) {
                self.before = None;
            }
        }
    }

    /// Takes a preset: finds its thresholds on the patients kept aside, as somebody who commissions the tool would.
    pub fn take(&mut self, preset: FairPreset, scenario: &mut Scenario, shown: &Shown<'_>) {
        if self.preset(scenario) == Some(preset) {
            return;
        }
        self.remember(scenario, &shown.derived.paper.set);
        self.write(preset, scenario, &shown.derived.paper);
    }

    /// Draws a group's line by hand. Lots give way to the one line for all.
    pub fn draw(&mut self, group: &str, to: Threshold, scenario: &mut Scenario, set: &ScoredTestSet) {
        if self.taken.is_some() || scenario.mitigation.group_thresholds.is_empty() {
            self.remember(scenario, set);
        }
        self.taken = None;
        scenario.mitigation.group_thresholds.insert(group.to_owned(), to);
    }

    fn remember(&mut self, scenario: &Scenario, set: &ScoredTestSet) {
        let name = self.preset(scenario).map_or(crate::language::translate(BY_HAND), words::name);
        self.before = Some((name.to_owned(), self.rules(scenario, set)));
    }

    fn write(&mut self, preset: FairPreset, scenario: &mut Scenario, side: &Arc<Side>) {
        let answer = fair_thresholds(&side.set, preset, scenario.threshold);
        let thresholds = &mut scenario.mitigation.group_thresholds;
        thresholds.clear();
        if preset == FairPreset::OneForAll {
            self.taken = None;
            return;
        }
        if preset != FairPreset::EqualisedOdds {
            let told = |own: &GroupAnswer| matches!(own.impossible, None | Some(Impossible::OutOfReach(_)));
            let own = side.set.groups().iter().zip(&answer.groups).filter(|(_, own)| told(own));
            thresholds.extend(own.filter_map(|(name, own)| Some((name.clone(), own.rule.threshold()?))));
        }
        let (written, threshold) = (thresholds.clone(), scenario.threshold);
        self.taken = Some(Taken { answer, side: Arc::clone(side), threshold, written });
    }
}
