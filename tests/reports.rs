//! The whole report of each archive in tests/fixtures, kept as JSON in tests/reports, and what is said of its files, in
//! tests/listings: a change of any field of any of them shows in a diff. The tests of the wasm build and of the package
//! compare with the same files.
//!
//! `UPDATE_REPORTS=1 cargo test --test reports` writes them anew; read the diff before committing it.

use std::error::Error;
use std::fs;
use std::path::Path;

use layerglass::archive::{Archive, Options};
use layerglass::image::Image;
use layerglass::layer::Depth;
use layerglass::limits::Limits;
use layerglass::report::{As, Files, FilesOptions, Report, Trees};
use serde_json::{Value, json};

#[test]
fn every_report_is_what_it_was() -> Result<(), Box<dyn Error>> {
    all_are_what_they_were("tests/reports", report)
}

#[test]
fn every_listing_is_what_it_was() -> Result<(), Box<dyn Error>> {
    all_are_what_they_were("tests/listings", listing)
}

fn all_are_what_they_were(
    folder: &str,
    now: fn(&Archive) -> Result<String, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let update = std::env::var_os("UPDATE_REPORTS").is_some();
    let mut compared = 0;
    for entry in fs::read_dir("tests/fixtures")? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "tar") {
            continue;
        }
        let now = opened(&path).and_then(|archive| now(&archive));
        let now = now.map_err(|error| format!("{}: {error}", path.display()))?;
        let kept = Path::new(folder).join(path.file_name().ok_or("a file has a name")?).with_extension("json");
        if update {
            fs::write(&kept, &now)?;
        }
        let expected = fs::read_to_string(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
        assert_eq!(now, expected, "{}", kept.display());
        compared += 1;
    }
    assert!(compared >= 20, "only {compared} archives were found");
    Ok(())
}

/// As a stream with every digest computed, of files too: what knows most.
fn opened(path: &Path) -> Result<Archive, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let size = Some(bytes.len() as u64);
    let options = Options { size, measure: true, verify: true, depth: Depth::Digests, ..Options::default() };
    let mut archive = Archive::new(options, Limits::default());
    archive.push(&bytes)?;
    archive.ended()?;
    Ok(archive)
}

fn report(archive: &Archive) -> Result<String, Box<dyn Error>> {
    let report = Report::of_archive(archive, None, None).ok_or("the archive was not read to its end")?;
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}

fn listing(archive: &Archive) -> Result<String, Box<dyn Error>> {
    let images = &archive.contents().ok_or("the archive was not read to its end")?.images;
    assert!(!images.is_empty(), "an image has files to list");
    let listings = images.iter().map(listing_of).collect::<Result<Vec<_>, _>>()?;
    Ok(in_lines(&Value::Array(listings)) + "\n")
}

/// Found in all layers: what has an `o` in its name, and what takes away.
const GLOB: &str = "{*o*,.wh.*}";
/// The case does not matter.
const TEXT: &str = "ETC/";

fn listing_of(image: &Image) -> Result<Value, Box<dyn Error>> {
    let (trees, limits) = (Trees::default(), Limits::default());
    let files = |options| Files::new(image, &options, &trees, &limits);
    let mut merged = files(FilesOptions::default())?;
    let layers = (0..u32::try_from(image.layers.len())?).map(|layer| -> Result<Value, Box<dyn Error>> {
        let mut own = files(FilesOptions { layer: Some(layer), ..FilesOptions::default() })?;
        Ok(json!({ "summary": own.summary(), "rows": own.rows(None, 0, ALL)?.rows }))
    });
    assert!(merged.doubts().is_empty(), "all digests are known");
    Ok(json!({
        "summary": merged.summary(),
        "rows": merged.rows(None, 0, ALL)?.rows,
        "layers": layers.collect::<Result<Vec<_>, _>>()?,
        "hidden": merged.hidden(0, ALL).rows,
        "waste": merged.waste(0, ALL, true),
        "glob": merged.find(GLOB, As::Glob, 0, ALL)?.rows,
        "text": merged.find(TEXT, As::Text, 0, ALL)?.rows,
    }))
}

/// More than any of them has.
const ALL: usize = 10_000;

/// A row stands on one line, so that a diff tells which one changed.
fn in_lines(value: &Value) -> String {
    match value {
        Value::Array(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().map(in_lines).collect();
            format!("[\n{}\n]", items.join(",\n"))
        }
        Value::Object(fields) if !fields.contains_key("path") => {
            let fields: Vec<String> =
                fields.iter().map(|(name, field)| format!("\"{name}\":{}", in_lines(field))).collect();
            format!("{{\n{}\n}}", fields.join(",\n"))
        }
        one => one.to_string(),
    }
}
