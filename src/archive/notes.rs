//! What may be odd about an archive, in words.

use crate::finding::Finding;

/// `length` is that of the tar.
pub(super) fn no_end_mark(length: u64) -> Finding {
    Finding::warning("archive/no-end-mark", "the archive ends without the two zero blocks that mark its end")
        .at_offset(length)
        .hint("it may have been cut between two members: compare its size with the original")
}

pub(super) fn trailing_bytes() -> Finding {
    Finding::warning("archive/trailing-bytes", "bytes that are not zero follow the end mark; they are ignored")
        .hint("several archives written one after the other need to be taken apart first")
}

pub(super) fn stands_twice(name: &str, copies: usize) -> Finding {
    Finding::warning(
        "archive/duplicate-member",
        format!("{name} stands {copies} times in the archive; the last counts"),
    )
    .param("copies", copies)
    .at_path(name)
    .hint("tools differ in which one they read")
}

pub(super) fn garbage_behind_compression(bytes: u64) -> Finding {
    Finding::warning(
        "compression/trailing-bytes",
        format!("{bytes} bytes that are no data follow the compressed stream; they are ignored"),
    )
    .param("bytes", bytes)
    .hint("the file may be several files written one after the other")
}
