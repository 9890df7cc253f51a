//! What is worked out in the background while the part of a room that shows it is open, each by a worker of its own.

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use super::background::Background;
use super::executor::Executor;
use crate::metrics::{Bootstrap, BootstrapPlan};
use crate::num::Threshold;
use crate::pipeline::learning::{Learning, LearningJob, LearningTask};
use crate::pipeline::matters::{Effect, EffectJob, EffectKey, Proxies, ProxiesJob, Shuffles, ShufflesJob};
use crate::pipeline::{
    BootstrapJob, Contender, ContendersJob, Derived, FieldJob, FieldKey, MonthsJob, MonthsRun, PatientAccount,
    PatientJob, PatientKey, Refits, RefitsJob, RiskField, Sample, SamplesJob, Side,
};
use crate::scenario::Scenario;
use crate::ui::panels::{MattersPart, MattersShown, WhyPart};
use crate::ui::view::{LinePart, ModelPart, Room, View, WardPart};

/// How often test patients are resampled.
const RESAMPLES: u32 = 2_000;

/// Seconds since the first call.
pub fn seconds() -> f64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGUN.elapsed().as_secs_f64()
}

/// The workers, with what each was last asked for and what came of it.
#[derive(Default)]
pub struct Workers {
    /// The ward over months.
    pub months: Background<(Arc<Derived>, Scenario), MonthsJob, MonthsRun>,
    /// The resampled figures of a side.
    pub bootstrap: Background<(Arc<Side>, Threshold), BootstrapJob, Bootstrap>,
    /// Every kind of classifier.
    pub contenders: Background<Arc<Derived>, ContendersJob, Vec<Contender>>,
    /// Other samples of a side.
    pub samples: Background<(Arc<Side>, u32), SamplesJob, Vec<Sample>>,
    /// Why the chosen patient has this risk.
    pub patient: Background<PatientKey, PatientJob, PatientAccount>,
    /// The model trained on other samples.
    pub refits: Background<Arc<Derived>, RefitsJob, Refits>,
    /// The risk over two inputs.
    pub field: Background<FieldKey, FieldJob, RiskField>,
    /// What the model knows by heart.
    pub learning: Background<(Arc<Derived>, LearningTask), LearningJob, Learning>,
    shuffles: Background<Arc<Derived>, ShufflesJob, Shuffles>,
    effect: Background<EffectKey, EffectJob, Effect>,
    proxies: Background<Arc<Derived>, ProxiesJob, Proxies>,
}

