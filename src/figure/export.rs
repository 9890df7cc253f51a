//! The renderer of files: a [`Figure`] as SVG by plotters, and that SVG as PNG by resvg with Cutpoint's own fonts.

use std::sync::{Arc, LazyLock};

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use resvg::{tiny_skia, usvg};
use skrifa::MetadataProvider as _;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use super::diagram::{self, Diagram, Look, Placed};
use super::inside;
use super::layout::{Setting, Type, surroundings};
use super::marks::{Area, CROSSING, Ink, LINE, Mark, Measure, dashes, wrap};
use super::model::{Figure, Role, Shape};
use super::palette;
use super::people::{self, Lattice, People};
use super::tree::{self, Tree};
use super::words::{Words, score, sentence_case};
use crate::fonts;
use crate::num::Threshold;

/// Why a figure could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The drawing failed.
    #[error("the picture could not be drawn: {0}; please report this with the chart that you were saving")]
    Draw(String),
    /// The SVG cannot be read back.
    #[error("the picture cannot be turned into a PNG: {0}; save it as SVG instead")]
    Read(#[from] usvg::Error),
    /// No picture has that size.
    #[error("found a width of {found:.0} pixels, expected 1 to {WIDEST}; choose a smaller or larger picture")]
    Size {
        /// The width asked for.
        found: f32,
    },
    /// The PNG could not be written.
    #[error("the picture cannot be written as PNG: {0}; save it as SVG instead")]
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
        let origin = format!("{dataset}, {model}, threshold {}, seed {seed}", score(threshold.get()));
        sentence_case(&origin)
    }
}

/// What stands on every picture.
pub const DISCLAIMER: &str = "Made with Cutpoint from synthetic data, for teaching, not for clinical use";

/// plotters places marks on whole pixels, so it draws on a plane so many times finer than the picture.
const FINE: f32 = 8.0;
/// Text sizes of a picture 1280 pixels wide.
const TITLE: f32 = 34.0;
const SIZES: Type = Type { tick: 20.0, label: 21.0, note: 22.0, stroke: 1.7 };
const SMALL: f32 = 18.0;
/// The least height of a row with a name.
const ROW: f32 = 30.0;
/// Around everything.
const MARGIN: f32 = 28.0;

/// Draws `figure` for a slide on a light background: 1280 × 720 pixels (higher where it has many rows), or 980 × 980 where it is square, with title, caption,
/// origin and disclaimer in the picture, and title and alt text for screen readers in the file.
///
/// # Errors
/// [`ExportError::Draw`] when the drawing fails.
pub fn svg(figure: &Figure, caption: &Caption) -> Result<String, ExportError> {
    let size =
        if figure.square { [980.0, 980.0] } else { [1280.0, 720.0_f32.max(300.0 + ROW * figure.y.rows.len() as f32)] };
    let measure = Metrics::new()?;
    let (mut back, body) = page(size, &figure.title, &[&figure.caption], &caption.origin(), &measure);
    let set = Setting::of(figure, body, SIZES, &measure);
    back.extend(surroundings(figure, &set));
    let sheets = Sheets {
        back,
        clipped: inside::layers(figure, &set.view, &SIZES),
        clip: set.view.frame,
        front: inside::notes(figure, &set),
    };
    document(size, &figure.title, &figure.alt, &sheets)
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
    let note = format!("{} The line surrounds those {}.", people.note(), words.with());
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
    let (back, body) = page(size, tree::TITLE, &[&tree.caption()], &caption.origin(), &measure);
    let front = tree::marks(tree, body, SIZES.note, &measure);
    let sheets = Sheets { back, clipped: Vec::new(), clip: body, front };
    document(size, tree::TITLE, &tree.alt(), &sheets)
}

