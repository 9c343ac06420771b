//! Counting what docker counts.

use crate::tar::{Entry, Kind};

/// What is in a layer, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Regular files and hard links; whiteouts are none.
    pub files: u64,
    /// docker's size of a layer (classic store, overlay2): the bytes of regular files, hard links once, plus the length
    /// of each symbolic link's target. Of a sparse file its real size, as a file system reports it.
    pub content_bytes: u64,
    /// Regular files whose holes were left out of the tar.
    pub sparse: u64,
}

impl Tally {
    /// Adds an entry.
    pub fn entry(&mut self, entry: &Entry) {
        match entry.kind {
            Kind::File if is_whiteout(entry) => {}
            Kind::File => {
                self.files = self.files.saturating_add(1);
                self.sparse = self.sparse.saturating_add(entry.sparse.is_some().into());
                self.content_bytes =
                    self.content_bytes.saturating_add(entry.sparse.map_or(entry.size, |sparse| sparse.real_size));
            }
            Kind::Hardlink => self.files = self.files.saturating_add(1),
            Kind::Symlink => {
                let target = entry.link.as_ref().map_or(0, |target| target.len() as u64);
                self.content_bytes = self.content_bytes.saturating_add(target);
            }
            _ => {}
        }
    }
}

/// Names that begin with `.wh.` remove something ([layer.md], "Whiteouts") or are left by aufs: never files.
///
/// [layer.md]: https://github.com/opencontainers/image-spec/blob/main/layer.md
fn is_whiteout(entry: &Entry) -> bool {
    let name = entry.path.rsplit(|&byte| byte == b'/').find(|part| !part.is_empty());
    name.is_some_and(|name| name.starts_with(b".wh."))
}
