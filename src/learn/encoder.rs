//! From a table of numbers and categories to the matrix of numbers that a classifier reads.
//!
//! What is learnt here (medians, most frequent categories, which categories exist) comes from the training rows only, so
//! nothing of the test rows leaks into the model.

use super::LearnError;
use super::products::{Product, multiply, product_label};
use crate::data::{Column, MISSING, Table};
use ndarray::{Array2, ArrayViewMut1};
use serde::Serialize;

/// Beyond this many categories the rarest are pooled as "other".
const MAX_LEVELS: usize = 50;

/// One column of the encoded matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feature {
    /// The column of the table that it comes from.
    pub column: String,
    /// The category that it stands for (1 for patients in it, else 0); none for a number.
    pub level: Option<String>,
    /// What a person reads: "age", or "Arrived by ambulance: yes".
    pub label: String,
    /// Whether a linear model leaves it out, because the other categories of the column are compared with it.
    pub reference: bool,
}

/// A column that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// The column.
    pub column: String,
    /// Why, as a clause that starts in lower case.
    pub why: String,
}

/// How one column became numbers: an entry of `encoding` in `train --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnEncoding {
    /// The column.
    pub column: String,
    /// "number", "yes_no" (one column of 0 and 1) or "categories" (one column of 0 and 1 for each).
    pub kind: &'static str,
    /// The labels of its features, in order.
    pub features: Vec<String>,
    /// How many training patients lacked a value.
    pub missing: usize,
    /// What stands in for a missing value: the training median, or the most frequent category.
    pub missing_becomes: Filler,
}

/// What stands in for a missing value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Filler {
    /// The median of the training rows.
    Median(f64),
    /// The most frequent category of the training rows; the first of them when several are.
    MostFrequent(String),
}

#[derive(Debug, Clone, PartialEq)]
struct Plan {
    column: String,
    kind: Kind,
    missing: usize,
    /// The first of this column's features.
    first: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Number {
        median: f64,
    },
    /// `levels[0]` is coded 0 and `levels[1]` is coded 1.
    YesNo {
        levels: [String; 2],
        fill: usize,
    },
    /// One feature per level; with `pooled`, one more for every other category.
    Categories {
        levels: Vec<String>,
        fill: usize,
        pooled: bool,
    },
}

/// The encoding learnt from the training rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoder {
    plans: Vec<Plan>,
    features: Vec<Feature>,
    /// Products of features, whose columns follow all others.
    products: Vec<Product>,
    dropped: Vec<Dropped>,
}

impl Encoder {
    /// Learns the encoding of `columns` from the given rows of the table. Missing numbers will become the median,
    /// missing categories the most frequent one; two categories become one 0/1 feature, more become one feature each.
    /// A column with fewer than two different values, or of text that names each patient, is dropped and named.
    ///
    /// # Errors
    /// [`LearnError`] for no rows, an unknown column, a row out of range or an infinite number.
    pub fn fit(table: &Table, rows: &[usize], columns: &[String]) -> Result<Self, LearnError> {
        if rows.is_empty() {
            return Err(LearnError::NoRows);
        }
        check_rows(table, rows)?;
        let mut encoder = Self { plans: Vec::new(), features: Vec::new(), products: Vec::new(), dropped: Vec::new() };
        for name in columns {
            match plan_of(name, column(table, name)?, rows)? {
                Ok((kind, missing)) => encoder.add(name, kind, missing),
                Err(why) => encoder.dropped.push(Dropped { column: name.clone(), why }),
            }
        }
        Ok(encoder)
    }

    fn add(&mut self, name: &str, kind: Kind, missing: usize) {
        let first = self.features.len();
        let feature = |level: Option<&str>, reference| Feature {
            column: name.to_owned(),
            level: level.map(str::to_owned),
            label: level.map_or_else(|| name.to_owned(), |level| format!("{name}: {level}")),
            reference,
        };
        match &kind {
            Kind::Number { .. } => self.features.push(feature(None, false)),
            Kind::YesNo { levels, .. } => self.features.push(feature(Some(&levels[1]), false)),
            Kind::Categories { levels, pooled, .. } => {
                let others = pooled.then_some("other");
                let names = levels.iter().map(String::as_str).chain(others);
                self.features.extend(names.enumerate().map(|(index, level)| feature(Some(level), index == 0)));
            }
        }
        self.plans.push(Plan { column: name.to_owned(), kind, missing, first });
    }

    pub(super) fn add_product(&mut self, product: Product, feature: Feature) {
        self.products.push(product);
        self.features.push(feature);
    }

    /// How many features are no products.
    fn plain(&self) -> usize {
        self.features.len() - self.products.len()
    }

