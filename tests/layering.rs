//! Who may know whom: the table of floors. A module may use those of lower floors and its own neighbours where that is
//! said; only `wasm` names JavaScript, and nothing in `src/` reads files, sockets, clocks or the environment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Usable by all; they may use each other.
const BASE: &[&str] =
    &["digest", "error", "finding", "limits", "media_type", "order", "pattern", "platform", "reference", "wants"];

/// What each other module may use beside the base and itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("oci", &[]),
    ("tar", &[]),
    ("decompress", &[]),
    ("layer", &["tar", "decompress"]),
    ("instruction", &["oci"]),
    ("image", &["instruction", "oci", "layer"]),
    ("layout", &["image", "instruction", "layer", "oci", "decompress"]),
    ("archive", &["layout", "image", "layer", "oci", "tar", "decompress"]),
    ("registry", &["oci"]),
    ("transport", &["registry"]),
    ("resolve", &["registry", "layout", "image", "instruction", "layer", "oci", "decompress"]),
    ("tree", &["layer", "tar"]),
    ("analyze", &["tree", "image", "layer", "tar"]),
    (
        "report",
        &[
            "resolve",
            "registry",
            "analyze",
            "tree",
            "archive",
            "layout",
            "image",
            "instruction",
            "layer",
            "oci",
            "tar",
            "decompress",
        ],
    ),
    (
        "wasm",
        &[
            "transport",
            "resolve",
            "registry",
            "analyze",
            "tree",
            "report",
            "archive",
            "layout",
            "image",
            "instruction",
            "layer",
            "oci",
            "tar",
            "decompress",
        ],
    ),
];

/// The core does no I/O, knows no time, and is on one thread.
const NEVER_STD: &[&str] = &["env", "fs", "net", "os", "process", "thread", "time"];

const JAVASCRIPT: &[&str] = &["js_sys", "web_sys", "wasm_bindgen", "wasm_bindgen_futures", "serde_wasm_bindgen"];

/// A place in `src/`, and what is used there.
#[derive(Debug)]
struct Use {
    file: PathBuf,
    line: usize,
    /// The path's first two parts, such as `crate::tar` or `std::fs`.
    root: String,
    what: String,
}

#[test]
fn modules_use_only_lower_floors() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut problems = Vec::new();
    for found in uses().iter().filter(|found| found.root == "crate" && module_of(&found.file) != "lib") {
        let (user, used) = (module_of(&found.file), found.what.as_str());
        let Some(may_use) = allowed.get(user.as_str()).copied().or(BASE.contains(&&*user).then_some(&[])) else {
            problems.push(format!("{}: module {user} has no floor: add it to tests/layering.rs", found.file.display()));
            continue;
        };
        if user != used && !BASE.contains(&used) && !may_use.contains(&used) {
            problems.push(format!(
                "{}:{}: {user} uses crate::{used}; it may use {}",
                found.file.display(),
                found.line,
                [may_use, BASE].concat().join(", ")
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn only_wasm_names_javascript() {
    let javascript = |found: &&Use| JAVASCRIPT.contains(&&*found.root) && module_of(&found.file) != "wasm";
    let places: Vec<String> =
        uses().iter().filter(javascript).map(|found| place(found, "only src/wasm/ names JavaScript")).collect();
    assert!(places.is_empty(), "{}", places.join("\n"));
}

#[test]
fn the_core_does_no_input_or_output() {
    let io = |found: &&Use| found.root == "std" && NEVER_STD.contains(&&*found.what);
    let places: Vec<String> =
        uses().iter().filter(io).map(|found| place(found, "the core is fed, it does not read")).collect();
    assert!(places.is_empty(), "{}", places.join("\n"));
}

/// The scanner below sees what it has to see; else the tests above could not fail.
#[test]
fn the_scanner_sees_uses() {
    let found = |text: &str| {
        scan(Path::new("x.rs"), text).into_iter().map(|found| found.root + "::" + &found.what).collect::<Vec<_>>()
    };
    assert_eq!(found("use crate::tar::{Entry, Kind};"), ["crate::tar"]);
    assert_eq!(found("use crate::{error::Result, tar};"), ["crate::error", "crate::tar"]);
    assert_eq!(found("use crate::{\n    error::{At, Error},\n    tar,\n};"), ["crate::error", "crate::tar"]);
    assert_eq!(found("let now = std::time::Instant::now();"), ["std::time"]);
    assert_eq!(found("use std::{fs, io::Read};"), ["std::fs", "std::io"]);
    assert_eq!(found("x: js_sys::Array"), ["js_sys::Array"]);
    assert_eq!(found("// crate::tar is not used\n/// nor [`crate::tar`]\n"), [] as [&str; 0]);
    assert_eq!(found("a();\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"), [] as [&str; 0]);
    let all = uses();
    assert!(
        all.iter().any(|found| found.root == "crate" && module_of(&found.file) == "archive" && found.what == "tar")
    );
    assert!(all.iter().any(|found| found.root == "wasm_bindgen"));
}

fn place(found: &Use, rule: &str) -> String {
    format!("{}:{}: {}::{}: {rule}", found.file.display(), found.line, found.root, found.what)
}

/// `src/archive/scan.rs` and `src/archive.rs` are both of `archive`.
fn module_of(file: &Path) -> String {
    let first = file.strip_prefix("src").unwrap_or(file).components().next().expect("a file in src");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn uses() -> Vec<Use> {
    let mut all = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests" || stem == "build");
            match path.extension() {
                _ if is_test => {}
                None => folders.push(path),
                Some(extension) if extension == "rs" => all.extend(scan(&path, &fs::read_to_string(&path).unwrap())),
                Some(_) => {}
            }
        }
    }
    all
}

/// Every mention of the roots that matter, but not in comments and tests. A `use` tree is taken apart.
fn scan(file: &Path, text: &str) -> Vec<Use> {
    let code = text
        .split("#[cfg(test)]\n#[allow")
        .next()
        .unwrap_or(text)
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or(line).to_owned() + "\n").collect();
    let mut found = Vec::new();
    for root in ["crate", "std"].iter().chain(JAVASCRIPT) {
        for (at, _) in code.match_indices(&format!("{root}::")) {
            if code[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | ':' | '$')) {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            for what in heads(&code[at + root.len() + 2..]) {
                found.push(Use { file: file.to_owned(), line, root: (*root).to_owned(), what });
            }
        }
    }
    found
}

/// The first names of what follows `root::`: one, or those of a list in braces.
fn heads(rest: &str) -> Vec<String> {
    let name =
        |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(list) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0usize;
    let mut heads = vec![name(list)];
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(name(&list[at + 1..])),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}
