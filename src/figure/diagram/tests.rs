//! Every shipped recipe is readable in the room that the window gives it.

use super::super::export::Metrics;
use super::super::marks::{Area, LINE, Mark};
use super::*;
use crate::data::catalogue;
use proptest::prelude::*;

/// The least room in which the diagram is shown, in points, and the least size of its words.
const ROOM: [f32; 2] = [960.0, 560.0];
const LEAST: f32 = 12.5;

/// A recipe with no knob moved, and with every one moved.
fn states(recipe: &Recipe) -> [Diagram; 2] {
    let all = recipe.knobs.iter().map(|knob| Moved { knob: knob.id.clone(), collected: true, deployed: true });
    [Diagram::of(recipe, &[]), Diagram::of(recipe, &all.collect::<Vec<_>>())]
}

/// All words of the picture with what their letters cover, and where the nodes stand.
fn drawn(diagram: &Diagram, size: [f32; 2]) -> (Vec<(String, Area, f32)>, Placed) {
    let measure = Metrics::new().expect("the bundled fonts are fonts");
    let area = Area::at([10.0, 20.0], size);
    let (mut all, height) = legend(diagram, [area.left, area.top, area.width()], LEAST, &measure);
    let placed = Placed::new(diagram, Area { top: area.top + height + ABOVE * LEAST, ..area }, LEAST, &measure);
    all.extend(marks(diagram, &placed, Look::default(), &measure));
    let words = all.into_iter().filter_map(|mark| match mark {
        Mark::Words { at, text, size, strong, .. } => {
            let width = super::super::marks::Measure::width(&measure, &text, size, strong);
            Some((text, Area::at([at[0], at[1] + 0.24 * size], [width, (LINE - 0.48) * size]), size))
        }
        _ => None,
    });
    (words.collect(), placed)
}

#[test]
fn every_recipe_is_readable_without_scrolling() {
    for recipe in catalogue::recipes() {
        for diagram in states(recipe) {
            let what = format!("{} with {} knobs moved", recipe.id, diagram.moved.len());
            let (words, placed) = drawn(&diagram, ROOM);
            let room = Area::at([10.0, 20.0], ROOM);
            assert!(placed.covers.right <= room.right + 0.5, "{what}: {:?} is wider than {room:?}", placed.covers);
            assert!(placed.covers.bottom <= room.bottom + 0.5, "{what}: {:?} is higher than {room:?}", placed.covers);
            for (index, (text, at, size)) in words.iter().enumerate() {
                let badge = text.chars().all(|letter| letter.is_ascii_digit());
                assert!(*size >= if badge { 0.9 * LEAST } else { LEAST }, "{what}: \"{text}\" is set in {size}");
                assert!(room.overlap(at) > 0.99 * at.width() * at.height(), "{what}: \"{text}\" is clipped at {at:?}");
                for (other, there, _) in &words[index + 1..] {
                    assert!(at.overlap(there) < 0.5, "{what}: \"{text}\" covers \"{other}\"");
                }
            }
        }
    }
}

#[test]
fn nodes_keep_apart_and_arrows_run_beside_them() {
    for recipe in catalogue::recipes() {
        for diagram in states(recipe) {
            let (_, placed) = drawn(&diagram, ROOM);
            for (index, node) in placed.nodes.iter().enumerate() {
                for (other, there) in placed.nodes.iter().enumerate().skip(index + 1) {
                    let [a, b] = [index, other].map(|index| &diagram.nodes[index].label);
                    assert!(node.grown(2.0).overlap(there) <= 0.0, "{}: {a} touches {b}", recipe.id);
                }
                for (arrow, points) in diagram.arrows.iter().zip(&placed.arrows) {
                    if arrow.from == index || arrow.to == index {
                        continue;
                    }
                    let through = points.iter().find(|&&point| node.grown(1.0).contains(point));
                    assert_eq!(through, None, "{}: an arrow runs through {}", recipe.id, diagram.nodes[index].label);
                }
            }
        }
    }
}

#[test]
fn causes_stand_left_of_effects_and_arrows_lead_from_edge_to_edge() {
    for recipe in catalogue::recipes() {
        for diagram in states(recipe) {
            let (_, placed) = drawn(&diagram, ROOM);
            for (arrow, points) in diagram.arrows.iter().zip(&placed.arrows) {
                let [from, to] = [placed.nodes[arrow.from], placed.nodes[arrow.to]];
                assert!(from.right < to.left, "{}: {arrow:?}", recipe.id);
                let ends = [points.first(), points.last()].map(|end| end.copied().expect("an arrow has two ends"));
                assert!((ends[0][0] - from.right).abs() < 0.1 && (ends[0][1] - from.centre()[1]).abs() < 0.1);
                assert!((ends[1][0] - to.left).abs() < 0.1 && (ends[1][1] - to.centre()[1]).abs() < 0.1);
            }
        }
    }
}

#[test]
fn what_needs_more_room_says_how_much() {
    for recipe in catalogue::recipes() {
        let (_, placed) = drawn(&states(recipe)[1], [300.0, 200.0]);
        assert!(placed.covers.width() > 300.0 && placed.covers.height() > 100.0, "{}", recipe.id);
        for node in &placed.nodes {
            assert!(placed.covers.grown(0.5).overlap(node) > 0.99 * node.width() * node.height());
        }
    }
}

/// A diagram of so many nodes, each with some of those before it as causes.
fn any_diagram() -> impl Strategy<Value = Diagram> {
    let node = (prop::collection::vec(0..1000_usize, 0..4), "[A-Za-z]{1,12}( [a-z]{1,14}){0,5}", 0..7_usize);
    prop::collection::vec(node, 1..36).prop_map(|drawn| {
        let mut arrows: Vec<[usize; 2]> = Vec::new();
        let mut nodes = Vec::new();
        for (to, (causes, label, kind)) in drawn.into_iter().enumerate() {
            for from in causes.into_iter().filter(|_| to > 0).map(|cause| cause % to) {
                if !arrows.contains(&[from, to]) {
                    arrows.push([from, to]);
                }
            }
            nodes.push(extra(&format!("node {to}"), &label, "", Kind::ALL[kind]));
        }
        let plan = Plan::of(nodes.len(), &arrows);
        let arrows = arrows.into_iter().map(|[from, to]| Arrow { from, to, lit: Vec::new() }).collect();
        Diagram { nodes, arrows, moved: Vec::new(), plan }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn whatever_a_recipe_holds_nodes_and_arrows_keep_apart(diagram in any_diagram()) {
        let (_, placed) = drawn(&diagram, ROOM);
        let mut seen: Vec<usize> = diagram.columns().concat();
        seen.extend(diagram.apart());
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..diagram.nodes.len()).collect::<Vec<_>>());
        for (index, node) in placed.nodes.iter().enumerate() {
            prop_assert!(placed.covers.grown(0.5).overlap(node) > 0.99 * node.width() * node.height());
            for there in &placed.nodes[index + 1..] {
                prop_assert!(node.overlap(there) <= 0.0);
            }
            for (arrow, points) in diagram.arrows.iter().zip(&placed.arrows) {
                let own = arrow.from == index || arrow.to == index;
                prop_assert!(own || !points.iter().any(|&point| node.contains(point)));
            }
        }
    }
}
