//! Places where no file can be written, on any machine and whoever runs the tests, and what must be left of them.

use std::fs;
use std::path::{Path, PathBuf};

/// What stood there before.
pub const OLD: &str = "what stood there before";

/// A place where no file can be written.
pub struct Obstacle {
    /// Holds everything; goes with the test.
    folder: tempfile::TempDir,
    /// What is in the way.
    pub what: &'static str,
    /// The file that is asked for.
    pub path: PathBuf,
    /// What a person must read, of the finding and of what to do.
    pub told: &'static [&'static str],
    before: Vec<(String, Option<Vec<u8>>)>,
}

/// Everything below a folder, with what stands in it.
pub fn everything(folder: &Path) -> Vec<(String, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.to_string_lossy().into_owned();
        if path.is_symlink() {
            // Not followed: there are devices that can be read without end.
            found.push((name, None));
        } else if path.is_dir() {
            found.push((name, None));
            found.extend(everything(&path));
        } else {
            found.push((name, Some(fs::read(&path).expect("it can be read"))));
        }
    }
    found.sort();
    found
}

/// Whether this system keeps files out of a folder that is read-only; it does not for its administrator.
fn keeps_out(folder: &Path) -> bool {
    let trial = folder.join("trial");
    let kept_out = fs::write(&trial, "").is_err();
    fs::remove_file(&trial).ok();
    kept_out
}

fn set_read_only(path: &Path, to: bool) {
    let mut permissions = fs::metadata(path).expect("it is there").permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let kept = if path.is_dir() { 0o700 } else { 0o600 };
        permissions.set_mode(if to { kept & 0o500 } else { kept });
    }
    #[cfg(not(unix))]
    permissions.set_readonly(to);
    fs::set_permissions(path, permissions).expect("our own folder");
}

impl Obstacle {
    fn new(what: &'static str, told: &'static [&'static str], lay: impl FnOnce(&Path) -> PathBuf) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = lay(folder.path());
        let before = everything(folder.path());
        Self { folder, what, path, told, before }
    }

    /// All of them, for a file whose name ends in `ending`.
    pub fn all(ending: &str) -> Vec<Self> {
        let name = format!("result.{ending}");
        let mut all = vec![
            Self::new("a folder stands in its place", &["it is a folder", "Choose another name"], |folder| {
                let path = folder.join(&name);
                fs::create_dir(&path).expect("made");
                path
            }),
            Self::new("its folder is missing, as of a stick that was pulled", &["Check the name"], |folder| {
                folder.join("gone").join(&name)
            }),
            Self::new("its folder is a file", &["Check the name"], |folder| {
                fs::write(folder.join("file"), OLD).expect("written");
                folder.join("file").join(&name)
            }),
            Self::new("the file is write-protected", &["no permission", "Choose another folder"], |folder| {
                let path = folder.join(&name);
                fs::write(&path, OLD).expect("written");
                set_read_only(&path, true);
                path
            }),
        ];
        let read_only = Self::new("the folder is read-only", &["no permission", "Choose another folder"], |folder| {
            let path = folder.join("kept").join(&name);
            fs::create_dir(folder.join("kept")).expect("made");
            fs::write(&path, OLD).expect("written");
            set_read_only(&folder.join("kept"), true);
            path
        });
        if keeps_out(&read_only.folder.path().join("kept")) {
            all.push(read_only);
        }
        // A link to a device that is always full: a real full disk, found only while writing.
        #[cfg(target_os = "linux")]
        all.push(Self::new("the disk is full", &["the disk is full", "Make room"], |folder| {
            let path = folder.join(&name);
            std::os::unix::fs::symlink("/dev/full", &path).expect("linked");
            path
        }));
        all
    }

    /// Holds that everything is as it was.
    #[track_caller]
    pub fn holds(&self) {
        assert!(everything(self.folder.path()) == self.before, "{}: something is not as it was", self.what);
    }
}

impl Drop for Obstacle {
    /// So that the folder can be removed.
    fn drop(&mut self) {
        for path in [self.folder.path().join("kept"), self.path.clone()] {
            if path.exists() && !path.is_symlink() {
                set_read_only(&path, false);
            }
        }
    }
}
