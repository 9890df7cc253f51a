//! The run over months in the background: started when its room is open, and again whenever what it depends on changes.

use std::sync::Arc;

use super::executor::{Executor, Outcome};
use crate::pipeline::{Derived, MonthsJob, MonthsRun};
use crate::scenario::Scenario;

/// The run and what it is of.
#[derive(Default)]
pub struct Months {
    /// The worker.
    pub executor: Option<Executor<MonthsJob, MonthsRun>>,
    wanted: Option<(Arc<Derived>, Scenario)>,
    run: Option<MonthsRun>,
    current: bool,
}

impl Months {
    /// The last run, and whether it is the one wanted.
    pub fn shown(&self) -> Option<(&MonthsRun, bool)> {
        self.run.as_ref().map(|run| (run, self.current))
    }

    /// Takes in what the background has finished. A run that cannot be made leaves the last one, dimmed.
    pub fn poll(&mut self) {
        if let Some((Outcome::Done(run), newest)) = self.executor.as_ref().and_then(Executor::poll) {
            self.run = Some(*run);
            self.current = newest;
        }
    }

    /// Starts a run where results or scenario differ from those of the last.
    pub fn keep_current(&mut self, derived: &Arc<Derived>, scenario: &Scenario) {
        let same = |(of, last): &(Arc<Derived>, Scenario)| Arc::ptr_eq(of, derived) && last == scenario;
        if self.wanted.as_ref().is_some_and(same) {
            return;
        }
        self.wanted = Some((Arc::clone(derived), scenario.clone()));
        self.current = false;
        if let Some(executor) = &self.executor {
            executor.submit(MonthsJob::new(Arc::clone(derived), scenario.clone()));
        }
    }
}
