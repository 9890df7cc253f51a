//! The figures of both sides as tables: what the page shows and what is saved as CSV.

use super::table_csv::Cell;
use crate::metrics::{
    Bootstrap, BootstrapPlan, FEWEST_POSITIVES, Interval, Kind, Metric, ScoredTestSet, bootstrap, metric,
};
use crate::num::{Proportion, Threshold};
use crate::pipeline::{Derived, Population};

/// The figures that do not depend on a threshold, and those that do, each by its identifier in the registry.
const OF_ALL: [&str; 5] = ["prevalence", "auc", "average_precision", "brier", "observed_expected_ratio"];
const AT_THRESHOLD: [&str; 6] = ["sensitivity", "specificity", "ppv", "npv", "accuracy", "alert_rate"];
/// The figures of every group.
const OF_GROUPS: [&str; 5] = ["sensitivity", "specificity", "ppv", "npv", "auc"];

/// Most resamples, as in the window, and how many patients may be drawn in all; for more patients than that fewer resamples do.
const RESAMPLES: u64 = 2_000;
const FEWEST_RESAMPLES: u64 = 200;
const DRAWN: u64 = 12_000_000;

/// A figure as found in some patients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure; `None` where it is undefined.
    pub value: Option<f64>,
    /// Its 95 % interval: Wilson's for a share of patients, DeLong's for the AUC, by resampling for the others. `None` where it is
    /// undefined.
    pub interval: Option<Interval>,
}

/// A figure on either side.
#[derive(Debug, Clone, Copy)]
pub struct FigureRow {
    /// What it is.
    pub metric: &'static Metric,
    /// The threshold it belongs to; `None` for a figure of all risks.
    pub threshold: Option<Threshold>,
    /// On paper: held-out patients against the record.
    pub paper: Estimate,
    /// On the ward: new patients against the truth.
    pub ward: Estimate,
}

/// The figures of one group on one side.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// Which side.
    pub population: Population,
    /// The group.
    pub group: String,
    /// Its patients.
    pub n: u64,
    /// Those with the condition.
    pub positives: u64,
    /// Whether so few have it ([`FEWEST_POSITIVES`] being enough) that any difference may be chance.
    pub too_few: bool,
    /// Its figures, in the order of the columns.
    pub figures: Vec<(&'static Metric, Estimate)>,
}

impl FigureRow {
    /// The figure on that side.
    #[must_use]
    pub fn on(&self, population: Population) -> Estimate {
        match population {
            Population::Paper => self.paper,
            Population::Ward => self.ward,
        }
    }
}

/// The figures on paper and on the ward: first those of all risks, then those of each threshold in the order given.
///
/// Average precision, Brier score and observed over expected are resampled for their intervals, which takes about a second for
/// 10,000 patients.
#[must_use]
pub fn figures_table(derived: &Derived, thresholds: &[Threshold]) -> Vec<FigureRow> {
    let sets = [&derived.paper.set, &derived.ward.set];
    let drawn = sets.map(|set| resampled(set, derived.scenario.seed));
    let row = |id: &&str, threshold: Option<Threshold>| {
        let metric = metric(id)?;
        // A figure of all risks is the same at any threshold.
        let at = threshold.unwrap_or(Threshold::clamped(0.5));
        let [paper, ward] = [0, 1].map(|side| estimate(sets[side], metric, at, drawn[side].as_ref()));
        Some(FigureRow { metric, threshold, paper, ward })
    };
    let of_all = OF_ALL.iter().filter_map(|id| row(id, None));
    let at =
        thresholds.iter().flat_map(|&threshold| AT_THRESHOLD.iter().filter_map(move |id| row(id, Some(threshold))));
    of_all.chain(at).collect()
}

