//! bzip2, by the bzip2 crate over libbz2-rs.

use bzip2::{Decompress, Status};

use super::members::{Codec, Flow, corrupt};
use crate::error::Result;

/// One stream; its block and stream CRCs are checked by the library.
pub(super) struct Bzip2 {
    decompress: Decompress,
}

impl Bzip2 {
    pub(super) fn new() -> Self {
        Self {
            decompress: Decompress::new(false),
        }
    }
}

impl Codec for Bzip2 {
    const NAME: &'static str = "bzip2";
    const MAGIC: usize = 4;

    fn is_magic(head: &[u8]) -> bool {
        head.starts_with(b"BZh") && matches!(head.get(3), Some(b'1'..=b'9'))
    }

    fn start(&mut self) {
        self.decompress = Decompress::new(false);
    }

    fn decode(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<Flow> {
        let (read, written) = (self.decompress.total_in(), self.decompress.total_out());
        let status = self.decompress.decompress(input, output);
        let taken = usize::try_from(self.decompress.total_in() - read).unwrap_or(usize::MAX);
        *input = input.get(taken..).unwrap_or_default();
        *produced = usize::try_from(self.decompress.total_out() - written).unwrap_or(usize::MAX);
        match status.map_err(|error| corrupt(Self::NAME, error.to_string()))? {
            Status::StreamEnd => Ok(Flow::Ended),
            _ => Ok(Flow::More),
        }
    }
}
