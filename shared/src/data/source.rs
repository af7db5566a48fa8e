//! A data file opened for reading, gzip-compressed or not: its content decides, not its name.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::{Error, Result};

/// What to do when a file of the course is damaged or missing.
pub(super) const RESTORE: &str = "`git checkout -- data/` restores the files of the course (they lie in the repository \
     itself, without git lfs, so a fresh clone has them too); `--data-dir` or COURSE_DATA names another folder";

/// Deflate never packs more than 1032 bytes into one (two bits stand for a match of 258 bytes).
const MAX_DEFLATE_RATIO: u64 = 1032;

/// So many bytes are reserved at once if a header claims them; the training images of MNIST are 47 MB.
const TRUSTED: usize = 64 << 20;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The decompressed bytes of one data file, with errors that name the file.
pub(super) struct Source {
    path: PathBuf,
    bytes_on_disk: u64,
    reader: Reader,
}

enum Reader {
    Plain(BufReader<File>),
    Gzip(Box<MultiGzDecoder<BufReader<File>>>),
}

impl Source {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// If it is missing, a folder or a device, empty, or may not be read.
    pub(super) fn open(path: &Path) -> Result<Source> {
        let metadata = std::fs::metadata(path).map_err(|error| cannot_open(path, &error))?;
        check_is_filled_file(path, &metadata)?;
        let mut file = File::open(path).map_err(|error| cannot_open(path, &error))?;
        let mut magic = Vec::with_capacity(GZIP_MAGIC.len());
        (&mut file)
            .take(GZIP_MAGIC.len() as u64)
            .read_to_end(&mut magic)
            .and_then(|_| file.seek(SeekFrom::Start(0)))
            .map_err(|error| Error::io(path, "read the file", &error))?;
        let file = BufReader::with_capacity(1 << 16, file);
        let reader =
            if magic == GZIP_MAGIC { Reader::Gzip(Box::new(MultiGzDecoder::new(file))) } else { Reader::Plain(file) };
        Ok(Source { path: path.to_owned(), bytes_on_disk: metadata.len(), reader })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// No more than this many bytes can come out of the file.
    pub(super) fn most_bytes(&self) -> u64 {
        match self.reader {
            Reader::Plain(_) => self.bytes_on_disk,
            Reader::Gzip(_) => self.bytes_on_disk.saturating_mul(MAX_DEFLATE_RATIO),
        }
    }

    /// Whether the file holds its bytes as they are, so that other readers can use it too.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.reader, Reader::Plain(_))
    }

    /// Appends up to `count` bytes to `buffer`; fewer only where the content ends. Memory is taken as bytes arrive, but
    /// for the first of it.
    ///
    /// # Errors
    /// If the gzip data is damaged, the disk fails, or there is not enough memory.
    pub(super) fn read_up_to(&mut self, count: usize, buffer: &mut Vec<u8>) -> Result<usize> {
        let reserved = buffer.try_reserve_exact(count.min(TRUSTED));
        reserved.map_err(|_| self.cannot_read(&ErrorKind::OutOfMemory.into()))?;
        let result = (&mut self.reader).take(count as u64).read_to_end(buffer);
        result.map_err(|error| self.cannot_read(&error))
    }

    /// Whether everything has been read. For gzip this is also where the checksum is compared.
    ///
    /// # Errors
    /// If the gzip data is damaged or cut off, or the disk fails.
    pub(super) fn is_at_end(&mut self) -> Result<bool> {
        Ok(self.read_up_to(1, &mut Vec::new())? == 0)
    }

    fn cannot_read(&self, error: &io::Error) -> Error {
        let damaged = |found: &str| Error::file(&self.path).expected("a whole gzip file").found(found).help(RESTORE);
        match (&self.reader, error.kind()) {
            (Reader::Gzip(_), ErrorKind::UnexpectedEof) => {
                damaged("a truncated one: the compressed data ends too early")
            }
            (Reader::Gzip(_), ErrorKind::InvalidData | ErrorKind::InvalidInput) => {
                damaged(&format!("a damaged one: {error}"))
            }
            _ => Error::io(&self.path, "read the file", error),
        }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Reader::Plain(file) => file.read(buffer),
            Reader::Gzip(decoder) => decoder.read(buffer),
        }
    }
}

fn check_is_filled_file(path: &Path, metadata: &Metadata) -> Result<()> {
    if metadata.is_dir() {
        return Err(Error::file(path).expected("a file").found("a folder").help(RESTORE));
    }
    if !metadata.is_file() {
        return Err(Error::file(path).expected("an ordinary file").found("a device or a pipe").help(RESTORE));
    }
    if metadata.len() == 0 {
        return Err(Error::file(path).expected("an IDX file").found("an empty file (0 bytes)").help(RESTORE));
    }
    Ok(())
}

fn cannot_open(path: &Path, error: &io::Error) -> Error {
    let about_file = Error::file(path).expected("a readable file");
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => about_file.found("no such file").help(RESTORE),
        ErrorKind::PermissionDenied => about_file
            .found("no permission to read it")
            .help("check who owns the file and its folders, or name another folder with `--data-dir` or COURSE_DATA"),
        _ => Error::io(path, "open the file", error),
    }
}

/// Says in words what the first bytes of a file look like, for files that are not what they should be.
pub(super) fn describe(head: &[u8]) -> String {
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let known = [
        (text.starts_with("<!doctype") || text.starts_with("<html"), "an HTML page (often a server's error message)"),
        (text.starts_with("<?xml"), "an XML document (often a server's error message)"),
        (text.starts_with("version https://git-lfs"), "a git lfs pointer instead of the data"),
        (head.starts_with(b"PK\x03\x04"), "a zip archive"),
        (head.starts_with(b"\x93NUMPY"), "a NumPy array file"),
        (head.starts_with(&GZIP_MAGIC), "gzip data inside gzip data"),
    ];
    if let Some((_, name)) = known.iter().find(|(matches, _)| *matches) {
        return (*name).to_owned();
    }
    let hex: Vec<String> = head.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("a file that starts with the bytes {}", hex.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_what_came_instead() {
        assert_eq!(describe(b"\n <!DOCTYPE html><html>"), "an HTML page (often a server's error message)");
        assert_eq!(describe("\u{feff}<html>".as_bytes()), "an HTML page (often a server's error message)");
        assert_eq!(describe(b"version https://git-lfs.github.com/spec/v1"), "a git lfs pointer instead of the data");
        assert_eq!(describe(b"PK\x03\x04rest"), "a zip archive");
        assert_eq!(describe(&[1, 2, 0xab, 4, 5]), "a file that starts with the bytes 01 02 ab 04");
    }

    #[test]
    fn refused_permission_has_its_own_help() {
        let error = cannot_open(Path::new("x.gz"), &io::Error::from(ErrorKind::PermissionDenied));
        let text = error.to_string();
        assert!(text.starts_with("x.gz: expected a readable file, found no permission to read it\n  help: "), "{text}");
    }

    #[test]
    fn content_and_not_the_name_decides_about_gzip() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plain.gz");
        std::fs::write(&path, [9, 8, 7]).unwrap();
        let mut source = Source::open(&path).unwrap();
        assert!(source.is_plain());
        assert_eq!(source.most_bytes(), 3);
        let mut bytes = Vec::new();
        assert_eq!(source.read_up_to(2, &mut bytes).unwrap(), 2);
        assert!(!source.is_at_end().unwrap());
        assert_eq!(bytes, [9, 8]);
        assert!(source.is_at_end().unwrap());
    }
}
