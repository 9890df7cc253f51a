//! Controls that more than one room uses.

pub mod chart;
pub mod explain;
pub mod fitted;
pub mod knob;
pub mod legend;
pub mod matrix;
pub mod segmented;
pub mod table;
pub mod threshold;
