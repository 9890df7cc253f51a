//! The binary: hands over to the command line or the window.

use std::io::{Write as _, stderr, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

use cutpoint::cli::{self, Io, Outcome};

fn main() -> ExitCode {
    cutpoint::fault::hush();
    let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout(), stderr());
    let mut io = Io { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr };
    match cli::run(std::env::args_os(), &mut io) {
        Outcome::Done(status) => ExitCode::from(status),
        Outcome::OpenWindow(file, args) => match cli::guarded(|| window(file.as_deref(), args)) {
            Ok(Ok(())) => ExitCode::SUCCESS,
            Ok(Err(message)) => failed(&message),
            Err(fault) => failed(&fault.message),
        },
    }
}

fn failed(message: &str) -> ExitCode {
    // With standard error gone there is nobody left to tell.
    writeln!(stderr(), "{message}").ok();
    ExitCode::FAILURE
}

#[cfg(all(feature = "gui", not(target_arch = "wasm32")))]
fn window(file: Option<&Path>, args: cli::WindowArgs) -> Result<(), String> {
    let keep = cutpoint::app::store::Keep { folder: args.data_dir, nothing: args.no_persist };
    let renderer = args.renderer.map(|name| match name {
        cli::RendererName::Wgpu => cutpoint::app::renderer::Renderer::Wgpu,
        cli::RendererName::OpenGl => cutpoint::app::renderer::Renderer::OpenGl,
    });
    cutpoint::app::open(file, &keep, args.present, renderer).map_err(|error| error.to_string())
}

#[cfg(not(all(feature = "gui", not(target_arch = "wasm32"))))]
fn window(_file: Option<&Path>, _args: cli::WindowArgs) -> Result<(), String> {
    Err("This build of Cutpoint has no window; its command line does the same work (cutpoint --help).".to_owned())
}
