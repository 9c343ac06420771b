//! From members to images: the layout's questions answered from the table, and what only the archive knows added.

use crate::decompress::Compression;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::image::Stored;
use crate::layer::{LayerRead, Measured};
use crate::layout::{Answer, Contents, Filesystem, Format, Listing};
use crate::order;

use super::answer::{Found, look_up};
use super::{Archive, Phase, Reading, notes, table};

impl Archive {
    /// Answers the layout from the table as far as that goes; stops where bytes must be read.
    pub(super) fn lay_out(&mut self) -> Result<()> {
        let hops = self.hops();
        let Phase::Layout { layout, reading } = &mut self.phase else {
            return Ok(());
        };
        if let Some(reading) = reading.take() {
            layout.answer(Answer::Document(reading.bytes));
        }
        while let Some(request) = layout.request() {
            match look_up(&self.scan, &self.limits, hops, &request) {
                Found::Answer(answer) => layout.answer(answer),
                Found::At { at, size } => {
                    let room = usize::try_from(size).unwrap_or(0);
                    *reading = Some(Reading { at, size, bytes: Vec::with_capacity(room) });
                    return Ok(());
                }
            }
        }
        let Phase::Layout { layout, .. } = std::mem::replace(&mut self.phase, Phase::Scanning) else {
            return Ok(());
        };
        match layout.finish() {
            Ok(contents) => {
                self.phase = Phase::Done(Box::new(self.complete(contents)));
                Ok(())
            }
            Err(error) => self.fail(self.damage.clone().unwrap_or(error)),
        }
    }

    /// Adds what only the archive knows: layers that were read in passing, damage, names that stand twice.
    fn complete(&mut self, mut contents: Contents) -> Contents {
        if self.scan.reads_layers() {
            let is_filesystem = contents.format == Format::Filesystem;
            let layers = contents.images.iter_mut().flat_map(|image| &mut image.layers);
            // A filesystem's one layer is no member, though a member may have its name.
            for layer in layers.filter(|layer| layer.stored.is_some() && !is_filesystem) {
                let place = self.scan.table.resolve(layer.blob.as_bytes(), &self.limits).ok().flatten();
                match place.and_then(|place| self.scan.layer_read(place)) {
                    Some((measured, index)) => (layer.measured, layer.index) = (Some(measured), index),
                    None => self.findings.push(notes::passed_unread(&layer.blob)),
                }
            }
            self.scan.measured.clear();
        }
        let layers = contents.images.iter().flat_map(|image| &image.layers);
        let blobs = layers.filter(|_| contents.format != Format::Filesystem).map(|layer| layer.blob.as_str());
        let mut names: Vec<&str> = contents.documents.iter().map(|document| &*document.name).chain(blobs).collect();
        order::sort_by(&mut names, &|one, other| one.cmp(other));
        names.dedup();
        for name in names {
            let copies = self.scan.table.count(name.as_bytes());
            if copies > 1 {
                self.findings.push(notes::stands_twice(name, copies));
            }
        }
        // A plain filesystem is one layer, and its layer tells of the damage.
        if let Some(damage) = self.damage.as_ref().filter(|_| contents.format != Format::Filesystem) {
            self.findings.insert(0, Finding::from(damage));
        }
        contents.findings.splice(0..0, std::mem::take(&mut self.findings));
        contents
    }

    pub(super) fn listing(&mut self) -> Listing {
        let table = &self.scan.table;
        let text = |name: &[u8]| std::str::from_utf8(name).ok().map(str::to_owned);
        let unnamed = usize::try_from(self.limits.unnamed).unwrap_or(usize::MAX);
        let small = |member: &table::Member| member.json && !member.cut && member.size <= self.limits.json_bytes;
        let loose = table.below(b"blobs/").filter(|(_, member)| small(member)).filter_map(|(name, _)| text(name));
        let legacy = table.below(b"").filter_map(|(name, _)| {
            let id = name.strip_suffix(b"/json").filter(|id| !id.contains(&b'/'))?;
            let has_layer = table.count(&[id, b"/layer.tar"].concat()) > 0;
            has_layer.then(|| text(id)).flatten()
        });
        let mut loose: Vec<String> = loose.take(unnamed.saturating_add(1)).collect();
        loose.dedup();
        if loose.len() > unnamed {
            loose.truncate(unnamed);
            let limit = ErrorKind::Limit { limit: "unnamed", allowed: self.limits.unnamed, actual: None };
            self.findings.push(Finding::from(&Error::new(limit).at_path("blobs")));
        }
        let mut listing = Listing { loose, legacy: legacy.collect(), ..Listing::default() };
        listing.legacy.dedup();
        if self.scan.has_root_folders || !self.scan.looks_like_layout {
            listing.filesystem = Some(self.as_filesystem());
        }
        listing
    }

    /// The archive read as one layer: its headers have passed by anyway.
    fn as_filesystem(&mut self) -> Filesystem {
        let compression = self.outer.compression().unwrap_or(Compression::None);
        let diff_id = self.scan.whole_digest();
        let uncompressed = if compression == Compression::None { self.options.size } else { Some(self.scan.length) };
        let whole = self.damage.is_none();
        let measured = Measured {
            digest: diff_id.clone().filter(|_| whole && compression == Compression::None),
            diff_id: diff_id.filter(|_| whole),
            compression,
            stored_bytes: self.options.size.unwrap_or(self.position),
            uncompressed_bytes: uncompressed.filter(|_| whole),
            trailing_bytes: 0,
            depth: self.scan.whole_depth,
            contents: self.damage.clone().or_else(|| self.scan.not_kept.take()).map_or(Ok(self.scan.tally), Err),
        };
        let stored = self.options.size.map(|size| Stored { size, compression: Some(compression) });
        let read = LayerRead { measured, index: self.scan.whole_index() };
        Filesystem { stored, read, has_root_folders: self.scan.has_root_folders }
    }

    pub(super) fn note_the_end(&mut self) {
        let (end, trailing) = (self.scan.end(), self.scan.trailing);
        if self.damage.is_none() && !self.scan.ended {
            self.findings.push(notes::no_end_mark(self.scan.length));
        }
        if end.lone_zero_blocks > 0 {
            self.findings.push(notes::lone_zero_block());
        }
        if trailing.not_zero || end.garbage {
            self.findings.push(notes::trailing_bytes());
        }
    }
}
