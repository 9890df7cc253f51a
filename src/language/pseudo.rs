//! A language that nobody speaks, for trials.

/// The name under which it is chosen, as other programs name theirs.
pub const PSEUDO: &str = "en-XA";

/// What every sentence begins with.
pub const START: char = '[';
/// What every sentence ends with.
pub const END: char = ']';

/// How much longer it is than English, as a share: translations of sentences into German, Finnish or Welsh are.
const LONGER: f64 = 0.3;

/// `text` with accents on its letters, a third longer, in brackets. What a program reads stays: placeholders in braces, tags
/// and entities of HTML, what Markdown has between `](` and `)` or between backticks.
#[must_use]
pub fn pseudo(text: &str) -> String {
    let mut out = String::from(START);
    let (mut letters, mut rest) = (0_usize, text);
    while let Some(first) = rest.chars().next() {
        let kept = match first {
            '{' => end(rest, '}'),
            '<' if rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/') => end(rest, '>'),
            '&' => end(rest, ';').filter(|&end| rest[1..end - 1].chars().all(char::is_alphanumeric)),
            '`' => rest[1..].find('`').map(|at| at + 2),
            ']' if rest.starts_with("](") => end(rest, ')'),
            _ => None,
        };
        if let Some(kept) = kept {
            out.push_str(&rest[..kept]);
            rest = &rest[kept..];
            continue;
        }
        letters += usize::from(first.is_alphabetic());
        out.push(accented(first));
        rest = &rest[first.len_utf8()..];
    }
    // Lengthened word by word, since a long word is harder to place than many short ones.
    let more = (LONGER * letters as f64).ceil() as usize;
    for place in 0..more {
        out.push(if place % 8 == 7 { ' ' } else { '~' });
    }
    out.push(END);
    out
}

/// Where the stretch that `text` begins with ends, `closing` included.
fn end(text: &str, closing: char) -> Option<usize> {
    text.find(closing).map(|at| at + closing.len_utf8())
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "AEIOUYaeiouyCDNSZcdnsz";
    const ACCENTED: &str = "ÅÉÎÖÛÝåéîöûýÇĎÑŠŽçďñšž";
    PLAIN.chars().zip(ACCENTED.chars()).find(|(plain, _)| *plain == letter).map_or(letter, |(_, accented)| accented)
}

#[cfg(test)]
mod tests {
    use super::pseudo;

    #[test]
    fn words_change_and_what_a_program_reads_stays() {
        assert_eq!(pseudo("Found {found:.1} of <b>all</b>"), "[Föûñď {found:.1} öf <b>åll</b>~~~]");
        assert_eq!(pseudo("see [ROC](cutpoint:roc) & `auc`&nbsp;"), "[šéé [RÖÇ](cutpoint:roc) & `auc`&nbsp;~~]");
    }

    #[test]
    fn nothing_breaks_it() {
        for odd in ["", "{", "<", "a < b", "& and", "`", "](", "é{é"] {
            assert!(pseudo(odd).starts_with('['), "{odd}");
        }
    }
}
