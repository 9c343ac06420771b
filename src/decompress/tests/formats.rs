//! What each format may look like.

use super::*;

#[test]
fn every_format() {
    for (compression, stream) in FORMATS {
        assert_eq!(sniff(stream), compression);
        let told = every_way(compression, stream);
        assert_eq!(told, Told { bytes: TEXT.to_vec(), end: Ok(Tail::default()), members: 1 }, "{compression:?}");
    }
}

#[test]
fn all_members() {
    for (compression, stream) in FORMATS {
        let told = every_way(compression, &stream.repeat(3));
        assert_eq!(told, Told { bytes: TEXT.repeat(3), end: Ok(Tail::default()), members: 3 }, "{compression:?}");
    }
}

#[test]
fn tails_are_counted() {
    let tail = |zeros, garbage| Ok(Tail { zeros, garbage });
    for (compression, stream) in FORMATS {
        let told = |behind: &[u8]| {
            let told = every_way(compression, &[stream, behind].concat());
            assert_eq!((told.bytes.as_slice(), told.members), (TEXT, 1));
            told.end
        };
        assert_eq!(told(&[0; 1]), tail(1, 0), "{compression:?}");
        assert_eq!(told(&[0; 1000]), tail(1000, 0));
        assert_eq!(told(b"x"), tail(0, 1));
        assert_eq!(told(b"some signature"), tail(0, 14));
        assert_eq!(told(b"\0\0\0some\0\0signature"), tail(3, 15));
        assert_eq!(told(&[0, 0, 0, 0, b'x', 0, 0]), tail(4, 3));
        // The start of another part is not yet one.
        assert_eq!(told(&stream[..2]), tail(0, 2));
    }
}

#[test]
fn xz_streams_may_be_padded_in_fours() {
    let told = every_way(Compression::Xz, &[XZ, &[0; 8], XZ].concat());
    assert_eq!((told.bytes, told.end, told.members), (TEXT.repeat(2), Ok(Tail::default()), 2));
    let told = every_way(Compression::Xz, &[XZ, &[0; 7], XZ].concat());
    assert_eq!((told.end, told.members), (Ok(Tail { zeros: 7, garbage: XZ.len() as u64 }), 1));
}

#[test]
fn zstd_passes_skippable_frames() {
    let skippable = |nibble: u8, body: &[u8]| {
        [&[0x50 | nibble, 0x2a, 0x4d, 0x18, u8::try_from(body.len()).unwrap(), 0, 0, 0], body].concat()
    };
    let stream =
        [skippable(0, b""), ZSTD.to_vec(), skippable(15, &[0x28; 200]), ZSTD.to_vec(), skippable(3, b"end")].concat();
    assert_eq!(sniff(&stream), Compression::Zstd);
    let told = every_way(Compression::Zstd, &stream);
    assert_eq!((told.bytes, told.end, told.members), (TEXT.repeat(2), Ok(Tail::default()), 5));
}

#[test]
fn empty_contents() {
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0";
    let bzip2 = b"BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0";
    let xz = b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46\0\0\0\0\x1c\xdf\x44\x21\x1f\xb6\xf3\x7d\x01\0\0\0\0\x04YZ";
    let zstd = b"\x28\xb5\x2f\xfd\x20\0\x01\0\0";
    for stream in [&gzip[..], bzip2, xz, zstd] {
        let told = every_way(sniff(stream), stream);
        assert_eq!(told, Told { bytes: Vec::new(), end: Ok(Tail::default()), members: 1 });
    }
}

#[test]
fn uncompressed_bytes_pass_as_they_are() {
    let told = every_way(Compression::None, TEXT);
    assert_eq!(told, Told { bytes: TEXT.to_vec(), end: Ok(Tail::default()), members: 0 });
}

#[test]
fn what_the_systems_tools_write() {
    let data = prose(400_000);
    let tools = [
        "gzip -1",
        "gzip -9",
        "pigz -p2",
        "bzip2 -1",
        "bzip2 -9",
        "xz -0",
        "xz -6",
        "xz -T2 --block-size=100000",
        "xz -C none",
        "xz -C crc32",
        "xz -C sha256",
        "xz --x86 --lzma2",
        "zstd -1",
        "zstd -19",
        "zstd --no-check",
        "zstd --long=27",
        "zstd -T2 -B100000",
        "zstd --fast=5",
    ];
    for command in tools {
        let Some(stream) = tool(command, &data) else { continue };
        let compression = sniff(&stream);
        for lengths in [&[usize::MAX][..], &[1, 2, 3, 5000]] {
            let told = decode(compression, &stream, lengths, &Limits::default());
            assert!(told.bytes == data && told.end == Ok(Tail::default()), "{command} {lengths:?} {:?}", told.end);
        }
    }
}

#[test]
fn many_members_of_an_estargz() {
    let stream = GZIP.repeat(20_000);
    let told = decode(Compression::Gzip, &stream, &[1 << 20], &Limits::default());
    assert_eq!((told.bytes.len(), told.members), (TEXT.len() * 20_000, 20_000));
}

#[test]
fn known_but_not_read() {
    for (stream, name) in
        [(&b"\x04\x22\x4d\x18d@"[..], "lz4"), (b"\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0", "lzma")]
    {
        let compression = sniff(stream);
        let error = Decoder::new(compression, &Limits::default()).err().unwrap();
        assert_eq!((compression.as_str(), error.code().as_ref()), (name, "compression/unsupported"));
        assert_eq!(describe(stream), format!("{name} data"));
    }
}

#[test]
fn descriptions() {
    let mut tar = vec![b'n'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let cases: [(&[u8], &str); 16] = [
        (b"", "nothing"),
        (b"PK\x03\x04\x14\0", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x7fELF\x02", "an ELF program"),
        (b" {\"schemaVersion\": 2}", "JSON text"),
        (b"\xef\xbb\xbf[1]", "JSON text"),
        (b"<!DOCTYPE HTML>", "an HTML page"),
        (b"<?xml version='1.0'?>", "XML text"),
        (b"FROM scratch\n", "text"),
        ("gr\u{fc}\u{df}".as_bytes(), "text"),
        (&"\u{fc}".as_bytes()[..1], "text"),
        (&[0; 20], "zeros"),
        (&tar, "a damaged tar header"),
        (&[0xde, 0xad, 0xbe, 0xef, 1], "unknown data starting with de ad be ef"),
    ];
    for (head, expected) in cases {
        assert_eq!(describe(head), expected);
    }
}
