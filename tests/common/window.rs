//! The window without GPU or display.

use std::time::{Duration, Instant};

use cutpoint::app::App;
use cutpoint::ui::theme;
use egui_kittest::Harness;

/// A window of `size` points on the first dataset.
pub fn window(size: [f32; 2]) -> Harness<'static, App> {
    let mut app = App::new().expect("the first dataset opens");
    // Hints stand over controls that tests press; they have a test of their own.
    app.view_mut().settings.no_hints = true;
    let mut harness = Harness::builder().with_size(size).with_context_setup(theme::install).build_ui_state(
        |ui, app: &mut App| {
            app.poll();
            app.window_ui(ui);
        },
        app,
    );
    let ctx = harness.ctx.clone();
    harness.state_mut().attach(&ctx).expect("a worker starts");
    harness.run_steps(3);
    harness
}

/// Runs frames until the results on screen are those of the scenario.
pub fn settle(harness: &mut Harness<'static, App>) {
    let limit = Instant::now() + Duration::from_secs(60);
    loop {
        harness.run_steps(2);
        if harness.state().is_current() {
            harness.run_steps(2);
            return;
        }
        assert!(Instant::now() < limit, "no results within a minute");
        std::thread::sleep(Duration::from_millis(5));
    }
}
