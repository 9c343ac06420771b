//! xz, by lzma-rust2.

use std::io;

use lzma_rust2::{Action, Status, XzStream};

use super::members::{Codec, Flow, corrupt};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// What the decoder needs beside the dictionary, in KiB.
const OVERHEAD: u64 = 1024;

/// One stream; its checksums and index are checked by the library.
pub(super) struct Xz {
    stream: XzStream,
    window: u64,
}

impl Xz {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { stream: stream(limits.window), window: limits.window }
    }

    fn error(&self, error: &io::Error) -> Error {
        if error.kind() != io::ErrorKind::OutOfMemory {
            return corrupt(Self::NAME, error.to_string());
        }
        let actual = self.stream.memory_usage().map(|kib| u64::from(kib) << 10);
        Error::new(ErrorKind::Limit { limit: "window", allowed: self.window, actual })
    }
}

fn stream(window: u64) -> XzStream {
    XzStream::new_mem_limit(false, u32::try_from((window >> 10).saturating_add(OVERHEAD)).unwrap_or(u32::MAX))
}

impl Codec for Xz {
    const NAME: &'static str = "xz";
    const MAGIC: usize = 6;
    const READS_AHEAD: bool = true;
    const PADDED: bool = true;

    fn is_magic(head: &[u8]) -> bool {
        head == b"\xfd7zXZ\0"
    }

    fn start(&mut self) {
        self.stream = stream(self.window);
    }

    fn decode(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<Flow> {
        let (read, written) = (self.stream.total_in(), self.stream.total_out());
        let result = self.stream.process(input, output, Action::Run);
        let taken = usize::try_from(self.stream.total_in() - read).unwrap_or(usize::MAX);
        *input = input.get(taken..).unwrap_or_default();
        *produced = usize::try_from(self.stream.total_out() - written).unwrap_or(usize::MAX);
        match result.map_err(|error| self.error(&error))?.status {
            Status::StreamEnd => Ok(Flow::Ended),
            Status::Ok => Ok(Flow::More),
        }
    }
}
