//! The licences that "About" lists are those of what the program is built from: every package, each under a licence that may be passed on.

#[path = "common/packages.rs"]
mod packages;

use std::collections::BTreeSet;
use std::path::Path;

/// Licences of which a program may be made and passed on freely; of several offered one is enough.
const FREE: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    "Unicode-3.0",
    "MIT-0",
    "OFL-1.1",
    "Apache-2.0 WITH LLVM-exception",
];

/// Name, version and licence of every package in the window's build for any system, as lines of the embedded list.
fn built_from() -> BTreeSet<String> {
    let text = packages::tree(&["--target", "all", "--format", "{p}|{l}"]);
    let line = |line: &str| {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split_whitespace();
        let (name, version) = (words.next()?, words.next()?.trim_start_matches('v'));
        (name != "cutpoint")
            .then(|| format!("{name}\t{version}\t{}", licence.trim_end_matches(" (*)").replace('/', " OR ")))
    };
    text.lines().filter_map(line).collect()
}

#[test]
fn about_lists_every_package_with_its_licence() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/licences.tsv");
    let found = built_from();
    assert!(found.len() > 100, "the list of packages looks wrong: {found:?}");
    let text: String = found.iter().map(|line| format!("{line}\n")).collect();
    if std::env::var_os("CUTPOINT_WRITE_LICENCES").is_some() {
        std::fs::write(&path, &text).expect("it is written");
    }
    let kept = std::fs::read_to_string(&path).expect("the list is there");
    let kept_lines: BTreeSet<String> = kept.lines().map(str::to_owned).collect();
    assert_eq!(kept_lines, found, "run this test with CUTPOINT_WRITE_LICENCES=1 to write the list anew");
}

#[test]
fn every_licence_lets_the_program_be_passed_on() {
    for line in built_from() {
        let licence = line.rsplit('\t').next().unwrap_or_default();
        let offered: Vec<&str> = licence.split(" OR ").map(|one| one.trim_matches(['(', ')', ' '])).collect();
        let free = |one: &&str| one.split(" AND ").all(|part| FREE.contains(&part.trim_matches(['(', ')', ' '])));
        assert!(offered.iter().any(free), "{line}: none of these licences is known to be free to pass on");
    }
}
