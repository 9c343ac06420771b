//! What people type to name an image, `[registry/]repository[:tag][@digest]`, read as docker reads it.
//!
//! ```
//! use layerglass::reference::Reference;
//!
//! let reference: Reference = "mysql:5.7".parse()?;
//! assert_eq!((reference.registry(), reference.repository(), reference.tag()), ("docker.io", "library/mysql", Some("5.7")));
//! assert_eq!(reference.canonical(), "docker.io/library/mysql:5.7");
//! assert_eq!(reference.familiar(), "mysql:5.7");
//!
//! let error = "ghcr.io/Owner/app".parse::<Reference>().unwrap_err();
//! assert_eq!(error.code(), "reference/uppercase");
//! # Ok::<(), layerglass::error::Error>(())
//! ```
//!
//! The grammar is that of `github.com/distribution/reference`, and so are these surprises:
//!
//! - The first part is a registry if it holds `.` or `:`, is `localhost`, or has an upper-case letter: `Foo/bar` is
//!   `bar` at the registry `Foo`, `foo/bar` is at Docker Hub. Without `/` there is no registry: `example.com` is Docker
//!   Hub's `library/example.com`, and `example.com:5000` is its tag 5000.
//! - 255 characters are the limit of the repository alone, but of the whole one: `library/` counts where it was added.
//! - 64 digits of a bare image ID are refused as a name; after a `/` they are one.
//!
//! It differs in four places, each where following would lead people astray:
//!
//! - `localhost:5000` is refused: there it is tag 5000 of `library/localhost`, but who types it means a registry.
//! - `foo_bar.com/app` is refused: there it is a name without any registry, which cannot be pulled.
//! - The short form of `docker.io/example.com/app` is not `example.com/app`, which names something else.
//! - A digest of an unknown algorithm is accepted, if it has at least 32 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use crate::digest::Digest;
use crate::error::{Error, ErrorKind};

use self::grammar::{
    Refusal, check_path, check_registry, check_tag, is_number, parse_digest, refuse, split_off, within,
};

mod grammar;
#[cfg(test)]
mod tests;

/// Docker Hub, under the name that docker gives it; its registry answers at `registry-1.docker.io`.
const DEFAULT_REGISTRY: &str = "docker.io";
const LEGACY_DEFAULT_REGISTRY: &str = "index.docker.io";
const OFFICIAL: &str = "library/";
const DEFAULT_TAG: &str = "latest";

const REPOSITORY_MAX: usize = 255;
/// Characters of a refused input that an error keeps: more than any good reference of a sane host has.
const SHOWN_MAX: usize = 1024;

/// A name of an image: what was typed, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    input: String,
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<Digest>,
}

impl Reference {
    /// What was typed.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// Host and port, `docker.io` where none was typed.
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The repository at the registry, `library/` included.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag, if one was typed. With a digest beside it, the digest decides.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest, if one was typed.
    pub fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    /// The whole form: registry, repository, tag and digest; `:latest` where neither tag nor digest was typed.
    pub fn canonical(&self) -> String {
        let name = self.canonical_repository();
        match (&self.tag, &self.digest) {
            (None, None) => format!("{name}:{DEFAULT_TAG}"),
            _ => name + &self.suffix(),
        }
    }

    /// docker's short form: Docker Hub and its `library/` left out, no tag added.
    pub fn familiar(&self) -> String {
        self.shortest(&self.suffix())
    }

    /// The short form without tag and digest, as in docker's column REPOSITORY.
    pub fn familiar_repository(&self) -> String {
        self.shortest("")
    }

    fn canonical_repository(&self) -> String {
        format!("{}/{}", self.registry, self.repository)
    }

    fn suffix(&self) -> String {
        let tag = self.tag.as_ref().map(|tag| format!(":{tag}")).unwrap_or_default();
        let digest = self.digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default();
        tag + &digest
    }

    /// The shortest form that is read as the same repository again.
    fn shortest(&self, suffix: &str) -> String {
        let whole = self.canonical_repository() + suffix;
        if self.registry != DEFAULT_REGISTRY {
            return whole;
        }
        let unofficial = self.repository.strip_prefix(OFFICIAL).unwrap_or(&self.repository);
        [unofficial, &self.repository]
            .into_iter()
            .map(|name| format!("{name}{suffix}"))
            .find(|name| {
                parse(name).is_ok_and(|read| read.registry == self.registry && read.repository == self.repository)
            })
            .unwrap_or(whole)
    }
}

impl FromStr for Reference {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        parse(input).map_err(|Refusal { code, position, rule }| {
            let input = input.chars().take(SHOWN_MAX).collect();
            Error::new(ErrorKind::Reference { input, code, position, rule })
        })
    }
}

/// What was typed.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)
    }
}

fn parse(input: &str) -> Result<Reference, Refusal> {
    if input.is_empty() {
        return refuse("empty", 0, "a reference names at least a repository");
    }
    if input.len() == 64 && input.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return refuse("hex-name", 0, "a name of 64 hexadecimal digits is an image ID, not a repository");
    }
    let (registry, rest) = split_registry(input);
    if let Some(registry) = registry {
        check_registry(registry, rest)?;
    }
    let registry = registry.filter(|registry| *registry != LEGACY_DEFAULT_REGISTRY).unwrap_or(DEFAULT_REGISTRY);

    let (named, digest) = split_off(rest, '@');
    let (path, tag) = split_off(named, ':');
    let path_start = input.len() - rest.len();
    let tag_start = path_start + path.len() + 1;
    let digest_start = path_start + named.len() + 1;

    within(path_start, check_path(path))?;
    let official = if registry == DEFAULT_REGISTRY && !path.contains('/') { OFFICIAL } else { "" };
    let repository = format!("{official}{path}");
    if repository.len() > REPOSITORY_MAX {
        let position = path_start + REPOSITORY_MAX - official.len();
        return refuse(
            "length",
            position,
            format!("a repository has at most {REPOSITORY_MAX} characters, {official:?} included"),
        );
    }
    if let Some(tag) = tag {
        within(tag_start, check_tag(tag))?;
        if input == format!("localhost:{tag}") && is_number(tag) {
            return refuse("path", input.len(), "localhost with a port is a registry; a repository follows it after /");
        }
    }
    Ok(Reference {
        input: input.to_owned(),
        registry: registry.to_owned(),
        repository,
        tag: tag.map(ToOwned::to_owned),
        digest: digest.map(|digest| within(digest_start, parse_digest(digest))).transpose()?,
    })
}

/// The rule that says whether the first part is a registry.
fn split_registry(input: &str) -> (Option<&str>, &str) {
    match input.split_once('/') {
        Some((first, rest))
            if first == "localhost" || first.contains(['.', ':']) || first.chars().any(char::is_uppercase) =>
        {
            (Some(first), rest)
        }
        _ => (None, input),
    }
}
