//! What a learner is looking at, in the words of the checks.

use crate::exercise::Sight;
use crate::pipeline::Population;
use crate::ui::charts::Chart;
use crate::ui::view::{HarmPart, LinePart, ModelPart, Room, View, WardPart};

/// Everything that is in sight now.
#[must_use]
pub fn sights(view: &View) -> Vec<Sight> {
    let mut seen = Vec::new();
    let chart = |chart: Chart| view.line_part == LinePart::Curves && view.charts.has(chart);
    match view.room {
        Room::Line => {
            let charts = [
                (Chart::Roc, Sight::Roc),
                (Chart::PrecisionRecall, Sight::PrecisionRecall),
                (Chart::Calibration, Sight::Calibration),
                (Chart::Decision, Sight::Decision),
            ];
            seen.extend(charts.into_iter().filter(|(known, _)| chart(*known)).map(|(_, sight)| sight));
            if view.line_part == LinePart::People {
                seen.push(Sight::Roc);
            }
            if view.line_part == LinePart::Chance && view.samples_round > 0 {
                seen.push(Sight::Samples);
            }
        }
        Room::Harm => seen.push(if view.harm_part == HarmPart::Groups { Sight::Groups } else { Sight::Measures }),
        Room::Ward => match view.ward_part {
            WardPart::Sides | WardPart::Months => seen.push(Sight::Ward),
            WardPart::Claim => seen.push(Sight::Claim),
            WardPart::You => {
                if view.cases.has_results() {
                    seen.push(Sight::SwitchRate);
                }
                if view.cases.all_judged() {
                    seen.push(Sight::AllJudged);
                }
            }
        },
        Room::Model if view.model_part == ModelPart::Learning => seen.push(Sight::Learning),
        Room::Why => seen.push(Sight::Account),
        Room::Changed => seen.push(Sight::Changed),
        Room::Patients | Room::Model => {}
    }
    if view.population == Population::Ward {
        seen.push(Sight::Ward);
    }
    if view.listed.is_some() {
        seen.push(Sight::Patients);
    }
    if view.wish.refused {
        seen.push(Sight::ImpossibleWish);
    }
    seen.extend(view.fair.tried());
    seen
}
