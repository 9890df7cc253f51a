//! Text that a spreadsheet must not take for a formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is worked out when the file is opened, and can then fetch
//! and send what it likes (OWASP, CSV injection). An apostrophe in front makes it text. Numbers are written by those who know
//! that they are numbers, and never come here: −3 stays −3.

use std::borrow::Cow;

/// What a formula can begin with; the wide forms are taken for the narrow ones by some spreadsheets.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Whether `text` begins a formula, apostrophes in front left aside.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// `text` as it may stand in a cell: with an apostrophe in front where a spreadsheet would take it for a formula.
///
/// Text that has apostrophes in front of such a beginning gets one more, so that [`restored`] always leads back.
#[must_use]
pub fn neutralised(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was [`neutralised`]; any other text is left as it is.
#[must_use]
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dangerous_beginning_becomes_text_and_comes_back() {
        for beginning in BEGINNINGS {
            for text in
                [format!("{beginning}1+1"), beginning.to_string(), format!("'{beginning}x"), format!("''{beginning}x")]
            {
                let cell = neutralised(&text);
                assert!(cell.starts_with('\'') && cell.len() == text.len() + 1, "{text:?} is written as {cell:?}");
                assert_eq!(restored(&cell), text);
            }
        }
    }

    #[test]
    fn harmless_text_is_left_alone() {
        for text in ["", "women", "80 and over", "a=b", "x-ray", "'t Hooft", "'", "''", "5 - 6", "\u{2212}3"] {
            assert_eq!(neutralised(text), text);
            assert_eq!(restored(text), text);
        }
    }
}
