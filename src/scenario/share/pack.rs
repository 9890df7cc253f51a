//! Text made small: deflated against words that most share codes have in common.

use miniz_oxide::deflate::core::deflate_flags::TDEFL_FORCE_ALL_STATIC_BLOCKS;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::ShareError;
use super::short::WORDS;

/// Most bytes that a share code may unfold to; a scenario has under two thousand. Whatever is made to unfold to more is refused.
const LARGEST: usize = 32 * 1024;

/// Nine is as small as deflate gets.
const LEVEL: i32 = 9;
/// Neither a header nor a checksum of its own.
const RAW: i32 = -15;

/// `text` deflated, as if it followed on [`WORDS`].
///
/// # Errors
/// [`ShareError::Unwritable`] when it is longer than what [`unpacked`] takes.
pub(super) fn packed(text: &str) -> Result<Vec<u8>, ShareError> {
    if text.len() > LARGEST {
        return Err(ShareError::Unwritable(tr!(
            "it has {} bytes, and at most {LARGEST} can be shared",
            text.len(),
            LARGEST
        )));
    }
    // Codes made for the text pay for long texts only.
    let forms = [TDEFL_FORCE_ALL_STATIC_BLOCKS, 0].map(|form| deflated(text, form));
    forms
        .into_iter()
        .flatten()
        .min_by_key(Vec::len)
        .ok_or_else(|| ShareError::Unwritable(tr!("it cannot be compressed").to_owned()))
}

fn deflated(text: &str, form: u32) -> Option<Vec<u8>> {
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0) | form);
    let feed = |compressor: &mut CompressorOxide, text: &str, flush| {
        let mut bytes = Vec::new();
        let (status, read) = compress_to_output(compressor, text.as_bytes(), flush, |more| {
            bytes.extend_from_slice(more);
            true
        });
        (read == text.len()).then_some((status, bytes))
    };
    // The words are fed and what comes of them is thrown away: the receiver has them already.
    feed(&mut compressor, WORDS, TDEFLFlush::Sync)?;
    let (status, bytes) = feed(&mut compressor, text, TDEFLFlush::Finish)?;
    (status == TDEFLStatus::Done).then_some(bytes)
}

/// The text that [`packed`] was given.
///
/// # Errors
/// [`ShareError::Damaged`] when the bytes are no such text, or one of more than 32 KiB.
pub(super) fn unpacked(bytes: &[u8]) -> Result<String, ShareError> {
    let words = WORDS.len();
    let mut out = vec![0; words + LARGEST];
    out[..words].copy_from_slice(WORDS.as_bytes());
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut DecompressorOxide::new(), bytes, &mut out, words, flags);
    if status != TINFLStatus::Done || read != bytes.len() {
        return Err(ShareError::Damaged);
    }
    out.truncate(words + written);
    String::from_utf8(out.split_off(words)).map_err(|_| ShareError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_come_back() {
        let long = "threshold = 0.125\nprevalence = 0.07\n".repeat(1_000);
        for length in [0, 1, 2, 40, 500, 5_000, LARGEST] {
            let bytes = packed(&long[..length]).expect("it is short enough");
            assert_eq!(unpacked(&bytes).expect("it was just packed"), &long[..length]);
        }
        assert!(matches!(packed(&long[..=LARGEST]), Err(ShareError::Unwritable(_))));
    }

    #[test]
    fn what_unfolds_without_end_is_refused() {
        let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0));
        let mut bomb = Vec::new();
        compress_to_output(&mut compressor, &vec![b'a'; 50_000_000], TDEFLFlush::Finish, |more| {
            bomb.extend_from_slice(more);
            true
        });
        assert!(bomb.len() < 60_000, "{} bytes", bomb.len());
        assert_eq!(unpacked(&bomb), Err(ShareError::Damaged));
    }
}
