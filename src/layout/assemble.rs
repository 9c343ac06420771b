//! From documents to images: a pure function over what was read.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::contents::{Artifact, Contents, Format, Index, IndexEntry, Role, Why};
use super::documents::{Doc, Documents, StoredManifest};
use super::{Filesystem, Listing, docker, findings, legacy, name, oci};
use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::image::{Attestation, Image, Layer, Name};
use crate::oci::descriptor::Descriptor;
use crate::oci::docker_save::SavedImage;

pub(super) fn assemble(mut documents: Documents, listing: Listing) -> Result<Contents> {
    let Some((format, why)) = recognise(&documents, &listing) else {
        return Err(broken(&documents).unwrap_or_else(|| Error::new(ErrorKind::NotALayout)));
    };
    documents.state_configs();
    let findings = std::mem::take(&mut documents.findings);
    let read = std::mem::take(&mut documents.read);
    let mut assembly = Assembly::new(&documents, findings);
    match (format, listing.filesystem) {
        (Format::Filesystem, Some(filesystem)) => assembly.images.push(plain_filesystem(filesystem)),
        (Format::DockerSaveLegacy, _) => assembly.images = legacy::images(&documents),
        _ => assembly.all_named_and_loose(),
    }
    let nothing = assembly.images.is_empty() && assembly.indexes.is_empty() && assembly.artifacts.is_empty();
    // Of a plain filesystem, manifest.json and repositories are files like any other.
    match broken(&documents).filter(|_| format != Format::Filesystem) {
        Some(error) if nothing => return Err(error),
        Some(error) => assembly.findings.push(Finding::from(&error)),
        None if nothing => assembly.findings.push(
            Finding::warning("layout/no-images", "the archive names no images")
                .hint("save the image again, by its name"),
        ),
        None => {}
    }
    let Assembly {
        images,
        indexes,
        artifacts,
        findings,
        ..
    } = assembly;
    Ok(Contents {
        format,
        why,
        images,
        indexes,
        artifacts,
        findings,
        documents: read,
    })
}

