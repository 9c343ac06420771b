//! A case is data: an archive, and what must be said of it, whichever way it is opened.

use layerglass::limits::Limits;
use serde_json::{Value, json};

use super::drive::{Told, every_way_under};

/// An archive and what is expected of it.
///
/// Findings are all or nothing: those that are listed must be there, and no others, so that a case also says what is
/// *not* wrong with its archive.
#[derive(Clone, Debug)]
pub struct Case {
    source: Vec<u8>,
    limits: Limits,
    values: Vec<(String, Value)>,
    /// Known once the layers were read.
    measured: Vec<(&'static str, Value)>,
    /// The entries of the first image's layers, once they were read.
    entries: Vec<(usize, Vec<String>)>,
    unlisted: Vec<usize>,
    /// Of the merged tree: files, hidden, findings.
    tree: Vec<(&'static str, Vec<String>)>,
    findings: Vec<&'static str>,
    /// Findings that only reading the layers brings out.
    verify_findings: Vec<&'static str>,
    details: Vec<(&'static str, &'static str, Value)>,
    verified: Option<bool>,
    digests: Option<&'static [&'static str]>,
    error: Option<(&'static str, Option<u64>)>,
    told_as: Vec<&'static str>,
}

impl Case {
    pub fn built(source: Vec<u8>) -> Self {
        Self {
            source,
            limits: Limits::default(),
            values: Vec::new(),
            measured: Vec::new(),
            entries: Vec::new(),
            unlisted: Vec::new(),
            tree: Vec::new(),
            findings: Vec::new(),
            verify_findings: Vec::new(),
            details: Vec::new(),
            verified: None,
            digests: None,
            error: None,
            told_as: Vec::new(),
        }
    }

    /// Under other caps than the default ones.
    #[must_use]
    pub fn limits(mut self, change: fn(&mut Limits)) -> Self {
        change(&mut self.limits);
        self
    }

    /// What a JSON pointer into the report leads to.
    #[must_use]
    pub fn at(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        self.values.push((pointer.to_owned(), value.into()));
        self
    }

    /// What a JSON pointer leads to once the layers were read.
    #[must_use]
    pub fn measured(mut self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.measured.push((pointer, value.into()));
        self
    }

    /// The entries of a layer of the first image, as [`listing`](super::listing) writes them.
    #[must_use]
    pub fn entries(mut self, layer: usize, lines: &[&str]) -> Self {
        self.entries.push((layer, lines.iter().map(|line| (*line).to_owned()).collect()));
        self
    }

    /// The merged files of the first image, as [`listing`](super::listing) writes them.
    #[must_use]
    pub fn merged(self, lines: &[&str]) -> Self {
        self.in_tree("files", lines)
    }

    /// What no container sees of the first image: `etc/a of 0 by 1`.
    #[must_use]
    pub fn hidden(self, lines: &[&str]) -> Self {
        self.in_tree("hidden", lines)
    }

    /// The codes of what is odd about the files of the first image.
    #[must_use]
    pub fn tree_findings(self, codes: &[&str]) -> Self {
        self.in_tree("findings", codes)
    }

    fn in_tree(mut self, what: &'static str, lines: &[&str]) -> Self {
        self.tree.push((what, lines.iter().map(|line| (*line).to_owned()).collect()));
        self
    }

    /// Nothing is known of what is in a layer.
    #[must_use]
    pub fn unlisted(mut self, layer: usize) -> Self {
        self.unlisted.push(layer);
        self
    }

    #[must_use]
    pub fn format(self, format: &str) -> Self {
        self.at("/source/format", format)
    }

    /// The canonical names of each image (raw, where only a tag is known).
    #[must_use]
    pub fn names<const N: usize>(mut self, names: [&[&str]; N]) -> Self {
        self.values.push(("#names".to_owned(), names.iter().map(|names| Value::from(names.to_vec())).collect()));
        self
    }

    /// How many layers each image has.
    #[must_use]
    pub fn layers<const N: usize>(mut self, counts: [usize; N]) -> Self {
        self.values.push(("#layers".to_owned(), counts.to_vec().into()));
        self
    }

    /// A finding that is there however it is opened.
    #[must_use]
    pub fn finding(mut self, code: &'static str) -> Self {
        self.findings.push(code);
        self
    }

    /// A finding with one of its fields, as a JSON pointer into it: `("archive/missing-blob", "/at/layer", 1)`.
    #[must_use]
    pub fn finding_with(mut self, code: &'static str, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((code, pointer, value.into()));
        self.finding(code)
    }

    /// A finding that reading the layers brings out.
    #[must_use]
    pub fn verify_finding(mut self, code: &'static str) -> Self {
        self.verify_findings.push(code);
        self
    }

    /// What `verify` must conclude.
    #[must_use]
    pub fn verified(mut self, ok: bool) -> Self {
        self.verified = Some(ok);
        self
    }

    /// What `verify` must say of each digest, in its order: its kind and its word.
    #[must_use]
    pub fn digests(mut self, words: &'static [&'static str]) -> Self {
        self.digests = Some(words);
        self
    }

    /// What makes it impossible to show anything, and where.
    #[must_use]
    pub fn error(mut self, code: &'static str, offset: impl Into<Option<u64>>) -> Self {
        self.error = Some((code, offset.into()));
        self
    }

    /// Words that the error's or the first finding's message must hold.
    #[must_use]
    pub fn says(mut self, words: &'static str) -> Self {
        self.told_as.push(words);
        self
    }

    /// Opens it in every way and compares.
    #[track_caller]
    pub fn check(&self) {
        let everywhere = every_way_under(&self.source, &self.limits);
        for told in [&everywhere.view, &everywhere.measure, &everywhere.verify] {
            self.compare(told);
        }
        for (pointer, value) in &self.measured {
            for told in [&everywhere.measure, &everywhere.verify] {
                assert_eq!(told.at(pointer), value, "{pointer}; {}", messages(told));
            }
        }
        for (layer, entries) in &self.entries {
            for told in [&everywhere.measure, &everywhere.verify] {
                let found = told.files.pointer(&format!("/0/{layer}/entries")).cloned().unwrap_or_default();
                assert_eq!(found, json!(entries), "layer {layer}; {}", messages(told));
            }
        }
        for (what, lines) in &self.tree {
            for told in [&everywhere.measure, &everywhere.verify] {
                let found = told.merged.pointer(&format!("/0/{what}")).cloned().unwrap_or_default();
                assert_eq!(found, json!(lines), "{what}; {}", messages(told));
            }
        }
        for layer in &self.unlisted {
            for told in [&everywhere.measure, &everywhere.verify] {
                assert_eq!(told.files.pointer(&format!("/0/{layer}")), Some(&Value::Null), "layer {layer}");
            }
        }
        if self.error.is_none() {
            assert_eq!(everywhere.view.codes(), sorted(&self.findings, &[]), "{}", messages(&everywhere.view));
            let all = sorted(&self.findings, &self.verify_findings);
            assert_eq!(everywhere.verify.codes(), all, "when verified: {}", messages(&everywhere.verify));
            if let Some(ok) = self.verified {
                assert_eq!(everywhere.verify.verified["ok"], ok, "{:#}", everywhere.verify.verified);
            }
            if let Some(words) = self.digests {
                assert_eq!(everywhere.verify.digests(), words, "{:#}", everywhere.verify.verified);
            }
        }
    }

    #[track_caller]
    fn compare(&self, told: &Told) {
        let offset = |told: &Told| told.error.pointer("/at/offset").and_then(Value::as_u64);
        if let Some((code, at)) = self.error {
            assert_eq!((told.error_code(), offset(told), &told.report), (code, at, &Value::Null), "{:#}", told.error);
        } else {
            assert!(told.report.is_object(), "it cannot be opened: {:#}", told.error);
        }
        for (pointer, value) in &self.values {
            let found = match pointer.as_str() {
                "#names" => {
                    each_image(told, |image| image["names"].as_array().unwrap().iter().map(shown_name).collect())
                }
                "#layers" => each_image(told, |image| image["layers"].as_array().unwrap().len().into()),
                pointer => told.at(pointer).clone(),
            };
            assert_eq!(found, *value, "{pointer}; {}", messages(told));
        }
        for (code, pointer, value) in &self.details {
            let rows = told.findings();
            let found: Vec<_> =
                rows.iter().filter(|row| row["code"] == *code).map(|row| row.pointer(pointer)).collect();
            assert!(found.contains(&Some(value)), "{code} {pointer} is {found:?}, not {value}");
        }
        let text = if self.error.is_some() {
            told.error.to_string()
        } else {
            Value::from_iter(told.findings().into_iter().cloned()).to_string()
        };
        for words in &self.told_as {
            assert!(text.contains(words), "{words:?} is not said: {text}");
        }
    }
}

fn shown_name(name: &Value) -> Value {
    if name["canonical"].is_null() { name["raw"].clone() } else { name["canonical"].clone() }
}

fn each_image(told: &Told, of: fn(&Value) -> Value) -> Value {
    told.at("/images").as_array().unwrap().iter().map(of).collect()
}

/// For people who read a failure.
fn messages(told: &Told) -> String {
    let lines = told.findings().into_iter().map(|row| format!("\n  {} {} {}", row["code"], row["at"], row["message"]));
    format!("the findings are:{}", lines.collect::<String>())
}

fn sorted(codes: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    let mut all = [codes, more].concat();
    all.sort_unstable();
    all
}

/// One test for each case, named after it.
#[macro_export]
macro_rules! cases {
    ($($(#[$meta:meta])* $name:ident: $case:expr,)*) => {
        $( $(#[$meta])* #[test] fn $name() { $case.check() } )*
    };
}
