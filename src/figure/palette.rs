//! The colour of each role, light and dark.
//!
//! Built on Okabe and Ito's colours (jfly.uni-koeln.de/color), shifted until each reaches 3:1 on its background (text 4.5:1) and the
//! four states of a patient and six groups stay apart for people without red or green cones; the tests compute both. Even so colour
//! never stands alone: states differ in shape and fill, lines in dash, groups in shape and label.

pub use super::model::Role;

/// Red, green and blue, 0 to 255, in the sRGB colour space.
pub type Rgb = [u8; 3];

/// One theme's colours.
struct Theme {
    found: Rgb,
    missed: Rgb,
    false_alarm: Rgb,
    left_alone: Rgb,
    model: Rgb,
    ghost: Rgb,
    chance: Rgb,
    threshold: Rgb,
    ink: Rgb,
    quiet: Rgb,
    lit: Rgb,
    grid: Rgb,
    paper: Rgb,
    groups: [Rgb; 6],
}

const fn hex(rgb: u32) -> Rgb {
    [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8]
}

static LIGHT: Theme = Theme {
    found: hex(0x1f_78c1),
    missed: hex(0xd5_5e00),
    false_alarm: hex(0x5b_1f5e),
    left_alone: hex(0x8a_929a),
    model: hex(0x00_5a9e),
    ghost: hex(0x6f_7b88),
    chance: hex(0x8a_929a),
    threshold: hex(0x16_202c),
    ink: hex(0x16_202c),
    quiet: hex(0x4c_5b6b),
    lit: hex(0xa8_4300),
    grid: hex(0xe3_e8ed),
    paper: hex(0xff_ffff),
    groups: [hex(0x1f_78c1), hex(0xd5_5e00), hex(0x00_936b), hex(0x5b_1f5e), hex(0x11_1111), hex(0xc4_6fa0)],
};

static DARK: Theme = Theme {
    found: hex(0x4a_a3e8),
    missed: hex(0xff_7f3f),
    false_alarm: hex(0xeb_c7f7),
    left_alone: hex(0x77_828d),
    model: hex(0x7a_c0f5),
    ghost: hex(0x9a_a7b4),
    chance: hex(0x77_828d),
    threshold: hex(0xee_f2f6),
    ink: hex(0xee_f2f6),
    quiet: hex(0xae_bac7),
    lit: hex(0xff_b454),
    grid: hex(0x2b_3540),
    paper: hex(0x14_1920),
    groups: [hex(0x4a_a3e8), hex(0xd5_5e00), hex(0x00_a87a), hex(0xd9_8fbc), hex(0xff_ffff), hex(0xf0_e442)],
};

/// The colour of `role`, on a dark or a light background.
#[must_use]
pub fn colour(role: Role, dark: bool) -> Rgb {
    let theme = if dark { &DARK } else { &LIGHT };
    match role {
        Role::Found | Role::With => theme.found,
        Role::Missed => theme.missed,
        Role::FalseAlarm => theme.false_alarm,
        Role::LeftAlone | Role::Without => theme.left_alone,
        Role::Model | Role::Band => theme.model,
        Role::Ghost => theme.ghost,
        Role::Chance => theme.chance,
        Role::Threshold => theme.threshold,
        Role::Group(index) => theme.groups[usize::from(index) % theme.groups.len()],
        Role::Ink => theme.ink,
        Role::Quiet => theme.quiet,
        Role::Lit => theme.lit,
        Role::Grid => theme.grid,
        Role::Paper => theme.paper,
    }
}

