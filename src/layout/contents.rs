//! What a layout turned out to hold.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::digest::{Digest, Verification};
use crate::finding::Finding;
use crate::image::{Image, Layer, Name};
use crate::layer::{Depth, Kept, LayerRead, Measured};
use crate::limits::Limits;
use crate::platform::Platform;

/// All that was learned about a store.
#[derive(Clone, Debug)]
pub struct Contents {
    /// What it is.
    pub format: Format,
    /// Why we think so.
    pub why: Why,
    /// In the order of `manifest.json`, then of `index.json` depth first, then of what nothing names.
    pub images: Vec<Image>,
    /// The indexes that are stored as blobs.
    pub indexes: Vec<Index>,
    /// Manifests that are no container images and belong to none.
    pub artifacts: Vec<Artifact>,
    /// About the store as a whole.
    pub findings: Vec<Finding>,
    /// Every document that was read, in the order of reading.
    pub documents: Vec<Document>,
    /// Which layers are stored under a name; made when the first was read. An image may have many thousands.
    pub(super) layer_places: OnceCell<HashMap<String, Vec<(usize, usize)>>>,
    /// What the entries of layers take that were read since.
    pub(super) kept: Kept,
}

/// The shape of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `manifest.json` without `index.json`.
    DockerSave,
    /// `repositories` or `<id>/json` without `manifest.json`: before docker 1.10.
    DockerSaveLegacy,
    /// `manifest.json` and `index.json`: docker 25 and later.
    DockerSaveOci,
    /// `index.json` without `manifest.json`.
    Oci,
    /// Neither: a root filesystem.
    Filesystem,
    /// Documents of a registry, from the one that it gave for a reference.
    Registry,
}

/// Why a format was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Stable, such as `docker-save/manifest-json`.
    pub code: &'static str,
    /// The numbers in `message`.
    pub params: BTreeMap<&'static str, u64>,
    /// A sentence.
    pub message: String,
}

/// A document that was read: for giving its exact bytes, and for saying whether its digest is right.
#[derive(Clone, Debug)]
pub struct Document {
    /// Of its blob.
    pub name: String,
    /// What kind of document.
    pub kind: DocumentKind,
    /// What a descriptor says it should hash to, compared with what it does.
    pub verification: Verification,
    /// What somebody stated; `None` where nobody did.
    pub stated: Option<Digest>,
    /// What its bytes hash to (by the stated algorithm, else by SHA-256).
    pub actual: Option<Digest>,
    /// In bytes.
    pub size: u64,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// `index.json`, `manifest.json`, `repositories`, `<id>/json`.
    Layout,
    /// A stored index.
    Index,
    /// A manifest.
    Manifest,
    /// An image config.
    Config,
}

/// A stored index.
#[derive(Clone, Debug)]
pub struct Index {
    /// Of the index.
    pub digest: Digest,
    /// Its own word, else its descriptor's.
    pub media_type: Option<String>,
    /// What `index.json` calls it.
    pub names: Vec<Name>,
    /// Its own.
    pub annotations: BTreeMap<String, String>,
    /// In its order.
    pub entries: Vec<IndexEntry>,
}

/// What an index points at.
#[derive(Clone, Debug)]
pub struct IndexEntry {
    /// Of the manifest.
    pub digest: Digest,
    /// The descriptor's word.
    pub media_type: Option<String>,
    /// The descriptor's word.
    pub size: Option<u64>,
    /// The descriptor's word.
    pub platform: Option<Platform>,
    /// The descriptor's word, else the manifest's.
    pub artifact_type: Option<String>,
    /// What it is.
    pub role: Role,
    /// Its blob is stored here.
    pub present: bool,
    /// The descriptor's.
    pub annotations: BTreeMap<String, String>,
}

/// What a manifest is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A container image.
    Image,
    /// An index.
    Index,
    /// Statements about an image (in-toto).
    Attestation,
    /// A signature (cosign, notation).
    Signature,
    /// Anything else: a chart, a module, an SBOM.
    Artifact,
    /// It is absent, and its descriptor does not say.
    Unknown,
}

/// A manifest that is no container image.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Of its manifest.
    pub digest: Digest,
    /// Its own word, else its config's media type.
    pub artifact_type: Option<String>,
    /// Of the manifest.
    pub media_type: Option<String>,
    /// Bytes of the manifest, its config and layers, as stated.
    pub size: Option<u64>,
    /// What people call it.
    pub names: Vec<Name>,
    /// What it is about.
    pub subject: Option<Digest>,
}

impl Contents {
    /// Takes in what reading the blob `name` gave, for every layer that is stored there. What an earlier reading gave
    /// beyond that is kept.
    pub fn measured(&mut self, name: &str, mut read: LayerRead, limits: &Limits) {
        let images = &self.images;
        let places = self.layer_places.get_or_init(|| places_by_blob(images));
        let places = places.get(name).map(Vec::as_slice).unwrap_or_default();
        let earlier =
            places.first().and_then(|(image, layer)| images.get(*image)?.layers.get(*layer)?.index.as_deref());
        self.kept.admit(&mut read, earlier, limits);
        let LayerRead { measured, index } = read;
        let index = index.map(Arc::new);
        for (image, layer) in places {
            if let Some(layer) = self.images.get_mut(*image).and_then(|image| image.layers.get_mut(*layer)) {
                let earlier = layer.measured.take();
                layer.index = index.clone().or_else(|| layer.index.take());
                layer.measured = Some(measured.clone().after(earlier));
            }
        }
    }

    /// The layers whose bytes are here and were not read yet, or not so closely, each blob once; with `verify` also
    /// those that were read without computing digests.
    pub fn unread_layers(&self, verify: bool, depth: Depth) -> impl Iterator<Item = &Layer> {
        let mut seen = HashSet::new();
        self.images.iter().flat_map(|image| &image.layers).filter(move |layer| {
            let is_read = |measured: &Measured| measured.depth >= depth && (measured.is_hashed() || !verify);
            layer.stored.is_some() && !layer.measured.as_ref().is_some_and(is_read) && seen.insert(&layer.blob)
        })
    }

    /// The blob that holds a document: by its digest, or by its name (`index.json`, `manifest.json`, `repositories`).
    pub fn document(&self, digest_or_name: &str) -> Option<&Document> {
        let is = |digest: &Option<Digest>| digest.as_ref().is_some_and(|digest| digest.as_str() == digest_or_name);
        self.documents
            .iter()
            .find(|document| document.name == digest_or_name || is(&document.stated) || is(&document.actual))
    }
}

/// Image and layer, by the name of the blob.
fn places_by_blob(images: &[Image]) -> HashMap<String, Vec<(usize, usize)>> {
    let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (place, image) in images.iter().enumerate() {
        for (index, layer) in image.layers.iter().enumerate().filter(|(_, layer)| layer.stored.is_some()) {
            places.entry(layer.blob.clone()).or_default().push((place, index));
        }
    }
    places
}

impl Format {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DockerSave => "docker-save",
            Self::DockerSaveLegacy => "docker-save-legacy",
            Self::DockerSaveOci => "docker-save-oci",
            Self::Oci => "oci",
            Self::Filesystem => "filesystem",
            Self::Registry => "registry",
        }
    }
}

impl Role {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Index => "index",
            Self::Attestation => "attestation",
            Self::Signature => "signature",
            Self::Artifact => "artifact",
            Self::Unknown => "unknown",
        }
    }
}

impl DocumentKind {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Layout => "layout",
            Self::Index => "index",
            Self::Manifest => "manifest",
            Self::Config => "config",
        }
    }
}
