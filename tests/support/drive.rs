//! One archive down every path: hopping or streaming, cut into any chunks, with layers read or not.

use layerglass::archive::{Archive, Options};
use layerglass::decompress::Compression;
use layerglass::error::Error;
use layerglass::layer::{self, LayerReader};
use layerglass::limits::Limits;
use layerglass::report::{Place, Report, Verified};
use layerglass::wants::Wants;
use serde_json::{Value, json};

use super::listing;
use super::random::Random;
use super::source::Source;

/// How an archive is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The host can read at any offset; else front to end, once.
    pub seek: bool,
    /// The host knows the file's size (always, if it can seek).
    pub sized: bool,
    pub depth: Depth,
    pub cut: Cut,
}

/// How much of the layers is read. Entries are kept too, but under [`Cut::Random`]`(2)`: that must make no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None of it.
    View,
    /// Every header.
    Measure,
    /// Every byte, hashed.
    Verify,
}

/// How large the chunks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// As large as can be.
    Whole,
    /// What is wanted, no more.
    Wanted,
    Each(usize),
    /// Between 1 and 3000 bytes, by this seed; offers to skip are taken in part, and sometimes not at all.
    Random(u64),
}

impl Way {
    /// How closely entries are looked at.
    fn entries(&self) -> layer::Depth {
        match (self.depth, self.cut) {
            (Depth::View, _) | (_, Cut::Random(2)) => layer::Depth::Count,
            (Depth::Measure, _) => layer::Depth::Index,
            (Depth::Verify, _) => layer::Depth::Digests,
        }
    }
}

pub const DEPTHS: [Depth; 3] = [Depth::View, Depth::Measure, Depth::Verify];

const CUTS: [Cut; 8] = [
    Cut::Whole,
    Cut::Wanted,
    Cut::Each(1),
    Cut::Each(511),
    Cut::Each(512),
    Cut::Each(513),
    Cut::Random(1),
    Cut::Random(2),
];

/// The largest chunk.
const CHUNK: usize = 1 << 20;

/// What came of it, as the outside sees it. `report` and `verified` are null where there is nothing to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub report: Value,
    pub verified: Value,
    /// The entries of each image's layers; null where they were not kept.
    pub files: Value,
    /// The merged files of each image, and what is hidden; null where entries were not kept.
    pub merged: Value,
    /// What made it impossible, or what kept the archive from being read whole.
    pub error: Value,
}

/// What every way told, by depth.
#[derive(Clone, Debug)]
pub struct Everywhere {
    pub view: Told,
    pub measure: Told,
    pub verify: Told,
}

/// Opens `source` in every way; all ways of one depth must tell the same.
pub fn every_way(source: &dyn Source) -> Everywhere {
    every_way_under(source, &Limits::default())
}

/// [`every_way`] with other caps.
pub fn every_way_under(source: &dyn Source, limits: &Limits) -> Everywhere {
    let at = |depth| same_in_all(source, depth, &CUTS, limits);
    Everywhere { view: at(Depth::View), measure: at(Depth::Measure), verify: at(Depth::Verify) }
}

/// Opens `source` hopping and streaming under each cut, and shows that it makes no difference.
pub fn same_in_all(source: &dyn Source, depth: Depth, cuts: &[Cut], limits: &Limits) -> Told {
    let hop = Way { seek: true, sized: true, depth, cut: Cut::Whole };
    let first = open_under(source, &hop, limits);
    for &cut in cuts {
        for (seek, sized) in [(true, true), (false, true), (false, false)] {
            let way = Way { seek, sized, depth, cut };
            let told = if way == hop {
                continue;
            } else {
                open_under(source, &way, limits)
            };
            // A stream that could not be followed to its end does not know how long it is.
            if told.report.pointer("/source/size") == Some(&Value::Null) && !sized {
                assert_eq!(told.error, first.error, "{way:?} beside {hop:?}");
            } else {
                assert_same(&told, &first, &way);
            }
        }
    }
    first
}

