//! Hashers of the host: what `createHash` of node:crypto gives.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::digest::{Algorithm, Hasher, HostHasher};

#[wasm_bindgen]
extern "C" {
    /// `HostHash` of types.d.ts.
    type HostHash;
    /// Is shown the bytes where they lie.
    #[wasm_bindgen(method)]
    fn update(this: &HostHash, bytes: &[u8]);
    #[wasm_bindgen(method)]
    fn digest(this: &HostHash) -> Vec<u8>;
}

impl HostHasher for HostHash {
    fn update(&mut self, bytes: &[u8]) {
        Self::update(self, bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.digest()
    }
}

/// The host's; the core's own where it lends none.
pub(super) fn hasher(make: Option<&Function>, algorithm: Algorithm) -> Hasher {
    let lent = make.and_then(|make| make.call1(&JsValue::UNDEFINED, &algorithm.as_str().into()).ok());
    match lent {
        Some(lent) => Hasher::lent(algorithm, Box::new(lent.unchecked_into::<HostHash>())),
        None => Hasher::new(algorithm),
    }
}
