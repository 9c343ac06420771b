//! The core's hash and nothing else, as wasm: the most that a reading which verifies could reach.
//!
//! Built with the core's own profile and flags by `cargo xtask bench`, so that both are the same machine code.

use layerglass::digest::{Algorithm, Hasher};
use wasm_bindgen::prelude::wasm_bindgen;

/// SHA-256 of bytes that come in pieces, handed over as the core's own `push` has them.
#[wasm_bindgen]
pub struct Hash {
    hasher: Hasher,
}

#[wasm_bindgen]
impl Hash {
    /// Of no bytes yet.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "only JavaScript calls it")]
    pub fn new() -> Self {
        Self { hasher: Hasher::new(Algorithm::Sha256) }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        self.hasher.update(chunk);
    }

    /// The digest of all of them.
    pub fn finish(self) -> String {
        self.hasher.finish().to_string()
    }
}
