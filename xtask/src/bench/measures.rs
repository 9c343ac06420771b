//! What is measured, and the bounds that are to hold.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::inputs::{Inputs, LAYERS, LAYERS_OF_SPARSE, MEMBERS_OF_SPARSE};
use super::runs::{self, Numbers, in_turn, is_installed, numbers, several};
use super::table::{Row, Unit, milliseconds, speed};
use super::{browser, listing, registry};
use crate::chromium;
use crate::failure::{Failure, Result};
use crate::project::Project;

/// Of what takes milliseconds, and of what takes seconds.
const RUNS: usize = 15;
const LONG_RUNS: usize = 5;

const KIB: f64 = 1024.0;
const MIB: f64 = 1024.0 * KIB;

const WASM_MEMORY: f64 = 32.0 * MIB;
const PROCESS_MEMORY: f64 = 150.0 * MIB;
/// The table of an archive may take so much for each member past so many.
const BYTES_OF_MEMBER: f64 = 128.0;
const MEMBERS_WITHIN: u64 = 100_000;

pub(crate) struct Measure {
    pub(crate) name: &'static str,
    pub(crate) take: fn(&Bench<'_>) -> Result<Vec<Row>>,
}

pub(crate) const MEASURES: [Measure; 15] = [
    Measure { name: "first-view", take: first_view },
    Measure { name: "oci", take: oci },
    Measure { name: "sparse", take: sparse },
    Measure { name: "gzip", take: gzipped_stream },
    Measure { name: "verify", take: verified_stream },
    Measure { name: "memory", take: memory },
    Measure { name: "files-gzip", take: listing::gzip },
    Measure { name: "files-verify", take: listing::verify },
    Measure { name: "files-plain", take: listing::plain },
    Measure { name: "files-zstd", take: listing::zstd },
    Measure { name: "files-whole", take: listing::whole },
    Measure { name: "files-many", take: listing::many },
    Measure { name: "registry", take: registry::measure },
    Measure { name: "files-page", take: browser::files },
    Measure { name: "page", take: browser::measure },
];

/// What the measures need.
pub(crate) struct Bench<'a> {
    pub(crate) project: &'a Project,
    /// The core's hash alone, as wasm.
    pub(crate) hash: PathBuf,
    pub(crate) chromium: PathBuf,
    pub(crate) inputs: Inputs,
}

impl Bench<'_> {
    /// A script of www/tests/bench.
    pub(crate) fn script(&self, name: &str, arguments: &[&Path]) -> Result<Numbers> {
        let mut command = Command::new("node");
        command
            .arg(self.project.www().join("tests/bench").join(name))
            .args(arguments)
            .env(chromium::CHOICE, &self.chromium);
        numbers(&mut command)
    }

    /// The same, on these CPUs only.
    pub(crate) fn script_on(&self, cpus: &str, name: &str, arguments: &[&Path]) -> Result<Numbers> {
        let mut command = Command::new("node");
        command.arg(self.project.www().join("tests/bench").join(name)).args(arguments);
        numbers(&mut listing::on_cpus(cpus, command))
    }

    /// The whole command, as a user starts it.
    pub(crate) fn command(&self, arguments: &[&Path]) -> Command {
        let mut command = Command::new("node");
        command.arg(self.cli()).args(arguments);
        command
    }

    fn cli(&self) -> PathBuf {
        self.project.dist().join("cli.js")
    }

    fn first_view(&self, file: &Path, layers: u64) -> Result<Numbers> {
        self.script("first-view.mjs", &[file])?.expect("layers", layers)
    }

    /// One that reads the file as a stream, and verifies its layers.
    fn verified(&self, file: &Path) -> Result<Numbers> {
        self.script("stream.mjs", &[file, Path::new("--verify")])?.expect("verified", LAYERS)
    }
}

fn first_view(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let file = &bench.inputs.docker;
    let warm_up = bench.project.root.join("tests/fixtures/small-docker28.tar");
    let mut read = 0.0;
    let ms = several(RUNS, || {
        let numbers = bench.script("first-view.mjs", &[file, &warm_up])?.expect("layers", LAYERS)?;
        read = numbers.one("read")?;
        numbers.one("ms")
    })?;
    let cold = several(RUNS, || bench.first_view(file, LAYERS)?.one("ms"))?;
    let bodies = read - bench.inputs.docker_headers as f64;
    Ok(vec![
        Row::at_most("first view of a 450 MB docker save file, in Node's process", ms, 15.0, Unit::Milliseconds),
        Row {
            what: "… where it is the first file, so that V8 compiles the core's functions meanwhile".into(),
            ours: milliseconds(cold),
            ..Row::default()
        },
        Row::at_most("… bytes read beside its headers", bodies.max(0.0), 256.0 * KIB, Unit::Kibibytes),
    ])
}

