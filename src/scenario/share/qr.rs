//! A share code, or a link with one, as a QR code.

use qrcode::{Color, EcLevel, QrCode};

/// How many light modules must be left free around a QR code for readers to find it (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// A QR code as a plain grid, without the [`QUIET_ZONE`] around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrGrid {
    /// Modules on a side, from 21 to 177.
    pub width: usize,
    /// Whether each module is dark, row by row from the top; `width` times `width` of them.
    pub dark: Vec<bool>,
}

/// Why a text has no QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// It is longer than the largest QR code holds.
    #[error(
        "{}",
        tr!(
            "a text of {found} characters fits into no QR code; copy it, or save the set-up as a file instead",
            found = .found
        )
    )]
    TooLong {
        /// Its length in bytes.
        found: usize,
    },
}

/// The QR code of `text`, the smallest that survives 15 % of it being covered, or 7 % where the text is too long for that. A share
/// code in capitals takes little more than half the room of other text.
///
/// # Errors
/// [`QrError::TooLong`].
pub fn qr(text: &str) -> Result<QrGrid, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .or_else(|_| QrCode::with_error_correction_level(text, EcLevel::L))
        .map_err(|_| QrError::TooLong { found: text.len() })?;
    let width = code.width();
    Ok(QrGrid { width, dark: code.into_colors().into_iter().map(|module| module == Color::Dark).collect() })
}

impl QrGrid {
    /// Whether the module in that row and column, each counted from 0, is dark; outside of the grid all is light.
    #[must_use]
    pub fn is_dark(&self, row: usize, column: usize) -> bool {
        row < self.width && column < self.width && self.dark.get(row * self.width + column).copied().unwrap_or(false)
    }
}