    /// Replaces column names by what a person should read, where `label` knows better.
    #[must_use]
    pub fn with_labels(mut self, label: impl Fn(&str) -> Option<String>) -> Self {
        let plain = self.plain();
        for feature in &mut self.features[..plain] {
            if let Some(text) = label(&feature.column) {
                feature.label = feature.level.as_ref().map_or_else(|| text.clone(), |level| format!("{text}: {level}"));
            }
        }
        for (number, product) in self.products.iter().enumerate() {
            let label = product_label(&self.features[product.input], &self.features[product.group]);
            self.features[plain + number].label = label;
        }
        self
    }

    /// Encodes the given rows (all of them without a list) as patients x features, in the table's own units. A category
    /// that no training row had counts as missing.
    ///
    /// # Errors
    /// [`LearnError`] for a column that is absent or of another kind, a row out of range or an infinite number.
    pub fn transform(&self, table: &Table, rows: Option<&[usize]>) -> Result<Array2<f64>, LearnError> {
        let everybody: Vec<usize>;
        let rows = if let Some(rows) = rows {
            check_rows(table, rows)?;
            rows
        } else {
            everybody = (0..table.rows()).collect();
            &everybody
        };
        let mut x = Array2::zeros((rows.len(), self.features.len()));
        for plan in &self.plans {
            plan.encode(column(table, &plan.column)?, rows, &mut x)?;
        }
        multiply(&self.products, self.plain(), &mut x);
        Ok(x)
    }

    /// What each column of the matrix stands for, in order.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// The columns that could not be used, in the order in which they were given.
    #[must_use]
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// The features that a linear model leaves out because their column's other categories are compared with them.
    #[must_use]
    pub fn references(&self) -> Vec<usize> {
        (0..self.features.len()).filter(|&index| self.features[index].reference).collect()
    }

    /// How each column became numbers, in order: `encoding` in `train --json`.
    #[must_use]
    pub fn describe(&self) -> Vec<ColumnEncoding> {
        let describe = |(index, plan): (usize, &Plan)| {
            let end = self.plans.get(index + 1).map_or(self.plain(), |next| next.first);
            let (kind, missing_becomes) = match &plan.kind {
                Kind::Number { median } => ("number", Filler::Median(*median)),
                Kind::YesNo { levels, fill } => ("yes_no", Filler::MostFrequent(levels[*fill].clone())),
                Kind::Categories { levels, fill, .. } => ("categories", Filler::MostFrequent(levels[*fill].clone())),
            };
            let features = self.features[plan.first..end].iter().map(|feature| feature.label.clone()).collect();
            ColumnEncoding { column: plan.column.clone(), kind, features, missing: plan.missing, missing_becomes }
        };
        self.plans.iter().enumerate().map(describe).collect()
    }
}

impl Plan {
    fn encode(&self, column: &Column, rows: &[usize], x: &mut Array2<f64>) -> Result<(), LearnError> {
        let wrong = |found, expected| LearnError::ColumnKind { name: self.column.clone(), found, expected };
        let empty = rows.iter().all(|&row| is_missing(column, row));
        match (&self.kind, column) {
            (Kind::Number { median }, Column::Number(values)) => {
                for (cell, &row) in x.column_mut(self.first).iter_mut().zip(rows) {
                    *cell = finite_or(values[row], *median, row, &self.column)?;
                }
            }
            (Kind::Number { median }, Column::Category { .. }) if empty => x.column_mut(self.first).fill(*median),
            (Kind::Number { .. }, Column::Category { .. }) => return Err(wrong("text", "numbers")),
            (Kind::YesNo { levels, fill }, _) => {
                let codes = codes(column, levels, *fill, None, empty).ok_or_else(|| wrong("numbers", "categories"))?;
                for (cell, &row) in x.column_mut(self.first).iter_mut().zip(rows) {
                    *cell = codes.of(row) as f64;
                }
            }
            (Kind::Categories { levels, fill, pooled }, _) => {
                let other = pooled.then_some(levels.len());
                let codes = codes(column, levels, *fill, other, empty).ok_or_else(|| wrong("numbers", "categories"))?;
                for (mut patient, &row) in x.outer_iter_mut().zip(rows) {
                    set_one(&mut patient, self.first + codes.of(row));
                }
            }
        }
        Ok(())
    }
}

fn set_one(patient: &mut ArrayViewMut1<f64>, feature: usize) {
    patient[feature] = 1.0;
}

/// The way from a column's own codes to the encoder's.
struct Codes<'a> {
    own: &'a [u32],
    /// For each level of the column, the encoder's index.
    map: Vec<usize>,
    fill: usize,
}

impl Codes<'_> {
    fn of(&self, row: usize) -> usize {
        self.own.get(row).and_then(|&code| self.map.get(code as usize)).copied().unwrap_or(self.fill)
    }
}

