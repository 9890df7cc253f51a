//! The model card (Mitchell and others 2019, doi:10.1145/3287560.3287596): what the model is for, what it rests on, what it must not
//! be used for, and what is known to be wrong with it.

use super::limits::limits;
use super::{State, list};
use crate::figure::count;
use crate::report::html::escape;

/// What nobody may do with it.
const NOT_FOR: [&str; 3] = [
    tr_noop!("Any decision about a real patient, on its own or beside a person."),
    tr_noop!(
        "Judging a product, a hospital, a profession or a group of people: the patients and the relations between their measurements were \
     chosen to teach."
    ),
    tr_noop!("Training or testing another model that is meant for patients."),
];

/// What to think about before building such a thing.
const ETHICS: [&str; 4] = [
    tr_noop!(
        "Where the line is drawn says how many misses are worth one false alarm. That is a question of values, and those who bear either \
     should have a say."
    ),
    tr_noop!(
        "A record tells who was seen, tested and believed. A model that learns from it passes on what care has left out."
    ),
    tr_noop!(
        "Figures for everyone can be good while one group is missed; every group that may be harmed has to be looked at, with how sure one \
     can be."
    ),
    tr_noop!(
        "Ideas of fairness can contradict each other, and a figure that looks fair on paper need not be on the ward."
    ),
];

/// The card.
pub(super) fn card(page: &mut String, state: State<'_>) {
    page.push_str(tr!("<h2>Model card</h2>\n<h3>Intended use</h3>\n"));
    page.push_str(
        tr!("<p>Teaching only: to let health staff see what such a model would do to patients. It is no medical device.</p>\n"),
    );
    data(page, state);
    page.push_str(tr!("<h3>Must not be used for</h3>\n"));
    list(page, &NOT_FOR.map(|line| crate::language::translate(line).to_owned()));
    page.push_str(tr!("<h3>Known limits</h3>\n"));
    let found = limits(state);
    if found.is_empty() {
        page.push_str(tr!(
            "<p>None were found in this set-up beyond those of every simulation: it shows what was put into it.</p>\n"
        ));
    }
    list(page, &found);
    page.push_str(tr!("<h3>Ethical notes</h3>\n"));
    list(page, &ETHICS.map(|line| crate::language::translate(line).to_owned()));
}

fn data(page: &mut String, state: State<'_>) {
    let State { derived, recipe, .. } = state;
    let data = &derived.data;
    let positives = |outcomes: &[bool]| outcomes.iter().filter(|&&has| has).count() as u64;
    let recorded: Vec<bool> = data.split.train.iter().map(|&row| data.collected.label[row]).collect();
    let condition = &recipe.words.condition;
    let training = tr!(
        "{} synthetic patients, {} of them recorded as having {condition}. What they mirror: {} What is invented: {}",
        count(recorded.len() as u64),
        count(positives(&recorded)),
        recipe.card.mirrors,
        recipe.card.invented,
        condition
    );
    let evaluation = tr!(
        "On paper: {} patients collected alike and held out, {} of them recorded as having {condition}. On the ward: {} new patients, \
         {} of whom truly have it.",
        count(data.held_out.len() as u64),
        count(positives(&data.held_out.label)),
        count(data.ward.len() as u64),
        count(positives(&data.ward.truth)),
        condition
    );
    page.push_str(&tr!("<h3>Training data</h3>\n<p>{}</p>\n", escape(&training)));
    if !recipe.card.references.is_empty() {
        let references = escape(&recipe.card.references.join("; "));
        page.push_str(&tr!("<p class=\"quiet\">{references}.</p>\n", references));
    }
    page.push_str(&tr!("<h3>Evaluation data</h3>\n<p>{}</p>\n", escape(&evaluation)));
}
