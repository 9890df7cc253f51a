//! The charts that Cutpoint shows and saves: what they say, and that a saved picture is whole and legible.

mod curves;
mod learning;
mod patient;
mod reasons;
mod rows;
mod sides;

use cutpoint::figure::export::{self, Caption, ExportError};
use cutpoint::figure::people::People;
use cutpoint::figure::{
    Axis, Dash, Figure, Ghost, Handle, Layer, Role, Track, Words, palette, roc_figure, score_figure,
};
use cutpoint::metrics::{ScoredTestSet, natural_frequencies, roc};
use cutpoint::num::Threshold;
use proptest::prelude::*;
use resvg::{tiny_skia, usvg};

/// Calibrated scores of `n` patients, the same on every machine.
fn patients(n: usize, intercept: f64, slope: f64, seed: u64) -> (Vec<f64>, Vec<bool>) {
    use rand::Rng as _;
    let mut stream = cutpoint::rng::stream(seed, &["figures"]);
    (0..n)
        .map(|_| {
            let severity: f64 = (0..12).map(|_| stream.r#gen::<f64>()).sum::<f64>() - 6.0;
            let risk = 1.0 / (1.0 + libm::exp(-(intercept + slope * severity)));
            (risk, stream.r#gen::<f64>() < risk)
        })
        .unzip()
}

fn set(n: usize, intercept: f64, slope: f64, seed: u64) -> ScoredTestSet {
    let (scores, labels) = patients(n, intercept, slope, seed);
    ScoredTestSet::new(&scores, &labels, None).expect("scores are risks")
}

fn words() -> Words {
    Words { condition: "sepsis".to_owned(), shown: "on the ward".to_owned() }
}

fn caption() -> Caption {
    Caption {
        dataset: "Sepsis on the ward within 12 hours".to_owned(),
        model: "logistic regression".to_owned(),
        threshold: Threshold::clamped(0.1),
        seed: 2024,
    }
}

fn line(value: f64) -> Threshold {
    Threshold::new(value).expect("a threshold from 0 to 1")
}

/// A figure in lines of text, numbers to three decimals: what a reviewer reads when a chart changes.
fn described(figure: &Figure) -> String {
    let axis = |axis: &Axis| {
        let ticks: Vec<String> = axis.ticks.iter().map(|&tick| axis.format.write(tick)).collect();
        format!("{} | {:.3} to {:.3} | {}", axis.label, axis.min, axis.max, ticks.join(" "))
    };
    let mut lines = vec![
        format!("{}: {}", figure.name, figure.title),
        format!("alt: {}", figure.alt),
        format!("caption: {}", figure.caption),
        format!("x: {}", axis(&figure.x)),
        format!("y: {}", axis(&figure.y)),
        format!("square: {}, empty: {:?}", figure.square, figure.empty),
    ];
    lines.extend(figure.layers.iter().map(layer));
    if let Some(handle) = &figure.handle {
        let track = match &handle.track {
            Track::X => "along x".to_owned(),
            Track::Curve(stops) => format!("along {} stops", stops.len()),
        };
        lines.push(format!("handle: {:.3} at {:.3?}, {track}", handle.value, handle.at));
    }
    lines.join("\n")
}

fn layer(layer: &Layer) -> String {
    match layer {
        Layer::Line { role, dash, points, label } => {
            let some: Vec<_> = points.iter().step_by((points.len() / 5).max(1)).collect();
            format!("line {role:?} {dash:?} \"{label}\": {} points, such as {some:.3?}", points.len())
        }
        Layer::Bars { role, fill, edges, heights, counts, label } => {
            let people: u64 = counts.iter().sum();
            let tallest =
                heights.iter().fold(0.0_f64, |most, height| if height.abs() > most.abs() { *height } else { most });
            let ends = edges.first().zip(edges.last());
            format!("bars {role:?} {fill:?} \"{label}\": {people} people, {ends:.3?}, tallest {tallest:.3}")
        }
        Layer::Legend { corner, heading, entries } => format!("legend {corner:?} \"{heading}\": {entries:?}"),
        other => format!("{other:.3?}"),
    }
}

#[test]
fn a_histogram_says_whom_the_threshold_finds_misses_and_alarms() {
    insta::assert_snapshot!(described(&score_figure(&set(6000, -3.6, 1.5, 7), line(0.1), &words(), &[])));
}

#[test]
fn a_roc_curve_says_its_area_its_interval_and_where_one_stands() {
    let (ward, paper) = (set(6000, -3.6, 1.5, 7), set(2000, -3.2, 1.9, 9));
    let ghosts = [Ghost { set: &paper, label: "on paper" }];
    insta::assert_snapshot!(described(&roc_figure(&ward, line(0.1), &words(), &ghosts)));
}

#[test]
fn a_figure_whose_side_is_named_around_it_does_not_name_it() {
    let words = Words { condition: "sepsis".to_owned(), shown: String::new() };
    let set = set(500, -1.0, 1.5, 7);
    let (scores, curve) = (score_figure(&set, line(0.3), &words, &[]), roc_figure(&set, line(0.3), &words, &[]));
    assert!(scores.alt.starts_with("Histogram of the scores of 500 patients"), "{}", scores.alt);
    assert!(scores.caption.starts_with("Patients right"), "{}", scores.caption);
    assert!(curve.alt.starts_with("ROC curve, area"), "{}", curve.alt);
}

#[test]
fn without_a_class_there_is_no_curve_and_the_figure_says_why() {
    let nobody_ill = ScoredTestSet::new(&[0.1, 0.4], &[false, false], None).expect("scores are risks");
    let figure = roc_figure(&nobody_ill, line(0.2), &words(), &[]);
    assert_eq!(figure.empty, "No curve: there is nobody with sepsis here.");
    assert_eq!(figure.handle.expect("there is a threshold").at, None);
    let nobody = ScoredTestSet::new(&[], &[], None).expect("nobody is allowed");
    assert_eq!(score_figure(&nobody, line(0.2), &words(), &[]).empty, "There are no patients here.");
}

/// The bars of one role, counted.
fn people_in(figure: &Figure, wanted: Role) -> u64 {
    let bars = figure.layers.iter().filter_map(|layer| match layer {
        Layer::Bars { role, counts, .. } if *role == wanted => Some(counts.iter().sum::<u64>()),
        _ => None,
    });
    bars.sum()
}

proptest! {
    #[test]
    fn bars_hold_exactly_the_patients_of_their_cell(
        patients in prop::collection::vec((0..=1000_u32, any::<bool>()), 1..300),
        at in 0..1000_u32,
    ) {
        let scores: Vec<f64> = patients.iter().map(|(score, _)| f64::from(*score) / 1000.0).collect();
        let outcomes: Vec<bool> = patients.iter().map(|(_, outcome)| *outcome).collect();
        let set = ScoredTestSet::new(&scores, &outcomes, None).expect("scores are risks");
        let threshold = line(f64::from(at) / 1000.0);
        let figure = score_figure(&set, threshold, &words(), &[]);
        let matrix = set.at(threshold);
        prop_assert_eq!(people_in(&figure, Role::Found), matrix.tp);
        prop_assert_eq!(people_in(&figure, Role::Missed), matrix.fn_);
        prop_assert_eq!(people_in(&figure, Role::FalseAlarm), matrix.fp);
        prop_assert_eq!(people_in(&figure, Role::LeftAlone), matrix.tn);
    }

    #[test]
    fn a_drawn_roc_curve_passes_within_half_a_per_cent_of_every_point(
        patients in prop::collection::vec((0..=100_000_u32, any::<bool>()), 2..3000),
    ) {
        let scores: Vec<f64> = patients.iter().map(|(score, _)| f64::from(*score) / 100_000.0).collect();
        let outcomes: Vec<bool> = patients.iter().map(|(_, outcome)| *outcome).collect();
        let set = ScoredTestSet::new(&scores, &outcomes, None).expect("scores are risks");
        let figure = roc_figure(&set, line(0.5), &words(), &[]);
        let Some(Handle { track: Track::Curve(stops), .. }) = figure.handle else { panic!("a curve has a handle") };
        prop_assert!(stops.len() <= 400);
        let whole = roc(&set);
        for point in &whole {
            let near = stops.windows(2).any(|ends| {
                let (from, to) = (ends[0].at, ends[1].at);
                (from[0] - 0.0051..=to[0] + 0.0051).contains(&point.fpr) && (from[1] - 0.0051..=to[1] + 0.0051).contains(&point.tpr)
            });
            prop_assert!(near, "({}, {}) is not on the curve", point.fpr, point.tpr);
        }
        for stop in stops.iter().skip(1) {
            let matrix = set.at(line(stop.value));
            let there = [
                1.0 - matrix.specificity().expect("both classes").value(),
                matrix.sensitivity().expect("both classes").value(),
            ];
            prop_assert_eq!(there.map(f64::to_bits), stop.at.map(f64::to_bits));
        }
    }
}

proptest! {
    #[test]
    fn icons_and_the_live_sentence_never_differ(
        n in 1000..6000_usize, intercept in -7.0..1.0_f64, slope in 0.1..3.0_f64, at in 0..=1000_u32,
    ) {
        let (scores, outcomes) = patients(n, intercept, slope, 11);
        let threshold = line(f64::from(at) / 1000.0);
        let set = ScoredTestSet::new(&scores, &outcomes, None).expect("scores are risks");
        let icons = People::new(&scores, &outcomes).counts(threshold);
        prop_assert_eq!(Some(icons), natural_frequencies(&set.at(threshold), 1000));
    }
}

/// Every text in an SVG with the box it covers, as resvg would draw it.
fn texts(svg: &str) -> (usvg::Size, Vec<(String, usvg::Rect)>) {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(cutpoint::fonts::REGULAR.to_vec());
    fonts.load_font_data(cutpoint::fonts::SEMIBOLD.to_vec());
    let options = usvg::Options { fontdb: std::sync::Arc::new(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).expect("our SVG is SVG");
    let mut found = Vec::new();
    let mut open = vec![tree.root()];
    while let Some(group) = open.pop() {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => open.push(group),
                usvg::Node::Text(text) => {
                    let words: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
                    found.push((words.trim().to_owned(), node.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    (tree.size(), found)
}

/// No text leaves the picture or runs into another by more than a sliver.
fn assert_legible(svg: &str, what: &str) {
    let (size, texts) = texts(svg);
    assert!(texts.len() > 5, "{what}: where are the words?");
    for (index, (words, area)) in texts.iter().enumerate() {
        assert!(
            area.left() >= 0.0 && area.top() >= 0.0 && area.right() <= size.width() && area.bottom() <= size.height(),
            "{what}: \"{words}\" leaves the picture"
        );
        for (others, other) in &texts[index + 1..] {
            let across = area.right().min(other.right()) - area.left().max(other.left());
            let down = area.bottom().min(other.bottom()) - area.top().max(other.top());
            assert!(across < 2.0 || down < 6.0, "{what}: \"{words}\" runs into \"{others}\"");
        }
    }
}

#[test]
fn no_word_of_a_saved_picture_is_cut_off_or_covered() {
    let (ward, paper) = (set(6000, -3.6, 1.5, 7), set(2000, -3.2, 1.9, 9));
    let ghosts = [Ghost { set: &paper, label: "on paper" }];
    let words = Words { condition: "undetected low blood oxygen".to_owned(), shown: "on the ward".to_owned() };
    for step in 0..=20 {
        let threshold = line(f64::from(step) / 20.0);
        let scores = score_figure(&ward, threshold, &words, &[]);
        assert_legible(&export::svg(&scores, &caption()).expect("drawn"), &format!("scores at {step}/20"));
        let roc = roc_figure(&ward, threshold, &words, &ghosts);
        assert_legible(&export::svg(&roc, &caption()).expect("drawn"), &format!("ROC at {step}/20"));
    }
}

#[test]
fn a_saved_picture_tells_where_it_comes_from_and_what_it_shows() {
    let figure = roc_figure(&set(6000, -3.6, 1.5, 7), line(0.1), &words(), &[]);
    let svg = export::svg(&figure, &caption()).expect("drawn");
    let (_, texts) = texts(&svg);
    let all: Vec<&str> = texts.iter().map(|(words, _)| words.as_str()).collect();
    let auc = figure.layers.iter().find_map(|layer| match layer {
        Layer::Legend { entries, .. } => Some(entries[0].1.replace('\n', " ")),
        _ => None,
    });
    assert!(
        all.contains(&auc.expect("there is a legend").as_str()),
        "the AUC and its interval are missing from {all:?}"
    );
    assert!(all.contains(&export::DISCLAIMER));
    assert!(all.contains(&"Sepsis on the ward within 12 hours, logistic regression, threshold 0.10, seed 2024"));
    assert!(svg.contains("<title id=\"title\">The trade-off: ROC curve</title>"));
    assert!(svg.contains(&format!("<desc id=\"desc\">{}</desc>", figure.alt)));
}

#[test]
fn a_png_is_the_svg_in_pixels() {
    let figure = score_figure(&set(6000, -3.6, 1.5, 7), line(0.1), &words(), &[]);
    let svg = export::svg(&figure, &caption()).expect("drawn");
    let png = export::png(&svg, 2.0).expect("a PNG");
    // For a person who wants to look at it: target/tmp/scores.png.
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/scores.png"), &png).expect("the folder can be written");
    let picture = tiny_skia::Pixmap::decode_png(&png).expect("a PNG that can be read");
    assert_eq!((picture.width(), picture.height()), (2560, 1440));
    let [r, g, b] = palette::colour(Role::Found, false);
    let blue = picture.pixels().iter().filter(|pixel| [pixel.red(), pixel.green(), pixel.blue()] == [r, g, b]).count();
    assert!(blue > 10_000, "only {blue} pixels of the found");
    let [r, g, b] = palette::colour(Role::Ink, false);
    let ink = picture.pixels().iter().filter(|pixel| [pixel.red(), pixel.green(), pixel.blue()] == [r, g, b]).count();
    assert!(ink > 3_000, "only {ink} pixels of text: is the font missing?");
    assert!(matches!(export::png(&svg, 0.0), Err(ExportError::Size { .. })));
    assert!(matches!(export::png(&svg, f32::NAN), Err(ExportError::Size { .. })));
    assert!(matches!(export::png("not a picture", 1.0), Err(ExportError::Read(_))));
}

#[test]
fn degenerate_sets_are_drawn_and_never_panic() {
    let cases: [(&str, Vec<f64>, Vec<bool>); 7] = [
        ("nobody", vec![], vec![]),
        ("one person", vec![0.3], vec![true]),
        ("one class", vec![0.1, 0.9], vec![false, false]),
        ("all scores equal", vec![0.5; 50], (0..50).map(|patient| patient % 2 == 0).collect()),
        ("only 0 and 1", vec![0.0, 1.0, 0.0, 1.0], vec![false, true, true, false]),
        ("all 1", vec![1.0; 3], vec![true, false, true]),
        ("perfect", vec![0.1, 0.2, 0.8, 0.9], vec![false, false, true, true]),
    ];
    for (what, scores, outcomes) in cases {
        let set = ScoredTestSet::new(&scores, &outcomes, None).expect("scores are risks");
        let people = People::new(&scores, &outcomes);
        for at in [0.0, 0.5, 1.0] {
            let ghosts = [Ghost { set: &set, label: "the same" }];
            for figure in
                [score_figure(&set, line(at), &words(), &ghosts), roc_figure(&set, line(at), &words(), &ghosts)]
            {
                assert!(!figure.alt.contains("NaN") && !figure.caption.is_empty(), "{what}: {}", figure.alt);
                let svg = export::svg(&figure, &caption()).expect("drawn");
                assert!(!svg.contains("NaN"), "{what} at {at}");
                assert_legible(&svg, what);
            }
            let svg = export::people_svg(&people, line(at), &words(), &caption()).expect("drawn");
            assert_legible(&svg, what);
        }
    }
}

#[test]
fn numbers_that_are_none_are_left_out_of_a_picture() {
    let mut figure = roc_figure(&set(500, -1.0, 1.5, 7), line(0.3), &words(), &[]);
    for layer in &mut figure.layers {
        match layer {
            Layer::Line { points, .. } => points.insert(1, [f64::NAN, 0.5]),
            Layer::Points { points, .. } => points.push([0.5, f64::INFINITY]),
            _ => {}
        }
    }
    figure.layers.push(Layer::VLine {
        role: Role::Chance,
        dash: Dash::Dotted,
        x: f64::NAN,
        label: "nowhere".to_owned(),
    });
    figure.y.max = f64::NAN;
    let svg = export::svg(&figure, &caption()).expect("drawn");
    assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("nowhere"));
    assert!(texts(&svg).1.len() > 5);
}

#[test]
fn names_from_outside_cannot_break_a_picture() {
    let words = Words { condition: "<b>\u{1}&\u{0}\u{ffff}\"'".to_owned(), shown: "on the\nward".to_owned() };
    let caption = Caption { dataset: "\u{8}]]> <script>".repeat(40), ..caption() };
    let set = set(500, -1.0, 1.5, 7);
    for figure in [score_figure(&set, line(0.3), &words, &[]), roc_figure(&set, line(0.3), &words, &[])] {
        let svg = export::svg(&figure, &caption).expect("drawn");
        assert!(!svg.contains("<script") && !svg.contains("<b>"));
        assert!(texts(&svg).1.iter().any(|(words, _)| words.contains("<script>")));
    }
}

#[test]
fn every_person_is_one_icon_of_the_picture() {
    let (scores, outcomes) = patients(6000, -3.6, 1.5, 7);
    let people = People::new(&scores, &outcomes);
    let svg = export::people_svg(&people, line(0.1), &words(), &caption()).expect("drawn");
    let counts = people.counts(line(0.1));
    let [r, g, b] = palette::colour(Role::FalseAlarm, false);
    let rings = svg.matches(&format!("stroke=\"#{r:02X}{g:02X}{b:02X}\"")).count() as u64;
    // One more stands in the legend.
    assert_eq!(rings, counts.fp + 1);
    assert_eq!(counts.n(), 1000);
    assert_legible(&svg, "people");
}
