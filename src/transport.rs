//! [reqwest](https://docs.rs/reqwest) as the transport of [`registry`](crate::registry), in wasm over the host's `fetch`.
//!
//! The clock and chance are the host's: in a browser there is nobody else to ask for them.

use std::future::Future;
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::Stream;

use crate::registry::{Body, Request, Response, Transport, Unreachable};

/// What the host has beside HTTP.
pub trait Host {
    /// Milliseconds since some moment.
    fn now(&self) -> u64;

    /// Waits so many milliseconds; a future that is dropped waits no more.
    fn sleep(&self, ms: u64) -> Pin<Box<dyn Future<Output = ()>>>;

    /// From 0 up to, but not, 1.
    fn random(&self) -> f64;

    /// Is told of each request before it is sent.
    fn sends(&self, url: &str);
}

/// A client of reqwest, and its host.
pub struct Reqwest<H> {
    client: reqwest::Client,
    host: H,
}

/// A body as reqwest streams it.
pub struct Chunks {
    stream: Pin<Box<dyn Stream<Item = reqwest::Result<Vec<u8>>>>>,
}

impl<H: Host> Reqwest<H> {
    /// One for all requests: connections are kept.
    pub fn new(host: H) -> Self {
        Self { client: reqwest::Client::new(), host }
    }
}

impl<H: Host> Transport for Reqwest<H> {
    type Body = Chunks;

    async fn send(&self, request: Request) -> Result<Response<Chunks>, Unreachable> {
        let Request { url, headers, form } = request;
        self.host.sends(&url);
        let mut builder = match &form {
            Some(_) => self.client.post(&url),
            None => self.client.get(&url),
        };
        #[cfg(target_arch = "wasm32")]
        {
            // Cookies are nobody's business here.
            builder = builder.fetch_credentials_omit();
        }
        for (name, value) in headers {
            builder = builder.header(name, value);
        }
        if let Some(form) = form {
            builder = builder.header("content-type", "application/x-www-form-urlencoded").body(form);
        }
        let answer = builder.send().await.map_err(|error| unreachable(&error))?;
        let status = answer.status().as_u16();
        let url = answer.url().to_string();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().ok().map(str::to_owned);
        let headers = answer.headers().iter();
        let headers = headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect();
        let stream = answer.bytes_stream().map(|bytes| bytes.map(|bytes| bytes.to_vec()));
        Ok(Response { status, url, headers, body: Chunks { stream: Box::pin(stream) } })
    }

    fn now(&self) -> u64 {
        self.host.now()
    }

    async fn sleep(&self, ms: u64) {
        self.host.sleep(ms).await;
    }

    fn random(&self) -> f64 {
        self.host.random()
    }
}

impl Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Unreachable> {
        self.stream.next().await.transpose().map_err(|error| unreachable(&error))
    }
}

/// Without the address: it may hold what lets in whoever has it.
fn unreachable(error: &reqwest::Error) -> Unreachable {
    let mut why = String::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        why = cause.to_string();
        source = cause.source();
    }
    // JavaScript's own words come with where in its code they were said.
    let why = why.lines().next().unwrap_or_default().trim_start_matches("JsValue(");
    let why = why.strip_prefix("TypeError: ").unwrap_or(why);
    let why = if why.is_empty() { "no answer came".to_owned() } else { why.chars().take(200).collect() };
    Unreachable { why }
}
