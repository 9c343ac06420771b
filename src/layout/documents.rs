//! The documents read so far, and what each of them leads to.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::contents::{Document, DocumentKind};
use super::{Answer, Task, findings, name};
use crate::digest::{Algorithm, Digest, Verification};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::image::Stored;
use crate::limits::Limits;
use crate::media_type::{Kind, MediaType};
use crate::oci::config::Config;
use crate::oci::descriptor::Descriptor;
use crate::oci::docker_save::{LegacyLayer, Repositories, SavedImage};
use crate::oci::json;
use crate::oci::manifest::{IndexJson, Manifest};

/// A document that has one place in a layout.
#[derive(Debug)]
pub(super) enum Doc<T> {
    Missing,
    Broken(Error),
    Read(T),
}

/// A stored manifest or index.
#[derive(Debug)]
pub(super) struct StoredManifest {
    pub(super) manifest: Manifest,
    pub(super) size: u64,
}

/// A stored config.
#[derive(Debug)]
pub(super) struct StoredConfig {
    /// SHA-256 of its bytes: docker's image ID.
    pub(super) id: Option<Digest>,
    pub(super) config: Result<Config>,
    pub(super) size: u64,
}

/// A stored `<id>/json`.
#[derive(Debug)]
pub(super) struct StoredLegacy {
    pub(super) layer: LegacyLayer,
    pub(super) size: u64,
}

#[derive(Debug)]
pub(super) struct Documents {
    pub(super) limits: Limits,
    pub(super) index_json: Doc<IndexJson>,
    pub(super) manifest_json: Doc<Vec<SavedImage>>,
    pub(super) repositories: Doc<Repositories>,
    pub(super) manifests: HashMap<Digest, StoredManifest>,
    /// The keys of `manifests` in the order of reading.
    pub(super) order: Vec<Digest>,
    /// Manifests that were found in `blobs/` without being named.
    pub(super) loose: Vec<Digest>,
    /// Manifests that are stored but could not be read; their findings are written.
    pub(super) unreadable: HashSet<Digest>,
    /// By blob name.
    pub(super) configs: HashMap<String, StoredConfig>,
    pub(super) legacy: BTreeMap<String, StoredLegacy>,
    /// Layers' blobs, by name.
    pub(super) blobs: HashMap<String, Stored>,
    /// Why a layer's blob cannot be read, by name.
    pub(super) blob_problems: HashMap<String, Error>,
    pub(super) read: Vec<Document>,
    pub(super) findings: Vec<Finding>,
    bytes: u64,
    values: u64,
}

