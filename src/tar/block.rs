//! The 512 bytes of a header: checksum, numbers, names.

use std::borrow::Cow;

use tar::{Header, UstarHeader};

use crate::error::{Error, ErrorKind, Result};

pub(super) const BLOCK: usize = 512;
pub(super) type Block = [u8; BLOCK];

/// How many bytes stand between a body of `size` bytes and the next block.
pub(super) fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}

pub(super) fn is_zero(block: &Block) -> bool {
    // The first byte is that of the name: it decides for nearly every header.
    block.first() == Some(&0) && block.iter().all(|&byte| byte == 0)
}

/// The block with the version that the `tar` crate wants beside ustar's magic; other readers look at the magic only.
pub(super) fn with_version(block: &Block) -> Cow<'_, Block> {
    let header = Header::from_byte_slice(block);
    if header.as_ustar().is_some() || block.get(257..263) != Some(b"ustar\0") {
        return Cow::Borrowed(block);
    }
    let mut block = *block;
    if let Some(version) = block.get_mut(263..265) {
        version.copy_from_slice(b"00");
    }
    Cow::Owned(block)
}

/// Checks the checksum. Some old tars summed signed bytes, so both sums are right.
pub(super) fn verify(header: &Header) -> Result<()> {
    let stated = digits(&header.as_old().cksum).ok_or_else(|| Error::new(ErrorKind::TarHeader))?;
    let spaces = 8 * u64::from(b' ');
    let field = &header.as_old().cksum;
    let unsigned = spaces + sum(header.as_bytes()) - sum(field);
    let negative = || 256 * (high(header.as_bytes()) - high(field));
    if stated == unsigned || stated.checked_add(negative()) == Some(unsigned) {
        return Ok(());
    }
    let shown = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Err(Error::new(ErrorKind::TarChecksum { expected: shown(stated), actual: shown(unsigned) }))
}

/// Eight bytes at once: every header is summed, and where files are small that is most of the work.
fn sum(bytes: &[u8]) -> u64 {
    const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
    let (words, rest) = bytes.as_chunks::<8>();
    let of_word = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        // Four pairs of bytes, which the multiplication adds up in its topmost 16 bits.
        let pairs = (word & EVEN) + (word >> 8 & EVEN);
        pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48
    };
    let rest: u64 = rest.iter().map(|&byte| u64::from(byte)).sum();
    words.iter().map(of_word).sum::<u64>() + rest
}

fn high(bytes: &[u8]) -> u64 {
    bytes.iter().map(|&byte| u64::from(byte >> 7)).sum()
}

/// A numeric field: octal digits, or base-256 (a GNU extension) where the first bit is set. Nothing is 0.
pub(super) fn number(field: &'static str, bytes: &[u8]) -> Result<i128> {
    let value = match bytes.first() {
        Some(first) if first & 0x80 != 0 => Some(base256(bytes)),
        _ if bytes.iter().all(|byte| matches!(byte, 0 | b' ')) => Some(0),
        _ => digits(bytes).map(i128::from),
    };
    value.ok_or_else(|| not_a_number(field, bytes))
}

/// A numeric field of a type that may have less room than the field; negative numbers fit no unsigned type.
pub(super) fn number_as<T: TryFrom<i128>>(field: &'static str, bytes: &[u8]) -> Result<T> {
    T::try_from(number(field, bytes)?).map_err(|_| not_a_number(field, bytes))
}

fn not_a_number(field: &'static str, bytes: &[u8]) -> Error {
    Error::new(ErrorKind::TarNumber { field, found: bytes.escape_ascii().to_string() })
}

/// Octal digits between spaces or NULs; what follows the first of these is passed over, as other readers do.
fn digits(bytes: &[u8]) -> Option<u64> {
    let blank = |byte: &u8| matches!(byte, 0 | b' ');
    let start = bytes.iter().position(|byte| !blank(byte))?;
    let rest = bytes.get(start..)?;
    rest.iter().take_while(|byte| !blank(byte)).try_fold(0_u64, |value, &byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 8)?;
        value.checked_mul(8)?.checked_add(u64::from(digit))
    })
}

/// Two's complement, big-endian; the topmost bit is only the mark. At most 12 bytes, so nothing overflows.
fn base256(bytes: &[u8]) -> i128 {
    let mut value = bytes.iter().take(12).fold(0_i128, |value, &byte| (value << 8) | i128::from(byte));
    let bits = 8 * bytes.len().min(12);
    value &= !(1 << (bits - 1));
    if bytes.first().is_some_and(|first| first & 0x40 != 0) {
        value -= 1 << (bits - 1);
    }
    value
}

/// A text field: up to its first NUL, or whole.
pub(super) fn text(field: &[u8]) -> &[u8] {
    field.split(|&byte| byte == 0).next().unwrap_or_default()
}

/// The fields that v7 lacks. GNU's header has the same ones at the same places, except the prefix.
pub(super) struct Extra<'a> {
    pub(super) uname: &'a [u8],
    pub(super) gname: &'a [u8],
    pub(super) major: &'a [u8],
    pub(super) minor: &'a [u8],
    pub(super) prefix: &'a [u8],
}

pub(super) fn extra(header: &Header) -> Option<Extra<'_>> {
    if let Some(ustar) = header.as_ustar() {
        return Some(Extra {
            uname: text(&ustar.uname),
            gname: text(&ustar.gname),
            major: &ustar.dev_major,
            minor: &ustar.dev_minor,
            prefix: prefix(ustar),
        });
    }
    header.as_gnu().map(|gnu| Extra {
        uname: text(&gnu.uname),
        gname: text(&gnu.gname),
        major: &gnu.dev_major,
        minor: &gnu.dev_minor,
        prefix: &[],
    })
}

/// star puts times behind the first 131 bytes of the prefix, and its mark at the end of the block.
fn prefix(ustar: &UstarHeader) -> &[u8] {
    let room = if ustar.pad.ends_with(b"tar\0") { 131 } else { ustar.prefix.len() };
    text(ustar.prefix.get(..room).unwrap_or_default())
}

/// The name as stored, with its prefix.
pub(super) fn path(header: &Header, prefix: &[u8]) -> Vec<u8> {
    let name = text(&header.as_old().name);
    if prefix.is_empty() { name.to_vec() } else { [prefix, name].join(&b'/') }
}
