//! What the text of one cell says: a number, nothing, or neither.

/// How a column writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// `1234.5`, `1.2e-3`.
    Point,
    /// `1234,5` or `1.234,5`: the comma is the decimal mark.
    Comma,
    /// `1,234.5`: the comma groups thousands.
    Grouped,
}

/// Whether the cell stands for a missing value: blank, `NA`, `N/A`, `NaN`, `null`, `?`, `.`, `~` and the like.
///
/// `none` and `-` are not among them; see [`is_missing_number`].
#[must_use]
pub fn is_missing(cell: &str) -> bool {
    const TOKENS: [&str; 11] = ["", "na", "n/a", "nan", "null", "?", ".", "~", "#n/a", "<na>", "--"];
    cell.len() <= 4 && TOKENS.iter().any(|token| cell.eq_ignore_ascii_case(token))
}

/// As [`is_missing`], and `none` and `-` as well: among numbers they mean *missing*, among words they may be a finding.
#[must_use]
pub fn is_missing_number(cell: &str) -> bool {
    is_missing(cell) || cell == "-" || cell.eq_ignore_ascii_case("none")
}

/// The number that the cell says in this style, infinite for `inf` and for what is too large (`1e999`). `None` when it
/// says no number.
#[must_use]
pub fn number(cell: &str, style: NumberStyle) -> Option<f64> {
    // The common case first: without a comma, every style that has no points for thousands reads the same.
    if style != NumberStyle::Comma && !cell.as_bytes().contains(&b',') {
        return plain(cell);
    }
    let (group, mark) = match style {
        NumberStyle::Point => return None,
        NumberStyle::Comma => ('.', ','),
        NumberStyle::Grouped => (',', '.'),
    };
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, rest) = unsigned.split_once(mark).unwrap_or((unsigned, ""));
    if whole.contains(group) {
        let mut parts = whole.split(group);
        let first = parts.next().unwrap_or_default();
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=3).contains(&first.len()) || !digits(first) || !parts.all(|part| part.len() == 3 && digits(part)) {
            return None;
        }
    }
    if rest.contains([',', '.']) {
        return None;
    }
    let pointed: String = cell
        .chars()
        .filter(|&letter| letter != group)
        .map(|letter| if letter == mark { '.' } else { letter })
        .collect();
    plain(&pointed)
}

/// A number with a decimal point, if the whole text is one.
fn plain(text: &str) -> Option<f64> {
    match text.parse::<f64>() {
        Ok(value) => (!value.is_nan()).then_some(value),
        // Word processors turn the hyphen into a minus sign.
        Err(_) => {
            text.strip_prefix('\u{2212}').filter(|rest| !rest.starts_with('-')).and_then(plain).map(|value| -value)
        }
    }
}

/// What a word for yes or no says, in any case.
#[must_use]
pub fn yes_or_no(cell: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if is(&["yes", "true", "y", "t"]) {
        Some(true)
    } else if is(&["no", "false", "n", "f"]) {
        Some(false)
    } else {
        None
    }
}

/// Whether the cell looks like a date, with or without a time: three numbers between `-`, `/` or `.`, one of them a year
/// or all of them short. Which number is the day and which the month cannot be told from one cell.
#[must_use]
pub fn is_date(cell: &str) -> bool {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    ['-', '/', '.'].into_iter().any(|mark| {
        let mut parts = day.split(mark).map(|part| (part.len(), part.bytes().all(|byte| byte.is_ascii_digit())));
        let short = |part: Option<(usize, bool)>| matches!(part, Some((1 | 2, true)));
        let year_or_day = |part: Option<(usize, bool)>| matches!(part, Some((1 | 2 | 4, true)));
        year_or_day(parts.next()) && short(parts.next()) && year_or_day(parts.next()) && parts.next().is_none()
    })
}
