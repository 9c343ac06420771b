//! What JavaScript sees. Each export decodes, calls the core and encodes; nothing is decided here.
//!
//! The shapes are in `types.d.ts`, the one place where they are written.

mod clock;
mod convert;
mod files;
mod host_hash;
mod registry;
mod remote;
mod source;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::digest::Algorithm;
use crate::layer::{Depth, LayerRead, LayerReader as Reader};
use crate::reference::Reference;
use crate::report::FilesOptions;
use convert::{Fields, OpeningOptions, to_js, to_js_error, wants_to_js};
use files::Files;
use source::Source;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Opens an archive or a folder: a machine that is fed.
#[wasm_bindgen]
pub struct Opening {
    source: Source,
}

/// Reads one layer, on any thread: a machine that is fed.
#[wasm_bindgen]
pub struct LayerReader {
    reader: Reader,
}

#[wasm_bindgen]
impl Opening {
    /// Starts with `OpeningOptions` as JSON; throws when the platform or the limits make no sense.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, JsValue> {
        let options = convert::from_json(options)?;
        Ok(Self { source: Source::new(options).map_err(to_js_error)? })
    }

    /// What it wants next.
    #[wasm_bindgen(unchecked_return_type = "Wants")]
    pub fn wants(&self) -> Result<JsValue, JsValue> {
        wants_to_js(&self.source.wants())
    }

    /// Hands it bytes that start at `wants().at`.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        self.source.push(chunk).map_err(to_js_error)
    }

    /// Says that bytes were jumped over.
    pub fn skipped(&mut self, count: f64) -> Result<(), JsValue> {
        self.source.skipped(convert::count(count)?).map_err(to_js_error)
    }

    /// Says that there is no byte at `wants().at`.
    pub fn ended(&mut self) -> Result<(), JsValue> {
        self.source.ended().map_err(to_js_error)
    }

    /// Says that the file of a folder is open.
    pub fn opened(&mut self, size: f64) -> Result<(), JsValue> {
        self.source.opened(convert::count(size)?).map_err(to_js_error)
    }

    /// Says that the folder has no such file.
    pub fn missing(&mut self) -> Result<(), JsValue> {
        self.source.missing().map_err(to_js_error)
    }

    /// Bytes of the source that were taken or skipped.
    pub fn progress(&self) -> f64 {
        convert::number(self.source.position())
    }

    /// What was learned so far; throws before `wants()` said done.
    #[wasm_bindgen(unchecked_return_type = "Report")]
    pub fn report(&self) -> Result<JsValue, JsValue> {
        to_js(&self.source.report().map_err(to_js_error)?)
    }

    /// What kept the source from being read whole, though something could be.
    #[wasm_bindgen(unchecked_return_type = "PlainError | undefined")]
    pub fn error(&self) -> JsValue {
        self.source.damage().map_or(JsValue::UNDEFINED, |error| to_js_error(error.clone()))
    }

    /// Says that a stream was kept as it passed by: from now on its bytes can be read at any offset.
    #[wasm_bindgen(js_name = becameSeekable)]
    pub fn became_seekable(&mut self) {
        self.source.became_seekable();
    }

    /// The layers that can be read now and were not, or not so closely as `depth` says; with `verify` also those read
    /// without computing digests. With `image` only those of that image of the report.
    #[wasm_bindgen(js_name = layerJobs, unchecked_return_type = "LayerJob[]")]
    pub fn layer_jobs(&mut self, verify: bool, depth: Option<String>, image: Option<u32>) -> Result<JsValue, JsValue> {
        to_js(self.source.layer_jobs(verify, depth_of(depth), image))
    }

    /// Takes in what the reader for a job of the last `layerJobs()` found; the reader is used up.
    pub fn measured(&mut self, id: u32, reader: LayerReader) -> Result<(), JsValue> {
        self.source.measured(id, reader.reader.finish()).map_err(to_js_error)
    }

    /// The same from a reader of another thread, by what its `pack()` gave.
    #[wasm_bindgen(js_name = measuredApart)]
    pub fn measured_apart(&mut self, id: u32, packed: &Uint8Array) -> Result<(), JsValue> {
        let mut at = 0;
        // Part by part: the whole and what is made of it would be twice as much memory.
        let read = LayerRead::unpack_from(packed.length().into(), &mut |buffer| {
            let end = at + u32::try_from(buffer.len()).unwrap_or(0);
            packed.subarray(at, end).copy_to(buffer);
            at = end;
        });
        self.source.measured(id, read.map_err(to_js_error)?).map_err(to_js_error)
    }

    /// The files of an image of the report, with `FilesOptions` as JSON. They live on when this goes.
    pub fn files(&self, image: u32, options: &str) -> Result<Files, JsValue> {
        let fields = Fields::of(options)?;
        let (layer, up_to, all) = (fields.layer("layer"), fields.layer("upTo"), fields.is_set("all"));
        let options = FilesOptions { layer, up_to, all };
        let (core, blobs) = self.source.files(image, &options).map_err(to_js_error)?;
        Ok(Files::new(core, blobs))
    }

    /// How an image of a registry was found; undefined for anything else.
    #[wasm_bindgen(unchecked_return_type = "Resolution | undefined")]
    pub fn resolution(&self) -> JsValue {
        self.source.resolution().cloned().unwrap_or(JsValue::UNDEFINED)
    }

    /// Where the exact bytes of a document are, by its digest or name.
    #[wasm_bindgen(unchecked_return_type = "RawPlace")]
    pub fn raw(&self, digest_or_name: &str) -> Result<JsValue, JsValue> {
        convert::raw_to_js(self.source.raw(digest_or_name).map_err(to_js_error)?)
    }

    /// Every digest that was computed so far.
    #[wasm_bindgen(unchecked_return_type = "Verified")]
    pub fn verified(&self) -> Result<JsValue, JsValue> {
        to_js(&self.source.verified().map_err(to_js_error)?)
    }
}

