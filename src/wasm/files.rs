//! The files of images and layers, for JavaScript.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{self, Fields, OpeningOptions, to_js, to_js_error, wants_to_js};
use super::source::BlobPlace;
use crate::decompress::Inflater as Decoder;
use crate::layer::{FilePlace, FileReader as Reader};
use crate::report::{As, Files as Core, LayerPlace, TarMaker as Maker};
use crate::tree::EntryId;

/// The files of an image, or of one of its layers.
#[wasm_bindgen]
pub struct Files {
    core: Core,
    /// Where each layer is stored.
    blobs: Vec<BlobPlace>,
}

/// Makes an archive of a folder.
#[wasm_bindgen]
pub struct TarMaker {
    maker: Maker,
    blobs: Vec<BlobPlace>,
}

/// Reads one file out of the tar of a layer: a machine that is fed.
#[wasm_bindgen]
pub struct FileReader {
    reader: Reader,
}

/// Makes plain bytes of compressed ones: a machine that is fed.
#[wasm_bindgen]
pub struct Inflater {
    decoder: Decoder,
}

/// `FilePlace` of types.d.ts.
#[derive(Serialize)]
struct PlaceRow<'a> {
    blob: &'a BlobPlace,
    layer: u32,
    start: u64,
    size: u64,
    #[serde(rename = "sparseStart")]
    sparse_start: Option<u64>,
    body: u64,
    #[serde(rename = "storedSize")]
    stored_size: u64,
}

impl Files {
    pub(super) fn new(core: Core, blobs: Vec<BlobPlace>) -> Self {
        Self { core, blobs }
    }
}

#[wasm_bindgen]
impl Files {
    /// How much there is.
    #[wasm_bindgen(unchecked_return_type = "FilesSummary")]
    pub fn summary(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.core.summary())
    }

    /// What is in a directory, sorted by `name` or `size`.
    #[wasm_bindgen(unchecked_return_type = "FilePage")]
    pub fn children(&mut self, path: &str, from: u32, count: u32, sort: &str) -> Result<JsValue, JsValue> {
        let page = self.core.children(path, from as usize, count as usize, sort == "size");
        to_js(&page.map_err(to_js_error)?)
    }

    /// Everything, or what is at or below a path.
    #[wasm_bindgen(unchecked_return_type = "FilePage")]
    pub fn rows(&mut self, path: Option<String>, from: u32, count: u32) -> Result<JsValue, JsValue> {
        to_js(&self.core.rows(path.as_deref(), from as usize, count as usize).map_err(to_js_error)?)
    }

    /// One file, itself where it is a link.
    #[wasm_bindgen(unchecked_return_type = "FileRow | undefined")]
    pub fn entry(&mut self, path: &str) -> Result<JsValue, JsValue> {
        self.core.entry(path).map_or(Ok(JsValue::UNDEFINED), |row| to_js(&row))
    }

    /// What matches a pattern that is meant as `glob` or `text`.
    #[wasm_bindgen(unchecked_return_type = "FoundPage")]
    pub fn find(&mut self, pattern: &str, meant: &str, from: u32, count: u32) -> Result<JsValue, JsValue> {
        let meant = if meant == "text" { As::Text } else { As::Glob };
        to_js(&self.core.find(pattern, meant, from as usize, count as usize).map_err(to_js_error)?)
    }

    /// The paths that `find()` looks at, as text; empty for what it passes over.
    pub fn paths(&self, from: u32, count: u32) -> Vec<String> {
        self.core.paths(from as usize, count as usize)
    }

    /// A page of hits that were found among `paths()`, by their places there.
    #[wasm_bindgen(unchecked_return_type = "FoundPage")]
    pub fn found(&self, hits: &[u32], from: u32, count: u32) -> Result<JsValue, JsValue> {
        to_js(&self.core.found(hits, from as usize, count as usize))
    }

    /// What no container sees.
    #[wasm_bindgen(unchecked_return_type = "HiddenPage")]
    pub fn hidden(&mut self, from: u32, count: u32) -> Result<JsValue, JsValue> {
        to_js(&self.core.hidden(from as usize, count as usize))
    }

    /// Where the bytes went.
    #[wasm_bindgen(unchecked_return_type = "WasteReport")]
    pub fn waste(&mut self, from: u32, count: u32, duplicates: bool) -> Result<JsValue, JsValue> {
        to_js(&self.core.waste(from as usize, count as usize, duplicates))
    }

    /// The files whose bytes decide what changed.
    #[wasm_bindgen(unchecked_return_type = "FilePlace[]")]
    pub fn doubts(&mut self) -> Result<JsValue, JsValue> {
        let places = self.core.doubts();
        to_js(&places.iter().filter_map(|place| row(&self.blobs, place)).collect::<Vec<_>>())
    }

    /// Takes in the fingerprint of one of the last `doubts()`; the reader is used up.
    pub fn settle(&mut self, doubt: u32, reader: FileReader) {
        if let Some(fingerprint) = reader.reader.fingerprint() {
            self.core.settle(doubt as usize, fingerprint);
        }
    }

    /// Where a file's bytes are.
    #[wasm_bindgen(unchecked_return_type = "FilePlace")]
    pub fn place(&mut self, path: &str) -> Result<JsValue, JsValue> {
        to_js(&row(&self.blobs, &self.core.place(path).map_err(to_js_error)?))
    }

    /// The same of the entry that a row is about.
    #[wasm_bindgen(unchecked_return_type = "FilePlace", js_name = placeOf)]
    pub fn place_of(&mut self, layer: u32, entry: u32) -> Result<JsValue, JsValue> {
        to_js(&row(&self.blobs, &self.core.place_of(EntryId::new(layer, entry)).map_err(to_js_error)?))
    }

    /// A folder, or a file, as an archive.
    pub fn tar(&mut self, path: &str) -> Result<TarMaker, JsValue> {
        Ok(TarMaker { maker: self.core.tar(path).map_err(to_js_error)?, blobs: self.blobs.clone() })
    }
}

