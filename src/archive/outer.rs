//! The archive's own compression.

use crate::decompress::{AutoDecoder, Compression, Sink};
use crate::error::Result;
use crate::limits::Limits;

/// Takes the file's bytes, gives the tar's. Gzip within gzip is undone once more: some tools compress what was compressed.
pub(super) struct Outer {
    first: AutoDecoder,
    second: AutoDecoder,
}

impl Outer {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { first: AutoDecoder::new(limits), second: AutoDecoder::only(Compression::Gzip, limits) }
    }

    /// How the file is compressed, once its first bytes were seen.
    pub(super) fn compression(&self) -> Option<Compression> {
        self.first.compression()
    }

    pub(super) fn push(&mut self, chunk: &[u8], sink: Sink<'_>) -> Result<()> {
        let second = &mut self.second;
        self.first.push(chunk, &mut |compression, bytes| pass(second, compression, bytes, sink))
    }

    /// The file has ended. Gives the bytes that stood behind the compressed stream and are not NUL.
    pub(super) fn finish(&mut self, sink: Sink<'_>) -> Result<u64> {
        let second = &mut self.second;
        let tail = self.first.finish(&mut |compression, bytes| pass(second, compression, bytes, sink))?;
        if self.first.compression() == Some(Compression::Gzip) {
            self.second.finish(&mut |_, bytes| sink(Compression::Gzip, bytes))?;
        }
        Ok(tail.garbage)
    }
}

fn pass(second: &mut AutoDecoder, compression: Compression, bytes: &[u8], sink: Sink<'_>) -> Result<()> {
    match compression {
        Compression::Gzip => second.push(bytes, &mut |_, bytes| sink(compression, bytes)),
        _ => sink(compression, bytes),
    }
}