/// `None` when the column holds numbers although categories are expected; a column without any value will do.
fn codes<'a>(
    column: &'a Column,
    levels: &[String],
    fill: usize,
    other: Option<usize>,
    empty: bool,
) -> Option<Codes<'a>> {
    match column {
        Column::Category { codes, levels: own } => {
            let index = |name| levels.iter().position(|level| level == name).or(other).unwrap_or(fill);
            Some(Codes { own: codes, map: own.iter().map(index).collect(), fill })
        }
        Column::Number(_) => empty.then_some(Codes { own: &[], map: Vec::new(), fill }),
    }
}

/// How the column will be encoded and how many values it lacks, or why it is dropped.
type Planned = Result<(Kind, usize), String>;

fn plan_of(name: &str, column: &Column, rows: &[usize]) -> Result<Planned, LearnError> {
    match column {
        Column::Number(values) => plan_number(name, values, rows),
        Column::Category { codes, levels } => Ok(plan_category(codes, levels, rows)),
    }
}

fn plan_number(name: &str, values: &[f64], rows: &[usize]) -> Result<Planned, LearnError> {
    let mut known = Vec::with_capacity(rows.len());
    for &row in rows {
        if !values[row].is_nan() {
            known.push(finite_or(values[row], 0.0, row, name)?);
        }
    }
    let missing = rows.len() - known.len();
    let Some(&first) = known.first() else { return Ok(Err(tr!("has no value in any patient").to_owned())) };
    if known.iter().all(|value| value.total_cmp(&first).is_eq()) {
        return Ok(Err(tr!("is {first} in every patient", first)));
    }
    Ok(Ok((Kind::Number { median: median(&mut known) }, missing)))
}

fn plan_category(codes: &[u32], levels: &[String], rows: &[usize]) -> Planned {
    let mut counts = vec![0_usize; levels.len()];
    for &row in rows {
        if let Some(count) = counts.get_mut(codes[row] as usize) {
            *count += 1;
        }
    }
    let known: usize = counts.iter().sum();
    let mut seen: Vec<usize> = (0..levels.len()).filter(|&level| counts[level] > 0).collect();
    match seen[..] {
        [] => return Err(tr!("has no value in any patient").to_owned()),
        [only] => return Err(tr!("is \"{}\" in every patient", levels[only])),
        _ => {}
    }
    if seen.len() > MAX_LEVELS && seen.len() > known / 2 {
        return Err(tr!(
            "has {} different texts for {known} patients, as a name or a number of record has",
            seen.len(),
            known
        ));
    }
    let pooled = seen.len() > MAX_LEVELS;
    if pooled {
        seen.sort_by_key(|&level| (usize::MAX - counts[level], level));
        seen.truncate(MAX_LEVELS);
        seen.sort_unstable();
    }
    if let [a, b] = seen[..] {
        let (no, yes) = if is_affirmative(&levels[a]) && !is_affirmative(&levels[b]) { (b, a) } else { (a, b) };
        let fill = usize::from(counts[yes] > counts[no] || (counts[yes] == counts[no] && yes < no));
        return Ok((Kind::YesNo { levels: [levels[no].clone(), levels[yes].clone()], fill }, rows.len() - known));
    }
    let most = seen.iter().map(|&level| counts[level]).max().unwrap_or(0);
    let fill = seen.iter().position(|&level| counts[level] == most).unwrap_or(0);
    let kept = seen.iter().map(|&level| levels[level].clone()).collect();
    Ok((Kind::Categories { levels: kept, fill, pooled }, rows.len() - known))
}

/// Whether a category reads as the presence of something.
fn is_affirmative(level: &str) -> bool {
    ["yes", "y", "true", "t", "1", "present", "positive"].iter().any(|word| level.trim().eq_ignore_ascii_case(word))
}

/// The middle value; between two middle values, their mean. Reorders `values`, which must not be empty.
fn median(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if odd {
        return *upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    lower + (*upper - lower) / 2.0
}

fn is_missing(column: &Column, row: usize) -> bool {
    match column {
        Column::Number(values) => values[row].is_nan(),
        Column::Category { codes, .. } => codes[row] == MISSING,
    }
}

fn finite_or(value: f64, filler: f64, row: usize, column: &str) -> Result<f64, LearnError> {
    if value.is_nan() {
        Ok(filler)
    } else if value.abs() <= super::LARGEST {
        Ok(value)
    } else {
        Err(LearnError::NonFinite { row, column: column.to_owned(), found: value })
    }
}

fn column<'a>(table: &'a Table, name: &str) -> Result<&'a Column, LearnError> {
    table.column(name).ok_or_else(|| LearnError::UnknownColumn { name: name.to_owned(), known: table.names().to_vec() })
}

fn check_rows(table: &Table, rows: &[usize]) -> Result<(), LearnError> {
    let count = table.rows();
    match rows.iter().find(|&&row| row >= count) {
        Some(&row) => Err(LearnError::RowOutOfRange { row, rows: count }),
        None => Ok(()),
    }
}
