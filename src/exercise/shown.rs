//! What of the window an exercise leaves in sight.

/// The rooms by the names that an exercise's `show` knows them by, then controls.
pub const SHOWN: [(&str, &str); 9] = [
    ("patients", "the room of the patients"),
    ("model", "the room of the model"),
    ("line", "the room of the threshold"),
    ("harm", "the room of the groups"),
    ("ward", "the room of the ward"),
    ("why", "the room of one patient"),
    ("changed", "the room of pinned states"),
    ("wish", "the wish for an operating point"),
    ("glance", "the figures at the side"),
];
