//! What a threshold asks of the staff: alerts a shift, the time they take, and the shifts on which more come than can be answered.

use super::ConfusionMatrix;
use crate::num::Proportion;

/// Days in a month, as a month is counted here.
const MONTH: f64 = 30.0;
/// Beyond so many alerts a shift the chance of too many is no longer summed but taken from the normal distribution.
const MANY: f64 = 100_000.0;

/// A ward: who comes, who answers, and how long an answer takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ward {
    /// Patients a day, 0 or more.
    pub patients_a_day: f64,
    /// Shifts a day, at least 1.
    pub shifts: u32,
    /// Staff on a shift who answer alerts.
    pub staff: u32,
    /// Minutes that an alert takes, 0 or more.
    pub minutes_per_alert: f64,
    /// Minutes of a shift that each of them can give to alerts, 0 or more.
    pub minutes_spared: f64,
}

impl Ward {
    /// Patients a shift.
    #[must_use]
    pub fn patients_a_shift(&self) -> f64 {
        self.patients_a_day / f64::from(self.shifts.max(1))
    }

    /// How many alerts can be answered on a shift; `None` when an alert takes no time, so that there is no limit.
    #[must_use]
    pub fn capacity(&self) -> Option<f64> {
        super::finite(f64::from(self.staff) * self.minutes_spared / self.minutes_per_alert)
    }

    /// The largest share of patients that can be flagged with every alert answered on an average shift, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        let share = self.capacity().map_or(1.0, |capacity| capacity / self.patients_a_shift());
        if share.is_nan() { 1.0 } else { share.clamp(0.0, 1.0) }
    }

    /// What `matrix`, counted among other patients of the same kind, would mean on this ward. `None` without patients.
    #[must_use]
    pub fn load(&self, matrix: &ConfusionMatrix) -> Option<Load> {
        let share = |k: u64| Proportion::new(k, matrix.n()).map(Proportion::value);
        let alerts = share(matrix.alerts())? * self.patients_a_shift();
        let (too_many, unanswered) = match self.capacity() {
            None => (0.0, 0.0),
            Some(capacity) => beyond(alerts, capacity.floor()),
        };
        let a_month = self.patients_a_day * MONTH;
        Some(Load {
            alerts,
            per_person: super::finite(alerts / f64::from(self.staff)),
            per_found: matrix.alerts_per_found(),
            too_many,
            unanswered,
            found_a_month: share(matrix.tp)? * a_month,
            missed_a_month: share(matrix.fn_)? * a_month,
            false_alarms_a_month: share(matrix.fp)? * a_month,
        })
    }
}

/// What a threshold means on a ward, on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// Alerts a shift.
    pub alerts: f64,
    /// Alerts a shift for each who answers them; `None` with nobody to.
    pub per_person: Option<f64>,
    /// Alerts for each patient found; `None` when nobody is.
    pub per_found: Option<f64>,
    /// The share of shifts on which more alerts come than can be answered, from 0 to 1, if they come independently of each other
    /// (Poisson).
    pub too_many: f64,
    /// Alerts a shift that nobody has time for, on average over all shifts, under the same assumption.
    pub unanswered: f64,
    /// Patients with the condition found in 30 days.
    pub found_a_month: f64,
    /// Patients with the condition missed in 30 days.
    pub missed_a_month: f64,
    /// False alarms in 30 days.
    pub false_alarms_a_month: f64,
}

