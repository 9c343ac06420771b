//! What `verify` tells: every digest recomputed.

use std::collections::HashSet;

use super::{Place, Problem, SCHEMA_VERSION, Verified, VerifiedBlob, layers, text};
use crate::digest::{Digest, Verification};
use crate::error::{At, LayerPlace};
use crate::finding::{Finding, Severity};
use crate::image::{Image, Layer};
use crate::layout::{Contents, Document, DocumentKind};

impl Verified {
    /// What was computed so far: documents always, layers once they were read with hashing. Each blob once, unless it
    /// is said to have several digests.
    pub fn new(contents: &Contents) -> Self {
        let documents = contents.documents.iter().filter(|document| document.kind != DocumentKind::Layout);
        let layers = contents.images.iter().flat_map(layer_rows);
        let mut seen = HashSet::new();
        // By name, not by digest: nobody may have stated one.
        let mut is_new =
            |name: &str, row: &VerifiedBlob| seen.insert((row.kind, name.to_owned(), row.expected.clone()));
        let rows = documents.map(|document| (&*document.name, document_row(document))).chain(layers);
        let blobs: Vec<VerifiedBlob> = rows.filter(|(name, row)| is_new(name, row)).map(|(_, row)| row).collect();
        let ok = !blobs.is_empty() && blobs.iter().all(|blob| blob.ok) && !has_errors(contents);
        Self { schema_version: SCHEMA_VERSION, ok, blobs }
    }
}

/// Whether something is missing or wrong that has no row, such as a manifest that an index names and nobody stored.
fn has_errors(contents: &Contents) -> bool {
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let in_image = |image: &Image| image.findings.iter().any(is_error) || layers::findings(image).iter().any(is_error);
    contents.findings.iter().any(is_error) || contents.images.iter().any(in_image)
}

fn document_row(document: &Document) -> VerifiedBlob {
    VerifiedBlob {
        digest: text(document.stated.as_ref().or(document.actual.as_ref())),
        kind: document.kind.as_str(),
        expected: text(document.stated.as_ref()),
        actual: text(document.actual.as_ref()),
        verification: document.verification.as_str(),
        ok: matches!(document.verification, Verification::Verified | Verification::Unstated),
        bytes: document.actual.as_ref().map(|_| document.size),
        problem: None,
        at: Place::of(&At { path: Some(document.name.clone()), ..At::default() }),
    }
}

/// Both digests of every layer, with the names of their blobs.
fn layer_rows(image: &Image) -> Vec<(&str, VerifiedBlob)> {
    let of = image.layers.len();
    let rows = image.layers.iter().enumerate().flat_map(|(index, layer)| {
        let at = At { path: Some(layer.blob.clone()), layer: Some(LayerPlace { index, of }), ..At::default() };
        let row = |check: Check| (&*layer.blob, row_of(layer, &check, &at));
        [Some(row(Check::digest(layer))), Check::diff_id(layer).map(row)]
    });
    rows.flatten().collect()
}

/// One digest of a layer.
struct Check<'a> {
    kind: &'static str,
    expected: Option<&'a Digest>,
    actual: Option<&'a Digest>,
    verification: Verification,
    bytes: Option<u64>,
}

impl<'a> Check<'a> {
    /// Of the bytes as they are stored.
    fn digest(layer: &'a Layer) -> Self {
        let measured = layer.measured.as_ref();
        Self {
            kind: "layer",
            expected: layer.digest.as_ref(),
            actual: measured.and_then(|measured| measured.digest.as_ref()),
            verification: layer.verify_digest(),
            bytes: measured.map(|measured| measured.stored_bytes),
        }
    }

    /// Of the tar, where somebody states it and it can be had without a key.
    fn diff_id(layer: &'a Layer) -> Option<Self> {
        let measured = layer.measured.as_ref();
        let expected = layer.diff_id.as_ref().filter(|_| !layer.is_encrypted())?;
        Some(Self {
            kind: "diffId",
            expected: Some(expected),
            actual: measured.and_then(|measured| measured.diff_id.as_ref()),
            verification: layer.verify_diff_id(),
            bytes: measured.and_then(|measured| measured.uncompressed_bytes),
        })
    }
}

fn row_of(layer: &Layer, check: &Check<'_>, at: &At) -> VerifiedBlob {
    // Also of a layer whose digest nobody states.
    let verification = if layer.stored.is_some() { check.verification.as_str() } else { Verification::Absent.as_str() };
    let ok = match check.verification {
        // A foreign layer is absent on purpose; engines fetch it from its URLs.
        _ if layer.stored.is_none() => !layer.urls.is_empty(),
        Verification::Verified | Verification::Unstated => true,
        Verification::Mismatch { .. } | Verification::Skipped | Verification::Absent => false,
    };
    let failure = layer.measured.as_ref().and_then(|measured| measured.contents.as_ref().err());
    let problem = failure.filter(|_| check.actual.is_none());
    VerifiedBlob {
        digest: text(check.expected.or(check.actual)),
        kind: check.kind,
        expected: text(check.expected),
        actual: text(check.actual),
        verification,
        ok,
        bytes: check.bytes.filter(|_| check.actual.is_some()),
        problem: problem.map(|error| Problem { code: error.code().into_owned(), message: error.message() }),
        at: Place::of(at),
    }
}
