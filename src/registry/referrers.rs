//! What refers to an image: by the registry's own list (specification 1.1), by the tag that stands in for one, and by
//! cosign's tags.

use std::collections::BTreeMap;

use super::Watch;
use super::auth::Keyring;
use super::client::{Client, Hop, Target};
use super::document::Which;
use super::settings::Endpoint;
use super::tags::pull_scope;
use super::transport::Transport;
use crate::digest::Digest;
use crate::error::Result;
use crate::oci::json;
use crate::oci::manifest::Manifest;

/// One manifest that refers to another.
#[derive(Clone, Debug)]
pub struct Referrer {
    /// Of it.
    pub digest: Digest,
    /// What it is.
    pub artifact_type: Option<String>,
    /// Of the manifest.
    pub media_type: Option<String>,
    /// In bytes.
    pub size: Option<u64>,
    /// Of its descriptor.
    pub annotations: BTreeMap<String, String>,
    /// How it was found.
    pub via: Via,
}

/// How a referrer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// The registry's list.
    Api,
    /// `sha256-<hex>`.
    Tag,
    /// `sha256-<hex>.sig` and the like.
    Cosign,
}

/// What cosign's tags end with, and what they hold.
const COSIGN: [(&str, &str); 3] = [
    ("sig", "application/vnd.dev.cosign.artifact.sig.v1+json"),
    ("att", "application/vnd.dsse.envelope.v1+json"),
    ("sbom", "application/vnd.dev.cosign.artifact.sbom.v1+json"),
];

impl Via {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Tag => "tag",
            Self::Cosign => "cosign",
        }
    }
}

impl<T: Transport, K: Keyring> Client<T, K> {
    /// What refers to a manifest or index.
    pub async fn referrers(
        &self,
        endpoint: &Endpoint,
        repository: &str,
        subject: &Digest,
        watch: &dyn Watch,
    ) -> Result<Vec<Referrer>> {
        let scope = pull_scope(repository);
        let path = format!("/v2/{repository}/referrers/{subject}");
        let target = Target { path, scope: &scope, headers: Vec::new() };
        let sent = self.get_whole(endpoint, Hop::List, &target, watch).await?;
        let listed = (sent.status == 200).then(|| json::parse::<Manifest>(&sent.body, "index", &self.limits).ok());
        let stem = format!("{}-{}", subject.algorithm(), subject.encoded());
        let mut all = match listed.flatten() {
            Some(index) => of_index(index, Via::Api),
            None => match self.tagged(endpoint, repository, &stem, watch).await? {
                Some((_, _, index)) => of_index(index, Via::Tag),
                None => Vec::new(),
            },
        };
        for (suffix, kind) in COSIGN {
            let Some((digest, size, manifest)) =
                self.tagged(endpoint, repository, &format!("{stem}.{suffix}"), watch).await?
            else {
                continue;
            };
            if all.iter().any(|known| known.digest == digest) {
                continue;
            }
            all.push(Referrer {
                digest,
                artifact_type: manifest.artifact_type.or_else(|| Some(kind.to_owned())),
                media_type: manifest.media_type,
                size: Some(size),
                annotations: manifest.annotations,
                via: Via::Cosign,
            });
        }
        Ok(all)
    }

    /// The document behind a tag; that there is none is no error.
    async fn tagged(
        &self,
        endpoint: &Endpoint,
        repository: &str,
        tag: &str,
        watch: &dyn Watch,
    ) -> Result<Option<(Digest, u64, Manifest)>> {
        let which = Which::Tag(tag.to_owned());
        match self.document(endpoint, repository, &which, watch).await {
            Ok(document) => {
                let manifest = json::parse::<Manifest>(&document.bytes, "manifest", &self.limits)?;
                Ok(Some((document.digest.clone(), document.bytes.len() as u64, manifest)))
            }
            Err(error) if error.code() == "registry/no-such-image" => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn of_index(index: Manifest, via: Via) -> Vec<Referrer> {
    let row = |entry: crate::oci::descriptor::Descriptor| Referrer {
        digest: entry.digest,
        artifact_type: entry.artifact_type,
        media_type: entry.media_type,
        size: entry.size,
        annotations: entry.annotations,
        via,
    };
    index.manifests.unwrap_or_default().into_iter().map(row).collect()
}
