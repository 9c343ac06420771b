//! What went wrong, as a sentence for the person at the terminal.

use std::fmt;
use std::io;
use std::path::Path;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A sentence that says what is wrong and, where something helps, the command that does.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    what: String,
    help: Option<String>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: None }
    }

    /// Adds what the reader can do about it: a command, or a short sentence with one.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// For a file operation: `verb` is what could not be done, as in "cannot {verb} {path}".
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |error| Self::new(format!("cannot {verb} {path}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.help {
            Some(help) => write!(f, "\n  what helps: {help}"),
            None => Ok(()),
        }
    }
}