#[wasm_bindgen]
impl TarMaker {
    /// The next bytes that are no file's; undefined at the end.
    pub fn next(&mut self) -> Option<Vec<u8>> {
        self.maker.next_bytes()
    }

    /// The file whose bytes follow what `next()` gave.
    #[wasm_bindgen(unchecked_return_type = "FilePlace | undefined")]
    pub fn place(&self) -> Result<JsValue, JsValue> {
        self.maker.place().map_or(Ok(JsValue::UNDEFINED), |place| to_js(&row(&self.blobs, &place)))
    }
}

#[wasm_bindgen]
impl FileReader {
    /// A reader for a `FilePlace`, with the options of the `Opening`; both as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, place: &str, fingerprint: bool) -> Result<Self, JsValue> {
        let OpeningOptions { limits, .. } = convert::from_json(options)?;
        let fields = Fields::of(place)?;
        let number = |name| fields.number(name).unwrap_or_default();
        let place = FilePlace {
            sparse_start: fields.number("sparseStart"),
            body: number("body"),
            stored_size: number("storedSize"),
            size: number("size"),
        };
        let make = if fingerprint { Reader::of_fingerprint } else { Reader::new };
        Ok(Self { reader: make(&place, &limits) })
    }

    /// What it wants next; offsets are of the layer's tar.
    #[wasm_bindgen(unchecked_return_type = "Wants")]
    pub fn wants(&self) -> Result<JsValue, JsValue> {
        wants_to_js(&self.reader.wants())
    }

    /// Hands it bytes that start at `wants().at`.
    pub fn push(&mut self, chunk: &[u8]) {
        self.reader.push(chunk);
    }

    /// Says that bytes were jumped over.
    pub fn skipped(&mut self, count: f64) -> Result<(), JsValue> {
        self.reader.skipped(convert::count(count)?).map_err(to_js_error)
    }

    /// Says that there is no byte at `wants().at`.
    pub fn ended(&mut self) {
        self.reader.ended();
    }

    /// The next bytes of the file; undefined: push more, or it is complete. Throws what is wrong with the bytes.
    pub fn poll(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        self.reader.poll().map_err(to_js_error)
    }
}

#[wasm_bindgen]
impl Inflater {
    /// With the options of the `Opening`; `twice` undoes gzip within gzip as well.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, twice: bool) -> Result<Self, JsValue> {
        let OpeningOptions { limits, .. } = convert::from_json(options)?;
        Ok(Self { decoder: if twice { Decoder::twice(&limits) } else { Decoder::new(&limits) } })
    }

    /// Hands it the next stored bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        self.decoder.push(chunk);
    }

    /// Says that there are no more.
    pub fn ended(&mut self) {
        self.decoder.ended();
    }

    /// The next plain bytes; undefined: push more, or there are no more. Throws what is wrong with the stored ones.
    pub fn poll(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        self.decoder.poll().map_err(to_js_error)
    }
}

fn row<'a>(blobs: &'a [BlobPlace], place: &LayerPlace) -> Option<PlaceRow<'a>> {
    let FilePlace { sparse_start, body, stored_size, size } = place.file;
    let (size, stored_size) = (convert::safe(size), convert::safe(stored_size));
    let (blob, layer, start) = (blobs.get(place.layer as usize)?, place.layer, sparse_start.unwrap_or(body));
    Some(PlaceRow { blob, layer, start, size, sparse_start, body, stored_size })
}
