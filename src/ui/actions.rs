//! Everything that can be asked for by a key, the menu or the palette: one list behind all three, and behind the sheet of keys.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::view::Room;

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The start page.
    Home,
    /// Everything, with no exercise open.
    Sandbox,
    /// A room.
    Room(Room),
    /// Back by one step.
    Undo,
    /// Forward again.
    Redo,
    /// What the open room holds, as the dataset has it.
    ResetRoom,
    /// Everything, as the dataset has it.
    ResetAll,
    /// Open a file.
    Open,
    /// Save the set-up.
    Save,
    /// The set-up as a short text and as a code to be photographed.
    Share,
    /// Everything on a page.
    Report,
    /// The figures as a table for other programs.
    Table,
    /// Keep what stands, to compare with.
    Pin,
    /// The learner's notes.
    Notes,
    /// Words and figures.
    Words,
    /// Keys, and what this is.
    Help,
    /// Find anything.
    Palette,
    /// One view on the whole screen.
    Present,
    /// Light or dark.
    Look,
    /// Larger text.
    Larger,
    /// Smaller text.
    Smaller,
    /// The usual text.
    Normal,
    /// Whether things move by themselves.
    Calm,
    /// Write an exercise.
    Write,
    /// A class's records.
    Class,
    /// What this is, and whose work is in it.
    About,
}

/// Where an action stands in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Files, sharing and printing.
    File,
    /// Back, forward and anew.
    Change,
    /// How it looks.
    View,
    /// For whoever teaches.
    Teach,
    /// Words and keys.
    Help,
    /// The rooms, which have tabs of their own.
    Rooms,
}

