//! What a visitor downloads, gzipped, against the budgets.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::page;
use crate::project::Project;

/// Bytes, every decompressor included. Only the text of an issue raises a budget.
const WASM_BUDGET: u64 = 350_000;

/// Bytes of the API and everything it loads: glue, client, worker; neither command nor page.
const JAVASCRIPT_BUDGET: u64 = 15_000;

/// Builds, measures, and fails past a budget.
pub(crate) fn size(project: &Project, args: Args) -> Result<ExitCode> {
    args.finish()?;
    page::build(project)?;
    let dist = project.dist();
    let wasm = files(&dist)?.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    let javascript = loaded_from(&dist.join("index.js"))?;
    println!("\n{:<40}{:>10}{:>10}{:>10}", "", "bytes", "gzip -9", "budget");
    let within = [
        table("WebAssembly", &wasm.collect(), WASM_BUDGET, &dist)?,
        table("JavaScript API", &javascript, JAVASCRIPT_BUDGET, &dist)?,
    ];
    Ok(if within == [true, true] { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints a row for each file and their sum; says whether the sum is within `budget`.
fn table(title: &str, files: &BTreeSet<PathBuf>, budget: u64, dist: &Path) -> Result<bool> {
    if files.is_empty() {
        return Err(
            Failure::new(format!("{title}: found no file of it in {}", dist.display())).help("cargo xtask build")
        );
    }
    let (mut all, mut all_gzipped) = (0, 0);
    for file in files {
        let bytes = fs::read(file).map_err(Failure::file("read", file))?;
        let gzipped = gzip(&bytes).map_err(Failure::file("compress", file))?;
        let name = file.strip_prefix(dist).unwrap_or(file).display();
        println!("  {name:<38}{:>10}{gzipped:>10}", bytes.len());
        all += bytes.len();
        all_gzipped += gzipped;
    }
    let within = all_gzipped <= budget;
    let verdict = if within { "" } else { "  over the budget" };
    println!("{title:<40}{all:>10}{all_gzipped:>10}{budget:>10}{verdict}");
    Ok(within)
}

fn gzip(bytes: &[u8]) -> std::io::Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}

fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Failure::file("read", folder))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect())
}

/// `entry` and every script that it names, and those name in turn: imports, lazy ones, workers.
fn loaded_from(entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open = vec![entry.to_path_buf()];
    while let Some(file) = open.pop() {
        if found.contains(&file) {
            continue;
        }
        let text = fs::read_to_string(&file).map_err(Failure::file("read", &file))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        open.extend(scripts_named(&text).map(|name| folder.join(name)).filter(|script| script.is_file()));
        found.insert(file);
    }
    Ok(found)
}

/// The `./NAME.js` strings of a script; a name that only looks like one is dropped by its file's absence.
fn scripts_named(text: &str) -> impl Iterator<Item = &str> {
    text.split(['"', '\'', '`']).filter_map(|part| part.strip_prefix("./")).filter(|name| name.ends_with(".js"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_every_way_to_load_a_script() {
        let text = r#"import{a}from"./a.js";const b=()=>import('./b.js');new Worker(new URL("./c.js",import.meta.url));"x.js""#;
        assert_eq!(scripts_named(text).collect::<Vec<_>>(), ["a.js", "b.js", "c.js"]);
    }

    #[test]
    fn counts_each_script_once() {
        let folder = std::env::temp_dir().join(format!("layerglass-size-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.js"), r#"import "./a.js"; import "./absent.js""#).unwrap();
        fs::write(folder.join("a.js"), r#"import "./index.js""#).unwrap();
        fs::write(folder.join("cli.js"), "").unwrap();
        let loaded = loaded_from(&folder.join("index.js")).unwrap();
        assert_eq!(loaded, ["a.js", "index.js"].map(|name| folder.join(name)).into());
        fs::remove_dir_all(&folder).unwrap();
    }
}
