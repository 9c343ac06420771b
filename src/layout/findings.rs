//! What may be wrong with a layout, in words; each is said in one place.

use crate::digest::Digest;
use crate::finding::Finding;

/// A blob that somebody names is not there. `what` says what it is for.
pub(super) fn missing(blob: &str, what: &str) -> Finding {
    Finding::error("archive/missing-blob", format!("{blob}, {what}, is not in the archive"))
        .param("name", blob)
        .at_path(blob)
        .hint("the archive holds only a part of the image: save it again, with every platform you need")
}

pub(super) fn foreign(blob: &str, urls: &[String]) -> Finding {
    Finding::info("layer/foreign", format!("{blob} is kept elsewhere by its publisher and is not in the archive"))
        .param("urls", urls.join(" "))
        .at_path(blob)
        .hint("engines fetch it from its URLs when the image is loaded")
}

pub(super) fn escapes(name: &str) -> Finding {
    Finding::error("layout/path-escape", format!("{name:?} leaves the archive and is not followed"))
        .param("name", name)
        .hint("no tool writes such a name: do not load this archive")
}

/// A config whose name claims a digest that it does not have: names are no claim, but such a file was probably changed.
pub(super) fn renamed(name: &str, id: Option<&Digest>) -> Option<Finding> {
    let claimed = name.rsplit(['/', ':']).next().unwrap_or(name);
    let claimed = claimed.strip_suffix(".json").unwrap_or(claimed);
    let claimed: Digest = format!("sha256:{claimed}").parse().ok()?;
    let actual = id.filter(|id| **id != claimed)?;
    Some(
        Finding::warning(
            "docker-save/config-name",
            format!("{name} is named after another digest than its own, {actual}"),
        )
        .differs(&claimed, actual)
        .at_path(name)
        .hint("the config was probably changed after it was saved: the image ID is that of the bytes"),
    )
}

pub(super) fn size_differs(blob: &str, stated: u64, actual: u64) -> Finding {
    Finding::error("size/mismatch", format!("{blob} should have {stated} bytes, but {actual} are stored"))
        .param("stated", stated)
        .param("actual", actual)
        .differs(stated, actual)
        .at_path(blob)
        .hint("the blob was cut or changed, or its descriptor is wrong")
}

pub(super) fn size_unusable(blob: &str) -> Finding {
    Finding::warning("size/unusable", format!("the descriptor of {blob} gives no size that a file can have"))
        .at_path(blob)
        .hint("engines refuse such a descriptor")
}