impl Group {
    /// Those of the menu, in order.
    pub const MENU: [(Self, &'static str); 5] = [
        (Self::File, tr_noop!("File")),
        (Self::Change, tr_noop!("Change")),
        (Self::View, tr_noop!("View")),
        (Self::Teach, tr_noop!("Teach")),
        (Self::Help, tr_noop!("Help")),
    ];
}

const fn key(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

impl Action {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 32] = [
        Self::Home,
        Self::Sandbox,
        Self::Open,
        Self::Save,
        Self::Share,
        Self::Report,
        Self::Table,
        Self::Undo,
        Self::Redo,
        Self::ResetRoom,
        Self::ResetAll,
        Self::Pin,
        Self::Notes,
        Self::Present,
        Self::Look,
        Self::Larger,
        Self::Smaller,
        Self::Normal,
        Self::Calm,
        Self::Write,
        Self::Class,
        Self::Palette,
        Self::Words,
        Self::Help,
        Self::About,
        Self::Room(Room::Patients),
        Self::Room(Room::Model),
        Self::Room(Room::Line),
        Self::Room(Room::Harm),
        Self::Room(Room::Ward),
        Self::Room(Room::Why),
        Self::Room(Room::Changed),
    ];

    /// What it does, as a command.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Home => tr!("Go to the start page"),
            Self::Sandbox => tr!("Open the free sandbox"),
            Self::Room(room) => room.question(),
            Self::Undo => tr!("Undo"),
            Self::Redo => tr!("Redo"),
            Self::ResetRoom => tr!("Reset this room"),
            Self::ResetAll => tr!("Reset everything"),
            Self::Open => tr!("Open a file\u{2026}"),
            Self::Save => tr!("Save this set-up\u{2026}"),
            Self::Share => tr!("Share this set-up\u{2026}"),
            Self::Report => tr!("Save a report\u{2026}"),
            Self::Table => tr!("Save the figures as a table\u{2026}"),
            Self::Pin => tr!("Pin what stands now"),
            Self::Notes => tr!("My notes"),
            Self::Words => tr!("Look up a word or a figure"),
            Self::Help => tr!("Keys, and what you can do here"),
            Self::Palette => tr!("Find anything\u{2026}"),
            Self::Present => tr!("Present on the whole screen"),
            Self::Look => tr!("Light or dark"),
            Self::Larger => tr!("Larger text"),
            Self::Smaller => tr!("Smaller text"),
            Self::Normal => tr!("Text as usual"),
            Self::Calm => tr!("Let nothing move by itself"),
            Self::Write => tr!("Write an exercise"),
            Self::Class => tr!("Show a class\u{2026}"),
            Self::About => tr!("About Cutpoint"),
        }
    }

    /// Other words by which somebody may look for it, with commas between them.
    #[must_use]
    pub fn synonyms(self) -> &'static str {
        match self {
            Self::Home => tr!("home, exercises, begin, quit exercise"),
            Self::Sandbox => tr!("free play"),
            Self::Undo => tr!("back, revert"),
            Self::Redo => tr!("forward, again"),
            Self::ResetRoom | Self::ResetAll => tr!("start over, default, clear"),
            Self::Open => tr!("load, import, file"),
            Self::Save => tr!("store, file, export scenario"),
            Self::Share => tr!("link, code, qr, copy"),
            Self::Report => tr!("report, print, html, page, model card, export"),
            Self::Table => tr!("csv, excel, spreadsheet, export"),
            Self::Pin => tr!("compare, keep"),
            Self::Notes => tr!("write down, text"),
            Self::Words => tr!("glossary, definition, explain"),
            Self::Help => tr!("keyboard, shortcuts, manual"),
            Self::Palette => tr!("search, command"),
            Self::Present => tr!("projector, full screen, beamer"),
            Self::Look => tr!("theme, colours, black, white, contrast"),
            Self::Larger | Self::Smaller | Self::Normal => tr!("zoom, font, size"),
            Self::Calm => tr!("reduced motion, animation"),
            Self::Write => tr!("author, teacher, create"),
            Self::Class => tr!("teacher, records, summary"),
            Self::About => tr!("licence, version"),
            Self::Room(_) => tr!("room"),
        }
    }

    /// Its keys.
    #[must_use]
    pub const fn keys(self) -> Option<KeyboardShortcut> {
        const BOTH: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
        match self {
            Self::Room(Room::Patients) => key(Modifiers::COMMAND, Key::Num1),
            Self::Room(Room::Model) => key(Modifiers::COMMAND, Key::Num2),
            Self::Room(Room::Line) => key(Modifiers::COMMAND, Key::Num3),
            Self::Room(Room::Harm) => key(Modifiers::COMMAND, Key::Num4),
            Self::Room(Room::Ward) => key(Modifiers::COMMAND, Key::Num5),
            Self::Room(Room::Why) => key(Modifiers::COMMAND, Key::Num6),
            Self::Room(Room::Changed) => key(Modifiers::COMMAND, Key::Num7),
            Self::Undo => key(Modifiers::COMMAND, Key::Z),
            Self::Redo => key(BOTH, Key::Z),
            Self::Open => key(Modifiers::COMMAND, Key::O),
            Self::Save => key(Modifiers::COMMAND, Key::S),
            Self::Share => key(BOTH, Key::S),
            Self::Pin => key(Modifiers::COMMAND, Key::P),
            Self::Words => key(Modifiers::COMMAND, Key::G),
            Self::Help => key(Modifiers::NONE, Key::F1),
            Self::Palette => key(Modifiers::COMMAND, Key::K),
            Self::Present => key(Modifiers::NONE, Key::F5),
            Self::Larger => key(Modifiers::COMMAND, Key::Plus),
            Self::Smaller => key(Modifiers::COMMAND, Key::Minus),
            Self::Normal => key(Modifiers::COMMAND, Key::Num0),
            _ => None,
        }
    }

    /// Where it stands in the menu.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Self::Room(_) => Group::Rooms,
            Self::Home | Self::Sandbox | Self::Open | Self::Save | Self::Share | Self::Report | Self::Table => {
                Group::File
            }
            Self::Undo | Self::Redo | Self::ResetRoom | Self::ResetAll | Self::Pin | Self::Notes => Group::Change,
            Self::Present | Self::Look | Self::Larger | Self::Smaller | Self::Normal | Self::Calm => Group::View,
            Self::Write | Self::Class => Group::Teach,
            Self::Palette | Self::Words | Self::Help | Self::About => Group::Help,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key_or_a_name() {
        for (place, one) in Action::ALL.iter().enumerate() {
            for other in &Action::ALL[place + 1..] {
                assert_ne!(one, other);
                assert_ne!(one.title(), other.title());
                assert!(one.keys().is_none() || one.keys() != other.keys(), "{one:?} and {other:?}");
            }
        }
    }
}