/// Of a Poisson number with this mean: the chance that it exceeds `most`, a whole number, and by how much it does on average.
fn beyond(mean: f64, most: f64) -> (f64, f64) {
    if mean <= 0.0 {
        return (0.0, 0.0);
    }
    if most < 0.0 {
        return (1.0, mean - most);
    }
    if mean > MANY {
        let sd = mean.sqrt();
        let z = (most + 0.5 - mean) / sd;
        let tail = 0.5 * libm::erfc(z / std::f64::consts::SQRT_2);
        let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
        return (tail, (sd * density + (mean - most) * tail).max(0.0));
    }
    let chance = |k: f64| libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0));
    // Whichever side has fewer terms worth adding is summed.
    let reach = (mean + 40.0 * mean.sqrt() + 40.0).ceil();
    let mut above = 0.0;
    if most >= mean {
        let mut k = reach.max(most + 1.0);
        while k > most {
            above += chance(k);
            k -= 1.0;
        }
    } else {
        let mut k = (mean - 40.0 * mean.sqrt() - 40.0).max(0.0).floor().min(most);
        let mut below = 0.0;
        while k <= most {
            below += chance(k);
            k += 1.0;
        }
        above = 1.0 - below;
    }
    let above = above.clamp(0.0, 1.0);
    // E[(X − m)+] = mean · P(X ≥ m) − m · P(X > m).
    (above, (mean * (above + chance(most)) - most * above).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `poisson.sf(most, mean)` and the sum of `max(k - most, 0) * poisson.pmf(k, mean)`.
    #[test]
    fn the_chance_of_too_many_is_that_of_scipy() {
        for (mean, most, tail, excess) in TABLE {
            let (chance, over) = beyond(mean, most);
            assert!((chance - tail).abs() < 1e-8, "{mean} {most}: {chance} {tail}");
            assert!((over - excess).abs() < 1e-7 * mean.max(1.0), "{mean} {most}: {over} {excess}");
        }
    }

    const TABLE: [(f64, f64, f64, f64); 8] = [
        (0.4, 0.0, 0.329_679_953_964_356_06, 0.4),
        (4.0, 6.0, 0.110_673_978_402_573_6, 0.195_434_581_462_936_96),
        (11.5, 16.0, 0.076_398_792_145_237_98, 0.177_228_741_460_895_54),
        (16.0, 16.0, 0.434_037_576_990_123_8, 1.587_480_505_954_491_9),
        (30.0, 16.0, 0.996_127_275_131_395_9, 14.003_539_204_561_598),
        (200.0, 180.0, 0.917_771_095_163_390_3, 20.466_777_626_081_456),
        (2_500.0, 2_600.0, 0.022_746_611_141_588_435, 0.442_500_648_309_920_3),
        (50_000.0, 50_200.0, 0.184_910_195_895_124_4, 22.727_106_794_486_44),
    ];

    const WARD: Ward =
        Ward { patients_a_day: 120.0, shifts: 2, staff: 4, minutes_per_alert: 15.0, minutes_spared: 60.0 };
    const MATRIX: ConfusionMatrix = ConfusionMatrix { tp: 56, fp: 173, fn_: 22, tn: 749 };

    #[test]
    fn a_threshold_in_the_wards_language() {
        // 60 patients a shift, of whom 22.9 % are alerts; 16 can be answered.
        assert_eq!(WARD.capacity(), Some(16.0));
        assert!((WARD.share() - 16.0 / 60.0).abs() < 1e-12);
        let load = WARD.load(&MATRIX).expect("patients");
        assert!((load.alerts - 13.74).abs() < 1e-9 && (load.per_person.expect("staff") - 3.435).abs() < 1e-9);
        assert!((load.found_a_month - 201.6).abs() < 1e-9 && (load.missed_a_month - 79.2).abs() < 1e-9);
        assert!(load.too_many > 0.1 && load.too_many < 0.35 && load.unanswered > 0.0);
    }

    #[test]
    fn what_no_ward_can_do_is_said_as_such() {
        let nobody = Ward { staff: 0, ..WARD };
        assert_eq!((nobody.capacity(), nobody.share()), (Some(0.0), 0.0));
        let load = nobody.load(&MATRIX).expect("patients");
        assert!(load.per_person.is_none() && (load.unanswered - load.alerts).abs() < 1e-9);
        let quick = Ward { minutes_per_alert: 0.0, ..WARD };
        assert_eq!((quick.capacity(), quick.share()), (None, 1.0));
        assert!(quick.load(&MATRIX).expect("patients").too_many <= 0.0);
        let empty = Ward { patients_a_day: 0.0, ..WARD };
        assert!((empty.share() - 1.0).abs() < 1e-12 && empty.load(&MATRIX).expect("patients").alerts <= 0.0);
        assert_eq!(WARD.load(&ConfusionMatrix::default()), None);
        let vast = Ward { patients_a_day: 4e6, ..WARD };
        let load = vast.load(&MATRIX).expect("patients");
        assert!(load.too_many > 0.999 && (load.unanswered - (load.alerts - 16.0)).abs() < 1.0);
    }
}
