//! What the program is built from, as cargo tells it.

use std::process::{Command, Output};

fn cargo(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs")
}

/// The packages of a build, one on each line, as `cargo tree` with these arguments tells them. A fresh machine has only those that it
/// builds itself: the others are fetched first.
pub fn tree(arguments: &[&str]) -> String {
    let all: Vec<&str> = ["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    let mut told = cargo(&all);
    if !told.status.success() {
        let fetched = cargo(&["fetch", "--locked"]);
        assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
        told = cargo(&all);
    }
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8_lossy(&told.stdout).into_owned()
}
