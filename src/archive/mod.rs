//! An archive file: its members, and the images that they hold.
//!
//! ```
//! use layerglass::archive::{Archive, Options};
//! use layerglass::limits::Limits;
//! use layerglass::wants::Wants;
//!
//! let file = std::fs::read("tests/fixtures/small-docker28.tar")?;
//! let options = Options { seekable: true, size: Some(file.len() as u64), ..Options::default() };
//! let mut archive = Archive::new(options, Limits::default());
//! while let Wants::Bytes { at, want, skippable } = archive.wants() {
//!     if skippable > 0 {
//!         archive.skipped(skippable)?; // a host that can seek reads no layer
//!         continue;
//!     }
//!     let from = usize::try_from(at)?;
//!     match file.get(from..) {
//!         None | Some([]) => archive.ended()?,
//!         Some(rest) => archive.push(&rest[..rest.len().min(usize::try_from(want)?)])?,
//!     }
//! }
//! let contents = archive.contents().expect("it is done");
//! assert_eq!(contents.images[0].names[0].canonical.as_deref(), Some("docker.io/library/small:1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A source that can seek and is not compressed is hopped through: headers, the first bytes of each body, then the few
//! documents that are needed. Anything else is read once from front to end; small documents are kept as they pass by,
//! because what they mean may only be known at the end (`manifest.json` often stands last). Both ways give the same
//! answers, but where [`Limits::kept_bytes`] is reached, which is a finding.

mod answer;
mod images;
mod notes;
mod outer;
mod scan;
mod table;

use crate::decompress::{Compression, SNIFF_LEN};
use crate::digest::{Algorithm, Digest};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::image::Layer;
use crate::layer::{Depth, LayerRead};
use crate::layout::{Answer, Contents, Format, Layout};
use crate::limits::Limits;
use crate::order;
use crate::wants::Wants;

use outer::Outer;
use scan::Scan;

/// What the host knows and wants.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Bytes can be read at any offset, as often as needed.
    pub seekable: bool,
    /// Bytes of the file, where known.
    pub size: Option<u64>,
    /// Read every layer's headers in passing, where the file is read from front to end: it cannot seek or is compressed.
    /// Elsewhere [`Archive::layer_jobs`] has them.
    pub measure: bool,
    /// Compute every layer's digests too, likewise.
    pub verify: bool,
    /// Keep every layer's entries too, likewise; more than counting implies `measure`.
    pub depth: Depth,
}

/// Opens an archive.
///
/// Do what [`wants`](Self::wants) says until it says [`Wants::Done`]; then [`contents`](Self::contents) has the images.
/// Bytes beyond those wanted may be pushed: they are used or ignored, whichever is right.
///
/// An `Err` of [`push`](Self::push) or [`ended`](Self::ended) means that there is nothing to show. Damage that leaves
/// something readable is told by [`damage`](Self::damage) and is a finding of the contents.
pub struct Archive {
    options: Options,
    limits: Limits,
    outer: Outer,
    scan: Scan,
    /// Bytes of the file taken or skipped in the pass over the members.
    position: u64,
    /// The first bytes of the tar, to say what it is if it is none.
    head: Vec<u8>,
    phase: Phase,
    damage: Option<Error>,
    findings: Vec<Finding>,
}

enum Phase {
    Scanning,
    /// `reading`: the document on its way, and its place in the table.
    Layout {
        layout: Box<Layout>,
        reading: Option<Reading>,
    },
    Done(Box<Contents>),
    Failed(Error),
}

#[derive(Debug)]
struct Reading {
    at: u64,
    size: u64,
    bytes: Vec<u8>,
}

/// A layer that can be read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerJob {
    /// Its blob's name, for [`Archive::measured`].
    pub blob: String,
    /// Where its bytes lie in the file.
    pub at: u64,
    /// How many they are.
    pub size: u64,
    /// What its stored digest is to be computed by; `None` where it is not.
    pub hash: Option<Algorithm>,
    /// How closely its entries are to be looked at.
    pub depth: Depth,
    /// Most of its bytes need not be read.
    pub hops: bool,
}

/// Where the exact bytes of a document are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawPlace {
    /// Here.
    Bytes(Vec<u8>),
    /// In the file.
    Range {
        /// Offset of the first byte.
        at: u64,
        /// How many.
        size: u64,
    },
}

/// How far behind the end mark both ways of reading look.
const TRAILING_LOOK: u64 = 64 << 10;
/// How many bytes of a source that is read from front to end are asked for at once.
const READ: u64 = 1 << 20;

impl Archive {
    /// Starts at the first byte of a file.
    pub fn new(options: Options, limits: Limits) -> Self {
        Self {
            outer: Outer::new(&limits),
            scan: Scan::new(&options, &limits),
            position: 0,
            head: Vec::new(),
            phase: Phase::Scanning,
            damage: None,
            findings: Vec::new(),
            options,
            limits,
        }
    }

