//! Manifests and indexes, OCI's and Docker's schema 2.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::descriptor::Descriptor;
use super::json::{lenient, null_default, string_map};

/// A document that a descriptor called a manifest or an index. What it is, its fields say: [`Self::manifests`] makes an
/// index, [`Self::config`] a manifest. (Media types lie: CVE-2021-41190 is a document that is both.)
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Absent in some OCI manifests; the descriptor's then counts.
    #[serde(default, deserialize_with = "lenient")]
    pub media_type: Option<String>,
    /// 2; schema 1 has 1.
    #[serde(default, deserialize_with = "lenient")]
    pub schema_version: Option<u64>,
    /// Of an index; `null` counts as empty (docker wrote it).
    #[serde(default)]
    pub manifests: Option<Vec<Descriptor>>,
    /// Of a manifest.
    #[serde(default)]
    pub config: Option<Descriptor>,
    /// Of a manifest: base first.
    #[serde(default, deserialize_with = "null_default")]
    pub layers: Vec<Descriptor>,
    /// What kind of artifact it is, where it is no image.
    #[serde(default, deserialize_with = "lenient")]
    pub artifact_type: Option<String>,
    /// What it is about.
    #[serde(default, deserialize_with = "lenient")]
    pub subject: Option<Descriptor>,
    /// Free-form.
    #[serde(default, deserialize_with = "string_map")]
    pub annotations: BTreeMap<String, String>,
}

/// `index.json` of an image layout ([image-layout.md](https://github.com/opencontainers/image-spec/blob/main/image-layout.md)).
#[derive(Clone, Debug, Deserialize)]
pub struct IndexJson {
    /// `null` when docker saved an image by digest (moby #47210).
    #[serde(default, deserialize_with = "null_default")]
    pub manifests: Vec<Descriptor>,
}
