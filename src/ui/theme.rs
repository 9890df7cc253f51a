//! The visual language: type scale, spacing and colour roles, light and dark.
//!
//! | role of text | size (points) | where |
//! |---|---|---|
//! | [`FIGURE`] | 24 | the one number that matters most |
//! | heading | 18 | the question a room answers, the live sentence |
//! | body, button | 14.5 | everything that is read |
//! | small | 12.5 | notes, axis words, units |
//!
//! Distances are multiples of [`STEP`]. Colours of charts come from [`crate::figure::palette`]; those of the window itself
//! stand here, and `tests/window_looks.rs` holds both to the contrast of WCAG 2.2 AA.

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, Style, TextStyle,
    Theme, Vec2, Visuals,
};

use crate::fonts;

/// The unit of distance, in points.
pub const STEP: f32 = 4.0;

/// The size of the one number that matters most, in points.
pub const FIGURE: f32 = 24.0;

/// The text style of emphasised body text.
#[must_use]
pub fn strong() -> TextStyle {
    TextStyle::Name("strong".into())
}

/// The text style of [`FIGURE`] numbers.
#[must_use]
pub fn figure() -> TextStyle {
    TextStyle::Name("figure".into())
}

/// The window's own colours in one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Behind charts and text.
    pub paper: Color32,
    /// Behind panels beside the room.
    pub panel: Color32,
    /// Lines between things.
    pub line: Color32,
    /// Outlines of controls at rest.
    pub outline: Color32,
    /// What is read.
    pub ink: Color32,
    /// What is read second: notes and units.
    pub quiet: Color32,
    /// What can be acted on, and what is selected.
    pub accent: Color32,
    /// Behind what is selected.
    pub accent_fill: Color32,
    /// What went wrong.
    pub error: Color32,
    /// What deserves care.
    pub warning: Color32,
}

/// The colours of the light theme.
pub const LIGHT: Colours = Colours {
    paper: Color32::from_rgb(0xff, 0xff, 0xff),
    panel: Color32::from_rgb(0xf3, 0xf6, 0xf9),
    line: Color32::from_rgb(0xc9, 0xd2, 0xdb),
    outline: Color32::from_rgb(0x7a, 0x88, 0x97),
    ink: Color32::from_rgb(0x16, 0x20, 0x2c),
    quiet: Color32::from_rgb(0x4c, 0x5b, 0x6b),
    accent: Color32::from_rgb(0x00, 0x5a, 0x9e),
    accent_fill: Color32::from_rgb(0xd9, 0xea, 0xf8),
    error: Color32::from_rgb(0xa8, 0x1e, 0x1e),
    warning: Color32::from_rgb(0x85, 0x4d, 0x00),
};

/// The colours of the dark theme.
pub const DARK: Colours = Colours {
    paper: Color32::from_rgb(0x14, 0x19, 0x20),
    panel: Color32::from_rgb(0x1c, 0x23, 0x2c),
    line: Color32::from_rgb(0x3d, 0x49, 0x57),
    outline: Color32::from_rgb(0x7d, 0x8c, 0x9c),
    ink: Color32::from_rgb(0xee, 0xf2, 0xf6),
    quiet: Color32::from_rgb(0xae, 0xba, 0xc7),
    accent: Color32::from_rgb(0x7a, 0xc0, 0xf5),
    accent_fill: Color32::from_rgb(0x1f, 0x40, 0x5c),
    error: Color32::from_rgb(0xff, 0x9a, 0x8f),
    warning: Color32::from_rgb(0xf0, 0xbf, 0x6a),
};

/// The light theme for a room: what is read second is as dark as what is read first, and edges are as strong.
pub const LIGHT_ROOM: Colours = Colours {
    quiet: LIGHT.ink,
    outline: LIGHT.ink,
    line: LIGHT.outline,
    accent: Color32::from_rgb(0x00, 0x45, 0x7a),
    ..LIGHT
};

/// The dark theme for a room.
pub const DARK_ROOM: Colours = Colours { quiet: DARK.ink, outline: DARK.ink, line: DARK.outline, ..DARK };

/// The colours of the theme that `ui` is drawn in; within what [`enlarge`] has made larger, those for a room.
#[must_use]
pub fn colours(ui: &egui::Ui) -> &'static Colours {
    match (ui.visuals().dark_mode, is_room(ui)) {
        (true, true) => &DARK_ROOM,
        (true, false) => &DARK,
        (false, true) => &LIGHT_ROOM,
        (false, false) => &LIGHT,
    }
}

/// Whether `ui` stands within what [`enlarge`] has made larger.
#[must_use]
pub fn is_room(ui: &egui::Ui) -> bool {
    let visuals = ui.visuals();
    let ink = if visuals.dark_mode { DARK.ink } else { LIGHT.ink };
    visuals.weak_text_color == Some(ink)
}

/// How long the pointer rests before a box says what is under it, in seconds; and so long that no box ever does.
const RESTS: f32 = 0.25;
const NEVER: f32 = 1e6;

/// Lets boxes say what is under the pointer, or keeps them away: on a projector they would cover what everybody looks at.
pub fn let_boxes_pop_up(ctx: &Context, may: bool) {
    let delay = if may { RESTS } else { NEVER };
    if (ctx.global_style().interaction.tooltip_delay - delay).abs() > f32::EPSILON {
        ctx.all_styles_mut(|style| style.interaction.tooltip_delay = delay);
    }
}

