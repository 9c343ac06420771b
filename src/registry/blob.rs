//! A blob as it comes, resumed where it breaks off.

use std::rc::Rc;

use super::auth::Keyring;
use super::client::{Answer, Client, Hop, Sent, Target, refused, unreached};
use super::failure;
use super::settings::Endpoint;
use super::tags::pull_scope;
use super::transport::{Transport, Unreachable};
use crate::digest::{Digest, Hasher};
use crate::error::Result;

/// How often in a row a body may break off without a byte having come.
const TRIES: u32 = 5;

/// The bytes of a blob from an offset on. Begun at 0 they are hashed, and the end is an error where they differ.
pub struct BlobStream<T: Transport, K> {
    client: Rc<Client<T, K>>,
    endpoint: Endpoint,
    repository: String,
    digest: Digest,
    /// What its descriptor says; where that is not known a body that ends is taken for whole.
    size: Option<u64>,
    at: u64,
    hasher: Option<Hasher>,
    answer: Option<Answer<T::Body>>,
    /// Bytes to leave out: of a server that gave all where a part was asked for.
    skip: u64,
    tries: u32,
    ended: bool,
}

impl<T: Transport, K: Keyring> BlobStream<T, K> {
    /// Nothing is asked for before the first bytes are wanted.
    pub fn new(
        client: Rc<Client<T, K>>,
        endpoint: Endpoint,
        repository: String,
        digest: Digest,
        size: Option<u64>,
        at: u64,
    ) -> Self {
        let hasher = digest.known_algorithm().filter(|_| at == 0).map(Hasher::new);
        let (answer, skip, tries, ended) = (None, 0, 0, false);
        Self { client, endpoint, repository, digest, size, at, hasher, answer, skip, tries, ended }
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            if self.ended || self.size.is_some_and(|size| self.at >= size) {
                return self.end();
            }
            if self.answer.is_none() {
                self.ask().await?;
            }
            let Some(answer) = &mut self.answer else { continue };
            match self.client.chunk(&mut answer.response.body).await {
                Ok(Some(bytes)) => {
                    let taken = self.take(bytes);
                    if !taken.is_empty() {
                        return Ok(Some(taken));
                    }
                }
                Ok(None) if self.size.is_none() => self.ended = true,
                Ok(None) => self.broke_off(&Unreachable { why: "it ended before its size was reached".into() }).await?,
                Err(unreachable) => self.broke_off(&unreachable).await?,
            }
        }
    }

    fn take(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let unwanted = usize::try_from(self.skip).unwrap_or(usize::MAX).min(bytes.len());
        self.skip = self.skip.saturating_sub(unwanted as u64);
        bytes.drain(..unwanted);
        if let Some(size) = self.size {
            // A body that goes on is not read on: it may have no end.
            bytes.truncate(usize::try_from(size.saturating_sub(self.at)).unwrap_or(usize::MAX));
        }
        self.at = self.at.saturating_add(bytes.len() as u64);
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&bytes);
        }
        if !bytes.is_empty() {
            self.tries = 0;
        }
        bytes
    }

    async fn ask(&mut self) -> Result<()> {
        let scope = pull_scope(&self.repository);
        let path = format!("/v2/{}/blobs/{}", self.repository, self.digest);
        let range = match self.size {
            Some(size) => format!("bytes={}-{}", self.at, size.saturating_sub(1)),
            None => format!("bytes={}-", self.at),
        };
        let headers = if self.at > 0 { vec![("range", range)] } else { Vec::new() };
        let target = Target { path, scope: &scope, headers };
        let answer = self.client.get(&self.endpoint, Hop::Blob, &target, &()).await?;
        match answer.response.status {
            200 => self.skip = self.at,
            206 => self.skip = 0,
            // The address that a registry sent on to has run out: it gives another one.
            403 if self.at > 0 && self.tries < TRIES => {
                self.tries = self.client.back_off(self.tries, None).await;
                return Ok(());
            }
            status => {
                let sent = Sent { status, headers: Vec::new(), body: Vec::new() };
                let what = format!("{}@{}", self.repository, self.digest);
                return refused(&self.endpoint, "registry/no-such-blob", &what, &sent);
            }
        }
        self.answer = Some(answer);
        Ok(())
    }

    async fn broke_off(&mut self, unreachable: &Unreachable) -> Result<()> {
        self.answer = None;
        if self.tries >= TRIES {
            return Err(unreached(Hop::Blob, &self.endpoint.base, unreachable));
        }
        self.tries = self.client.back_off(self.tries, None).await;
        Ok(())
    }

    fn end(&mut self) -> Result<Option<Vec<u8>>> {
        self.answer = None;
        self.ended = true;
        let Some(hasher) = self.hasher.take() else { return Ok(None) };
        let actual = hasher.finish();
        if actual == self.digest {
            return Ok(None);
        }
        let Self { endpoint, repository, digest, .. } = self;
        let problem = format!("{} gave bytes for {repository}@{digest} that hash to {actual}", endpoint.name);
        failure("registry/digest-mismatch", None, problem)
    }
}