/// The figures of every group at one threshold, first on paper, then on the ward; empty where no groups are compared.
#[must_use]
pub fn groups_table(derived: &Derived, threshold: Threshold) -> Vec<GroupRow> {
    let of = |population: Population| {
        derived.side(population).set.iter_groups().map(move |(name, set)| {
            let figures = OF_GROUPS.iter().filter_map(|id| metric(id));
            GroupRow {
                population,
                group: name.to_owned(),
                n: set.n(),
                positives: set.positives(),
                too_few: set.positives() < FEWEST_POSITIVES,
                figures: figures.map(|metric| (metric, estimate(set, metric, threshold, None))).collect(),
            }
        })
    };
    of(Population::Paper).chain(of(Population::Ward)).collect()
}

/// [`figures_table`] as cells with the names of the columns: numbers in full, shares from 0 to 1.
#[must_use]
pub fn figures_cells(rows: &[FigureRow]) -> Vec<Vec<Cell>> {
    let names = [
        "figure",
        "id",
        "threshold",
        "paper",
        "paper_low",
        "paper_high",
        "ward",
        "ward_low",
        "ward_high",
        "meaning",
        "undefined_when",
    ];
    let mut cells = vec![names.map(Cell::text).to_vec()];
    cells.extend(rows.iter().map(|row| {
        let mut line = vec![Cell::text(row.metric.name), Cell::text(row.metric.id)];
        line.push(Cell::number(row.threshold.map(Threshold::get)));
        line.extend(numbers(row.paper));
        line.extend(numbers(row.ward));
        line.extend([Cell::text(row.metric.tells), Cell::text(row.metric.undefined_when)]);
        line
    }));
    cells
}

/// [`groups_table`] as cells with the names of the columns: numbers in full, shares from 0 to 1.
#[must_use]
pub fn groups_cells(rows: &[GroupRow]) -> Vec<Vec<Cell>> {
    let mut names: Vec<Cell> = ["side", "group", "patients", "with_condition", "too_few"].map(Cell::text).to_vec();
    for id in OF_GROUPS {
        names.extend([id.to_owned(), format!("{id}_low"), format!("{id}_high")].map(Cell::Text));
    }
    let mut cells = vec![names];
    cells.extend(rows.iter().map(|row| {
        let side = if row.population == Population::Paper { "paper" } else { "ward" };
        let mut line = vec![Cell::text(side), Cell::text(&row.group), Cell::Count(row.n), Cell::Count(row.positives)];
        line.push(Cell::text(if row.too_few { "yes" } else { "no" }));
        line.extend(row.figures.iter().flat_map(|(_, estimate)| numbers(*estimate)));
        line
    }));
    cells
}

fn numbers(Estimate { value, interval }: Estimate) -> [Cell; 3] {
    [value, interval.map(|ends| ends.lo), interval.map(|ends| ends.hi)].map(Cell::number)
}

fn estimate(set: &ScoredTestSet, metric: &Metric, threshold: Threshold, drawn: Option<&Bootstrap>) -> Estimate {
    let value = metric.value(set, threshold);
    let interval = match metric.kind {
        Kind::Proportion(of) => of(&set.at(threshold)).map(Proportion::wilson),
        _ if metric.id == "auc" => set.auc_ci(),
        _ => drawn.and_then(|drawn| drawn.ci(metric.id)),
    };
    Estimate { value, interval: value.and(interval) }
}

/// The patients of `set` drawn anew; `None` where there are none.
fn resampled(set: &ScoredTestSet, seed: u64) -> Option<Bootstrap> {
    let resamples = (DRAWN / set.n().max(1)).clamp(FEWEST_RESAMPLES, RESAMPLES) as u32;
    let plan = BootstrapPlan { threshold: Threshold::clamped(0.5), resamples, seed, everything: true };
    bootstrap(set, &plan, &|| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_of_the_tables_is_in_the_registry() {
        for id in OF_ALL.iter().chain(&AT_THRESHOLD).chain(&OF_GROUPS) {
            assert!(metric(id).is_some(), "{id}");
        }
    }
}
