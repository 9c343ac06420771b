//! Makes checksums right again after a mutation: without it a fuzzer sees little more than the refusal of a wrong one.
//!
//! The inputs stay what they are, archives and compressed files, so what is found can be opened with any other tool.

use flate2::Crc;
use tar::Header;

const BLOCK: usize = 512;

/// The checksums of tar headers, found from size to size.
pub fn tar(archive: &mut [u8]) {
    let mut rest = archive;
    while let Some((block, after)) = rest.split_at_mut_checked(BLOCK) {
        let mut body = 0;
        if block.iter().any(|&byte| byte != 0) {
            let mut header = Header::new_old();
            header.as_mut_bytes().copy_from_slice(block);
            header.set_cksum();
            block.copy_from_slice(header.as_bytes());
            body = usize::try_from(header.entry_size().unwrap_or(0)).unwrap_or(0);
        }
        let body = body.min(after.len()).next_multiple_of(BLOCK).min(after.len());
        rest = &mut after[body..];
    }
}

/// The checksums of an xz stream's header and of its first block's header: the filters are named there.
pub fn xz(stream: &mut [u8]) {
    const HEADER: usize = 12;
    let Some((header, block)) = stream.split_at_mut_checked(HEADER) else { return };
    checksum(&mut header[6..]);
    let length = block.first().map_or(0, |&size| 4 * (usize::from(size) + 1));
    if let Some(header) = block.get_mut(..length) {
        checksum(header);
    }
}

/// Writes the CRC-32 of all but the last four bytes into these.
fn checksum(bytes: &mut [u8]) {
    if let Some((text, sum)) = bytes.split_last_chunk_mut::<4>() {
        let mut crc = Crc::new();
        crc.update(text);
        *sum = crc.sum().to_le_bytes();
    }
}