#[track_caller]
fn assert_same(told: &Told, first: &Told, way: &Way) {
    let files_are_same = told.files == first.files || way.entries() == layer::Depth::Count;
    if !files_are_same {
        panic!(
            "{way:?} finds other entries than hopping in large chunks:\n{:#}\nhopping: {:#}",
            told.files, first.files
        );
    }
    if (&told.report, &told.verified, &told.error) != (&first.report, &first.verified, &first.error) {
        let pretty =
            |told: &Told| serde_json::to_string_pretty(&json!([told.report, told.verified, told.error])).unwrap();
        let (left, right) = (pretty(told), pretty(first));
        let differing = left.lines().zip(right.lines()).filter(|(left, right)| left != right).take(12);
        let shown: Vec<String> = differing.map(|(left, right)| format!("  {left}\n  hopping: {right}")).collect();
        panic!("{way:?} tells something else than hopping in large chunks:\n{}", shown.join("\n"));
    }
}

/// Opens `source` in one way.
pub fn open(source: &dyn Source, way: &Way) -> Told {
    open_under(source, way, &Limits::default())
}

/// [`open`] with other caps.
pub fn open_under(source: &dyn Source, way: &Way, limits: &Limits) -> Told {
    let opened = opened(source, way, limits);
    let mut told = tell(&opened);
    if let Ok(archive) = &opened
        && way.entries() > layer::Depth::Count
    {
        told.files = listing::of(archive.contents().unwrap());
        told.merged = listing::merged(archive.contents().unwrap());
    }
    told
}

/// What the outside sees of it.
pub fn tell(opened: &Result<Archive, Error>) -> Told {
    match opened {
        Err(error) => {
            let (report, verified, files, merged) = (Value::Null, Value::Null, Value::Null, Value::Null);
            Told { report, verified, files, merged, error: plain(error) }
        }
        Ok(archive) => {
            let contents = archive.contents().expect("it says that it is done");
            Told {
                report: serde_json::to_value(Report::of_archive(archive, None, None)).unwrap(),
                verified: serde_json::to_value(Verified::new(contents)).unwrap(),
                files: Value::Null,
                merged: Value::Null,
                error: archive.damage().map_or(Value::Null, plain),
            }
        }
    }
}

/// Opens `source` and reads its layers as far as `way` asks, as a host does it.
pub fn opened(source: &dyn Source, way: &Way, limits: &Limits) -> Result<Archive, Error> {
    let mut archive = first_view(source, way, limits)?;
    let one_pass = !way.seek || archive.compression() != Some(Compression::None);
    if way.depth == Depth::View || !way.seek {
        return Ok(archive);
    }
    if one_pass {
        // There is nowhere to jump to in it: it is read once more, as a stream is.
        return first_view(source, &Way { seek: false, ..*way }, limits);
    }
    let verify = way.depth == Depth::Verify;
    for job in archive.layer_jobs(verify, way.entries()) {
        let mut reader = LayerReader::new(job.hash, job.depth, limits);
        read_layer(&mut reader, source, job.at, job.size, way.cut);
        archive.measured(&job.blob, reader.finish());
    }
    assert_eq!(archive.layer_jobs(verify, way.entries()), [], "every layer was read");
    Ok(archive)
}

fn first_view(source: &dyn Source, way: &Way, limits: &Limits) -> Result<Archive, Error> {
    let options = Options {
        seekable: way.seek,
        size: way.sized.then(|| source.len()),
        measure: way.depth == Depth::Measure,
        verify: way.depth == Depth::Verify,
        depth: way.entries(),
    };
    let mut archive = Archive::new(options, limits.clone());
    let mut feed = Feed::new(source, way.cut, source.len());
    while let Wants::Bytes { at, want, skippable } = archive.wants() {
        assert!(way.seek || at == feed.position, "a stream is asked for {at} while it stands at {}", feed.position);
        let skip = feed.skip(if way.seek { skippable } else { 0 });
        let outcome = match skip {
            0 => match feed.read(at, want) {
                [] => archive.ended(),
                bytes => archive.push(bytes),
            },
            count => archive.skipped(count),
        };
        if let Err(error) = outcome {
            assert_eq!(archive.wants(), Wants::Done, "after an error nothing is wanted");
            assert_eq!(archive.push(b"x"), Err(error.clone()), "an error stays");
            return Err(error);
        }
    }
    Ok(archive)
}

