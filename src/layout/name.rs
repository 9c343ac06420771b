//! Names: of blobs in the store, and of images.

use std::collections::{BTreeMap, HashSet};

use crate::digest::Digest;
use crate::image::Name;
use crate::reference::Reference;

/// Where an OCI image layout keeps a blob ([image-layout.md], "Blobs"). A digest's grammar allows no slash and no `..`.
///
/// [image-layout.md]: https://github.com/opencontainers/image-spec/blob/main/image-layout.md
pub(super) fn blob(digest: &Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm(), digest.encoded())
}

/// The digest that a blob's name claims.
pub(super) fn digest_of_blob(name: &str) -> Option<Digest> {
    let (algorithm, encoded) = name.strip_prefix("blobs/")?.split_once('/')?;
    format!("{algorithm}:{encoded}").parse().ok()
}

/// A name as manifest.json spells it, without `./` and doubled slashes; `None` where it leaves the archive.
pub(super) fn inside(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    (!parts.is_empty() && !parts.contains(&"..")).then(|| parts.join("/"))
}

/// A name out of `manifest.json` or `repositories`.
pub(super) fn from_tag(raw: &str, from: &'static str) -> Name {
    Name { raw: raw.to_owned(), canonical: canonical(raw), from, via_index: None }
}

/// The name that an entry of `index.json` bears. docker writes only the tag into `ref.name` and the whole name into
/// containerd's annotation; podman and skopeo write either into `ref.name`.
pub(super) fn from_annotations(annotations: &BTreeMap<String, String>) -> Option<Name> {
    let whole = annotations.get("io.containerd.image.name");
    let raw = whole.or_else(|| annotations.get("org.opencontainers.image.ref.name")).filter(|raw| !raw.is_empty())?;
    let only_a_tag = whole.is_none() && !raw.contains(['/', ':', '@']);
    let canonical = if only_a_tag { None } else { canonical(raw) };
    Some(Name { raw: raw.clone(), canonical, from: "index.json", via_index: None })
}

/// The names without those whose canonical form (their raw form, where they have none) came before.
pub(super) fn once_each(names: Vec<Name>) -> Vec<Name> {
    let mut seen = HashSet::new();
    let key = |name: &Name| (name.canonical.is_some(), name.canonical.clone().unwrap_or_else(|| name.raw.clone()));
    names.into_iter().filter(|name| seen.insert(key(name))).collect()
}

fn canonical(raw: &str) -> Option<String> {
    raw.parse::<Reference>().ok().map(|reference| reference.canonical())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        assert_eq!(inside("./a//b.tar").as_deref(), Some("a/b.tar"));
        assert_eq!(inside("/a").as_deref(), Some("a"));
        assert_eq!(inside("a/../../etc/passwd"), None);
        assert_eq!(inside("./"), None);
    }

    #[test]
    fn a_lone_word_in_ref_name_is_a_tag() {
        let name = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            from_annotations(&pairs).map(|name| (name.raw, name.canonical))
        };
        let containerd = ("io.containerd.image.name", "docker.io/library/small:1");
        let tag = ("org.opencontainers.image.ref.name", "1");
        let canonical = Some("docker.io/library/small:1".to_owned());
        assert_eq!(name(&[containerd, tag]), Some((containerd.1.to_owned(), canonical)));
        assert_eq!(name(&[tag]), Some(("1".to_owned(), None)));
        let podman = name(&[("org.opencontainers.image.ref.name", "localhost/small:1")]).unwrap();
        assert_eq!(podman.1.as_deref(), Some("localhost/small:1"));
        assert_eq!(name(&[]), None);
    }
}
