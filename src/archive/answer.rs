//! The layout's questions, answered from the table and from what was kept.

use super::scan::Scan;
use crate::error::{Error, ErrorKind};
use crate::image::Stored;
use crate::layout::{Answer, Part, Request};
use crate::limits::Limits;

/// An answer, or where it has to be read.
pub(super) enum Found {
    Answer(Answer),
    At { at: u64, size: u64 },
}

/// What the archive says to a request of the layout. `hops`: bodies that were not kept can be read where they lie.
pub(super) fn look_up(scan: &Scan, limits: &Limits, hops: bool, request: &Request) -> Found {
    let place = match scan.table.resolve(request.name.as_bytes(), limits) {
        Ok(place) => place,
        Err(error) => return Found::Answer(Answer::Problem(error)),
    };
    let Some((place, member)) = place.and_then(|place| Some((place, scan.table.member(place)?))) else {
        return Found::Answer(Answer::Missing);
    };
    if member.cut {
        let missing = member.at.saturating_add(member.size).saturating_sub(scan.length);
        let error = Error::new(ErrorKind::TarTruncated { missing }).at_offset(scan.length);
        return Found::Answer(Answer::Problem(error));
    }
    let Part::Whole { max } = request.part else {
        return Found::Answer(Answer::Head(Stored { size: member.size, compression: member.compression }));
    };
    let refuse = |limit, allowed| {
        Found::Answer(Answer::Problem(Error::new(ErrorKind::Limit { limit, allowed, actual: Some(member.size) })))
    };
    match scan.kept.get(&place) {
        Some(bytes) => Found::Answer(Answer::Document(bytes.clone())),
        None if member.size == 0 => Found::Answer(Answer::Document(Vec::new())),
        None if !member.json => Found::Answer(Answer::NotJson),
        None if member.size > max => refuse("json-bytes", max),
        None if hops => Found::At { at: member.at, size: member.size },
        None => refuse("kept-bytes", limits.kept_bytes),
    }
}
