//! What the fairness laboratory says.

use crate::metrics::{Conflict, FairAnswer, FairPreset, GapKind, GroupRule, Impossible, LotStep};
use crate::num::Threshold;
use crate::ui::words::{count, score, share};

/// A preset's name on its button.
#[must_use]
pub const fn name(preset: FairPreset) -> &'static str {
    match preset {
        FairPreset::OneForAll => "One line for all",
        FairPreset::EqualSelectionRate => "Same share flagged",
        FairPreset::EqualSensitivity => "Same share found",
        FairPreset::EqualFalsePositiveRate => "Same share alarmed",
        FairPreset::EqualPpv => "Alerts right as often",
        FairPreset::EqualNetBenefit => "Same net benefit",
        FairPreset::OwnOptimum => "Best for each",
        FairPreset::OwnYouden => "Youden for each",
        FairPreset::EqualisedOdds => "Found and alarmed alike, by lot",
        FairPreset::NearEqualisedOdds => "Nearly alike, without lots",
    }
}

/// What a preset means, with the name that the literature gives it.
#[must_use]
pub const fn meaning(preset: FairPreset) -> &'static str {
    match preset {
        FairPreset::OneForAll => "Everybody is flagged at the same risk, whatever their group.",
        FairPreset::EqualSelectionRate => "The same share of every group is flagged, ill or not (demographic parity).",
        FairPreset::EqualSensitivity => {
            "Of those who have it, the same share is found in every group (equal opportunity: equal sensitivity)."
        }
        FairPreset::EqualFalsePositiveRate => {
            "Of those who do not have it, the same share is alarmed in every group (equal false-positive rate)."
        }
        FairPreset::EqualPpv => "An alert is right as often in every group (equal PPV, predictive parity).",
        FairPreset::EqualNetBenefit => {
            "Found, less false alarms weighed as the line for all weighs them, is the same per patient in every group."
        }
        FairPreset::OwnOptimum => {
            "Each group gets the line of least harm to itself, with a miss weighed as the line for all weighs it."
        }
        FairPreset::OwnYouden => "Each group gets the line at which sensitivity + specificity is largest.",
        FairPreset::EqualisedOdds => {
            "The same share found and the same share alarmed in every group (equalised odds). A line alone cannot do \
             that: for some patients a lot is drawn."
        }
        FairPreset::NearEqualisedOdds => {
            "As near to the same share found and alarmed as lines come when nobody draws a lot."
        }
    }
}

/// What the preset in force aims at, on paper.
#[must_use]
pub fn aim(answer: &FairAnswer, condition: &str, threshold: Threshold) -> String {
    let level = answer.level.map_or_else(|| "\u{2013}".to_owned(), share);
    let now = "what everyone taken together has at the line for all";
    match answer.preset {
        FairPreset::OneForAll => String::new(),
        FairPreset::EqualSelectionRate => format!("Aim: {level} of every group flagged, {now}."),
        FairPreset::EqualSensitivity => format!("Aim: {level} of those with {condition} found in every group, {now}."),
        FairPreset::EqualFalsePositiveRate => {
            format!("Aim: {level} of those without {condition} alarmed in every group, {now}.")
        }
        FairPreset::EqualPpv => format!("Aim: {level} of alerts right in every group, {now}."),
        FairPreset::EqualNetBenefit => match answer.level {
            Some(level) => {
                format!("Aim: a net benefit of {:.1} of 1,000 patients in every group, {now}.", 1000.0 * level)
            }
            None => "At this line for all there is no net benefit to speak of.".to_owned(),
        },
        FairPreset::OwnOptimum => format!("Aim: least harm in each group, {}.", weight(threshold)),
        FairPreset::OwnYouden => "Aim: the largest sensitivity + specificity in each group.".to_owned(),
        FairPreset::EqualisedOdds | FairPreset::NearEqualisedOdds => match answer.point {
            Some([alarmed, found]) => {
                let nobody = if found < 1e-9 { " Least harm to all then means alerting nobody." } else { "" };
                format!(
                    "Aim: {} of those with {condition} found and {} of the others alarmed in every group: the least harm \
                     they can have alike.{nobody}",
                    share(found),
                    share(alarmed)
                )
            }
            None => "Too few patients to tell what all groups could have alike.".to_owned(),
        },
    }
}

/// "one missed patient weighing as much as 9 false alarms".
fn weight(threshold: Threshold) -> String {
    let t = threshold.get();
    if t <= 0.0 {
        return "where any number of false alarms is better than one missed patient".to_owned();
    }
    let ratio = (1.0 - t) / t;
    if ratio >= 1.0 {
        format!("one missed patient weighing as much as {} false alarms", figure(ratio))
    } else if ratio > 0.0 {
        format!("one false alarm weighing as much as {} missed patients", figure(1.0 / ratio))
    } else {
        "where a missed patient weighs nothing".to_owned()
    }
}

