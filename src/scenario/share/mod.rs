//! A scenario as a short text that fits into a message, a slide or a QR code.
//!
//! ```text
//! CUT1-0G6R...        CUT, the version of the code, then Crockford's base32 of:
//!   2 bytes           which defaults the rest differs from: see `short`
//!   ...               what differs, as TOML, deflated against words that most codes share: see `pack`
//!   4 bytes           CRC-32 of the version and all bytes before
//! ```
//! Case, spaces, line breaks, hyphens and the marks of a sentence around it do not count; O reads as 0, I and L read as 1.
//!
//! What a later version may change: everything but the frame (prefix, alphabet and checksum), so that this program can tell a newer
//! code from a damaged one. What must raise the version: another value in any `Default` of a scenario's parts, and any change of
//! the shared words. `tests/share_code.rs` holds codes that were made once and must read the same for ever.

mod pack;
mod qr;
mod short;

pub use qr::{QUIET_ZONE, QrError, QrGrid, qr};

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};

use super::{FORMAT_VERSION, Scenario};

/// The version of share codes that this program writes, from 1 to 9; it reads all up to it.
pub const SHARE_VERSION: u8 = 1;

/// Most bytes of a text in which a share code is looked for; a code has a few hundred at most.
pub const LONGEST_SHARE_CODE: usize = 8_000;

/// What every share code begins with; the version follows.
const PREFIX: &str = "CUT";

/// The fewest letters after the version: a marker, an empty difference and a checksum.
const FEWEST_LETTERS: usize = 12;

/// Bytes of the checksum.
const CHECKSUM: usize = 4;

/// Why a text is no share code, or a scenario has none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// The text is far too long to be one.
    #[error(
        "{}",
        tr!(
            "this text has {found} characters, and a share code has at most {LONGEST_SHARE_CODE}; copy the code alone, from \
            {PREFIX}{SHARE_VERSION} to its end",
            found = .found, LONGEST_SHARE_CODE = LONGEST_SHARE_CODE, PREFIX = PREFIX, SHARE_VERSION = SHARE_VERSION
        )
    )]
    TooLong {
        /// Its length in bytes.
        found: usize,
    },
    /// It does not begin as one.
    #[error(
        "{}",
        tr!(
            "this is no share code, for it does not begin with {PREFIX}{SHARE_VERSION}; copy it whole, from its first letter on",
            PREFIX = PREFIX, SHARE_VERSION = SHARE_VERSION
        )
    )]
    NotACode,
    /// A newer program made it.
    #[error(
        "{}",
        tr!(
            "this share code was made with version {found} of the format, and this Cutpoint reads up to version {reads}; a newer \
            Cutpoint made it, so open it with that one",
            found = .found, reads = .reads
        )
    )]
    Newer {
        /// The version that made it.
        found: u32,
        /// The newest that can be read.
        reads: u32,
    },
    /// It is not what was written.
    #[error("{}", tr!("this share code is damaged: a character was mistyped, lost or added on the way; copy it again, whole"))]
    Damaged,
    /// It is about a dataset that this program lacks.
    #[error(
        "{}",
        tr!(
            "this share code uses the dataset \"{found}\", which this Cutpoint does not have; open it with the Cutpoint that made it",
            found = .found
        )
    )]
    Dataset {
        /// The dataset.
        found: String,
    },
    /// The dataset opens with other settings than when the code was made.
    #[error(
        "{}",
        tr!(
            "this share code was made with another version of the dataset \"{dataset}\", and would no longer mean the same; open it \
            with the Cutpoint that made it, or save a file there instead",
            dataset = .dataset
        )
    )]
    OtherDefaults {
        /// The dataset.
        dataset: String,
    },
    /// It is whole, but says what no scenario of this program says.
    #[error(
        "{}",
        tr!(
            "this share code holds a set-up that this Cutpoint cannot read; open it with the Cutpoint that made it ({problem})",
            problem = .0
        )
    )]
    Unreadable(String),
    /// The scenario has no code.
    #[error("{}", tr!("this set-up cannot be written as a share code; save it as a file instead ({problem})", problem = .0))]
    Unwritable(String),
}

/// Crockford's base32: no letter looks like another, and those that do are read as what they look like.
static LETTERS: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut letters = Specification::new();
    letters.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    letters.translate.from.push_str("OIL");
    letters.translate.to.push_str("011");
    letters.encoding().ok()
});

