//! The media types of container images, OCI's and Docker's; unknown ones are kept.
//!
//! ```
//! use layerglass::media_type::{Kind, MediaType};
//!
//! let layer = MediaType::from("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
//! assert_eq!(layer.kind(), Kind::Layer);
//! assert!(layer.is_foreign() && !layer.is_encrypted());
//!
//! let chart = MediaType::from("application/vnd.cncf.helm.config.v1+json");
//! assert_eq!(chart.kind(), Kind::Other);
//! assert_eq!(chart.to_string(), "application/vnd.cncf.helm.config.v1+json");
//! ```
//!
//! A media type is a claim: whether a layer is compressed, and how, is sniffed from its bytes and never taken from here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A media type, kept as it was written.
///
/// Two are equal when their texts are; [`MediaType::kind`] ignores letter case and parameters (`; charset=utf-8`), as
/// RFC 6838 and RFC 9110 ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MediaType {
    text: String,
}

/// What a document or blob of a media type is, whichever family it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An OCI index or a Docker manifest list: names manifests.
    Index,
    /// An OCI or Docker (version 2, schema 2) manifest: names a config and layers.
    Manifest,
    /// A Docker manifest of schema 1, signed or not: names layers and carries its history itself.
    Schema1,
    /// The config of a container image.
    Config,
    /// A layer of a filesystem: a tar, compressed or not, foreign or not, encrypted or not.
    Layer,
    /// OCI's two bytes `{}`, where a manifest must name a blob and there is none.
    Empty,
    /// An in-toto statement: what an attestation's layers are.
    InToto,
    /// Anything else.
    Other,
}

impl MediaType {
    /// OCI's manifest.
    pub const OCI_MANIFEST: &'static str = "application/vnd.oci.image.manifest.v1+json";
    /// OCI's index.
    pub const OCI_INDEX: &'static str = "application/vnd.oci.image.index.v1+json";
    /// OCI's image config.
    pub const OCI_CONFIG: &'static str = "application/vnd.oci.image.config.v1+json";
    /// OCI's empty JSON object.
    pub const OCI_EMPTY: &'static str = "application/vnd.oci.empty.v1+json";
    /// Docker's manifest, version 2, schema 2.
    pub const DOCKER_MANIFEST: &'static str = "application/vnd.docker.distribution.manifest.v2+json";
    /// Docker's manifest list: its word for an index.
    pub const DOCKER_MANIFEST_LIST: &'static str = "application/vnd.docker.distribution.manifest.list.v2+json";
    /// Docker's image config.
    pub const DOCKER_CONFIG: &'static str = "application/vnd.docker.container.image.v1+json";
    /// Docker's manifest of schema 1.
    pub const DOCKER_SCHEMA1: &'static str = "application/vnd.docker.distribution.manifest.v1+json";
    /// Docker's manifest of schema 1 with signatures.
    pub const DOCKER_SCHEMA1_SIGNED: &'static str = "application/vnd.docker.distribution.manifest.v1+prettyjws";
    /// A signed envelope, in which cosign keeps in-toto statements.
    pub const DSSE: &'static str = "application/vnd.dsse.envelope.v1+json";
    /// An in-toto statement.
    pub const IN_TOTO: &'static str = "application/vnd.in-toto+json";

    /// As written, parameters included.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What a document or blob of this type is.
    pub fn kind(&self) -> Kind {
        match self.essence().as_str() {
            Self::OCI_INDEX | Self::DOCKER_MANIFEST_LIST => Kind::Index,
            Self::OCI_MANIFEST | Self::DOCKER_MANIFEST => Kind::Manifest,
            Self::DOCKER_SCHEMA1 | Self::DOCKER_SCHEMA1_SIGNED => Kind::Schema1,
            Self::OCI_CONFIG | Self::DOCKER_CONFIG => Kind::Config,
            Self::OCI_EMPTY => Kind::Empty,
            Self::IN_TOTO | Self::DSSE => Kind::InToto,
            other if is_layer(other) => Kind::Layer,
            _ => Kind::Other,
        }
    }

    /// An OCI index or a Docker manifest list.
    pub fn is_index(&self) -> bool {
        self.kind() == Kind::Index
    }

    /// An OCI or Docker schema 2 manifest. Not schema 1, which has another shape.
    pub fn is_manifest(&self) -> bool {
        self.kind() == Kind::Manifest
    }

    /// The config of a container image, as opposed to a chart's, a plugin's or an artifact's.
    pub fn is_image_config(&self) -> bool {
        self.kind() == Kind::Config
    }

    /// A layer of a container's filesystem.
    pub fn is_layer(&self) -> bool {
        self.kind() == Kind::Layer
    }

    /// An encrypted layer (`…+encrypted`, in older images `…+enc`): its bytes are not what the rest of the type says.
    pub fn is_encrypted(&self) -> bool {
        let essence = self.essence();
        is_layer(&essence) && without_encryption(&essence) != essence
    }

