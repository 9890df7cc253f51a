//! The diagram in words: for a screen reader, for the legend, and beside the picture.

use super::{Diagram, Kind, Moved, Node, Way};
use crate::data::recipe::{ActsOn, Knob};

impl Kind {
    /// What it is, as the legend says it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => tr!("group attribute"),
            Self::Input => tr!("measured in time"),
            Self::Late => tr!("known too late"),
            Self::Hidden => tr!("hidden"),
            Self::Outcome => tr!("the truth"),
            Self::Record => tr!("the record"),
            Self::Selection => tr!("who gets into the data"),
        }
    }

    /// What it is, as it stands after a name.
    fn spoken(self) -> &'static str {
        match self {
            Self::Group => tr!("a group attribute"),
            Self::Input => tr!("measured"),
            Self::Late => tr!("measured, but known too late to predict with"),
            Self::Hidden => tr!("hidden, nobody sees it"),
            Self::Outcome => tr!("the truth that is to be predicted"),
            Self::Record => tr!("what the model learns from"),
            Self::Selection => tr!("decides whose data there are"),
        }
    }
}

/// The name of a moved knob with where it was moved; without the place where there is only one.
pub(super) fn moved(knob: &Knob, moved: &Moved) -> String {
    let place = match (knob.acts_on, moved.collected, moved.deployed) {
        (ActsOn::Both, true, false) => tr!(" (as collected)"),
        (ActsOn::Both, false, true) => tr!(" (on the ward)"),
        _ => "",
    };
    format!("{}{place}", knob.label)
}

/// "a, b and c".
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => tr!("{} and {last}", first.join(", "), last),
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
    let noun = if knobs.len() == 1 { tr!("knob") } else { tr!("knobs") };
    format!("{noun} {}", listed(&names))
}

impl Diagram {
    /// What is to be said of a node after its name: "measured, not always; depends on severity of illness; …".
    #[must_use]
    pub fn about(&self, index: usize) -> String {
        let node = &self.nodes[index];
        let mut parts = vec![node.kind.spoken().to_owned()];
        if node.note == crate::language::translate(super::UNMEASURED) {
            parts[0].push_str(tr!(", not always"));
        }
        let ends = |wanted: usize, arrow: [usize; 2]| {
            let found =
                self.arrows.iter().map(|found| [found.from, found.to]).filter(|found| found[arrow[0]] == wanted);
            found.map(|found| inside(&self.nodes[found[arrow[1]]].label)).collect::<Vec<_>>()
        };
        let (causes, effects) = (ends(index, [1, 0]), ends(index, [0, 1]));
        match (causes.is_empty(), effects.is_empty()) {
            (true, true) => parts.push(tr!("no effect on anything: a null control").to_owned()),
            (true, false) => parts.push(tr!("depends on nothing here").to_owned()),
            (false, _) => parts.push(tr!("depends on {}", labels(causes.into_iter()))),
        }
        if !effects.is_empty() {
            parts.push(tr!("acts on {}", labels(effects.into_iter())));
        }
        parts.extend(knobs(node, true, Way::Drawn, tr!("changed by the moved")));
        parts.extend(knobs(node, true, Way::Measured, tr!("measured or not by the moved")));
        parts.extend(knobs(node, false, Way::Drawn, tr!("can be changed by the")));
        parts.extend(knobs(node, false, Way::Measured, tr!("whether it is measured can be changed by the")));
        parts.join("; ")
    }

    /// The whole diagram in sentences, for a screen reader: everything that is drawn, from causes to effects.
    #[must_use]
    pub fn alt(&self) -> String {
        let mut text =
            tr!("{}: a diagram with arrows from causes to effects.", crate::language::translate(super::TITLE));
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
            [] => tr!("No knob has been moved.").to_owned(),
            [one] => tr!("Moved knob: {one}.", one),
            several => tr!("Moved knobs: {}.", listed(several)),
        }
    }

    /// What stands over the variables that are set apart.
    #[must_use]
    pub fn apart_heading(&self) -> &'static str {
        if self.plan.apart.len() == 1 {
            tr!("No effect on anything: a null control")
        } else {
            tr!("No effect on anything: null controls")
        }
    }
}

/// The knobs that reach a node in that way, moved or not.
fn knobs(node: &Node, moved: bool, way: Way, begin: &str) -> Option<String> {
    let found = node.knobs.iter().filter(|touch| touch.way == way && touch.moved.is_some() == moved);
    let found: Vec<&str> = found.map(|touch| touch.knob.as_str()).collect();
    (!found.is_empty()).then(|| format!("{begin} {}", quoted(&found)))
}
