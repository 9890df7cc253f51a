//! All classifiers on the same patients, as a person compares them.

use std::time::{Duration, Instant};

use cutpoint::app::App;
use cutpoint::learn::ClassifierKind;
use cutpoint::ui::view::Room;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{click, settle, window};

#[test]
fn classifiers_are_compared_by_time_and_by_the_patients_on_whom_they_disagree() {
    let mut harness: Harness<'static, App> = window([1024.0, 768.0]);
    harness.state_mut().collect(900);
    settle(&mut harness);
    harness.state_mut().show(Room::Model);
    harness.run_steps(3);
    click(&mut harness, "All classifiers");
    let limit = Instant::now() + Duration::from_secs(60);
    while harness.query_by_label("Time and reasons").is_none() {
        assert!(Instant::now() < limit, "the classifiers are not trained");
        harness.run_steps(2);
        std::thread::sleep(Duration::from_millis(5));
    }
    click(&mut harness, "Time and reasons");
    assert!(harness.query_by_label_contains("Can be followed by hand: each input adds its points.").is_some());
    let times = harness.get_all_by_label_contains("times the quickest").count();
    assert!(times > 0 && times < ClassifierKind::ALL.len(), "{times} are slower than the quickest");
    click(&mut harness, "Where they disagree");
    assert!(harness.query_by_label_contains("they do not all decide alike").is_some());
    let first = harness.get_all_by_label_contains("Why patient No").next().expect("somebody");
    let name = first.accesskit_node().label().expect("a name");
    first.click();
    harness.run_steps(3);
    assert_eq!(harness.state().view().room, Room::Why);
    let number = name.trim_start_matches("Why patient No ").trim_end_matches('?');
    assert!(harness.query_all_by_label_contains(&format!("No {number}")).next().is_some());
}
