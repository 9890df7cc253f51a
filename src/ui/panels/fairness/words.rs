//! What the fairness laboratory says.

use crate::metrics::{Conflict, FairAnswer, FairPreset, GapKind, GroupRule, Impossible, LotStep};
use crate::num::Threshold;
use crate::ui::words::{count, score, share};

/// A preset's name on its button.
#[must_use]
pub fn name(preset: FairPreset) -> &'static str {
    match preset {
        FairPreset::OneForAll => tr!("One line for all"),
        FairPreset::EqualSelectionRate => tr!("Same share flagged"),
        FairPreset::EqualSensitivity => tr!("Same share found"),
        FairPreset::EqualFalsePositiveRate => tr!("Same share alarmed"),
        FairPreset::EqualPpv => tr!("Alerts right as often"),
        FairPreset::EqualNetBenefit => tr!("Same net benefit"),
        FairPreset::OwnOptimum => tr!("Best for each"),
        FairPreset::OwnYouden => tr!("Youden for each"),
        FairPreset::EqualisedOdds => tr!("Found and alarmed alike, by lot"),
        FairPreset::NearEqualisedOdds => tr!("Nearly alike, without lots"),
    }
}

/// What a preset means, with the name that the literature gives it.
#[must_use]
pub fn meaning(preset: FairPreset) -> &'static str {
    match preset {
        FairPreset::OneForAll => tr!("Everybody is flagged at the same risk, whatever their group."),
        FairPreset::EqualSelectionRate => {
            tr!("The same share of every group is flagged, ill or not (demographic parity).")
        }
        FairPreset::EqualSensitivity => {
            tr!("Of those who have it, the same share is found in every group (equal opportunity: equal sensitivity).")
        }
        FairPreset::EqualFalsePositiveRate => {
            tr!("Of those who do not have it, the same share is alarmed in every group (equal false-positive rate).")
        }
        FairPreset::EqualPpv => tr!("An alert is right as often in every group (equal PPV, predictive parity)."),
        FairPreset::EqualNetBenefit => {
            tr!(
                "Found, less false alarms weighed as the line for all weighs them, is the same per patient in every group."
            )
        }
        FairPreset::OwnOptimum => {
            tr!("Each group gets the line of least harm to itself, with a miss weighed as the line for all weighs it.")
        }
        FairPreset::OwnYouden => tr!("Each group gets the line at which sensitivity + specificity is largest."),
        FairPreset::EqualisedOdds => {
            tr!(
                "The same share found and the same share alarmed in every group (equalised odds). A line alone cannot do \
             that: for some patients a lot is drawn."
            )
        }
        FairPreset::NearEqualisedOdds => {
            tr!("As near to the same share found and alarmed as lines come when nobody draws a lot.")
        }
    }
}

/// What the preset in force aims at, on paper.
#[must_use]
pub fn aim(answer: &FairAnswer, condition: &str, threshold: Threshold) -> String {
    let level = answer.level.map_or_else(|| "\u{2013}".to_owned(), share);
    let now = tr!("what everyone taken together has at the line for all");
    match answer.preset {
        FairPreset::OneForAll => String::new(),
        FairPreset::EqualSelectionRate => tr!("Aim: {level} of every group flagged, {now}.", level, now),
        FairPreset::EqualSensitivity => {
            tr!("Aim: {level} of those with {condition} found in every group, {now}.", level, condition, now)
        }
        FairPreset::EqualFalsePositiveRate => {
            tr!("Aim: {level} of those without {condition} alarmed in every group, {now}.", level, condition, now)
        }
        FairPreset::EqualPpv => tr!("Aim: {level} of alerts right in every group, {now}.", level, now),
        FairPreset::EqualNetBenefit => match answer.level {
            Some(level) => {
                tr!("Aim: a net benefit of {:.1} of 1,000 patients in every group, {now}.", 1000.0 * level, now)
            }
            None => tr!("At this line for all there is no net benefit to speak of.").to_owned(),
        },
        FairPreset::OwnOptimum => tr!("Aim: least harm in each group, {}.", weight(threshold)),
        FairPreset::OwnYouden => tr!("Aim: the largest sensitivity + specificity in each group.").to_owned(),
        FairPreset::EqualisedOdds | FairPreset::NearEqualisedOdds => match answer.point {
            Some([alarmed, found]) => {
                let nobody = if found < 1e-9 { tr!(" Least harm to all then means alerting nobody.") } else { "" };
                tr!(
                    "Aim: {} of those with {condition} found and {} of the others alarmed in every group: the least harm \
                     they can have alike.{nobody}",
                    share(found),
                    share(alarmed),
                    condition,
                    nobody
                )
            }
            None => tr!("Too few patients to tell what all groups could have alike.").to_owned(),
        },
    }
}

