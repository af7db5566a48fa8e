//! Files are written whole or not at all.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::{Error, Result};

/// Writes the file at `path` atomically: `write` fills a temporary file in the same folder, which then takes the place
/// of `path`. A reader, or a program that is stopped half-way, never sees a part of it. Missing folders are created.
///
/// ```
/// # fn main() -> shared::Result<()> {
/// use shared::files::write_atomically;
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("losses/first run.csv");
/// write_atomically(&path, |file| writeln!(file, "step,loss\n1,2.3026"))?;
/// assert_eq!(std::fs::read_to_string(&path).unwrap(), "step,loss\n1,2.3026\n");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If `path` is a folder, lies below a file, may not be written, or `write` fails; the old content then stays.
pub fn write_atomically(path: impl AsRef<Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let path = path.as_ref();
    let file = write_beside(path, write)?;
    file.persist(path).map_err(|error| Error::io(path, "put the file in its place", &error.error))?;
    Ok(())
}

/// Checks that a file can be written at `path`, for one that will be written after a long computation. Missing folders
/// are created; nothing else is changed.
///
/// # Errors
/// As [`write_atomically`].
pub fn check_writable(path: impl AsRef<Path>) -> Result<()> {
    let path = path.as_ref();
    check_target(path)?;
    create_folder(folder_of(path))?;
    temporary_file(path).map(drop).map_err(|error| Error::io(path, "write a file in this folder", &error))
}

/// A whole temporary file in the folder of `path`, which is to take the place of `path`.
pub(crate) fn write_beside(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<NamedTempFile> {
    check_target(path)?;
    create_folder(folder_of(path))?;
    let file = temporary_file(path).map_err(|error| Error::io(path, "write a file in this folder", &error))?;
    // Not `file` itself, whose errors name a file that nobody knows.
    let mut writer = BufWriter::new(file.as_file());
    write(&mut writer).and_then(|()| writer.flush()).map_err(|error| Error::io(path, "write the file", &error))?;
    drop(writer);
    // Without this, a computer that loses power could keep the new name and lose the bytes.
    file.as_file().sync_all().map_err(|error| Error::io(path, "write the file", &error))?;
    Ok(file)
}

/// The folder of a file: the current one, if the path names none.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Removes the temporary files that killed programs have left beside `path`, but not those that a program writes just
/// now.
pub(crate) fn remove_strays(path: &Path) {
    let prefix = temporary_prefix(path);
    // A folder that cannot be read is another's trouble: here nothing is lost.
    for entry in fs::read_dir(folder_of(path)).into_iter().flatten().flatten() {
        let stray = entry.path();
        let is_ours = entry.file_name().to_string_lossy().starts_with(&prefix);
        let is_locked = |file: fs::File| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock));
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) && !fs::File::open(&stray).is_ok_and(is_locked)
        {
            let _ = fs::remove_file(stray);
        }
    }
}

/// Refuses a path at which no file can be, whatever permissions and space there are.
pub(crate) fn check_target(path: &Path) -> Result<()> {
    let about_file = Error::file(path).help("choose another name for the file");
    // `runs/` has a name, too, but means a folder.
    let ends_with = |name: &OsStr| path.as_os_str().as_encoded_bytes().ends_with(name.as_encoded_bytes());
    if !path.file_name().is_some_and(ends_with) {
        return Err(about_file.expected("the name of a file").found("a path that ends without one"));
    }
    if let Some(file) = folder_of(path).ancestors().find(|place| place.is_file()) {
        let found = "a file of this name";
        let help = "remove the file, or choose another folder";
        return Err(Error::file(file).expected("a folder").found(found).help(help));
    }
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(about_file.expected("a place for a file").found("a folder of this name")),
        // Renaming onto it would replace the device itself.
        Ok(there) if !there.is_file() => Err(about_file.expected("an ordinary file").found("a device or a pipe")),
        _ => Ok(()),
    }
}

fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => Error::file(folder)
            .expected("a folder that can be created")
            .found("no permission")
            .help("check who owns the folder above it, or choose another place"),
        _ => Error::io(folder, "create the folder", &error),
    })
}

