//! What is asked again and again while images are put together, looked up once.

use std::collections::HashMap;

use super::contents::Role;
use super::documents::{Doc, Documents, StoredManifest};
use super::{legacy, oci};
use crate::digest::Digest;
use crate::oci::descriptor::Descriptor;
use crate::oci::docker_save::SavedImage;

pub(super) struct Lookup<'a> {
    /// The first manifest of each config, in the order of reading.
    manifests: HashMap<&'a Digest, (&'a Digest, &'a StoredManifest)>,
    descriptors: HashMap<&'a Digest, &'a Descriptor>,
    /// `repositories`, by id.
    names: HashMap<&'a str, Vec<String>>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(documents: &'a Documents) -> Self {
        let stored = || documents.order.iter().filter_map(|digest| Some((digest, documents.manifests.get(digest)?)));
        let mut manifests = HashMap::new();
        for (digest, stored) in stored() {
            if let Some(config) = &stored.manifest.config
                && oci::role(&stored.manifest, None) == Role::Image
            {
                manifests.entry(&config.digest).or_insert((digest, stored));
            }
        }
        let top = match &documents.index_json {
            Doc::Read(index) => index.manifests.as_slice(),
            _ => &[],
        };
        // An index below may know the platform, where index.json only has the name.
        let nested = stored().filter_map(|(_, stored)| stored.manifest.manifests.as_deref());
        let mut descriptors = HashMap::new();
        for descriptor in nested.chain([top]).flatten() {
            descriptors.entry(&descriptor.digest).or_insert(descriptor);
        }
        let mut names: HashMap<&str, Vec<String>> = HashMap::new();
        if let Doc::Read(repositories) = &documents.repositories {
            for (repository, tag, id) in legacy::tags(repositories) {
                names.entry(id).or_default().push(format!("{repository}:{tag}"));
            }
        }
        Self { manifests, descriptors, names }
    }

    /// The image manifest that names this config.
    pub(super) fn manifest_of_config(&self, id: &Digest) -> Option<(&'a Digest, &'a StoredManifest)> {
        self.manifests.get(id).copied()
    }

    /// What an index says of a manifest: it may know the platform better than the config does.
    pub(super) fn descriptor(&self, digest: &Digest) -> Option<&'a Descriptor> {
        self.descriptors.get(digest).copied()
    }

    /// The names that `repositories` has for an image: it knows images by the legacy id of their topmost layer, which
    /// is the folder or the name of that layer's member.
    pub(super) fn names_in_repositories(&self, saved: &SavedImage) -> &[String] {
        let top = saved.layers.last().map_or("", String::as_str);
        let top = top.strip_suffix("/layer.tar").or_else(|| top.strip_suffix(".tar")).unwrap_or(top);
        let id = top.rsplit('/').next().unwrap_or(top);
        self.names.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}
