//! Bytes to open, which need not lie in memory.

/// Something that can be read at any offset.
pub trait Source {
    fn len(&self) -> u64;

    /// Fills the front of `buffer` from `at` on; gives how many bytes, 0 only at the end.
    fn read(&self, at: u64, buffer: &mut [u8]) -> usize;
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read(&self, at: u64, buffer: &mut [u8]) -> usize {
        let rest = usize::try_from(at).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        count
    }
}

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        Source::len(self.as_slice())
    }

    fn read(&self, at: u64, buffer: &mut [u8]) -> usize {
        Source::read(self.as_slice(), at, buffer)
    }
}

/// A large source made of small parts.
#[derive(Clone, Debug, Default)]
pub struct Pieces(Vec<Piece>);

#[derive(Clone, Debug)]
struct Piece {
    /// Offset of the byte behind it.
    end: u64,
    /// Its bytes, over and over.
    pattern: Vec<u8>,
    /// Offset of its first byte.
    start: u64,
}

impl Pieces {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> Self {
        self.repeat(bytes, 1)
    }

    #[must_use]
    pub fn repeat(mut self, pattern: &[u8], times: u64) -> Self {
        let start = self.len();
        let length = pattern.len() as u64 * times;
        if length > 0 {
            self.0.push(Piece { start, end: start + length, pattern: pattern.to_vec() });
        }
        self
    }

    /// Zeros up to the next block.
    #[must_use]
    pub fn padded(self) -> Self {
        let missing = self.len().next_multiple_of(512) - self.len();
        self.repeat(&[0], missing)
    }
}

impl Source for Pieces {
    fn len(&self) -> u64 {
        self.0.last().map_or(0, |piece| piece.end)
    }

    fn read(&self, at: u64, buffer: &mut [u8]) -> usize {
        let Some(piece) = self.0.get(self.0.partition_point(|piece| piece.end <= at)) else {
            return 0;
        };
        let count = usize::try_from(piece.end - at).unwrap().min(buffer.len());
        let mut phase = usize::try_from((at - piece.start) % piece.pattern.len() as u64).unwrap();
        let mut rest = &mut buffer[..count];
        while !rest.is_empty() {
            let length = rest.len().min(piece.pattern.len() - phase);
            let (front, back) = rest.split_at_mut(length);
            front.copy_from_slice(&piece.pattern[phase..phase + length]);
            rest = back;
            phase = 0;
        }
        count
    }
}
