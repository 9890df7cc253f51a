//! What a drawn tree says, and that its plates have room.

use super::{Asked, DecisionTree, Group, Plan};
use crate::figure::export::Metrics;
use crate::figure::marks::{Area, Mark};
use crate::num::Threshold;
use proptest::prelude::*;

fn asked(words: &str, no: usize, yes: usize) -> Option<Asked> {
    Some(Asked { words: words.to_owned(), answer: "4.1".to_owned(), no, yes })
}

fn group(question: Option<Asked>, patients: f64, with_condition: f64) -> Group {
    Group { question, patients, with_condition, risk: with_condition / patients }
}

/// Everybody is asked for fever, those with fever for a cough.
fn small() -> DecisionTree {
    DecisionTree {
        groups: vec![
            group(asked("Fever?", 1, 2), 8.0, 2.0),
            group(None, 4.0, 0.0),
            group(asked("Cough?", 3, 4), 4.0, 2.0),
            group(None, 2.0, 0.0),
            group(None, 2.0, 2.0),
        ],
        path: vec![0, 2, 4],
        patient: "Patient No 1".to_owned(),
        condition: "sepsis".to_owned(),
        threshold: Threshold::clamped(0.5),
    }
}

/// A tree in which every group but those `levels` deep is parted in two.
fn full(levels: u32) -> DecisionTree {
    let inner = 2_usize.pow(levels - 1) - 1;
    let groups = (0..2 * inner + 1).map(|index| {
        let question =
            (index < inner).then(|| asked("Breathing rate above 22.25 per minute?", 2 * index + 1, 2 * index + 2));
        group(question.flatten(), 1_000.0, 37.0)
    });
    DecisionTree { groups: groups.collect(), path: vec![0, 1], ..small() }
}

fn plan(tree: &DecisionTree, top: usize, area: Area) -> Plan {
    Plan::new(tree, top, area, 14.0, &Metrics::new().expect("the fonts are there"))
}

#[test]
fn the_way_of_a_patient_is_told_question_by_question() {
    let tree = small();
    assert_eq!(
        tree.steps(),
        [
            "Fever? yes (4.1): 2 of 4 had sepsis, 50%.",
            "Cough? yes (4.1): 2 of 2 had sepsis, 100%.",
            "Patient No 1 ends at a risk of 100%, flagged."
        ]
    );
    assert!(
        tree.alt().starts_with("A decision tree that parts the training patients into 3 groups. Everybody: 2 of 8 had")
    );
    assert_eq!(tree.plate(2), "2 of 4 had sepsis, 50%: Cough? 2 groups below. Patient No 1 comes here");
    assert_eq!(tree.plate(1), "0 of 4 had sepsis, 0%: The end, not flagged");
    assert_eq!((tree.parent(4), tree.parent(0), tree.ends_below(2)), (Some(2), None, 2));
}

#[test]
fn a_tree_without_a_question_says_so() {
    let tree = DecisionTree { groups: vec![group(None, 40.0, 3.0)], path: vec![0], ..small() };
    assert!(tree.alt().starts_with("A tree that asks nothing"), "{}", tree.alt());
    let plan = plan(&tree, 0, Area::at([0.0, 0.0], [400.0, 300.0]));
    assert_eq!((plan.seats.len(), plan.seats[0].cut), (1, false));
    // A group that another tree had leads back to everybody.
    assert_eq!(super::Plan::new(&tree, 9, plan.covers(), 14.0, &Metrics::new().expect("fonts")).seats[0].group, 0);
}

#[test]
fn a_small_tree_is_drawn_whole_and_a_large_one_as_far_as_there_is_room() {
    let area = Area::at([10.0, 20.0], [740.0, 330.0]);
    assert_eq!(plan(&small(), 0, area).seats.len(), 5);
    let large = full(9);
    let seen = plan(&large, 0, area);
    assert!(seen.seats.len() >= 7 && seen.seats.len() < large.groups.len(), "{} plates", seen.seats.len());
    assert!(seen.seats.iter().any(|seat| seat.cut));
    let words = seen.marks(&large, &Metrics::new().expect("fonts"));
    let says = |wanted: &str| words.iter().any(|mark| matches!(mark, Mark::Words { text, .. } if text == wanted));
    assert!(says("+ 64 groups"), "a plate says how many groups follow");
    assert_eq!(plan(&large, 4, area).seats[0].group, 4, "any group can stand at the top");
}

proptest! {
    #[test]
    fn plates_never_overlap_and_stay_in_a_room_that_is_large_enough(
        levels in 1_u32..8, width in 120.0_f32..1900.0, height in 100.0_f32..900.0,
    ) {
        let (tree, area) = (full(levels), Area::at([5.0, 7.0], [width, height]));
        let plan = plan(&tree, 0, area);
        for (index, seat) in plan.seats.iter().enumerate() {
            for other in &plan.seats[index + 1..] {
                let (a, b) = (seat.area, other.area);
                prop_assert!(a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top, "{a:?} {b:?}");
            }
            if let Some(above) = seat.above {
                prop_assert!(plan.seats[above].area.bottom < seat.area.top);
            }
        }
        if plan.seats.len() > 1 {
            let covers = plan.covers();
            prop_assert!(covers.left >= area.left && covers.right <= area.right, "{covers:?} in {area:?}");
            prop_assert!(covers.bottom <= area.bottom + 0.5, "{covers:?} in {area:?}");
        }
    }
}
