//! Where things lie in the repository, and its files as the checks read them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The working tree that the command runs in.
#[derive(Debug)]
pub(crate) struct Repository {
    pub(crate) root: PathBuf,
}

/// A file with its path from the root, written with `/`.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Folders that builds fill: never read as sources.
const BUILT: [&str; 5] = [".git", "target", "node_modules", "dist", "pkg"];

impl Repository {
    pub(crate) fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .ancestors()
            .nth(2)
            .context("tests/xtask lies two folders below the root")?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    pub(crate) fn path(&self, from_root: &str) -> PathBuf {
        self.root.join(from_root)
    }

    pub(crate) fn read(&self, from_root: &str) -> Result<String> {
        let path = self.path(from_root);
        fs::read_to_string(&path).with_context(|| format!("cannot read {from_root}"))
    }

    /// Paths of all files under a folder (or the file itself), sorted, without what builds leave.
    pub(crate) fn files_under(&self, from_root: &str) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let start = self.path(from_root);
        if start.is_file() {
            found.push(from_root.to_owned());
        } else if start.is_dir() {
            self.collect(&start, &mut found)?;
        }
        found.sort();
        Ok(found)
    }

    /// The text files written here. Test data is other people's text and is left out.
    pub(crate) fn sources(&self) -> Result<Vec<SourceFile>> {
        let mut sources = Vec::new();
        for path in self.files_under("")? {
            if path.starts_with("tests/data/") || path.ends_with(".log") {
                continue;
            }
            if let Ok(text) = fs::read_to_string(self.path(&path)) {
                sources.push(SourceFile { path, text });
            }
        }
        Ok(sources)
    }

    fn collect(&self, folder: &Path, found: &mut Vec<String>) -> Result<()> {
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            if BUILT.iter().any(|built| name == *built) {
                continue;
            }
            let path = entry.path();
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.collect(&path, found)?;
            } else if kind.is_file()
                && let Ok(from_root) = path.strip_prefix(&self.root)
            {
                found.push(from_root.to_string_lossy().replace('\\', "/"));
            }
        }
        Ok(())
    }
}
