//! What may be odd about an archive, in words.

use crate::decompress::{Compression, describe};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;

/// `length` is that of the tar.
pub(super) fn no_end_mark(length: u64) -> Finding {
    Finding::warning("archive/no-end-mark", "the archive ends without the two zero blocks that mark its end")
        .at_offset(length)
        .hint("it may have been cut between two members: compare its size with the original")
}

pub(super) fn lone_zero_block() -> Finding {
    Finding::warning(
        "archive/lone-zero-block",
        "a block of zeros stands alone between members; those behind it are listed",
    )
    .hint("tar stops at such a block and engines refuse it: what they see is less than what is shown")
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

pub(super) fn passed_unread(blob: &str) -> Finding {
    Finding::warning(
        "layer/unread",
        format!("{blob} was not known to be a layer while it passed by, so it was not read"),
    )
    .param("name", blob)
    .at_path(blob)
    .hint("open the archive as a file that is not compressed: its layers can then be read afterwards")
}

/// The very first header could not be read: say what the file is instead.
pub(super) fn not_an_archive(head: &[u8], compression: Option<Compression>, error: Error) -> Error {
    let says_tar = head.get(257..262) == Some(b"ustar");
    let unreadable_tar = matches!(
        error.kind(),
        ErrorKind::TarHeader
            | ErrorKind::TarChecksum { .. }
            | ErrorKind::TarNumber { .. }
            | ErrorKind::TarTruncated { .. }
    );
    if says_tar || !unreadable_tar {
        return error;
    }
    let what = describe(head);
    let found = match compression {
        None | Some(Compression::None) => what,
        Some(compression) => format!("{} of {what}", compression.as_str()),
    };
    Error::new(ErrorKind::NotAnArchive { found })
}
