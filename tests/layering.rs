//! The architecture of `src/lib.rs`, held by reading the source: who may import whom, and where the world outside (files,
//! threads, the clock, the window) may be touched.

#[path = "common/packages.rs"]
mod packages;

use std::fs;
use std::path::{Path, PathBuf};

/// The layers in order; each imports only from those before it. Those on one line of [`PEERS`] know nothing of each other.
const LAYERS: [&str; 19] = [
    "language", "num", "rng", "fonts", "metrics", "data", "glossary", "learn", "explain", "scenario", "pipeline",
    "exercise", "figure", "report", "disk", "fault", "cli", "ui", "app",
];

/// `figure` draws metrics and data; it must not know what is on screen. `ui` and `app` do not go through the command line.
const FORBIDDEN: [(&str, &str); 4] = [("figure", "scenario"), ("figure", "ui"), ("ui", "cli"), ("app", "cli")];

/// Crates that only one place may name.
const SOLE_IMPORTERS: [(&str, &str); 10] = [
    ("linfa", "learn"),
    ("linfa_bayes", "learn"),
    ("linfa_logistic", "learn"),
    ("linfa_nn", "learn"),
    ("linfa_svm", "learn"),
    ("egui_plot", "figure/screen"),
    ("plotters", "figure/export"),
    ("resvg", "figure/export"),
    ("clap", "cli"),
    ("eframe", "app"),
];

/// What touches the world outside, and the layers that may.
const WORLD: [&str; 9] = [
    "std::fs",
    "std::thread",
    "std::net",
    "std::process",
    "std::env",
    "std::io::std",
    "Instant::now",
    "SystemTime",
    "rand::thread_rng",
];
const WORLDLY: [&str; 3] = ["disk", "cli", "app"];

struct Source {
    /// Its path below `src`, with `/` between folders.
    path: String,
    /// Its text without comments and without tests.
    code: String,
}

impl Source {
    fn layer(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path: PathBuf = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("source is text");
                let path = path.strip_prefix(&root).expect("it is below src").to_string_lossy().replace('\\', "/");
                found.push(Source { path, code: code(&text) });
            }
        }
    }
    found.sort_by(|first, second| first.path.cmp(&second.path));
    assert!(found.len() > 20, "only {} source files were found", found.len());
    found
}

/// The lines that are compiled into the library: without comments, and without the test module at the end.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_part_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Every name that follows `crate::`, those inside `use crate::{…}` included.
fn imported(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (place, prefix) in code.match_indices("crate::") {
        if code[..place].ends_with(|letter: char| is_part_of_a_name(letter) || letter == '$') {
            continue;
        }
        let rest = &code[place + prefix.len()..];
        match rest.strip_prefix('{') {
            None => names.push(rest.chars().take_while(|&letter| is_part_of_a_name(letter)).collect()),
            Some(list) => names.extend(first_names(list)),
        }
    }
    names
}

/// The first name of each entry of a `{…}` list whose opening brace has been taken off.
fn first_names(list: &str) -> Vec<String> {
    let (mut depth, mut name, mut names) = (0, String::new(), Vec::new());
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            _ if depth == 0 => name.push(letter),
            _ => {}
        }
    }
    names.push(name);
    let first = |name: &String| name.trim().split("::").next().unwrap_or_default().to_owned();
    names.iter().map(first).filter(|name| !name.is_empty()).collect()
}

/// Whether the code names a crate, as `linfa::…`, `use linfa;` or `extern crate linfa`.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(place, _)| {
        let before = &code[..place];
        let after = &code[place + name.len()..];
        let starts = !before.ends_with(is_part_of_a_name) && (before.ends_with("::") || !before.ends_with(':'));
        // `crate::x::linfa::` would be a module of ours.
        let ours =
            before.ends_with("::") && !before.ends_with(" ::") && !before.ends_with("(::") && !before.ends_with("<::");
        starts && !ours && (after.starts_with("::") || after.starts_with(';') && before.ends_with("use "))
    })
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|other| *other == layer)
}

