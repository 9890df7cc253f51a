//! Where the numbers of a claim contradict each other.

use super::{Claim, Study, grouped, per_cent, ppv_of};
use crate::metrics::Interval;

/// A contradiction, with its figures, as a sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Doubt {
    /// No whole number of people makes this rate.
    #[error("{}", no_whole_people(what, *.claimed, *.of, *.below))]
    NoWholePeople {
        /// The rate: "Sensitivity".
        what: &'static str,
        /// As claimed.
        claimed: f64,
        /// Of so many.
        of: u64,
        /// The most people whose share lies below it.
        below: u64,
    },
    /// A figure is not what the others make it.
    #[error(
        "{}",
        tr!(
            "{what} of {} does not follow: {from} give {}. Ask which patients each figure comes from",
            per_cent(*.claimed), between(*.follows), what = .what, from = .from
        )
    )]
    DoesNotFollow {
        /// The figure: "A positive predictive value".
        what: &'static str,
        /// What it should follow from.
        from: &'static str,
        /// As claimed.
        claimed: f64,
        /// What follows from the others, given how they were rounded.
        follows: Interval,
    },
    /// No ROC curve through the claimed point has this area.
    #[error(
        "{}",
        tr!(
            "An AUC of {claimed:.2} does not fit: a curve through this sensitivity and specificity has an area from {:.2} to \
            {:.2}. Ask which patients each figure comes from",
            .possible.lo, .possible.hi, claimed = .claimed
        )
    )]
    Auc {
        /// As claimed.
        claimed: f64,
        /// The least and the greatest area of a curve through the point.
        possible: Interval,
    },
    /// With so few patients, nobody has the condition, or everybody.
    #[error(
        "{}",
        tr!(
            "A prevalence of {} among so few patients leaves {} with the condition and {} without it; no rate can be worked \
            out from nobody",
            per_cent(*.prevalence), grouped(*.with), grouped(*.without)
        )
    )]
    Nobody {
        /// As claimed.
        prevalence: f64,
        /// With the condition.
        with: u64,
        /// Without it.
        without: u64,
    },
    /// A rate so small that it was probably meant as a share of 1.
    #[error(
        "{}",
        tr!(
            "{what} of {} is 1 in 100 or less; if {} was meant, type that",
            per_cent(*.claimed), per_cent(100.0 * claimed), what = .what
        )
    )]
    Tiny {
        /// The rate: "A sensitivity".
        what: &'static str,
        /// As claimed.
        claimed: f64,
    },
}

fn no_whole_people(what: &str, claimed: f64, of: u64, below: u64) -> String {
    let share = |k: u64| per_cent(k as f64 / of as f64);
    tr!(
        "{what} of {} does not fit {} patients: {} of them is {}, and {} is {}. Ask for the counts",
        per_cent(claimed),
        grouped(of),
        grouped(below),
        share(below),
        grouped(below + 1),
        share(below + 1),
        what
    )
}

fn between(range: Interval) -> String {
    let (lo, hi) = (per_cent(range.lo), per_cent(range.hi));
    if lo == hi { lo } else { tr!("{lo} to {hi}", lo, hi) }
}

/// How far a share may lie from the one meant, by its last decimal: 0.5 percentage points for 95%, 0.05 for 95.2%.
fn slack(share: f64) -> f64 {
    let whole = |scale: f64| (share * scale - (share * scale).round()).abs() < 1e-6;
    let step = [100.0, 1e3, 1e4].into_iter().find(|scale| whole(*scale)).unwrap_or(1e5);
    0.5 / step + 1e-9
}

fn about(share: f64) -> Interval {
    around(share, slack(share))
}

fn around(share: f64, slack: f64) -> Interval {
    Interval { lo: (share - slack).max(0.0), hi: (share + slack).min(1.0) }
}

fn apart(a: Interval, b: Interval) -> bool {
    a.lo > b.hi || b.lo > a.hi
}

pub(super) fn of(claim: &Claim, study: &Study) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = tiny(claim).chain(whole_people(study)).collect();
    let counts = study.counts;
    if let (true, Some(prevalence), Some(with), Some(without)) =
        (counts.rounded, claim.prevalence, counts.with, counts.without)
        && (with == 0 || without == 0)
    {
        doubts.push(Doubt::Nobody { prevalence, with, without });
    }
    if let (Some(claimed), Some(follows), false) = (claim.prevalence, study.prevalence, counts.rounded) {
        let follows = Interval { lo: follows, hi: follows };
        if apart(about(claimed), follows) {
            let from = tr!("the patients with the condition, of all studied,");
            doubts.push(Doubt::DoesNotFollow { what: tr!("A prevalence"), from, claimed, follows });
        }
    }
    if let (Some(sensitivity), Some(specificity)) = (study.sensitivity, study.specificity) {
        let rates = [about(sensitivity.claimed), about(specificity.claimed)];
        doubts.extend(area(claim, rates));
        doubts.extend(following(claim, study, rates));
    }
    doubts
}

