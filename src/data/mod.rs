//! Patients: tables, recipes that generate them, and the files they are read from.

pub mod categories;
pub mod cell;
pub mod csv;
pub mod identifier;
pub mod predictions;
pub mod read_error;
mod survey;
pub mod table;
pub mod text;
pub mod typed;

pub use table::{Cohort, Column, MISSING, Table};
