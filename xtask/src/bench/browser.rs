//! The page in Chromium: how soon it shows something, and that it never keeps its visitor waiting.

use std::path::Path;

use super::inputs::{HISTORY_OF_MANY, LAYERS_OF_MANY};
use super::layers;
use super::measures::Bench;
use super::table::{Row, Unit, milliseconds};
use crate::failure::Result;

const FIRST_VIEW: f64 = 400.0;

/// A task that takes longer is felt.
const LONG_TASK: f64 = 50.0;

pub(crate) fn measure(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let sample = bench.script("page-sample.mjs", &[Path::new("9")])?;
    let bare = format!("a bare page {}", milliseconds(sample.one("bare")?));
    let large = bench.script("page-large.mjs", &[&bench.inputs.docker, Path::new("3")])?;
    let many = bench.script("page-many.mjs", &[&bench.inputs.many, Path::new("3")])?;
    let what = format!("{LAYERS_OF_MANY} layers, {HISTORY_OF_MANY} instructions");
    let task = |row: &str, number: f64| Row::at_most(row, number, LONG_TASK, Unit::Milliseconds);
    Ok(vec![
        Row::at_most(
            "the page, from navigation to the layers of the sample being painted",
            sample.one("ms")?,
            FIRST_VIEW,
            Unit::Milliseconds,
        )
        .beside(bare),
        Row::at_most(
            "… how far anything moves meanwhile (layout shift), at worst",
            sample.most("shift")?,
            0.0,
            Unit::None,
        ),
        task("… longest task of its thread while 450 MB are opened and measured", large.one("task")?),
        Row {
            what: format!("… {what}: from choosing the file to the layers being painted"),
            ours: milliseconds(many.one("ms")?),
            ..Row::default()
        },
        task("… longest task while those layers are scrolled through", many.one("layers-task")?),
        task("… longest task while that history is scrolled through", many.one("history-task")?),
        Row::at_most(
            "… frames that took longer than 50 ms meanwhile",
            many.one("layers-jerks")? + many.one("history-jerks")?,
            0.0,
            Unit::None,
        ),
    ])
}

/// An answer that comes later is waited for.
const AT_ONCE: f64 = 50.0;

const FILES: u64 = 200_000;

/// The files view, of a folder of very many files.
pub(crate) fn files(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let image = layers::files_in_folder(bench.project, FILES)?;
    let numbers = bench.script("page-files.mjs", &[&image, Path::new("3")])?;
    let answer = |what: &str, number: f64| Row::at_most(what, number, AT_ONCE, Unit::Milliseconds);
    Ok(vec![
        Row {
            what: format!("the page, {FILES} files in a folder: from asking for the files view to its being there"),
            ours: milliseconds(numbers.one("listed")?),
            ..Row::default()
        },
        answer("… the folder being open, after the key", numbers.one("opened")?),
        answer("… the matches being shown, after a letter in the filter", numbers.one("filtered")?),
        Row::at_most(
            "… frames that took longer than 50 ms while it is scrolled through",
            numbers.most("jerks")?,
            0.0,
            Unit::None,
        ),
    ])
}