/// How the names of temporary files for `path` begin; short enough for any name.
fn temporary_prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".writing-{}-", name.chars().take(50).collect::<String>())
}

/// A new file in the folder of `path`, locked as long as it is open, so that nobody takes it for a stray.
fn temporary_file(path: &Path) -> io::Result<NamedTempFile> {
    let prefix = temporary_prefix(path);
    let mut builder = Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is private by default; the finished file should be readable as any other (the umask is
        // applied).
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder_of(path)).map_err(without_path)?;
    // Where files cannot be locked, the file is as good without.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// The same error without the name of the temporary file, which is another one each time.
fn without_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((what, _)) => io::Error::new(error.kind(), what),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn creates_folders_and_replaces_files() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("결과 폴더/deep/그림 1.txt");
        for content in ["first", "second"] {
            write_atomically(&path, |file| file.write_all(content.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(names(path.parent().unwrap()), ["그림 1.txt"]);
    }

    #[test]
    fn a_check_makes_the_folder_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("models/net.onnx");
        check_writable(&path).unwrap();
        assert!(names(path.parent().unwrap()).is_empty());
        fs::write(&path, "older").unwrap();
        check_writable(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "older");
        assert!(check_writable(root.path()).unwrap_err().to_string().contains("found a folder of this name"));
        assert!(check_writable(path.join("below.onnx")).unwrap_err().to_string().contains("found a file of this name"));
    }

    #[test]
    fn a_failed_write_leaves_the_old_content_and_no_rubbish() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("kept.txt");
        write_atomically(&path, |file| file.write_all(b"old")).unwrap();
        let error = write_atomically(&path, |file| {
            file.write_all(b"half of the new")?;
            Err(io::Error::other("the pen broke"))
        });
        let error = error.unwrap_err().to_string();
        assert!(error.contains("kept.txt: expected to write the file, found the pen broke"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(root.path()), ["kept.txt"]);
    }

    #[test]
    fn folders_and_files_in_the_way_are_named() {
        let root = tempfile::tempdir().unwrap();
        let error = write_atomically(root.path(), |_| Ok(())).unwrap_err().to_string();
        assert!(error.contains("expected a place for a file, found a folder of this name"), "{error}");
        fs::write(root.path().join("file"), "x").unwrap();
        let error = write_atomically(root.path().join("file/a/b.png"), |_| Ok(())).unwrap_err().to_string();
        assert!(error.contains("file: expected a folder, found a file of this name"), "{error}");
        #[cfg(unix)]
        {
            let error = write_atomically("/dev/null", |_| Ok(())).unwrap_err().to_string();
            assert!(error.contains("expected an ordinary file, found a device or a pipe"), "{error}");
        }
        let error = write_atomically("..", |_| Ok(())).unwrap_err().to_string();
        assert!(error.starts_with("..: expected the name of a file"), "{error}");
    }

    #[test]
    fn errors_do_not_name_the_temporary_file() {
        let root = tempfile::tempdir().unwrap();
        let error = temporary_file(&root.path().join("no folder/file")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(!error.to_string().contains("writing"), "{error}");
    }

    #[test]
    fn strays_of_killed_programs_are_removed_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.safetensors");
        let live = write_beside(&path, |file| file.write_all(b"being written")).unwrap();
        let (_, stray) = write_beside(&path, |file| file.write_all(b"half")).unwrap().keep().unwrap();
        for other in ["a.safetensors", ".writing-b.safetensors-x", "writing-a.safetensors-x"] {
            fs::write(root.path().join(other), "mine").unwrap();
        }
        fs::create_dir(root.path().join(".writing-a.safetensors-folder")).unwrap();
        remove_strays(&path);
        assert!(!stray.exists() && live.path().exists());
        assert_eq!(names(root.path()).len(), 5, "{:?}", names(root.path()));
        remove_strays(&root.path().join("no folder/file"));
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_the_file_if_they_may_read_any() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(root.path().join(name)).unwrap().permissions().mode();
        fs::write(root.path().join("plain"), "").unwrap();
        write_atomically(root.path().join("atomic"), |_| Ok(())).unwrap();
        assert_eq!(mode("atomic"), mode("plain"));
    }
}
