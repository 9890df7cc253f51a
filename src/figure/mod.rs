//! Charts as plain data, with two renderers.
//!
//! A [`Figure`] says what is shown, in roles; it holds no colour and no pixel. `layout` finds room for its words, `inside` and
//! `annotation` turn its layers into marks on a plane of pixels, and two thin renderers draw these marks: `screen` in the window, [`export`] to a file. So
//! what is saved is what was seen.
//!
//! ```text
//! ScoredTestSet + threshold -> score_figure, roc_figure -> Figure -> marks -> screen | export
//! scores + outcomes         -> People + threshold                -> marks -> screen | export
//! Recipe + moved knobs      -> Diagram                           -> marks -> screen | export
//! ```

mod annotation;
mod axis;
mod bins;
mod calibration_figure;
mod change_figure;
mod contour;
mod cost_figure;
mod curve_points;
mod decision_figure;
pub mod decision_tree;
pub mod diagram;
mod distribution_figure;
pub mod export;
mod fatigue_figure;
mod field_figure;
mod folds_figure;
mod gain_figure;
mod groups_figure;
mod guesses_figure;
mod inside;
mod layout;
mod learning_figure;
mod marks;
mod matters;
mod model;
mod months_figure;
mod overlay_figure;
#[cfg(feature = "gui")]
mod paint;
pub mod palette;
pub mod people;
#[cfg(feature = "gui")]
mod people_screen;
mod pr_figure;
mod push_figure;
mod rates_figure;
mod reasons;
mod roc_figure;
mod rows_figure;
mod rules_figure;
mod score_figure;
#[cfg(feature = "gui")]
pub mod screen;
mod sides_figure;
mod track;
pub mod tree;
mod words;
mod workings_figure;
mod zoom;

pub use axis::{Axis, Format, Row, Scale, count, percent};
pub use calibration_figure::calibration_figure;
pub use change_figure::{ChangeCurve, change_figure};
pub use cost_figure::cost_figure;
pub use decision_figure::decision_figure;
pub use diagram::inside;
pub use distribution_figure::{By, distribution_figure};
pub use export::Caption;
pub use fatigue_figure::fatigue_figure;
pub use field_figure::{Crowd, FieldChart, field_figure};
pub use folds_figure::{folds_figure, rounds_figure};
pub use gain_figure::gain_figure;
pub use groups_figure::{GROUP_RATES, GroupRate, groups_figure};
pub use guesses_figure::guesses_figure;
pub use layout::View;
pub use learning_figure::{follows_more, learning_figure, place_words, setting_value};
pub use marks::Area;
pub use matters::{EffectChart, effect_figure, losses_figure, proxies_figure};
pub use model::{Corner, Dash, Figure, Fill, Handle, Key, Layer, Role, Shape, Stop, Track};
pub use months_figure::{Followed, months_figure, months_sentence};
pub use overlay_figure::{chance_figure, overlay_figure};
pub use pr_figure::pr_figure;
pub use push_figure::{Push, Pushes, push_figure};
pub use rates_figure::rates_figure;
pub use reasons::{
    Border, InputWords, Placed, border_figure, constant_figure, evidence_figure, neighbours_figure, platt_figure,
    points_figure, points_sum, votes_figure,
};
pub use roc_figure::{RocLines, roc_figure, roc_figure_with};
pub use rows_figure::{Dot, RowsFigure};
pub use rules_figure::{RuleMark, rules_figure};
pub use score_figure::{SCORE_SCALE, score_figure};
pub use sides_figure::{Estimate, Pair, SideGroup, SideMeasure, SideRow, Sides, Topic, Unit, sides_figure};
pub use words::{Ghost, Words, score, sentence_case};
pub use workings_figure::workings_figure;
pub use zoom::Zoom;
