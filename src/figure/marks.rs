//! Marks on a plane of pixels: what both renderers draw.

use super::model::{Dash, Role, Shape};

/// A rectangle in pixels, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The left edge.
    pub left: f32,
    /// The upper edge.
    pub top: f32,
    /// The right edge.
    pub right: f32,
    /// The lower edge.
    pub bottom: f32,
}

impl Area {
    /// From its upper left corner and size.
    #[must_use]
    pub const fn at([left, top]: [f32; 2], [width, height]: [f32; 2]) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    /// Its width.
    #[must_use]
    pub const fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Its height.
    #[must_use]
    pub const fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Its middle.
    #[must_use]
    pub const fn centre(&self) -> [f32; 2] {
        [f32::midpoint(self.left, self.right), f32::midpoint(self.top, self.bottom)]
    }

    /// Larger by `by` on every side.
    #[must_use]
    pub const fn grown(&self, by: f32) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Whether `at` lies in it, its edges included.
    #[must_use]
    pub fn contains(&self, at: [f32; 2]) -> bool {
        (self.left..=self.right).contains(&at[0]) && (self.top..=self.bottom).contains(&at[1])
    }

    /// How many square pixels both cover.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f32 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    /// The same size, moved as little as possible to lie within `outer`.
    #[must_use]
    pub fn within(&self, outer: &Self) -> Self {
        let left = self.left.min(outer.right - self.width()).max(outer.left);
        let top = self.top.min(outer.bottom - self.height()).max(outer.top);
        Self::at([left, top], [self.width(), self.height()])
    }
}

/// A role in full colour or thinned to a background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    pub role: Role,
    pub tint: bool,
}

impl Ink {
    pub(super) const fn full(role: Role) -> Self {
        Self { role, tint: false }
    }

    pub(super) const fn tint(role: Role) -> Self {
        Self { role, tint: true }
    }
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A line through at least two points.
    Line { points: Vec<[f32; 2]>, width: f32, dash: Dash, ink: Ink },
    /// What lies between two lines with the same x values.
    Strip { upper: Vec<[f32; 2]>, lower: Vec<[f32; 2]>, ink: Ink },
    /// A filled rectangle with rounded corners.
    Plate { area: Area, radius: f32, ink: Ink },
    /// A rectangle shaded in the colour of a role, from the background at 0 to about half of it at 1.
    Shade { area: Area, role: Role, strength: f32 },
    /// A point; `width` is that of its outline, in the background's colour, or of its stroke where it has no filling.
    Point { at: [f32; 2], radius: f32, width: f32, shape: Shape, ink: Ink },
    /// One line of text by its upper left corner.
    Words { at: [f32; 2], text: String, size: f32, strong: bool, ink: Ink },
}

/// How far the cross in a ring reaches from its middle, as a share of the radius.
pub(super) const CROSSING: f32 = 0.6;

/// Widths of text, as the renderer at hand will draw it.
pub(super) trait Measure {
    /// The width in pixels of `text` set in `size`.
    fn width(&self, text: &str, size: f32, strong: bool) -> f32;
}

/// The height of a line of text, as a multiple of its size.
pub(super) const LINE: f32 = 1.25;

/// Breaks `text` at ordinary spaces into lines no wider than `width` (a single word may be wider).
pub(super) fn wrap(measure: &dyn Measure, text: &str, size: f32, strong: bool, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if measure.width(&longer, size, strong) <= width {
                *line = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

/// Splits a line into the pieces that its dashes leave, each with at least two points. Lengths are in pixels.
pub(super) fn dashes(points: &[[f32; 2]], dash: Dash, width: f32) -> Vec<Vec<[f32; 2]>> {
    let pattern: &[f32] = match dash {
        Dash::Solid => return vec![points.to_vec()],
        Dash::Dashed => &[4.0, 3.0],
        Dash::Dotted => &[1.2, 2.6],
        Dash::DashDot => &[5.0, 2.5, 1.2, 2.5],
    };
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let (mut step, mut left) = (0, pattern[0] * width.max(0.5));
    for ends in points.windows(2) {
        let [from, to] = [ends[0], ends[1]];
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        let along = |share: f32| [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
        let mut done = 0.0;
        while length > 0.0 && done < length {
            let drawn = step % 2 == 0;
            if drawn && piece.is_empty() {
                piece.push(along(done / length));
            }
            let ran = left.min(length - done);
            done += ran;
            left -= ran;
            if drawn {
                piece.push(along(done / length));
            }
            if left <= 1e-3 {
                step = (step + 1) % pattern.len();
                left = pattern[step] * width.max(0.5);
                if !piece.is_empty() {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}
