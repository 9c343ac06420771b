//! The words after a command.

use crate::failure::{Failure, Result};

/// Options are taken out one by one; [`finish`](Self::finish) refuses what nobody asked for.
pub(crate) struct Args {
    words: Vec<String>,
}

impl Args {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self { words: words.into_iter().collect() }
    }

    /// Whether `name` was given.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// The value of `name VALUE` or `name=VALUE`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let is_it =
            |word: &String| word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('='));
        let Some(at) = self.words.iter().position(is_it) else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some((_, value)) = word.split_once('=') {
            return Ok(Some(value.to_owned()));
        }
        match at < self.words.len() {
            true => Ok(Some(self.words.remove(at))),
            false => Err(Failure::new(format!("{name} needs a value"))),
        }
    }

    /// The same, as a number.
    pub(crate) fn number<N: std::str::FromStr>(&mut self, name: &str) -> Result<Option<N>> {
        let Some(value) = self.value(name)? else {
            return Ok(None);
        };
        value.parse().map(Some).map_err(|_| Failure::new(format!("{name} takes a number, not `{value}`")))
    }

    /// The first word that is no option.
    pub(crate) fn word(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with('-'))?;
        Some(self.words.remove(at))
    }

    /// What was not taken, for another program to understand.
    pub(crate) fn rest(self) -> Vec<String> {
        self.words
    }

    pub(crate) fn finish(self) -> Result<()> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(Failure::new(format!("`{word}` is not understood here")).help("cargo xtask --help")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Args {
        Args::new(words.iter().map(|&word| word.to_owned()))
    }

    #[test]
    fn takes_options_in_any_order() {
        let mut given = args(&["tar", "--open", "--port", "80", "--only=rust"]);
        assert_eq!(given.number::<u16>("--port").unwrap(), Some(80));
        assert!(given.flag("--open") && !given.flag("--open"));
        assert_eq!(given.value("--only").unwrap().as_deref(), Some("rust"));
        assert_eq!(given.word().as_deref(), Some("tar"));
        given.finish().unwrap();
    }

    #[test]
    fn refuses_what_is_wrong() {
        assert!(args(&["--port"]).value("--port").is_err());
        assert!(args(&["--port", "many"]).number::<u16>("--port").is_err());
        assert!(args(&["--prot", "80"]).finish().is_err());
    }
}
