//! What one tag stands for.

use super::{Found, NoLocal, Trace, platforms, resolve};
use crate::error::{Error, ErrorKind, Result};
use crate::oci::config::Config;
use crate::oci::json;
use crate::platform::Platform;
use crate::reference::Reference;
use crate::registry::{Client, Keyring, Transport};

/// Its digest, and of the image that linux/amd64 gets: date, size, and what it runs on.
#[derive(Clone, Debug, Default)]
pub struct TagDetails {
    /// Of what it names: an index, where it names one.
    pub digest: String,
    /// RFC 3339, as written.
    pub created: Option<String>,
    /// Manifest, config and layers.
    pub size: Option<u64>,
    /// All that are offered.
    pub platforms: Vec<Platform>,
}

/// Asks for what a tag names.
pub async fn tag_details<T: Transport, K: Keyring>(client: &Client<T, K>, reference: Reference) -> Result<TagDetails> {
    let resolved = resolve(client, &NoLocal, reference, None, &Trace::default()).await;
    match (resolved.found, resolved.error) {
        (Some(found), _) => Ok(details(client, &found)),
        (None, Some(error)) => Err(error),
        (None, None) => Err(Error::new(ErrorKind::NotALayout)),
    }
}

fn details<T: Transport, K: Keyring>(client: &Client<T, K>, found: &Found) -> TagDetails {
    let config = found.config.as_ref();
    let config = config.and_then(|blob| json::parse::<Config>(&blob.bytes, "config", client.limits()).ok());
    let size = found.way.last().map(|(document, manifest)| {
        let parts = manifest.config.iter().chain(&manifest.layers).filter_map(|part| part.size);
        parts.fold(document.bytes.len() as u64, u64::saturating_add)
    });
    let offered = found.way.first().filter(|_| found.way.len() > 1);
    let platforms = match offered {
        Some((_, index)) => platforms::offered(index).filter_map(platforms::platform).collect(),
        None => found.platform.iter().cloned().collect(),
    };
    TagDetails {
        digest: found.root.digest.to_string(),
        created: config.and_then(|config| config.created),
        size,
        platforms,
    }
}
