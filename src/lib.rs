//! Cutpoint: a hands-on sandbox in which health staff see what clinical AI does to patients.
//!
//! # Architecture
//! Each line imports only from lines above it; `tests/layering.rs` holds that.
//!
//! - [`num`], [`rng`]: probability, threshold, proportion; one random stream per stage.
//! - [`metrics`]: every figure that Cutpoint shows, exact and pure.
//! - [`data`]: recipes, the patients they generate, and tables read from files.
//! - [`learn`]: the classifiers; the only importer of linfa.
//! - [`scenario`]: the one document that says what is on screen.
//! - [`pipeline`]: scenario in, figures out.
//! - [`figure`]: charts as plain data, with two renderers.
//! - [`cli`]: the command line.
//! - `ui`, `app`: the window (feature `gui`).

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
pub mod data;
pub mod figure;
pub mod fonts;
pub mod learn;
pub mod metrics;
pub mod num;
pub mod pipeline;
pub mod rng;
pub mod scenario;
#[cfg(feature = "gui")]
pub mod ui;
