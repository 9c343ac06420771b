//! The layers of real archives, listed by three readers: ours, tar-rs's `Archive` and GNU tar. And `skopeo inspect`,
//! where it is installed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use layerglass::decompress::AutoDecoder;
use layerglass::limits::Limits;
use layerglass::tar::{Entry, Event, Kind, Scanner};
use serde_json::Value;
use support::drive::{self, Cut, Depth, Way};
use support::{archives, fixture, fixtures};

const VIEW: Way = Way { seek: true, sized: true, depth: Depth::View, cut: Cut::Whole };

/// Every layer of every archive, as a tar, with a name for people.
fn layers() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for archive in archives() {
        let bytes = fixture(&archive);
        let opened = drive::opened(&bytes, &VIEW, &Limits::default()).unwrap();
        for job in opened.layer_jobs(false, layerglass::layer::Depth::Count) {
            let (from, to) = (usize::try_from(job.at).unwrap(), usize::try_from(job.at + job.size).unwrap());
            all.push((format!("{archive}, {}", job.blob), plain(&bytes[from..to])));
        }
        all.push((format!("{archive} itself"), bytes));
    }
    all
}

fn plain(stored: &[u8]) -> Vec<u8> {
    let mut tar = Vec::new();
    let mut decoder = AutoDecoder::new(&Limits::default());
    let mut sink = |_, bytes: &[u8]| {
        tar.extend_from_slice(bytes);
        Ok(())
    };
    decoder.push(stored, &mut sink).unwrap();
    decoder.finish(&mut sink).unwrap();
    tar
}

fn entries(mut tar: &[u8]) -> Vec<Entry> {
    let mut scanner = Scanner::new(&Limits::default());
    let mut entries = Vec::new();
    while let Some(event) = scanner.next(&mut tar).unwrap() {
        if let Event::Entry(entry) = event {
            entries.push(*entry);
        }
    }
    entries
}

#[test]
fn tar_rs_sees_the_same() {
    let mut compared = 0;
    for (layer, tar) in layers() {
        let ours = entries(&tar);
        let mut archive = tar::Archive::new(tar.as_slice());
        let mut theirs = archive.entries().unwrap();
        for entry in &ours {
            let their =
                theirs.next().unwrap_or_else(|| panic!("{layer}: tar-rs ends before {:?}", entry.path)).unwrap();
            let header = their.header();
            assert_eq!(their.path_bytes(), entry.path, "{layer}");
            // docker leaves link names in the headers of whiteouts, which are files.
            let links = matches!(entry.kind, Kind::Symlink | Kind::Hardlink);
            let link = their.link_name_bytes().filter(|_| links);
            assert_eq!(link.as_deref(), entry.link.as_deref(), "{layer}: {:?}", entry.path);
            assert_eq!(their.size(), entry.size, "{layer}");
            assert_eq!(their.raw_file_position(), entry.body_offset, "{layer}");
            assert_eq!(header.entry_type().as_byte(), entry.typeflag, "{layer}");
            assert_eq!(header.mode().unwrap(), entry.mode, "{layer}");
            compared += 1;
        }
        assert!(theirs.next().is_none(), "{layer}: tar-rs sees more");
    }
    assert!(compared > 300, "only {compared} entries were compared");
}

#[test]
fn gnu_tar_lists_the_same() {
    for (layer, tar) in layers() {
        let arguments = [
            "--list",
            "--verbose",
            "--verbose",
            "--numeric-owner",
            "--utc",
            "--full-time",
            "--quoting-style=escape",
            "--file=-",
        ];
        let Some(listing) = run("tar", &arguments, &tar) else {
            println!("skipped: GNU tar is not installed");
            return;
        };
        let ours: Vec<String> = entries(&tar).iter().map(line).collect();
        let theirs: Vec<String> = listing.lines().map(without_columns).collect();
        assert_eq!(ours, theirs, "{layer}");
    }
}

/// As GNU tar lists it, with single spaces and without what hangs on its time zone and columns.
fn line(entry: &Entry) -> String {
    let kind = match entry.kind {
        Kind::File | Kind::Other => '-',
        Kind::Directory => 'd',
        Kind::Symlink => 'l',
        Kind::Hardlink => 'h',
        Kind::Char => 'c',
        Kind::Block => 'b',
        Kind::Fifo => 'p',
    };
    let size = entry.device.map_or(entry.size.to_string(), |(major, minor)| format!("{major},{minor}"));
    let link = match (&entry.link, entry.kind) {
        (Some(link), Kind::Symlink) => format!(" -> {}", escaped(link)),
        (Some(link), Kind::Hardlink) => format!(" link to {}", escaped(link)),
        _ => String::new(),
    };
    format!("{kind}{} {}/{} {size} {}{link}", permissions(entry.mode), entry.uid, entry.gid, escaped(&entry.path))
}

fn permissions(mode: u32) -> String {
    let triple = |shift: u32, special: u32, letter: char| {
        let bits = mode >> shift;
        let execute = match (bits & 1 != 0, mode & special != 0) {
            (true, false) => 'x',
            (false, false) => '-',
            (true, true) => letter,
            (false, true) => letter.to_ascii_uppercase(),
        };
        [if bits & 4 != 0 { 'r' } else { '-' }, if bits & 2 != 0 { 'w' } else { '-' }, execute]
            .iter()
            .collect::<String>()
    };
    triple(6, 0o4000, 's') + &triple(3, 0o2000, 's') + &triple(0, 0o1000, 't')
}

/// GNU tar's `--quoting-style=escape`.
fn escaped(name: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b'\\' => "\\\\".to_owned(),
        b'\n' => "\\n".to_owned(),
        b'\t' => "\\t".to_owned(),
        b' '..=b'~' => char::from(*byte).to_string(),
        other => format!("\\{other:03o}"),
    };
    name.iter().map(escape).collect()
}

/// A line of GNU tar without date and time, which stand in the fourth and fifth column.
fn without_columns(line: &str) -> String {
    let mut rest = line;
    let mut words = Vec::new();
    for _ in 0..5 {
        let (word, after) = rest.trim_start().split_once(' ').expect("tar lists five columns and a name");
        words.push(word);
        rest = after;
    }
    format!("{} {} {} {rest}", words[0], words[1], words[2])
}

#[test]
fn skopeo_inspects_the_same() {
    let form = |archive: &str| {
        if archive.contains("oci") || archive.contains("skopeo22") { "oci-archive" } else { "docker-archive" }
    };
    for archive in archives().into_iter().filter(|name| name.starts_with("small") && !name.contains("export")) {
        let file = fixtures().join(&archive);
        let Some(config) =
            run("skopeo", &["inspect", "--config", "--raw", &format!("{}:{}", form(&archive), file.display())], b"")
        else {
            println!("skipped: skopeo is not installed");
            return;
        };
        let told = drive::open(&fixture(&archive), &VIEW);
        assert_eq!(told.at("/images/0/id"), &Value::from(support::store::sha256(config.as_bytes())), "{archive}");
    }
}

/// What a tool says; `None` where there is no such tool.
fn run(tool: &str, arguments: &[&str], input: &[u8]) -> Option<String> {
    let mut command = Command::new(tool);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // tar stops reading at the end mark: what it leaves is no error.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}
