//! What a person typed into the form, read or refused in words.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, Here, Item};

/// More patients than anybody studies.
const MOST: f64 = 1e9;
/// More patients a day than any place sees.
const MOST_A_DAY: f64 = 100_000.0;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Per cent.
    Sensitivity,
    /// Per cent.
    Specificity,
    /// Per cent.
    Accuracy,
    /// Per cent.
    Ppv,
    /// From 0 to 1.
    Auc,
    /// A whole number.
    Patients,
    /// A whole number.
    WithCondition,
    /// Per cent.
    Prevalence,
    /// Per cent, at the place of use.
    PrevalenceHere,
    /// Patients a day at the place of use.
    PatientsADay,
}

impl Field {
    /// What a brochure says, in the order in which it is asked for.
    pub const CLAIM: [Self; 8] = [
        Self::Sensitivity,
        Self::Specificity,
        Self::Ppv,
        Self::Accuracy,
        Self::Auc,
        Self::Patients,
        Self::WithCondition,
        Self::Prevalence,
    ];
    /// What is known of the place of use.
    pub const HERE: [Self; 2] = [Self::PrevalenceHere, Self::PatientsADay];

    /// Its name in the form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sensitivity => tr!("Sensitivity"),
            Self::Specificity => tr!("Specificity"),
            Self::Accuracy => tr!("Accuracy"),
            Self::Ppv => tr!("Positive predictive value"),
            Self::Auc => "AUC",
            Self::Patients => tr!("Patients studied"),
            Self::WithCondition => tr!("With the condition"),
            Self::Prevalence => tr!("Prevalence there"),
            Self::PrevalenceHere => tr!("Prevalence here"),
            Self::PatientsADay => tr!("Patients a day here"),
        }
    }

    /// The sign that follows its number.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        if self.is_share() && !matches!(self, Self::Auc) { "%" } else { "" }
    }

    const fn is_share(self) -> bool {
        !matches!(self, Self::Patients | Self::WithCondition | Self::PatientsADay)
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Auc => tr!("a number from 0 to 1, such as 0.85"),
            Self::Prevalence | Self::PrevalenceHere => {
                tr!(
                    "more than 0% and less than 100%, such as 7; with nobody ill, or everybody, there is nothing to find"
                )
            }
            Self::Patients | Self::WithCondition => tr!("a whole number of 1 or more, such as 600"),
            Self::PatientsADay => tr!("more than 0 and at most 100,000, such as 120"),
            _ => tr!("a number from 0 to 100, such as 95"),
        }
    }
}

/// What was typed cannot be used: where, what was found, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}",
    tr!(
        "{name}: found \u{201c}{found}\u{201d}, expected {expected}",
        name = field.name(), found = .found, expected = .expected
    )
)]
pub struct Unusable {
    /// Where.
    pub field: Field,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// The form as typed; an empty field is one on which the brochure is silent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// What stands in each field.
    pub fields: BTreeMap<Field, String>,
    /// Which of [`Item::FACTS`] are ticked.
    pub stated: BTreeSet<Item>,
}

impl Typed {
    /// Reads what the brochure says and what is known here. A field that cannot be used is left out of both and stands
    /// in the list, so that the rest still gives figures. `Here` is `None` without a prevalence here.
    #[must_use]
    pub fn read(&self) -> (Claim, Option<Here>, Vec<Unusable>) {
        let mut problems = Vec::new();
        let mut number = |field| match self.number(field) {
            Ok(number) => number,
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let mut claim = Claim {
            sensitivity: number(Field::Sensitivity),
            specificity: number(Field::Specificity),
            ppv: number(Field::Ppv),
            accuracy: number(Field::Accuracy),
            auc: number(Field::Auc),
            patients: number(Field::Patients).map(|n| n as u64),
            with_condition: number(Field::WithCondition).map(|n| n as u64),
            prevalence: number(Field::Prevalence),
            stated: self.stated.clone(),
        };
        let prevalence_here = number(Field::PrevalenceHere);
        let patients_a_day = number(Field::PatientsADay);
        if let (Some(all), Some(with)) = (claim.patients, claim.with_condition)
            && with >= all
        {
            let expected =
                tr!("fewer than the {} patients studied, so that somebody is without it", super::grouped(all));
            problems.push(Unusable { field: Field::WithCondition, found: super::grouped(with), expected });
            claim.with_condition = None;
        }
        (claim, prevalence_here.map(|prevalence| Here { prevalence, patients_a_day }), problems)
    }

    /// The number in a field: a share from 0 to 1, or a count. Thousands may be set apart; a per cent sign is taken.
    fn number(&self, field: Field) -> Result<Option<f64>, Unusable> {
        let found = self.fields.get(&field).map_or("", |text| text.trim());
        if found.is_empty() {
            return Ok(None);
        }
        let refused = || Unusable { field, found: shortened(found), expected: field.expected().to_owned() };
        let (digits, signed) = found.strip_suffix('%').map_or((found, false), |digits| (digits, true));
        if signed && !field.is_share() {
            return Err(refused());
        }
        let plain: String =
            digits.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}' | '\u{202f}')).collect();
        // A comma where English has a point, as in "7,5", would otherwise be read as 75.
        let comma = digits.rsplit_once(',').is_some_and(|(_, after)| after.trim().len() != 3);
        let value: f64 = plain.parse().ok().filter(|value: &f64| value.is_finite() && !comma).ok_or_else(refused)?;
        let share = if field == Field::Auc && !signed { value } else { value / 100.0 };
        let usable = match field {
            Field::Patients | Field::WithCondition => (1.0..=MOST).contains(&value) && value.fract().abs() <= 0.0,
            Field::PatientsADay => value > 0.0 && value <= MOST_A_DAY,
            Field::Prevalence | Field::PrevalenceHere => share > 0.0 && share < 1.0,
            _ => (0.0..=1.0).contains(&share),
        };
        if !usable {
            return Err(refused());
        }
        Ok(Some(if field.is_share() { share } else { value }))
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 24 { text.to_owned() } else { text.chars().take(23).chain(['\u{2026}']).collect() }
}