fn tiny(claim: &Claim) -> impl Iterator<Item = Doubt> {
    let rates = [
        (tr!("A sensitivity"), claim.sensitivity),
        (tr!("A specificity"), claim.specificity),
        (tr!("A positive predictive value"), claim.ppv),
        (tr!("An accuracy"), claim.accuracy),
    ];
    let small = |(what, claimed): (&'static str, Option<f64>)| {
        claimed.filter(|claimed| *claimed > 0.0 && *claimed <= 0.01).map(|claimed| Doubt::Tiny { what, claimed })
    };
    rates.into_iter().filter_map(small)
}

/// Rates that no whole number of the people stated makes; people who were only worked out prove nothing.
fn whole_people(study: &Study) -> impl Iterator<Item = Doubt> {
    // An accuracy is of all patients, whose number is stated wherever it is not rounded.
    let rates = [
        (tr!("A sensitivity"), study.sensitivity),
        (tr!("A specificity"), study.specificity),
        (tr!("An accuracy"), study.accuracy),
    ];
    let rounded = study.counts.rounded;
    rates.into_iter().filter_map(move |(what, share)| {
        let share = share.filter(|_| !rounded)?;
        let people = share.people?;
        let fits = (people.value() - share.claimed).abs() <= slack(share.claimed);
        let below = (share.claimed * people.n() as f64).floor() as u64;
        (!fits).then_some(Doubt::NoWholePeople { what, claimed: share.claimed, of: people.n(), below })
    })
}

/// A curve that never falls and passes through a point has at least the area of the box below and to the right of it,
/// and at most all but the box above and to the left.
fn area(claim: &Claim, [sensitivity, specificity]: [Interval; 2]) -> Option<Doubt> {
    let claimed = claim.auc?;
    let possible =
        Interval { lo: sensitivity.lo * specificity.lo, hi: 1.0 - (1.0 - sensitivity.hi) * (1.0 - specificity.hi) };
    // An AUC may be written with a single decimal.
    let slack = if (10.0 * claimed - (10.0 * claimed).round()).abs() < 1e-6 { 0.05 } else { slack(claimed) };
    apart(around(claimed, slack), possible).then_some(Doubt::Auc { claimed, possible })
}

fn following<'a>(
    claim: &'a Claim,
    study: &'a Study,
    [sensitivity, specificity]: [Interval; 2],
) -> impl Iterator<Item = Doubt> + 'a {
    // Counts that were stated leave nothing open about the prevalence.
    let exact = claim.patients.is_some() && claim.with_condition.is_some();
    let prevalence = study.prevalence.map(|p| if exact { Interval { lo: p, hi: p } } else { about(p) });
    let ppv = prevalence.zip(claim.ppv).and_then(|(prevalence, claimed)| {
        let at = |se, sp, p: f64| ppv_of(se, sp, p.clamp(1e-9, 1.0 - 1e-9));
        // PPV rises with each of the three.
        let lo = at(sensitivity.lo, specificity.lo, prevalence.lo)?;
        let hi = at(sensitivity.hi, specificity.hi, prevalence.hi)?;
        let from = tr!("sensitivity, specificity and prevalence");
        let what = tr!("A positive predictive value");
        let follows = Interval { lo, hi };
        apart(about(claimed), follows).then_some(Doubt::DoesNotFollow { what, from, claimed, follows })
    });
    let accuracy = prevalence.zip(claim.accuracy).and_then(|(prevalence, claimed)| {
        let at = |se: f64, sp: f64, p: f64| p * se + (1.0 - p) * sp;
        let ends = [prevalence.lo, prevalence.hi];
        let lo = ends.map(|p| at(sensitivity.lo, specificity.lo, p));
        let hi = ends.map(|p| at(sensitivity.hi, specificity.hi, p));
        let follows = Interval { lo: lo[0].min(lo[1]), hi: hi[0].max(hi[1]) };
        let from = tr!("sensitivity, specificity and prevalence");
        apart(about(claimed), follows).then_some(Doubt::DoesNotFollow {
            what: tr!("An accuracy"),
            from,
            claimed,
            follows,
        })
    });
    // Without a prevalence an accuracy still lies between sensitivity and specificity.
    let outside = claim.accuracy.filter(|_| prevalence.is_none()).and_then(|claimed| {
        let follows = Interval { lo: sensitivity.lo.min(specificity.lo), hi: sensitivity.hi.max(specificity.hi) };
        let from = tr!("sensitivity and specificity, between which it must lie,");
        apart(about(claimed), follows).then_some(Doubt::DoesNotFollow {
            what: tr!("An accuracy"),
            from,
            claimed,
            follows,
        })
    });
    ppv.into_iter().chain(accuracy).chain(outside)
}
