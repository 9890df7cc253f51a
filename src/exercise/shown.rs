//! What of the window an exercise leaves in sight.

/// The rooms by the names that an exercise's `show` knows them by, then controls.
pub const SHOWN: [(&str, &str); 9] = [
    ("patients", tr_noop!("the room of the patients")),
    ("model", tr_noop!("the room of the model")),
    ("line", tr_noop!("the room of the threshold")),
    ("harm", tr_noop!("the room of the groups")),
    ("ward", tr_noop!("the room of the ward")),
    ("why", tr_noop!("the room of one patient")),
    ("changed", tr_noop!("the room of pinned states")),
    ("wish", tr_noop!("the wish for an operating point")),
    ("glance", tr_noop!("the figures at the side")),
];
