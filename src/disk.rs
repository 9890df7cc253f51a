//! Files, written so that what stood there before is never harmed, and in plain words what the system says where that fails.
//!
//! A full disk, a kill or a power cut leaves either the old file or the new one: it is written aside, down to the disk, and renamed.
//! Nothing half-written stays behind.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes to the file at `path` what `contents` writes. A link is followed rather than replaced; a device (such as `/dev/null`) is
/// written straight to; a file that is write-protected is left alone, although its folder would let it be replaced.
///
/// # Errors
/// What the system, or `contents`, said; the old file still stands.
pub fn write(path: &Path, contents: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.file_name().is_none() {
        return Err(ErrorKind::InvalidFilename.into());
    }
    if let Ok(about) = fs::metadata(&target) {
        if about.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        if !about.is_file() {
            let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(&target)?);
            return contents(&mut out).and_then(|()| out.flush());
        }
        if about.permissions().readonly() {
            return Err(ErrorKind::PermissionDenied.into());
        }
    }
    let mut aside = target.as_os_str().to_owned();
    aside.push(format!(".{}.part", std::process::id()));
    let aside = PathBuf::from(aside);
    write_through(&aside, contents).and_then(|()| fs::rename(&aside, &target)).inspect_err(|_| {
        // Where it was never begun there is nothing to take away.
        fs::remove_file(&aside).ok();
    })
}

/// Writes a file and waits until it is on the disk. Where that fails, half of it may be left.
///
/// # Errors
/// What the system, or `contents`, said.
pub fn write_through(path: &Path, contents: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
    contents(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()
}

/// What the system said, without its error numbers where we know better words.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => tr!("there is no such file or folder").to_owned(),
        ErrorKind::PermissionDenied => tr!("you have no permission for it").to_owned(),
        ErrorKind::IsADirectory => tr!("it is a folder, not a file").to_owned(),
        ErrorKind::NotADirectory => tr!("what should be its folder is a file").to_owned(),
        ErrorKind::StorageFull => tr!("the disk is full").to_owned(),
        ErrorKind::QuotaExceeded => tr!("your share of the disk is full").to_owned(),
        ErrorKind::FileTooLarge => tr!("no file may be that large there").to_owned(),
        ErrorKind::ReadOnlyFilesystem => tr!("the disk is read-only").to_owned(),
        ErrorKind::InvalidFilename => tr!("no file can have this name").to_owned(),
        _ => error.to_string(),
    }
}

/// What to do where a file could not be written, as a sentence without its full stop.
#[must_use]
pub fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            tr!("Make room there, or choose a folder on another disk")
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => tr!("Check the name, or choose a folder that is there"),
        ErrorKind::IsADirectory | ErrorKind::InvalidFilename => tr!("Choose another name"),
        _ => tr!("Choose another folder, or close the file where it is open"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of all that lies in a folder.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_disk_that_fills_up_halfway_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        // Half fits into memory that waits to be written; the other half does not.
        for fits in [0, 1, 1 << 10, 1 << 17] {
            let full = |out: &mut dyn Write| {
                out.write_all(&vec![b'x'; fits])?;
                Err(ErrorKind::StorageFull.into())
            };
            let error = write(&path, full).expect_err("the disk is full");
            assert_eq!(plain(&error), "the disk is full");
            assert_eq!(names(folder.path()), Vec::<String>::new(), "after {fits} bytes");
        }
        write(&path, |out| out.write_all(b"old")).expect("written");
        let full = |out: &mut dyn Write| out.write_all(&[b'x'; 1 << 17]).and(Err(ErrorKind::StorageFull.into()));
        write(&path, full).expect_err("the disk is full");
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn a_place_where_no_file_can_be_is_refused_by_its_kind_and_nothing_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "old").expect("written");
        let kind = |path: &Path| write(path, |out| out.write_all(b"new")).expect_err("it cannot be written").kind();
        assert_eq!(kind(folder.path()), ErrorKind::IsADirectory);
        assert_eq!(kind(&folder.path().join("no").join("such.txt")), ErrorKind::NotFound);
        assert_eq!(kind(Path::new("")), ErrorKind::InvalidFilename);
        // A path through a file: Windows calls that not found.
        assert!([ErrorKind::NotADirectory, ErrorKind::NotFound].contains(&kind(&file.join("below.txt"))));
        assert_eq!(names(folder.path()), ["file"]);
        assert_eq!(fs::read(&file).expect("it is there"), b"old");
    }

    #[test]
    fn a_write_protected_file_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "old").expect("written");
        let about = fs::metadata(&file).expect("it is there").permissions();
        let mut protected = about.clone();
        protected.set_readonly(true);
        fs::set_permissions(&file, protected).expect("protected");
        let error = write(&file, |out| out.write_all(b"new")).expect_err("it is protected");
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert_eq!(
            (fs::read(&file).expect("it is there"), names(folder.path())),
            (b"old".to_vec(), vec!["file".to_owned()])
        );
        fs::set_permissions(&file, about).expect("so that the folder can be removed");
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_followed_and_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("linked");
        write(&link, |out| out.write_all(b"new")).expect("written");
        assert_eq!(fs::read(&file).expect("it is there"), b"new");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_without_room_is_told_as_a_full_disk() {
        let error = write(Path::new("/dev/full"), |out| out.write_all(b"new")).expect_err("it is always full");
        assert_eq!((plain(&error).as_str(), error.kind()), ("the disk is full", ErrorKind::StorageFull));
    }
}
