//! The words shown to people: every sentence stands where a translator finds it, and none stands elsewhere.
//!
//! `CUTPOINT_WRITE_WORDS=1 cargo test --test language` writes `src/language/cutpoint.pot` anew.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use cutpoint::data::catalogue;
use cutpoint::exercise;
use cutpoint::glossary::{Glossary, Supplier};
use cutpoint::language::{Language, Worded};
use cutpoint::metrics::METRICS;
use polib::catalog::Catalog;
use polib::message::Message;
use polib::metadata::CatalogMetadata;
use polib::po_file;
use proc_macro2::{TokenStream, TokenTree};

/// Where the words stand that translators are given.
const TEMPLATE: &str = "src/language/cutpoint.pot";

/// What is said before the sentences.
const HEAD: [&str; 9] = [
    "Every sentence that Cutpoint shows, in British English, for translators.",
    "",
    "Written by the program's own tests: change a sentence where it stands in the source.",
    "What stands in braces, as {found} or {share:.1}, is a value: keep it, and put it where it belongs in your language.",
    "Letters between < and >, and links such as [words](address), are kept too.",
    "Names of groups, levels and columns belong to the data and are not translated.",
    "",
    "To try a translation, save it as a file such as de.po and start the program with",
    "cutpoint --language de.po; cutpoint --language en-XA shows what every sentence looks like a third longer.",
];

/// Layers without words for people in the window: the command line is read by programs, and stays in English.
const UNSPOKEN: [&str; 2] = ["cli", "main.rs"];

