//! One request: who asks, how long it may take, when it is tried again.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use url::Url;

use super::auth::{Keyring, Known};
use super::few::Few;
use super::gate::{Gate, Pass};
use super::settings::{Endpoint, Settings, host_of, through};
use super::transport::{Body, Request, Response, Transport, Unreachable};
use super::{Document, Happening, Watch, failure};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// Asks registries, and remembers tokens, documents, and what each wants to be told.
#[derive(Debug)]
pub struct Client<T, K> {
    pub(super) transport: T,
    pub(super) keyring: K,
    pub(super) settings: Settings,
    pub(super) limits: Limits,
    pub(super) known: Known,
    /// By who has them: that one registry gives a document to somebody says nothing of another.
    pub(super) documents: RefCell<Few<Rc<Document>>>,
    gates: RefCell<Few<Rc<Gate>>>,
}

/// What a request is for, as errors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hop {
    /// A token server.
    Token,
    /// A manifest or index.
    Manifest,
    /// A config or layer.
    Blob,
    /// Tags, repositories, referrers, results.
    List,
}

/// An answer that was read whole.
pub(super) struct Sent {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// An answer whose body is still to come; a place at the host is held until it is dropped.
pub(super) struct Answer<B> {
    pub(super) response: Response<B>,
    _pass: Pass,
}

/// At one host.
const AT_ONCE: u32 = 6;
/// Milliseconds to wait for the head of an answer, and for the next bytes of a body. Never for all of it: it may be long.
const HEAD: u64 = 30_000;
const SILENCE: u64 = 30_000;
/// How often a request that may pass is sent again.
const RETRIES: u32 = 4;
/// The same where no answer came at all: mostly nobody is there, and who waits wants to know.
const UNANSWERED: u32 = 1;
/// Milliseconds before the first of them; doubled each time.
const BACKOFF: u64 = 500;
/// A registry that wants to be left alone for longer is told to the caller instead.
const LONGEST_WAIT: u64 = 60_000;

impl<T: Transport, K: Keyring> Client<T, K> {
    /// Has asked nobody yet.
    pub fn new(transport: T, keyring: K, settings: Settings, limits: Limits) -> Self {
        Self {
            transport,
            keyring,
            settings,
            limits,
            known: Known::default(),
            documents: RefCell::default(),
            gates: RefCell::default(),
        }
    }

    /// Where registries are found.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The caps it works under.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Milliseconds, by the transport's clock.
    pub fn now(&self) -> u64 {
        self.transport.now()
    }

    /// Asks an endpoint for what lies at a path, with what it wants to be told of who asks.
    pub(super) async fn get(
        &self,
        endpoint: &Endpoint,
        hop: Hop,
        target: &Target<'_>,
        watch: &dyn Watch,
    ) -> Result<Answer<T::Body>> {
        let url = target.url(endpoint)?;
        self.settings.check(&url)?;
        let mut challenged = 0_u32;
        let mut retried = 0;
        loop {
            let mut headers = target.headers.clone();
            if let Some(value) = self.authorization(endpoint, target.scope, watch).await? {
                headers.push(("authorization", value));
            }
            let request = Request { url: through(endpoint.gateway.as_deref(), &url), headers, form: None };
            let began = self.transport.now();
            let outcome = self.head(request).await;
            let ms = self.transport.now().saturating_sub(began);
            let answer = match outcome {
                Ok(answer) => answer,
                Err(_) if retried < UNANSWERED && !self.settings.browser => {
                    retried = self.back_off(retried, None).await;
                    continue;
                }
                Err(unreachable) => return Err(unreached(hop, &url, &unreachable)),
            };
            let response = &answer.response;
            let status = response.status;
            watch.happened(Happening::Answered { host: host_of(&url), status, ms });
            self.settings.check(&Url::parse(&response.url).unwrap_or_else(|_| url.clone()))?;
            let elsewhere = redirected(&url, endpoint, &response.url);
            let is_its_own = elsewhere.is_none();
            if let Some(to) = elsewhere {
                watch.happened(Happening::Redirected { from: host_of(&url), to });
            }
            let wait = retry_after(response);
            // What another host asks for is not what the registry asks for: its realm is to be told nothing.
            if status == 401 && is_its_own && challenged < 2 {
                challenged = challenged.saturating_add(1);
                if self.challenged(endpoint, response.header("www-authenticate"), target.scope) {
                    continue;
                }
            }
            let may_pass = matches!(status, 429 | 500 | 502..=504) && wait.is_none_or(|wait| wait <= LONGEST_WAIT);
            if may_pass && retried < RETRIES {
                drop(answer);
                retried = self.back_off(retried, wait).await;
                continue;
            }
            return Ok(answer);
        }
    }

    /// The same, read whole, up to the cap of a document.
    pub(super) async fn get_whole(
        &self,
        endpoint: &Endpoint,
        hop: Hop,
        target: &Target<'_>,
        watch: &dyn Watch,
    ) -> Result<Sent> {
        let url = target.url(endpoint)?;
        let mut retried = 0;
        loop {
            let answer = self.get(endpoint, hop, target, watch).await?;
            match self.whole(answer, self.limits.json_bytes).await {
                Ok(sent) => return sent,
                Err(_) if retried < RETRIES => retried = self.back_off(retried, None).await,
                Err(unreachable) => return Err(unreached(hop, &url, &unreachable)),
            }
        }
    }

