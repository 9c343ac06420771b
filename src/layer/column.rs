//! Numbers and texts by the million, without waste: what [`LayerIndex`](super::LayerIndex) is made of.

/// Numbers in segments: it grows without being copied, holds next to no unused room, and is given away in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column<T> {
    /// Each but the last is full.
    segments: Vec<Vec<T>>,
}

/// Values of one segment. A power of two, so that finding one is a shift.
pub(super) const SEGMENT: usize = 1 << 14;

/// A number of fixed width.
pub(super) trait Word: Copy + Default {
    const WIDTH: usize;
    fn write(self, out: &mut Vec<u8>);
    fn read(bytes: &[u8]) -> Option<Self>;
}

macro_rules! words {
    ($($word:ty)*) => {$(
        impl Word for $word {
            const WIDTH: usize = size_of::<$word>();
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn read(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(<$word>::from_le_bytes)
            }
        }
    )*};
}

words!(u8 u16 u32 u64);

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { segments: Vec::new() }
    }
}

impl<T: Word> Column<T> {
    pub(super) fn len(&self) -> usize {
        let last = self.segments.last().map_or(0, Vec::len);
        self.segments.len().saturating_sub(1).saturating_mul(SEGMENT).saturating_add(last)
    }

    /// Of segments that are all full but the last.
    pub(super) fn of(segments: Vec<Vec<T>>) -> Self {
        Self { segments }
    }

    pub(super) fn into_segments(self) -> Vec<Vec<T>> {
        self.segments
    }

    pub(super) fn push(&mut self, value: T) {
        match self.segments.last_mut() {
            Some(last) if last.len() < SEGMENT => last.push(value),
            // Many layers are small: only the first segment grows as it is filled.
            None => self.segments.push(vec![value]),
            Some(_) => {
                let mut segment = Vec::with_capacity(SEGMENT);
                segment.push(value);
                self.segments.push(segment);
            }
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<T> {
        self.segments.get(at / SEGMENT)?.get(at % SEGMENT).copied()
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.segments.get_mut(at / SEGMENT)?.get_mut(at % SEGMENT)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = T> {
        self.segments.iter().flatten().copied()
    }

    /// How many values at the start are such; of a column whose values are, up to some place and not behind it.
    pub(super) fn partition_point(&self, mut is_before: impl FnMut(T) -> bool) -> usize {
        let full = |segment: &Vec<T>| segment.last().is_some_and(|last| is_before(*last));
        let segment = self.segments.partition_point(full);
        let within = self.segments.get(segment).map_or(0, |values| values.partition_point(|value| is_before(*value)));
        segment.saturating_mul(SEGMENT).saturating_add(within)
    }

    #[cfg(test)]
    pub(super) fn room(&self) -> usize {
        self.segments.iter().map(|segment| segment.capacity() * T::WIDTH).sum()
    }
}

/// Texts one behind the other, found by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    pub(super) bytes: Vec<u8>,
    /// Where each ends.
    pub(super) ends: Column<u32>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all texts.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Adds a text and gives its number. The caller sees to it that all texts together have less than 4 GiB.
    pub(super) fn push(&mut self, text: &[u8]) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if self.bytes.capacity() - self.bytes.len() < text.len() {
            // Doubling would leave up to half of it unused.
            self.bytes.reserve_exact(text.len().max(self.bytes.len() / 4).max(64));
        }
        self.bytes.extend_from_slice(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&[u8]> {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before))?;
        self.bytes.get(start as usize..self.ends.get(number)? as usize)
    }

    #[cfg(test)]
    pub(super) fn room(&self) -> usize {
        self.bytes.capacity() + self.ends.room()
    }
}
