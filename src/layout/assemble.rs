//! From documents to images: a pure function over what was read.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::budget::Budget;
use super::contents::{Artifact, Contents, Format, Index, IndexEntry, Role};
use super::documents::{Doc, Documents, StoredManifest, may_be_manifest};
use super::lookup::Lookup;
use super::recognise::recognise;
use super::{Filesystem, Listing, Root, docker, findings, legacy, name, oci};
use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::image::{Attestation, Image, Layer, Name};
use crate::layer::{Kept, LayerRead};
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
        (Format::Registry, _) => assembly.rooted(listing.root.as_ref()),
        (Format::DockerSaveLegacy, _) => assembly.images = legacy::images(&documents, &mut assembly.budget),
        _ => assembly.all_named_and_loose(),
    }
    let refusals: Vec<Finding> = assembly.budget.refusals().map(|error| Finding::from(&error)).collect();
    assembly.findings.extend(refusals);
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
    let Assembly { mut images, indexes, mut artifacts, findings, .. } = assembly;
    let names = images.iter_mut().map(|image| &mut image.names);
    for names in names.chain(artifacts.iter_mut().map(|artifact| &mut artifact.names)) {
        *names = name::once_each(std::mem::take(names));
    }
    Ok(Contents {
        format,
        why,
        images,
        indexes,
        artifacts,
        findings,
        documents: read,
        layer_places: OnceCell::new(),
        kept: Kept::default(),
    })
}

/// The first document that should say which images there are, but is damaged.
fn broken(documents: &Documents) -> Option<Error> {
    match (&documents.manifest_json, &documents.index_json, &documents.repositories) {
        (Doc::Broken(error), ..) | (_, Doc::Broken(error), _) | (.., Doc::Broken(error)) => Some(error.clone()),
        _ => None,
    }
}

fn plain_filesystem(filesystem: Filesystem) -> Image {
    let Filesystem { stored, read: LayerRead { measured, index }, .. } = filesystem;
    let index = index.map(Arc::new);
    let size = stored.as_ref().map(|stored| stored.size);
    let layer = Layer { blob: ".".to_owned(), size, stored, measured: Some(measured), index, ..Layer::default() };
    Image { layers: vec![layer], ..Image::default() }
}

struct Assembly<'a> {
    documents: &'a Documents,
    lookup: Lookup<'a>,
    budget: Budget,
    images: Vec<Image>,
    indexes: Vec<Index>,
    artifacts: Vec<Artifact>,
    findings: Vec<Finding>,
    /// Place in `images` by manifest digest.
    by_manifest: HashMap<Digest, usize>,
    /// Place in `images` of what `manifest.json` named.
    saved: HashMap<SavedKey<'a>, usize>,
    /// What waits for its subject: an attestation may stand before its image.
    attestations: Vec<(Option<Digest>, Attestation, Artifact)>,
    /// Place in `artifacts`, or `None` for an attestation.
    seen_artifacts: HashMap<Digest, Option<usize>>,
    seen_indexes: HashSet<Digest>,
}

