//! Columns that only tell patients apart: hospital numbers, row numbers.

/// What makes a column look like an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The finding, as the end of a sentence that begins with the column.
    pub finding: String,
    /// Whether nothing else is plausible, so that the column should not be an input.
    pub certain: bool,
}

/// The fewest patients among whom different whole numbers mean anything.
const FEWEST: usize = 20;

/// Words in a column's name that mean an identifier.
const WORDS: [&str; 12] =
    ["id", "ids", "identifier", "nhs", "mrn", "chi", "index", "uid", "uuid", "pseudonym", "nhsnumber", "patientid"];

/// Whether the numbers of a column only tell patients apart: whole, and every patient has a different one.
#[must_use]
pub fn identifier(name: &str, values: &[f64]) -> Option<Identifier> {
    let whole = |value: &f64| value.is_finite() && value.fract().abs() <= 0.0;
    if values.len() < FEWEST || !values.iter().all(whole) {
        return None;
    }
    let steps = values.windows(2).all(|pair| (pair[1] - pair[0] - 1.0).abs() <= 0.0);
    if steps {
        return Some(Identifier { finding: tr!("only numbers the rows").to_owned(), certain: true });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.windows(2).any(|pair| pair[0].total_cmp(&pair[1]).is_eq()) {
        return None;
    }
    let certain = named_as_one(name);
    if !certain && values.len() < 50 {
        return None;
    }
    let finding = tr!("has a different whole number for every patient, as an identifier such as an NHS number has");
    Some(Identifier { finding: finding.to_owned(), certain })
}

fn named_as_one(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    let number_of =
        |what: &str| words.contains(&what) && words.iter().any(|word| matches!(*word, "number" | "no" | "nr"));
    words.iter().any(|word| WORDS.contains(word))
        || ["patient", "hospital", "case", "record"].into_iter().any(number_of)
}
