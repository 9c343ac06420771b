//! What a hostile layout may multiply: many images of one large config, many ways to one index.

use crate::error::{Error, ErrorKind};
use crate::limits::Limits;

/// Counts what is put together from documents, which were themselves bounded when they were read.
pub(super) struct Budget {
    image_bytes: u64,
    visits: u64,
    limits: Limits,
}

/// What a layer costs beside its name.
const LAYER_BYTES: u64 = 256;

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { image_bytes: 0, visits: 0, limits: limits.clone() }
    }

    /// Whether another image may be shown: one of documents of this size, and of layers with names of these lengths.
    pub(super) fn afford_image(&mut self, documents: u64, layers: impl Iterator<Item = usize>) -> bool {
        let layers = layers.fold(0u64, |sum, length| sum.saturating_add(LAYER_BYTES).saturating_add(length as u64));
        self.image_bytes = self.image_bytes.saturating_add(documents).saturating_add(layers);
        self.image_bytes <= self.limits.json_total_bytes
    }

    /// Whether another way to a manifest may be followed; `names` are carried along it.
    pub(super) fn afford_visit(&mut self, names: usize) -> bool {
        self.visits = self.visits.saturating_add(1).saturating_add(names as u64);
        self.visits <= self.limits.json_total_values
    }

    /// What had to be left out.
    pub(super) fn refusals(&self) -> impl Iterator<Item = Error> {
        let refusal = |limit, allowed, reached: u64| {
            (reached > allowed).then(|| Error::new(ErrorKind::Limit { limit, allowed, actual: None }))
        };
        let images = refusal("images", self.limits.json_total_bytes, self.image_bytes);
        let entries = refusal("index-entries", self.limits.json_total_values, self.visits);
        images.into_iter().chain(entries)
    }
}
