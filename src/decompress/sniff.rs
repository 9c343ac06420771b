//! What a stream is, by its first bytes.

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Compression {
    /// Not at all, or in a way that nobody here knows.
    #[default]
    None,
    /// gzip, of one or many members.
    Gzip,
    /// Zstandard, skippable frames in front included.
    Zstd,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// LZ4: known, not read.
    Lz4,
    /// The old `.lzma`: known, not read.
    Lzma,
}

/// How many first bytes tell everything that [`sniff`] and [`describe`] can tell: a tar's magic ends there.
pub const SNIFF_LEN: usize = 512;

impl Compression {
    const ALL: [Self; 7] = [Self::None, Self::Gzip, Self::Zstd, Self::Bzip2, Self::Xz, Self::Lz4, Self::Lzma];

    /// The inverse of [`as_str`](Self::as_str).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|compression| compression.as_str() == word)
    }

    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Lz4 => "lz4",
            Self::Lzma => "lzma",
        }
    }
}

/// Tells the compression by its magic; [`Compression::None`] is anything else. Six bytes are enough, thirteen for lzma.
pub fn sniff(head: &[u8]) -> Compression {
    match head {
        [0x1f, 0x8b, ..] => Compression::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Compression::Zstd,
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Compression::Bzip2,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Compression::Xz,
        [0x04, 0x22, 0x4d, 0x18, ..] | [0x02, 0x21, 0x4c, 0x18, ..] => Compression::Lz4,
        // No magic: properties as every encoder writes them, a dictionary of whole KiB, a size that is unknown or sane.
        [0x5d, 0, 0, _, _, size @ ..] if lzma_size(size) => Compression::Lzma,
        _ => Compression::None,
    }
}

fn lzma_size(size: &[u8]) -> bool {
    matches!(size, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ..] | [_, _, _, _, _, 0, 0, 0, ..])
}

/// Names what the bytes look like, with its article, for "expected a tar archive, found …".
pub fn describe(head: &[u8]) -> String {
    if head.is_empty() {
        return "nothing".to_owned();
    }
    if let Some(known) = by_magic(head).or_else(|| by_place(head)) {
        return known.to_owned();
    }
    let compression = sniff(head);
    if compression != Compression::None {
        return format!("{} data", compression.as_str());
    }
    if head.iter().all(|&byte| byte == 0) {
        return "zeros".to_owned();
    }
    if let Some(text) = as_text(head) {
        return text.to_owned();
    }
    let shown: Vec<String> = head.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("unknown data starting with {}", shown.join(" "))
}

fn by_magic(head: &[u8]) -> Option<&'static str> {
    const MAGICS: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a ZIP archive"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"%PDF-", "a PDF document"),
        (b"\x7fELF", "an ELF program"),
        (b"MZ", "a Windows program"),
        (b"\xcf\xfa\xed\xfe", "a macOS program"),
        (b"\xca\xfe\xba\xbe", "a Java class or a macOS program"),
        (b"\0asm", "a WebAssembly module"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"hsqs", "a squashfs filesystem"),
        (b"!<arch>\n", "an ar archive (a Debian package or a static library)"),
        (b"\xed\xab\xee\xdb", "an RPM package"),
        (b"070701", "a cpio archive"),
        (b"070702", "a cpio archive"),
        (b"070707", "a cpio archive"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"QFI\xfb", "a QEMU disk image"),
        (b"KDMV", "a VMware disk image"),
        (b"conectix", "a VHD disk image"),
        (b"vhdxfile", "a VHDX disk image"),
        (b"xar!", "a xar archive (a macOS package)"),
        (b"MSCF", "a Windows cabinet"),
        (b"LZIP", "lzip data"),
        (b"SIF_MAGIC\0", "a Singularity image"),
    ];
    let found = MAGICS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name);
    // A Singularity image starts with the line that makes it a program.
    found.or_else(|| head.get(32..)?.starts_with(b"SIF_MAGIC").then_some("a Singularity image"))
}

fn by_place(head: &[u8]) -> Option<&'static str> {
    if head.get(257..262) == Some(b"ustar") {
        return Some("a damaged tar header");
    }
    // Beyond SNIFF_LEN, for a caller that has so much.
    if head.get(0x8001..0x8006) == Some(b"CD001") {
        return Some("an ISO image");
    }
    // The signature of a boot sector: raw disks, and ISO images that start from a stick.
    (head.get(510..512) == Some(&[0x55, 0xaa])).then_some("a disk image or a bootable ISO image")
}

fn as_text(head: &[u8]) -> Option<&'static str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let printable = |byte: &u8| !byte.is_ascii_control() || matches!(byte, b'\n' | b'\r' | b'\t');
    let whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The last character may be cut.
        Err(error) => error.error_len().is_none(),
    };
    if !whole || !head.iter().all(printable) {
        return None;
    }
    let trimmed = head.trim_ascii_start();
    let starts = |prefix: &[u8]| trimmed.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    Some(match trimmed.first() {
        Some(b'{' | b'[') => "JSON text",
        Some(b'<') if starts(b"<!doctype html") || starts(b"<html") => "an HTML page",
        Some(b'<') => "XML text",
        Some(b'#') if starts(b"#!") => "a script",
        _ => "text",
    })
}
