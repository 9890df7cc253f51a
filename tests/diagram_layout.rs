//! How these data came to be: what the causal diagram of a recipe shows, and what a moved knob lights up in it.

use std::fmt::Write as _;

use cutpoint::data::catalogue::{recipes, shipped_recipe};
use cutpoint::data::recipe::Recipe;
use cutpoint::figure::diagram::{Diagram, Kind, Moved, RECORD, SELECTION};
use cutpoint::figure::export;

/// The diagram of a shipped recipe with these knobs moved for the patients collected.
fn diagram(id: &str, moved: &[&str]) -> Diagram {
    let recipe = shipped_recipe(id).expect("a shipped recipe");
    Diagram::of(&recipe, &moved.iter().map(|knob| collected(&recipe, knob)).collect::<Vec<_>>())
}

fn collected(recipe: &Recipe, knob: &str) -> Moved {
    let knob = recipe.knob(knob).expect("a knob of the recipe").id.clone();
    Moved { knob, collected: true, deployed: false }
}

/// Columns, arrows and what stands apart, as text.
fn described(diagram: &Diagram) -> String {
    let name = |node: usize| diagram.nodes[node].id.as_str();
    let mut text = String::new();
    for (number, column) in diagram.columns().into_iter().enumerate() {
        let nodes = column.into_iter().map(|node| format!("{} ({:?})", name(node), diagram.nodes[node].kind));
        writeln!(text, "column {number}: {}", nodes.collect::<Vec<_>>().join(", ")).expect("text takes words");
    }
    let apart: Vec<&str> = diagram.apart().map(name).collect();
    writeln!(text, "{}: {}", diagram.apart_heading(), apart.join(", ")).expect("text takes words");
    for arrow in &diagram.arrows {
        writeln!(text, "{} -> {}", name(arrow.from), name(arrow.to)).expect("text takes words");
    }
    text
}

/// The nodes and the arrows that are lit up.
fn lit(diagram: &Diagram) -> [Vec<String>; 2] {
    let name = |node: usize| diagram.nodes[node].id.as_str();
    let nodes = diagram.nodes.iter().filter(|node| !node.lit().is_empty()).map(|node| node.id.clone());
    let arrows = diagram.arrows.iter().filter(|arrow| !arrow.lit.is_empty());
    [nodes.collect(), arrows.map(|arrow| format!("{} -> {}", name(arrow.from), name(arrow.to))).collect()]
}

#[test]
fn the_diagrams_of_the_first_three_datasets() {
    for id in ["D1", "D4", "D5"] {
        insta::assert_snapshot!(id, described(&diagram(id, &[])));
    }
}

#[test]
fn every_variable_is_drawn_once_and_every_dependence_is_an_arrow() {
    for recipe in recipes() {
        let diagram = Diagram::of(recipe, &[]);
        let mut drawn: Vec<usize> = diagram.columns().concat();
        drawn.extend(diagram.apart());
        drawn.sort_unstable();
        assert_eq!(drawn, (0..diagram.nodes.len()).collect::<Vec<_>>(), "{}", recipe.id);
        for variable in &recipe.variables {
            let to = diagram.node(&variable.id).expect("each variable is a node");
            let causes: Vec<&str> =
                recipe.parents(variable).into_iter().filter(|id| recipe.variable(id).is_some()).collect();
            let mut arrows: Vec<&str> = diagram
                .arrows
                .iter()
                .filter(|arrow| arrow.to == to)
                .map(|arrow| diagram.nodes[arrow.from].id.as_str())
                .collect();
            arrows.sort_by_key(|id| causes.iter().position(|cause| cause == id));
            assert_eq!(arrows, causes, "{}: {}", recipe.id, variable.id);
        }
        let record = diagram.node(RECORD).expect("there is a record");
        assert_eq!(diagram.nodes[record].kind, Kind::Record);
        assert_eq!(diagram.node(SELECTION).is_some(), recipe.keep.is_some(), "{}", recipe.id);
    }
}

#[test]
fn every_knob_lights_something_up_and_nothing_is_lit_without() {
    for recipe in recipes() {
        assert_eq!(lit(&Diagram::of(recipe, &[])).concat(), Vec::<String>::new(), "{}", recipe.id);
        for knob in &recipe.knobs {
            let moved = Moved { knob: knob.id.clone(), collected: true, deployed: true };
            let diagram = Diagram::of(recipe, &[moved]);
            assert!(!lit(&diagram)[0].is_empty(), "{}: nothing shows what {} does", recipe.id, knob.id);
            assert!(diagram.alt().contains(&knob.label), "{}: {}", recipe.id, knob.id);
        }
    }
}

#[test]
fn a_moved_knob_lights_what_it_changes_and_nothing_else() {
    let under_recording = lit(&diagram("D1", &["under_recording"]));
    assert_eq!(under_recording, [vec![RECORD], vec!["sepsis -> (record)"]]);
    let on_request = lit(&diagram("D1", &["lactate_on_request"]));
    assert_eq!(on_request, [vec!["lactate"], vec!["lactate_ordered -> lactate"]]);
    let probe = lit(&diagram("D5", &["device_bias"]));
    assert_eq!(probe, [vec!["probe_reading"], vec!["skin_tone -> probe_reading", "true_oxygen -> probe_reading"]]);
    // A shift of the whole ward leaves what severity does to the pulse as it was.
    let [nodes, arrows] = lit(&diagram("D1", &["site"]));
    assert!(nodes.contains(&"heart_rate".to_owned()) && !arrows.contains(&"severity -> heart_rate".to_owned()));
    assert!(arrows.contains(&"signs -> sepsis".to_owned()));
}

#[test]
fn a_missing_value_says_that_it_may_be_measured_or_not() {
    let diagram = diagram("D1", &["lactate_on_request"]);
    let lactate = diagram.node("lactate").expect("lactate is a variable");
    assert!(diagram.nodes[lactate].measured_otherwise());
    let about = diagram.about(lactate);
    assert!(
        about.starts_with(
            "measured, not always; depends on lactate ordered and \u{201c}lactate, whether or not measured\u{201d};"
        ),
        "{about}"
    );
    assert!(about.ends_with("measured or not by the moved knob \u{201c}Lactate only on request\u{201d}"), "{about}");
}

#[test]
fn a_saved_diagram_is_a_picture_with_words_for_a_screen_reader() {
    for recipe in recipes() {
        let diagram = Diagram::of(recipe, &[]);
        let svg = export::diagram_svg(&diagram, &recipe.title).expect("it can be drawn");
        assert!(svg.contains("<desc id=\"desc\">How these data came to be: a diagram"), "{}", recipe.id);
        let png = export::png(&svg, 0.5).expect("the SVG can be read");
        assert!(png.starts_with(b"\x89PNG"));
    }
}
