//! From what was typed to an image, as docker would take it: completed, looked for among the local images, at each mirror
//! in turn, at the registry; then the platform of an index, the manifest, the config. Each step is told.
//!
//! What cannot be found is an answer too: [`Resolved::error`] says why, the last step what docker would say and what helps.

mod docker;
mod open;
mod platforms;
mod tag;
mod trace;

use std::collections::HashSet;
use std::rc::Rc;

use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result};
use crate::media_type::{Kind as MediaKind, MediaType};
use crate::oci::config::Config;
use crate::oci::json;
use crate::oci::manifest::Manifest;
use crate::platform::Platform;
use crate::reference::Reference;
use crate::registry::{Client, Document, Endpoint, Keyring, Kind, Transport, Which, host_of};

pub use open::{Opened, open};
pub use tag::{TagDetails, tag_details};
pub use trace::{Outcome, Step, Trace};

/// The images of this machine.
#[allow(async_fn_in_trait)] // nobody needs its futures to be Send
pub trait Local {
    /// The digest of the image of that name; `None` where there is none.
    async fn find(&self, reference: &Reference) -> Option<Digest>;

    /// Whether there is a library at all.
    fn is_there(&self) -> bool {
        true
    }
}

/// No library.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLocal;

impl Local for NoLocal {
    async fn find(&self, _reference: &Reference) -> Option<Digest> {
        None
    }

