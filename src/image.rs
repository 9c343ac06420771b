//! One container image, whatever it was read from: what archives, folders, registries and the library all give.
//!
//! Layers are joined with the history as the image specification says ([config.md], "history": entries that are not
//! marked `empty_layer` stand for the layers, in order) and, where an image breaks that, as far as it goes:
//! [`HistoryJoin`] says how.
//!
//! [config.md]: https://github.com/opencontainers/image-spec/blob/main/config.md

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::digest::{Algorithm, Digest, Verification};
use crate::finding::Finding;
use crate::instruction::Instruction;
use crate::layer::{Compression, Depth, LayerIndex, Measured};
use crate::media_type::MediaType;
use crate::oci::config::History;
use crate::platform::Platform;

/// An image and all that is known of it.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// Digest of the config; `None` where there is none (legacy archives, plain filesystems).
    pub id: Option<Digest>,
    /// Digest of the manifest; `None` where none is stored.
    pub digest: Option<Digest>,
    /// Of the manifest.
    pub media_type: Option<String>,
    /// Bytes of the manifest and the config as stored.
    pub document_bytes: u64,
    /// What people call it, best source first, no canonical name twice.
    pub names: Vec<Name>,
    /// The stored indexes that lead here, outermost first.
    pub index_digests: Vec<Digest>,
    /// As written, the index's word before the config's.
    pub platform: Platform,
    /// RFC 3339, as written.
    pub created: Option<String>,
    /// Free text.
    pub author: Option<String>,
    /// Env, Cmd and so on as the image spells them; `None` where the config blob is absent.
    pub config: Option<Map<String, Value>>,
    /// Base first.
    pub layers: Vec<Layer>,
    /// Of each layer, the bytes that a container sees of it: known once all were stacked.
    pub merged: OnceCell<Vec<u64>>,
    /// What is wrong with the layers that only stacking them shows: known then too.
    pub stacked: OnceCell<Vec<Finding>>,
    /// Oldest first.
    pub history: Vec<HistoryEntry>,
    /// How layers and history were joined.
    pub history_join: HistoryJoin,
    /// Statements about the image that are stored beside it.
    pub attestations: Vec<Attestation>,
    /// Of the manifest itself.
    pub annotations: BTreeMap<String, String>,
    /// What is wrong or worth knowing.
    pub findings: Vec<Finding>,
}

/// A name of an image or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As it stands in the source.
    pub raw: String,
    /// `None` where only a tag is known.
    pub canonical: Option<String>,
    /// `manifest.json`, `index.json`, `repositories`.
    pub from: &'static str,
    /// The index that bears the name, where the image itself does not.
    pub via_index: Option<Digest>,
}

/// One layer of an image.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Of the stored bytes, as a manifest states it.
    pub digest: Option<Digest>,
    /// Of the tar, as the config states it.
    pub diff_id: Option<Digest>,
    /// As a manifest says; `None` without one.
    pub media_type: Option<String>,
    /// Bytes stored; what the manifest says where the blob is absent.
    pub size: Option<u64>,
    /// The name of its blob in the source, whether that is there or not.
    pub blob: String,
    /// What the source holds under that name.
    pub stored: Option<Stored>,
    /// Where else it may be fetched.
    pub urls: Vec<String>,
    /// Of the descriptor.
    pub annotations: BTreeMap<String, String>,
    /// What reading it gave; `None` until then.
    pub measured: Option<Measured>,
    /// Its entries, where they were kept; shared by all layers that are stored under one name.
    pub index: Option<Arc<LayerIndex>>,
    /// Its place in the history.
    pub history: Option<usize>,
}

/// What is known of a stored blob without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// In bytes.
    pub size: u64,
    /// Sniffed; `None` while no byte was read.
    pub compression: Option<Compression>,
}

/// One step of how an image was made.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// As the config states it.
    pub stated: History,
    /// `created_by`, parsed.
    pub instruction: Option<Instruction>,
    /// The layer it made; `None` where it made none or that is not known.
    pub layer: Option<usize>,
}

