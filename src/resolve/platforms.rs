//! Which entry of an index is meant.

use crate::digest::Digest;
use crate::oci::descriptor::{Descriptor, WirePlatform};
use crate::oci::manifest::Manifest;
use crate::platform::Platform;

/// The entry for a platform, as containerd chooses: the best one, and the first of those that are as good. What states no
/// platform is taken where nothing else fits. Statements about images are never chosen.
pub(super) fn choose<'a>(index: &'a Manifest, wanted: &Platform) -> Option<(&'a Descriptor, &'static str)> {
    let entries: Vec<&Descriptor> = offered(index).collect();
    let ranked = entries.iter().filter_map(|entry| Some((platform(entry)?.rank(wanted)?, *entry)));
    if let Some((rank, entry)) = ranked.min_by_key(|(rank, _)| *rank) {
        return Some((entry, if rank == 0 { "exact-platform" } else { "better-platform" }));
    }
    let unstated = entries.iter().find(|entry| platform(entry).is_none());
    unstated.map(|entry| (*entry, if entries.len() == 1 { "only-manifest" } else { "no-platform-stated" }))
}

/// The entries that may be images.
pub(super) fn offered(index: &Manifest) -> impl Iterator<Item = &Descriptor> {
    index.manifests.iter().flatten().filter(|entry| !is_statement(entry))
}

/// The manifests with statements about an image, as BuildKit puts them into the index.
pub(super) fn statements<'a>(index: &'a Manifest, about: &'a Digest) -> impl Iterator<Item = &'a Descriptor> {
    let is_about = move |entry: &&Descriptor| {
        entry.annotations.get("vnd.docker.reference.digest").is_some_and(|text| text == about.as_str())
    };
    index.manifests.iter().flatten().filter(|entry| is_statement(entry)).filter(is_about)
}

/// All platforms that are offered, for a sentence.
pub(super) fn names(index: &Manifest) -> String {
    let names: Vec<String> = offered(index).filter_map(platform).map(|platform| platform.to_string()).collect();
    names.join(", ")
}

/// What an entry says that it is for; `None` where it says nothing.
pub(super) fn platform(entry: &Descriptor) -> Option<Platform> {
    let WirePlatform { os, architecture, variant, os_version, os_features } = entry.platform.clone()?;
    let (os, architecture) = (os.unwrap_or_default(), architecture.unwrap_or_default());
    let is_stated = !(os.is_empty() && architecture.is_empty());
    is_stated.then_some(Platform { os, architecture, variant, os_version, os_features })
}

fn is_statement(entry: &Descriptor) -> bool {
    let is_marked =
        entry.annotations.get("vnd.docker.reference.type").is_some_and(|kind| kind == "attestation-manifest");
    let is_unknown = platform(entry).is_some_and(|platform| platform.os == "unknown");
    is_marked || is_unknown
}