    /// What it wants next.
    pub fn wants(&self) -> Wants {
        match &self.phase {
            Phase::Scanning => self.scanning_wants(),
            Phase::Layout { reading: Some(reading), .. } => {
                let have = reading.bytes.len() as u64;
                Wants::Bytes {
                    at: reading.at.saturating_add(have),
                    want: reading.size.saturating_sub(have),
                    skippable: 0,
                }
            }
            Phase::Layout { reading: None, .. } | Phase::Done(_) | Phase::Failed(_) => Wants::Done,
        }
    }

    /// Takes bytes that begin where [`wants`](Self::wants) said.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        match &mut self.phase {
            Phase::Scanning => {
                let outcome = self.scan_chunk(chunk);
                self.after_scanning(outcome, false)
            }
            Phase::Layout { reading: Some(reading), .. } => {
                let missing = reading.size.saturating_sub(reading.bytes.len() as u64);
                let length = usize::try_from(missing).unwrap_or(usize::MAX).min(chunk.len());
                reading.bytes.extend_from_slice(chunk.get(..length).unwrap_or_default());
                if reading.bytes.len() as u64 == reading.size { self.lay_out() } else { Ok(()) }
            }
            Phase::Failed(error) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Says that the next `count` bytes were jumped over; no more than were offered.
    pub fn skipped(&mut self, count: u64) -> Result<()> {
        match self.wants() {
            Wants::Bytes { skippable, .. } if count <= skippable => {
                self.position = self.position.saturating_add(count);
                self.scan.skipped(count)
            }
            _ => Err(Error::new(ErrorKind::Misuse("no more bytes may be skipped than were offered"))),
        }
    }

