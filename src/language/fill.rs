//! Values put into the sentence of a translation.

use std::fmt::{Display, Write as _};

/// `text` with its placeholders filled as [`format!`] fills them: `{}` by the next of `places`, `{0}` by the first, `{name}`
/// by the value of that name, `{name:.1}` with one decimal, `{{` and `}}` as braces. A placeholder that stands for nothing is
/// shown as written, so that a slip in a translation costs one figure and not the program.
#[must_use]
pub fn fill(text: &str, places: &[&dyn Display], named: &[(&str, &dyn Display)]) -> String {
    let (mut filled, mut rest, mut next) = (String::with_capacity(text.len() * 2), text, 0);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let doubled = from.starts_with("{{") || from.starts_with("}}");
        let end = if from.starts_with('{') && !doubled { from.find('}') } else { None };
        let Some(end) = end else {
            filled.push_str(&from[..1]);
            rest = &from[if doubled { 2 } else { 1 }..];
            continue;
        };
        let (name, form) = from[1..end].split_once(':').unwrap_or((&from[1..end], ""));
        let value = match (name, name.parse::<usize>()) {
            ("", _) => {
                next += 1;
                places.get(next - 1).copied()
            }
            (_, Ok(place)) => places.get(place).copied(),
            _ => named.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
        };
        match value {
            Some(value) => put(&mut filled, value, form),
            None => filled.push_str(&from[..=end]),
        }
        rest = &from[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// Writes `value` in the forms that sentences use: plain, `.1` (decimals), `+.1` (with its sign).
fn put(filled: &mut String, value: &dyn Display, form: &str) {
    let (signed, decimals) = (form.starts_with('+'), form.trim_start_matches('+').strip_prefix('.'));
    // Writing to a string cannot fail.
    let _ = match (decimals.and_then(|decimals| decimals.parse::<usize>().ok()), signed) {
        (Some(decimals), false) => write!(filled, "{value:.decimals$}"),
        (Some(decimals), true) => write!(filled, "{value:+.decimals$}"),
        (None, true) => write!(filled, "{value:+}"),
        (None, false) => write!(filled, "{value}"),
    };
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_translation_is_filled_as_the_source_is() {
        let (found, share) = (3, 12.345);
        let named: [(&str, &dyn std::fmt::Display); 2] = [("found", &found), ("share", &share)];
        assert_eq!(
            fill("{found} of {}: {share:.1} %", &[&"ten"], &named),
            format!("{found} of {}: {share:.1} %", "ten")
        );
        assert_eq!(fill("{share:+.2}, {share:+}", &[], &named), format!("{share:+.2}, {share:+}"));
        assert_eq!(fill("{1} before {0}", &[&"a", &"b"], &[]), "b before a");
    }

    #[test]
    fn a_slip_in_a_translation_is_shown_and_nothing_fails() {
        assert_eq!(fill("{fuond} {} {7} {", &[], &[]), "{fuond} {} {7} {");
        assert_eq!(fill("{{{}}}", &[&1], &[]), "{1}");
        assert_eq!(fill("}} } ü{}", &[&"é"], &[]), "} } üé");
    }
}
