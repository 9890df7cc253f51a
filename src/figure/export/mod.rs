//! The renderer of files: a [`Figure`] as SVG by plotters, and that SVG as PNG by resvg with Cutpoint's own fonts.

mod plotted;

pub(super) use plotted::Metrics;

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use plotted::{Sheets, document, inline_document};

use super::decision_tree::{self, DecisionTree, Plan};
use super::diagram::{self, Diagram, Look, Placed};
use super::inside;
use super::layout::{Setting, Type, surroundings};
use super::marks::{Area, Ink, LINE, Mark, Measure, wrap};
use super::model::{Figure, Role};
use super::people::{self, Lattice, People};
use super::tree::{self, Tree};
use super::words::{Words, score, sentence_case};
use crate::num::Threshold;

/// Why a figure could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The drawing failed.
    #[error(
        "{}",
        tr!(
            "the picture could not be drawn: {problem}; please report this with the chart that you were saving",
            problem = .0
        )
    )]
    Draw(String),
    /// The SVG cannot be read back.
    #[error("{}", tr!("the picture cannot be turned into a PNG: {problem}; save it as SVG instead", problem = .0))]
    Read(#[from] usvg::Error),
    /// No picture has that size.
    #[error(
        "{}",
        tr!(
            "found a width of {found:.0} pixels, expected 1 to {WIDEST}; choose a smaller or larger picture",
            found = .found, WIDEST = WIDEST
        )
    )]
    Size {
        /// The width asked for.
        found: f32,
    },
    /// The PNG could not be written.
    #[error("{}", tr!("the picture cannot be written as PNG: {problem}; save it as SVG instead", problem = .0))]
    Encode(String),
}

/// The widest PNG, in pixels.
pub const WIDEST: u32 = 8192;

/// What an exported picture says of its origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Caption {
    /// The title of the dataset.
    pub dataset: String,
    /// The name of the classifier.
    pub model: String,
    /// The threshold.
    pub threshold: Threshold,
    /// The seed that makes the same picture again.
    pub seed: u64,
}

impl Caption {
    /// What it is a picture of, in one line.
    #[must_use]
    pub fn origin(&self) -> String {
        let Self { dataset, model, threshold, seed } = self;
        let origin = tr!("{dataset}, {model}, threshold {}, seed {seed}", score(threshold.get()), dataset, model, seed);
        sentence_case(&origin)
    }
}

/// What stands on every picture.
pub const DISCLAIMER: &str = tr_noop!("Made with Cutpoint from synthetic data, for teaching, not for clinical use");

/// Text sizes of a picture 1280 pixels wide.
const TITLE: f32 = 34.0;
const SIZES: Type = Type { tick: 20.0, label: 21.0, note: 22.0, stroke: 1.7 };
const SMALL: f32 = 18.0;
/// The least height of a row with a name.
const ROW: f32 = 30.0;
/// Around everything.
const MARGIN: f32 = 28.0;
/// Around a picture on a page that has margins of its own.
const INSET: f32 = 6.0;

/// Draws `figure` for a slide on a light background: 1280 × 720 pixels (higher where it has many rows), or 980 × 980 where it is square, with title, caption,
/// origin and disclaimer in the picture, and title and alt text for screen readers in the file.
///
/// # Errors
/// [`ExportError::Draw`] when the drawing fails.
pub fn svg(figure: &Figure, caption: &Caption) -> Result<String, ExportError> {
    let size =
        if figure.square { [980.0, 980.0] } else { [1280.0, 720.0_f32.max(300.0 + ROW * figure.y.rows.len() as f32)] };
    let measure = Metrics::new()?;
    let (back, body) = page(size, &figure.title, &[&figure.caption], &caption.origin(), &measure);
    document(size, &figure.title, &figure.alt, &drawn(figure, body, back, &measure))
}