#[wasm_bindgen]
impl LayerReader {
    /// A reader for a job of `layerJobs()`: with the options of the `Opening`, and `hash` and `depth` as the job has them;
    /// and with hashers of the host, where those are faster.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: &str,
        hash: Option<String>,
        depth: Option<String>,
        #[wasm_bindgen(unchecked_optional_param_type = "MakeHash")] make_hash: Option<Function>,
    ) -> Result<Self, JsValue> {
        let OpeningOptions { limits, .. } = convert::from_json(options)?;
        let hash = hash.as_deref().and_then(Algorithm::from_word);
        let mut make = |algorithm| host_hash::hasher(make_hash.as_ref(), algorithm);
        Ok(Self { reader: Reader::with_hashers(hash, &mut make, depth_of(depth), &limits) })
    }

    /// What it wants next; offsets count from the layer's first byte.
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

    /// What it found, for `measuredApart()`; nothing of a damaged layer. The reader is used up.
    pub fn pack(self) -> Option<Uint8Array> {
        let read = self.reader.finish();
        let packed = Uint8Array::new_with_length(u32::try_from(read.packed_len()?).ok()?);
        let mut at = 0;
        read.pack_into(&mut |bytes| {
            // The whole fits, so each part does.
            let end = at + u32::try_from(bytes.len()).unwrap_or(0);
            packed.subarray(at, end).copy_from(bytes);
            at = end;
        });
        Some(packed)
    }
}

/// `count` where nothing is said, or what nobody knows.
fn depth_of(word: Option<String>) -> Depth {
    word.as_deref().and_then(Depth::from_word).unwrap_or_default()
}

/// What people type, parsed as docker does.
#[wasm_bindgen(js_name = parseReference, unchecked_return_type = "Reference")]
pub fn parse_reference(text: &str) -> Result<JsValue, JsValue> {
    to_js(&convert::ReferenceRow::from(&text.parse::<Reference>().map_err(to_js_error)?))
}

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
