//! bzip2, by the bzip2 crate over libbz2-rs.

use bzip2::{Decompress, Status};

use super::members::{Codec, Flow, corrupt};
use crate::error::{Error, ErrorKind, Result};

/// Streams past this many must hold [`STREAM`] bytes on average. Each new one costs its megabytes of tables anew, so a
/// small file of empty streams would take minutes; parallel compressors write 100 KB and more into each.
const STREAMS: u64 = 4096;
const STREAM: u64 = 1024;

/// One stream; its block and stream CRCs are checked by the library.
pub(super) struct Bzip2 {
    decompress: Decompress,
    started: u64,
    produced: u64,
}

impl Bzip2 {
    pub(super) fn new() -> Self {
        Self { decompress: Decompress::new(false), started: 0, produced: 0 }
    }
}

impl Codec for Bzip2 {
    const NAME: &'static str = "bzip2";
    const MAGIC: usize = 4;
    const READS_AHEAD: bool = true;

    fn is_magic(head: &[u8]) -> bool {
        head.starts_with(b"BZh") && matches!(head.get(3), Some(b'1'..=b'9'))
    }

    fn start(&mut self) {
        self.decompress = Decompress::new(false);
        self.started += 1;
    }

    fn decode(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<Flow> {
        if self.started > STREAMS && self.produced / STREAM < self.started {
            let (allowed, actual) = (STREAMS, Some(self.started));
            return Err(Error::new(ErrorKind::Limit { limit: "bzip2-streams", allowed, actual }));
        }
        let (read, written) = (self.decompress.total_in(), self.decompress.total_out());
        let status = self.decompress.decompress(input, output);
        let taken = usize::try_from(self.decompress.total_in() - read).unwrap_or(usize::MAX);
        *input = input.get(taken..).unwrap_or_default();
        *produced = usize::try_from(self.decompress.total_out() - written).unwrap_or(usize::MAX);
        self.produced = self.produced.saturating_add(*produced as u64);
        match status.map_err(|error| corrupt(Self::NAME, error.to_string()))? {
            Status::StreamEnd => Ok(Flow::Ended),
            _ => Ok(Flow::More),
        }
    }
}
