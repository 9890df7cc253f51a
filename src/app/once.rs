//! Work that is done once in the background, because somebody asked for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// What comes of it, once it is there.
pub(super) struct Once<T>(Receiver<Result<T, String>>);

impl<T: Send + 'static> Once<T> {
    /// Starts `work` on a thread of its own. A fault in it becomes an error in words.
    ///
    /// # Errors
    /// What a person should read, when the system refuses a thread.
    pub fn start(name: &str, work: impl FnOnce() -> Result<T, String> + Send + 'static) -> Result<Self, String> {
        let (sender, receiver) = channel();
        let run = move || {
            let fault = |_| Err(tr!("Cutpoint hit a fault of its own; the command line may still do it.").to_owned());
            let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(fault);
            // Whoever no longer waits does not miss it.
            sender.send(done).ok();
        };
        let started = thread::Builder::new().name(name.to_owned()).spawn(run);
        started.map(|_| Self(receiver)).map_err(|error| tr!("This could not be started: {error}.", error))
    }

    /// What came of it; `None` while it is under way.
    pub fn poll(&self) -> Option<Result<T, String>> {
        match self.0.try_recv() {
            Ok(done) => Some(done),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(tr!("It ended without an answer.").to_owned())),
        }
    }
}
