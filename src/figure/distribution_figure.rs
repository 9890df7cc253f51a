//! The values of one variable, by outcome or by group: whom it tells apart, and in whom it is missing.

use std::borrow::Cow;

use super::axis::{Axis, Format, Row, Scale, count, percent};
use super::bins::Bins;
use super::diagram::{RECORD, inside};
use super::model::{Corner, Dash, Figure, Key, Layer, Role, Shape};
use super::rows_figure::{Dot, RowsFigure};
use super::words::{Words, sentence_case};
use crate::data::recipe::Recipe;
use crate::data::{Cohort, Column, MISSING};
use crate::num::Proportion;

/// What patients are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By<'a> {
    /// What the record says of the outcome.
    Recorded,
    /// The true outcome.
    Truth,
    /// The group attribute of that identifier.
    Group(&'a str),
}

/// The patients who are drawn as one.
struct Part {
    /// "with sepsis", "Female".
    name: String,
    rows: Vec<usize>,
    role: Role,
    dash: Dash,
    shape: Shape,
}

/// What is counted.
struct Subject<'a> {
    label: String,
    unit: Option<&'a str>,
    decimals: usize,
    /// The distance between neighbouring values, where they are rounded.
    grain: Option<f64>,
    column: Cow<'a, Column>,
    title: String,
}

/// The distribution of the variable `id` (or of [`RECORD`]) in `cohort`, told apart by `by`: outlines of histograms for
/// numbers, shares for categories. `None` when there is no such variable or group, as for who gets into the data at all.
#[must_use]
pub fn distribution_figure(recipe: &Recipe, id: &str, cohort: &Cohort, by: By<'_>, words: &Words) -> Option<Figure> {
    let parts = parts(recipe, cohort, by, words)?;
    let subject = subject(recipe, id, cohort, by)?;
    let (sentences, empty) = (missing(&subject, &parts), nothing(&subject, cohort));
    let figure = match &*subject.column {
        Column::Number(values) => numbers(&subject, values, &parts),
        Column::Category { codes, levels } => categories(&subject, codes, levels, &parts),
    };
    Some(Figure {
        name: "distribution",
        alt: format!("{} {sentences}", if empty.is_empty() { &figure.alt } else { &empty }),
        caption: format!("{} {sentences}", figure.caption).trim().to_owned(),
        empty,
        ..figure
    })
}

fn subject<'a>(recipe: &'a Recipe, id: &str, cohort: &'a Cohort, by: By<'_>) -> Option<Subject<'a>> {
    let variable = recipe.variable(id);
    let truth = recipe.variable(&recipe.outcome);
    let shown = variable.or(truth).filter(|_| variable.is_some() || id == RECORD)?;
    let column = if id == RECORD {
        let codes = cohort.label.iter().map(|&label| u32::from(label)).collect();
        Cow::Owned(Column::Category { codes, levels: vec![tr!("no").to_owned(), tr!("yes").to_owned()] })
    } else {
        Cow::Borrowed(cohort.table.column(id)?)
    };
    let label = if id == RECORD { tr!("{}, as recorded", shown.label) } else { shown.label.clone() };
    let title = match by {
        By::Recorded => tr!("{label}, by the record", label),
        By::Truth => tr!("{label}, by the truth", label),
        By::Group(group) => tr!("{label}, by {}", inside(&recipe.variable(group)?.label), label),
    };
    Some(Subject {
        label,
        unit: shown.unit.as_deref(),
        decimals: shown.decimals,
        grain: shown.round.map(|places| libm::pow(10.0, -f64::from(places))),
        column,
        title,
    })
}

/// The share of a small chart's height that a line of its legend takes.
const LEGEND: f64 = 0.25;

const DASHES: [Dash; 4] = [Dash::Solid, Dash::Dashed, Dash::Dotted, Dash::DashDot];
const SHAPES: [Shape; 6] =
    [Shape::Disc, Shape::Ring, Shape::Diamond, Shape::Square, Shape::Triangle, Shape::CrossedRing];

fn parts(recipe: &Recipe, cohort: &Cohort, by: By<'_>, words: &Words) -> Option<Vec<Part>> {
    let outcomes = |known: &[bool]| {
        let rows = |wanted: bool| (0..known.len()).filter(|&row| known[row] == wanted).collect();
        vec![
            Part { name: words.with(), rows: rows(true), role: Role::With, dash: Dash::Solid, shape: Shape::Disc },
            Part {
                name: words.without(),
                rows: rows(false),
                role: Role::Without,
                dash: Dash::Dashed,
                shape: Shape::Ring,
            },
        ]
    };
    Some(match by {
        By::Recorded => outcomes(&cohort.label),
        By::Truth => outcomes(&cohort.truth),
        By::Group(group) => {
            recipe.variable(group)?;
            let Column::Category { codes, levels } = cohort.table.column(group)? else { return None };
            let part = |(index, name): (usize, &String)| Part {
                name: name.clone(),
                rows: (0..codes.len()).filter(|&row| codes[row] as usize == index).collect(),
                role: Role::Group(u8::try_from(index).unwrap_or(u8::MAX)),
                dash: DASHES[index % DASHES.len()],
                shape: SHAPES[index % SHAPES.len()],
            };
            levels.iter().enumerate().map(part).collect()
        }
    })
}

