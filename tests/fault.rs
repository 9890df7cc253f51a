//! A fault of our own is told by its place, and never by its words, which may hold somebody's data. Alone in its program, since the
//! way in which faults are told is the whole program's.

use cutpoint::fault::{caught, hush};

#[test]
fn a_fault_is_known_by_its_place_and_on_its_own_thread() {
    hush();
    let fault = caught(|| panic!("a patient called Ada"));
    let other = std::thread::spawn(|| caught(|| panic!("another")).err().and_then(|fault| fault.place));
    let other = other.join();
    let fine = caught(|| 7);
    drop(std::panic::take_hook());
    let place = fault.expect_err("it panicked").place.expect("a place");
    assert!(place.starts_with("tests/fault.rs, line ") || place.starts_with("tests\\fault.rs, line "), "{place}");
    let other = other.expect("the thread ends").expect("a place of its own");
    assert_ne!(place, other);
    assert_eq!(fine, Ok(7));
}
