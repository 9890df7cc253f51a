//! Patients: tables, recipes that generate them, and the files they are read from.

pub mod catalogue;
pub mod categories;
pub mod cell;
pub mod csv;
pub mod draw;
pub mod expression;
mod expression_parser;
pub mod generator;
pub mod identifier;
pub mod nearest;
pub mod outcome;
pub mod patient_table;
pub mod predictions;
pub mod proof;
pub mod quantile;
pub mod question;
pub mod read_error;
pub mod recipe;
pub mod recipe_file;
mod recipe_tables;
pub mod split;
pub mod spreadsheet;
mod survey;
pub mod table;
pub mod text;
pub mod typed;
pub mod wrong_key;

pub use table::{Cohort, Column, MISSING, Table};