/// Words in quotation marks that are no sentences for people, and why.
const NO_SENTENCES: [(&str, &str); 17] = [
    ("data/wrong_key.rs", "what the reader of files says of a key, to be taken apart"),
    ("exercise/draft.rs", "the names of checks and of blocks, as an exercise's file has them"),
    ("exercise/file.rs", "the names of blocks, as an exercise's file has them"),
    ("exercise/record.rs", "what marks a file of records"),
    ("figure/decision_tree/screen.rs", "a name for the library"),
    ("figure/export/plotted.rs", "names of fonts"),
    ("fonts/mod.rs", "the name of a font"),
    ("glossary/supplier.rs", "an error in a file that was built in, which a test rules out"),
    ("language/catalogue.rs", "a translation's own keywords, and errors of the command line"),
    ("metrics/registry_entries/mod.rs", "references"),
    ("pipeline/job.rs", "the name of a stream of random numbers"),
    ("pipeline/learning/curve.rs", "names of streams of random numbers"),
    ("pipeline/samples.rs", "the name of a stream of random numbers"),
    ("report/claim_page.rs", "the style of a page"),
    ("report/scenario_page/mod.rs", "the style of a page"),
    ("scenario/coins.rs", "the name of a column, from which its random numbers follow"),
    ("scenario/share/short.rs", "the names that a share code abbreviates"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file below `src` with its path and its text, without tests.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let (mut folders, mut found) = (vec![src.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && path.file_name().is_some_and(|name| name != "tests.rs")
            {
                let text = fs::read_to_string(&path).expect("source is text");
                let text: Vec<&str> = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").collect();
                let path = path.strip_prefix(&src).expect("it is below src").to_string_lossy().replace('\\', "/");
                found.push((path, text.join("\n")));
            }
        }
    }
    found.sort();
    assert!(found.len() > 200, "only {} source files were found", found.len());
    found
}

/// The text between quotation marks, if `token` is such.
fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// What is said to whoever reads the source, not to people before the window: a panic that cannot happen, a name for the library.
const FOR_PROGRAMMERS: [&str; 12] = [
    "expect",
    "panic",
    "assert",
    "assert_eq",
    "debug_assert",
    "unreachable",
    "include_str",
    "stream",
    "uniform",
    "other_seed",
    "starts_with",
    "concat",
];

/// Whether these are what a comment for the documentation becomes.
fn is_comment(attribute: &TokenStream) -> bool {
    matches!(attribute.clone().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// Goes through `tokens`: sentences inside `tr!` and `tr_noop!` go to `said`, texts elsewhere that read like one to `loose`.
fn walk(tokens: TokenStream, said: &mut Vec<String>, loose: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (place, token) in tokens.iter().enumerate() {
        // The field `source` of a figure holds a reference, which no language changes.
        let is_reference = place > 1
            && is_punct(tokens.get(place - 1), ':')
            && matches!(&tokens[place - 2], TokenTree::Ident(name) if name == "source");
        if let Some(text) = text(token).filter(|text| !is_reference && is_sentence(text)) {
            loose.push(text);
        }
        let TokenTree::Group(group) = token else { continue };
        let before = |back: usize| place.checked_sub(back).and_then(|place| tokens.get(place));
        let is_macro = is_punct(before(1), '!');
        let name = match before(if is_macro { 2 } else { 1 }) {
            Some(TokenTree::Ident(name)) => name.to_string(),
            _ => String::new(),
        };
        let inside = group.stream();
        if is_macro && (name == "tr" || name == "tr_noop") {
            let mut rest = inside.into_iter();
            if let Some(first) = rest.next().as_ref().and_then(text) {
                said.push(first);
            }
            walk(rest.collect(), said, loose);
        } else if is_comment(&inside) {
            continue;
        } else if FOR_PROGRAMMERS.contains(&name.as_str()) {
            walk(inside, said, &mut Vec::new());
        } else {
            walk(inside, said, loose);
        }
    }
}

/// Two words of two letters or more, one after the other.
fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let word = |word: &str| {
        word.chars().filter(|letter| letter.is_alphabetic()).count() > 1 && !word.contains(['=', '<', '{', '"', '_'])
    };
    words.windows(2).any(|pair| pair.iter().all(|one| word(one)))
}

fn scan(code: &str, path: &str) -> (Vec<String>, Vec<String>) {
    let tokens: TokenStream = code.parse().unwrap_or_else(|problem| panic!("{path}: {problem}"));
    let (mut said, mut loose) = (Vec::new(), Vec::new());
    walk(tokens, &mut said, &mut loose);
    (said, loose)
}

/// Every sentence with the files in which it stands.
fn sentences() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |sentence: &str, place: &str| {
        let places = found.entry(sentence.to_owned()).or_default();
        if !sentence.is_empty() && !places.iter().any(|known| known == place) {
            places.push(place.to_owned());
        }
    };
    for (path, code) in sources() {
        for sentence in scan(&code, &path).0 {
            add(&sentence, &format!("src/{path}"));
        }
    }
    let mut glossary = Glossary::english().expect("the glossary that ships");
    Supplier::english(&glossary)
        .expect("the questions that ship")
        .each_sentence(&mut |s| add(s, "src/glossary/supplier_en.toml"));
    glossary.each_sentence(&mut |sentence| add(sentence, "src/glossary/en.toml"));
    for shipped in catalogue::shipped() {
        shipped.read().expect("a dataset that ships").each_sentence(&mut |sentence| add(sentence, shipped.file));
    }
    for read in exercise::english() {
        let mut exercise = read.expect("an exercise that ships");
        let file = exercise.file.clone();
        for choice in exercise.choices() {
            add(choice, &file);
        }
        exercise.each_sentence(&mut |sentence| add(sentence, &file));
    }
    found.remove("");
    found
}

/// The catalogue as a file.
fn template() -> String {
    let metadata = CatalogMetadata {
        project_id_version: "Cutpoint".to_owned(),
        mime_version: "1.0".to_owned(),
        content_type: "text/plain; charset=UTF-8".to_owned(),
        content_transfer_encoding: "8bit".to_owned(),
        ..CatalogMetadata::default()
    };
    let mut catalogue = Catalog::new(metadata);
    catalogue.preheader = HEAD.map(str::to_owned).to_vec();
    let mut by_place: Vec<(String, String)> =
        sentences().into_iter().map(|(sentence, places)| (places.join("\n"), sentence)).collect();
    by_place.sort();
    for (places, sentence) in by_place {
        catalogue.append_or_update(Message::build_singular().with_msgid(sentence).with_source(places).done());
    }
    let mut written = BufWriter::new(Vec::new());
    po_file::write(&catalogue, &mut written).expect("memory takes what is written");
    String::from_utf8(written.into_inner().expect("memory takes what is written")).expect("it is UTF-8")
}

#[test]
fn the_template_for_translators_is_complete() {
    let (path, now) = (root().join(TEMPLATE), template());
    if std::env::var_os("CUTPOINT_WRITE_WORDS").is_some() {
        fs::write(&path, &now).expect("the template can be written");
    }
    let stands = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let first = stands.lines().zip(now.lines()).position(|(was, is)| was != is);
    assert!(
        stands == now,
        "{TEMPLATE} is out of date, from line {} on; write it anew with CUTPOINT_WRITE_WORDS=1 cargo test --test language",
        first.map_or(0, |line| line + 1)
    );
}

#[test]
fn no_sentence_stands_outside_the_template() {
    let mut outside = Vec::new();
    for (path, code) in sources() {
        if UNSPOKEN.contains(&path.split('/').next().unwrap_or_default()) {
            continue;
        }
        let loose = scan(&code, &path).1;
        let known = NO_SENTENCES.iter().any(|(file, _)| *file == path);
        assert!(!known || !loose.is_empty(), "{path} needs no exception any more");
        if !known {
            outside.extend(loose.into_iter().map(|text| format!("{path}: {text}")));
        }
    }
    assert!(outside.is_empty(), "put these into tr! or tr_noop!:\n{}", outside.join("\n"));
}

#[test]
fn the_scan_sees_what_it_should() {
    let code = r#"
        #[error("{}", tr!("a first {x}", x = .x))]
        fn f() { let a = format!("{} {}", tr!("the second"), "a loose one"); x.expect("never to fail"); }
        const C: &str = tr_noop!("the third");
    "#;
    assert_eq!(
        scan(code, "here"),
        (vec!["a first {x}".into(), "the second".into(), "the third".into()], vec!["a loose one".into()])
    );
}

#[test]
fn a_translation_made_from_the_template_is_read() {
    let german =
        template().replacen("msgid \"On paper\"\nmsgstr \"\"", "msgid \"On paper\"\nmsgstr \"Auf dem Papier\"", 1);
    let Ok(Language::Translated(words)) = Language::read(&german) else { panic!("it is read") };
    assert_eq!(words.get("On paper").map(String::as_str), Some("Auf dem Papier"));
    assert_eq!(words.len(), 1);
}

#[test]
fn every_figure_and_every_document_is_in_it() {
    let found = sentences();
    let stands = |sentence: &str| assert!(found.contains_key(sentence), "no translator sees \"{sentence}\"");
    METRICS.iter().for_each(|metric| [metric.name, metric.tells, metric.hides].into_iter().for_each(stands));
    catalogue::recipes().for_each(|recipe| stands(&recipe.title));
    exercise::shipped().iter().flatten().for_each(|exercise| stands(&exercise.debrief));
    assert!(Path::new(&root()).join(TEMPLATE).exists());
}
