//! Manifests: what they are for, and the images that they describe.

use super::contents::Role;
use super::documents::{Documents, StoredManifest, is_statement};
use super::{docker, findings, name};
use crate::digest::Digest;
use crate::finding::Finding;
use crate::image::{Image, Layer};
use crate::media_type::{Kind, MediaType};
use crate::oci::descriptor::{Descriptor, WirePlatform};
use crate::oci::docker_save::SavedImage;
use crate::oci::manifest::Manifest;
use crate::platform::Platform;

/// What a stored manifest is for. Its own fields count before its media type, and both before the descriptor's.
pub(super) fn role(manifest: &Manifest, descriptor: Option<&Descriptor>) -> Role {
    let stated = manifest.media_type.as_deref().map_or(Kind::Other, |text| MediaType::from(text).kind());
    if manifest.manifests.is_some() && (manifest.config.is_none() || stated == Kind::Index) {
        return Role::Index;
    }
    let all_statements = !manifest.layers.is_empty() && manifest.layers.iter().all(is_statement);
    if all_statements || descriptor.is_some_and(is_attestation) {
        return Role::Attestation;
    }
    if is_signature(manifest) {
        return Role::Signature;
    }
    let config = manifest.config.as_ref().and_then(|config| config.media_type.as_deref());
    match config {
        Some(text) if !MediaType::from(text).is_image_config() => Role::Artifact,
        None if manifest.config.is_none() => Role::Artifact,
        _ => Role::Image,
    }
}

/// What a descriptor says of a manifest that is absent.
pub(super) fn stated_role(descriptor: &Descriptor) -> Role {
    let kind = descriptor.media_type.as_deref().map_or(Kind::Other, |text| MediaType::from(text).kind());
    let known = |text: &Option<String>| text.as_deref().is_some_and(|text| text != "unknown" && !text.is_empty());
    match kind {
        Kind::Index => Role::Index,
        _ if is_attestation(descriptor) => Role::Attestation,
        Kind::Manifest if descriptor.artifact_type.is_some() => Role::Artifact,
        Kind::Manifest if descriptor.platform.as_ref().is_some_and(|platform| known(&platform.os)) => Role::Image,
        _ => Role::Unknown,
    }
}

/// BuildKit marks them so, beside the platform `unknown/unknown`.
fn is_attestation(descriptor: &Descriptor) -> bool {
    descriptor.annotations.get("vnd.docker.reference.type").is_some_and(|kind| kind == "attestation-manifest")
}

fn is_signature(manifest: &Manifest) -> bool {
    const TYPES: [&str; 4] = [
        "application/vnd.dev.cosign.simplesigning.v1+json",
        "application/vnd.dev.cosign.artifact.sig.v1+json",
        "application/vnd.dev.sigstore.bundle.v0.3+json",
        "application/vnd.cncf.notary.signature",
    ];
    let config = manifest.config.as_ref().and_then(|config| config.media_type.as_deref());
    let layers = manifest.layers.iter().filter_map(|layer| layer.media_type.as_deref());
    manifest.artifact_type.as_deref().into_iter().chain(config).chain(layers).any(|kind| TYPES.contains(&kind))
}

/// The image of a manifest. `saved` is the same image in `manifest.json`, where it is there.
pub(super) fn image(
    documents: &Documents,
    digest: &Digest,
    stored: &StoredManifest,
    descriptor: Option<&Descriptor>,
    saved: Option<&SavedImage>,
) -> Image {
    let manifest = &stored.manifest;
    let from_descriptor = descriptor.and_then(|descriptor| descriptor.media_type.clone());
    let mut image = Image {
        digest: Some(digest.clone()),
        id: manifest.config.as_ref().map(|config| config.digest.clone()),
        media_type: manifest.media_type.clone().or(from_descriptor),
        annotations: manifest.annotations.clone(),
        document_bytes: stored.size,
        ..Image::default()
    };
    let config = documents.config_of(manifest);
    match (config, &image.id) {
        (Some(config), _) => {
            image.document_bytes = image.document_bytes.saturating_add(config.size);
            docker::apply_config(&mut image, config.config.as_ref());
        }
        (None, Some(id)) => {
            let finding = findings::missing(&name::blob(id), "the config");
            image.findings.push(finding);
        }
        (None, None) => {}
    }
    if let Some(platform) = descriptor.and_then(|descriptor| descriptor.platform.as_ref()) {
        apply_platform(&mut image, platform);
    }
    image.layers = layers(documents, manifest, saved, &mut image.findings);
    docker::finish(&mut image, documents, config.and_then(|config| config.config.as_ref().ok()));
    if manifest.manifests.is_some() {
        let message = "the document is a manifest and an index at once: tools may see different images in it";
        let hint = "do not trust it: one digest that means two things is a known attack (CVE-2021-41190)";
        image.findings.push(Finding::error("manifest/ambiguous", message).at_path(name::blob(digest)).hint(hint));
    }
    image
}

