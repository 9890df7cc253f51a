//! What the curves, the rounds and the inputs known too late say, in plain words.

use crate::figure::{place_words, setting_value};
use crate::pipeline::learning::{Curve, DRAWS, InUse, Place, Rounds, Tries, Varied};
use crate::ui::words::count;

/// Above this gap between patients learnt from and new ones, a model knows part of its own patients by heart.
const BY_HEART: f64 = 0.05;
/// Below this gap there is nothing to speak of.
const NO_GAP: f64 = 0.02;
/// Differences in AUC below this are hardly worth a word.
const HARDLY: f64 = 0.01;

/// "85": of 100 pairs, how many stand in the right order.
fn pairs(auc: f64) -> String {
    format!("{:.0}", 100.0 * auc)
}

/// How well the model in use knows the patients that it learnt from and new ones, and what the gap means.
pub fn in_use(InUse { aucs, tried }: &InUse, patients: usize, coin_flips: u32, condition: &str) -> String {
    let (Some(training), Some(unseen)) = (aucs.training, aucs.unseen) else {
        let who = if aucs.training.is_none() { tr!("those it learnt from") } else { tr!("those kept aside") };
        return tr!("All of {who} have the same outcome, so nobody can say how well it tells patients apart.", who);
    };
    let with = match coin_flips {
        0 => tr!("Of").to_owned(),
        1 => tr!("With 1 coin flip among its inputs: of").to_owned(),
        flips => tr!("With {flips} coin flips among its inputs: of", flips),
    };
    let [own, all] = [*tried, patients].map(|patients| count(patients as u64));
    let who = if *tried < patients { tr!("{own} of the {all}", own, all) } else { tr!("the {all}", all) };
    let gap = training - unseen;
    let verdict = match (gap, coin_flips) {
        (BY_HEART.., 1..) => tr!("It has learnt chance by heart."),
        (BY_HEART.., 0) => tr!("It has learnt part of its own patients by heart."),
        (NO_GAP.., _) => tr!("A little of what it knows is the luck of its own patients."),
        (_, 1..) => tr!("Chance has hardly fooled it: it would with fewer patients, or a more complex classifier."),
        _ => tr!("What it knows holds for new patients too."),
    };
    tr!(
        "{with} 100 pairs (one patient with {condition}, one without) it puts {} in the right order among {who} patients it \
         learnt from (AUC {training:.2}), and {} among new ones ({unseen:.2}). {verdict}",
        pairs(training),
        pairs(unseen),
        who,
        with,
        condition,
        training,
        unseen,
        verdict
    )
}

/// "97" and "64": both sides of a place.
fn both(place: &Place) -> Option<[String; 2]> {
    Some([pairs(place.tries.training()?.mean), pairs(place.tries.unseen()?.mean)])
}

/// What the curve says, as far as it is worked out; empty before there is anything to say.
pub fn curve(curve: &Curve, now: f64) -> String {
    let known: Vec<&Place> = curve.places.iter().filter(|place| both(place).is_some()).collect();
    let ([first, .., last] | [first @ last]) = known[..] else { return String::new() };
    let ends = [first, last].map(|place| (place_words(curve.varied, place.at), both(place).unwrap_or_default()));
    let [(few, [own_few, new_few]), (many, [own_many, new_many])] = ends;
    let verb = if curve.varied == Varied::Patients { tr!("Learning from") } else { tr!("With") };
    let told = tr!(
        "{verb} {few}: {own_few} among its own patients, {new_few} among new ones. {verb} {many}: {own_many} and {new_many}.",
        verb,
        few,
        own_few,
        new_few,
        many,
        own_many,
        new_many
    );
    if curve.progress()[0] < curve.progress()[1] {
        return told;
    }
    let unseen = |place: &Place| place.tries.unseen().map_or(0.0, |spread| spread.mean);
    let verdict = match curve.varied {
        Varied::Patients => {
            let before = known.len().checked_sub(2).map_or(last, |before| known[before]);
            if unseen(last) - unseen(before) > HARDLY {
                tr!("The curve of new patients still rises: more patients to learn from would help.").to_owned()
            } else {
                tr!("The curve of new patients has flattened: more patients of the same kind would hardly help.")
                    .to_owned()
            }
        }
        _ => best(curve, &known, unseen, now),
    };
    format!("{told} {verdict}")
}

/// Where new patients are told apart best.
fn best(curve: &Curve, known: &[&Place], unseen: impl Fn(&Place) -> f64, now: f64) -> String {
    let of = |place: &&&Place| unseen(place);
    let most = known.iter().max_by(|a, b| of(a).total_cmp(&of(b)));
    let least = known.iter().min_by(|a, b| of(a).total_cmp(&of(b)));
    let (Some(most), Some(least)) = (most, least) else { return String::new() };
    if unseen(most) - unseen(least) < HARDLY {
        return tr!("For new patients it hardly matters here.").to_owned();
    }
    let stands = match curve.varied {
        Varied::Setting(_) => tr!("; now it stands at {}", setting_value(now)),
        _ => String::new(),
    };
    tr!("New patients are told apart best with {}{stands}.", place_words(curve.varied, most.at), stands)
}

