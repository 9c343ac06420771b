//! Compressed bytes in, plain bytes out: gzip, zstd, bzip2 and xz, told apart by their first bytes.
//!
//! [`sniff`] says what a stream is; names and media types lie. [`Decoder`] is a machine that is fed: it takes bytes in
//! any cut, reads every member (gzip), frame (zstd) or stream (bzip2, xz) of the input, checks their checksums, counts
//! both sides and holds to [`Limits`](crate::limits::Limits). Its memory is one buffer and what the format's window needs.
//!
//! ```
//! use layerglass::decompress::{Decoder, sniff};
//! use layerglass::limits::Limits;
//!
//! let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0";
//! let mut decoder = Decoder::new(sniff(gzip), &Limits::default())?;
//! let mut text = Vec::new();
//! for chunk in gzip.chunks(7) {
//!     let mut input = chunk;
//!     while let Some(bytes) = decoder.next(&mut input)? {
//!         text.extend_from_slice(bytes);
//!     }
//! }
//! decoder.finish()?;
//! assert_eq!(text, b"hello");
//! # Ok::<(), layerglass::error::Error>(())
//! ```

mod auto;
#[cfg(feature = "bzip2")]
mod bzip2;
mod decoder;
mod gzip;
mod inflater;
mod members;
mod sniff;
#[cfg(feature = "xz")]
mod xz;
mod zstd;

pub use auto::{AutoDecoder, Sink};
pub use decoder::Decoder;
pub use inflater::Inflater;
pub use members::Tail;
pub use sniff::{Compression, SNIFF_LEN, describe, sniff};

#[cfg(all(test, feature = "bzip2", feature = "xz"))]
mod tests;
