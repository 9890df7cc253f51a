//! A step that shows how it is done: words and moves, one after the other, played by themselves until somebody stops them.

use egui::{Button, RichText, Ui};

use super::markdown;
use crate::exercise::{Run, Sight};
use crate::num::Threshold;
use crate::scenario::Scenario;
use crate::ui::panels::Shown;
use crate::ui::theme;

/// How long the line takes to its new place, in seconds.
const MOVING: f64 = 1.6;
/// How many letters a slow reader reads in a second.
const LETTERS: f64 = 13.0;
/// The least time for a move, in seconds.
const LEAST: f64 = 4.0;

/// Where the scene of a step stands.
#[derive(Clone)]
pub(super) struct Player {
    /// The step that it plays.
    step: usize,
    /// What stands before the first move, then after each.
    stages: Vec<Scenario>,
    /// The move that is shown, counted from 0.
    at: usize,
    /// Seconds since that move began, while it plays.
    since: f64,
    playing: bool,
    /// What the player set last: where something else stands, somebody has taken over.
    set: Scenario,
}

impl Player {
    /// The player of the step that is open, before its first move; `None` where it plays nothing, or cannot.
    fn of(run: &Run, scenario: &Scenario, shown: &Shown<'_>) -> Option<Self> {
        let played =
            run.exercise().played(run.number(), scenario, shown.recipe).ok().filter(|played| !played.is_empty())?;
        let stages = std::iter::once(scenario.clone()).chain(played).collect();
        Some(Self { step: run.number(), stages, at: 0, since: 0.0, playing: true, set: scenario.clone() })
    }

    fn moves(&self) -> usize {
        self.stages.len() - 1
    }

    fn go(&mut self, at: usize) {
        (self.at, self.since) = (at.min(self.moves() - 1), 0.0);
    }

    /// What is to stand now: the line on its way, all else at once.
    fn stage(&self, moving: f64) -> Scenario {
        let (from, to) = (&self.stages[self.at], &self.stages[self.at + 1]);
        let share = if moving > 0.0 { (self.since / moving).clamp(0.0, 1.0) } else { 1.0 };
        let eased = share * share * (3.0 - 2.0 * share);
        let (start, end) = (from.threshold.get(), to.threshold.get());
        Scenario { threshold: Threshold::clamped(start + (end - start) * eased), ..to.clone() }
    }
}

/// Plays the scene of the step that is open, if it has one; returns whether it is still being watched, so that the step itself waits.
pub(super) fn player_ui(
    ui: &mut Ui,
    player: &mut Option<Player>,
    run: &mut Run,
    scenario: &mut Scenario,
    shown: &Shown<'_>,
) -> bool {
    let Some(step) = run.step().filter(|step| step.scene.is_some()).cloned() else { return false };
    if run.has_seen(Sight::Demonstration) {
        if ui.button(tr!("Watch it again")).clicked() {
            *player = Player::of(run, scenario, shown);
            run.watch_again();
        }
        return false;
    }
    if player.as_ref().is_none_or(|player| player.step != run.number()) {
        *player = Player::of(run, scenario, shown);
    }
    let (Some(player), Some((_, moves))) = (player.as_mut(), step.scene) else { return false };
    if *scenario != player.set {
        player.playing = false;
    }
    let said = moves.get(player.at).map_or("", |one| one.say.as_str());
    let long = (said.chars().count() as f64 / LETTERS).max(LEAST);
    let calm = ui.style().animation_time <= 0.0;
    let moving = if calm { 0.0 } else { MOVING };
    if player.playing {
        *scenario = player.stage(moving);
        player.set = scenario.clone();
        player.since += f64::from(ui.input(|input| input.stable_dt.min(0.1)));
        ui.ctx().request_repaint();
        if player.since > long && player.at + 1 < player.moves() {
            player.go(player.at + 1);
        } else if player.since > long {
            player.playing = false;
        }
    }
    let frame = egui::Frame::new().fill(theme::colours(ui).accent_fill).inner_margin(8).corner_radius(4);
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let place = tr!("Watch: {} of {}", player.at + 1, player.moves());
        ui.label(RichText::new(place).text_style(theme::strong()).color(theme::colours(ui).accent));
        markdown(ui, said);
    });
    let last = player.at + 1 == player.moves();
    ui.horizontal_wrapped(|ui| {
        let name = if last { tr!("My turn") } else { tr!("Continue") };
        let strong = RichText::new(name).text_style(theme::strong());
        let on = ui.add(Button::new(strong).min_size(egui::vec2(92.0, 34.0)));
        if on.on_hover_text(if last { tr!("What was shown, done by you") } else { tr!("Without waiting") }).clicked() {
            *scenario = player.stages[player.at + 1].clone();
            player.set = scenario.clone();
            if last {
                run.see(Sight::Demonstration);
            } else {
                player.go(player.at + 1);
            }
        }
        if player.at > 0 && ui.button(tr!("Back")).clicked() {
            player.go(player.at - 1);
            *scenario = player.stages[player.at + 1].clone();
            player.set = scenario.clone();
        }
        let name = if player.playing { tr!("Pause") } else { tr!("Play") };
        if ui.button(name).clicked() {
            player.playing = !player.playing;
            player.set = scenario.clone();
            if player.playing && last && player.since > long {
                player.go(0);
            }
        }
    });
    true
}
