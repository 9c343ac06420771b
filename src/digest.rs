//! Digests as the OCI image specification writes them (`algorithm:encoded`, descriptor.md "Digests"), and hashing.

use std::fmt;
use std::sync::Arc;

use sha2::Digest as _;

use crate::error::{Error, ErrorKind, Result};

/// A content digest, kept as it was written; unknown algorithms are kept too.
///
/// `digest` always means the hash of stored bytes, `diff_id` the hash of an uncompressed layer tar.
///
/// ```
/// use layerglass::digest::{Algorithm, Digest};
///
/// let digest: Digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".parse()?;
/// assert_eq!(digest.algorithm(), "sha256");
/// assert_eq!(digest.short(), "e3b0c44298fc");
/// assert_eq!(digest, Digest::of(Algorithm::Sha256, b""));
/// # Ok::<(), layerglass::error::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest {
    /// Shared, because an image names the same few digests in many places.
    text: Arc<str>,
}

/// The algorithms that can be computed here; the specification registers these two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// `sha256`, what every image in the wild uses.
    Sha256,
    /// `sha512`.
    Sha512,
}

/// Computes a digest of bytes that come in pieces.
pub struct Hasher {
    state: State,
}

enum State {
    Sha256(sha2::Sha256),
    Sha512(Box<sha2::Sha512>),
    Host(Algorithm, Box<dyn HostHasher>),
}

/// One that the host lends: it may know instructions that this code cannot use.
pub trait HostHasher: Send + Sync {
    /// Takes the next bytes.
    fn update(&mut self, bytes: &[u8]);
    /// The raw digest of all bytes taken.
    fn finish(self: Box<Self>) -> Vec<u8>;
}

/// What is known of a digest that somebody stated.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Verification {
    /// Computed and equal.
    Verified,
    /// Computed and different.
    Mismatch {
        /// What was stated.
        expected: Digest,
        /// What the bytes hash to.
        actual: Digest,
    },
    /// Nobody asked, or the bytes cannot be hashed here.
    #[default]
    Skipped,
    /// The bytes are not there.
    Absent,
    /// Nobody says what it should be.
    Unstated,
}

impl Algorithm {
    /// As digests name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The inverse of [`as_str`](Self::as_str).
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Sha256, Self::Sha512].into_iter().find(|algorithm| algorithm.as_str() == word)
    }
}

impl Verification {
    /// The word in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Mismatch { .. } => "mismatch",
            Self::Skipped => "skipped",
            Self::Absent => "absent",
            Self::Unstated => "unstated",
        }
    }
}

impl Digest {
    /// Hashes `bytes` in one go.
    pub fn of(algorithm: Algorithm, bytes: &[u8]) -> Self {
        let mut hasher = Hasher::new(algorithm);
        hasher.update(bytes);
        hasher.finish()
    }

    /// The whole text, `algorithm:encoded`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the colon.
    pub fn algorithm(&self) -> &str {
        self.text.split_once(':').map_or("", |(algorithm, _)| algorithm)
    }

    /// The part after the colon.
    pub fn encoded(&self) -> &str {
        self.text.split_once(':').map_or("", |(_, encoded)| encoded)
    }

    /// The first 12 characters of the encoded part, as docker shows them.
    pub fn short(&self) -> &str {
        let encoded = self.encoded();
        encoded.get(..12).unwrap_or(encoded)
    }

    /// The algorithm, if it can be computed here.
    pub fn known_algorithm(&self) -> Option<Algorithm> {
        Algorithm::from_word(self.algorithm())
    }

    /// Compares with `bytes`; [`Verification::Skipped`] for an algorithm that is not known.
    pub fn verify(&self, bytes: &[u8]) -> Verification {
        match self.known_algorithm() {
            Some(algorithm) => self.compare(Self::of(algorithm, bytes)),
            None => Verification::Skipped,
        }
    }

