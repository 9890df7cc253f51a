//! Cutpoint: a hands-on sandbox in which health staff see what clinical AI does to patients.
//!
//! # Architecture
//! Each line imports only from lines above it; `tests/layering.rs` holds that.
//!
//! | module | what stands there |
//! |---|---|
//! | [`language`] | the words shown to people, and the language they are shown in: `tr!`, the template for translators |
//! | [`num`], [`rng`], [`fonts`] | probability, threshold, proportion; one random stream per stage; the two bundled fonts |
//! | [`metrics`] | every figure that Cutpoint shows, exact and pure, and the registry that says what each is |
//! | [`data`] | recipes and the patients they generate; tables read from files |
//! | [`glossary`] | 25 ideas in words, every figure of the registry, and one search over both; what to ask a supplier |
//! | [`learn`] | the classifiers behind one trait; the only importer of linfa |
//! | [`explain`] | why one patient has this risk: contributions, what if, the smallest change across a threshold |
//! | [`scenario`] | the one document that says what is on screen, and the short code that stands for it |
//! | [`pipeline`] | scenario in, figures out, each stage kept while its key stands |
//! | [`exercise`] | what a teacher writes: steps, checks over a closed vocabulary, and the proof that they work |
//! | [`figure`] | charts as plain data, and two renderers: `screen` (egui) and `export` (SVG, PNG) |
//! | [`report`] | figures as sentences, tables and pages for paper: a supplier's claim and what to ask; a scenario with its model card |
//! | [`disk`] | files written so that what stood there is never harmed, and what the system says in plain words |
//! | [`fault`] | faults of our own: caught, and told by their place alone |
//! | [`cli`] | the command line |
//! | `ui` | the window as functions from scenario, view and results to widgets (feature `gui`) |
//! | `app` | the window's shell on a desktop: files, threads, the clock (feature `gui`; not for wasm32) |
//!
//! ```text
//! Recipe + knobs + seed    -> Cohort -> training rows, held-out rows, ward
//! classifier + training    -> scores of held-out rows (on paper) and ward
//! scores + outcomes        -> ScoredTestSet, one per side
//! ScoredTestSet + threshold -> ConfusionMatrix, Figure            every frame
//! ```
//!
//! # Invariants
//! - Everything before `disk` is pure: value in, value out; no clock, no file, no thread, no global random state.
//! - The window and the command line call the same functions; there is no second calculation of a figure anywhere.
//! - A [`scenario::Scenario`] holds plain numbers and names, and never a result.
//! - A cohort keeps the truth and the record apart. *On paper* is held-out rows against the record, *on the ward* is a
//!   fresh population against the truth.
//! - A figure that is undefined is `None`, and the screen says why; it is never NaN and never 0.
//! - Same seed, same figures on every machine: ChaCha streams by stage, quantile draws, and `libm` for what feeds a figure.
//! - Everything but `app` compiles for wasm32 (`cargo check --lib --target wasm32-unknown-unknown`).
//! - Moving a threshold trains nothing and scans nothing: a binary search per group.
//!
//! # Decisions
//! - **Own logistic regression, trees, forests, naive Bayes and nearest neighbours**, behind linfa's traits where these fit.
//!   linfa 0.8 gives hard labels for trees, ignores weights, keeps naive Bayes' means to itself and yields NaN far out, offers
//!   neighbours only as an index, and is slower than a slider allows. Ours are held to scikit-learn's figures. The support
//!   vector machine is linfa's, guarded.
//! - **Own metrics.** linfa's swap precision and recall and drop a tie group; ours agree with scikit-learn, statsmodels,
//!   fairlearn and pROC to nine digits.
//! - **Own expressions in recipes.** No well-kept parser offers functions of several arguments, level names, a position for
//!   every error and evaluation by column together; ours is two short files.
//! - **Every draw is the quantile of one uniform number per patient and variable**, so that a knob moves each patient a
//!   little and leaves all other draws as they were.
//! - **plotters writes SVG; resvg turns that into PNG** with the bundled font, because plotters' own bitmap text needs a
//!   system's fonts and fails in a browser.
//! - **A superseded job may finish within 50 ms.** Cancelled at once, a continuous drag would never show a result.
//! - **Scores are drawn on a stretched axis**, since the risks of a rare condition crowd near 0; the threshold's rail is
//!   spread alike.
//! - **A dataset asks its own questions** (`[[question]]`): published failures are told in shares that no general metric is,
//!   such as low oxygen behind a reassuring reading, and the recipe is where they belong.
//! - **The results without measures against bias travel with those that have them**, so that a gain is always shown beside its
//!   price, from the same patients.
//! - **A null control deals the groups out anew** instead of drawing from equations without them: it works for every recipe, a
//!   teacher's own included, and leaves all else about the patients as it was.
//! - **Lines for groups are found on paper and shown on either side**, since whoever sets them has only the validation data.
//!   Equalised odds by lots are shown and not written: no scenario says how to toss a coin for a patient.
//! - **A model is trained again on the three last months**: long enough to learn from, short enough to follow a drift.
//! - **Half of the collected patients are held out.** With a condition of 7 % and 6,000 patients that leaves about 210 to
//!   test on, enough for intervals that teach something and few enough to show that intervals matter.
//! - **A share code tells what differs from how its dataset opens**, so that one fits into a line or a small QR code. It carries a
//!   mark of what it differs from, and is refused rather than misread where a later version opens the dataset otherwise.
//! - **Text cells of every table that is written cannot become formulas**: an apostrophe stands before `=`, `+`, `-` and `@`, and
//!   every table that is read loses it again.
//! - **What is kept between two runs is kept by the program itself**, as small text files that are written aside, waited for and renamed;
//!   the window's library truncates its own file in place and forgets everything on an error in it.
//! - **One list of actions** stands behind the keys, the menu, the palette and the sheet of keys, so that none of them lacks one.
//! - **An exercise says its figures live**: a card of evidence holds operands, not numbers, and a scene holds set-ups, not pictures.
//! - **A guess that was shown is nobody's guess**: "Show me" passes it over, and records leave it out.
//! - **wgpu stands in the portable build alone**, since it doubles the time of a build; where it fails, the program starts itself again
//!   with OpenGL, because a process can open its window once only.
//! - **Words stand in the source, and are listed for translators** (`tr!`, `src/language/cutpoint.pot`), as gettext does it: a sentence is
//!   read where it is used and its values are checked when the program is built, and a test keeps the list complete. A language is chosen
//!   once, before the first word.
//! - **Larger windows draw larger**, by less than their size, so that a projector is read from the back row and still
//!   shows more.

// First, for its macro `tr!`.
#[macro_use]
pub mod language;

#[cfg(all(feature = "gui", not(target_arch = "wasm32")))]
pub mod app;
pub mod cli;
pub mod data;
pub mod disk;
pub mod exercise;
pub mod explain;
pub mod fault;
pub mod figure;
pub mod fonts;
pub mod glossary;
pub mod learn;
pub mod metrics;
pub mod num;
pub mod pipeline;
pub mod report;
pub mod rng;
pub mod scenario;
#[cfg(feature = "gui")]
pub mod ui;
