//! The two fonts that the window and every exported picture share: subsets of Inter, under the licence in `OFL.txt`.
//!
//! Digits are of equal width, so that figures stand still while they change.

/// The family name of [`REGULAR`].
pub const FAMILY: &str = "Inter";

/// The family name of [`SEMIBOLD`].
pub const SEMIBOLD_FAMILY: &str = "Inter Semi Bold";

/// Inter Regular, an OpenType font.
pub const REGULAR: &[u8] = include_bytes!("Inter-Regular.otf");

/// Inter SemiBold, an OpenType font.
pub const SEMIBOLD: &[u8] = include_bytes!("Inter-SemiBold.otf");