    fn is_there(&self) -> bool {
        false
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Resolved {
    /// What was typed.
    pub reference: Reference,
    /// Of the manifest, or of a local image.
    pub digest: Option<Digest>,
    /// What was found at a registry or mirror.
    pub found: Option<Found>,
    /// Why there is no digest.
    pub error: Option<Error>,
}

/// An image at a registry or mirror.
#[derive(Debug)]
pub struct Found {
    /// Who had it.
    pub endpoint: Endpoint,
    /// What the reference named: an index or the manifest itself.
    pub root: Rc<Document>,
    /// The indexes on the way, and at the end the manifest.
    pub way: Vec<(Rc<Document>, Manifest)>,
    /// As the index or the config says.
    pub platform: Option<Platform>,
    /// Of the config, where the manifest names one of a container image: docker's IMAGE ID.
    pub id: Option<Digest>,
    /// The config; `None` where there is none, or where the registry refused it.
    pub config: Option<Rc<Document>>,
    /// Why the config could not be had.
    pub config_error: Option<Error>,
}

/// Goes the way of a reference. `wanted` is a platform that was asked for; else linux/amd64 is meant.
pub async fn resolve<T: Transport, K: Keyring>(
    client: &Client<T, K>,
    local: &impl Local,
    reference: Reference,
    wanted: Option<&Platform>,
    trace: &Trace,
) -> Resolved {
    complete(&reference, trace);
    if let Some(digest) = at_home(local, &reference, trace).await {
        return Resolved { reference, digest: Some(digest), found: None, error: None };
    }
    match away(client, &reference, wanted, trace).await {
        Ok(found) => {
            let digest = found.way.last().map(|(document, _)| document.digest.clone());
            Resolved { reference, digest, found: Some(found), error: None }
        }
        Err(error) => Resolved { reference, digest: None, found: None, error: Some(error) },
    }
}

/// What docker adds to what was typed.
fn complete(reference: &Reference, trace: &Trace) {
    let typed = reference.input();
    let of = |rule, place: &str, detail: &str| {
        trace.step(Step::of("complete", rule).told(Outcome::Ok, detail).at(place));
    };
    let has_registry =
        typed.split_once('/').is_some_and(|(first, _)| first == reference.registry() || first == "index.docker.io");
    if !has_registry {
        of("default-registry", reference.registry(), "no registry was typed, so Docker Hub is meant");
    }
    if reference.repository().starts_with("library/") && !typed.contains("library/") {
        of(
            "official-repository",
            reference.repository(),
            "a name without a / is one of the Hub's official images, below library/",
        );
    }
    match (reference.tag(), reference.digest()) {
        (None, None) => of("default-tag", "latest", "neither tag nor digest was typed, so the tag latest is meant"),
        (Some(_), Some(digest)) => of("digest-decides", digest.as_str(), "beside a digest the tag does not count"),
        _ if has_registry => of("as-typed", &reference.canonical(), "nothing had to be added"),
        _ => {}
    }
}

async fn at_home(local: &impl Local, reference: &Reference, trace: &Trace) -> Option<Digest> {
    let step = Step::of("library", "local-images");
    if !local.is_there() {
        trace.step(step.told(Outcome::Skipped, "no local images are kept here; docker would look among its own first"));
        return None;
    }
    let found = local.find(reference).await;
    match &found {
        Some(digest) => {
            trace.step(step.told(Outcome::Ok, "it is among the local images, so nobody is asked").at(digest.as_str()));
        }
        None => trace.step(Step {
            docker: Some(docker::not_local(reference)),
            ..step.told(Outcome::Miss, "it is not among the local images")
        }),
    }
    found
}

async fn away<T: Transport, K: Keyring>(
    client: &Client<T, K>,
    reference: &Reference,
    wanted: Option<&Platform>,
    trace: &Trace,
) -> Result<Found> {
    if reference.registry() != "docker.io" && !client.settings().mirrors.is_empty() {
        let detail = "registry-mirrors are for docker.io only, here as in docker";
        trace.step(Step::of("mirror", "registry-mirrors").told(Outcome::Skipped, detail).at(reference.registry()));
    }
    let which = match (reference.digest(), reference.tag()) {
        (Some(digest), _) => Which::Digest(digest.clone()),
        (None, tag) => Which::Tag(tag.unwrap_or("latest").to_owned()),
    };
    let mut last = None;
    let endpoints = client.settings().endpoints(reference).inspect_err(|error| {
        trace.step(Step::of("mirror", "settings").failed(error, docker::refused(reference, None, error)));
    })?;
    for endpoint in endpoints {
        let began = client.now();
        let asked = client.document(&endpoint, reference.repository(), &which, trace).await;
        let ms = client.now().saturating_sub(began);
        let step = Step { ms: Some(ms), ..step_of(&endpoint) };
        match asked {
            Ok(root) => {
                let detail = format!("{} has {}", host_of(&endpoint.base), reference.repository());
                let bytes = Some(root.bytes.len() as u64);
                trace.step(Step { status: root.status, bytes, ..step.told(Outcome::Ok, detail) });
                return descend(client, endpoint, reference, root, wanted, trace).await;
            }
            Err(error) => {
                trace.step(step.failed(&error, docker::refused(reference, Some(&endpoint), &error)));
                last = Some(error);
            }
        }
    }
    let nobody = ErrorKind::Registry { code: "network/failed", status: None, problem: "there is nobody to ask".into() };
    Err(last.unwrap_or_else(|| Error::new(nobody)))
}

fn step_of(endpoint: &Endpoint) -> Step {
    let (kind, rule) = match endpoint.kind {
        Kind::DockerMirror => ("mirror", "registry-mirrors"),
        Kind::OwnMirror => ("mirror", "own-mirror"),
        Kind::Registry if endpoint.gateway.is_some() => ("registry", "gateway"),
        Kind::Registry => ("registry", "registry"),
    };
    let step = Step::of(kind, rule).at(&host_of(&endpoint.base));
    match &endpoint.gateway {
        Some(gateway) => step.param("gateway", gateway),
        None => step,
    }
}

/// From what the reference names to the config.
async fn descend<T: Transport, K: Keyring>(
    client: &Client<T, K>,
    endpoint: Endpoint,
    reference: &Reference,
    root: Rc<Document>,
    wanted: Option<&Platform>,
    trace: &Trace,
) -> Result<Found> {
    let repository = reference.repository();
    let default = Platform::default_linux_amd64();
    let meant = wanted.unwrap_or(&default);
    let mut way = Vec::new();
    let mut seen = HashSet::new();
    let mut platform = None;
    let mut document = Rc::clone(&root);
    let manifest = loop {
        let manifest: Manifest = json::parse(&document.bytes, "manifest", client.limits()).inspect_err(|error| {
            trace.step(
                Step::of("manifest", "unreadable").failed(error, docker::refused(reference, Some(&endpoint), error)),
            );
        })?;
        let is_index = manifest.manifests.is_some() && manifest.config.is_none();
        let is_deep = way.len() > client.limits().index_depth as usize || !seen.insert(document.digest.clone());
        if is_index && is_deep {
            let (limit, allowed) = ("index-depth", client.limits().index_depth.into());
            return Err(Error::new(ErrorKind::Limit { limit, allowed, actual: None }));
        }
        if !is_index {
            break manifest;
        }
        let count = platforms::offered(&manifest).count();
        let detail = format!("{} names {count} images", document.digest.short());
        let bytes = Some(document.bytes.len() as u64);
        let step = Step { bytes, ..Step::of("index", "index").told(Outcome::Ok, detail).at(document.digest.as_str()) };
        trace.step(step.param("count", count.to_string()));
        let Some((entry, rule)) = platforms::choose(&manifest, meant) else {
            let error = no_platform(meant, &platforms::names(&manifest));
            let step = Step::of("platform", "no-platform").at(&meant.to_string());
            trace.step(
                step.param("offered", platforms::names(&manifest))
                    .failed(&error, docker::refused(reference, Some(&endpoint), &error)),
            );
            return Err(error);
        };
        platform = platforms::platform(entry).or(platform);
        let chosen = platforms::platform(entry).map_or_else(|| "unstated".to_owned(), |platform| platform.to_string());
        let detail = format!("of {} {chosen} is what {meant} takes", platforms::names(&manifest));
        let step = Step::of("platform", rule).told(Outcome::Ok, detail).at(&chosen);
        trace.step(step.param("wanted", meant.to_string()).param("offered", platforms::names(&manifest)));
        let which = Which::Digest(entry.digest.clone());
        way.push((Rc::clone(&document), manifest));
        document = match client.document(&endpoint, repository, &which, trace).await {
            Ok(next) => next,
            Err(error) => {
                trace.step(
                    Step::of("manifest", "manifest")
                        .failed(&error, docker::refused(reference, Some(&endpoint), &error)),
                );
                return Err(error);
            }
        };
    };
    let detail = format!("{} with {} layers", document.media_type, manifest.layers.len());
    let step = Step::of("manifest", "manifest").told(Outcome::Ok, detail).at(document.digest.as_str());
    let (status, bytes) = (document.status, Some(document.bytes.len() as u64));
    trace.step(Step { status, bytes, ..step }.param("mediaType", document.media_type.clone()));
    let config = manifest.config.clone().filter(|config| {
        config.media_type.as_deref().is_none_or(|text| MediaType::from(text).kind() == MediaKind::Config)
    });
    way.push((document, manifest));
    let mut found = Found { endpoint, root, way, platform, id: None, config: None, config_error: None };
    let Some(config) = config else {
        let detail = "it has no config of a container image";
        trace.step(Step::of("config", "no-config").told(Outcome::Skipped, detail));
        return Ok(found);
    };
    found.id = Some(config.digest.clone());
    let began = client.now();
    let blob = client.small_blob(&found.endpoint, repository, &config.digest, trace).await;
    let ms = Some(client.now().saturating_sub(began));
    let step = Step { ms, ..Step::of("config", "image-id").at(config.digest.as_str()) };
    match blob {
        Ok(blob) => {
            let detail = format!("docker calls the image {}", config.digest.short());
            let (status, bytes) = (blob.status, Some(blob.bytes.len() as u64));
            trace.step(Step { status, bytes, ..step.told(Outcome::Ok, detail) });
            let stated = json::parse::<Config>(&blob.bytes, "config", client.limits()).ok().and_then(stated_platform);
            if let (Some(wanted), Some(stated)) = (wanted, &stated)
                && found.way.len() == 1
                && stated.rank(wanted).is_none()
            {
                return Err(no_platform(wanted, &stated.to_string()));
            }
            found.platform = found.platform.or(stated);
            found.config = Some(blob);
        }
        Err(error) => {
            trace.step(step.failed(&error, docker::refused(reference, Some(&found.endpoint), &error)));
            found.config_error = Some(error);
        }
    }
    Ok(found)
}

fn stated_platform(config: Config) -> Option<Platform> {
    let own = config.platform;
    let (os, architecture) = (own.os?, own.architecture?);
    let (variant, os_version, os_features) = (own.variant, own.os_version, own.os_features);
    Some(Platform { os, architecture, variant, os_version, os_features })
}

fn no_platform(wanted: &Platform, offered: &str) -> Error {
    let problem = format!("there is no image for {wanted}; there are {offered}");
    Error::new(ErrorKind::Registry { code: "registry/no-platform", status: None, problem })
}