/// How layers were joined with history entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistoryJoin {
    /// As many entries not marked empty as layers, joined in order.
    Exact,
    /// The counts differ: joined in order from the base, the rest unjoined.
    Guessed,
    /// No history, or all of it marked empty beside layers.
    #[default]
    None,
}

/// A stored statement about an image, such as its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// Of its manifest.
    pub digest: Digest,
    /// `in-toto.io/predicate-type` of its layers.
    pub predicate_types: Vec<String>,
}

impl Layer {
    /// Whether it may be an empty tar, two zero blocks, as far as its size tells: compressed, those are 20 to 40 bytes.
    fn may_be_empty(&self) -> bool {
        let compression = self.stored.as_ref().and_then(|stored| stored.compression);
        let most = if compression == Some(Compression::None) { 1024 } else { 64 };
        self.size.is_none_or(|size| size <= most)
    }

    /// Whether reading it like this leaves most of its bytes unread.
    pub fn is_hopped_through(&self, hash: Option<Algorithm>, depth: Depth) -> bool {
        let compression = self.stored.as_ref().and_then(|stored| stored.compression);
        hash.is_none() && depth < Depth::Digests && compression == Some(Compression::None)
    }

    /// Whether the stored bytes are what the manifest says.
    pub fn verify_digest(&self) -> Verification {
        match (&self.digest, &self.stored, self.measured.as_ref().and_then(|measured| measured.digest.clone())) {
            (None, ..) => Verification::Unstated,
            (Some(_), None, _) => Verification::Absent,
            (Some(_), Some(_), None) => Verification::Skipped,
            (Some(stated), Some(_), Some(actual)) => stated.compare(actual),
        }
    }

    /// Whether the tar is what the config says.
    pub fn verify_diff_id(&self) -> Verification {
        // Of an encrypted layer, only who holds a key sees the tar.
        let measured = self.measured.as_ref().filter(|_| !self.is_encrypted());
        match (&self.diff_id, &self.stored, measured.and_then(|measured| measured.diff_id.clone())) {
            (None, ..) => Verification::Unstated,
            (Some(_), None, _) => Verification::Absent,
            (Some(_), Some(_), None) => Verification::Skipped,
            (Some(stated), Some(_), Some(actual)) => stated.compare(actual),
        }
    }

    /// Its media type says that its bytes cannot be read without a key.
    pub fn is_encrypted(&self) -> bool {
        self.media_type.as_deref().is_some_and(|text| MediaType::from(text).is_encrypted())
    }
}

/// The chain IDs of a stack of layers (config.md, "Layer ChainID"); `None` from the first layer without a diff ID on.
pub fn chain_ids<'a>(diff_ids: impl IntoIterator<Item = Option<&'a Digest>>) -> Vec<Option<Digest>> {
    let mut below: Option<Digest> = None;
    let mut broken = false;
    diff_ids
        .into_iter()
        .map(|diff_id| {
            broken |= diff_id.is_none();
            let diff_id = diff_id.filter(|_| !broken)?;
            let chain = match &below {
                None => diff_id.clone(),
                Some(below) => Digest::of(Algorithm::Sha256, format!("{below} {diff_id}").as_bytes()),
            };
            below = Some(chain.clone());
            Some(chain)
        })
        .collect()
}

impl Image {
    /// Sets the history and joins it with the layers that are already there.
    pub fn join_history(&mut self, stated: Vec<History>) {
        let not_empty = stated.iter().filter(|entry| !entry.empty_layer).count();
        let layers = self.layers.len();
        self.history_join = if not_empty == layers && !stated.is_empty() {
            HistoryJoin::Exact
        } else if not_empty == 0 {
            if !stated.is_empty() {
                self.findings.push(counts_differ(not_empty, layers));
            }
            HistoryJoin::None
        } else {
            self.findings.push(counts_differ(not_empty, layers));
            HistoryJoin::Guessed
        };
        let mut next = 0..layers;
        for (place, stated) in stated.into_iter().enumerate() {
            let layer = if stated.empty_layer { None } else { next.next() };
            if let Some(layer) = layer.and_then(|layer| self.layers.get_mut(layer)) {
                layer.history = Some(place);
            }
            let instruction = stated.created_by.as_deref().and_then(Instruction::parse);
            self.history.push(HistoryEntry { stated, instruction, layer });
        }
        if self.history_join == HistoryJoin::Exact {
            self.doubt_exact_join();
        }
        if self.history.is_empty() && layers > 0 {
            self.findings.push(
                Finding::info(
                    "history/absent",
                    "the config has no history: nothing says which instruction made a layer",
                )
                .hint("some builders leave it out on purpose (buildah --omit-history)"),
            );
        }
    }

