//! Archives built in code for tests, so that what is odd about them can be read.
#![allow(clippy::unwrap_used)]

use tar::Header;

/// An archive as it grows; nothing is added that was not asked for, no end mark either.
#[derive(Clone, Default)]
pub(crate) struct Archive(pub(crate) Vec<u8>);

/// A ustar header of distinct values, so that swapped fields show.
pub(crate) fn header(typeflag: u8, name: &str, size: u64) -> Header {
    let mut header = Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.as_old_mut().linkflag = [typeflag];
    header.set_size(size);
    header.set_mode(0o640);
    header.set_uid(7);
    header.set_gid(9);
    header.set_mtime(1_700_000_000);
    header.set_username("ursula").unwrap();
    header.set_groupname("gnomes").unwrap();
    header.set_cksum();
    header
}

/// PAX records, each with its length before it.
pub(crate) fn records(pairs: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (key, value) in pairs {
        let bare = key.len() + value.len() + 3;
        let mut length = bare + bare.to_string().len();
        length = bare + length.to_string().len();
        body.extend_from_slice(format!("{length} {key}=").as_bytes());
        body.extend_from_slice(value);
        body.push(b'\n');
    }
    body
}

impl Archive {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Any header and any body, padded.
    pub(crate) fn raw(mut self, header: &Header, body: &[u8]) -> Self {
        self.0.extend_from_slice(header.as_bytes());
        self.0.extend_from_slice(body);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    pub(crate) fn file(self, name: &str, body: &[u8]) -> Self {
        self.raw(&header(b'0', name, body.len() as u64), body)
    }

    pub(crate) fn special(self, typeflag: u8, body: &[u8]) -> Self {
        self.raw(&header(typeflag, "special", body.len() as u64), body)
    }

    pub(crate) fn pax(self, pairs: &[(&str, &[u8])]) -> Self {
        self.special(b'x', &records(pairs))
    }

    pub(crate) fn global(self, pairs: &[(&str, &[u8])]) -> Self {
        self.special(b'g', &records(pairs))
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn zeros(self, blocks: usize) -> Self {
        self.bytes(&vec![0; blocks * 512])
    }
}
