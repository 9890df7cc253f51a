//! Something worked out in the background while a room is open: started anew whenever what it depends on changes.

use super::executor::{Executor, Outcome};
use crate::pipeline::{Job, PipelineError};

/// The worker, what it was last asked for and what came of it.
pub struct Background<K, J, T> {
    /// The worker.
    pub executor: Option<Executor<J, T>>,
    wanted: Option<K>,
    result: Option<T>,
    current: bool,
}

impl<K, J, T> Default for Background<K, J, T> {
    fn default() -> Self {
        Self { executor: None, wanted: None, result: None, current: false }
    }
}

impl<K, J, T> Background<K, J, T>
where
    J: Job<Output = Result<T, PipelineError>> + Send + 'static,
    T: Send + 'static,
{
    /// The last result, and whether it is the one wanted.
    pub fn shown(&self) -> Option<(&T, bool)> {
        self.result.as_ref().map(|result| (result, self.current))
    }

    /// Takes in what the background has finished. What cannot be made leaves the last result, dimmed.
    pub fn poll(&mut self) {
        if let Some((Outcome::Done(result), newest)) = self.executor.as_ref().and_then(Executor::poll) {
            self.result = Some(*result);
            self.current = newest;
        }
    }

    /// Starts `job` for `wanted` unless `same` says that this is what was last asked for.
    pub fn keep_current(&mut self, wanted: K, same: impl Fn(&K, &K) -> bool, job: impl FnOnce(&K) -> J) {
        self.keep_current_from(wanted, same, |wanted, _| job(wanted));
    }

    /// As [`Self::keep_current`], with the last result to go on from.
    pub fn keep_current_from(
        &mut self,
        wanted: K,
        same: impl Fn(&K, &K) -> bool,
        job: impl FnOnce(&K, Option<&T>) -> J,
    ) {
        if self.wanted.as_ref().is_some_and(|last| same(last, &wanted)) {
            return;
        }
        self.current = false;
        if let Some(executor) = &self.executor {
            executor.submit(job(&wanted, self.result.as_ref()));
        }
        self.wanted = Some(wanted);
    }
}
