//! The machine in front of all formats.

#[cfg(feature = "bzip2")]
use super::bzip2::Bzip2;
use super::gzip::Gzip;
use super::members::{Members, Tail};
use super::sniff::Compression;
#[cfg(feature = "xz")]
use super::xz::Xz;
use super::zstd::Zstd;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// Room for output: large enough that the cost of a call vanishes, small enough for a processor's cache.
const OUTPUT: usize = 128 << 10;

/// Decompresses one stream, however it is cut into chunks.
///
/// Call [`next`](Self::next) until it gives `None`, then again with the next chunk; [`finish`](Self::finish) when the
/// input ended. Bytes decoded before a fault are given first; the error follows, and every later call gives it again;
/// [`salvage`](Self::salvage) gives what the format's window held back.
/// Errors mean damaged or refused bytes; their offset is that of the compressed stream.
pub struct Decoder {
    engine: Engine,
    output: Vec<u8>,
    produced: u64,
    expansion: u64,
    expansion_from: u64,
    failed: Option<Error>,
}

enum Engine {
    Plain {
        passed: u64,
    },
    Gzip(Box<Members<Gzip>>),
    Zstd(Box<Members<Zstd>>),
    #[cfg(feature = "bzip2")]
    Bzip2(Box<Members<Bzip2>>),
    #[cfg(feature = "xz")]
    Xz(Box<Members<Xz>>),
}

/// Does the same to the members of every format.
macro_rules! of_members {
    ($engine:expr, $members:ident => $what:expr, plain $passed:ident => $plain:expr) => {
        match $engine {
            Engine::Plain { passed: $passed } => $plain,
            Engine::Gzip($members) => $what,
            Engine::Zstd($members) => $what,
            #[cfg(feature = "bzip2")]
            Engine::Bzip2($members) => $what,
            #[cfg(feature = "xz")]
            Engine::Xz($members) => $what,
        }
    };
}

impl Decoder {
    /// A decoder at the first byte of a stream. Refuses what this build does not read.
    pub fn new(compression: Compression, limits: &Limits) -> Result<Self> {
        let engine = match compression {
            Compression::None => Engine::Plain { passed: 0 },
            Compression::Gzip => Engine::Gzip(Box::new(Members::new(Gzip::new()))),
            Compression::Zstd => Engine::Zstd(Box::new(Members::new(Zstd::new(limits)))),
            #[cfg(feature = "bzip2")]
            Compression::Bzip2 => Engine::Bzip2(Box::new(Members::new(Bzip2::new()))),
            #[cfg(feature = "xz")]
            Compression::Xz => Engine::Xz(Box::new(Members::new(Xz::new(limits)))),
            unread => {
                return Err(Error::new(ErrorKind::UnsupportedCompression { format: unread.as_str() }));
            }
        };
        let output = if compression == Compression::None { Vec::new() } else { vec![0; OUTPUT] };
        let Limits { expansion, expansion_from, .. } = *limits;
        Ok(Self { engine, output, produced: 0, expansion, expansion_from, failed: None })
    }

    /// Takes what it can from the front of `input`. `None`: the input is used up, and nothing waits.
    pub fn next<'out, 'input: 'out>(&'out mut self, input: &mut &'input [u8]) -> Result<Option<&'out [u8]>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let (filled, result) = of_members!(&mut self.engine, members => members.fill(input, &mut self.output), plain passed => {
            let bytes = std::mem::take(input);
            *passed = passed.saturating_add(bytes.len() as u64);
            self.produced = *passed;
            return Ok(Some(bytes).filter(|bytes| !bytes.is_empty()));
        });
        self.produced = self.produced.saturating_add(filled as u64);
        let result = result.and_then(|()| self.check_expansion());
        self.failed = result.err();
        match (filled, &self.failed) {
            (0, Some(error)) => Err(error.clone()),
            (0, None) => Ok(None),
            _ => Ok(self.output.get(..filled)),
        }
    }

    /// The input ended: an error inside a part, else what stood behind the last one.
    pub fn finish(&mut self) -> Result<Tail> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let tail = of_members!(&mut self.engine, members => members.finish(), plain _passed => Ok(Tail::default()));
        self.failed = tail.as_ref().err().cloned();
        tail
    }

    /// After an error, of [`next`](Self::next) or [`finish`](Self::finish): bytes decoded before the fault that the
    /// format's window still held back (in zstd up to 8 MiB, so all of a small archive). Call until `None`.
    pub fn salvage(&mut self) -> Option<&[u8]> {
        self.failed.as_ref()?;
        let filled = of_members!(&mut self.engine, members => members.salvage(&mut self.output), plain _passed => 0);
        self.produced = self.produced.saturating_add(filled as u64);
        self.output.get(..filled).filter(|bytes| !bytes.is_empty())
    }

    /// Compressed bytes taken so far.
    pub fn consumed(&self) -> u64 {
        of_members!(&self.engine, members => members.consumed(), plain passed => *passed)
    }

    /// Plain bytes given so far.
    pub fn produced(&self) -> u64 {
        self.produced
    }

    /// Complete members, frames or streams so far; 0 where nothing is compressed.
    pub fn members(&self) -> u64 {
        of_members!(&self.engine, members => members.count(), plain _passed => 0)
    }

    /// Its error says neither where nor how much: both would depend on how the input was cut.
    fn check_expansion(&self) -> Result<()> {
        let allowed = self.consumed().saturating_mul(self.expansion);
        if self.produced <= self.expansion_from || self.produced <= allowed {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Limit { limit: "expansion", allowed: self.expansion, actual: None }))
    }
}
