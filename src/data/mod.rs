//! Patients: tables, recipes that generate them, and the files they are read from.

pub mod cell;
pub mod csv;
pub mod predictions;
pub mod read_error;
pub mod table;
pub mod text;

pub use table::{Cohort, Column, MISSING, Table};