/// Reads a layer as a host does it that can seek.
pub fn read_layer(reader: &mut LayerReader, source: &dyn Source, from: u64, size: u64, cut: Cut) {
    let end = source.len().min(from + size);
    let mut feed = Feed::new(source, cut, end);
    while let Wants::Bytes { at, want, skippable } = reader.wants() {
        match feed.skip(skippable.min(end - (from + at))) {
            0 => match feed.read(from + at, want) {
                [] => return,
                bytes => reader.push(bytes),
            },
            count => reader.skipped(count).expect("it was offered"),
        }
    }
}

/// Hands out chunks, and gives up on a machine that asks for ever.
struct Feed<'a> {
    source: &'a dyn Source,
    cut: Cut,
    random: Random,
    buffer: Vec<u8>,
    /// Where the last chunk ended.
    position: u64,
    end: u64,
    steps_left: u64,
}

impl<'a> Feed<'a> {
    fn new(source: &'a dyn Source, cut: Cut, end: u64) -> Self {
        let random = Random::new(if let Cut::Random(seed) = cut { seed } else { 0 });
        let room = usize::try_from(end).unwrap_or(CHUNK).clamp(1, CHUNK);
        Self { source, cut, random, buffer: vec![0; room], position: 0, end, steps_left: 2 * end + 10_000 }
    }

    fn skip(&mut self, skippable: u64) -> u64 {
        match self.cut {
            Cut::Random(_) if skippable > 0 => self.random.below(skippable + 1),
            _ => skippable,
        }
    }

    fn read(&mut self, at: u64, want: u64) -> &[u8] {
        self.steps_left = self.steps_left.checked_sub(1).expect("a machine that never ends");
        let length = match self.cut {
            Cut::Whole => CHUNK,
            Cut::Wanted => usize::try_from(want).unwrap_or(CHUNK).min(CHUNK),
            Cut::Each(length) => length,
            Cut::Random(_) => usize::try_from(1 + self.random.below(3000)).unwrap(),
        };
        assert!(length > 0, "bytes are wanted, but none");
        let left = usize::try_from(self.end.saturating_sub(at)).unwrap_or(usize::MAX);
        let length = length.min(left).min(self.buffer.len());
        let read = self.source.read(at, &mut self.buffer[..length]);
        self.position = at + read as u64;
        &self.buffer[..read]
    }
}

fn plain(error: &Error) -> Value {
    let at = serde_json::to_value(Place::of(error.at())).unwrap();
    assert!(!error.hint().is_empty() && !error.message().is_empty(), "{error:?} leaves the reader alone");
    json!({ "code": error.code(), "message": error.message(), "at": at })
}

impl Told {
    /// The code of the error, or an empty string.
    pub fn error_code(&self) -> &str {
        self.error["code"].as_str().unwrap_or_default()
    }

    /// All findings, those of the whole first, then those of each image.
    pub fn findings(&self) -> Vec<&Value> {
        let images = self.report["images"].as_array().into_iter().flatten();
        let lists = std::iter::once(&self.report).chain(images).filter_map(|owner| owner["findings"].as_array());
        lists.flatten().collect()
    }

    /// The codes of all findings, sorted, repeated ones too.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.findings().into_iter().filter_map(|row| row["code"].as_str()).collect();
        codes.sort_unstable();
        codes
    }

    /// What `verify` says: of each digest its kind and its word.
    pub fn digests(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rows = self.verified["blobs"].as_array().into_iter().flatten();
        rows.map(|row| format!("{} {}", text(&row["kind"]), text(&row["verification"]))).collect()
    }

    /// The value at a JSON pointer of the report.
    #[track_caller]
    pub fn at(&self, pointer: &str) -> &Value {
        let Some(value) = self.report.pointer(pointer) else {
            panic!("the report has no {pointer}; error {}, report {:#}", self.error, self.report)
        };
        value
    }
}
