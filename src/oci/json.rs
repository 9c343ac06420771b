//! JSON from strangers: bounded before it is parsed, and lenient where it may be.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// Parses `bytes`; `document` ends the code of an error (`json/config`).
///
/// Refuses what would cost much more memory than its text before parsing it. Nesting deeper than 128 is refused by
/// the parser. A byte order mark is skipped, as Go's readers do not, but people's editors write.
#[inline(never)] // see `count_values`
pub fn parse<T: DeserializeOwned>(bytes: &[u8], document: &'static str, limits: &Limits) -> Result<T> {
    check_size(bytes, limits)?;
    let problem = |problem: String| Error::new(ErrorKind::Json { document, problem });
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return Err(problem("expected JSON, found nothing".to_owned()));
    }
    // serde reads a list as the fields of a struct in their order; no such document is one.
    if document != "manifest-json" && text.trim_ascii_start().starts_with(b"[") {
        return Err(problem(format!("expected {}, found a list", expectation(document))));
    }
    serde_json::from_slice(text).map_err(|error| problem(format!("expected {}: {error}", expectation(document))))
}

/// The UTF-8 byte order mark, which some editors put before JSON.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How many values a document can hold at most: every value but the first stands behind one of these bytes. An object
/// counts for eight, because a map of one entry takes as much memory as that many plain values.
///
/// Never inlined: wasm engines optimize whole functions, and the long one that calls this would keep one busy for 0.2 s,
/// for the sake of a loop that is hot with a few documents.
#[inline(never)]
pub fn count_values(bytes: &[u8]) -> u64 {
    let weight = |byte: &u8| match byte {
        b'{' => 8,
        b',' | b'[' | b':' => 1,
        _ => 0,
    };
    bytes.iter().map(weight).sum()
}

/// Whether a document can begin with `head`, the first bytes of a member.
pub fn looks_like_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    matches!(head.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Refuses a document for its size or for how many values it may hold; [`parse`] does that too.
pub fn check_size(bytes: &[u8], limits: &Limits) -> Result<()> {
    let refuse = |limit, allowed, actual| Err(Error::new(ErrorKind::Limit { limit, allowed, actual: Some(actual) }));
    if bytes.len() as u64 > limits.json_bytes {
        return refuse("json-bytes", limits.json_bytes, bytes.len() as u64);
    }
    match count_values(bytes) {
        values if values > limits.json_values => refuse("json-values", limits.json_values, values),
        _ => Ok(()),
    }
}

fn expectation(document: &str) -> &'static str {
    match document {
        "manifest-json" => "a JSON array of objects with Config and Layers",
        "index-json" => "an OCI image index",
        "repositories" => "a JSON object of repositories and tags",
        "manifest" => "an image manifest or index",
        _ => "an image config",
    }
}

/// For `#[serde(deserialize_with)]`: a value of the wrong type counts as absent.
pub(super) fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

/// For `#[serde(deserialize_with)]`: like [`lenient`], with the type's empty value for what is absent.
pub(super) fn lenient_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    lenient(deserializer).map(Option::unwrap_or_default)
}

/// For `#[serde(deserialize_with)]`: `null` is the type's empty value; anything else must be right.
pub(super) fn null_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// For `#[serde(deserialize_with)]`: a map of strings; entries of another type are left out.
pub(super) fn string_map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<std::collections::BTreeMap<String, String>, D::Error> {
    let Value::Object(map) = Value::deserialize(deserializer)? else {
        return Ok(Default::default());
    };
    // Collecting would sort, and sorting is much code.
    let mut texts = std::collections::BTreeMap::new();
    for (key, value) in map {
        if let Value::String(text) = value {
            texts.insert(key, text);
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounded_before_it_is_parsed() {
        let limits = Limits { json_bytes: 40, json_values: 8, ..Limits::default() };
        let code = |text: &str| {
            parse::<Value>(text.as_bytes(), "manifest-json", &limits).map_err(|error| error.code().into_owned())
        };
        assert_eq!(code("[1,2,3,4,5,6,7,8]"), Ok(serde_json::json!([1, 2, 3, 4, 5, 6, 7, 8])));
        assert_eq!(code("[1,2,3,4,5,6,7,8,9]"), Err("limit/json-values".to_owned()));
        assert_eq!(code(&" ".repeat(41)), Err("limit/json-bytes".to_owned()));
        assert_eq!(code("{"), Err("json/manifest-json".to_owned()));
        assert_eq!(code(""), Err("json/manifest-json".to_owned()));
        assert_eq!(code("\u{feff}{}"), Ok(serde_json::json!({})));
    }

    #[test]
    fn depth_is_refused_not_followed() {
        let limits = Limits { json_values: u64::MAX, ..Limits::default() };
        let deep = "[".repeat(200_000);
        assert!(parse::<Value>(deep.as_bytes(), "manifest-json", &limits).is_err());
    }
}
