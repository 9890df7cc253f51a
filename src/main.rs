//! The binary: hands over to the command line or the window.

fn main() {}
