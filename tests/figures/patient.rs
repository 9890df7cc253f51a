//! The pictures of one patient: the staircase of pushes and the curve of one input.

use cutpoint::explain::{Scale, Value};
use cutpoint::figure::{ChangeCurve, Layer, Push, Pushes, Role, change_figure, export, push_figure};
use cutpoint::num::Threshold;

use crate::caption;

fn push(name: &str, amount: f64) -> Push {
    Push { name: name.to_owned(), amount, standard_error: 0.0 }
}

fn pushes() -> Pushes {
    Pushes {
        scale: Scale::LogOdds,
        // A risk of 10 %, odds of 1 to 9.
        base: -(9.0_f64.ln()),
        total: -(9.0_f64.ln()) + 6.0_f64.ln() - 2.0_f64.ln(),
        parts: vec![push("Age 40", -(2.0_f64.ln())), push("Lactate 4.1", 6.0_f64.ln())],
    }
}

#[test]
fn the_staircase_says_by_how_much_each_value_multiplies_the_odds() {
    let figure = push_figure(&pushes(), Threshold::new(0.2).expect("a share"), "sepsis", 10);
    let rows: Vec<(&str, &str)> = figure.y.rows.iter().map(|row| (row.name.as_str(), row.figures.as_str())).collect();
    // Odds of 1 to 9, six times that, half of it again: 3 to 9, a risk of 25 %.
    let expected = [
        ("A typical patient", "10%"),
        ("Lactate 4.1", "\u{d7} 6.0"),
        ("Age 40", "\u{f7} 2.0"),
        ("This patient", "25%"),
    ];
    assert_eq!(rows, expected, "the strongest comes first");
    for words in
        ["Lactate 4.1: multiplies the odds by 6.0", "Age 40: divides the odds by 2.0", "This patient: risk 25%"]
    {
        assert!(figure.alt.contains(words), "{}", figure.alt);
    }
    let bars: Vec<(Role, [f64; 2])> = figure
        .layers
        .iter()
        .filter_map(|layer| match layer {
            Layer::Band { role, points, .. } => Some((*role, [points[0][0], points[1][0]])),
            _ => None,
        })
        .collect();
    assert_eq!(bars.iter().map(|(role, _)| *role).collect::<Vec<_>>(), [Role::With, Role::Without]);
    for ((_, [from, to]), [low, high]) in bars.iter().zip([[0.1, 0.4], [0.25, 0.4]]) {
        assert!((from - low).abs() < 1e-12 && (to - high).abs() < 1e-12, "{from} to {to}");
    }
    assert!(export::svg(&figure, &caption()).expect("a picture").contains("Lactate 4.1"));
}

#[test]
fn what_is_too_small_for_a_step_of_its_own_is_added_up() {
    let mut many = pushes();
    many.parts.extend((0..8).map(|index| push(&format!("Small {index}"), if index % 2 == 0 { 0.01 } else { -0.01 })));
    let figure = push_figure(&many, Threshold::new(0.2).expect("a share"), "sepsis", 4);
    assert_eq!(figure.y.rows.len(), 6);
    assert_eq!(figure.y.rows[4].name, "7 other inputs");
    // Odds of a million million to one: drawn at the end of the axis, said as such.
    let sure = Pushes { total: 27.0, parts: vec![push("Twice the same", 30.0)], ..pushes() };
    let figure = push_figure(&sure, Threshold::new(0.2).expect("a share"), "sepsis", 4);
    assert_eq!(figure.y.rows[1].figures, "\u{d7} over 1,000");
    assert!(figure.x.max < 1.0 && figure.x.min > 0.0);
}

#[test]
fn shapley_steps_are_in_points_of_risk_with_their_doubt() {
    let parts = vec![Push { standard_error: 0.01, ..push("Lactate 4.1", 0.15) }, push("Age 40", -0.05)];
    let pushes = Pushes { scale: Scale::Risk, base: 0.1, total: 0.2, parts };
    let figure = push_figure(&pushes, Threshold::new(0.15).expect("a share"), "sepsis", 10);
    let figures: Vec<&str> = figure.y.rows.iter().map(|row| row.figures.as_str()).collect();
    assert_eq!(figures, ["10%", "+15.0 \u{b1} 2.0", "\u{2212}5.0", "20%"]);
    assert!(figure.x.ticks.len() >= 3, "{:?}", figure.x.ticks);
}

#[test]
fn the_curve_of_a_number_marks_what_is_recorded_and_what_stands_now() {
    let points = (0..=10).map(|step| (Value::Number(f64::from(step)), f64::from(step) / 20.0)).collect();
    let curve = ChangeCurve {
        name: "Lactate".to_owned(),
        unit: Some("mmol/L".to_owned()),
        points,
        recorded: (Value::Number(2.0), 0.1),
        now: (Value::Number(6.0), 0.3),
    };
    let figure = change_figure(&curve, Threshold::new(0.2).expect("a share"), "sepsis");
    assert_eq!(figure.x.label, "Lactate (mmol/L)");
    assert!(figure.alt.contains("Now 6: risk 30%"), "{}", figure.alt);
    let marked = |role| {
        figure.layers.iter().find_map(|layer| match layer {
            Layer::Points { role: own, points, .. } if *own == role => points.first().copied(),
            _ => None,
        })
    };
    assert_eq!(marked(Role::Ghost), Some([2.0, 0.1]));
    assert_eq!(marked(Role::Ink), Some([6.0, 0.3]));
}

#[test]
fn the_curve_of_a_category_has_a_row_for_each() {
    let level = |name: &str| Value::Level(name.to_owned());
    let curve = ChangeCurve {
        name: "New confusion".to_owned(),
        unit: None,
        points: vec![(level("no"), 0.1), (level("yes"), 0.3)],
        recorded: (level("no"), 0.1),
        now: (level("yes"), 0.3),
    };
    let figure = change_figure(&curve, Threshold::new(0.2).expect("a share"), "sepsis");
    let rows: Vec<(&str, &str)> = figure.y.rows.iter().map(|row| (row.name.as_str(), row.figures.as_str())).collect();
    assert_eq!(rows, [("no (recorded)", "10%"), ("yes (now)", "30%")]);
}
