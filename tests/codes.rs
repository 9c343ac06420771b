//! `docs/codes.md` and the code agree: each code that can be told is explained, and none is explained that cannot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The first parts of all codes; what else looks like a code (a media type, a platform) is none.
const GROUPS: &[&str] = &[
    "archive",
    "compression",
    "digest",
    "docker-save",
    "docker-save-legacy",
    "docker-save-oci",
    "element",
    "filesystem",
    "history",
    "init",
    "internal",
    "json",
    "layer",
    "layers",
    "layout",
    "legacy",
    "limit",
    "manifest",
    "network",
    "oci",
    "platform",
    "reference",
    "registry",
    "size",
    "source",
    "tar",
    "usage",
];

/// Ends of codes whose beginning stands in [`layerglass::error::Error::code`]: how each is written in the source.
const ENDS: &[(&str, &str, &[&str])] = &[
    ("limit", "src", &["limit: \"", "refusal(\"", "refuse(\"json", "refuse(\"kept"]),
    ("reference", "src/reference", &["refuse(\""]),
    ("reference", "src/reference.rs", &["refuse(\""]),
    ("json", "src/layout", &["DocumentKind::Layout, \"", "&bytes, \"", "&blob, \""]),
    ("archive", "src/archive", &["link_error(\""]),
    ("usage", "www/src/cli", &["usage(\""]),
];

fn explained() -> BTreeSet<String> {
    let text = fs::read_to_string("docs/codes.md").expect("docs/codes.md is there");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(code, _)| code.to_owned()).collect()
}

/// All code of this project that can give a code, without its tests and without the catalogues, which explain every code.
fn sources(root: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut paths = vec![PathBuf::from(root)];
    while let Some(path) = paths.pop() {
        let is_left_out = path.file_stem().is_some_and(|stem| stem == "tests" || stem == "words");
        if path.is_dir() && !is_left_out {
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if !is_left_out && path.extension().is_some_and(|extension| extension == "rs" || extension == "ts") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(&text).to_owned();
            let code = code.split("#[cfg(test)]\n#[allow").next().unwrap_or_default().to_owned();
            found.push((path, code));
        }
    }
    found
}

/// Codes that stand in the source as one text.
fn written() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (_, code) in sources("src").into_iter().chain(sources("www/src")) {
        for text in code.split('"').skip(1) {
            let is_end =
                |end: &str| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            if text
                .split_once('/')
                .is_some_and(|(group, end)| GROUPS.contains(&group) && is_end(end) && !end.ends_with('-'))
            {
                codes.insert(text.to_owned());
            }
        }
    }
    codes
}

/// Codes that are put together when they are told.
fn composed() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (group, root, forms) in ENDS {
        for (_, code) in sources(root) {
            // A call that is broken into lines is read as one that is not.
            let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
            for form in *forms {
                let quote = form.find('"').expect("a form holds a quote") + 1;
                for (at, _) in code.match_indices(form) {
                    let end = code[at + quote..].split('"').next().unwrap_or_default();
                    codes.insert(format!("{group}/{end}"));
                }
            }
        }
    }
    codes
}

#[test]
fn every_code_is_explained() {
    let explained = explained();
    let unexplained: Vec<String> =
        written().into_iter().chain(composed()).filter(|code| !explained.contains(code)).collect();
    assert!(unexplained.is_empty(), "docs/codes.md does not explain: {}", unexplained.join(", "));
}

#[test]
fn nothing_else_is_explained() {
    let known: BTreeSet<String> = written().into_iter().chain(composed()).collect();
    let unknown: Vec<String> = explained().into_iter().filter(|code| !known.contains(code)).collect();
    assert!(unknown.is_empty(), "docs/codes.md explains what nobody tells: {}", unknown.join(", "));
}

/// The search sees every kind of code; else the tests above could not fail.
#[test]
fn the_search_finds_codes() {
    for code in ["archive/missing-blob", "tar/truncated", "network/failed", "oci/index-json"] {
        assert!(written().contains(code), "{code}");
    }
    for code in
        ["limit/members", "limit/json-bytes", "limit/kept-bytes", "reference/tag", "json/config", "archive/link-escape"]
    {
        assert!(composed().contains(code), "{code}");
    }
    assert!(Path::new("docs/codes.md").exists() && explained().len() > 80);
}
