//! Bytes into text: byte order marks, UTF-16, older Western and other encodings, and what is no text at all.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::read_error::ReadError;

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark. Borrowed when the bytes were UTF-8.
    pub text: Cow<'a, str>,
    /// The name of the encoding that was found.
    pub encoding: &'static str,
    /// What a person should know: the encoding was guessed, some characters were unreadable.
    pub warnings: Vec<String>,
}

/// How much of a file without mark is looked at to guess its encoding.
const SAMPLE: usize = 1 << 18;

/// Bytes that begin files which are often taken for tables.
const MAGIC: [(&[u8], &str, &str); 8] = [
    (
        b"PK\x03\x04",
        tr_noop!("an Excel workbook or ZIP archive"),
        tr_noop!("open it in Excel and save it as CSV UTF-8, or unpack it first"),
    ),
    (b"\xD0\xCF\x11\xE0", tr_noop!("an old Excel workbook"), tr_noop!("open it in Excel and save it as CSV UTF-8")),
    (b"%PDF", tr_noop!("a PDF document"), tr_noop!("export the table itself as CSV")),
    (b"\x1F\x8B", tr_noop!("a compressed file (gzip)"), tr_noop!("unpack it first")),
    (b"PAR1", tr_noop!("a Parquet file"), tr_noop!("export it as CSV")),
    (b"SQLite format 3", tr_noop!("a database file"), tr_noop!("export the table as CSV")),
    (b"\x89PNG", tr_noop!("a picture"), tr_noop!("export the table itself as CSV")),
    (b"$FL2", tr_noop!("an SPSS data file"), tr_noop!("export it from SPSS as CSV")),
];

fn not_text() -> ReadError {
    ReadError::NotText {
        what: tr!("a file with zero bytes in it"),
        remedy: tr!("export the table as CSV and open that"),
    }
}

/// Turns the bytes of a file into text.
///
/// A byte order mark decides; without one, bytes that are valid UTF-8 are UTF-8, and for others the likeliest older
/// encoding is guessed, with a warning that says which.
///
/// # Errors
/// [`ReadError::NotText`] for workbooks, PDF documents, archives and anything with zero bytes in it.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    if let Some(&(_, what, remedy)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(ReadError::NotText {
            what: crate::language::translate(what),
            remedy: crate::language::translate(remedy),
        });
    }
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => decode_as(encoding, &bytes[mark..]),
        None => match (std::str::from_utf8(bytes), utf16_without_mark(bytes)) {
            (_, Some(encoding)) => decode_as(encoding, bytes),
            (Ok(text), None) => Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), warnings: Vec::new() },
            (Err(_), None) => guessed(bytes),
        },
    };
    if decoded.text.as_bytes().contains(&0) { Err(not_text()) } else { Ok(decoded) }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut warnings = Vec::new();
    if let Some(warning) = unreadable(&text, encoding.name()) {
        warnings.push(warning);
    }
    Decoded { text, encoding: encoding.name(), warnings }
}

fn guessed(bytes: &[u8]) -> Decoded<'_> {
    // ASCII tells nothing about the encoding: begin a little before the first byte that does.
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(64);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, start + sample.len() == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let mut decoded = decode_as(encoding, bytes);
    let name = match encoding.name() {
        "windows-1252" => tr!("Western European (Windows-1252, Latin-1)"),
        other => other,
    };
    decoded.warnings.insert(
        0,
        tr!(
            "The text is not UTF-8; it was read as {name}. If accented letters look wrong, save the file as CSV UTF-8.",
            name
        ),
    );
    decoded
}

/// How many characters had to be replaced, and where the first stands.
fn unreadable(text: &str, encoding: &str) -> Option<String> {
    let (first, _) = text.match_indices('\u{FFFD}').next()?;
    let count = text.matches('\u{FFFD}').count();
    let line = 1 + text[..first].bytes().filter(|&byte| byte == b'\n').count();
    Some(tr!(
        "{count} characters could not be read as {encoding}, the first on line {line}; they are shown as \u{FFFD}.",
        count,
        encoding,
        line
    ))
}

/// UTF-16 from programs that write no mark: in Western text every second byte is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs < 2 {
        return None;
    }
    match (even * 10 >= pairs * 7, odd * 10 >= pairs * 7) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}
