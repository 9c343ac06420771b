//! The shapes, and nothing but shapes.

// What each field is stands in `src/wasm/types.d.ts`, once.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::MAX_SAFE_INTEGER;

/// What was learned about a source.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub schema_version: u32,
    pub source: Source,
    pub images: Vec<ImageRow>,
    pub indexes: Vec<IndexRow>,
    pub artifacts: Vec<ArtifactRow>,
    pub findings: Vec<FindingRow>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub kind: &'static str,
    pub format: &'static str,
    pub compression: &'static str,
    #[serde(serialize_with = "safe_integer")]
    pub size: Option<u64>,
    pub reference: Option<String>,
    pub url: Option<String>,
    pub why: WhyRow,
}

#[derive(Clone, Debug, Serialize)]
pub struct WhyRow {
    pub code: &'static str,
    pub params: BTreeMap<&'static str, u64>,
    pub message: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageRow {
    pub id: Option<String>,
    pub digest: Option<String>,
    pub media_type: Option<String>,
    pub names: Vec<NameRow>,
    pub index_digests: Vec<String>,
    pub repo_digests: Vec<String>,
    pub platform: PlatformRow,
    pub created: Option<String>,
    pub author: Option<String>,
    pub config: Option<Map<String, Value>>,
    #[serde(serialize_with = "safe_integer")]
    pub size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub uncompressed_size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub content_size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub merged_size: Option<u64>,
    pub layers: Vec<LayerRow>,
    pub history: Vec<HistoryRow>,
    pub history_join: &'static str,
    pub attestations: Vec<AttestationRow>,
    pub annotations: BTreeMap<String, String>,
    pub findings: Vec<FindingRow>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameRow {
    pub raw: String,
    pub familiar: Option<String>,
    pub canonical: Option<String>,
    pub from: &'static str,
    pub via_index: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlatformRow {
    pub os: Option<String>,
    pub architecture: Option<String>,
    pub variant: Option<String>,
    pub os_version: Option<String>,
    pub os_features: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRow {
    pub created: Option<String>,
    pub created_by: Option<String>,
    pub comment: Option<String>,
    pub author: Option<String>,
    pub empty_layer: bool,
    pub layer: Option<usize>,
    pub instruction: Option<InstructionRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct InstructionRow {
    pub keyword: String,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationRow {
    pub digest: String,
    pub predicate_types: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexRow {
    pub digest: String,
    pub media_type: Option<String>,
    pub names: Vec<NameRow>,
    pub annotations: BTreeMap<String, String>,
    pub manifests: Vec<DescriptorRow>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescriptorRow {
    pub digest: String,
    pub media_type: Option<String>,
    #[serde(serialize_with = "safe_integer")]
    pub size: Option<u64>,
    pub platform: Option<PlatformRow>,
    pub artifact_type: Option<String>,
    pub role: &'static str,
    pub present: bool,
    pub annotations: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactRow {
    pub digest: String,
    pub artifact_type: Option<String>,
    pub media_type: Option<String>,
    #[serde(serialize_with = "safe_integer")]
    pub size: Option<u64>,
    pub names: Vec<NameRow>,
    pub subject: Option<String>,
}

/// Every digest of a source, recomputed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    pub schema_version: u32,
    pub ok: bool,
    pub blobs: Vec<VerifiedBlob>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifiedBlob {
    pub digest: Option<String>,
    pub kind: &'static str,
    pub expected: Option<String>,
    pub actual: Option<String>,
    pub verification: &'static str,
    pub ok: bool,
    #[serde(serialize_with = "safe_integer")]
    pub bytes: Option<u64>,
    pub problem: Option<Problem>,
    pub at: Option<Place>,
}

/// Why bytes that are there could not be hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: String,
    pub message: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerRow {
    pub index: usize,
    pub digest: Option<String>,
    pub diff_id: Option<String>,
    pub chain_id: Option<String>,
    pub media_type: Option<String>,
    pub compression: Option<&'static str>,
    #[serde(serialize_with = "safe_integer")]
    pub size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub uncompressed_size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub content_size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub merged_size: Option<u64>,
    #[serde(serialize_with = "safe_integer")]
    pub files: Option<u64>,
    pub history: Option<usize>,
    pub present: bool,
    pub urls: Vec<String>,
    pub annotations: BTreeMap<String, String>,
    pub verification: VerificationRow,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerificationRow {
    pub digest: &'static str,
    pub diff_id: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct FindingRow {
    pub code: String,
    pub params: BTreeMap<&'static str, String>,
    pub severity: &'static str,
    pub message: String,
    pub hint: String,
    pub at: Option<Place>,
    pub expected: Option<String>,
    pub actual: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<usize>,
}

/// A size that JavaScript's numbers cannot tell exactly is a lie anyway, and `null`: it must not cost the whole report.
fn safe_integer<S: Serializer>(size: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    size.filter(|size| *size <= MAX_SAFE_INTEGER).serialize(serializer)
}