/// The colour of `role` thinned to a background: for bands and hollow bars, whose outline keeps the full colour.
#[must_use]
pub fn tint(role: Role, dark: bool) -> Rgb {
    let (full, paper) = (colour(role, dark), colour(Role::Paper, dark));
    let share = if dark { 30 } else { 20 };
    std::array::from_fn(|channel| {
        let mixed = (u32::from(full[channel]) * share + u32::from(paper[channel]) * (100 - share)) / 100;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}

/// The strongest shade of a field, in per cent of the full colour: points of any role stay readable on it.
const STRONGEST: f32 = 62.0;

/// The colour of `role` as a cell of a field, `strength` from 0 (the background) to 1.
#[must_use]
pub fn shade(role: Role, strength: f32, dark: bool) -> Rgb {
    let (full, paper) = (colour(role, dark), colour(Role::Paper, dark));
    let share = (strength.clamp(0.0, 1.0) * STRONGEST).round() as u32;
    std::array::from_fn(|channel| {
        let mixed = (u32::from(full[channel]) * share + u32::from(paper[channel]) * (100 - share)) / 100;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(rgb: Rgb) -> [f64; 3] {
        rgb.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn times(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
    }

    /// WCAG 2.2, "contrast ratio".
    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let luminance = |rgb| {
            let [r, g, b] = linear(rgb);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// CIE 1976 L*a*b* of what an eye sees whose cones `eye` mixes.
    fn lab(rgb: Rgb, eye: [[f64; 3]; 3]) -> [f64; 3] {
        let seen = times(eye, linear(rgb)).map(|channel| channel.clamp(0.0, 1.0));
        let [x, y, z] = times(
            [
                [0.412_456_4, 0.357_576_1, 0.180_437_5],
                [0.212_672_9, 0.715_152_2, 0.072_175_0],
                [0.019_333_9, 0.119_192_0, 0.950_304_1],
            ],
            seen,
        );
        let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The smallest distance at which an ordinary eye, one without red and one without green cones see `a` and `b`; the two
    /// simulated after Machado, Oliveira and Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1.
    fn told_apart(a: Rgb, b: Rgb) -> f64 {
        let eyes = [
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        ];
        let distance = |eye| {
            let (a, b) = (lab(a, eye), lab(b, eye));
            a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
        };
        eyes.map(distance).into_iter().fold(f64::INFINITY, f64::min)
    }

    const STATES: [Role; 4] = [Role::Found, Role::Missed, Role::FalseAlarm, Role::LeftAlone];

    fn pairs(roles: &[Role]) -> impl Iterator<Item = (Role, Role)> + '_ {
        roles.iter().enumerate().flat_map(|(index, &a)| roles[index + 1..].iter().map(move |&b| (a, b)))
    }

    #[test]
    fn the_yardstick_measures_what_it_says() {
        assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
        // Okabe and Ito's vermillion on white, and two colours that only red cones tell apart.
        assert!((contrast(hex(0xd5_5e00), [255, 255, 255]) - 3.87).abs() < 0.005);
        assert!(told_apart(hex(0xd5_5e00), hex(0xb8_860b)) < 5.0);
    }

    #[test]
    fn every_mark_reaches_3_to_1_and_every_text_4_5_to_1() {
        let groups = (0..6).map(Role::Group);
        let marks = [Role::Model, Role::Ghost, Role::Chance, Role::Threshold, Role::With, Role::Without, Role::Band];
        for dark in [false, true] {
            let paper = colour(Role::Paper, dark);
            for role in STATES.into_iter().chain(marks).chain(groups.clone()) {
                let reached = contrast(colour(role, dark), paper);
                assert!(reached >= 3.0, "{role:?}, dark {dark}: {reached:.2}");
            }
            for role in [Role::Ink, Role::Quiet, Role::Threshold, Role::Lit] {
                let reached = contrast(colour(role, dark), paper);
                assert!(reached >= 4.5, "{role:?}, dark {dark}: {reached:.2}");
            }
        }
    }

    #[test]
    fn states_and_groups_stay_apart_without_red_or_green_cones() {
        let groups: Vec<Role> = (0..6).map(Role::Group).collect();
        for dark in [false, true] {
            for (a, b) in pairs(&STATES) {
                let apart = told_apart(colour(a, dark), colour(b, dark));
                assert!(apart >= 20.0, "{a:?} and {b:?}, dark {dark}: {apart:.1}");
            }
            for (a, b) in pairs(&groups).chain([
                (Role::With, Role::Without),
                (Role::Model, Role::Ghost),
                (Role::Lit, Role::Ghost),
                (Role::Lit, Role::Ink),
            ]) {
                let apart = told_apart(colour(a, dark), colour(b, dark));
                assert!(apart >= 15.0, "{a:?} and {b:?}, dark {dark}: {apart:.1}");
            }
        }
    }

    #[test]
    fn a_tint_lies_between_its_colour_and_the_background() {
        for dark in [false, true] {
            let paper = colour(Role::Paper, dark);
            for role in STATES {
                let light = tint(role, dark);
                assert!(contrast(light, paper) < contrast(colour(role, dark), paper));
                assert!(contrast(light, colour(role, dark)) >= 2.0, "{role:?}: the outline is lost in its filling");
            }
        }
    }
}
