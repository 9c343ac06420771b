//! Columns as bytes and back.

use super::column::{Column, SEGMENT, Texts, Word};

/// What can be given away as bytes, and made of bytes again that nobody vouches for.
pub(super) trait Pack: Sized {
    /// How many bytes [`pack`](Self::pack) gives.
    fn packed_len(&self) -> u64;
    /// Gives itself to `sink`, part by part; each part is freed once it is given.
    fn pack(self, sink: &mut dyn FnMut(&[u8]));
    /// Takes what [`pack`](Self::pack) gave. Never makes more room than there are bytes.
    fn unpack(source: &mut Packed<'_>) -> Option<Self>;
}

/// Packed bytes, taken from the front.
pub(super) struct Packed<'a> {
    /// Fills a buffer with the next bytes.
    fill: &'a mut dyn FnMut(&mut [u8]),
    left: u64,
}

impl<'a> Packed<'a> {
    /// `length` bytes, which `fill` hands out one after the other.
    pub(super) fn new(length: u64, fill: &'a mut dyn FnMut(&mut [u8])) -> Self {
        Self { fill, left: length }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// The next `count` bytes, if there are so many.
    pub(super) fn bytes(&mut self, count: usize) -> Option<Vec<u8>> {
        self.left = self.left.checked_sub(count as u64)?;
        let mut bytes = vec![0; count];
        (self.fill)(&mut bytes);
        Some(bytes)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        u32::read(&self.bytes(u32::WIDTH)?)
    }
}

/// A count, then the values.
impl<T: Word> Pack for Column<T> {
    // One call for each column is less to download than its body for each.
    #[inline(never)]
    fn packed_len(&self) -> u64 {
        (self.len() as u64).saturating_mul(T::WIDTH as u64).saturating_add(4)
    }

    fn pack(self, sink: &mut dyn FnMut(&[u8])) {
        // Every column has a value for each text of some kind, and those are counted by 32 bits.
        sink(&u32::try_from(self.len()).unwrap_or(u32::MAX).to_le_bytes());
        let mut bytes = Vec::new();
        for segment in self.into_segments() {
            bytes.clear();
            segment.into_iter().for_each(|value| value.write(&mut bytes));
            sink(&bytes);
        }
    }

    fn unpack(source: &mut Packed<'_>) -> Option<Self> {
        let mut left = source.number()? as usize;
        let mut segments = Vec::new();
        while left > 0 {
            let length = left.min(SEGMENT);
            let bytes = source.bytes(length.checked_mul(T::WIDTH)?)?;
            segments.push(bytes.chunks_exact(T::WIDTH).filter_map(T::read).collect());
            left -= length;
        }
        Some(Self::of(segments))
    }
}

/// Where they end, then all texts.
impl Pack for Texts {
    #[inline(never)]
    fn packed_len(&self) -> u64 {
        self.ends.packed_len().saturating_add(self.size() as u64)
    }

    fn pack(self, sink: &mut dyn FnMut(&[u8])) {
        self.ends.pack(sink);
        sink(&self.bytes);
    }

    fn unpack(source: &mut Packed<'_>) -> Option<Self> {
        let ends = Column::unpack(source)?;
        let length: u32 = ends.len().checked_sub(1).map_or(Some(0), |last| ends.get(last))?;
        let bytes = source.bytes(length as usize)?;
        ends.iter().is_sorted().then_some(Self { bytes, ends })
    }
}
