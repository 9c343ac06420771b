//! Looks into container images.
pub mod decompress;
pub mod digest;
pub mod error;
pub mod finding;
pub mod instruction;
pub mod limits;
pub mod media_type;
pub mod platform;
pub mod reference;
pub mod tar;
pub mod wants;