    /// Compares with a digest that was computed.
    pub fn compare(&self, actual: Self) -> Verification {
        if *self == actual {
            Verification::Verified
        } else if self.algorithm() == actual.algorithm() {
            Verification::Mismatch { expected: self.clone(), actual }
        } else {
            Verification::Skipped
        }
    }
}

impl std::str::FromStr for Digest {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match rule_broken(text) {
            None => Ok(Self { text: text.into() }),
            Some(rule) => Err(Error::new(ErrorKind::Digest { input: text.chars().take(160).collect(), rule })),
        }
    }
}

/// descriptor.md: `algorithm ::= component (separator component)*`, `encoded ::= [a-zA-Z0-9=_-]+`; a registered
/// algorithm fixes the length and the alphabet of its encoded part.
fn rule_broken(text: &str) -> Option<&'static str> {
    let Some((algorithm, encoded)) = text.split_once(':') else {
        return Some("it has no colon");
    };
    let component = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !algorithm.split(['+', '.', '_', '-']).all(component) {
        return Some("the algorithm may hold a-z and 0-9, separated by one of + . _ -");
    }
    if encoded.is_empty() || !encoded.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b'_' | b'-')) {
        return Some("the encoded part may hold letters, digits and = _ -");
    }
    let hex =
        |length: usize| encoded.len() == length && encoded.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match algorithm {
        "sha256" if !hex(64) => Some("sha256 has 64 digits 0-9 a-f"),
        "sha512" if !hex(128) => Some("sha512 has 128 digits 0-9 a-f"),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Hasher {
    /// Starts with no bytes.
    pub fn new(algorithm: Algorithm) -> Self {
        Self {
            state: match algorithm {
                Algorithm::Sha256 => State::Sha256(sha2::Sha256::new()),
                Algorithm::Sha512 => State::Sha512(Box::new(sha2::Sha512::new())),
            },
        }
    }

    /// Lets the host compute it.
    pub fn lent(algorithm: Algorithm, host: Box<dyn HostHasher>) -> Self {
        Self { state: State::Host(algorithm, host) }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Sha256(state) => state.update(bytes),
            State::Sha512(state) => state.update(bytes),
            State::Host(_, host) => host.update(bytes),
        }
    }

    /// The digest of all bytes taken.
    pub fn finish(self) -> Digest {
        match self.state {
            State::Sha256(state) => encode(Algorithm::Sha256, &state.finalize()),
            State::Sha512(state) => encode(Algorithm::Sha512, &state.finalize()),
            State::Host(algorithm, host) => encode(algorithm, &host.finish()),
        }
    }
}

fn encode(algorithm: Algorithm, bytes: &[u8]) -> Digest {
    let digits =
        bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16));
    let prefix = algorithm.as_str().chars().chain([':']);
    Digest { text: prefix.chain(digits).collect::<String>().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        let abc = Digest::of(Algorithm::Sha256, b"abc");
        assert_eq!(abc.as_str(), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let abc = Digest::of(Algorithm::Sha512, b"abc");
        assert!(abc.as_str().starts_with("sha512:ddaf35a193617abacc417349ae204131"));
        assert_eq!(abc.encoded().len(), 128);
    }

    #[test]
    fn grammar() {
        for good in [
            "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564",
            "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8",
            "md5:x",
        ] {
            assert_eq!(good.parse::<Digest>().map(|digest| digest.to_string()), Ok(good.to_owned()));
        }
        for bad in
            ["", "sha256", "sha256:", ":abc", "sha256:ABC", "SHA256:abc", "sha256:abc", "sha--1:x", "x:y z", "x:y/../z"]
        {
            assert!(bad.parse::<Digest>().is_err(), "{bad}");
        }
    }

    #[test]
    fn comparing_two_algorithms_says_nothing() {
        let stated: Digest = "md5:d41d8cd98f00b204e9800998ecf8427e".parse().expect("a digest");
        assert_eq!(stated.verify(b""), Verification::Skipped);
    }
}