/// Draws `figure` for a page of HTML that says title, caption and origin itself: as [`svg`], without these words in the picture,
/// 1280 × 600 pixels or 900 × 900 where it is square, but as wide as its place. Its alt text is its label for screen readers, and
/// its identifiers begin with `name`, which must be the only one of its kind on the page.
///
/// # Errors
/// As [`svg`].
pub fn inline_svg(figure: &Figure, name: &str) -> Result<String, ExportError> {
    let size =
        if figure.square { [900.0, 900.0] } else { [1280.0, 600.0_f32.max(180.0 + ROW * figure.y.rows.len() as f32)] };
    let [width, height] = size;
    let body = Area { left: INSET, top: INSET, right: width - INSET, bottom: height - INSET };
    let sheets = drawn(figure, body, Vec::new(), &Metrics::new()?);
    inline_document(size, name, &figure.alt, &sheets)
}

/// The figure within `body`, over what stands in `back` already.
fn drawn(figure: &Figure, body: Area, mut back: Vec<Mark>, measure: &Metrics) -> Sheets {
    let set = Setting::of(figure, body, SIZES, measure);
    back.extend(surroundings(figure, &set));
    let clipped = inside::layers(figure, &set.view, &SIZES);
    Sheets { back, clipped, clip: set.view.frame, front: inside::notes(figure, &set) }
}

/// Draws the people as [`svg`] draws a figure.
///
/// # Errors
/// As [`svg`].
pub fn people_svg(
    people: &People,
    threshold: Threshold,
    words: &Words,
    caption: &Caption,
) -> Result<String, ExportError> {
    let size = [1280.0, 960.0];
    let measure = Metrics::new()?;
    let title = people.title();
    let note = tr!("{} The line surrounds those {}.", people.note(), words.with());
    let (mut back, body) = page(size, &title, &[&note], &caption.origin(), &measure);
    let (legend, height) = people::legend(people, threshold, [body.left, body.top, body.width()], SIZES.note, &measure);
    back.extend(legend);
    let lattice = Lattice::new(people.persons().len(), Area { top: body.top + height + 0.4 * SIZES.note, ..body });
    let sheets = Sheets { back, clipped: Vec::new(), clip: body, front: people::icons(people, threshold, &lattice) };
    document(size, &title, &people.alt(threshold, words), &sheets)
}

/// Draws a tree of natural frequencies as [`svg`] draws a figure.
///
/// # Errors
/// As [`svg`].
pub fn tree_svg(tree: &Tree, caption: &Caption) -> Result<String, ExportError> {
    let size = [1280.0, 720.0];
    let measure = Metrics::new()?;
    let (back, body) =
        page(size, crate::language::translate(tree::TITLE), &[&tree.caption()], &caption.origin(), &measure);
    let front = tree::marks(tree, body, SIZES.note, &measure);
    let sheets = Sheets { back, clipped: Vec::new(), clip: body, front };
    document(size, crate::language::translate(tree::TITLE), &tree.alt(), &sheets)
}

/// Draws the groups of a decision tree below `top` as [`svg`] draws a figure, 1600 pixels wide and as high as it needs.
///
/// # Errors
/// As [`svg`].
pub fn decision_tree_svg(
    tree: &DecisionTree,
    top: usize,
    title: &str,
    caption: &Caption,
) -> Result<String, ExportError> {
    let measure = Metrics::new()?;
    let note = crate::language::translate(decision_tree::NOTE);
    let draw = |height: f32| {
        let (back, body) = page([1600.0, height], title, &[note], &caption.origin(), &measure);
        let body = Area { left: body.left + 0.4 * SIZES.note, top: body.top + 0.4 * SIZES.note, ..body };
        (back, body, Plan::new(tree, top, body, SIZES.note, &measure))
    };
    let (_, body, plan) = draw(1000.0);
    let height = 1000.0 + (plan.covers().bottom - body.bottom).max(0.0);
    let (back, body, plan) = draw(height);
    let sheets = Sheets { back, clipped: Vec::new(), clip: body, front: plan.marks(tree, &measure) };
    document([1600.0, height], title, &tree.alt(), &sheets)
}