    /// One request to a token server as it is, read whole.
    pub(super) async fn exchange(&self, url: &Url, request: Request) -> Result<Sent> {
        let mut retried = 0;
        loop {
            let sent = match self.head(request.clone()).await {
                Ok(answer) => self.whole(answer, self.limits.json_bytes).await,
                Err(unreachable) => Err(unreachable),
            };
            match sent {
                Ok(Ok(Sent { status: 429 | 500 | 502..=504, .. })) if retried < RETRIES => {
                    retried = self.back_off(retried, None).await;
                }
                Ok(sent) => return sent,
                Err(_) if retried < UNANSWERED && !self.settings.browser => {
                    retried = self.back_off(retried, None).await
                }
                Err(unreachable) => return Err(unreached(Hop::Token, url, &unreachable)),
            }
        }
    }

    async fn head(&self, request: Request) -> std::result::Result<Answer<T::Body>, Unreachable> {
        let host = Url::parse(&request.url).map(|url| host_of(&url)).unwrap_or_default();
        let pass = self.gate(host).enter().await;
        let response = self.within(HEAD, self.transport.send(request)).await?;
        Ok(Answer { response, _pass: pass })
    }

    fn gate(&self, host: String) -> Rc<Gate> {
        let mut gates = self.gates.borrow_mut();
        if let Some(gate) = gates.get(&host) {
            return Rc::clone(gate);
        }
        let gate = Gate::new(AT_ONCE);
        gates.insert(host, Rc::clone(&gate));
        gate
    }

    async fn whole(&self, mut answer: Answer<T::Body>, most: u64) -> std::result::Result<Result<Sent>, Unreachable> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk(&mut answer.response.body).await? {
            body.extend_from_slice(&chunk);
            if body.len() as u64 > most {
                let limit = ErrorKind::Limit { limit: "json-bytes", allowed: most, actual: None };
                return Ok(Err(Error::new(limit)));
            }
        }
        let Response { status, headers, .. } = answer.response;
        Ok(Ok(Sent { status, headers, body }))
    }

    /// The next bytes of a body, unless it falls silent.
    pub(super) async fn chunk(&self, body: &mut T::Body) -> std::result::Result<Option<Vec<u8>>, Unreachable> {
        self.within(SILENCE, body.chunk()).await
    }

    async fn within<V>(
        &self,
        ms: u64,
        work: impl Future<Output = std::result::Result<V, Unreachable>>,
    ) -> std::result::Result<V, Unreachable> {
        match select(pin!(work), pin!(self.transport.sleep(ms))).await {
            Either::Left((done, _)) => done,
            Either::Right(_) => Err(Unreachable { why: format!("nothing came for {} seconds", ms / 1000) }),
        }
    }

    /// Waits before the next try, longer each time and never in step with others; gives how many there were.
    pub(super) async fn back_off(&self, retried: u32, asked: Option<u64>) -> u32 {
        let least = BACKOFF.saturating_mul(1 << retried.min(8));
        // A quarter at most: the numbers are small, and only chance is wanted of them.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let jitter = (self.transport.random() * least as f64 / 4.0) as u64;
        self.transport.sleep(asked.unwrap_or(least).saturating_add(jitter)).await;
        retried.saturating_add(1)
    }
}

/// What is asked for at an endpoint.
pub(super) struct Target<'a> {
    /// Below the endpoint's base, with its query.
    pub(super) path: String,
    /// What a token is to allow.
    pub(super) scope: &'a str,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Target<'_> {
    fn url(&self, endpoint: &Endpoint) -> Result<Url> {
        let base = endpoint.base.as_str().trim_end_matches('/');
        super::settings::parse(&format!("{base}{}", self.path))
    }
}

/// Where another host answered than was asked.
fn redirected(asked: &Url, endpoint: &Endpoint, answered: &str) -> Option<String> {
    let answered = Url::parse(answered).ok()?;
    (endpoint.gateway.is_none() && host_of(&answered) != host_of(asked)).then(|| host_of(&answered))
}

/// Seconds only: a date would need a clock that tells the day.
fn retry_after<B>(response: &Response<B>) -> Option<u64> {
    response.header("retry-after")?.trim().parse::<u64>().ok().map(|seconds| seconds.saturating_mul(1000))
}

pub(super) fn unreached(hop: Hop, url: &Url, Unreachable { why }: &Unreachable) -> Error {
    let what = match hop {
        Hop::Token => "a token",
        Hop::Manifest => "a manifest",
        Hop::Blob => "a blob",
        Hop::List => "a list",
    };
    let code = if why.starts_with("nothing came") { "network/timeout" } else { "network/failed" };
    let problem = format!("{} could not be asked for {what}: {why}", host_of(url));
    Error::new(ErrorKind::Registry { code, status: None, problem })
}

/// What a status means that is no success.
pub(super) fn refused<V>(endpoint: &Endpoint, missing: &'static str, what: &str, sent: &Sent) -> Result<V> {
    let status = sent.status;
    let said = said(&sent.body).map(|said| format!(": {said}")).unwrap_or_default();
    let name = &endpoint.name;
    let (code, problem) = match status {
        401 | 403 => ("registry/denied", format!("{name} lets nobody without leave see {what}{said}")),
        404 => (missing, format!("{name} has no {what}{said}")),
        429 => ("registry/too-many-requests", format!("{name} was asked too often{said}")),
        _ => ("registry/status", format!("{name} answered {status} when it was asked for {what}{said}")),
    };
    failure(code, Some(status), problem)
}

/// The registry's own words, short and without control characters.
fn said(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let error = value.get("errors")?.get(0)?;
    let text = error.get("message").or_else(|| error.get("code"))?.as_str()?;
    Some(text.chars().filter(|c| !c.is_control()).take(200).collect())
}
