//! Looks into container images: archives of `docker save`, podman, skopeo, crane, kaniko or BuildKit, OCI image layouts,
//! plain root filesystems. Says which images they hold, with their layers, files, sizes, history and configuration.
//!
//! The crate does no I/O. Its machines are fed: they say what they want ([`wants::Wants`]), the caller reads, they give
//! answers. So the same code serves a file, an HTTP body, a browser tab, and a test that hands in one byte at a time;
//! however the bytes are cut, the answers are the same.
//!
//! # Example: which images does a file hold?
//!
//! ```
//! use std::fs::File;
//! use std::io::{Read, Seek, SeekFrom};
//!
//! use layerglass::archive::{Archive, Options};
//! use layerglass::limits::Limits;
//! use layerglass::wants::Wants;
//!
//! let mut file = File::open("tests/fixtures/multi-docker28.tar")?;
//! let size = file.metadata()?.len();
//! let mut archive = Archive::new(Options { seekable: true, size: Some(size), ..Options::default() }, Limits::default());
//!
//! let mut buffer = vec![0; 64 << 10];
//! while let Wants::Bytes { at, want, skippable } = archive.wants() {
//!     if skippable > 0 {
//!         archive.skipped(skippable)?; // the bodies of layers are not needed for this
//!         continue;
//!     }
//!     file.seek(SeekFrom::Start(at))?;
//!     let room = usize::try_from(want)?.min(buffer.len());
//!     match file.read(&mut buffer[..room])? {
//!         0 => archive.ended()?,
//!         read => archive.push(&buffer[..read])?,
//!     }
//! }
//!
//! let contents = archive.contents().expect("it wants no more");
//! let names: Vec<_> = contents.images.iter().flat_map(|image| &image.names).map(|name| name.raw.as_str()).collect();
//! assert_eq!(names[..2], ["small:1", "small:second"]);
//! assert_eq!(contents.images[0].layers.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Example: what would a container see?
//!
//! ```
//! use layerglass::archive::{Archive, Options};
//! use layerglass::layer::Depth;
//! use layerglass::limits::Limits;
//! use layerglass::report::{Files, FilesOptions, Trees};
//!
//! let options = Options { depth: Depth::Index, ..Options::default() }; // of a stream: every entry, as it passes by
//! let mut archive = Archive::new(options, Limits::default());
//! archive.push(&std::fs::read("tests/fixtures/small-docker28.tar")?)?;
//! archive.ended()?;
//!
//! let image = &archive.contents().expect("it was read to its end").images[0];
//! let mut files = Files::new(image, &FilesOptions::default(), &Trees::default(), &Limits::default())?;
//! let page = files.children("data", 0, 100, false)?;
//! let names: Vec<_> = page.rows.iter().map(|row| row.path.as_str()).collect();
//! assert_eq!(names, ["data/5k.bin", "data/a.txt", "data/sub"]);
//! assert_eq!(files.hidden(0, 100).rows[0].path, "data/a.txt"); // as an earlier layer had it
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! - [`archive`] opens a file, [`layout`] a folder; both give [`layout::Contents`] with [`image::Image`]s.
//! - [`layer`] reads one layer: digest, diff ID, its entries; and one file out of it.
//! - [`tree`] stacks layers: what a container sees, what each layer did, what is hidden. [`analyze`] weighs that.
//! - [`report`] is the serialisable form of all that, the same that the command and the npm package give;
//!   [`report::Files`] answers questions about files, found by a [`pattern`].
//! - [`registry`] asks registries over a transport of one's own, [`resolve`] goes from what was typed to an image, step by
//!   step.
//! - [`reference`](mod@reference), [`platform`], [`digest`], [`media_type`]: the words of the field, parsed.
//! - [`tar`] and [`decompress`] know nothing of images and are of use alone.
//! - [`limits`] holds every cap on memory, [`error`] and [`finding`] what can be wrong.
//!
//! # Features
//!
//! `bzip2` and `xz` (both on) read files compressed so; gzip and zstd are always read. `registry` (on) asks registries;
//! `reqwest` adds reqwest as their transport. `wasm` adds the exports for JavaScript and is of use only on
//! `wasm32-unknown-unknown`.

pub mod analyze;
pub mod archive;
pub mod decompress;
pub mod digest;
pub mod error;
pub mod finding;
pub mod image;
pub mod instruction;
pub mod layer;
pub mod layout;
pub mod limits;
pub mod media_type;
pub mod oci;
pub(crate) mod order;
pub mod pattern;
pub mod platform;
pub mod reference;
#[cfg(feature = "registry")]
pub mod registry;
pub mod report;
#[cfg(feature = "registry")]
pub mod resolve;
pub mod tar;
#[cfg(feature = "reqwest")]
pub mod transport;
pub mod tree;
pub mod wants;

#[cfg(feature = "wasm")]
pub mod wasm;

/// The examples of README.md, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