/// Gives a window Cutpoint's fonts, sizes and colours in both themes.
pub fn install(ctx: &Context) {
    let mut definitions = FontDefinitions::default();
    for (name, bytes) in [(fonts::FAMILY, fonts::REGULAR), (fonts::SEMIBOLD_FAMILY, fonts::SEMIBOLD)] {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallbacks = definitions.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in [
        (FontFamily::Proportional, fonts::FAMILY),
        (FontFamily::Monospace, fonts::FAMILY),
        (semibold(), fonts::SEMIBOLD_FAMILY),
    ] {
        definitions.families.insert(family, std::iter::once(first.to_owned()).chain(fallbacks.clone()).collect());
    }
    ctx.set_fonts(definitions);
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| dress(style, theme));
    }
}

/// Makes everything in `ui` larger by a factor, for a room: text, controls and, with the text, the lines of charts.
pub fn enlarge(ui: &mut egui::Ui, factor: f32) {
    let style = ui.style_mut();
    for font in style.text_styles.values_mut() {
        font.size *= factor;
    }
    let spacing = &mut style.spacing;
    spacing.interact_size *= factor;
    spacing.button_padding *= factor;
    spacing.item_spacing *= factor;
    spacing.slider_rail_height *= factor;
    spacing.icon_width *= factor;
    spacing.icon_width_inner *= factor;
    spacing.combo_width *= factor;
    // What is read second is read by the back row too.
    let colours = if style.visuals.dark_mode { &DARK } else { &LIGHT };
    style.visuals.weak_text_color = Some(colours.ink);
}

/// The family of emphasised text.
#[must_use]
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// A part of a room, laid out from the top in exactly `rect`; what does not fit is cut off rather than spilt.
pub fn place<R>(ui: &mut egui::Ui, rect: egui::Rect, contents: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let builder = egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(rect.expand(4.0).intersect(ui.clip_rect()));
        contents(ui)
    })
    .inner
}

/// How much larger than at 1024x768 everything is drawn in a window of `size` points: a larger window reads larger, yet
/// leaves most of its room to the charts.
#[must_use]
pub fn scale(size: Vec2) -> f32 {
    (size.x / 1024.0).min(size.y / 768.0).max(1.0).powf(0.6).min(2.5)
}

fn dress(style: &mut Style, theme: Theme) {
    let colours = if theme == Theme::Dark { &DARK } else { &LIGHT };
    style.text_styles = [
        (TextStyle::Small, FontId::new(12.5, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(14.5, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(14.5, FontFamily::Monospace)),
        (TextStyle::Button, FontId::new(14.5, FontFamily::Proportional)),
        (TextStyle::Heading, FontId::new(18.0, semibold())),
        (strong(), FontId::new(14.5, semibold())),
        (figure(), FontId::new(FIGURE, semibold())),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(2.0 * STEP, 1.5 * STEP);
    style.spacing.button_padding = Vec2::new(2.0 * STEP, STEP);
    style.spacing.interact_size = Vec2::new(44.0, 26.0);
    style.spacing.slider_rail_height = 6.0;
    style.spacing.window_margin = Margin::same(12);
    style.spacing.tooltip_width = 380.0;
    style.interaction.tooltip_delay = RESTS;
    style.visuals = visuals(theme, colours);
}

fn visuals(theme: Theme, colours: &Colours) -> Visuals {
    let mut visuals = theme.default_visuals();
    let rounded = CornerRadius::same(4);
    visuals.panel_fill = colours.paper;
    visuals.window_fill = colours.paper;
    visuals.window_stroke = Stroke::new(1.0, colours.line);
    visuals.extreme_bg_color = colours.paper;
    visuals.faint_bg_color = colours.panel;
    visuals.weak_text_color = Some(colours.quiet);
    visuals.hyperlink_color = colours.accent;
    visuals.warn_fg_color = colours.warning;
    visuals.error_fg_color = colours.error;
    visuals.selection.bg_fill = colours.accent_fill;
    visuals.selection.stroke = Stroke::new(1.5, colours.accent);
    visuals.slider_trailing_fill = true;
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, colours.line);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, colours.ink);
    for (state, fill, outline) in [
        (&mut widgets.inactive, colours.panel, colours.outline),
        (&mut widgets.hovered, colours.accent_fill, colours.accent),
        (&mut widgets.active, colours.accent_fill, colours.accent),
        (&mut widgets.open, colours.accent_fill, colours.accent),
    ] {
        state.weak_bg_fill = fill;
        state.bg_fill = if outline == colours.accent { colours.accent_fill } else { colours.line };
        state.bg_stroke = Stroke::new(1.0, outline);
        state.fg_stroke = Stroke::new(1.5, colours.ink);
        state.corner_radius = rounded;
        state.expansion = 0.0;
    }
    // What has the focus is drawn as active: an edge that neither hovering nor choosing has.
    widgets.active.bg_stroke = Stroke::new(2.5, colours.ink);
    visuals
}

/// The height of `text` in small letters across the room there is, in points.
pub fn small_height(ui: &egui::Ui, text: &str) -> f32 {
    let font = egui::TextStyle::Small.resolve(ui.style());
    ui.painter().layout(text.to_owned(), font, egui::Color32::WHITE, ui.available_width()).size().y
}