/// What makes two entries of `manifest.json` one image: the config's digest and the layers' names.
type SavedKey<'a> = (&'a Digest, &'a [String]);

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
            lookup: Lookup::new(documents),
            budget: Budget::new(&documents.limits),
            images: Vec::new(),
            indexes: Vec::new(),
            artifacts: Vec::new(),
            findings,
            by_manifest: HashMap::new(),
            saved: HashMap::new(),
            attestations: Vec::new(),
            seen_artifacts: HashMap::new(),
            seen_indexes: HashSet::new(),
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

    /// What a registry gave.
    fn rooted(&mut self, root: Option<&Root>) {
        let Some(Root { digest, name, .. }) = root else { return };
        let path = Path { indexes: Vec::new(), names: vec![name.clone()] };
        self.visit(digest, None, &path, &mut HashSet::new());
        self.attach_attestations();
    }

    /// An entry of `manifest.json`; the same image twice is one image with the names of both.
    fn saved(&mut self, saved: &'a SavedImage) {
        let documents = self.documents;
        let config = name::inside(&saved.config).and_then(|name| documents.configs.get(&name));
        let manifest = config.and_then(|config| self.lookup.manifest_of_config(config.id.as_ref()?));
        let names = self.lookup.names_in_repositories(saved);
        if !self.budget.afford_visit(saved.repo_tags.len().saturating_add(names.len())) {
            return;
        }
        let tags = saved.repo_tags.iter().map(|tag| name::from_tag(tag, "manifest.json"));
        let names = tags.chain(names.iter().map(|raw| name::from_tag(raw, "repositories"))).collect::<Vec<_>>();
        let key = config.and_then(|config| config.id.as_ref()).map(|id| (id, saved.layers.as_slice()));
        let twin = key.and_then(|key| self.saved.get(&key)).and_then(|twin| self.images.get_mut(*twin));
        if let Some(twin) = twin {
            return twin.names.extend(names);
        }
        let size = config.map_or(0, |config| config.size).saturating_add(manifest.map_or(0, |(_, stored)| stored.size));
        let in_manifest = manifest.into_iter().flat_map(|(_, stored)| &stored.manifest.layers);
        let layers = saved.layers.iter().map(String::len).chain(in_manifest.map(|layer| layer.digest.as_str().len()));
        if !self.budget.afford_image(size, layers) {
            return;
        }
        let mut image = match manifest {
            Some((digest, stored)) => {
                oci::image(documents, digest, stored, self.lookup.descriptor(digest), Some(saved))
            }
            None => docker::image(documents, saved),
        };
        image.names.extend(names);
        if let Some(digest) = &image.digest {
            self.by_manifest.insert(digest.clone(), self.images.len());
        }
        if let Some(key) = key {
            self.saved.insert(key, self.images.len());
        }
        self.images.push(image);
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
            known.extend(name::from_annotations(&entry.annotations));
        }
        for entry in order {
            let names = names.remove(&entry.digest).unwrap_or_default();
            if self.documents.manifests.contains_key(&entry.digest) {
                self.visit(&entry.digest, Some(entry), &Path { indexes: Vec::new(), names }, &mut HashSet::new());
            } else if may_be_manifest(entry) && !self.documents.unreadable.contains(&entry.digest) {
                self.findings.push(findings::missing(&name::blob(&entry.digest), "named by index.json"));
            }
        }
    }

    /// `way` holds the indexes above, so that a circle ends.
    fn visit(&mut self, digest: &Digest, descriptor: Option<&'a Descriptor>, path: &Path, way: &mut HashSet<Digest>) {
        let Some(stored) = self.documents.manifests.get(digest) else { return };
        if !self.budget.afford_visit(path.names.len()) {
            return;
        }
        match oci::role(&stored.manifest, descriptor) {
            Role::Index => self.index(digest, stored, descriptor, path, way),
            Role::Image => self.image(digest, stored, descriptor, path),
            Role::Attestation => self.attestation(digest, stored, descriptor),
            _ => self.artifact(digest, stored, descriptor, &path.names),
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
        if self.seen_indexes.insert(digest.clone()) {
            let own_names = path.names.iter().filter(|name| name.via_index.is_none());
            let stated = descriptor.and_then(|descriptor| descriptor.media_type.clone());
            self.indexes.push(Index {
                digest: digest.clone(),
                media_type: stored.manifest.media_type.clone().or(stated),
                names: name::once_each(own_names.cloned().collect()),
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
            role: stored.map_or_else(|| oci::stated_role(entry), |stored| oci::role(&stored.manifest, Some(entry))),
            present: stored.is_some(),
            annotations: entry.annotations.clone(),
        }
    }

    fn image(&mut self, digest: &Digest, stored: &'a StoredManifest, descriptor: Option<&Descriptor>, path: &Path) {
        let place = match self.by_manifest.get(digest) {
            Some(place) => *place,
            None => {
                let config = self.documents.config_of(&stored.manifest).map_or(0, |config| config.size);
                let layers = stored.manifest.layers.iter().map(|layer| layer.digest.as_str().len());
                if !self.budget.afford_image(stored.size.saturating_add(config), layers) {
                    return;
                }
                self.by_manifest.insert(digest.clone(), self.images.len());
                self.images.push(oci::image(self.documents, digest, stored, descriptor, None));
                self.images.len().saturating_sub(1)
            }
        };
        let Some(image) = self.images.get_mut(place) else { return };
        image.names.extend(path.names.iter().cloned());
        if image.index_digests.is_empty() {
            image.index_digests.clone_from(&path.indexes);
        }
    }

    fn attestation(&mut self, digest: &Digest, stored: &StoredManifest, descriptor: Option<&Descriptor>) {
        if self.seen_artifacts.insert(digest.clone(), None).is_some() {
            return;
        }
        let annotated = descriptor.and_then(|descriptor| descriptor.annotations.get("vnd.docker.reference.digest"));
        let stated = stored.manifest.subject.as_ref().map(|subject| subject.digest.clone());
        let subject = annotated.and_then(|text| text.parse().ok()).or(stated);
        let predicate_types = oci::predicate_types(&stored.manifest);
        let attestation = Attestation { digest: digest.clone(), predicate_types };
        self.attestations.push((subject, attestation, artifact(digest, stored, descriptor, Vec::new())));
    }

    fn artifact(&mut self, digest: &Digest, stored: &StoredManifest, descriptor: Option<&Descriptor>, names: &[Name]) {
        let next = self.artifacts.len();
        let place = *self.seen_artifacts.entry(digest.clone()).or_insert(Some(next));
        if place == Some(next) {
            self.artifacts.push(artifact(digest, stored, descriptor, Vec::new()));
        }
        if let Some(known) = place.and_then(|place| self.artifacts.get_mut(place)) {
            known.names.extend(names.iter().cloned());
        }
    }

    /// What nothing names. What only an index names that nothing led to, or that was too deep, comes last.
    fn loose(&mut self) {
        let stored = self.documents.manifests.values();
        let named: HashSet<&Digest> = stored
            .filter_map(|stored| stored.manifest.manifests.as_ref())
            .flatten()
            .map(|entry| &entry.digest)
            .collect();
        let (below, tops): (Vec<&Digest>, Vec<&Digest>) =
            self.documents.loose.iter().partition(|digest| named.contains(digest));
        for digest in tops.into_iter().chain(below) {
            let reached = self.by_manifest.contains_key(digest)
                || self.seen_artifacts.contains_key(digest)
                || self.seen_indexes.contains(digest);
            if reached {
                continue;
            }
            // Where neither document is there at all, the report's format says so.
            if !named.contains(digest) && self.documents.names_images() {
                let message = format!("{digest} is stored, but neither index.json nor manifest.json names it");
                let hint = "docker leaves such images out when several are saved by digest (moby #51389)";
                self.findings.push(
                    Finding::info("layout/unnamed-manifest", message)
                        .param("digest", digest)
                        .at_path(name::blob(digest))
                        .hint(hint),
                );
            }
            self.visit(digest, None, &Path::default(), &mut HashSet::new());
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

fn artifact(digest: &Digest, stored: &StoredManifest, descriptor: Option<&Descriptor>, names: Vec<Name>) -> Artifact {
    let manifest = &stored.manifest;
    let stated = descriptor.and_then(|descriptor| descriptor.media_type.clone());
    let config_type = || manifest.config.as_ref().and_then(|config| config.media_type.clone());
    Artifact {
        digest: digest.clone(),
        artifact_type: manifest.artifact_type.clone().or_else(config_type),
        media_type: manifest.media_type.clone().or(stated),
        size: oci::stated_size(stored),
        names,
        subject: manifest.subject.as_ref().map(|subject| subject.digest.clone()),
    }
}
