//! Tar archives built in code, block by block, so that what is odd about them can be read.

use tar::Header;

/// An archive as it grows. Nothing is in it that was not asked for.
#[derive(Clone, Debug, Default)]
pub struct Tarball(Vec<u8>);

/// A ustar header, every field another number, so that swapped fields show.
pub fn header(typeflag: u8, name: &str, size: u64) -> Header {
    let mut header = Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.as_old_mut().linkflag = [typeflag];
    header.set_size(size);
    header.set_mode(0o640);
    header.set_uid(7);
    header.set_gid(9);
    header.set_mtime(1_700_000_000);
    header.set_cksum();
    header
}

/// PAX records, each with its own length in front.
pub fn records(pairs: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (key, value) in pairs {
        let bare = key.len() + value.len() + 3;
        let guess = bare + bare.to_string().len();
        let length = bare + guess.to_string().len();
        body.extend_from_slice(format!("{length} {key}=").as_bytes());
        body.extend_from_slice(value);
        body.push(b'\n');
    }
    body
}

impl Tarball {
    pub fn new() -> Self {
        Self::default()
    }

    /// Any header and any body, padded; they need not fit.
    #[must_use]
    pub fn raw(mut self, header: &Header, body: &[u8]) -> Self {
        self.0.extend_from_slice(header.as_bytes());
        self.0.extend_from_slice(body);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    #[must_use]
    pub fn file(self, name: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        if name.len() > 100 {
            return self.special(b'L', name.as_bytes()).raw(&header(b'0', &name[..100], body.len() as u64), body);
        }
        self.raw(&header(b'0', name, body.len() as u64), body)
    }

    #[must_use]
    pub fn directory(self, name: &str) -> Self {
        self.raw(&header(b'5', name, 0), b"")
    }

    #[must_use]
    pub fn symlink(self, name: &str, target: &str) -> Self {
        self.link(b'2', name, target)
    }

    #[must_use]
    pub fn hardlink(self, name: &str, target: &str) -> Self {
        self.link(b'1', name, target)
    }

    fn link(self, typeflag: u8, name: &str, target: &str) -> Self {
        let mut header = header(typeflag, name, 0);
        header.as_old_mut().linkname[..target.len()].copy_from_slice(target.as_bytes());
        header.set_cksum();
        self.raw(&header, b"")
    }

    /// A header that speaks of the next member: PAX `x`, PAX global `g`, GNU long name `L`, long link `K`.
    #[must_use]
    pub fn special(self, typeflag: u8, body: &[u8]) -> Self {
        self.raw(&header(typeflag, "special", body.len() as u64), body)
    }

    #[must_use]
    pub fn pax(self, pairs: &[(&str, &[u8])]) -> Self {
        self.special(b'x', &records(pairs))
    }

    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// The end mark: two zero blocks.
    #[must_use]
    pub fn end(self) -> Vec<u8> {
        self.bytes(&[0; 1024]).0
    }

    /// What there is, without an end mark.
    #[must_use]
    pub fn open_end(self) -> Vec<u8> {
        self.0
    }
}
