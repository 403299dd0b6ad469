//! Skips a build whose inputs and outputs are what they were after its last success.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use anyhow::{Context, Result};

use crate::repository::Repository;
use crate::run;

/// A build step: files and folders it reads, files it leaves.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    pub(crate) name: &'a str,
    pub(crate) inputs: &'a [&'a str],
    pub(crate) outputs: &'a [&'a str],
}

impl Step<'_> {
    /// Runs the work unless nothing changed since it last succeeded.
    pub(crate) fn run(
        &self,
        repository: &Repository,
        work: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let stamp = repository.path(&format!("target/stamps/{}", self.name.replace(' ', "-")));
        let inputs = digest(repository, self.inputs)?;
        let before = self.stamp(repository, inputs)?;
        if fs::read_to_string(&stamp).is_ok_and(|held| held == before) {
            println!("✓ {} is up to date", self.name);
            return Ok(());
        }
        run::step(self.name, work)?;
        for output in self.outputs {
            fs::metadata(repository.path(output))
                .with_context(|| format!("{} left no {output}", self.name))?;
        }
        // The inputs as they were before the work: an edit made meanwhile must build again.
        let after = self.stamp(repository, inputs)?;
        if let Some(folder) = stamp.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&stamp, after)?;
        Ok(())
    }

    fn stamp(&self, repository: &Repository, inputs: u64) -> Result<String> {
        let outputs = digest(repository, self.outputs)?;
        Ok(format!("{inputs:016x} {outputs:016x}\n"))
    }
}

/// Names and contents of all files below the given paths; an absent path counts as absent.
fn digest(repository: &Repository, paths: &[&str]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        path.hash(&mut hasher);
        for file in repository.files_under(path)? {
            file.hash(&mut hasher);
            fs::read(repository.path(&file))
                .with_context(|| format!("cannot read {file}"))?
                .hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn work_runs_again_only_when_an_input_or_an_output_changed() {
        let root = std::env::temp_dir().join(format!("coordo-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("in")).unwrap();
        let repository = Repository { root: root.clone() };
        let step = Step {
            name: "copy",
            inputs: &["in"],
            outputs: &["out.txt"],
        };
        let runs = Cell::new(0);
        let work = || {
            runs.set(runs.get() + 1);
            fs::write(root.join("out.txt"), "built")?;
            Ok(())
        };

        fs::write(root.join("in/a.txt"), "one").unwrap();
        step.run(&repository, work).unwrap();
        step.run(&repository, work).unwrap();
        assert_eq!(runs.get(), 1);

        fs::write(root.join("in/a.txt"), "two").unwrap();
        step.run(&repository, work).unwrap();
        assert_eq!(runs.get(), 2);

        fs::write(root.join("out.txt"), "edited by hand").unwrap();
        step.run(&repository, work).unwrap();
        assert_eq!(runs.get(), 3);

        fs::remove_dir_all(&root).unwrap();
    }
}
