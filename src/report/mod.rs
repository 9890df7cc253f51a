//! Figures as sentences, tables and pages for paper: what the window shows of a supplier's claim and the page to take to a meeting,
//! a learner's judgements, and the whole state of a scenario with its model card.

mod claim_page;
mod claim_words;
mod decision_page;
mod figures_table;
mod html;
mod reliance_page;
mod scenario_page;
mod table_csv;

pub use claim_page::claim_page;
pub use claim_words::{Cell, Line, Told};
pub use decision_page::{Evidence, decision_page};
pub use figures_table::{Estimate, FigureRow, GroupRow, figures_cells, figures_table, groups_cells, groups_table};
pub use reliance_page::reliance_page;
pub use scenario_page::scenario_page;
pub use table_csv::{Cell as TableCell, TableError, for_clipboard, table_csv};
