//! Where FHIR to test on lies: `tests/data`, and the folders of `COORDO_DATA`.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// One file of data, unpacked.
#[derive(Debug)]
pub struct DataFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its bytes, unpacked where it ends in `.gz`.
    pub bytes: Vec<u8>,
}

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The folder of the stories.
pub fn stories() -> PathBuf {
    root().join("tests/data/stories")
}

/// The folders of the single stories: those here, then those below the folders of
/// `COORDO_STORIES`, separated by `:`.
pub fn each_story() -> Vec<PathBuf> {
    let further = std::env::var("COORDO_STORIES").unwrap_or_default();
    let further = further.split(':').filter(|f| !f.is_empty());
    let mut found = Vec::new();
    for folder in std::iter::once(stories()).chain(further.map(PathBuf::from)) {
        let inside = fs::read_dir(&folder).into_iter().flatten().flatten();
        found.extend(inside.map(|entry| entry.path()).chain([folder]));
    }
    found.retain(|folder| folder.join("expected.json").is_file());
    found.sort();
    found.dedup();
    found
}

/// The folders: `tests/data`, then those of `COORDO_DATA`, separated by `:`.
pub fn folders() -> Vec<PathBuf> {
    let further = std::env::var("COORDO_DATA").unwrap_or_default();
    let further = further.split(':').filter(|f| !f.is_empty());
    std::iter::once(root().join("tests/data"))
        .chain(further.map(PathBuf::from))
        .collect()
}

/// Every `.json` and `.ndjson` file below the folders, also packed as `.gz`, in order of path.
///
/// # Panics
///
/// Where a folder that was named does not exist: a test on no data proves nothing.
#[allow(clippy::panic, reason = "a test on no data proves nothing")]
pub fn files() -> Vec<DataFile> {
    let mut paths = Vec::new();
    for folder in folders() {
        assert!(folder.is_dir(), "not a folder: {}", folder.display());
        collect(&folder, &mut paths);
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| match read(&path) {
            Ok(bytes) => DataFile { path, bytes },
            Err(e) => panic!("{}: {e}", path.display()),
        })
        .collect()
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, out);
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        if name.ends_with(".json") || name.ends_with(".ndjson") {
            out.push(path);
        }
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if path.extension().is_some_and(|e| e == "gz") {
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut out)?;
        return Ok(out);
    }
    Ok(bytes)
}