impl Scenario {
    /// The scenario as a share code, in capitals, digits and one hyphen. [`Scenario::from_share_code`] gives the same scenario back,
    /// every number to the last bit.
    ///
    /// # Errors
    /// [`ShareError::Unwritable`] when the scenario has no text form, or one that is too long, which no checked scenario has.
    pub fn to_share_code(&self) -> Result<String, ShareError> {
        let short = short::shortened(self)?;
        let mut bytes = short.defaults.to_be_bytes().to_vec();
        bytes.extend(pack::packed(&short.text)?);
        bytes.extend(checksum(SHARE_VERSION, &bytes).to_be_bytes());
        let letters = LETTERS.as_ref().ok_or_else(|| ShareError::Unwritable(tr!("there is no alphabet").to_owned()))?;
        let code = format!("{PREFIX}{SHARE_VERSION}-{}", letters.encode(&bytes));
        let length = code.len();
        if length > LONGEST_SHARE_CODE {
            return Err(ShareError::Unwritable(tr!("its code would have {length} characters", length)));
        }
        Ok(code)
    }

    /// Reads a share code, or a link that ends in `#` and one. Names and ranges are checked later, against the recipe, by
    /// [`Scenario::check`].
    ///
    /// # Errors
    /// [`ShareError`]; a text that is too long is refused before any of it is decoded.
    pub fn from_share_code(text: &str) -> Result<Self, ShareError> {
        if text.len() > LONGEST_SHARE_CODE {
            return Err(ShareError::TooLong { found: text.len() });
        }
        let (version, letters) = opened(text).ok_or(ShareError::NotACode)?;
        let alphabet = LETTERS.as_ref().ok_or(ShareError::Damaged)?;
        let bytes = alphabet.decode(letters.as_bytes()).map_err(|_| ShareError::Damaged)?;
        let (body, sum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(ShareError::Damaged)?;
        if checksum(version, body) != u32::from_be_bytes(*sum) || version == 0 {
            return Err(ShareError::Damaged);
        }
        if version > SHARE_VERSION {
            return Err(ShareError::Newer { found: version.into(), reads: SHARE_VERSION.into() });
        }
        let (defaults, packed) = body.split_first_chunk::<2>().ok_or(ShareError::Damaged)?;
        let text = pack::unpacked(packed)?;
        short::Short { defaults: u16::from_be_bytes(*defaults), text }.expanded()
    }
}

/// Whether a text was probably meant as a share code, whole or not: it begins as one, and is neither a file with folder or ending nor
/// a table.
#[must_use]
pub fn is_like_share_code(text: &str) -> bool {
    text.len() <= LONGEST_SHARE_CODE
        && opened(text).is_some_and(|(_, letters)| {
            letters.len() >= FEWEST_LETTERS && !letters.contains(['/', '\\', '.', ',', '='])
        })
}

/// What a sentence puts around a code or a link.
const AROUND: &str = ".,;:!?\"'`<>()[]\u{2018}\u{2019}\u{201c}\u{201d}\u{ab}\u{bb}";

/// The version and the letters after it, in capitals and without what does not count.
fn opened(text: &str) -> Option<(u8, String)> {
    // In a link the code stands behind the last `#`.
    let code = text.rsplit('#').next()?.trim_matches(|letter: char| letter.is_whitespace() || AROUND.contains(letter));
    let code: String =
        code.chars().filter(|&letter| counts(letter)).map(|letter| letter.to_ascii_uppercase()).collect();
    let mut rest = code.strip_prefix(PREFIX)?.chars();
    let version = match rest.next()? {
        'O' => 0,
        'I' | 'L' => 1,
        digit => u8::try_from(digit.to_digit(10)?).ok()?,
    };
    Some((version, rest.collect()))
}

/// Whether a letter says anything: white space and hyphens, which mail and word processors put in, do not.
fn counts(letter: char) -> bool {
    let hyphen = matches!(letter, '-' | '\u{ad}' | '\u{2010}'..='\u{2014}' | '\u{2212}');
    let invisible = matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    !letter.is_whitespace() && !hyphen && !invisible
}

fn checksum(version: u8, body: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&[version]);
    sum.update(body);
    sum.finalize()
}

/// That a scenario's own format is one that this program reads.
fn readable_format(found: i64) -> Result<(), ShareError> {
    match u32::try_from(found) {
        Ok(found) if found > FORMAT_VERSION => Err(ShareError::Newer { found, reads: FORMAT_VERSION }),
        _ => Ok(()),
    }
}