/// How the models of a curve were trained.
pub fn how(curve: &Curve) -> String {
    let (pool, unseen) = (count(curve.pool.len() as u64), count(curve.unseen.len() as u64));
    let drawn = match curve.varied {
        Varied::Patients => tr!(
            "Each point but the last: {DRAWS} models, each on another random draw from the {pool} training patients. Draws of nearly \
             all share most of them, so the bands narrow.",
            DRAWS,
            pool
        ),
        _ => tr!(
            "Each point: {DRAWS} models, each on another random four fifths of the {pool} training patients.",
            DRAWS,
            pool
        ),
    };
    tr!("{drawn} All are judged by the same {unseen} held-out patients. 50 of 100 pairs is guessing.", drawn, unseen)
}

/// Which patients were not used for the time that it would take, if any were not.
pub fn capped(used: [usize; 2], capped: Option<[usize; 2]>) -> Option<String> {
    let kinds = [tr!("training"), tr!("held-out")].into_iter().zip(used.into_iter().zip(capped?));
    let parts: Vec<String> = kinds
        .filter(|(_, (used, all))| used < all)
        .map(|(kind, (used, all))| tr!("{} of the {} {kind} patients", count(used as u64), count(all as u64), kind))
        .collect();
    Some(tr!("To keep this to seconds, only {} are used.", parts.join(" and ")))
}

/// Which models are left out, and why; `None` when all could be trained and judged.
pub fn left_out<'a>(places: impl Iterator<Item = (String, &'a Tries)>) -> Option<String> {
    let (mut named, mut why) = (Vec::new(), None);
    for (name, tries) in places.filter(|(_, tries)| tries.failed > 0) {
        named.push(tr!("{} of {} with {name}", tries.failed, tries.tried(), name));
        why = tries.why.as_deref().or(why);
    }
    why.map(|why| tr!("Left out, because they could not be trained: {}. {why}", named.join(", "), why))
}

/// What the rounds say.
pub fn rounds(rounds: &Rounds, held_out: Option<f64>) -> String {
    let Some(spread) = rounds.unseen() else { return String::new() };
    let aside = held_out.map_or_else(String::new, |auc| {
        tr!(" Among the patients kept aside from all rounds the model in use manages {}.", pairs(auc))
    });
    let deviation = spread.deviation.map_or_else(String::new, |sd| tr!(" (standard deviation {:.1})", 100.0 * sd));
    tr!(
        "Of 100 pairs of new patients, the rounds put {} to {} in the right order, {} on average{deviation}: so much is the luck of who \
         is held out.{aside}",
        pairs(spread.low),
        pairs(spread.high),
        pairs(spread.mean),
        deviation,
        aside
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::learning::Aucs;

    #[test]
    fn the_gap_decides_what_is_said() {
        let aucs =
            |training, unseen| InUse { aucs: Aucs { training: Some(training), unseen: Some(unseen) }, tried: 100 };
        let chance = in_use(&aucs(0.97, 0.61), 100, 10, "sepsis");
        assert!(chance.starts_with("With 10 coin flips among its inputs: of 100 pairs (one patient with sepsis"));
        assert!(chance.contains("puts 97 in the right order among the 100 patients"), "{chance}");
        assert!(chance.ends_with("61 among new ones (0.61). It has learnt chance by heart."), "{chance}");
        assert!(in_use(&aucs(0.86, 0.85), 3_000, 0, "sepsis").ends_with("holds for new patients too."));
        assert!(in_use(&aucs(0.86, 0.85), 3_000, 1, "sepsis").contains("With 1 coin flip among"));
        assert!(in_use(&aucs(0.9, 0.8), 3_000, 0, "sepsis").ends_with("part of its own patients by heart."));
        assert!(in_use(&aucs(0.88, 0.85), 3_000, 4, "sepsis").contains("A little"));
        assert!(
            in_use(&aucs(0.86, 0.85), 3_000, 0, "sepsis").contains("among 100 of the 3,000 patients it learnt from")
        );
        let none = InUse { aucs: Aucs { training: Some(0.9), unseen: None }, tried: 9 };
        assert!(in_use(&none, 9, 0, "sepsis").starts_with("All of those kept aside have the same outcome"));
    }

    #[test]
    fn what_failed_is_named_with_its_reason() {
        let fine = Tries::default();
        let bad = Tries { aucs: Vec::new(), failed: 3, why: Some("Nobody has it.".to_owned()) };
        assert_eq!(left_out([("50 patients".to_owned(), &fine)].into_iter()), None);
        let said = left_out([("50 patients".to_owned(), &bad), ("90 patients".to_owned(), &fine)].into_iter());
        assert!(said.is_some_and(|said| said.contains("3 of 3 with 50 patients. Nobody has it.")));
    }
}
