//! What JavaScript sees. Each export decodes, calls the core and encodes; nothing is decided here.
//!
//! The shapes are in `types.d.ts`, the one place where they are written.

mod convert;
mod source;

use wasm_bindgen::prelude::*;

use crate::digest::Algorithm;
use crate::layer::{LayerReader as Reader, Measured};
use crate::reference::Reference;
use convert::{OpeningOptions, to_js, to_js_error, wants_to_js};
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

    /// The layers that can be read now and were not; with `verify` also those read without computing digests.
    #[wasm_bindgen(js_name = layerJobs, unchecked_return_type = "LayerJob[]")]
    pub fn layer_jobs(&mut self, verify: bool) -> Result<JsValue, JsValue> {
        to_js(self.source.layer_jobs(verify))
    }

    /// Takes in what the reader for a job of the last `layerJobs()` found; the reader is used up.
    pub fn measured(&mut self, id: u32, reader: LayerReader) -> Result<(), JsValue> {
        self.source.measured(id, &reader.reader.finish()).map_err(to_js_error)
    }

    /// The same from a reader of another thread, by what its `pack()` gave.
    #[wasm_bindgen(js_name = measuredApart)]
    pub fn measured_apart(&mut self, id: u32, packed: &[u8]) -> Result<(), JsValue> {
        let measured = Measured::unpack(packed).map_err(to_js_error)?;
        self.source.measured(id, &measured).map_err(to_js_error)
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
    /// A reader for a job of `layerJobs()`: with the options of the `Opening`, and `hash` as the job has it.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, hash: Option<String>) -> Result<Self, JsValue> {
        let OpeningOptions { limits, .. } = convert::from_json(options)?;
        let hash = hash.as_deref().and_then(Algorithm::from_word);
        Ok(Self { reader: Reader::new(hash, &limits) })
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
    pub fn pack(self) -> Option<Vec<u8>> {
        self.reader.finish().pack()
    }
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
