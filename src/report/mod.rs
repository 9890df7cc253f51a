//! Figures as sentences and pages for paper: what the window shows of a supplier's claim, and the page to take to a
//! meeting.

mod claim_page;
mod claim_words;
mod decision_page;
mod html;
mod reliance_page;

pub use claim_page::claim_page;
pub use claim_words::{Cell, Line, Told};
pub use decision_page::{Evidence, decision_page};
pub use reliance_page::reliance_page;
