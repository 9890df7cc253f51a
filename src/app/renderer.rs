//! What draws the window: OpenGL alone in the usual build; in the portable one wgpu first, and OpenGL where that fails.
//!
//! A failure that is told is answered at once: the program starts itself again with the other renderer, since a process can open its
//! window once only. A crash inside a driver tells nobody anything, so a marker is left while wgpu starts and taken away with the first
//! picture; where it still lies there next time, OpenGL is used.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What can draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// Direct3D 12, Metal or Vulkan, whichever the system has; also where a remote desktop offers no OpenGL.
    Wgpu,
    /// OpenGL 2 or later.
    OpenGl,
}

/// Whether this build holds both.
pub const HAS_BOTH: bool = cfg!(feature = "portable");

/// The marker's name in the folder where things are kept.
const MARKER: &str = "wgpu-starting";

impl Renderer {
    /// The one to begin with: as asked, or wgpu where there is one that has not crashed before.
    ///
    /// # Errors
    /// What a person should read, where one is asked for that this build does not hold.
    pub fn first(asked: Option<Self>, has_both: bool, crashed: bool) -> Result<Self, String> {
        match asked {
            Some(Self::Wgpu) if !has_both => Err(tr!(
                "This build of Cutpoint draws with OpenGL alone; leave --renderer out, or take the portable build."
            )
            .to_owned()),
            Some(asked) => Ok(asked),
            None if has_both && !crashed => Ok(Self::Wgpu),
            None => Ok(Self::OpenGl),
        }
    }

    /// As the window's library calls it.
    pub(super) const fn native(self) -> eframe::Renderer {
        match self {
            #[cfg(feature = "portable")]
            Self::Wgpu => eframe::Renderer::Wgpu,
            _ => eframe::Renderer::Glow,
        }
    }
}

/// The marker that lies there while wgpu starts.
#[derive(Debug, Clone)]
pub(super) struct Marker(Option<PathBuf>);

impl Marker {
    /// In the folder where things are kept; without one nothing is marked.
    pub fn in_folder(folder: Option<&Path>) -> Self {
        Self(folder.map(|folder| folder.join(MARKER)))
    }

    /// Whether a start with wgpu never came to its first picture.
    pub fn lies_there(&self) -> bool {
        self.0.as_ref().is_some_and(|path| path.exists())
    }

    /// A start begins. Where the marker cannot be written, a crash is not remembered, and that is all.
    pub fn lay(&self, renderer: Renderer) {
        if let Some(path) = self.0.as_ref().filter(|_| renderer == Renderer::Wgpu) {
            std::fs::write(
                path,
                tr!("Cutpoint was starting with wgpu. While this file lies here, it starts with OpenGL.\n"),
            )
            .ok();
        }
    }

    /// The first picture was drawn, or the failure was told.
    pub fn take_away(&self, renderer: Renderer) {
        if let Some(path) = self.0.as_ref().filter(|_| renderer == Renderer::Wgpu) {
            std::fs::remove_file(path).ok();
        }
    }
}

/// Starts this program again as it was started, with OpenGL, and waits for its end; whether it opened a window.
pub(super) fn again_with_opengl() -> bool {
    let Ok(program) = std::env::current_exe() else { return false };
    let arguments = std::env::args_os().skip(1);
    let ended = Command::new(program).args(arguments).args(["--renderer", "opengl"]).status();
    ended.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wgpu_comes_first_where_it_is_there_and_has_not_crashed() {
        use Renderer::{OpenGl, Wgpu};
        assert_eq!(Renderer::first(None, true, false), Ok(Wgpu));
        assert_eq!(Renderer::first(None, true, true), Ok(OpenGl), "after a crash");
        assert_eq!(Renderer::first(None, false, false), Ok(OpenGl));
        assert_eq!(Renderer::first(Some(Wgpu), true, true), Ok(Wgpu), "whoever asks for it gets it");
        assert_eq!(Renderer::first(Some(OpenGl), true, false), Ok(OpenGl));
        assert!(Renderer::first(Some(Wgpu), false, false).is_err_and(|why| why.contains("portable")));
    }

    #[test]
    fn a_start_that_ends_before_its_first_picture_leaves_the_marker() {
        let folder = tempfile::tempdir().expect("a folder");
        let marker = Marker::in_folder(Some(folder.path()));
        marker.lay(Renderer::OpenGl);
        assert!(!marker.lies_there());
        marker.lay(Renderer::Wgpu);
        assert!(Marker::in_folder(Some(folder.path())).lies_there());
        marker.take_away(Renderer::OpenGl);
        assert!(marker.lies_there(), "OpenGL says nothing about wgpu");
        marker.take_away(Renderer::Wgpu);
        assert!(!marker.lies_there());
        assert!(!Marker::in_folder(None).lies_there());
    }
}
