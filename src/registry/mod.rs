//! The conversation with registries ([distribution specification]): who asks, for what, and what is believed.
//!
//! Plain `async fn`s over a [`Transport`] that the host gives, one thread throughout. Every document and config is hashed
//! and compared with the digest that was asked for or announced; a blob is, once it was read to its end. What can pass
//! (a dropped connection, 429, 5xx) is tried again, with growing pauses; a body that breaks off goes on from the last byte.
//!
//! In a browser ([`Settings::browser`]) requests stay simple where that saves a preflight, and nothing rests on headers
//! that a page may not see.
//!
//! [distribution specification]: https://github.com/opencontainers/distribution-spec/blob/main/spec.md

mod auth;
mod blob;
mod challenge;
mod client;
mod document;
mod few;
mod gate;
mod link;
mod referrers;
mod search;
mod settings;
mod signed;
mod tags;
#[cfg(test)]
mod tests;
mod transport;
mod version;

pub use auth::{Credential, Keyring, NoKeys};
pub use blob::BlobStream;
pub use challenge::Challenge;
pub use client::Client;
pub use document::{Document, Which};
pub use link::next as next_link;
pub use referrers::{Referrer, Via};
pub use search::{Found, Search, Wanted};
pub use settings::{Endpoint, Kind, Settings, host_of};
pub use tags::{Names, pull_scope};
pub use transport::{Body, Request, Response, Transport, Unreachable};
pub use version::compare as compare_versions;

use crate::error::{Error, ErrorKind, Result};

/// Is told what happens on the way. Never holds a credential.
pub trait Watch {
    /// Something did.
    fn happened(&self, happening: Happening);
}

/// What can happen on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A request was answered.
    Answered {
        /// Who was asked.
        host: String,
        /// Of HTTP.
        status: u16,
        /// From sending to the head of the answer.
        ms: u64,
    },
    /// A token was asked for.
    Token {
        /// Whom.
        host: String,
        /// Of HTTP; `None` where no answer came.
        status: Option<u16>,
        /// Of the answer.
        bytes: u64,
        /// All of it.
        ms: u64,
        /// There is a token now.
        ok: bool,
    },
    /// Another host answered.
    Redirected {
        /// Who was asked.
        from: String,
        /// Who answered.
        to: String,
    },
}

/// Nobody watches.
impl Watch for () {
    fn happened(&self, _happening: Happening) {}
}

pub(crate) fn failure<V>(code: &'static str, status: Option<u16>, problem: impl Into<String>) -> Result<V> {
    Err(Error::new(ErrorKind::Registry { code, status, problem: problem.into() }))
}
