//! Values across the boundary. Sizes are JavaScript numbers: what is past the safe integers is clamped before it crosses.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::source::Raw;
use crate::error::{Class, Error, ErrorKind};
use crate::limits::Limits;
use crate::reference::Reference;
use crate::report::Place;
use crate::wants::Wants;

/// `OpeningOptions` of types.d.ts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpeningOptions {
    pub(super) kind: Kind,
    pub(super) seekable: bool,
    pub(super) size: Option<u64>,
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) measure: bool,
    #[serde(default)]
    pub(super) verify: bool,
    #[serde(default)]
    pub(super) index: bool,
    #[serde(default)]
    pub(super) digests: bool,
    pub(super) platform: Option<String>,
    #[serde(default)]
    pub(super) limits: Limits,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Kind {
    Archive,
    Directory,
    Registry,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum WantsRow<'a> {
    Open { name: &'a str },
    Done,
}

/// `PlainError` of types.d.ts.
#[derive(Serialize)]
pub(super) struct ErrorRow {
    code: String,
    message: String,
    hint: &'static str,
    at: Option<Place>,
    class: &'static str,
}

/// `Reference` of types.d.ts.
#[derive(Serialize)]
pub(super) struct ReferenceRow {
    input: String,
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
    familiar: String,
    canonical: String,
}

impl From<&Reference> for ReferenceRow {
    fn from(reference: &Reference) -> Self {
        Self {
            input: reference.input().to_owned(),
            registry: reference.registry().to_owned(),
            repository: reference.repository().to_owned(),
            tag: reference.tag().map(str::to_owned),
            digest: reference.digest().map(ToString::to_string),
            familiar: reference.familiar(),
            canonical: reference.canonical(),
        }
    }
}

/// By way of text: a browser parses a page of rows several times as fast as it makes objects of them one call a field, and
/// whatever keys an image brings, `__proto__` too, are fields of their own.
pub(super) fn to_js(value: &(impl Serialize + ?Sized)) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| JsValue::from_str(&error.to_string()))?;
    js_sys::JSON::parse(&text)
}

/// Options come as text: what reads any JavaScript value would be several times as much to download.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, JsValue> {
    let shape = "the options are not of the documented shape";
    serde_json::from_slice(text.as_bytes()).map_err(|_| to_js_error(Error::new(ErrorKind::Misuse(shape))))
}

/// Small objects are taken apart by hand: code for each shape would be kilobytes.
pub(super) struct Fields(Value);

impl Fields {
    pub(super) fn of(text: &str) -> Result<Self, JsValue> {
        from_json(text).map(Self)
    }

    /// A whole number, where there is one.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    /// An index of a layer; one that no image has, where the number is too large.
    pub(super) fn layer(&self, name: &str) -> Option<u32> {
        self.number(name).map(|number| u32::try_from(number).unwrap_or(u32::MAX))
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        self.flag(name).unwrap_or_default()
    }

    /// Yes or no, where one of them is said.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }
}

pub(super) fn error_row(error: &Error) -> ErrorRow {
    ErrorRow {
        code: error.code().into_owned(),
        message: error.to_string(),
        hint: error.hint(),
        at: Place::of(error.at()),
        class: match error.class() {
            Class::Input => "input",
            Class::Limit => "limit",
            Class::Usage => "usage",
        },
    }
}

pub(super) fn to_js_error(error: Error) -> JsValue {
    let row = error_row(&error);
    to_js(&row).unwrap_or_else(|_| JsValue::from_str(&row.message))
}

pub(super) fn wants_to_js(wants: &Wants) -> Result<JsValue, JsValue> {
    match wants {
        // Offsets beyond what a number holds cannot be read by any host: clamp, and the read will find the end.
        Wants::Bytes { at, want, skippable } => {
            let row = js_sys::Object::new().unchecked_into::<WantsBytes>();
            KIND_BYTES.with(|kind| row.set_kind(kind));
            row.set_at(number(*at));
            row.set_want(number(*want));
            row.set_skippable(number(*skippable));
            Ok(row.into())
        }
        Wants::Open { name } => to_js(&WantsRow::Open { name }),
        Wants::Done => to_js(&WantsRow::Done),
    }
}

thread_local! {
    static KIND_BYTES: JsValue = JsValue::from_str("bytes");
}

#[wasm_bindgen]
extern "C" {
    /// What is asked for with every header of every file: made without a detour.
    type WantsBytes;
    #[wasm_bindgen(method, structural, setter)]
    fn set_kind(this: &WantsBytes, kind: &JsValue);
    #[wasm_bindgen(method, structural, setter)]
    fn set_at(this: &WantsBytes, at: f64);
    #[wasm_bindgen(method, structural, setter)]
    fn set_want(this: &WantsBytes, want: f64);
    #[wasm_bindgen(method, structural, setter)]
    fn set_skippable(this: &WantsBytes, skippable: f64);
}

pub(super) fn raw_to_js(raw: Raw) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    #[serde(tag = "kind", rename_all = "camelCase")]
    enum Row {
        Range { at: u64, size: u64 },
        File { name: String, size: u64 },
    }
    match raw {
        Raw::Bytes(bytes) => {
            let object = js_sys::Object::new();
            js_sys::Reflect::set(&object, &"kind".into(), &"bytes".into())?;
            js_sys::Reflect::set(&object, &"bytes".into(), &js_sys::Uint8Array::from(bytes.as_slice()))?;
            Ok(object.into())
        }
        Raw::Range { at, size } => to_js(&Row::Range { at, size }),
        Raw::File { name, size } => to_js(&Row::File { name, size }),
    }
}

/// A count that JavaScript hands in.
pub(super) fn count(number: f64) -> Result<u64, JsValue> {
    if number.is_finite() && number >= 0.0 && number.fract() == 0.0 && number <= number_limit() {
        // The range was checked; the conversion is exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        return Ok(number as u64);
    }
    Err(to_js_error(Error::new(ErrorKind::Misuse("a count of bytes is a whole number from 0 to 2^53 - 1"))))
}

/// A count for JavaScript; beyond its safe integers the largest of them.
#[allow(clippy::cast_precision_loss)] // exact up to the limit
pub(super) fn number(count: u64) -> f64 {
    safe(count) as f64
}

pub(super) fn safe(count: u64) -> u64 {
    count.min(crate::report::MAX_SAFE_INTEGER)
}

fn number_limit() -> f64 {
    number(u64::MAX)
}
