//! The diagram in words: for a screen reader, for the legend, and beside the picture.

use super::{Diagram, Kind, Moved, Node, Way};
use crate::data::recipe::{ActsOn, Knob};

impl Kind {
    /// What it is, as the legend says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Group => "group attribute",
            Self::Input => "measured in time",
            Self::Late => "known too late",
            Self::Hidden => "hidden",
            Self::Outcome => "the truth",
            Self::Record => "the record",
            Self::Selection => "who gets into the data",
        }
    }

    /// What it is, as it stands after a name.
    const fn spoken(self) -> &'static str {
        match self {
            Self::Group => "a group attribute",
            Self::Input => "measured",
            Self::Late => "measured, but known too late to predict with",
            Self::Hidden => "hidden, nobody sees it",
            Self::Outcome => "the truth that is to be predicted",
            Self::Record => "what the model learns from",
            Self::Selection => "decides whose data there are",
        }
    }
}

/// The name of a moved knob with where it was moved; without the place where there is only one.
pub(super) fn moved(knob: &Knob, moved: &Moved) -> String {
    let place = match (knob.acts_on, moved.collected, moved.deployed) {
        (ActsOn::Both, true, false) => " (as collected)",
        (ActsOn::Both, false, true) => " (on the ward)",
        _ => "",
    };
    format!("{}{place}", knob.label)
}

/// "a, b and c".
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A label within a sentence: its capital is dropped unless it belongs to a name such as "ECG", "HbA1c" or "C-reactive".
#[must_use]
pub fn inside(label: &str) -> String {
    let first = label.split(' ').next().unwrap_or_default();
    let rest = first.chars().skip(1);
    if rest.clone().any(|letter| letter.is_uppercase() || letter == '-' || letter.is_numeric()) {
        return label.to_owned();
    }
    label.chars().take(1).flat_map(char::to_lowercase).chain(label.chars().skip(1)).collect()
}

/// Labels within a sentence; one with a comma of its own stands in quotation marks.
fn labels(labels: impl Iterator<Item = String>) -> String {
    let quoted = labels.map(|label| if label.contains(',') { format!("\u{201c}{label}\u{201d}") } else { label });
    listed(&quoted.collect::<Vec<_>>())
}

fn quoted(knobs: &[&str]) -> String {
    let names: Vec<String> = knobs.iter().map(|knob| format!("\u{201c}{knob}\u{201d}")).collect();
    let noun = if knobs.len() == 1 { "knob" } else { "knobs" };
    format!("{noun} {}", listed(&names))
}

impl Diagram {
    /// What is to be said of a node after its name: "measured, not always; depends on severity of illness; …".
    #[must_use]
    pub fn about(&self, index: usize) -> String {
        let node = &self.nodes[index];
        let mut parts = vec![node.kind.spoken().to_owned()];
        if node.note == super::UNMEASURED {
            parts[0].push_str(", not always");
        }
        let ends = |wanted: usize, arrow: [usize; 2]| {
            let found =
                self.arrows.iter().map(|found| [found.from, found.to]).filter(|found| found[arrow[0]] == wanted);
            found.map(|found| inside(&self.nodes[found[arrow[1]]].label)).collect::<Vec<_>>()
        };
        let (causes, effects) = (ends(index, [1, 0]), ends(index, [0, 1]));
        match (causes.is_empty(), effects.is_empty()) {
            (true, true) => parts.push("no effect on anything: a null control".to_owned()),
            (true, false) => parts.push("depends on nothing here".to_owned()),
            (false, _) => parts.push(format!("depends on {}", labels(causes.into_iter()))),
        }
        if !effects.is_empty() {
            parts.push(format!("acts on {}", labels(effects.into_iter())));
        }
        parts.extend(knobs(node, true, Way::Drawn, "changed by the moved"));
        parts.extend(knobs(node, true, Way::Measured, "measured or not by the moved"));
        parts.extend(knobs(node, false, Way::Drawn, "can be changed by the"));
        parts.extend(knobs(node, false, Way::Measured, "whether it is measured can be changed by the"));
        parts.join("; ")
    }

    /// The whole diagram in sentences, for a screen reader: everything that is drawn, from causes to effects.
    #[must_use]
    pub fn alt(&self) -> String {
        let mut text = format!("{}: a diagram with arrows from causes to effects.", super::TITLE);
        for index in self.columns().into_iter().flatten() {
            text.push_str(&format!(" {}: {}.", self.nodes[index].label, self.about(index)));
        }
        if self.apart().next().is_some() {
            text.push_str(&format!(
                " {}: {}.",
                self.apart_heading(),
                labels(self.apart().map(|index| inside(&self.nodes[index].label)))
            ));
        }
        text.push(' ');
        text.push_str(&self.moved_words());
        text
    }

    /// Which knobs were moved, in a sentence.
    #[must_use]
    pub fn moved_words(&self) -> String {
        match &self.moved[..] {
            [] => "No knob has been moved.".to_owned(),
            [one] => format!("Moved knob: {one}."),
            several => format!("Moved knobs: {}.", listed(several)),
        }
    }

    /// What stands over the variables that are set apart.
    #[must_use]
    pub fn apart_heading(&self) -> &'static str {
        if self.plan.apart.len() == 1 {
            "No effect on anything: a null control"
        } else {
            "No effect on anything: null controls"
        }
    }
}

/// The knobs that reach a node in that way, moved or not.
fn knobs(node: &Node, moved: bool, way: Way, begin: &str) -> Option<String> {
    let found = node.knobs.iter().filter(|touch| touch.way == way && touch.moved.is_some() == moved);
    let found: Vec<&str> = found.map(|touch| touch.knob.as_str()).collect();
    (!found.is_empty()).then(|| format!("{begin} {}", quoted(&found)))
}