    /// The counts agree, but an instruction that only changes the config is joined with a layer that has bytes: some
    /// builders forget to mark entries as empty.
    fn doubt_exact_join(&mut self) {
        const ONLY_CONFIG: [&str; 13] = [
            "ARG",
            "CMD",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
        ];
        let doubtful = self.history.iter().find_map(|entry| {
            let keyword = &entry.instruction.as_ref()?.keyword;
            let layer = entry.layer?;
            let holds_something = !self.layers.get(layer)?.may_be_empty();
            (ONLY_CONFIG.contains(&keyword.as_str()) && holds_something).then(|| (layer, keyword.clone()))
        });
        if let Some((layer, keyword)) = doubtful {
            let message = format!("{keyword} makes no layer, but the history joins it with one that has bytes");
            self.findings.push(
                Finding::warning("history/implausible", message)
                    .param("keyword", keyword)
                    .at_layer(layer, self.layers.len())
                    .hint("the builder made one layer of several instructions, or did not mark entries as empty: read instructions beside layers with care"),
            );
        }
    }
}

fn counts_differ(entries: usize, layers: usize) -> Finding {
    let message = match entries {
        1 => format!("the history has 1 entry that made a layer, but there are {layers} layers"),
        _ => format!("the history has {entries} entries that made a layer, but there are {layers} layers"),
    };
    Finding::warning("history/count", message)
        .param("entries", entries)
        .param("layers", layers)
        .differs(layers, entries)
        .hint("layers are joined with the history from the base on; the rest is left open")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn joined(layers: usize, empty: &[bool]) -> Image {
        let mut image = Image { layers: vec![Layer::default(); layers], ..Image::default() };
        image.join_history(empty.iter().map(|&empty_layer| History { empty_layer, ..History::default() }).collect());
        image
    }

    #[test]
    fn history_joins() {
        /// Layers, whether each entry is empty, and how they are joined.
        type Case = (usize, &'static [bool], HistoryJoin, &'static [Option<usize>]);
        let cases: [Case; 7] = [
            (2, &[false, true, false], HistoryJoin::Exact, &[Some(0), None, Some(1)]),
            (0, &[true, true], HistoryJoin::Exact, &[None, None]),
            (0, &[], HistoryJoin::None, &[]),
            (2, &[], HistoryJoin::None, &[]),
            (2, &[true, true], HistoryJoin::None, &[None, None]),
            (1, &[false, true, false, false], HistoryJoin::Guessed, &[Some(0), None, None, None]),
            (3, &[true, false], HistoryJoin::Guessed, &[None, Some(0)]),
        ];
        for (layers, empty, join, expected) in cases {
            let image = joined(layers, empty);
            assert_eq!(image.history_join, join, "{layers} layers, empty: {empty:?}");
            assert_eq!(image.history.iter().map(|entry| entry.layer).collect::<Vec<_>>(), expected);
        }
        assert_eq!(joined(1, &[false, true]).layers[0].history, Some(0));
    }

    /// The example of config.md: ChainID(A|B) = sha256(ChainID(A) + " " + DiffID(B)).
    #[test]
    fn chain_ids_stop_at_a_gap() {
        let ids: Vec<Digest> = (0u8..3).map(|n| Digest::of(Algorithm::Sha256, &[n])).collect();
        let chain = chain_ids(ids.iter().map(Some));
        assert_eq!(chain[0].as_ref(), Some(&ids[0]));
        let second = format!("{} {}", ids[0], ids[1]);
        assert_eq!(chain[1], Some(Digest::of(Algorithm::Sha256, second.as_bytes())));
        let gap = chain_ids([Some(&ids[0]), None, Some(&ids[2])]);
        assert_eq!(gap, [Some(ids[0].clone()), None, None]);
    }
}
