//! Manifests and indexes, and the small blobs that they name.

use std::rc::Rc;

use serde_json::Value;

use super::auth::Keyring;
use super::client::{Client, Hop, Sent, Target, refused};
use super::settings::Endpoint;
use super::tags::pull_scope;
use super::transport::Transport;
use super::{Watch, failure, signed};
use crate::digest::{Algorithm, Digest, Verification};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::media_type::{Kind, MediaType};
use crate::oci::json;

/// Which document of a repository.
#[derive(Clone, Debug)]
pub enum Which {
    /// What a tag names now.
    Tag(String),
    /// This very one.
    Digest(Digest),
}

/// A manifest or index, its bytes compared with what they should hash to.
#[derive(Clone, Debug)]
pub struct Document {
    /// As they came.
    pub bytes: Vec<u8>,
    /// Of those bytes; of a signed manifest of schema 1, of what was signed.
    pub digest: Digest,
    /// The answer's word, else the document's own.
    pub media_type: String,
    /// Of HTTP; `None` where it was known already.
    pub status: Option<u16>,
}

/// What is asked for: all at once, or where that would cost a preflight in steps of less than 128 bytes.
const ALL: &str = "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, \
                   application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, \
                   application/vnd.docker.distribution.manifest.v1+prettyjws";
const STEPS: [&str; 3] = [
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.v1+prettyjws, application/vnd.docker.distribution.manifest.v1+json",
];

/// Bytes of documents that are remembered.
const REMEMBERED: usize = 16 << 20;

impl<T: Transport, K: Keyring> Client<T, K> {
    /// A manifest or index. One that is asked for by its digest, and known, is not asked for again.
    pub async fn document(
        &self,
        endpoint: &Endpoint,
        repository: &str,
        which: &Which,
        watch: &dyn Watch,
    ) -> Result<Rc<Document>> {
        if let Which::Digest(digest) = which
            && let Some(known) = self.remembered(endpoint, repository, digest)
        {
            return Ok(known);
        }
        let name = match which {
            Which::Tag(tag) => tag.clone(),
            Which::Digest(digest) => digest.to_string(),
        };
        let what = match which {
            Which::Tag(tag) => format!("{repository}:{tag}"),
            Which::Digest(digest) => format!("{repository}@{digest}"),
        };
        let sent = self.manifest(endpoint, repository, &name, watch).await?;
        if sent.status != 200 {
            return refused(endpoint, "registry/no-such-image", &what, &sent);
        }
        let document = Rc::new(checked(endpoint, which, &what, sent, &self.limits)?);
        self.remember(endpoint, repository, Rc::clone(&document));
        Ok(document)
    }

    /// A blob as small as a config, verified.
    pub async fn small_blob(
        &self,
        endpoint: &Endpoint,
        repository: &str,
        digest: &Digest,
        watch: &dyn Watch,
    ) -> Result<Rc<Document>> {
        if let Some(known) = self.remembered(endpoint, repository, digest) {
            return Ok(known);
        }
        let scope = pull_scope(repository);
        let path = format!("/v2/{repository}/blobs/{digest}");
        let target = Target { path, scope: &scope, headers: Vec::new() };
        let sent = self.get_whole(endpoint, Hop::Blob, &target, watch).await?;
        let what = format!("{repository}@{digest}");
        if sent.status != 200 {
            return refused(endpoint, "registry/no-such-blob", &what, &sent);
        }
        if let Verification::Mismatch { actual, .. } = digest.verify(&sent.body) {
            return mismatch(endpoint, &what, digest, &actual);
        }
        let Sent { body: bytes, status, .. } = sent;
        let blob = Rc::new(Document { bytes, digest: digest.clone(), media_type: String::new(), status: Some(status) });
        self.remember(endpoint, repository, Rc::clone(&blob));
        Ok(blob)
    }

    async fn manifest(&self, endpoint: &Endpoint, repository: &str, name: &str, watch: &dyn Watch) -> Result<Sent> {
        let scope = pull_scope(repository);
        let path = format!("/v2/{repository}/manifests/{name}");
        let target =
            |accept: &str| Target { path: path.clone(), scope: &scope, headers: vec![("accept", accept.to_owned())] };
        // With a token there is a preflight anyway.
        if !self.settings.browser || self.authorization(endpoint, &scope, &()).await?.is_some() {
            return self.get_whole(endpoint, Hop::Manifest, &target(ALL), watch).await;
        }
        let mut last = None;
        for accept in STEPS {
            let sent = self.get_whole(endpoint, Hop::Manifest, &target(accept), watch).await?;
            // Where it may not send what it has, distribution makes a manifest of schema 1 of that.
            let is_converted =
                sent.status == 200 && accept != STEPS[2] && kind_of(&sent, &self.limits) == Kind::Schema1;
            let may_be_other = matches!(sent.status, 404 | 406) || is_converted;
            if !may_be_other {
                return Ok(sent);
            }
            last = Some(sent);
        }
        last.map_or_else(|| failure("registry/no-such-image", None, "there is no such image"), Ok)
    }

