//! The files of layers: how soon they are listed, verified and weighed, beside what one would use instead.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::layers::{self, Image, Stored, TAG};
use super::measures::Bench;
use super::runs::{self, Numbers, in_turn, is_installed, several, shell};
use super::table::{Row, Unit, milliseconds, speed};
use super::{inputs, peers};
use crate::failure::{Failure, Result};
use crate::process::{self, Options};

/// Each takes seconds.
const RUNS: usize = 3;

const ONE_CPU: &str = "0";
const TWO_CPUS: &str = "0,1";

const MB: f64 = 1e6;

const REMOVED: u64 = 200_000;
const TINY: u64 = 1_000_000;

/// Who waits longer gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// `$0` is not a layer.
const NO_NAME: &str = "layers";

/// All files of gzip layers.
pub(crate) fn gzip(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let image = Listed::new(layers::image(bench.project)?)?;
    let list = |cpus: &str| image.list(bench, cpus, &image.stored.gzip)?.one("ms");
    let tar = |unpack: &str| {
        let script = format!(r#"for layer; do {unpack} "$layer" | tar -tv; done"#);
        runs::time(&mut on_cpus(ONE_CPU, shell(&script, &with_no_name(&image.stored.gzip.blobs))))
    };
    let (one, gzip) = in_turn(RUNS, || list(ONE_CPU), || tar("gzip -dc"))?;
    let two = several(RUNS, || list(TWO_CPUS))?;
    let command = several(RUNS, || {
        runs::time(&mut bench.command(&[Path::new("ls"), Path::new("-lR"), &image.stored.gzip.archive]))
    })?;
    let what = format!(
        "listing all {} files of 8 gzip layers ({:.0} MB, {})",
        image.entries,
        image.size as f64 / MB,
        image.stored.made_of
    );
    let shown = |ms: f64| speed(image.size, ms);
    let beside = |peer: String| Row { what: "… beside it".into(), ours: shown(one), peer, ..Row::default() };
    let mut rows = vec![
        Row::times(
            format!("{what}, in Node's process, one CPU"),
            shown(one),
            format!("`gzip -dc | tar -tv` on one CPU {}", shown(gzip)),
            gzip / one,
            Some(2.0),
        ),
        Row::times("… with two workers", shown(two), format!("one CPU {}", shown(one)), one / two, Some(1.6)),
        Row { what: "… `layerglass ls -lR`, whole command".into(), ours: milliseconds(command), ..Row::default() },
    ];
    rows.push(match is_installed("igzip") {
        false => beside("igzip is not installed here".into()),
        true => {
            let igzip = several(RUNS, || tar("igzip -dc"))?;
            Row::times("… beside it", shown(one), format!("`igzip -dc | tar -tv` {}", shown(igzip)), igzip / one, None)
        }
    });
    rows.push(match peers::npm(bench.project) {
        None => beside("tar-stream could not be installed".into()),
        Some(folder) => {
            let arguments: Vec<&Path> =
                std::iter::once(&folder).chain(&image.stored.gzip.blobs).map(PathBuf::as_path).collect();
            let run = || bench.script("peer-tar-stream.mjs", &arguments)?.expect("entries", image.entries);
            let ms = several(1, || run()?.one("ms"))?;
            let peer = format!("npm's tar-stream with node:zlib {}", shown(ms));
            Row::times("… beside it, two CPUs", shown(two), peer, ms / two, None)
        }
    });
    rows.push(match is_installed("umoci") {
        false => beside("umoci is not installed here".into()),
        true => {
            let name = format!("{}:{TAG}", image.stored.gzip.folder.display());
            let ms = into_folder(bench, |to| {
                let mut umoci = Command::new("umoci");
                umoci.args(["unpack", "--image", &name]).arg(to);
                umoci
            })?;
            Row::times("… beside it, two CPUs", shown(two), format!("`umoci unpack` {}", shown(ms)), ms / two, None)
        }
    });
    Ok(rows)
}

/// Files and both digests of gzip layers.
pub(crate) fn verify(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let image = Listed::new(layers::image(bench.project)?)?;
    let file = &image.stored.gzip.archive;
    let ours = || {
        let numbers = bench.script_on(TWO_CPUS, "list.mjs", &[file, Path::new("--verify")])?;
        numbers.expect("entries", image.entries)?.expect("verified", inputs::LAYERS)?.one("ms")
    };
    let what = "listing and verifying both digests of 8 gzip layers, two workers";
    if !is_installed("skopeo") {
        let (ours, peer) = (milliseconds(several(RUNS, ours)?), "skopeo is not installed here".into());
        return Ok(vec![Row { what: what.into(), ours, peer, bound: "≥ 1 ×".into(), ..Row::default() }]);
    }
    let skopeo = || {
        into_folder(bench, |to| {
            let mut skopeo = Command::new("skopeo");
            skopeo.arg("copy").arg(format!("oci-archive:{}", file.display())).arg(format!("dir:{}", to.display()));
            skopeo
        })
    };
    let (ours, theirs) = in_turn(RUNS, ours, skopeo)?;
    let peer = format!("`skopeo copy oci-archive: dir:` {}", milliseconds(theirs));
    Ok(vec![Row::times(what, milliseconds(ours), peer, theirs / ours, Some(1.0))])
}

/// All files of layers that are not compressed, hopping over their bodies.
pub(crate) fn plain(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let image = layers::image(bench.project)?;
    let large = layers::large_files(bench.project)?;
    let mut rows = hopped(bench, "listing an uncompressed docker-archive", &image.docker, 1.0)?;
    rows.extend(hopped(bench, "… of files that average more than 100 KB", &large, 3.0)?);
    Ok(rows)
}

fn hopped(bench: &Bench<'_>, what: &str, stored: &Stored, bound: f64) -> Result<Vec<Row>> {
    let entries = entries(&stored.blobs)?;
    let size = size(&stored.blobs)?;
    let list = |cpus: &str| bench.script_on(cpus, "list.mjs", &[&stored.archive])?.expect("entries", entries);
    let names: Vec<_> = stored.blobs.iter().filter_map(|blob| blob.strip_prefix(&stored.folder).ok()).collect();
    let arguments: Vec<_> = std::iter::once(stored.archive.as_path()).chain(names).collect();
    let tar = || runs::time(&mut shell(r#"for layer; do tar -xOf "$0" "$layer" | tar -tv; done"#, &arguments));
    let (ours, theirs) = in_turn(RUNS, || list(TWO_CPUS)?.one("ms"), tar)?;
    // On one CPU there is one thread, whose reading is seen whole.
    let read = list(ONE_CPU)?.one("read")?;
    let what = format!("{what}, {entries} files in {:.0} MB", size as f64 / MB);
    Ok(vec![
        Row::times(
            what,
            milliseconds(ours),
            format!("`tar -xOf | tar -tv` of each layer {}", milliseconds(theirs)),
            theirs / ours,
            Some(bound),
        ),
        Row { what: "… bytes read".into(), ours: Unit::Mebibytes.show(read), ..Row::default() },
    ])
}

/// All files of zstd layers.
pub(crate) fn zstd(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let image = Listed::new(layers::image(bench.project)?)?;
    let script = r#"for layer; do zstd -dcq "$layer"; done"#;
    let native = || runs::time(&mut on_cpus(ONE_CPU, shell(script, &with_no_name(&image.stored.zstd.blobs))));
    let list = |cpus: &str| image.list(bench, cpus, &image.stored.zstd)?.one("ms");
    let (ours, theirs) = in_turn(RUNS, || list(ONE_CPU), native)?;
    let two = several(RUNS, || list(TWO_CPUS))?;
    let peer = format!("native `zstd -dc` alone {}", speed(image.size, theirs));
    let row = Row::times("the same of zstd layers, one CPU", speed(image.size, ours), peer, theirs / ours, None);
    Ok(vec![
        Row { bound: "aim 0.35 ×".into(), ..row },
        Row { what: "… with two workers".into(), ours: speed(image.size, two), ..Row::default() },
    ])
}

/// What people ask of an image as a whole.
pub(crate) fn whole(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let file = layers::image(bench.project)?.docker.archive;
    let waste = several(RUNS, || runs::time(&mut bench.command(&[Path::new("waste"), &file])))?;
    let what = "`layerglass waste` of the docker-archive, whole command";
    let row = |peer: &str, ms: Option<f64>| match ms {
        Some(ms) => Row::times(what, milliseconds(waste), format!("{peer} {}", milliseconds(ms)), ms / waste, None),
        None => Row {
            what: what.into(),
            ours: milliseconds(waste),
            peer: format!("{peer} could not be installed"),
            ..Row::default()
        },
    };
    let dive = peers::dive(bench.project);
    let dive = dive.map(|dive| several(RUNS, || runs::time(&mut dive_of(bench, &dive, &file)))).transpose()?;
    let npm = peers::npm(bench.project);
    let snyk = |folder: &PathBuf| {
        let script = bench.project.www().join("tests/bench/peer-snyk.mjs");
        runs::time(Command::new("node").arg(script).arg(folder).arg(&file))
    };
    let snyk = npm.map(|folder| snyk(&folder)).transpose()?;
    Ok(vec![row("`dive`", dive), row("snyk-docker-plugin", snyk)])
}

/// Very many files in one layer.
pub(crate) fn many(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let removed = layers::removed_files(bench.project, REMOVED)?;
    bench.script("list.mjs", &[&removed, Path::new("--merged")])?.expect("hidden", REMOVED)?;
    let ms = several(RUNS, || runs::time(&mut bench.command(&[Path::new("waste"), &removed])))?;
    let what = format!("{REMOVED} files in one folder removed by the next layer: `layerglass waste`, whole command");
    let tiny = layers::tiny_files(bench.project, TINY)?;
    let entries = TINY + TINY / 1000;
    let listed = bench.script("list.mjs", &[&tiny])?.expect("entries", entries)?;
    let large = bench.script("list.mjs", &[&layers::layer_of_50_gb(bench.project)?])?.expect("entries", 1)?;
    let memory = |what: &str, numbers: &Numbers| -> Result<Row> {
        Ok(Row::at_most(what, numbers.one("wasm")?, 200.0 * MB, Unit::Mebibytes))
    };
    Ok(vec![
        Row::at_most(what, ms, 3000.0, Unit::Milliseconds).beside(dive_on_removed(bench, &removed)?),
        Row {
            what: format!("listing a gzip layer of {entries} files, in Node's process"),
            ours: milliseconds(listed.one("ms")?),
            ..Row::default()
        },
        memory("… peak wasm memory", &listed)?,
        memory("peak wasm memory, listing a layer of 50 GB", &large)?,
    ])
}

fn dive_on_removed(bench: &Bench<'_>, file: &Path) -> Result<String> {
    let Some(dive) = peers::dive(bench.project) else {
        return Ok("`dive` could not be installed".into());
    };
    let began = std::time::Instant::now();
    let run = process::run(&mut dive_of(bench, &dive, file), Options { limit: Some(PATIENCE), echo: false })?;
    Ok(match (run.timed_out, run.success) {
        (true, _) => format!("`dive` was stopped after {} s", PATIENCE.as_secs()),
        (false, true) => format!("`dive` {}", milliseconds(began.elapsed().as_secs_f64() * 1000.0)),
        (false, false) => "`dive` failed".into(),
    })
}

fn dive_of(bench: &Bench<'_>, dive: &Path, file: &Path) -> Command {
    let mut command = Command::new(dive);
    let report = bench.project.target.join("bench/dive.json");
    command.env("CI", "true").args(["--source", "docker-archive"]).arg(file).arg("--json").arg(report);
    command
}

/// The image, and what a listing of it has to hold.
struct Listed {
    stored: Image,
    entries: u64,
    /// Bytes of all tars.
    size: u64,
}

impl Listed {
    fn new(stored: Image) -> Result<Self> {
        Ok(Self { entries: entries(&stored.docker.blobs)?, size: size(&stored.docker.blobs)?, stored })
    }

    fn list(&self, bench: &Bench<'_>, cpus: &str, stored: &Stored) -> Result<Numbers> {
        bench.script_on(cpus, "list.mjs", &[&stored.archive])?.expect("entries", self.entries)
    }
}

/// As GNU tar counts them.
fn entries(tars: &[PathBuf]) -> Result<u64> {
    let mut count = shell(r#"for layer; do tar -tf "$layer"; done | wc -l"#, &with_no_name(tars));
    process::answer(&mut count)
        .and_then(|answer| answer.parse().ok())
        .ok_or_else(|| Failure::new("tar could not count the files of the layers"))
}

fn size(files: &[PathBuf]) -> Result<u64> {
    files.iter().map(|file| fs::metadata(file).map(|about| about.len()).map_err(Failure::file("read", file))).sum()
}

fn with_no_name(paths: &[PathBuf]) -> Vec<&Path> {
    std::iter::once(Path::new(NO_NAME)).chain(paths.iter().map(PathBuf::as_path)).collect()
}

/// The command, kept to these CPUs where the system has a tool for it.
pub(crate) fn on_cpus(cpus: &str, command: Command) -> Command {
    if !is_installed("taskset") {
        return command;
    }
    let mut pinned = Command::new("taskset");
    pinned.args(["-c", cpus]).arg(command.get_program()).args(command.get_args());
    pinned
}

/// Milliseconds of a command that fills a folder, which is removed afterwards.
fn into_folder(bench: &Bench<'_>, command: impl Fn(&Path) -> Command) -> Result<f64> {
    let folder = bench.project.target.join("bench/out");
    let remove = || match folder.exists() {
        true => fs::remove_dir_all(&folder).map_err(Failure::file("remove", &folder)),
        false => Ok(()),
    };
    remove()?;
    let ms = runs::time(&mut command(&folder))?;
    remove()?;
    Ok(ms)
}