/// Draws the causal diagram of the dataset `title` as [`svg`] draws a figure, 1600 pixels wide and as high as it needs.
///
/// # Errors
/// As [`svg`].
pub fn diagram_svg(diagram: &Diagram, title: &str) -> Result<String, ExportError> {
    let measure = Metrics::new()?;
    let note = "Arrows run from causes to effects. What a moved knob changes is lit up.";
    let head = format!("{title}: {}", diagram::inside(diagram::TITLE));
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
    let footer = [origin.to_owned(), DISCLAIMER.to_owned()];
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

/// A picture in three layers, the middle one cut off at the frame.
struct Sheets {
    back: Vec<Mark>,
    clipped: Vec<Mark>,
    clip: Area,
    front: Vec<Mark>,
}

/// Puts the sheets into one SVG with a title and a description for screen readers.
fn document(size: [f32; 2], title: &str, alt: &str, sheets: &Sheets) -> Result<String, ExportError> {
    let [width, height] = size;
    let [fine_width, fine_height] = size.map(|side| (side * FINE) as u32);
    let clip = sheets.clip.grown(2.0);
    let [left, top, clip_width, clip_height] =
        [clip.left, clip.top, clip.width(), clip.height()].map(|part| part * FINE);
    let [paper_r, paper_g, paper_b] = palette::colour(Role::Paper, false);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {fine_width} {fine_height}\" role=\"img\" aria-labelledby=\"title desc\" \
         stroke-linejoin=\"round\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <clipPath id=\"frame\"><rect x=\"{left}\" y=\"{top}\" width=\"{clip_width}\" height=\"{clip_height}\"/></clipPath>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#{paper_r:02x}{paper_g:02x}{paper_b:02x}\"/>\n\
         {}<g clip-path=\"url(#frame)\">\n{}</g>\n{}</svg>\n",
        escaped(title),
        escaped(alt),
        sheet(&sheets.back, [fine_width, fine_height])?,
        sheet(&sheets.clipped, [fine_width, fine_height])?,
        sheet(&sheets.front, [fine_width, fine_height])?,
    ))
}

fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text without the control characters that no XML may hold.
fn printable(text: &str) -> String {
    text.replace(|letter: char| letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'), " ")
}

/// One sheet drawn by plotters, without the document around it.
fn sheet(marks: &[Mark], size: [u32; 2]) -> Result<String, ExportError> {
    let mut text = String::new();
    {
        let plane = SVGBackend::with_string(&mut text, (size[0], size[1])).into_drawing_area();
        for mark in marks {
            draw(&plane, mark).map_err(|error| ExportError::Draw(error.to_string()))?;
        }
        plane.present().map_err(|error| ExportError::Draw(error.to_string()))?;
    }
    let body = text.split_once(">\n").map_or("", |(_, body)| body);
    Ok(body.strip_suffix("</svg>\n").unwrap_or(body).to_owned())
}

type Plane<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

fn fine([x, y]: [f32; 2]) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn colour(ink: Ink) -> RGBColor {
    let [r, g, b] = if ink.tint { palette::tint(ink.role, false) } else { palette::colour(ink.role, false) };
    RGBColor(r, g, b)
}

fn draw<'a>(plane: &Plane<'a>, mark: &Mark) -> Drawn<'a> {
    let stroke = |ink: Ink, width: f32| colour(ink).stroke_width((width * FINE).round() as u32);
    match mark {
        Mark::Line { points, width, dash, ink } => {
            for piece in dashes(points, *dash, *width) {
                let piece: Vec<_> = piece.into_iter().map(fine).collect();
                plane.draw(&PathElement::new(piece, stroke(*ink, *width)))?;
            }
        }
        Mark::Strip { upper, lower, ink } => {
            let around: Vec<_> = upper.iter().chain(lower.iter().rev()).map(|&at| fine(at)).collect();
            plane.draw(&Polygon::new(around, colour(*ink).filled()))?;
        }
        Mark::Plate { area, ink, .. } => {
            let corners = [fine([area.left, area.top]), fine([area.right, area.bottom])];
            plane.draw(&Rectangle::new(corners, colour(*ink).filled()))?;
        }
        Mark::Shade { area, role, strength } => {
            let [r, g, b] = palette::shade(*role, *strength, false);
            let corners = [fine([area.left, area.top]), fine([area.right, area.bottom])];
            plane.draw(&Rectangle::new(corners, RGBColor(r, g, b).filled()))?;
        }
        Mark::Point { at, radius, width, shape, ink } => point(plane, *at, *radius, *width, *shape, *ink)?,
        Mark::Words { at, text, size, strong, ink } => {
            let (family, weight) = if *strong { (STRONG, FontStyle::Bold) } else { (PLAIN, FontStyle::Normal) };
            // plotters divides sizes by 1.24 on their way into the file.
            let font = FontDesc::new(FontFamily::Name(family), f64::from(size * FINE) * 1.24, weight);
            let ink = colour(*ink);
            let style = TextStyle::from(font).color(&ink).pos(Pos::new(HPos::Left, VPos::Center));
            // Its centre is that of small letters; that of capitals and digits lies higher.
            plane.draw_text(&printable(text), &style, fine([at[0], at[1] + (0.5 * LINE + 0.08) * size]))?;
        }
    }
    Ok(())
}

