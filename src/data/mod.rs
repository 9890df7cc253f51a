//! Patients: tables, recipes that generate them, and the files they are read from.

pub mod table;

pub use table::{Cohort, Column, MISSING, Table};
