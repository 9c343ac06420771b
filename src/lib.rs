//! Looks into container images.
pub mod archive;
pub mod decompress;
pub mod digest;
pub mod error;
pub mod finding;
pub mod image;
pub mod instruction;
pub mod layer;
pub mod layout;
pub mod limits;
pub mod media_type;
pub mod oci;
pub mod platform;
pub mod reference;
pub mod report;
pub mod tar;
pub mod wants;

#[cfg(feature = "wasm")]
pub mod wasm;