/// Cutpoint's font, then what other machines have.
const PLAIN: &str = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
const STRONG: &str = "'Inter Semi Bold', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

fn point<'a>(plane: &Plane<'a>, at: [f32; 2], radius: f32, width: f32, shape: Shape, ink: Ink) -> Drawn<'a> {
    let paper = Ink::full(Role::Paper);
    let thick = colour(ink).stroke_width((width * FINE).round() as u32);
    let ring = || Circle::new(fine(at), ((radius - 0.5 * width) * FINE).round() as u32, thick);
    let disc = |radius: f32, ink: Ink| Circle::new(fine(at), (radius * FINE).round() as u32, colour(ink).filled());
    let corners = |radius: f32| {
        let corners = inside::corners(shape).iter();
        corners.map(|[x, y]| fine([at[0] + radius * x, at[1] + radius * y])).collect::<Vec<_>>()
    };
    match shape {
        Shape::Disc => {
            plane.draw(&disc(radius + width, paper))?;
            plane.draw(&disc(radius, ink))
        }
        Shape::Ring => plane.draw(&ring()),
        Shape::Cross => crossing(plane, at, 0.75 * radius, thick),
        Shape::CrossedRing => {
            plane.draw(&ring())?;
            crossing(plane, at, CROSSING * radius, thick)
        }
        Shape::Diamond | Shape::Square | Shape::Triangle => {
            plane.draw(&Polygon::new(corners(radius + 1.4 * width), colour(paper).filled()))?;
            plane.draw(&Polygon::new(corners(radius), colour(ink).filled()))
        }
    }
}

fn crossing<'a>(plane: &Plane<'a>, at: [f32; 2], reach: f32, stroke: ShapeStyle) -> Drawn<'a> {
    for side in [1.0, -1.0] {
        let ends = [[at[0] - reach, at[1] - side * reach], [at[0] + reach, at[1] + side * reach]];
        plane.draw(&PathElement::new(ends.map(fine).to_vec(), stroke))?;
    }
    Ok(())
}

/// Widths of Cutpoint's fonts.
pub(super) struct Metrics {
    plain: (Charmap<'static>, GlyphMetrics<'static>),
    strong: (Charmap<'static>, GlyphMetrics<'static>),
}

impl Metrics {
    pub(super) fn new() -> Result<Self, ExportError> {
        let of = |bytes: &'static [u8]| {
            let font = skrifa::FontRef::new(bytes).map_err(|error| ExportError::Draw(error.to_string()))?;
            // At a size of 1, widths are shares of the text size.
            Ok::<_, ExportError>((font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default())))
        };
        Ok(Self { plain: of(fonts::REGULAR)?, strong: of(fonts::SEMIBOLD)? })
    }
}

impl Measure for Metrics {
    fn width(&self, text: &str, size: f32, strong: bool) -> f32 {
        let (map, metrics) = if strong { &self.strong } else { &self.plain };
        // A letter that the font lacks is as wide as a wide one.
        let advance = |letter: char| map.map(letter).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(0.9);
        size * text.chars().map(advance).sum::<f32>()
    }
}
