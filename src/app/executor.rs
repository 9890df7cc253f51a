//! Runs jobs in the background: the newest wins, a superseded one is cancelled.
//!
//! A superseded job that is nearly done may finish: while a slider is dragged, its results are what keeps the screen
//! moving. The window knows by their key that they are not the last word.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::pipeline::{Job, PipelineError, Step};

/// How long a superseded job may still run: within it a drag sees its own results, beyond it they come too late.
const GRACE: Duration = Duration::from_millis(50);

/// How often work that can be shown as it comes is shown.
const REPORTED: Duration = Duration::from_millis(200);

/// What became of a job.
pub enum Outcome<T> {
    /// Its results.
    Done(Box<T>),
    /// What a person should read.
    Failed(String),
}

/// The job to run next, under its number.
type Slot<J> = Arc<Mutex<Option<(u64, J)>>>;

/// One worker thread with room for a single waiting job.
pub struct Executor<J, T> {
    waiting: Slot<J>,
    newest: Arc<AtomicU64>,
    wake: Sender<()>,
    results: Receiver<(u64, Outcome<T>)>,
}

impl<J, T> Executor<J, T>
where
    J: Job<Output = Result<T, PipelineError>> + Send + 'static,
    T: Send + 'static,
{
    /// Starts the worker. `notify` is called from it whenever a result is ready.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start(name: &str, notify: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (wake, awoken) = channel();
        let (sender, results) = channel();
        let waiting = Slot::<J>::default();
        let newest = Arc::new(AtomicU64::new(0));
        let worker = Worker { waiting: Arc::clone(&waiting), newest: Arc::clone(&newest), sender };
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            while awoken.recv().is_ok() {
                worker.run_waiting(&notify);
            }
        })?;
        Ok(Self { waiting, newest, wake, results })
    }

    /// Runs `job` next; whatever ran or waited before it is cancelled.
    pub fn submit(&self, job: J) {
        let number = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some((number, job));
        // The worker lives as long as `wake`, so a failed send means that the program is ending.
        self.wake.send(()).ok();
    }

    /// The latest result since the last call, and whether it is of the newest job.
    pub fn poll(&self) -> Option<(Outcome<T>, bool)> {
        let newest = self.newest.load(Ordering::SeqCst);
        self.results.try_iter().last().map(|(number, outcome)| (outcome, number == newest))
    }
}

struct Worker<J, T> {
    waiting: Slot<J>,
    newest: Arc<AtomicU64>,
    sender: Sender<(u64, Outcome<T>)>,
}

impl<J: Job<Output = Result<T, PipelineError>>, T> Worker<J, T> {
    fn run_waiting(&self, notify: &impl Fn()) {
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((number, mut job)) = taken else { return };
        let started = Instant::now();
        let cancelled = || self.newest.load(Ordering::SeqCst) != number && started.elapsed() > GRACE;
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut reported = started;
            loop {
                if let Step::Done(result) = job.step(&cancelled) {
                    return result;
                }
                if reported.elapsed() > REPORTED
                    && let Some(Ok(so_far)) = job.so_far()
                {
                    self.sender.send((number, Outcome::Done(Box::new(so_far)))).ok();
                    notify();
                    reported = Instant::now();
                }
            }
        }));
        let outcome = match result {
            Ok(Ok(derived)) => Outcome::Done(Box::new(derived)),
            Ok(Err(PipelineError::Cancelled)) => return,
            Ok(Err(error)) => Outcome::Failed(error.to_string()),
            Err(_) => Outcome::Failed(
                tr!("Cutpoint hit a fault of its own with these settings. The last results still stand; change the setting \
                 back to go on.")
                    .to_owned(),
            ),
        };
        self.sender.send((number, outcome)).ok();
        notify();
    }
}