/// What kind of store it is, by which documents it has.
fn recognise(documents: &Documents, listing: &Listing) -> Option<(Format, Why)> {
    let has_index = !matches!(documents.index_json, Doc::Missing);
    let saved = match &documents.manifest_json {
        Doc::Missing => None,
        Doc::Read(saved) => Some(saved.len() as u64),
        // Any root filesystem may have a manifest.json of its own; such a one is not docker's.
        Doc::Broken(_) if !has_index && listing.filesystem.as_ref().is_some_and(|it| it.has_root_folders) => None,
        Doc::Broken(_) => Some(0),
    };
    let entries = match &documents.index_json {
        Doc::Read(index) => index.manifests.len() as u64,
        _ => 0,
    };
    let legacy = documents.legacy.len() as u64;
    let why = |code, params: &[(&'static str, u64)], message: String| Why {
        code,
        params: params.iter().copied().collect::<BTreeMap<_, _>>(),
        message,
    };
    Some(match (saved, has_index) {
        (Some(images), true) => {
            let message = format!(
                "manifest.json names {}; index.json has {}",
                count(images, "image"),
                entry_count(entries)
            );
            (
                Format::DockerSaveOci,
                why(
                    "docker-save-oci/both",
                    &[("images", images), ("entries", entries)],
                    message,
                ),
            )
        }
        (Some(images), false) => {
            let message = format!("manifest.json names {}; no index.json", count(images, "image"));
            (
                Format::DockerSave,
                why("docker-save/manifest-json", &[("images", images)], message),
            )
        }
        (None, true) => {
            let message = format!("index.json has {}; no manifest.json", entry_count(entries));
            (Format::Oci, why("oci/index-json", &[("entries", entries)], message))
        }
        (None, false) if legacy > 0 => {
            let message = format!(
                "{} with a json file each; neither manifest.json nor index.json",
                count(legacy, "folder")
            );
            (
                Format::DockerSaveLegacy,
                why("docker-save-legacy/layer-folders", &[("layers", legacy)], message),
            )
        }
        (None, false) if !documents.loose.is_empty() => {
            let found = documents.loose.len() as u64;
            let message = format!(
                "{} in blobs/; neither index.json nor manifest.json",
                count(found, "manifest")
            );
            (Format::Oci, why("oci/blobs-only", &[("manifests", found)], message))
        }
        (None, false) => {
            listing.filesystem.as_ref()?;
            let message = "neither manifest.json nor index.json nor repositories: a plain filesystem".to_owned();
            (Format::Filesystem, why("filesystem/no-manifest", &[], message))
        }
    })
}

fn count(number: u64, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn entry_count(number: u64) -> String {
    format!("{number} {}", if number == 1 { "entry" } else { "entries" })
}

/// The first document that should say which images there are, but is damaged.
fn broken(documents: &Documents) -> Option<Error> {
    match (&documents.manifest_json, &documents.index_json, &documents.repositories) {
        (Doc::Broken(error), ..) | (_, Doc::Broken(error), _) | (.., Doc::Broken(error)) => Some(error.clone()),
        _ => None,
    }
}

fn plain_filesystem(filesystem: Filesystem) -> Image {
    let Filesystem { stored, measured, .. } = filesystem;
    let size = stored.as_ref().map(|stored| stored.size);
    let layer = Layer {
        blob: ".".to_owned(),
        size,
        stored,
        measured: Some(measured),
        ..Layer::default()
    };
    Image {
        layers: vec![layer],
        ..Image::default()
    }
}

struct Assembly<'a> {
    documents: &'a Documents,
    images: Vec<Image>,
    indexes: Vec<Index>,
    artifacts: Vec<Artifact>,
    findings: Vec<Finding>,
    /// Place in `images` by manifest digest.
    by_manifest: HashMap<Digest, usize>,
    /// What waits for its subject: an attestation may stand before its image.
    attestations: Vec<(Option<Digest>, Attestation, Artifact)>,
    seen_artifacts: HashSet<Digest>,
    /// Manifests and indexes visited, counted once for each way that leads to them: hostile indexes have many ways.
    visits: u64,
}

/// How a manifest was reached.
#[derive(Clone, Default)]
struct Path {
    indexes: Vec<Digest>,
    names: Vec<Name>,
}

impl<'a> Assembly<'a> {
    fn new(documents: &'a Documents, findings: Vec<Finding>) -> Self {
        Self {
            documents,
            images: Vec::new(),
            indexes: Vec::new(),
            artifacts: Vec::new(),
            findings,
            by_manifest: HashMap::new(),
            attestations: Vec::new(),
            seen_artifacts: HashSet::new(),
            visits: 0,
        }
    }

    fn all_named_and_loose(&mut self) {
        if let Doc::Read(saved) = &self.documents.manifest_json {
            for saved in saved {
                self.saved(saved);
            }
        }
        if let Doc::Read(index) = &self.documents.index_json {
            self.index_json(&index.manifests);
        }
        self.loose();
        self.attach_attestations();
    }

    /// An entry of `manifest.json`; the same image twice is one image with the names of both.
    fn saved(&mut self, saved: &SavedImage) {
        let documents = self.documents;
        let config = name::inside(&saved.config).and_then(|name| documents.configs.get(&name));
        let id = config.and_then(|config| config.id.as_ref());
        let manifest = documents.order.iter().find_map(|digest| {
            let stored = documents.manifests.get(digest)?;
            let same = id.is_some() && stored.manifest.config.as_ref().map(|config| &config.digest) == id;
            (same && oci::role(&stored.manifest, None) == Role::Image).then_some((digest, stored))
        });
        let mut image = match manifest {
            Some((digest, stored)) => oci::image(documents, digest, stored, self.descriptor_of(digest), Some(saved)),
            None => docker::image(documents, saved),
        };
        for tag in &saved.repo_tags {
            name::add(&mut image.names, name::from_tag(tag, "manifest.json"));
        }
        docker::add_repositories(&mut image, documents, saved);
        let blobs = |image: &Image| image.layers.iter().map(|layer| layer.blob.clone()).collect::<Vec<_>>();
        let twin = self.images.iter().position(|other| {
            other.id.is_some() && other.id == image.id && other.digest == image.digest && blobs(other) == blobs(&image)
        });
        match twin.and_then(|twin| self.images.get_mut(twin)) {
            Some(twin) => image
                .names
                .into_iter()
                .for_each(|more| name::add(&mut twin.names, more)),
            None => {
                if let Some(digest) = &image.digest {
                    self.by_manifest.insert(digest.clone(), self.images.len());
                }
                self.images.push(image);
            }
        }
    }

    /// The descriptor that an index has for a manifest: it may know the platform better than the config does.
    fn descriptor_of(&self, digest: &Digest) -> Option<&'a Descriptor> {
        let top = match &self.documents.index_json {
            Doc::Read(index) => index.manifests.as_slice(),
            _ => &[],
        };
        let stored = self
            .documents
            .order
            .iter()
            .filter_map(|digest| self.documents.manifests.get(digest));
        let nested = stored.filter_map(|stored| stored.manifest.manifests.as_deref());
        nested
            .chain([top])
            .flatten()
            .find(|descriptor| descriptor.digest == *digest)
    }

    fn index_json(&mut self, entries: &'a [Descriptor]) {
        // docker writes an entry for each name of an image: each digest is visited once, with all of its names.
        let mut names: HashMap<&Digest, Vec<Name>> = HashMap::new();
        let mut order = Vec::new();
        for entry in entries {
            let known = names.entry(&entry.digest).or_insert_with(|| {
                order.push(entry);
                Vec::new()
            });
            if let Some(more) = name::from_annotations(&entry.annotations) {
                name::add(known, more);
            }
        }
        for entry in order {
            let names = names.remove(&entry.digest).unwrap_or_default();
            if self.documents.manifests.contains_key(&entry.digest) {
                self.visit(
                    &entry.digest,
                    Some(entry),
                    &Path {
                        indexes: Vec::new(),
                        names,
                    },
                    &mut HashSet::new(),
                );
            } else if !self.documents.unreadable.contains(&entry.digest) {
                self.findings
                    .push(findings::missing(&name::blob(&entry.digest), "named by index.json"));
            }
        }
    }

    /// `way` holds the indexes above, so that a circle ends.
    fn visit(&mut self, digest: &Digest, descriptor: Option<&'a Descriptor>, path: &Path, way: &mut HashSet<Digest>) {
        let Some(stored) = self.documents.manifests.get(digest) else {
            return;
        };
        self.visits = self.visits.saturating_add(1);
        let allowed = self.documents.limits.json_total_values;
        if self.visits > allowed {
            if self.visits == allowed.saturating_add(1) {
                let limit = ErrorKind::Limit {
                    limit: "index-entries",
                    allowed,
                    actual: None,
                };
                self.findings.push(Finding::from(&Error::new(limit)));
            }
            return;
        }
        match oci::role(&stored.manifest, descriptor) {
            Role::Index => self.index(digest, stored, descriptor, path, way),
            Role::Image => self.image(digest, stored, descriptor, path),
            Role::Attestation => self.attestation(digest, stored, descriptor),
            _ => self.artifact(digest, stored, &path.names),
        }
    }

    fn index(
        &mut self,
        digest: &Digest,
        stored: &'a StoredManifest,
        descriptor: Option<&Descriptor>,
        path: &Path,
        way: &mut HashSet<Digest>,
    ) {
        let entries = stored.manifest.manifests.as_deref().unwrap_or_default();
        let too_deep = path.indexes.len() >= self.documents.limits.index_depth as usize;
        if too_deep || !way.insert(digest.clone()) {
            return;
        }
        let own_names: Vec<Name> = path
            .names
            .iter()
            .filter(|name| name.via_index.is_none())
            .cloned()
            .collect();
        if self.indexes.iter().all(|index| index.digest != *digest) {
            self.indexes.push(Index {
                digest: digest.clone(),
                media_type: stored
                    .manifest
                    .media_type
                    .clone()
                    .or_else(|| descriptor.and_then(|descriptor| descriptor.media_type.clone())),
                names: own_names,
                annotations: stored.manifest.annotations.clone(),
                entries: entries.iter().map(|entry| self.index_entry(entry)).collect(),
            });
        }
        let mut below = path.clone();
        below.indexes.push(digest.clone());
        for name in &mut below.names {
            name.via_index.get_or_insert_with(|| digest.clone());
        }
        for entry in entries {
            self.visit(&entry.digest, Some(entry), &below, way);
        }
        way.remove(digest);
    }

    fn index_entry(&self, entry: &Descriptor) -> IndexEntry {
        let stored = self.documents.manifests.get(&entry.digest);
        let own_type = stored.and_then(|stored| stored.manifest.artifact_type.clone());
        IndexEntry {
            digest: entry.digest.clone(),
            media_type: entry.media_type.clone(),
            size: entry.size,
            platform: entry.platform.as_ref().map(oci::platform),
            artifact_type: entry.artifact_type.clone().or(own_type),
            role: stored.map_or_else(
                || oci::stated_role(entry),
                |stored| oci::role(&stored.manifest, Some(entry)),
            ),
            present: stored.is_some(),
            annotations: entry.annotations.clone(),
        }
    }

    fn image(&mut self, digest: &Digest, stored: &'a StoredManifest, descriptor: Option<&Descriptor>, path: &Path) {
        let place = *self.by_manifest.entry(digest.clone()).or_insert_with(|| {
            self.images
                .push(oci::image(self.documents, digest, stored, descriptor, None));
            self.images.len().saturating_sub(1)
        });
        let Some(image) = self.images.get_mut(place) else {
            return;
        };
        for name in &path.names {
            name::add(&mut image.names, name.clone());
        }
        if image.index_digests.is_empty() {
            image.index_digests.clone_from(&path.indexes);
        }
    }

    fn attestation(&mut self, digest: &Digest, stored: &StoredManifest, descriptor: Option<&Descriptor>) {
        if !self.seen_artifacts.insert(digest.clone()) {
            return;
        }
        let annotated = descriptor.and_then(|descriptor| descriptor.annotations.get("vnd.docker.reference.digest"));
        let stated = stored.manifest.subject.as_ref().map(|subject| subject.digest.clone());
        let subject = annotated.and_then(|text| text.parse().ok()).or(stated);
        let predicate_types = oci::predicate_types(&stored.manifest);
        let attestation = Attestation {
            digest: digest.clone(),
            predicate_types,
        };
        self.attestations
            .push((subject, attestation, artifact(digest, stored, Vec::new())));
    }

    fn artifact(&mut self, digest: &Digest, stored: &StoredManifest, names: &[Name]) {
        if self.seen_artifacts.insert(digest.clone()) {
            self.artifacts.push(artifact(digest, stored, names.to_vec()));
        } else if let Some(known) = self.artifacts.iter_mut().find(|known| known.digest == *digest) {
            names.iter().for_each(|more| name::add(&mut known.names, more.clone()));
        }
    }

    /// What nothing names: indexes first, so that their images are found below them.
    fn loose(&mut self) {
        let is_index = |digest: &&Digest| {
            self.documents
                .manifests
                .get(digest)
                .is_some_and(|stored| stored.manifest.manifests.is_some())
        };
        let (indexes, manifests): (Vec<&Digest>, Vec<&Digest>) = self.documents.loose.iter().partition(is_index);
        for digest in indexes.into_iter().chain(manifests) {
            let reached = self.by_manifest.contains_key(digest)
                || self.seen_artifacts.contains(digest)
                || self.indexes.iter().any(|index| index.digest == *digest);
            if !reached {
                let message = format!("{digest} is stored, but neither index.json nor manifest.json names it");
                let hint = "docker leaves such images out when several are saved by digest (moby #51389)";
                self.findings.push(
                    Finding::info("layout/unnamed-manifest", message)
                        .param("digest", digest)
                        .at_path(name::blob(digest))
                        .hint(hint),
                );
                self.visit(digest, None, &Path::default(), &mut HashSet::new());
            }
        }
    }

    fn attach_attestations(&mut self) {
        for (subject, attestation, mut artifact) in std::mem::take(&mut self.attestations) {
            let place = subject.as_ref().and_then(|subject| self.by_manifest.get(subject));
            match place.and_then(|place| self.images.get_mut(*place)) {
                Some(image) => image.attestations.push(attestation),
                None => {
                    artifact.subject = artifact.subject.or(subject);
                    self.artifacts.push(artifact);
                }
            }
        }
    }
}

fn artifact(digest: &Digest, stored: &StoredManifest, names: Vec<Name>) -> Artifact {
    let manifest = &stored.manifest;
    let config_type = || manifest.config.as_ref().and_then(|config| config.media_type.clone());
    Artifact {
        digest: digest.clone(),
        artifact_type: manifest.artifact_type.clone().or_else(config_type),
        media_type: manifest.media_type.clone(),
        size: oci::stated_size(stored),
        names,
        subject: manifest.subject.as_ref().map(|subject| subject.digest.clone()),
    }
}