fn oci(bench: &Bench<'_>) -> Result<Vec<Row>> {
    const BOUND: f64 = 3.0;
    let what = "first view of a 1 GB OCI archive, whole command";
    let file = &bench.inputs.oci;
    let ours = || runs::time(&mut bench.command(&[Path::new("inspect"), file]));
    if !is_installed("skopeo") {
        return Ok(vec![Row {
            what: what.into(),
            ours: milliseconds(several(RUNS, ours)?),
            peer: "skopeo is not installed here".into(),
            bound: format!("≥ {BOUND} ×"),
            ..Row::default()
        }]);
    }
    let skopeo = || runs::time(Command::new("skopeo").arg("inspect").arg(format!("oci-archive:{}", file.display())));
    let (ours, theirs) = in_turn(LONG_RUNS, ours, skopeo)?;
    Ok(vec![Row::times(
        what,
        milliseconds(ours),
        format!("`skopeo inspect` {}", milliseconds(theirs)),
        theirs / ours,
        Some(BOUND),
    )])
}

fn sparse(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let file = &bench.inputs.sparse;
    let in_process = several(RUNS, || bench.first_view(file, LAYERS_OF_SPARSE)?.one("ms"))?;
    let whole = several(RUNS, || runs::time(&mut bench.command(&[Path::new("inspect"), file])))?;
    let browser = bench.script("browser.mjs", &[file, Path::new("5")])?.one("ms")?;
    let what = format!("first view of 50 GB in {MEMBERS_OF_SPARSE} members");
    Ok(vec![
        Row::at_most(format!("{what}, in Node's process"), in_process, 200.0, Unit::Milliseconds),
        Row::at_most("… whole command", whole, 200.0, Unit::Milliseconds),
        Row::at_most("… in Chromium, from choosing the file to seeing its layers", browser, 500.0, Unit::Milliseconds),
    ])
}

fn gzipped_stream(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let Some(file) = &bench.inputs.gzipped else {
        return Ok(vec![]);
    };
    let size = size(&bench.inputs.docker)?;
    let cli = bench.cli();
    let ours = || runs::time(&mut runs::shell(r#"exec node "$0" inspect - <"$1""#, &[&cli, file]));
    let theirs = || runs::time(&mut runs::shell(r#"gzip -dc "$0" | tar -t"#, &[file]));
    let (ours, theirs) = in_turn(LONG_RUNS, ours, theirs)?;
    Ok(vec![Row::times(
        "450 MB, gzipped, from standard input, whole command",
        speed(size, ours),
        format!("`gzip -dc | tar -t` {}", speed(size, theirs)),
        theirs / ours,
        Some(1.5),
    )])
}

fn verified_stream(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let file = &bench.inputs.docker;
    let size = size(file)?;
    let ours = || bench.verified(file)?.one("ms");
    let hash = || bench.script("hash.mjs", &[&bench.hash, file])?.one("ms");
    let (verified, hashed) = in_turn(LONG_RUNS, ours, hash)?;
    let bare = Row::times(
        "450 MB streamed, every layer verified",
        speed(size, verified),
        format!("bare loop of the same hash over the same stream {}", speed(size, hashed)),
        hashed / verified,
        Some(0.8),
    );
    if !is_installed("sha256sum") {
        return Ok(vec![bare]);
    }
    let sum = several(LONG_RUNS, || runs::time(Command::new("sha256sum").arg(file)))?;
    Ok(vec![
        bare,
        Row::times(
            "… the same, beside native code",
            speed(size, verified),
            format!("`sha256sum` {}", speed(size, sum)),
            sum / verified,
            None,
        ),
    ])
}

fn memory(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let inputs = &bench.inputs;
    let mut runs = vec![
        ("first view of 450 MB", bench.first_view(&inputs.docker, LAYERS)?),
        ("first view of 50 GB", bench.first_view(&inputs.sparse, LAYERS_OF_SPARSE)?),
        ("450 MB streamed and verified", bench.verified(&inputs.docker)?),
    ];
    if let Some(file) = &inputs.gzipped {
        runs.push(("450 MB streamed, gzipped", bench.script("stream.mjs", &[file])?.expect("layers", LAYERS)?));
    }
    let mut rows = Vec::new();
    let mut process = Vec::new();
    for (what, numbers) in runs {
        let what = format!("peak wasm memory, {what}");
        rows.push(Row::at_most(what, numbers.one("wasm")?, WASM_MEMORY, Unit::Mebibytes));
        process.push(numbers.one("rss")?);
    }
    for (members, file) in &inputs.tiny {
        let numbers = bench.first_view(file, 1)?;
        let past = members.saturating_sub(MEMBERS_WITHIN) as f64;
        rows.push(Row::at_most(
            format!("peak wasm memory, {members} tiny members"),
            numbers.one("wasm")?,
            WASM_MEMORY + past * BYTES_OF_MEMBER,
            Unit::Mebibytes,
        ));
        if past == 0.0 {
            process.push(numbers.one("rss")?);
        }
    }
    let most = process.into_iter().fold(0.0, f64::max);
    rows.push(Row::at_most(
        "peak memory of Node's whole process, the most of these",
        most,
        PROCESS_MEMORY,
        Unit::Mebibytes,
    ));
    Ok(rows)
}

fn size(file: &Path) -> Result<u64> {
    fs::metadata(file).map(|about| about.len()).map_err(Failure::file("read", file))
}