    fn remembered(&self, endpoint: &Endpoint, repository: &str, digest: &Digest) -> Option<Rc<Document>> {
        let known = self.documents.borrow();
        let known = known.get(&place(endpoint, repository, digest))?;
        Some(Rc::new(Document { status: None, ..(**known).clone() }))
    }

    fn remember(&self, endpoint: &Endpoint, repository: &str, document: Rc<Document>) {
        let mut documents = self.documents.borrow_mut();
        let held: usize = documents.values().map(|known| known.bytes.len()).sum();
        if held.saturating_add(document.bytes.len()) > REMEMBERED {
            documents.clear();
        }
        documents.insert(place(endpoint, repository, &document.digest), document);
    }
}

fn place(endpoint: &Endpoint, repository: &str, digest: &Digest) -> String {
    format!("{}/{repository}@{digest}", endpoint.base)
}

fn checked(endpoint: &Endpoint, which: &Which, what: &str, sent: Sent, limits: &Limits) -> Result<Document> {
    if !json::looks_like_json(&sent.body) {
        let problem = format!("{} gave something that is no JSON for {what}", endpoint.name);
        return failure("registry/not-a-registry", Some(sent.status), problem);
    }
    let media_type = media_type(&sent, limits);
    let hashed = match MediaType::from(media_type.as_str()).kind() {
        Kind::Schema1 => signed::payload(&sent.body, limits),
        _ => None,
    };
    let hashed = hashed.as_deref().unwrap_or(&sent.body);
    let announced = header(&sent, "docker-content-digest").and_then(|text| text.parse::<Digest>().ok());
    let asked = match which {
        Which::Digest(digest) => Some(digest.clone()),
        Which::Tag(_) => announced,
    };
    let algorithm = asked.as_ref().and_then(Digest::known_algorithm).unwrap_or(Algorithm::Sha256);
    let actual = Digest::of(algorithm, hashed);
    match asked {
        Some(asked) if asked.known_algorithm().is_some() && asked != actual => {
            mismatch(endpoint, what, &asked, &actual)
        }
        _ => {
            let Sent { body: bytes, status, .. } = sent;
            Ok(Document { bytes, digest: actual, media_type, status: Some(status) })
        }
    }
}

fn mismatch<V>(endpoint: &Endpoint, what: &str, expected: &Digest, actual: &Digest) -> Result<V> {
    let problem = format!("{} gave bytes for {what} that hash to {actual}, not to {expected}", endpoint.name);
    Err(Error::new(ErrorKind::Registry { code: "registry/digest-mismatch", status: None, problem }))
}

fn kind_of(sent: &Sent, limits: &Limits) -> Kind {
    MediaType::from(media_type(sent, limits).as_str()).kind()
}

/// The document's own word counts where the answer has none, or one that says nothing.
fn media_type(sent: &Sent, limits: &Limits) -> String {
    let stated = header(sent, "content-type").filter(|text| MediaType::from(*text).kind() != Kind::Other);
    if let Some(stated) = stated {
        return stated.split(';').next().unwrap_or_default().trim().to_owned();
    }
    let own: Option<Value> = json::parse(&sent.body, "manifest", limits).ok();
    let field = |name: &str| own.as_ref().and_then(|own| own.get(name));
    if let Some(own) = field("mediaType").and_then(Value::as_str) {
        return own.to_owned();
    }
    let is_first = field("schemaVersion").and_then(Value::as_u64) == Some(1);
    let guessed = match (is_first, field("signatures").is_some(), field("manifests").is_some()) {
        (true, true, _) => MediaType::DOCKER_SCHEMA1_SIGNED,
        (true, false, _) => MediaType::DOCKER_SCHEMA1,
        (false, _, true) => MediaType::OCI_INDEX,
        (false, _, false) => MediaType::OCI_MANIFEST,
    };
    guessed.to_owned()
}

pub(super) fn header<'a>(sent: &'a Sent, name: &str) -> Option<&'a str> {
    sent.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
