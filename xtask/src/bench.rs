//! How fast and how small in memory, beside what one would use instead: in one run, as ratios.

mod archive;
mod browser;
mod compressor;
mod files;
mod inputs;
mod layers;
mod listing;
mod measures;
mod packages;
mod peers;
mod readme;
mod registry;
mod runs;
mod table;

use std::process::{Command, ExitCode};

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::{chromium, page, process, wasm};
use inputs::Inputs;
use measures::{Bench, MEASURES};
use table::Row;

/// Measures everything, prints one table and puts it into README.md; with `--only WORD` the measures of that name or
/// whose name begins with it (`files` for all of files-…), and README.md stays.
pub(crate) fn bench(project: &Project, mut args: Args) -> Result<ExitCode> {
    let only = args.value("--only")?;
    args.finish()?;
    let chosen: Vec<_> =
        MEASURES.iter().filter(|measure| only.as_deref().is_none_or(|word| is_called(measure.name, word))).collect();
    if chosen.is_empty() {
        let names: Vec<_> = MEASURES.iter().map(|measure| measure.name).collect();
        return Err(Failure::new(format!("--only takes one of: {}", names.join(", "))));
    }
    page::build(project)?;
    let bench = Bench {
        project,
        hash: wasm::build_hash(project)?,
        chromium: chromium::ensure()?,
        inputs: Inputs::find_or_make(project)?,
    };
    let mut rows = Vec::new();
    for measure in chosen {
        rows.extend((measure.take)(&bench)?);
    }
    let about = about(&bench);
    println!("\n{}\n{about}", table::plain(&rows));
    if only.is_none() {
        readme::write(project, &rows, &about)?;
    }
    Ok(verdict(&rows))
}

fn is_called(name: &str, word: &str) -> bool {
    name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// What the figures depend on.
fn about(bench: &Bench<'_>) -> String {
    let version = |command: &str| process::answer(Command::new(command).arg("--version")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut about =
        format!("{} {}, {cores} cores, Node {}", std::env::consts::OS, std::env::consts::ARCH, version("node"));
    for tool in ["skopeo", "gzip", "sha256sum"] {
        if let Some(version) = version(tool).lines().next().and_then(|line| line.split_whitespace().last()) {
            about += &format!(", {tool} {version}");
        }
    }
    about + &format!(". Medians; files cached; layers of {}.", bench.inputs.made_of)
}

fn verdict(rows: &[Row]) -> ExitCode {
    let missed: Vec<_> = rows.iter().filter(|row| row.met == Some(false)).collect();
    for row in &missed {
        println!("missed: {}: {}, where the bound is {}", row.what, row.ours, row.bound);
    }
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
