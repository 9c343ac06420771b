//! What a visitor downloads, gzipped, against the budgets.

use std::collections::BTreeSet;
use std::ffi::OsStr;
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
const WASM_BUDGET: u64 = 450_000;

/// Bytes of the API and everything it loads to open a file: glue, client, worker, engine; neither command nor page. What
/// is fetched when layers are read, files asked for, streams kept or addresses opened stands in a row of its own.
const JAVASCRIPT_BUDGET: u64 = 20_000;

/// Bytes of the page and the element in it, as a first visit in English loads them: everything in its folder but the
/// wasm module; the sample and the notices, which are fetched when they are asked for; the icons that only an
/// installation shows; and what [`fetched_later`] finds, which stands in a table of its own. Less the API as counted
/// above: the page's scripts hold its code in other pieces than the package's do, so it is taken off as a sum.
const PAGE_BUDGET: u64 = 60_000;

/// What lies in the page's folder and does not count as the page.
const NOT_THE_PAGE: [&str; 4] = ["wasm", "tar", "txt", "png"];

/// The beginnings of the names of the API's own chunks that it fetches to open a file.
const API_CHUNKS: [&str; 3] = ["engine-", "node-", "worker"];

/// Builds, measures, and fails past a budget.
pub(crate) fn size(project: &Project, args: Args) -> Result<ExitCode> {
    args.finish()?;
    page::build(project)?;
    let (dist, site) = (project.dist(), project.site());
    let wasm = measure("WebAssembly", of_folder(&dist, |extension| extension == "wasm")?)?;
    let mut whole_api = loaded_from(&dist.join("index.js"))?;
    let first = imported_by(whole_api.iter().filter(|file| is_api(file) || file.ends_with("index.js")).cloned())?;
    whole_api.retain(|file| !first.contains(file));
    let api = measure("JavaScript API", first)?;
    let api_later = measure("JavaScript API, once asked for", whole_api)?;
    let mut files = of_folder(&site, |extension| !NOT_THE_PAGE.contains(&extension))?;
    let later = fetched_later(&site.join("main.js"))?;
    files.retain(|file| !later.contains(file));
    let (page, later) = (measure("Page", files)?, measure("Views and languages", later)?);
    println!("\n{:<40}{:>10}{:>10}{:>10}", "", "bytes", "gzip -9", "budget");
    let within = [
        print("WebAssembly", &wasm, &[], WASM_BUDGET),
        print("JavaScript API", &api, &[], JAVASCRIPT_BUDGET),
        print("JavaScript API, once asked for", &api_later, &[], u64::MAX),
        print("Element and page", &page, &[("less the API", sum(&api))], PAGE_BUDGET),
        print("Views and languages, once asked for", &later, &[], u64::MAX),
    ];
    Ok(if within.contains(&false) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Bytes as they are, and gzipped.
type Size = (u64, u64);

type Sizes = Vec<(String, Size)>;

/// The size of each file, by its name.
fn measure(title: &str, files: BTreeSet<PathBuf>) -> Result<Sizes> {
    if files.is_empty() {
        return Err(Failure::new(format!("{title}: found no file of it")).help("cargo xtask build"));
    }
    let sizes = files.iter().map(|file| {
        let bytes = fs::read(file).map_err(Failure::file("read", file))?;
        let gzipped = gzip(&bytes).map_err(Failure::file("compress", file))?;
        let name = file.file_name().unwrap_or(file.as_os_str()).display().to_string();
        Ok((name, (bytes.len() as u64, gzipped)))
    });
    sizes.collect()
}

/// Prints a row for each file, one for what is taken off, and the rest; says whether that is within `budget`.
fn print(title: &str, files: &Sizes, less: &[(&str, Size)], budget: u64) -> bool {
    for (name, (bytes, gzipped)) in files {
        println!("  {name:<38}{bytes:>10}{gzipped:>10}");
    }
    let (mut all, mut all_gzipped) = sum(files);
    for (name, (bytes, gzipped)) in less {
        println!("  {name:<38}{:>10}{:>10}", format!("-{bytes}"), format!("-{gzipped}"));
        all = all.saturating_sub(*bytes);
        all_gzipped = all_gzipped.saturating_sub(*gzipped);
    }
    let within = all_gzipped <= budget;
    let verdict = if within { "" } else { "  over the budget" };
    let budget = if budget == u64::MAX { String::from("–") } else { budget.to_string() };
    println!("{title:<40}{all:>10}{all_gzipped:>10}{budget:>10}{verdict}");
    within
}

fn sum(files: &Sizes) -> Size {
    files.iter().fold((0, 0), |(all, all_gzipped), (_, (bytes, gzipped))| (all + bytes, all_gzipped + gzipped))
}

fn gzip(bytes: &[u8]) -> std::io::Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}

/// The files of `folder` and below whose extension is `counted`.
fn of_folder(folder: &Path, counted: impl Fn(&str) -> bool + Copy) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(Failure::file("read", folder))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(of_folder(&path, counted)?);
        } else if counted(path.extension().and_then(OsStr::to_str).unwrap_or_default()) {
            found.insert(path);
        }
    }
    Ok(found)
}

