//! The whole report of each archive in tests/fixtures, kept as JSON in tests/reports: a change of any field of any report
//! shows in a diff. The tests of the wasm build compare with the same files.
//!
//! `UPDATE_REPORTS=1 cargo test --test reports` writes them anew; read the diff before committing it.

use std::error::Error;
use std::fs;
use std::path::Path;

use layerglass::archive::{Archive, Options};
use layerglass::limits::Limits;
use layerglass::report::Report;

#[test]
fn every_report_is_what_it_was() -> Result<(), Box<dyn Error>> {
    let update = std::env::var_os("UPDATE_REPORTS").is_some();
    let mut compared = 0;
    for entry in fs::read_dir("tests/fixtures")? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "tar") {
            continue;
        }
        let report = report(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let kept = Path::new("tests/reports").join(path.file_name().ok_or("a file has a name")?).with_extension("json");
        if update {
            fs::write(&kept, &report)?;
        }
        let expected = fs::read_to_string(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
        assert_eq!(report, expected, "{}", kept.display());
        compared += 1;
    }
    assert!(compared >= 20, "only {compared} archives were found");
    Ok(())
}

/// As a stream with every digest computed: the report that knows most.
fn report(path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let options = Options { size: Some(bytes.len() as u64), measure: true, verify: true, ..Options::default() };
    let mut archive = Archive::new(options, Limits::default());
    archive.push(&bytes)?;
    archive.ended()?;
    let report = Report::of_archive(&archive, None, None).ok_or("the archive was not read to its end")?;
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}