    /// Says that the source has no byte where the next was wanted.
    pub fn ended(&mut self) -> Result<()> {
        match &mut self.phase {
            Phase::Scanning => {
                let Self { outer, scan, head, .. } = self;
                let outcome = outer.finish(&mut |compression, bytes| take(scan, head, compression, bytes));
                let outcome = outcome.and_then(|garbage| self.scan.finish().map(|()| garbage));
                if let Ok(garbage @ 1..) = outcome {
                    self.findings.push(notes::garbage_behind_compression(garbage));
                }
                self.options.size.get_or_insert(self.position);
                self.after_scanning(outcome.map(|_| ()), true)
            }
            // The file became shorter while it was read.
            Phase::Layout { reading: Some(reading), layout } => {
                let missing = reading.size.saturating_sub(reading.bytes.len() as u64);
                let at = reading.at;
                layout.answer(Answer::Problem(Error::new(ErrorKind::TarTruncated { missing }).at_offset(at)));
                if let Phase::Layout { reading, .. } = &mut self.phase {
                    *reading = None;
                }
                self.lay_out()
            }
            Phase::Failed(error) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// The images and all else, once [`wants`](Self::wants) says [`Wants::Done`].
    pub fn contents(&self) -> Option<&Contents> {
        match &self.phase {
            Phase::Done(contents) => Some(contents),
            _ => None,
        }
    }

    /// What kept the archive from being read whole.
    pub fn damage(&self) -> Option<&Error> {
        self.damage.as_ref()
    }

    /// How the file as a whole is compressed, once its first bytes were seen.
    pub fn compression(&self) -> Option<Compression> {
        self.outer.compression()
    }

    /// Bytes of the file, once known.
    pub fn size(&self) -> Option<u64> {
        self.options.size
    }

    /// The caps it works under.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Bytes of the file that were taken or skipped: for progress.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Says that a stream was kept as it passed by: from now on its bytes can be read at any offset.
    pub fn became_seekable(&mut self) {
        self.options.seekable = true;
    }

    /// The layers that can be read now and were not yet, or not so closely, largest first. With `verify` also those that
    /// were read without computing digests. None for a file that is read from front to end: its [`Options`] say what is
    /// to be read in passing.
    pub fn layer_jobs(&self, verify: bool, depth: Depth) -> Vec<LayerJob> {
        let contents = self.contents().filter(|_| self.hops());
        let is_filesystem = contents.is_some_and(|contents| contents.format == Format::Filesystem);
        // Where the pass over the members ended early, hashing the same bytes again would go no further; where members
        // look like parts of an image, a stream does not hash the whole either.
        let verify = verify && !(is_filesystem && (self.damage.is_some() || self.scan.looks_like_layout));
        let end_of_good = self.damage.as_ref().and_then(|damage| damage.at().offset).unwrap_or(u64::MAX);
        let job = |layer: &Layer| {
            let stated = layer.digest.as_ref().and_then(Digest::known_algorithm);
            let (at, size) = match is_filesystem {
                true => (0, self.options.size?.min(end_of_good)),
                false => self.find(layer.blob.as_bytes()).map(|member| (member.at, member.size))?,
            };
            let hash = verify.then_some(stated.unwrap_or(Algorithm::Sha256));
            let hops = layer.is_hopped_through(hash, depth);
            Some(LayerJob { blob: layer.blob.clone(), at, size, hash, depth, hops })
        };
        let unread = contents.into_iter().flat_map(|contents| contents.unread_layers(verify, depth));
        let mut jobs: Vec<LayerJob> = unread.filter_map(job).collect();
        order::sort_by_key(&mut jobs, |job: &LayerJob| std::cmp::Reverse(job.size));
        jobs
    }

    /// Where the stored bytes of a layer lie and how many they are: in the file, or in what it decompresses to. That the file
    /// as a whole is compressed is then no more to be undone.
    pub fn layer_place(&self, layer: &Layer) -> Option<(u64, u64)> {
        if self.contents()?.format != Format::Filesystem {
            return self.find(layer.blob.as_bytes()).map(|member| (member.at, member.size));
        }
        Some((0, if self.hops() { self.options.size? } else { self.scan.length }))
    }

    /// Takes in what reading a layer gave.
    pub fn measured(&mut self, blob: &str, read: LayerRead) {
        if let Phase::Done(contents) = &mut self.phase {
            contents.measured(blob, read, &self.limits);
        }
    }

    /// Where the bytes of a document are, by its blob's name.
    pub fn raw(&self, name: &str) -> Result<RawPlace> {
        let unknown = || Error::new(ErrorKind::NotFound { what: "digest", name: name.to_owned() });
        let place = self.scan.table.resolve(name.as_bytes(), &self.limits)?.ok_or_else(unknown)?;
        let member = self.scan.table.member(place).ok_or_else(unknown)?;
        match self.scan.kept.get(&place) {
            Some(bytes) => Ok(RawPlace::Bytes(bytes.clone())),
            None if member.size == 0 => Ok(RawPlace::Bytes(Vec::new())),
            None if self.hops() && !member.cut => Ok(RawPlace::Range { at: member.at, size: member.size }),
            None => Err(Error::new(ErrorKind::OneShot).at_path(name)),
        }
    }

    /// Whether the file can be read at the offsets of its members.
    fn hops(&self) -> bool {
        self.options.seekable && self.outer.compression() == Some(Compression::None)
    }

    fn find(&self, name: &[u8]) -> Option<&table::Member> {
        let place = self.scan.table.resolve(name, &self.limits).ok()??;
        self.scan.table.member(place)
    }

    fn scanning_wants(&self) -> Wants {
        let at = self.position;
        match (self.outer.compression(), self.scan.wants()) {
            (None, _) => Wants::Bytes { at, want: SNIFF_LEN as u64, skippable: 0 },
            (Some(Compression::None), Wants::Bytes { want, skippable, .. }) if self.options.seekable => {
                // Never beyond the end of the file, or the host could not say that it ended.
                let left = self.options.size.map_or(u64::MAX, |size| size.saturating_sub(at));
                Wants::Bytes { at, want, skippable: skippable.min(left) }
            }
            _ => Wants::Bytes { at, want: READ, skippable: 0 },
        }
    }

    fn scan_chunk(&mut self, chunk: &[u8]) -> Result<()> {
        self.position = self.position.saturating_add(chunk.len() as u64);
        let Self { outer, scan, head, .. } = self;
        outer.push(chunk, &mut |compression, bytes| take(scan, head, compression, bytes))
    }

    /// Goes on to the documents when the pass is over: because the source ended, because enough was seen behind the
    /// end mark, or because it cannot be followed further.
    fn after_scanning(&mut self, outcome: Result<()>, ended: bool) -> Result<()> {
        let enough = if self.hops() { TRAILING_LOOK } else { self.limits.trailing };
        match outcome {
            Err(error) => {
                self.scan.stop();
                if self.scan.entries == 0 {
                    return self.fail(notes::not_an_archive(&self.head, self.outer.compression(), error));
                }
                self.damage = Some(error);
            }
            Ok(()) if ended => {}
            Ok(()) if self.scan.ended && self.scan.trailing.bytes >= enough => self.scan.stop(),
            Ok(()) => return Ok(()),
        }
        if self.scan.entries == 0 {
            let kind = if self.position == 0 { ErrorKind::EmptySource } else { ErrorKind::EmptyArchive };
            return self.fail(Error::new(kind));
        }
        self.note_the_end();
        let layout = Box::new(Layout::new(self.listing(), &self.limits));
        self.phase = Phase::Layout { layout, reading: None };
        self.lay_out()
    }

    fn fail(&mut self, error: Error) -> Result<()> {
        self.phase = Phase::Failed(error.clone());
        Err(error)
    }
}

/// Hands bytes of the tar to the scan; the first of them are kept to say what the file is if it is no tar.
fn take(scan: &mut Scan, head: &mut Vec<u8>, compression: Compression, bytes: &[u8]) -> Result<()> {
    if head.is_empty() {
        scan.starts(compression);
    }
    let missing = SNIFF_LEN.saturating_sub(head.len()).min(bytes.len());
    head.extend_from_slice(bytes.get(..missing).unwrap_or_default());
    scan.take(bytes)
}