fn is_missing(column: &Column, row: usize) -> bool {
    match column {
        Column::Number(values) => values[row].is_nan(),
        Column::Category { codes, .. } => codes[row] == MISSING,
    }
}

/// In how many of each part it was not measured; empty where it always was.
fn missing(subject: &Subject<'_>, parts: &[Part]) -> String {
    let lacks = |part: &Part| part.rows.iter().filter(|&&row| is_missing(&subject.column, row)).count() as u64;
    if parts.iter().all(|part| lacks(part) == 0) {
        return String::new();
    }
    let said = parts.iter().filter_map(|part| {
        let share = Proportion::new(lacks(part), part.rows.len() as u64)?;
        Some(format!("{} {}", percent(share.value()), part.name))
    });
    tr!("Not measured: {}.", said.collect::<Vec<_>>().join(", "))
}

/// Why there is nothing to draw, if so.
fn nothing(subject: &Subject<'_>, cohort: &Cohort) -> String {
    if cohort.is_empty() {
        tr!("There are no patients here.").to_owned()
    } else if subject.column.missing() == subject.column.len() {
        tr!("It was measured in nobody here.").to_owned()
    } else {
        String::new()
    }
}

fn numbers(subject: &Subject<'_>, values: &[f64], parts: &[Part]) -> Figure {
    let bins = Bins::of(values, subject.grain);
    let shares: Vec<Vec<f64>> =
        parts.iter().map(|part| bins.shares(part.rows.iter().map(|&row| values[row]))).collect();
    let tallest = shares.iter().flatten().copied().fold(0.0, f64::max).max(0.01);
    let [left, right] = bins.sides(&shares);
    // The legend hides nothing: it stands over the side that is lower, with room above.
    let legend = LEGEND * parts.len().min(4) as f64;
    let top = (1.12 * tallest).max(left.min(right) / (1.0 - legend));
    let mut layers = Vec::new();
    // The last comes first, so that those with the condition lie on top.
    for (part, shares) in parts.iter().zip(&shares).rev().filter(|(part, _)| !part.rows.is_empty()) {
        let steps = bins.edges.windows(2).zip(shares);
        let mut points = vec![[bins.edges[0], 0.0]];
        points.extend(steps.flat_map(|(ends, &share)| [[ends[0], share], [ends[1], share]]));
        points.extend(bins.edges.last().map(|&end| [end, 0.0]));
        layers.push(Layer::Line { role: part.role, dash: part.dash, points, label: part.name.clone() });
    }
    layers.push(Layer::Legend {
        corner: if left < right { Corner::TopLeft } else { Corner::TopRight },
        heading: String::new(),
        entries: parts.iter().map(|part| (Key::Line(part.role, part.dash), entry(part))).collect(),
    });
    let unit = subject.unit.map_or_else(String::new, |unit| format!(" ({unit})"));
    let step = [0.02, 0.05, 0.1, 0.2, 0.25, 0.5].into_iter().find(|step| top / step <= 4.5).unwrap_or(0.5);
    let measured = |part: &Part| {
        let mut known: Vec<f64> = part.rows.iter().map(|&row| values[row]).filter(|value| value.is_finite()).collect();
        known.sort_by(f64::total_cmp);
        known
    };
    let sentences = parts.iter().map(|part| spread(subject, &part.name, &measured(part)));
    Figure {
        alt: format!("{}. {}", subject.title, sentences.collect::<Vec<_>>().join(" ")),
        caption: bins.note(subject.decimals),
        x: Axis {
            label: format!("{}{unit}", subject.label),
            short: subject.unit.unwrap_or(&subject.label).to_owned(),
            min: bins.edges[0],
            max: bins.edges.last().copied().unwrap_or(1.0),
            ticks: bins.ticks(),
            format: Format::Decimals(u8::try_from(bins.decimals()).unwrap_or(0)),
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        y: Axis {
            label: tr!("Share of those measured").to_owned(),
            short: tr!("share").to_owned(),
            min: 0.0,
            max: top,
            ticks: (0..=20).map(|tick| f64::from(tick) * step).filter(|&tick| tick <= top).collect(),
            format: Format::Percent,
            scale: Scale::Linear,
            rows: Vec::new(),
        },
        layers,
        ..blank(subject)
    }
}

/// "With sepsis (412)".
fn entry(part: &Part) -> String {
    let who = if part.rows.is_empty() { tr!("nobody").to_owned() } else { count(part.rows.len() as u64) };
    format!("{} ({who})", sentence_case(&part.name))
}

/// "With sepsis: half lie between 1.1 and 2.3, the middle one is 1.6."
fn spread(subject: &Subject<'_>, name: &str, sorted: &[f64]) -> String {
    let unit = subject.unit.map_or_else(String::new, |unit| format!(" {unit}"));
    let written = |share: f64| {
        let place = (share * (sorted.len() - 1) as f64).round() as usize;
        format!("{:.*}", subject.decimals, sorted[place])
    };
    let name = sentence_case(name);
    match sorted {
        [] => tr!("{name}: no value.", name),
        [first, .., last] if first < last => {
            let [low, middle, high] = [0.25, 0.5, 0.75].map(written);
            tr!(
                "{name}: the middle value is {middle}{unit}, half of them lie from {low} to {high}.",
                name,
                middle,
                unit,
                low,
                high
            )
        }
        _ => tr!("{name}: all have {}{unit}.", written(0.5), name, unit),
    }
}

fn categories(subject: &Subject<'_>, codes: &[u32], levels: &[String], parts: &[Part]) -> Figure {
    let share = |part: &Part, level: usize| {
        let known = part.rows.iter().filter(|&&row| codes[row] != MISSING);
        let (mut n, mut k) = (0, 0);
        for &row in known {
            n += 1;
            k += u64::from(codes[row] as usize == level);
        }
        Proportion::new(k, n)
    };
    if let [_, level] = levels {
        let yes = level.eq_ignore_ascii_case(tr!("yes"));
        let label = if yes { subject.label.clone() } else { level.clone() };
        let dots: Vec<Dot> = parts.iter().map(|part| dot(&sentence_case(&part.name), share(part, 1))).collect();
        let most = dots.iter().filter_map(|dot| dot.interval).map(|[_, high]| high).fold(0.0, f64::max);
        let figure = rows(subject, tr!("Share: {}", inside(&label)), most).with(dots);
        return Figure { alt: figure.alt.clone(), title: subject.title.clone(), ..figure };
    }
    let mut layers = Vec::new();
    let last = levels.len() as f64 - 1.0;
    let mut most = 0.0_f64;
    for part in parts.iter().rev().filter(|part| !part.rows.is_empty()) {
        let shares = (0..levels.len()).map(|level| Some((last - level as f64, share(part, level)?.value())));
        let points: Vec<[f64; 2]> = shares.flatten().map(|(y, share)| [share, y]).collect();
        most = points.iter().map(|at| at[0]).fold(most, f64::max);
        layers.push(Layer::Points { role: part.role, shape: part.shape, points, label: String::new() });
    }
    layers.push(Layer::Legend {
        corner: Corner::BottomRight,
        heading: String::new(),
        entries: parts.iter().map(|part| (Key::Point(part.role, part.shape), entry(part))).collect(),
    });
    let row = |(level, name): (usize, &String)| {
        let said = parts.iter().map(|part| {
            let share =
                share(part, level).map_or_else(|| tr!("nobody measured").to_owned(), |share| percent(share.value()));
            format!("{share} {}", part.name)
        });
        let sentence = format!("{name}: {}", said.collect::<Vec<_>>().join(", "));
        Row { name: name.clone(), figures: String::new(), sentence }
    };
    let table: Vec<Row> = levels.iter().enumerate().map(row).collect();
    let sentences: Vec<&str> = table.iter().map(|row| row.sentence.as_str()).collect();
    let alt = format!("{}. {}.", subject.title, sentences.join(". "));
    // Room for the legend on the right.
    let figure = rows(subject, tr!("Share of those measured").to_owned(), 1.6 * most).with(Vec::new());
    let y = Axis::of_rows(String::new(), table);
    Figure { alt, title: subject.title.clone(), empty: String::new(), y, layers, ..figure }
}

fn dot(name: &str, share: Option<Proportion>) -> Dot {
    let figures = share.map_or_else(
        || tr!("nobody measured").to_owned(),
        |share| tr!("{} of {}", percent(share.value()), count(share.n())),
    );
    let interval = share.map(|share| share.wilson());
    let counted = share.map_or_else(|| figures.clone(), |share| format!("{figures} ({})", count(share.k())));
    Dot {
        row: Row { name: name.to_owned(), sentence: format!("{name}: {counted}"), figures },
        value: share.map(|share| share.value()),
        other: None,
        interval: interval.map(|interval| [interval.lo, interval.hi]),
        faint: false,
    }
}

/// A chart of shares up to `most`, without rows yet.
fn rows(subject: &Subject<'_>, label: String, most: f64) -> RowsFigure {
    let step = [0.01, 0.02, 0.05, 0.1, 0.2].into_iter().find(|step| most <= 5.0 * step).unwrap_or(0.25);
    let ticks = (most.min(1.0) / step).ceil().max(1.0);
    RowsFigure {
        name: "distribution",
        title: subject.title.clone(),
        caption: String::new(),
        label,
        ends: [0.0, ticks * step],
        ticks: (0..=ticks as u32).map(|tick| f64::from(tick) * step).collect(),
        format: Format::Percent,
        scale: Scale::Linear,
        reference: None,
        from_zero: true,
        empty: String::new(),
    }
}

/// A figure with nothing in it but the title.
fn blank(subject: &Subject<'_>) -> Figure {
    let figure = rows(subject, String::new(), 1.0).with(Vec::new());
    Figure { title: subject.title.clone(), ..figure }
}
