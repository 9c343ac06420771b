//! Making an index while a layer passes by.

use std::hash::Hasher as _;

use sha2::{Digest as _, Sha256};
use twox_hash::XxHash64;

use super::{Content, Depth, LayerIndex};
use crate::error::Result;
use crate::limits::Limits;
use crate::tar::{Entry, Kind};

/// Takes the events of a tar scanner and makes a [`LayerIndex`] of them.
pub(crate) struct Indexing {
    index: LayerIndex,
    limits: Limits,
    digests: bool,
    /// The file whose body is passing by.
    body: Option<Body>,
}

struct Body {
    entry: u32,
    missing: u64,
    hash: BodyHash,
}

enum BodyHash {
    Fingerprint(XxHash64),
    Digest(Sha256),
}

impl Indexing {
    /// `None` where only counting was asked for.
    pub(crate) fn new(depth: Depth, limits: &Limits) -> Option<Self> {
        let digests = depth == Depth::Digests;
        (depth > Depth::Count).then(|| Self {
            index: LayerIndex::default(),
            limits: limits.clone(),
            digests,
            body: None,
        })
    }

    /// An entry starts.
    pub(crate) fn entry(&mut self, entry: &Entry) -> Result<()> {
        let number = self.index.push(entry, &self.limits).map_err(|error| error.at_offset(entry.header_offset))?;
        let is_file = entry.kind == Kind::File;
        self.body = is_file.then(|| Body { entry: number, missing: entry.size, hash: BodyHash::new(self.digests) });
        self.data(&[]);
        Ok(())
    }

    /// Bytes of its body pass by.
    pub(crate) fn data(&mut self, data: &[u8]) {
        let Some(body) = &mut self.body else { return };
        body.hash.update(data);
        body.missing = body.missing.saturating_sub(data.len() as u64);
        if body.missing == 0
            && let Some(body) = self.body.take()
        {
            self.index.set_content(body.entry, body.hash.finish());
        }
    }

    /// Bytes of its body were jumped over.
    pub(crate) fn skipped(&mut self) {
        self.body = None;
    }

    /// Whether bodies are needed whole.
    pub(crate) fn reads_bodies(&self) -> bool {
        self.digests
    }

    /// No more comes.
    pub(crate) fn finish(mut self) -> LayerIndex {
        self.index.complete();
        self.index
    }
}

impl BodyHash {
    fn new(digest: bool) -> Self {
        if digest { Self::Digest(Sha256::new()) } else { Self::Fingerprint(XxHash64::with_seed(0)) }
    }

    fn update(&mut self, data: &[u8]) {
        match self {
            Self::Fingerprint(hash) => hash.write(data),
            Self::Digest(hash) => hash.update(data),
        }
    }

    fn finish(self) -> Content {
        match self {
            Self::Fingerprint(hash) => Content::Fingerprint(hash.finish()),
            Self::Digest(hash) => hash.finalize().first_chunk().map_or(Content::Unknown, |half| Content::Digest(*half)),
        }
    }
}
