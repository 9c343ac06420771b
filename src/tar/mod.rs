//! Bytes of a tar archive in, entries and their data out. Knows nothing of images.
//!
//! [`Scanner`] is a machine that is fed: it takes bytes in any cut and gives [`Event`]s. The 512-byte headers are seen
//! through the `tar` crate's `Header`; everything between them is ours, because that crate can only pull and reads PAX
//! records by lines, which a binary value breaks.
//!
//! ```
//! use layerglass::limits::Limits;
//! use layerglass::tar::{Event, Scanner};
//!
//! let mut header = tar::Header::new_ustar();
//! header.set_path("etc/motd")?;
//! header.set_size(5);
//! header.set_cksum();
//! let mut archive = header.as_bytes().to_vec();
//! archive.extend_from_slice(b"hello");
//! archive.resize(4 * 512, 0);
//!
//! let mut scanner = Scanner::new(&Limits::default());
//! let mut seen = String::new();
//! for chunk in archive.chunks(100) {
//!     let mut input = chunk;
//!     while let Some(event) = scanner.next(&mut input)? {
//!         match event {
//!             Event::Entry(entry) => seen += &String::from_utf8_lossy(&entry.path),
//!             Event::Data(bytes) => seen += &String::from_utf8_lossy(bytes),
//!             Event::End => seen += ".",
//!         }
//!     }
//! }
//! scanner.finish()?;
//! assert_eq!(seen, "etc/motdhello.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is read
//!
//! - v7, ustar (with star's shorter prefix), GNU (long names and links, base-256 numbers, sparse files of all four
//!   forms) and PAX, local and global. Where two readers of the world differ, the choice is that of Go's `archive/tar`,
//!   because docker, containerd and podman unpack with it; exceptions are named where they are made.
//! - The size in a PAX record is the size, whatever the header says; a header-only type (link, directory, device,
//!   fifo) has no body, whatever either says. So a body can never be taken for headers.
//! - `LIBARCHIVE.xattr.*` is passed over: bsdtar writes each of them as `SCHILY.xattr.*` too.

mod block;
mod entry;
mod pax;
mod scanner;
mod sparse;
mod writer;

pub use entry::{Entry, Kind, Sparse, SparseForm, normalise};
pub use scanner::{End, Event, Scanner};
pub use sparse::{Part, SparsePlace, SparseReader};
pub use writer::{END, fill, header};

#[cfg(test)]
pub(crate) mod build;
#[cfg(test)]
mod tests;