fn layers(
    documents: &Documents,
    manifest: &Manifest,
    saved: Option<&SavedImage>,
    findings: &mut Vec<Finding>,
) -> Vec<Layer> {
    if let Some(saved) = saved.filter(|saved| manifest.layers.is_empty() && !saved.layers.is_empty()) {
        let message = "the manifest lists no layers; those of manifest.json are shown";
        let hint = "docker 25.0 wrote such manifests (moby #47065): docker load reads manifest.json and is right";
        findings.push(Finding::warning("manifest/no-layers", message).hint(hint));
        return docker::layers(documents, saved);
    }
    // manifest.json may keep a layer under another name than its digest.
    let named = |index: usize| saved.filter(|saved| saved.layers.len() == manifest.layers.len())?.layers.get(index);
    let count = manifest.layers.len();
    let layers = manifest.layers.iter().enumerate();
    layers.map(|(index, descriptor)| layer(documents, descriptor, named(index), (index, count), findings)).collect()
}

fn layer(
    documents: &Documents,
    descriptor: &Descriptor,
    named: Option<&String>,
    (index, count): (usize, usize),
    image_findings: &mut Vec<Finding>,
) -> Layer {
    let by_digest = name::blob(&descriptor.digest);
    let by_name = named.and_then(|raw| name::inside(raw)).filter(|name| documents.blobs.contains_key(name));
    let blob = if documents.blobs.contains_key(&by_digest) { by_digest } else { by_name.unwrap_or(by_digest) };
    let stored = documents.blobs.get(&blob).cloned();
    let media_type = descriptor.media_type.as_deref().map(MediaType::from);
    match (&stored, descriptor.size) {
        (Some(stored), Some(stated)) if stored.size != stated => {
            image_findings.push(findings::size_differs(&blob, stated, stored.size).at_layer(index, count));
        }
        (_, None) => image_findings.push(findings::size_unusable(&blob).at_layer(index, count)),
        _ => {}
    }
    if media_type.as_ref().is_some_and(MediaType::is_encrypted) {
        let message = "the layer is encrypted: its size is known, its contents are not";
        let hint = "only who holds a key can read it (ocicrypt)";
        image_findings.push(Finding::info("layer/encrypted", message).at_layer(index, count).hint(hint));
    }
    Layer {
        digest: Some(descriptor.digest.clone()),
        media_type: descriptor.media_type.clone(),
        size: stored.as_ref().map(|stored| stored.size).or(descriptor.size.filter(|size| *size <= MAX_SIZE)),
        blob,
        stored,
        urls: descriptor.urls.clone(),
        annotations: descriptor.annotations.clone(),
        ..Layer::default()
    }
}

/// The largest size that every host can tell exactly: JavaScript's numbers end here. A larger one is a lie anyway.
const MAX_SIZE: u64 = (1 << 53) - 1;

/// The index's word counts before the config's; where both speak and differ, that is a finding.
fn apply_platform(image: &mut Image, stated: &WirePlatform) {
    let from_config = std::mem::take(&mut image.platform);
    let from_index = platform(stated);
    let either = |index: &str, config: &str| {
        if index.is_empty() { config.to_owned() } else { index.to_owned() }
    };
    image.platform = Platform {
        os: either(&from_index.os, &from_config.os),
        architecture: either(&from_index.architecture, &from_config.architecture),
        variant: from_index.variant.clone().or_else(|| from_config.variant.clone()),
        os_version: from_index.os_version.clone().or_else(|| from_config.os_version.clone()),
        os_features: if from_index.os_features.is_empty() {
            from_config.os_features.clone()
        } else {
            from_index.os_features.clone()
        },
    };
    let config_speaks = !from_config.os.is_empty() && !from_config.architecture.is_empty();
    // What one side leaves out is no difference: configs often lack the variant.
    let mut completed = from_config.clone();
    completed.variant = from_config.variant.clone().or_else(|| from_index.variant.clone());
    if config_speaks && !completed.satisfies(&image.platform) {
        let message = format!("the index says {}, the config says {from_config}", image.platform);
        image.findings.push(
            Finding::warning("platform/differs", message)
                .differs(&image.platform, &from_config)
                .hint("engines choose by the index and run by the config: the image may not start"),
        );
    }
}

/// As a descriptor or config writes it.
pub(super) fn platform(stated: &WirePlatform) -> Platform {
    Platform {
        os: stated.os.clone().unwrap_or_default(),
        architecture: stated.architecture.clone().unwrap_or_default(),
        variant: stated.variant.clone(),
        os_version: stated.os_version.clone(),
        os_features: stated.os_features.clone(),
    }
}

/// The statements' kinds, as their layers' annotations say.
pub(super) fn predicate_types(manifest: &Manifest) -> Vec<String> {
    let types = manifest.layers.iter().filter_map(|layer| layer.annotations.get("in-toto.io/predicate-type"));
    types.cloned().collect()
}

/// Bytes of a manifest and of what it names, as stated; `None` where one does not say.
pub(super) fn stated_size(stored: &StoredManifest) -> Option<u64> {
    let parts = stored.manifest.config.iter().chain(&stored.manifest.layers);
    parts
        .map(|part| part.size)
        .try_fold(stored.size, |sum, size| sum.checked_add(size?))
        .filter(|size| *size <= MAX_SIZE)
}