/// `entry` and every script that it names, and those name in turn: imports, lazy ones, workers.
fn loaded_from(entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open = vec![entry.to_path_buf()];
    while let Some(file) = open.pop() {
        if found.contains(&file) {
            continue;
        }
        open.extend(scripts_of(&file)?.map(|script| script.file));
        found.insert(file);
    }
    Ok(found)
}

/// The scripts that `entry` and what it imports fetch only when something asks for them, such as a view or a language,
/// with what those import, and what they fetch in turn, as a view does its parts; the API's own are not among them.
fn fetched_later(entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut first = imported_by([entry.to_path_buf()])?;
    let mut later = BTreeSet::new();
    let mut asked = asked_by(&first)?;
    first.extend(imported_by(asked.iter().filter(|file| is_api(file)).cloned())?);
    while !asked.is_empty() {
        let found = imported_by(asked)?;
        asked = asked_by(&found)?.difference(&later).filter(|file| !found.contains(*file)).cloned().collect();
        later.extend(found);
    }
    later.retain(|file| !first.contains(file));
    Ok(later)
}

/// The scripts that these fetch on demand.
fn asked_by(files: &BTreeSet<PathBuf>) -> Result<BTreeSet<PathBuf>> {
    let mut asked = BTreeSet::new();
    for file in files {
        asked.extend(scripts_of(file)?.filter(|script| script.is_lazy).map(|script| script.file));
    }
    Ok(asked)
}

fn is_api(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    API_CHUNKS.iter().any(|start| name.starts_with(start))
}

/// `entries` and what they import, and those in turn; nothing that is fetched only on demand.
fn imported_by(entries: impl IntoIterator<Item = PathBuf>) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open: Vec<_> = entries.into_iter().collect();
    while let Some(file) = open.pop() {
        if found.insert(file.clone()) {
            open.extend(scripts_of(&file)?.filter(|script| !script.is_lazy).map(|script| script.file));
        }
    }
    Ok(found)
}

struct Script {
    file: PathBuf,
    is_lazy: bool,
}

/// The scripts that `file` names, as far as they are there.
fn scripts_of(file: &Path) -> Result<impl Iterator<Item = Script>> {
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let scripts = scripts_named(&text).map(|name| Script {
        file: folder.join(name),
        is_lazy: text.contains(&format!("import(\"./{name}\")")) || name == "worker.js",
    });
    Ok(scripts.filter(|script| script.file.is_file()).collect::<Vec<_>>().into_iter())
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
    fn tells_what_is_fetched_later_from_what_is_imported() {
        let folder = Folder::new("later");
        folder
            .write("main.js", r#"import{a}from"./a.js";const b=()=>import("./view.js"),c=()=>import("./engine-1.js")"#);
        folder.write("a.js", r#"const z=()=>import("./zh.js")"#);
        folder.write("view.js", r#"import"./a.js";import"./parts.js""#);
        folder.write("engine-1.js", r#"import"./core.js""#);
        for name in ["zh.js", "parts.js", "core.js"] {
            folder.write(name, "");
        }
        let later = fetched_later(&folder.0.join("main.js")).unwrap();
        assert_eq!(later, ["parts.js", "view.js", "zh.js"].map(|name| folder.0.join(name)).into());
    }

    #[test]
    fn counts_each_script_once() {
        let folder = Folder::new("scripts");
        folder.write("index.js", r#"import "./a.js"; import "./absent.js""#);
        folder.write("a.js", r#"import "./index.js""#);
        folder.write("cli.js", "");
        let loaded = loaded_from(&folder.0.join("index.js")).unwrap();
        assert_eq!(loaded, ["a.js", "index.js"].map(|name| folder.0.join(name)).into());
    }

    #[test]
    fn the_page_is_all_of_its_folder_but_what_is_asked_for() {
        let folder = Folder::new("page");
        for name in ["index.html", "main.js", "sw.js", "icon.svg", "core_bg.wasm", "sample.tar", "THIRD-PARTY.txt"] {
            folder.write(name, name);
        }
        fs::create_dir(folder.0.join("icons")).unwrap();
        folder.write("icons/dark.svg", "svg");
        folder.write("icons/large.png", "png");
        let page = of_folder(&folder.0, |extension| !NOT_THE_PAGE.contains(&extension)).unwrap();
        let names: Vec<_> = measure("Page", page).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["icon.svg", "dark.svg", "index.html", "main.js", "sw.js"]);
    }

    #[test]
    fn a_budget_is_held_after_what_is_taken_off() {
        let files = vec![("a.js".to_owned(), (300, 100)), ("b.js".to_owned(), (200, 50))];
        assert!(!print("Page", &files, &[], 149));
        assert!(print("Page", &files, &[], 150));
        assert!(print("Page", &files, &[("less the API", (40, 30))], 120));
        assert!(!print("Page", &files, &[("less the API", (40, 30))], 119));
    }

    #[test]
    fn nothing_to_measure_is_no_success() {
        assert!(measure("Page", BTreeSet::new()).is_err());
    }

    /// Gone when it is dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("layerglass-size-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.0.join(name), text).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }
}