impl Documents {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            index_json: Doc::Missing,
            manifest_json: Doc::Missing,
            repositories: Doc::Missing,
            manifests: HashMap::new(),
            order: Vec::new(),
            loose: Vec::new(),
            unreadable: HashSet::new(),
            configs: HashMap::new(),
            legacy: BTreeMap::new(),
            blobs: HashMap::new(),
            blob_problems: HashMap::new(),
            read: Vec::new(),
            findings: Vec::new(),
            bytes: 0,
            values: 0,
        }
    }

    /// Whether a document says which images there are, so that this is no legacy archive and no plain filesystem.
    pub(super) fn names_images(&self) -> bool {
        !matches!((&self.index_json, &self.manifest_json), (Doc::Missing, Doc::Missing))
    }

    /// Takes an answer in, and says what is needed next because of it.
    pub(super) fn take(&mut self, task: Task, answer: Answer) -> Vec<Task> {
        match task {
            Task::IndexJson => {
                self.index_json = self.document(answer, "index.json", DocumentKind::Layout, "index-json");
                let Doc::Read(index) = &self.index_json else {
                    return Vec::new();
                };
                index.manifests.iter().filter_map(|descriptor| manifest_task(descriptor, 0)).collect()
            }
            Task::ManifestJson => {
                let entries = self.document(answer, "manifest.json", DocumentKind::Layout, "manifest-json");
                self.manifest_json = self.saved_images(entries);
                let Doc::Read(saved) = &self.manifest_json else {
                    return Vec::new();
                };
                let names = saved.iter().filter_map(|image| name::inside(&image.config));
                names.map(|name| Task::Config { name, digest: None, size: None }).collect()
            }
            Task::Repositories => {
                self.repositories = self.document(answer, "repositories", DocumentKind::Layout, "repositories");
                Vec::new()
            }
            Task::Manifest { digest, size, depth } => self.manifest(answer, digest, size, depth),
            Task::Loose { name } => self.loose(answer, &name),
            Task::Config { name, digest, size } => {
                self.config(answer, name, digest, size);
                Vec::new()
            }
            Task::Legacy { id } => {
                let name = format!("{id}/json");
                match self.document(answer, &name, DocumentKind::Layout, "legacy") {
                    Doc::Read(layer) => {
                        let size = self.read.last().map_or(0, |document| document.size);
                        self.legacy.insert(id, StoredLegacy { layer, size });
                    }
                    Doc::Broken(error) => self.findings.push(Finding::from(&error)),
                    Doc::Missing => {}
                }
                Vec::new()
            }
            Task::Head { name } => {
                match answer {
                    Answer::Head(stored) => drop(self.blobs.insert(name, stored)),
                    Answer::Problem(error) => drop(self.blob_problems.insert(name, error)),
                    _ => {}
                }
                Vec::new()
            }
        }
    }

    /// `manifest.json` names a config without a digest; where a manifest names the same blob, what it states is checked
    /// once everything was read.
    pub(super) fn state_configs(&mut self) {
        let configs = self.order.iter().filter_map(|digest| self.manifests.get(digest)?.manifest.config.as_ref());
        let stated: HashMap<String, Descriptor> =
            configs.map(|config| (name::blob(&config.digest), config.clone())).collect();
        for document in self.read.iter_mut().filter(|document| document.stated.is_none()) {
            let (Some(config), Some(actual)) = (stated.get(&document.name), &document.actual) else {
                continue;
            };
            document.verification = config.digest.compare(actual.clone());
            document.stated = Some(config.digest.clone());
            if let Verification::Mismatch { expected, actual } = &document.verification {
                let finding = Finding::digest_mismatch(&document.name, expected, actual);
                self.findings.push(finding.at_path(&*document.name));
            }
            match config.size {
                Some(size) if size != document.size => {
                    self.findings.push(findings::size_differs(&document.name, size, document.size));
                }
                _ => {}
            }
        }
    }

    /// The entries of `manifest.json`; one that is wrong costs only itself.
    fn saved_images(&mut self, entries: Doc<Vec<Value>>) -> Doc<Vec<SavedImage>> {
        let entries = match entries {
            Doc::Missing => return Doc::Missing,
            Doc::Broken(error) => return Doc::Broken(error),
            Doc::Read(entries) => entries,
        };
        let mut images = Vec::new();
        let mut wrong = Vec::new();
        for (place, entry) in entries.into_iter().enumerate() {
            match serde_json::from_value(entry) {
                Ok(image) => images.push(image),
                Err(error) => {
                    let problem = format!("entry {place} is not an object with Config and Layers: {error}");
                    let error = Error::new(ErrorKind::Json { document: "manifest-json", problem });
                    wrong.push(error.at_path("manifest.json"));
                }
            }
        }
        match wrong.first() {
            Some(error) if images.is_empty() => return Doc::Broken(error.clone()),
            _ => self.findings.extend(wrong.iter().map(Finding::from)),
        }
        Doc::Read(images)
    }

    /// Whether the documents together have reached a limit, so that asking for more is of no use.
    pub(super) fn spent(&self) -> bool {
        self.bytes > self.limits.json_total_bytes || self.values > self.limits.json_total_values
    }

    /// Says that members of `blobs/` were not looked into.
    pub(super) fn leave_the_rest(&mut self) {
        if let Err(error) = self.afford(b"") {
            self.findings.push(Finding::from(&error.at_path("blobs")));
        }
    }

    /// The blobs of all layers, each once, in the order of images.
    pub(super) fn layer_blobs(&self) -> Vec<String> {
        let saved = match &self.manifest_json {
            Doc::Read(saved) => saved.as_slice(),
            _ => &[],
        };
        let saved = saved.iter().flat_map(|image| &image.layers).filter_map(|name| name::inside(name));
        let manifests = self.order.iter().filter_map(|digest| self.manifests.get(digest));
        let manifests = manifests.flat_map(|stored| &stored.manifest.layers).map(|layer| name::blob(&layer.digest));
        let legacy = self.legacy.keys().map(|id| format!("{id}/layer.tar"));
        let mut seen = HashSet::new();
        saved.chain(manifests).chain(legacy).filter(|name| seen.insert(name.clone())).collect()
    }

    /// The image config that a manifest names, if it was read.
    pub(super) fn config_of(&self, manifest: &Manifest) -> Option<&StoredConfig> {
        self.configs.get(&name::blob(&manifest.config.as_ref()?.digest))
    }

    fn manifest(&mut self, answer: Answer, digest: Digest, size: Option<u64>, depth: u32) -> Vec<Task> {
        let blob = name::blob(&digest);
        let Some(bytes) = self.bytes_of(answer, &blob, "manifest") else {
            return Vec::new();
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                self.findings.push(Finding::from(&error));
                self.not_read(blob, DocumentKind::Manifest, Verification::Skipped, Some(digest.clone()));
                self.unreadable.insert(digest);
                return Vec::new();
            }
        };
        let (verification, actual) = self.check(&bytes, &blob, Some(&digest), size);
        match json::parse::<Manifest>(&bytes, "manifest", &self.limits) {
            Ok(manifest) => {
                let tasks = self.children(&manifest, depth);
                let kind = if manifest.manifests.is_some() { DocumentKind::Index } else { DocumentKind::Manifest };
                self.record(blob, kind, verification, Some(digest.clone()), actual, &bytes);
                self.keep(digest, manifest, bytes.len());
                tasks
            }
            Err(error) => {
                self.record(blob.clone(), DocumentKind::Manifest, verification, Some(digest.clone()), actual, &bytes);
                self.unreadable.insert(digest);
                self.findings.push(Finding::from(&error.at_path(blob)));
                Vec::new()
            }
        }
    }

    /// A member of `blobs/` that nothing names: kept only if it is a manifest or index and is what its name says.
    fn loose(&mut self, answer: Answer, blob: &str) -> Vec<Task> {
        let (Answer::Document(bytes), Some(digest)) = (answer, name::digest_of_blob(blob)) else {
            return Vec::new();
        };
        if self.afford(&bytes).is_err() || digest.verify(&bytes) != Verification::Verified {
            return Vec::new();
        }
        let Ok(manifest) = json::parse::<Manifest>(&bytes, "manifest", &self.limits) else {
            return Vec::new();
        };
        let is_manifest =
            manifest.schema_version == Some(2) && (manifest.manifests.is_some() || manifest.config.is_some());
        if !is_manifest || self.manifests.contains_key(&digest) {
            return Vec::new();
        }
        let tasks = self.children(&manifest, 0);
        let kind = if manifest.manifests.is_some() { DocumentKind::Index } else { DocumentKind::Manifest };
        self.record(blob.to_owned(), kind, Verification::Verified, Some(digest.clone()), Some(digest.clone()), &bytes);
        self.loose.push(digest.clone());
        self.keep(digest, manifest, bytes.len());
        tasks
    }

    fn config(&mut self, answer: Answer, blob: String, stated: Option<Digest>, size: Option<u64>) {
        let Some(bytes) = self.bytes_of(answer, &blob, "config") else {
            self.not_read(blob, DocumentKind::Config, Verification::Absent, stated);
            return;
        };
        let stored = match bytes {
            Ok(bytes) => {
                let (verification, actual) = self.check(&bytes, &blob, stated.as_ref(), size);
                let id = match &actual {
                    Some(actual) if actual.known_algorithm() == Some(Algorithm::Sha256) => actual.clone(),
                    _ => Digest::of(Algorithm::Sha256, &bytes),
                };
                let actual = actual.or_else(|| Some(id.clone()));
                self.record(blob.clone(), DocumentKind::Config, verification, stated, actual, &bytes);
                let config = json::parse(&bytes, "config", &self.limits).map_err(|error| error.at_path(&*blob));
                StoredConfig { id: Some(id), config, size: bytes.len() as u64 }
            }
            Err(error) => {
                self.not_read(blob.clone(), DocumentKind::Config, Verification::Skipped, stated);
                StoredConfig { id: None, config: Err(error), size: size.unwrap_or(0) }
            }
        };
        self.configs.insert(blob, stored);
    }

    /// What a manifest or index leads to.
    fn children(&mut self, manifest: &Manifest, depth: u32) -> Vec<Task> {
        let mut tasks = Vec::new();
        if let Some(entries) = &manifest.manifests {
            if depth >= self.limits.index_depth {
                let limit =
                    ErrorKind::Limit { limit: "index-depth", allowed: self.limits.index_depth.into(), actual: None };
                self.findings.push(Finding::from(&Error::new(limit)));
                return tasks;
            }
            tasks.extend(entries.iter().filter_map(|entry| manifest_task(entry, depth.saturating_add(1))));
        }
        // The config of an artifact is its own business; that of an attestation says nothing.
        let Some(config) = &manifest.config else {
            return tasks;
        };
        let is_image = config.media_type.as_deref().is_none_or(|kind| MediaType::from(kind).is_image_config());
        let only_statements = !manifest.layers.is_empty() && manifest.layers.iter().all(is_statement);
        if is_image && !only_statements {
            let name = name::blob(&config.digest);
            tasks.push(Task::Config { name, digest: Some(config.digest.clone()), size: config.size });
        }
        tasks
    }

    fn keep(&mut self, digest: Digest, manifest: Manifest, size: usize) {
        self.order.push(digest.clone());
        self.manifests.insert(digest, StoredManifest { manifest, size: size as u64 });
    }

    /// Compares with what a descriptor says; a difference is a finding, and the bytes are used all the same.
    fn check(
        &mut self,
        bytes: &[u8],
        blob: &str,
        stated: Option<&Digest>,
        size: Option<u64>,
    ) -> (Verification, Option<Digest>) {
        let Some(stated) = stated else {
            return (Verification::Unstated, None);
        };
        let actual = stated.known_algorithm().map(|algorithm| Digest::of(algorithm, bytes));
        let verification = actual.clone().map_or(Verification::Skipped, |actual| stated.compare(actual));
        if let Verification::Mismatch { expected, actual } = &verification {
            self.findings.push(Finding::digest_mismatch(blob, expected, actual).at_path(blob));
        }
        match size {
            Some(size) if size != bytes.len() as u64 => {
                self.findings.push(findings::size_differs(blob, size, bytes.len() as u64))
            }
            None => self.findings.push(findings::size_unusable(blob)),
            Some(_) => {}
        }
        (verification, actual)
    }

    fn record(
        &mut self,
        name: String,
        kind: DocumentKind,
        verification: Verification,
        stated: Option<Digest>,
        actual: Option<Digest>,
        bytes: &[u8],
    ) {
        self.read.push(Document { name, kind, verification, stated, actual, size: bytes.len() as u64 });
    }

    /// A document that an image needs and whose bytes nobody saw: what rests on it is not verified.
    fn not_read(&mut self, name: String, kind: DocumentKind, why: Verification, stated: Option<Digest>) {
        self.record(name, kind, why, stated, None, &[]);
    }

    fn document<T: DeserializeOwned>(
        &mut self,
        answer: Answer,
        name: &str,
        kind: DocumentKind,
        document: &'static str,
    ) -> Doc<T> {
        match self.bytes_of(answer, name, document) {
            None => Doc::Missing,
            Some(Err(error)) => Doc::Broken(error),
            Some(Ok(bytes)) => {
                self.record(name.to_owned(), kind, Verification::Unstated, None, None, &bytes);
                match json::parse(&bytes, document, &self.limits) {
                    Ok(read) => Doc::Read(read),
                    Err(error) => Doc::Broken(error.at_path(name)),
                }
            }
        }
    }

    /// The bytes of an answer, or why there are none; `None` where the blob is missing.
    fn bytes_of(&mut self, answer: Answer, name: &str, document: &'static str) -> Option<Result<Vec<u8>>> {
        let error = match answer {
            Answer::Document(bytes) => {
                match json::check_size(&bytes, &self.limits).and_then(|()| self.afford(&bytes)) {
                    Ok(()) => return Some(Ok(bytes)),
                    Err(error) => error,
                }
            }
            Answer::NotJson => Error::new(ErrorKind::Json {
                document,
                problem: "expected JSON, found bytes that do not begin with { or [".to_owned(),
            }),
            Answer::Problem(error) => error,
            Answer::Missing | Answer::Head(_) => return None,
        };
        Some(Err(error.at_path(name)))
    }

    /// Counts a document; an error once all of them together are too much.
    fn afford(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        self.values = self.values.saturating_add(json::count_values(bytes));
        let Limits { json_total_bytes, json_total_values, .. } = self.limits;
        let refuse = |limit, allowed| Err(Error::new(ErrorKind::Limit { limit, allowed, actual: None }));
        if self.bytes > json_total_bytes {
            return refuse("json-total", json_total_bytes);
        }
        if self.values > json_total_values { refuse("json-total-values", json_total_values) } else { Ok(()) }
    }
}

/// Whether an index's entry may be a manifest or index: a build cache lists layers, and says so.
pub(super) fn may_be_manifest(descriptor: &Descriptor) -> bool {
    let kind = descriptor.media_type.as_deref().map_or(Kind::Other, |text| MediaType::from(text).kind());
    !matches!(kind, Kind::Layer | Kind::Config | Kind::Empty | Kind::InToto)
}

fn manifest_task(descriptor: &Descriptor, depth: u32) -> Option<Task> {
    may_be_manifest(descriptor).then(|| Task::Manifest {
        digest: descriptor.digest.clone(),
        size: descriptor.size,
        depth,
    })
}

/// Layers of an attestation are in-toto statements.
pub(super) fn is_statement(layer: &Descriptor) -> bool {
    layer.media_type.as_deref().is_some_and(|text| MediaType::from(text).kind() == Kind::InToto)
}
