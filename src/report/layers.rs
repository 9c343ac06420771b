//! The rows of layers.

use std::collections::HashSet;

use super::{LayerRow, VerificationRow};
use crate::decompress::Compression;
use crate::digest::{Digest, Verification};
use crate::finding::Finding;
use crate::image::{Image, Layer, chain_ids};
use crate::layer::Tally;

pub(super) fn rows(image: &Image) -> Vec<LayerRow> {
    let chain = chain_ids(image.layers.iter().map(|layer| layer.diff_id.as_ref()));
    // What is above a layer that cannot be read may hide of those below nobody knows what.
    let is_whole = image.layers.iter().all(|layer| contents(layer).is_some());
    let merged = image.merged.get().filter(|_| is_whole);
    let merged_of = |index| merged.and_then(|sizes| sizes.get(index)).copied();
    let layers = image.layers.iter().zip(chain).enumerate();
    layers.map(|(index, (layer, chain))| row(index, layer, chain, merged_of(index))).collect()
}

fn contents(layer: &Layer) -> Option<&Tally> {
    layer.measured.as_ref().and_then(|measured| measured.contents.as_ref().ok())
}

fn row(index: usize, layer: &Layer, chain: Option<Digest>, merged_size: Option<u64>) -> LayerRow {
    let compression = compression(layer);
    let measured = layer.measured.as_ref();
    let contents = contents(layer);
    let plain_size = layer.stored.as_ref().map(|stored| stored.size).filter(|_| compression == Some(Compression::None));
    LayerRow {
        index,
        digest: digest(layer).map(|digest| digest.to_string()),
        diff_id: layer.diff_id.as_ref().map(ToString::to_string),
        chain_id: chain.map(|chain| chain.to_string()),
        media_type: layer.media_type.clone(),
        compression: compression.map(Compression::as_str),
        size: layer.size,
        uncompressed_size: if layer.is_encrypted() {
            None
        } else {
            plain_size.or_else(|| measured.and_then(|measured| measured.uncompressed_bytes))
        },
        content_size: contents.map(|contents| contents.content_bytes),
        merged_size,
        files: contents.map(|contents| contents.files),
        history: layer.history,
        present: layer.stored.is_some(),
        urls: layer.urls.clone(),
        annotations: layer.annotations.clone(),
        verification: VerificationRow {
            digest: layer.verify_digest().as_str(),
            diff_id: layer.verify_diff_id().as_str(),
        },
    }
}

/// As sniffed; an encrypted layer's bytes look like nothing.
fn compression(layer: &Layer) -> Option<Compression> {
    if layer.is_encrypted() {
        return None;
    }
    layer.stored.as_ref().and_then(|stored| stored.compression)
}

/// What a manifest says; without one the diff ID where the stored bytes are the tar, else what hashing gave.
fn digest(layer: &Layer) -> Option<Digest> {
    let hashed = || layer.measured.as_ref().and_then(|measured| measured.digest.clone());
    let tar = || layer.diff_id.clone().filter(|_| compression(layer) == Some(Compression::None));
    layer.digest.clone().or_else(hashed).or_else(tar)
}

/// Bytes stored: the documents and each blob once; `None` where a layer's size is not known.
pub(super) fn stored_size(image: &Image) -> Option<u64> {
    let mut seen = HashSet::new();
    let layers = image.layers.iter().filter(|layer| seen.insert(&layer.blob));
    layers.map(|layer| layer.size).try_fold(image.document_bytes, |sum, size| sum.checked_add(size?))
}

/// What reading the layers showed.
pub(super) fn findings(image: &Image) -> Vec<Finding> {
    let count = image.layers.len();
    let mut findings = Vec::new();
    for (index, layer) in image.layers.iter().enumerate() {
        let Some(measured) = &layer.measured else { continue };
        let checks = [("the layer", layer.verify_digest()), ("the layer's tar", layer.verify_diff_id())];
        for (what, verification) in checks {
            if let Verification::Mismatch { expected, actual } = verification {
                findings.push(Finding::digest_mismatch(what, &expected, &actual).at_layer(index, count));
            }
        }
        if measured.trailing_bytes > 0 {
            findings.push(trailing(measured.trailing_bytes).at_layer(index, count));
        }
        match measured.contents.clone() {
            Ok(tally) if tally.sparse > 0 => findings.push(sparse(tally.sparse).at_layer(index, count)),
            Err(error) if !layer.is_encrypted() => findings.push(Finding::from(&error.at_layer(index, count))),
            _ => {}
        }
    }
    findings
}

fn trailing(bytes: u64) -> Finding {
    let message = format!("{bytes} bytes that are no data follow the compressed stream; they are ignored");
    Finding::warning("compression/trailing-bytes", message).param("bytes", bytes).hint("engines may refuse the layer")
}

fn sparse(files: u64) -> Finding {
    let what = if files == 1 { "1 file is stored" } else { &*format!("{files} files are stored") };
    Finding::info("layer/sparse", format!("{what} without holes (GNU sparse): contentSize counts the holes"))
        .param("files", files)
        .hint("some tools count stored bytes instead, and old ones cannot read such entries")
}
