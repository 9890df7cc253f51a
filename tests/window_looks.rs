//! The window's own colours can be told from what they lie on: WCAG 2.2 AA, in both themes.
#![cfg(feature = "gui")]

use cutpoint::ui::theme::{Colours, DARK, DARK_ROOM, LIGHT, LIGHT_ROOM};
use eframe::egui::Color32;

/// Contrast from 1 to 21. Source: WCAG 2.2, "contrast ratio" and "relative luminance".
fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |colour: Color32| {
        let [r, g, b, _] = colour.to_array().map(|byte| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_reach_four_and_a_half_to_one() {
    for (theme, Colours { paper, panel, ink, quiet, accent, error, warning, accent_fill, .. }) in
        [("light", LIGHT), ("dark", DARK)]
    {
        for (ground_name, ground) in [("paper", paper), ("panel", panel)] {
            for (name, words) in
                [("ink", ink), ("quiet", quiet), ("accent", accent), ("error", error), ("warning", warning)]
            {
                let ratio = contrast(words, ground);
                assert!(ratio >= 4.5, "{theme}: {name} on {ground_name} has {ratio:.2}");
            }
        }
        assert!(contrast(accent, accent_fill) >= 4.5, "{theme}: what is selected");
    }
}

#[test]
fn words_for_a_room_reach_seven_to_one() {
    for (theme, Colours { paper, ink, quiet, accent, outline, .. }) in [("light", LIGHT_ROOM), ("dark", DARK_ROOM)] {
        for (name, words) in [("ink", ink), ("quiet", quiet), ("accent", accent), ("outline", outline)] {
            let ratio = contrast(words, paper);
            assert!(ratio >= 7.0, "{theme}: {name} has {ratio:.2}");
        }
    }
}

#[test]
fn controls_reach_three_to_one() {
    for (theme, Colours { paper, panel, outline, accent, .. }) in [("light", LIGHT), ("dark", DARK)] {
        for ground in [paper, panel] {
            assert!(contrast(outline, ground) >= 3.0, "{theme}: outline has {:.2}", contrast(outline, ground));
            assert!(contrast(accent, ground) >= 3.0, "{theme}: accent");
        }
    }
}
