//! The files of `docker save`: `manifest.json` (since 1.10), `repositories` and `<id>/json` (before it, and beside it
//! until 24).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::json::{lenient, lenient_default, null_default};

/// One entry of `manifest.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SavedImage {
    /// The member that holds the config; its name is no claim about its digest.
    pub config: String,
    /// `null` for an image that was saved by id.
    #[serde(default, deserialize_with = "null_default")]
    pub repo_tags: Vec<String>,
    /// The members that hold the layers, base first.
    #[serde(default, deserialize_with = "null_default")]
    pub layers: Vec<String>,
}

/// `repositories`: repository to tag to the id of the topmost legacy layer.
pub type Repositories = BTreeMap<String, BTreeMap<String, String>>;

/// `<id>/json`: a layer and an image in one, as before docker 1.10.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LegacyLayer {
    /// The id of the layer below.
    #[serde(default, deserialize_with = "lenient")]
    pub parent: Option<String>,
    /// RFC 3339, as written.
    #[serde(default, deserialize_with = "lenient")]
    pub created: Option<String>,
    /// Free text.
    #[serde(default, deserialize_with = "lenient")]
    pub author: Option<String>,
    /// Free text.
    #[serde(default, deserialize_with = "lenient")]
    pub comment: Option<String>,
    /// `linux`, …
    #[serde(default, deserialize_with = "lenient")]
    pub os: Option<String>,
    /// Go's word for the processor.
    #[serde(default, deserialize_with = "lenient")]
    pub architecture: Option<String>,
    /// Env, Cmd and so on.
    #[serde(default, deserialize_with = "lenient_default")]
    pub config: Map<String, Value>,
    /// The build step's container: its `Cmd` is the instruction.
    #[serde(default, deserialize_with = "lenient_default")]
    pub container_config: Map<String, Value>,
}
