//! Marks as plotters draws them, in a document with words for screen readers.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use skrifa::MetadataProvider as _;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use super::ExportError;
use crate::figure::marks::{Area, CROSSING, Ink, LINE, Mark, Measure, dashes};
use crate::figure::model::{Role, Shape};
use crate::figure::{inside, palette};
use crate::fonts;

/// plotters places marks on whole pixels, so it draws on a plane so many times finer than the picture.
const FINE: f32 = 8.0;

/// A picture in three layers, the middle one cut off at the frame.
pub(super) struct Sheets {
    pub back: Vec<Mark>,
    pub clipped: Vec<Mark>,
    pub clip: Area,
    pub front: Vec<Mark>,
}

/// Puts the sheets into one SVG with a title and a description for screen readers.
pub(super) fn document(size: [f32; 2], title: &str, alt: &str, sheets: &Sheets) -> Result<String, ExportError> {
    let [width, height] = size;
    let [fine_width, fine_height] = size.map(|side| (side * FINE) as u32);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {fine_width} {fine_height}\" role=\"img\" aria-labelledby=\"title desc\" \
         stroke-linejoin=\"round\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n{}</svg>\n",
        escaped(title),
        escaped(alt),
        contents(size, "frame", sheets)?,
    ))
}

/// The same for a page of HTML: no names of its own but those that begin with `name`, and no namespace, which HTML knows.
pub(super) fn inline_document(size: [f32; 2], name: &str, alt: &str, sheets: &Sheets) -> Result<String, ExportError> {
    let [fine_width, fine_height] = size.map(|side| (side * FINE) as u32);
    Ok(format!(
        "<svg viewBox=\"0 0 {fine_width} {fine_height}\" role=\"img\" aria-label=\"{}\" stroke-linejoin=\"round\">\n{}</svg>\n",
        escaped(alt).replace('"', "&quot;"),
        contents(size, &tr!("{name}-frame", name), sheets)?,
    ))
}

/// The sheets on paper, the middle one cut off at a frame of that name.
fn contents(size: [f32; 2], frame: &str, sheets: &Sheets) -> Result<String, ExportError> {
    let plane = size.map(|side| (side * FINE) as u32);
    let clip = sheets.clip.grown(2.0);
    let [left, top, clip_width, clip_height] =
        [clip.left, clip.top, clip.width(), clip.height()].map(|part| part * FINE);
    let [paper_r, paper_g, paper_b] = palette::colour(Role::Paper, false);
    Ok(tr!(
        "<clipPath id=\"{frame}\"><rect x=\"{left}\" y=\"{top}\" width=\"{clip_width}\" height=\"{clip_height}\"/></clipPath>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#{paper_r:02x}{paper_g:02x}{paper_b:02x}\"/>\n\
         {}<g clip-path=\"url(#{frame})\">\n{}</g>\n{}",
        sheet(&sheets.back, plane)?,
        sheet(&sheets.clipped, plane)?,
        sheet(&sheets.front, plane)?,
        frame,
        left,
        top,
        clip_width,
        clip_height,
        paper_r,
        paper_g,
        paper_b
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
pub(in crate::figure) struct Metrics {
    plain: (Charmap<'static>, GlyphMetrics<'static>),
    strong: (Charmap<'static>, GlyphMetrics<'static>),
}

impl Metrics {
    pub(in crate::figure) fn new() -> Result<Self, ExportError> {
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