/// Draws the causal diagram of the dataset `title` as [`svg`] draws a figure, 1600 pixels wide and as high as it needs.
///
/// # Errors
/// As [`svg`].
pub fn diagram_svg(diagram: &Diagram, title: &str) -> Result<String, ExportError> {
    let measure = Metrics::new()?;
    let note = tr!("Arrows run from causes to effects. What a moved knob changes is lit up.");
    let head = format!("{title}: {}", diagram::inside(crate::language::translate(diagram::TITLE)));
    let draw = |height: f32| {
        let size = [1600.0, height];
        let (mut back, body) = page(size, &head, &[note], title, &measure);
        let (legend, taken) = diagram::legend(diagram, [body.left, body.top, body.width()], SIZES.label, &measure);
        back.extend(legend);
        let room = Area { top: body.top + taken + diagram::ABOVE * SIZES.label, ..body };
        (back, Placed::new(diagram, room, SIZES.label, &measure), room, size)
    };
    let (_, placed, room, _) = draw(1000.0);
    let (back, placed, room, mut size) = draw(1000.0 + placed.covers.bottom - room.bottom);
    size[0] += placed.covers.right - room.right;
    let front = diagram::marks(diagram, &placed, Look::default(), &measure);
    let sheets = Sheets { back, clipped: Vec::new(), clip: placed.covers, front };
    document(size, &head, &diagram.alt(), &sheets)
}

/// Turns an SVG written by this module into a PNG, `scale` times as large.
///
/// # Errors
/// [`ExportError`] when the SVG is none, the size is none, or the PNG cannot be encoded.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ExportError> {
    static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(crate::fonts::REGULAR.to_vec());
        fonts.load_font_data(crate::fonts::SEMIBOLD.to_vec());
        Arc::new(fonts)
    });
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let [width, height] = [tree.size().width(), tree.size().height()].map(|side| (side * scale).round());
    let bad_size = ExportError::Size { found: width };
    if !(1.0..=WIDEST as f32).contains(&width) || !(1.0..=WIDEST as f32).contains(&height) {
        return Err(bad_size);
    }
    let mut picture = tiny_skia::Pixmap::new(width as u32, height as u32).ok_or(bad_size)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| ExportError::Encode(error.to_string()))
}

/// Title, caption lines, origin and disclaimer; returns them with the room that is left between.
fn page(
    [width, height]: [f32; 2],
    title: &str,
    notes: &[&str],
    origin: &str,
    measure: &dyn Measure,
) -> (Vec<Mark>, Area) {
    let mut marks = Vec::new();
    let room = width - 2.0 * MARGIN;
    let mut write = |text: &str, size: f32, strong: bool, role: Role, top: f32| {
        let lines = wrap(measure, text, size, strong, room);
        let height = lines.len() as f32 * LINE * size;
        for (index, text) in lines.into_iter().enumerate() {
            let at = [MARGIN, top + index as f32 * LINE * size];
            marks.push(Mark::Words { at, text, size, strong, ink: Ink::full(role) });
        }
        height
    };
    let top = MARGIN + write(title, TITLE, true, Role::Ink, MARGIN) + 0.4 * SIZES.label;
    let lines = |text: &str, size: f32| wrap(measure, text, size, false, room).len() as f32 * LINE * size;
    let footer = [origin.to_owned(), crate::language::translate(DISCLAIMER).to_owned()];
    let below: f32 = notes.iter().map(|note| lines(note, SIZES.label)).sum::<f32>()
        + footer.iter().map(|line| lines(line, SMALL)).sum::<f32>()
        + 0.5 * SMALL;
    let bottom = height - 0.7 * MARGIN - below;
    let mut at = bottom;
    for note in notes {
        at += write(note, SIZES.label, false, Role::Ink, at);
    }
    at += 0.5 * SMALL;
    for line in &footer {
        at += write(line, SMALL, false, Role::Quiet, at);
    }
    (marks, Area { left: MARGIN, top, right: width - MARGIN, bottom: bottom - 0.5 * SMALL })
}