fn figure(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Why a group cannot have what the others get.
#[must_use]
pub fn why(impossible: Impossible, preset: FairPreset, condition: &str) -> String {
    let people = |number: u64| if number == 1 { "1 patient".to_owned() } else { format!("{} patients", count(number)) };
    match impossible {
        Impossible::Nobody => "no patients".to_owned(),
        Impossible::FewWith(number) => format!("impossible to tell: only {} with {condition}", people(number)),
        Impossible::FewWithout(number) => format!("impossible to tell: only {} without {condition}", people(number)),
        Impossible::NoLevel => "impossible: nothing to bring it to".to_owned(),
        Impossible::OutOfReach(reached) if preset == FairPreset::EqualNetBenefit => {
            format!("impossible: the nearest is {:.1} of 1,000", 1000.0 * reached)
        }
        Impossible::OutOfReach(reached) => format!("impossible: the nearest is {}", share(reached)),
    }
}

/// A gap's name in plain words.
#[must_use]
pub const fn gap(kind: GapKind) -> &'static str {
    match kind {
        GapKind::SelectionRate => "Flagged, of all",
        GapKind::Sensitivity => "Found, of those with it",
        GapKind::FalsePositiveRate => "Alarmed, of those without",
        GapKind::EqualizedOdds => "Found and alarmed alike",
        GapKind::Ppv => "Alerts that are right",
        GapKind::Npv => "All-clears that are right",
        GapKind::Accuracy => "Decided rightly, of all",
        GapKind::Calibration => "Risks that come true",
        GapKind::NetBenefit => "Net benefit",
    }
}

/// The term of the field for it.
#[must_use]
pub const fn term(kind: GapKind) -> &'static str {
    match kind {
        GapKind::SelectionRate => "selection rate",
        GapKind::Sensitivity => "sensitivity",
        GapKind::FalsePositiveRate => "false-positive rate",
        GapKind::EqualizedOdds => "the larger of the gaps in sensitivity and false-positive rate",
        GapKind::Ppv => "PPV",
        GapKind::Npv => "NPV",
        GapKind::Accuracy => "accuracy",
        GapKind::Calibration => "observed : expected, which thresholds do not move",
        GapKind::NetBenefit => "net benefit, per 1,000 patients",
    }
}

/// Why not everything can be had, with the learner's own two groups.
#[must_use]
pub fn conflict(names: [&str; 2], forced: &Conflict, condition: &str) -> String {
    let [a, b] = forced.prevalence.map(|p| count((1000.0 * p).round() as u64));
    let [low, high] = forced.false_positive_rate;
    let of = |rate: f64| count((1000.0 * rate).round() as u64);
    let head = format!(
        "{condition} is not equally common: {a} of 1,000 in {}, {b} of 1,000 in {}. If {} of them were found in both \
         groups and {} of alerts were right in both,",
        names[0],
        names[1],
        share(forced.sensitivity),
        share(forced.ppv)
    );
    let tail = if low > 1.0 || high > 1.0 {
        "more people without it would have to be alarmed than there are: the two cannot be had together.".to_owned()
    } else {
        format!(
            "then of 1,000 without it {} would be alarmed in {} and {} in {}. That is arithmetic, not the model: no \
             line and no training changes it, only equal frequency or alerts that are never wrong would.",
            of(low),
            names[0],
            of(high),
            names[1]
        )
    };
    let sentence = format!("{head} {tail}");
    crate::ui::words::sentence_case(&sentence)
}

/// How a rule with lots is told on its strip: where they begin and end.
#[must_use]
pub fn lots(steps: &[LotStep]) -> String {
    match steps {
        [only] => only.from.map_or_else(|| "nobody is flagged".to_owned(), |from| score(from.get())),
        [first, .., last] => format!("lots {} to {}", end(*last), end(*first)),
        [] => String::new(),
    }
}

fn end(step: LotStep) -> String {
    step.from.map_or_else(|| "the top".to_owned(), |from| score(from.get()))
}

/// What the lots decide, risk by risk. `None` where none are drawn.
#[must_use]
pub fn coin(rule: &GroupRule) -> Option<String> {
    let steps = rule.steps();
    let [first, .., last] = steps else { return None };
    let above = first.from.map_or_else(String::new, |from| format!(" From {} on all are flagged.", score(from.get())));
    let between = steps.windows(2).filter_map(|pair| {
        let low = pair[1].from?;
        let chance = rule.chance(low.get());
        Some(format!(" Risks from {} to {}: a lot flags {}.", score(low.get()), end(pair[0]), share(chance)))
    });
    let below = last.from.map_or_else(String::new, |from| format!(" Below {} nobody is.", score(from.get())));
    let text = format!("{above}{}{below}", between.collect::<String>());
    Some(text.trim_start().to_owned())
}
