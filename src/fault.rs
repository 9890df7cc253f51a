//! Faults of our own: caught, so that work can be kept, and told by their place in the program alone. What a fault says of itself may
//! hold data of a person and is never shown.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Where this thread's last fault happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A fault of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the program, where that is known.
    pub place: Option<String>,
}

/// Keeps the text of a fault from ever reaching a person, and takes down its place.
pub fn hush() {
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(|place| format!("{}, line {}", place.file(), place.line()));
        // A fault while a thread ends has nobody to tell.
        PLACE.try_with(|last| *last.borrow_mut() = place).ok();
    }));
}

/// Does `work`.
///
/// # Errors
/// [`Fault`] when there was one.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Fault { place: PLACE.with(|last| last.borrow_mut().take()) })
}
