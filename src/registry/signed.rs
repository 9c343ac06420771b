//! Signed manifests of schema 1: the digest is of what was signed, not of what is sent.

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::limits::Limits;
use crate::oci::json;

/// The bytes that were signed: the first so many of the document, and how it went on before the signatures were put in.
/// `None` for what has no signatures.
pub(super) fn payload(document: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let signed: Value = json::parse(document, "manifest", limits).ok()?;
    let protected = decoded(signed.get("signatures")?.get(0)?.get("protected")?.as_str()?)?;
    let protected: Value = json::parse(&protected, "manifest", limits).ok()?;
    let length = usize::try_from(protected.get("formatLength")?.as_u64()?).ok()?;
    let mut payload = document.get(..length)?.to_vec();
    payload.extend_from_slice(&decoded(protected.get("formatTail")?.as_str()?)?);
    Some(payload)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}