#[test]
fn every_file_belongs_to_a_layer() {
    for source in sources() {
        let known = matches!(source.path.as_str(), "lib.rs" | "main.rs") || rank(source.layer()).is_some();
        assert!(known, "src/{} belongs to no layer; add it to the layers in tests/layering.rs", source.path);
    }
}

#[test]
fn each_layer_imports_only_from_those_before_it() {
    for source in sources() {
        let Some(own) = rank(source.layer()) else { continue };
        for name in imported(&source.code) {
            let Some(other) = rank(&name) else { continue };
            assert!(other <= own, "src/{} imports crate::{name}, which comes after {}", source.path, source.layer());
            let forbidden = FORBIDDEN.contains(&(source.layer(), name.as_str()));
            assert!(!forbidden, "src/{} must not import crate::{name}", source.path);
        }
    }
}

#[test]
fn some_crates_have_one_importer() {
    for source in sources() {
        for (name, place) in SOLE_IMPORTERS {
            let allowed = source.path.starts_with(place);
            assert!(allowed || !names_crate(&source.code, name), "src/{} uses {name}; only {place} may", source.path);
        }
    }
}

#[test]
fn only_the_edges_touch_files_threads_and_the_clock() {
    for source in sources() {
        if WORLDLY.contains(&source.layer()) || source.path == "main.rs" {
            continue;
        }
        for world in WORLD {
            assert!(!source.code.contains(world), "src/{} uses {world}; only {WORLDLY:?} may", source.path);
        }
        for inside in source.code.split("use std::{").skip(1).map(first_names).collect::<Vec<_>>().concat() {
            assert!(!WORLD.contains(&format!("std::{inside}").as_str()), "src/{} uses std::{inside}", source.path);
        }
    }
}

#[test]
fn the_core_knows_no_window() {
    for source in sources() {
        let drawn = source.layer() == "figure" && ["screen", "paint"].iter().any(|word| source.path.contains(word));
        let window = ["ui", "app"].contains(&source.layer()) || drawn;
        for name in ["egui", "eframe", "egui_plot", "egui_extras", "rfd"] {
            assert!(window || !names_crate(&source.code, name), "src/{} uses {name}", source.path);
        }
    }
}

#[test]
fn the_binary_is_thin() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).expect("main.rs is text");
    assert!(main.lines().count() < 60, "src/main.rs has {} lines, expected under 60", main.lines().count());
}

/// The packages that the core (without the window, without what only tests need) is built from.
fn core_packages() -> Vec<String> {
    let text = packages::tree(&["--no-default-features", "--target", "wasm32-unknown-unknown", "--format", "{p}"]);
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// A browser build follows: nothing in the core may need a C library, and the window's crates stay out of it.
#[test]
fn the_core_needs_no_c_library_and_no_window() {
    let packages = core_packages();
    assert!(packages.iter().any(|name| name == "linfa"), "the list of packages looks wrong: {packages:?}");
    // These bind to the browser or to Rust's own runtime, not to a C library.
    let harmless = ["js-sys", "web-sys"];
    for name in &packages {
        let c_library = name.ends_with("-sys") && !harmless.contains(&name.as_str());
        let builder =
            ["cc", "cmake", "bindgen", "pkg-config", "openblas-src", "font-kit", "freetype"].contains(&name.as_str());
        let window = ["egui", "eframe", "egui_plot", "winit", "glutin", "rfd"].contains(&name.as_str());
        assert!(!c_library && !builder && !window, "the core depends on {name}");
    }
}

/// The checks above can fail: they see what they are meant to see.
#[test]
fn the_reader_of_source_sees_imports() {
    let code = "use crate::metrics::roc;\nuse crate::{data::{Table, csv}, num::Threshold};\nlet x = crate::app::open(); $crate::ui";
    assert_eq!(imported(code), ["metrics", "data", "num", "app"]);
    assert!(names_crate("use linfa::prelude::*;", "linfa") && names_crate("fn f(x: &linfa::Dataset)", "linfa"));
    assert!(names_crate("use ::linfa::Dataset;", "linfa"));
    assert!(!names_crate("use linfa_bayes::X;", "linfa") && !names_crate("crate::learn::linfa::fit", "linfa"));
    assert!(!names_crate("let egui = 1;", "egui"));
}
