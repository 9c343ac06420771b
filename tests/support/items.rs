//! Small layers as data, so that whoever makes them up (a property test, a fuzzer) need not know tar.

use tar::Header;

use super::tarball::{Tarball, header, records};

/// An entry of a layer.
#[derive(Clone, Debug)]
pub struct Item {
    pub path: String,
    pub what: What,
    pub mode: u32,
    pub mtime: u64,
}

#[derive(Clone, Debug)]
pub enum What {
    File(String),
    Folder,
    /// With overlayfs' own mark.
    OpaqueFolder,
    Symlink(String),
    Hardlink(String),
    Fifo,
    /// A character device of this minor number; 0 is overlayfs' own whiteout.
    Device(u32),
}

/// The tar of a layer.
pub fn layer(items: &[Item]) -> Vec<u8> {
    items.iter().fold(Tarball::new(), add).end()
}

fn add(tar: Tarball, item: &Item) -> Tarball {
    let with = |typeflag: u8, size: usize, link: &str| -> Header {
        let mut header = header(typeflag, &item.path, size as u64);
        header.set_mode(item.mode);
        header.set_mtime(item.mtime);
        header.as_old_mut().linkname[..link.len()].copy_from_slice(link.as_bytes());
        if let What::Device(minor) = item.what {
            header.set_device_major(0).unwrap();
            header.set_device_minor(minor).unwrap();
        }
        header.set_cksum();
        header
    };
    match &item.what {
        What::File(text) => tar.raw(&with(b'0', text.len(), ""), text.as_bytes()),
        What::Folder => tar.raw(&with(b'5', 0, ""), b""),
        What::OpaqueFolder => {
            tar.special(b'x', &records(&[("SCHILY.xattr.trusted.overlay.opaque", b"y")])).raw(&with(b'5', 0, ""), b"")
        }
        What::Symlink(target) => tar.raw(&with(b'2', 0, target), b""),
        What::Hardlink(target) => tar.raw(&with(b'1', 0, target), b""),
        What::Fifo => tar.raw(&with(b'6', 0, ""), b""),
        What::Device(_) => tar.raw(&with(b'3', 0, ""), b""),
    }
}