    /// A layer that its publisher keeps elsewhere: OCI's nondistributable, Docker's foreign. Archives often lack it.
    pub fn is_foreign(&self) -> bool {
        let essence = self.essence();
        is_layer(&essence) && (essence.starts_with(OCI_FOREIGN_LAYER) || essence.starts_with(DOCKER_FOREIGN_LAYER))
    }

    /// In lower case and without parameters, for comparing only.
    fn essence(&self) -> String {
        self.text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

const OCI_LAYER: &str = "application/vnd.oci.image.layer.v1.tar";
const OCI_FOREIGN_LAYER: &str = "application/vnd.oci.image.layer.nondistributable.v1.tar";
const DOCKER_LAYER: &str = "application/vnd.docker.image.rootfs.diff.tar";
const DOCKER_FOREIGN_LAYER: &str = "application/vnd.docker.image.rootfs.foreign.diff.tar";

/// OCI marks compression by `+`, Docker by `.`; both are taken after both names, since tools have mixed them up.
fn is_layer(essence: &str) -> bool {
    let plain = without_encryption(essence);
    [OCI_LAYER, OCI_FOREIGN_LAYER, DOCKER_LAYER, DOCKER_FOREIGN_LAYER]
        .into_iter()
        .filter_map(|tar| plain.strip_prefix(tar))
        .any(|compression| matches!(compression, "" | "+gzip" | "+zstd" | ".gzip" | ".zstd"))
}

fn without_encryption(essence: &str) -> &str {
    essence.strip_suffix("+encrypted").or_else(|| essence.strip_suffix("+enc")).unwrap_or(essence)
}

impl From<&str> for MediaType {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned() }
    }
}

impl From<String> for MediaType {
    fn from(text: String) -> Self {
        Self { text }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (text, kind) in [
            ("application/vnd.oci.image.index.v1+json", Kind::Index),
            ("application/vnd.docker.distribution.manifest.list.v2+json", Kind::Index),
            ("application/vnd.oci.image.manifest.v1+json", Kind::Manifest),
            ("application/vnd.docker.distribution.manifest.v2+json", Kind::Manifest),
            ("application/vnd.docker.distribution.manifest.v2+json; charset=utf-8", Kind::Manifest),
            ("Application/VND.OCI.Image.Manifest.v1+JSON ;x=y;z", Kind::Manifest),
            ("application/vnd.docker.distribution.manifest.v1+json", Kind::Schema1),
            ("application/vnd.docker.distribution.manifest.v1+prettyjws", Kind::Schema1),
            ("application/vnd.oci.image.config.v1+json", Kind::Config),
            ("application/vnd.docker.container.image.v1+json", Kind::Config),
            ("application/vnd.docker.plugin.v1+json", Kind::Other),
            ("application/vnd.oci.image.layer.v1.tar", Kind::Layer),
            ("application/vnd.oci.image.layer.v1.tar+zstd", Kind::Layer),
            ("application/vnd.docker.image.rootfs.diff.tar.zstd", Kind::Layer),
            ("application/vnd.oci.image.layer.v1.tar.gz", Kind::Other),
            ("application/vnd.oci.image.layer.v1.targzip", Kind::Other),
            ("application/vnd.oci.empty.v1+json", Kind::Empty),
            ("application/vnd.in-toto+json", Kind::InToto),
            ("application/json", Kind::Other),
            ("", Kind::Other),
            (";", Kind::Other),
        ] {
            let media_type = MediaType::from(text);
            assert_eq!(media_type.kind(), kind, "{text}");
            assert_eq!(media_type.to_string(), text);
        }
    }

    #[test]
    fn layers_of_both_families() {
        for (text, foreign, encrypted) in [
            ("application/vnd.oci.image.layer.v1.tar+gzip", false, false),
            ("application/vnd.oci.image.layer.v1.tar+encrypted", false, true),
            ("application/vnd.oci.image.layer.v1.tar+zstd+encrypted", false, true),
            ("application/vnd.oci.image.layer.nondistributable.v1.tar", true, false),
            ("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip+encrypted;a=b", true, true),
            ("application/vnd.docker.image.rootfs.diff.tar.gzip", false, false),
            ("application/vnd.docker.image.rootfs.diff.tar.gzip+enc", false, true),
            ("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", true, false),
        ] {
            let layer = MediaType::from(text);
            assert!(layer.is_layer(), "{text}");
            assert_eq!((layer.is_foreign(), layer.is_encrypted()), (foreign, encrypted), "{text}");
        }
        assert!(!MediaType::from("text/plain+encrypted").is_encrypted());
    }

    #[test]
    fn in_json_it_is_a_string() {
        let media_type: MediaType = serde_json::from_str(r#""text/plain; charset=utf-8""#).expect("a string");
        assert_eq!(media_type.as_str(), "text/plain; charset=utf-8");
        assert_eq!(serde_json::to_string(&media_type).expect("JSON"), r#""text/plain; charset=utf-8""#);
    }
}
