//! gzip (RFC 1952), by flate2 over zlib-rs.

use flate2::{Decompress, FlushDecompress, Status};

use super::members::{Codec, Flow, corrupt};
use crate::error::Result;

/// One member; its CRC and length are checked by zlib-rs.
pub(super) struct Gzip {
    inflate: Decompress,
}

impl Gzip {
    pub(super) fn new() -> Self {
        Self { inflate: Decompress::new_gzip(15) }
    }
}

impl Codec for Gzip {
    const NAME: &'static str = "gzip";
    const MAGIC: usize = 3;

    /// The third byte is the method; there is only deflate.
    fn is_magic(head: &[u8]) -> bool {
        head == [0x1f, 0x8b, 8]
    }

    fn start(&mut self) {
        if self.inflate.total_in() > 0 {
            self.inflate.reset(true);
        }
    }

    fn decode(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<Flow> {
        let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(input, output, FlushDecompress::None);
        let taken = usize::try_from(self.inflate.total_in() - read).unwrap_or(usize::MAX);
        *input = input.get(taken..).unwrap_or_default();
        *produced = usize::try_from(self.inflate.total_out() - written).unwrap_or(usize::MAX);
        match status.map_err(|error| corrupt(Self::NAME, problem(error.message())))? {
            Status::StreamEnd => Ok(Flow::Ended),
            _ => Ok(Flow::More),
        }
    }
}

/// zlib-rs has two loops over the codes of a block. The quick one, taken while much input is at hand, forgets what it met,
/// so faults in codes share one word: it must not depend on how the input was cut.
fn problem(message: Option<&str>) -> &str {
    const IN_CODES: [&str; 3] = ["invalid literal/length code", "invalid distance", "repeated call with bad state"];
    message.filter(|message| !IN_CODES.iter().any(|start| message.starts_with(start))).unwrap_or("not deflate data")
}