impl Workers {
    /// Starts every worker; `repaint` makes what each calls when it has something to show.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start<F: Fn() + Send + 'static>(&mut self, repaint: impl Fn() -> F) -> Result<(), std::io::Error> {
        self.months.executor = Some(Executor::start("months", repaint())?);
        self.bootstrap.executor = Some(Executor::start("bootstrap", repaint())?);
        self.contenders.executor = Some(Executor::start("contenders", repaint())?);
        self.samples.executor = Some(Executor::start("samples", repaint())?);
        self.patient.executor = Some(Executor::start("patient", repaint())?);
        self.refits.executor = Some(Executor::start("refits", repaint())?);
        self.field.executor = Some(Executor::start("field", repaint())?);
        self.learning.executor = Some(Executor::start("learning", repaint())?);
        self.shuffles.executor = Some(Executor::start("shuffles", repaint())?);
        self.effect.executor = Some(Executor::start("effect", repaint())?);
        self.proxies.executor = Some(Executor::start("proxies", repaint())?);
        Ok(())
    }

    /// Takes in what has been finished.
    pub fn poll(&mut self) {
        self.months.poll();
        self.bootstrap.poll();
        self.contenders.poll();
        self.samples.poll();
        self.patient.poll();
        self.refits.poll();
        self.field.poll();
        self.learning.poll();
        self.shuffles.poll();
        self.effect.poll();
        self.proxies.poll();
    }

    /// What there is of what matters to the model.
    pub fn matters(&self) -> MattersShown<'_> {
        MattersShown { shuffles: self.shuffles.shown(), effect: self.effect.shown(), proxies: self.proxies.shown() }
    }

    /// Starts what the open part of a room shows, for results that are those of the scenario.
    pub fn keep_current(&mut self, derived: &Arc<Derived>, scenario: &Scenario, view: &View) {
        match view.room {
            Room::Ward if view.ward_part == WardPart::Months => {
                let wanted = (Arc::clone(derived), scenario.clone());
                let same =
                    |a: &(Arc<Derived>, Scenario), b: &(Arc<Derived>, Scenario)| Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1;
                self.months.keep_current(wanted, same, |(derived, scenario)| {
                    MonthsJob::new(Arc::clone(derived), scenario.clone())
                });
            }
            Room::Model if view.model_part == ModelPart::All => {
                let wanted = Arc::clone(derived);
                self.contenders.keep_current(wanted, Arc::ptr_eq, |derived| {
                    ContendersJob::new(Arc::clone(derived)).timed(seconds)
                });
            }
            Room::Model if view.model_part == ModelPart::Map => {
                if let Some(wanted) = view.map.key(derived, view.population, &view.chosen) {
                    self.field.keep_current(wanted, FieldKey::same, |key| FieldJob::new(key.clone()));
                }
            }
            Room::Model if view.model_part == ModelPart::Learning => self.keep_learning_current(derived, view),
            Room::Model if view.model_part == ModelPart::Matters => self.keep_matters_current(derived, view),
            Room::Line if view.line_part == LinePart::Chance => self.keep_chance_current(derived, scenario, view),
            Room::Why if view.why.part != WhyPart::Find => self.keep_patient_current(derived, scenario, view),
            _ => {}
        }
    }

    fn keep_learning_current(&mut self, derived: &Arc<Derived>, view: &View) {
        let wanted = (Arc::clone(derived), view.learning);
        let same =
            |a: &(Arc<Derived>, LearningTask), b: &(Arc<Derived>, LearningTask)| Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1;
        // It goes on from what stands, so that nothing is trained twice.
        self.learning.keep_current_from(wanted, same, |(derived, task), before| {
            LearningJob::new(Arc::clone(derived), *task, before)
        });
    }

    fn keep_matters_current(&mut self, derived: &Arc<Derived>, view: &View) {
        let wanted = Arc::clone(derived);
        match view.matters.part {
            MattersPart::Shuffles => {
                self.shuffles.keep_current(wanted, Arc::ptr_eq, |derived| ShufflesJob::new(Arc::clone(derived)));
            }
            MattersPart::Proxies => {
                self.proxies.keep_current(wanted, Arc::ptr_eq, |derived| ProxiesJob::new(Arc::clone(derived)));
            }
            MattersPart::Effect => {
                if let Some(key) = view.matters.effect(derived, view.population, &view.chosen) {
                    self.effect.keep_current(key, EffectKey::same, |key| EffectJob::new(key.clone()));
                }
            }
        }
    }

    fn keep_patient_current(&mut self, derived: &Arc<Derived>, scenario: &Scenario, view: &View) {
        let population = view.population;
        let Some(row) = view.chosen.of(derived.side(population)) else { return };
        let held = view.why.held(derived);
        let key = PatientKey { derived: Arc::clone(derived), population, row, threshold: scenario.threshold, held };
        let last = self.patient.shown().map(|(account, _)| account.contributions_for(&key));
        self.patient.keep_current(key, PatientKey::same, |key| PatientJob::new(key.clone(), last.flatten()));
        let wanted = Arc::clone(derived);
        self.refits.keep_current(wanted, Arc::ptr_eq, |derived| RefitsJob::new(Arc::clone(derived)));
    }

    fn keep_chance_current(&mut self, derived: &Arc<Derived>, scenario: &Scenario, view: &View) {
        let population = view.population;
        let side = Arc::clone(derived.side(population));
        let seed = scenario.seed;
        let same = |a: &(Arc<Side>, Threshold), b: &(Arc<Side>, Threshold)| Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1;
        self.bootstrap.keep_current((Arc::clone(&side), scenario.threshold), same, |(side, threshold)| {
            let plan = BootstrapPlan { threshold: *threshold, resamples: RESAMPLES, seed, everything: true };
            BootstrapJob::new(Arc::clone(side), plan)
        });
        let round = view.samples_round;
        if round > 0 {
            let same = |a: &(Arc<Side>, u32), b: &(Arc<Side>, u32)| Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1;
            let derived = Arc::clone(derived);
            self.samples.keep_current((side, round), same, |_| SamplesJob::new(derived, population, round));
        }
    }
}
