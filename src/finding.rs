//! What is wrong or worth knowing about an image, as data: a [`Finding`] never stops the work.

use std::collections::BTreeMap;

use crate::digest::Digest;
use crate::error::{At, Error, LayerPlace};

/// One observation, with a stable code, a sentence, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable, such as `archive/missing-blob`; `docs/codes.md` explains each.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// A sentence in English; `params` holds its variable parts for other languages.
    pub message: String,
    /// What the reader can do, or an empty string.
    pub hint: String,
    /// The variable parts of `message`.
    pub params: BTreeMap<&'static str, String>,
    /// Where it was seen.
    pub at: At,
    /// What was stated, where something was.
    pub expected: Option<String>,
    /// What was found instead.
    pub actual: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Unusual; some tools refuse it.
    Warning,
    /// A part of the image is missing or not what it says it is.
    Error,
}

impl Severity {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Finding {
    /// A part is missing or wrong.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// Unusual.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    /// Worth knowing.
    pub fn info(code: &str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Info, message.into())
    }

    fn new(code: &str, severity: Severity, message: String) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            message,
            hint: String::new(),
            params: BTreeMap::new(),
            at: At::default(),
            expected: None,
            actual: None,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Adds a variable part of the message.
    #[must_use]
    pub fn param(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    /// Adds the member it is about.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.at.path = Some(path.into());
        self
    }

    /// Adds the byte position.
    #[must_use]
    pub fn at_offset(mut self, offset: u64) -> Self {
        self.at.offset = Some(offset);
        self
    }

    /// Adds the layer.
    #[must_use]
    pub fn at_layer(mut self, index: usize, of: usize) -> Self {
        self.at.layer = Some(LayerPlace { index, of });
        self
    }

    /// Adds both sides of a difference.
    #[must_use]
    pub fn differs(mut self, expected: impl ToString, actual: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self.actual = Some(actual.to_string());
        self
    }

    /// A digest that is not what was stated.
    pub fn digest_mismatch(what: &str, expected: &Digest, actual: &Digest) -> Self {
        Self::error("digest/mismatch", format!("{what} should hash to {expected}, but its bytes hash to {actual}"))
            .param("what", what)
            .differs(expected, actual)
            .hint("the bytes were changed or damaged: fetch or save the image again")
    }
}

/// What an error that did not stop everything becomes: a damaged layer, a document that is no JSON.
impl From<&Error> for Finding {
    fn from(error: &Error) -> Self {
        let mut finding = Self::error(&error.code(), error.message()).hint(error.hint());
        finding.at = error.at().clone();
        finding
    }
}
