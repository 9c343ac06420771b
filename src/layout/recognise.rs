//! What kind of store it is, and why we think so.

use std::collections::BTreeMap;

use super::Listing;
use super::contents::{Format, Why};
use super::documents::{Doc, Documents};

/// What kind of store it is, by which documents it has.
pub(super) fn recognise(documents: &Documents, listing: &Listing) -> Option<(Format, Why)> {
    if let Some(root) = &listing.root {
        let is_index = documents.manifests.get(&root.digest).is_some_and(|stored| stored.manifest.manifests.is_some());
        let (code, what) = if is_index { ("registry/index", "an index") } else { ("registry/manifest", "a manifest") };
        let message = format!("the registry gave {what} for the reference");
        return Some((Format::Registry, Why { code, params: BTreeMap::new(), message }));
    }
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
    let why = |code, counted: &[(&'static str, u64)], message: String| {
        let mut params = BTreeMap::new();
        for (name, count) in counted {
            params.insert(*name, *count);
        }
        Why { code, params, message }
    };
    Some(match (saved, has_index) {
        (Some(images), true) => {
            let message =
                format!("manifest.json names {}; index.json has {}", count(images, "image"), entry_count(entries));
            (Format::DockerSaveOci, why("docker-save-oci/both", &[("images", images), ("entries", entries)], message))
        }
        (Some(images), false) => {
            let message = format!("manifest.json names {}; no index.json", count(images, "image"));
            (Format::DockerSave, why("docker-save/manifest-json", &[("images", images)], message))
        }
        (None, true) => {
            let message = format!("index.json has {}; no manifest.json", entry_count(entries));
            (Format::Oci, why("oci/index-json", &[("entries", entries)], message))
        }
        (None, false) if legacy > 0 => {
            let message =
                format!("{} with a json file each; neither manifest.json nor index.json", count(legacy, "folder"));
            (Format::DockerSaveLegacy, why("docker-save-legacy/layer-folders", &[("layers", legacy)], message))
        }
        (None, false) if !documents.loose.is_empty() => {
            let found = documents.loose.len() as u64;
            let message = format!("{} in blobs/; neither index.json nor manifest.json", count(found, "manifest"));
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
