//! The image config ([config.md](https://github.com/opencontainers/image-spec/blob/main/config.md)), docker's and OCI's.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::descriptor::WirePlatform;
use super::json::{lenient, lenient_default, null_default};

/// What an image runs on, how it starts, what its layers are and how they came to be.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Config {
    /// RFC 3339, as written.
    #[serde(default, deserialize_with = "lenient")]
    pub created: Option<String>,
    /// Free text.
    #[serde(default, deserialize_with = "lenient")]
    pub author: Option<String>,
    /// What it runs on: the same five fields that an index's platform object has.
    #[serde(flatten)]
    pub platform: WirePlatform,
    /// Env, Cmd and so on, as the image spells them.
    #[serde(default, deserialize_with = "lenient_default")]
    pub config: Map<String, Value>,
    /// The layers' diff IDs.
    #[serde(default, deserialize_with = "null_default")]
    pub rootfs: RootFs,
    /// One entry for each instruction, oldest first.
    #[serde(default, deserialize_with = "null_default")]
    pub history: Vec<History>,
}

/// The `rootfs` object.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RootFs {
    /// Base first; kept as text, because a wrong one must not cost the whole config.
    #[serde(default, deserialize_with = "null_default")]
    pub diff_ids: Vec<String>,
}

/// One entry of `history`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct History {
    /// RFC 3339, as written.
    #[serde(default, deserialize_with = "lenient")]
    pub created: Option<String>,
    /// The instruction or command.
    #[serde(default, deserialize_with = "lenient")]
    pub created_by: Option<String>,
    /// Free text; BuildKit writes its name here.
    #[serde(default, deserialize_with = "lenient")]
    pub comment: Option<String>,
    /// Free text.
    #[serde(default, deserialize_with = "lenient")]
    pub author: Option<String>,
    /// The instruction made no layer.
    #[serde(default, deserialize_with = "lenient_default")]
    pub empty_layer: bool,
}
