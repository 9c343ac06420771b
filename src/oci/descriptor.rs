//! Descriptors ([descriptor.md](https://github.com/opencontainers/image-spec/blob/main/descriptor.md)).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::json::{lenient, lenient_default, string_map};
use crate::digest::Digest;

/// What points at a blob: its digest, size and type.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// REQUIRED. Of the stored bytes.
    #[serde(deserialize_with = "digest")]
    pub digest: Digest,
    /// REQUIRED by the specification, absent in some tools' indexes.
    #[serde(default, deserialize_with = "lenient")]
    pub media_type: Option<String>,
    /// REQUIRED. Bytes; `None` where it is absent, negative or beyond what a file can have.
    #[serde(default, deserialize_with = "lenient")]
    pub size: Option<u64>,
    /// Where else the blob may be fetched (foreign layers).
    #[serde(default, deserialize_with = "lenient_default")]
    pub urls: Vec<String>,
    /// Free-form.
    #[serde(default, deserialize_with = "string_map")]
    pub annotations: BTreeMap<String, String>,
    /// In an index: what the image runs on.
    #[serde(default, deserialize_with = "lenient")]
    pub platform: Option<WirePlatform>,
    /// Of the manifest that it points at.
    #[serde(default, deserialize_with = "lenient")]
    pub artifact_type: Option<String>,
    /// The blob itself, base64 (specification 1.1); not decoded here.
    #[serde(default, deserialize_with = "lenient")]
    pub data: Option<String>,
}

/// A platform object of an index, and the same fields of a config ([image-index.md](https://github.com/opencontainers/image-spec/blob/main/image-index.md)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct WirePlatform {
    /// `linux`, `windows`, …
    #[serde(default, deserialize_with = "lenient")]
    pub os: Option<String>,
    /// Go's word for the processor.
    #[serde(default, deserialize_with = "lenient")]
    pub architecture: Option<String>,
    /// Of the processor, such as `v7`.
    #[serde(default, deserialize_with = "lenient")]
    pub variant: Option<String>,
    /// Of Windows.
    #[serde(default, rename = "os.version", deserialize_with = "lenient")]
    pub os_version: Option<String>,
    /// Of Windows.
    #[serde(default, rename = "os.features", deserialize_with = "lenient_default")]
    pub os_features: Vec<String>,
}

fn digest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}