/// "one missed patient weighing as much as 9 false alarms".
fn weight(threshold: Threshold) -> String {
    let t = threshold.get();
    if t <= 0.0 {
        return tr!("where any number of false alarms is better than one missed patient").to_owned();
    }
    let ratio = (1.0 - t) / t;
    if ratio >= 1.0 {
        tr!("one missed patient weighing as much as {} false alarms", figure(ratio))
    } else if ratio > 0.0 {
        tr!("one false alarm weighing as much as {} missed patients", figure(1.0 / ratio))
    } else {
        tr!("where a missed patient weighs nothing").to_owned()
    }
}

fn figure(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Why a group cannot have what the others get.
#[must_use]
pub fn why(impossible: Impossible, preset: FairPreset, condition: &str) -> String {
    let people =
        |number: u64| if number == 1 { tr!("1 patient").to_owned() } else { tr!("{} patients", count(number)) };
    match impossible {
        Impossible::Nobody => tr!("no patients").to_owned(),
        Impossible::FewWith(number) => tr!("impossible to tell: only {} with {condition}", people(number), condition),
        Impossible::FewWithout(number) => {
            tr!("impossible to tell: only {} without {condition}", people(number), condition)
        }
        Impossible::NoLevel => tr!("impossible: nothing to bring it to").to_owned(),
        Impossible::OutOfReach(reached) if preset == FairPreset::EqualNetBenefit => {
            tr!("impossible: the nearest is {:.1} of 1,000", 1000.0 * reached)
        }
        Impossible::OutOfReach(reached) => tr!("impossible: the nearest is {}", share(reached)),
    }
}

/// A gap's name in plain words.
#[must_use]
pub fn gap(kind: GapKind) -> &'static str {
    match kind {
        GapKind::SelectionRate => tr!("Flagged, of all"),
        GapKind::Sensitivity => tr!("Found, of those with it"),
        GapKind::FalsePositiveRate => tr!("Alarmed, of those without"),
        GapKind::EqualizedOdds => tr!("Found and alarmed alike"),
        GapKind::Ppv => tr!("Alerts that are right"),
        GapKind::Npv => tr!("All-clears that are right"),
        GapKind::Accuracy => tr!("Decided rightly, of all"),
        GapKind::Calibration => tr!("Risks that come true"),
        GapKind::NetBenefit => tr!("Net benefit"),
    }
}

/// The term of the field for it.
#[must_use]
pub fn term(kind: GapKind) -> &'static str {
    match kind {
        GapKind::SelectionRate => tr!("selection rate"),
        GapKind::Sensitivity => "sensitivity",
        GapKind::FalsePositiveRate => tr!("false-positive rate"),
        GapKind::EqualizedOdds => tr!("the larger of the gaps in sensitivity and false-positive rate"),
        GapKind::Ppv => "PPV",
        GapKind::Npv => "NPV",
        GapKind::Accuracy => "accuracy",
        GapKind::Calibration => tr!("observed : expected, which thresholds do not move"),
        GapKind::NetBenefit => tr!("net benefit, per 1,000 patients"),
    }
}

/// Why not everything can be had, with the learner's own two groups.
#[must_use]
pub fn conflict(names: [&str; 2], forced: &Conflict, condition: &str) -> String {
    let [a, b] = forced.prevalence.map(|p| count((1000.0 * p).round() as u64));
    let [low, high] = forced.false_positive_rate;
    let of = |rate: f64| count((1000.0 * rate).round() as u64);
    let head = tr!(
        "{condition} is not equally common: {a} of 1,000 in {}, {b} of 1,000 in {}. If {} of them were found in both \
         groups and {} of alerts were right in both,",
        names[0],
        names[1],
        share(forced.sensitivity),
        share(forced.ppv),
        condition,
        a,
        b
    );
    let tail = if low > 1.0 || high > 1.0 {
        tr!("more people without it would have to be alarmed than there are: the two cannot be had together.")
            .to_owned()
    } else {
        tr!(
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
        [only] => only.from.map_or_else(|| tr!("nobody is flagged").to_owned(), |from| score(from.get())),
        [first, .., last] => tr!("lots {} to {}", end(*last), end(*first)),
        [] => String::new(),
    }
}

fn end(step: LotStep) -> String {
    step.from.map_or_else(|| tr!("the top").to_owned(), |from| score(from.get()))
}

/// What the lots decide, risk by risk. `None` where none are drawn.
#[must_use]
pub fn coin(rule: &GroupRule) -> Option<String> {
    let steps = rule.steps();
    let [first, .., last] = steps else { return None };
    let above = first.from.map_or_else(String::new, |from| tr!(" From {} on all are flagged.", score(from.get())));
    let between = steps.windows(2).filter_map(|pair| {
        let low = pair[1].from?;
        let chance = rule.chance(low.get());
        Some(tr!(" Risks from {} to {}: a lot flags {}.", score(low.get()), end(pair[0]), share(chance)))
    });
    let below = last.from.map_or_else(String::new, |from| tr!(" Below {} nobody is.", score(from.get())));
    let text = format!("{above}{}{below}", between.collect::<String>());
    Some(text.trim_start().to_owned())
}
