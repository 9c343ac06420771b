//! The wire formats, as serde types without behaviour.
//!
//! They are lenient where real tools are: unknown fields are ignored, `null` stands for an empty list or map, a field of
//! the wrong type that is only shown counts as absent. What everything hangs on (a descriptor's digest, the list of
//! layers) must be right, or the document is refused.
//!
//! - [`descriptor`], [`manifest`], [`config`]: [OCI image specification](https://github.com/opencontainers/image-spec)
//!   1.1 and Docker's schema 2, which differ in media types only.
//! - [`docker_save`]: `manifest.json`, `repositories` and the legacy `<id>/json` of `docker save`.

pub mod config;
pub mod descriptor;
pub mod docker_save;
pub mod json;
pub mod manifest;
