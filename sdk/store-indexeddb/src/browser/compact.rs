//! Segments merged while the page is idle.

use coordo_store::StoreError;

use super::file::File;
use super::transaction::{Mode, Rows};
use crate::place;
use crate::schema::{FILES, SEGMENTS};
use crate::segment::{merge, run_to_merge};

impl File {
    /// Merges segments that have become many; tells whether there were any to merge. To be
    /// called when the page is idle, and as often as it tells yes. What is merged is replaced in
    /// one transaction: a page that ends meanwhile leaves the old segments or the merged one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the segments are then as they were.
    pub(super) async fn compact(&self) -> Result<bool, StoreError> {
        let all = self.segments().await?;
        let size = |sealed: &js_sys::Uint8Array| usize::try_from(sealed.length()).unwrap_or(0);
        let sizes: Vec<usize> = all.iter().map(|(_, sealed)| size(sealed)).collect();
        let run = run_to_merge(&sizes).and_then(|run| Some((run.start, all.get(run)?)));
        let Some((start, run)) = run else {
            return Ok(false);
        };
        let Some(((first, _), (last, _))) = run.first().zip(run.last()) else {
            return Ok(false);
        };
        let merged = merge(self.open_segments(run).await?, start == 0);
        let sealed = self.seal_segment(&merged).await?;
        let range = first.clone()..=last.clone();
        let is_start = start == 0;
        let file = place::rows(&self.file);
        let work = async |rows: Rows<'_>| {
            self.head(&rows).await?;
            let there = rows.names(SEGMENTS, Some(&range)).await?;
            let before = rows.names(SEGMENTS, Some(&file)).await?;
            let is_still_start = before.first() == there.first();
            let is_same = there.iter().eq(run.iter().map(|(name, _)| name));
            // Another page merged some of them, or all were set aside.
            if !is_same || is_start != is_still_start {
                return Ok(false);
            }
            rows.delete_all(SEGMENTS, &range)?;
            if !merged.is_empty() {
                rows.put(SEGMENTS, last, &sealed)?;
            }
            Ok(true)
        };
        let stores = [FILES, SEGMENTS];
        self.shared.connection.run(&stores, Mode::Write, work).await
    }
}
