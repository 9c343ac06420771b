//! What many entries share is kept once: this finds it again while an index is made.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

/// Finds things by what they are. Only hashes are kept, so whoever asks compares; two things of the same hash take
/// neighbouring slots. The hash is one that nobody finds many collisions of, so rows of such slots stay short.
#[derive(Clone, Debug, Default)]
pub(super) struct Interned {
    numbers: HashMap<u64, u32>,
}

/// Where something that was not found belongs.
pub(super) struct Slot(u64);

impl Interned {
    /// The number of the thing of these numbers and texts that `is` says yes to, or where to put it.
    pub(super) fn find(&self, numbers: [u64; 2], texts: [&[u8]; 2], is: &dyn Fn(u32) -> bool) -> Result<u32, Slot> {
        let mut hasher = DefaultHasher::new();
        for (number, text) in numbers.into_iter().zip(texts) {
            hasher.write_u64(number);
            hasher.write_usize(text.len());
            hasher.write(text);
        }
        let mut slot = hasher.finish();
        while let Some(number) = self.numbers.get(&slot) {
            if is(*number) {
                return Ok(*number);
            }
            slot = slot.wrapping_add(1);
        }
        Err(Slot(slot))
    }

    pub(super) fn insert(&mut self, slot: &Slot, number: u32) {
        self.numbers.insert(slot.0, number);
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }
}
