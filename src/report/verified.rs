//! What `verify` tells: every digest recomputed.

use super::{SCHEMA_VERSION, Verified, VerifiedBlob, text};
use crate::digest::{Digest, Verification};
use crate::image::Layer;
use crate::layout::{Contents, DocumentKind};

impl Verified {
    /// What was computed so far: documents always, layers once they were read with hashing. Each blob once.
    pub fn new(contents: &Contents) -> Self {
        let documents = contents.documents.iter().filter(|document| document.kind != DocumentKind::Layout);
        let mut blobs: Vec<VerifiedBlob> = Vec::new();
        let documents = documents.map(|document| VerifiedBlob {
            digest: text(document.stated.as_ref().or(document.actual.as_ref())),
            kind: document.kind.as_str(),
            expected: text(document.stated.as_ref()),
            actual: text(document.actual.as_ref()),
            ok: matches!(document.verification, Verification::Verified | Verification::Unstated),
            bytes: document.actual.as_ref().map(|_| document.size),
        });
        let layers = contents.images.iter().flat_map(|image| &image.layers).flat_map(layer_rows);
        let mut seen = std::collections::HashSet::new();
        for blob in documents.chain(layers) {
            if seen.insert((blob.kind, blob.expected.clone(), blob.actual.clone())) {
                blobs.push(blob);
            }
        }
        Self { schema_version: SCHEMA_VERSION, ok: blobs.iter().all(|blob| blob.ok), blobs }
    }
}

/// Both digests of a layer, for `verify`.
fn layer_rows(layer: &Layer) -> Vec<VerifiedBlob> {
    let measured = layer.measured.as_ref();
    let blob = |kind, expected: Option<&Digest>, actual: Option<&Digest>, verification: &Verification, bytes| {
        let agreed = matches!(verification, Verification::Verified | Verification::Unstated);
        // A foreign layer is absent on purpose; engines fetch it from its URLs.
        let has_place = layer.stored.is_some() || !layer.urls.is_empty();
        let absent_on_purpose = *verification == Verification::Absent && has_place;
        VerifiedBlob {
            digest: expected.or(actual).map(ToString::to_string),
            kind,
            expected: expected.map(ToString::to_string),
            actual: actual.map(ToString::to_string),
            ok: (agreed && has_place) || absent_on_purpose,
            bytes,
        }
    };
    let stored_bytes = measured.filter(|measured| measured.digest.is_some()).map(|measured| measured.stored_bytes);
    let actual = measured.and_then(|measured| measured.digest.as_ref());
    let mut rows = vec![blob("layer", layer.digest.as_ref(), actual, &layer.verify_digest(), stored_bytes)];
    if layer.diff_id.is_some() && !layer.is_encrypted() {
        let actual = measured.and_then(|measured| measured.diff_id.as_ref());
        let bytes =
            measured.filter(|measured| measured.diff_id.is_some()).and_then(|measured| measured.uncompressed_bytes);
        rows.push(blob("diffId", layer.diff_id.as_ref(), actual, &layer.verify_diff_id(), bytes));
    }
    rows
}
