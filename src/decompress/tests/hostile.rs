//! Damage, lies and bombs.

use proptest::prelude::*;

use super::*;

#[test]
fn cut_anywhere_is_truncated() {
    for (compression, stream) in FORMATS {
        for length in 0..stream.len() {
            let told = every_way(compression, &stream[..length]);
            assert_eq!(told.code(), "compression/truncated", "{compression:?} cut at {length}");
        }
    }
}

#[test]
fn flipped_bits_are_seen() {
    for (compression, stream) in FORMATS {
        for bit in 0..stream.len() * 8 {
            let mut damaged = stream.to_vec();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let told = every_way(compression, &damaged);
            // Where no checksum reaches: gzip's time, system and flags; a zstd header's flag may drop the checksum.
            let spared = told.bytes == TEXT || told.end.as_ref().is_ok_and(|tail| *tail != Tail::default());
            assert!(!told.code().is_empty() || spared, "{compression:?} bit {bit}");
        }
    }
}

#[test]
fn checksums_are_checked() {
    for (compression, stream) in FORMATS {
        // The last bytes are the checksum itself, or in xz the footer.
        let mut damaged = stream.to_vec();
        let place = damaged.len() - if compression == Compression::Gzip { 5 } else { 3 };
        damaged[place] ^= 0x10;
        let told = every_way(compression, &damaged);
        assert_eq!((told.code().as_str(), told.bytes.as_slice()), ("compression/corrupt", TEXT), "{compression:?}");
    }
}

#[test]
fn a_fault_in_gzip_has_one_name_however_it_is_cut() {
    // A block of fixed codes: a repetition of three bytes, one byte back, where there is none.
    let mut stream = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\x02".to_vec();
    stream.resize(600, 0);
    assert_eq!(every_way(Compression::Gzip, &stream).code(), "compression/corrupt");
}

#[test]
fn what_was_read_before_a_fault_is_given() {
    let data = prose(600_000);
    for (command, at_least) in [("gzip", 200_000), ("bzip2 -1", 200_000), ("xz -0", 200_000), ("zstd -1", 0)] {
        let Some(mut stream) = tool(command, &data) else {
            continue;
        };
        let half = stream.len() / 2;
        stream[half..half + 40].fill(0x55);
        let told = decode(sniff(&stream), &stream, &[5000], &Limits::default());
        assert_eq!(told.code(), "compression/corrupt", "{command}");
        let good = told.bytes.iter().zip(&data).take_while(|(a, b)| a == b).count();
        assert!(good >= at_least, "{command}: {good}");
    }
}

#[test]
fn what_a_window_held_back_can_be_salvaged() {
    let data = prose(600_000);
    let Some(stream) = tool("zstd -1", &data) else { return };
    for damage in [false, true] {
        let mut stream = stream[..stream.len() * 2 / 3].to_vec();
        if damage {
            let end = stream.len() - 40;
            stream[end..].fill(0xff);
            stream.extend_from_slice(&[0xff; 200_000]);
        }
        let mut decoder = Decoder::new(Compression::Zstd, &Limits::default()).unwrap();
        let mut bytes = Vec::new();
        let result = drain(&mut decoder, &mut &stream[..], &mut bytes).and_then(|()| decoder.finish());
        assert_eq!(result.unwrap_err().code(), if damage { "compression/corrupt" } else { "compression/truncated" });
        while let Some(more) = decoder.salvage() {
            bytes.extend_from_slice(more);
        }
        assert!(bytes.len() >= 256 << 10 && bytes[..256 << 10] == data[..256 << 10], "{}", bytes.len());
        assert_eq!(decoder.produced(), bytes.len() as u64);
        assert_eq!(decoder.salvage(), None);
    }
}

#[test]
fn empty_bzip2_streams_are_capped() {
    let empty = b"BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0";
    let told = decode(Compression::Bzip2, &empty.repeat(5000), &[4096], &Limits::default());
    assert_eq!((told.code().as_str(), told.members), ("limit/bzip2-streams", 4096));
}

#[test]
fn zstd_windows_are_capped() {
    // Exponent 21 is 2 GiB.
    let frame = [&ZSTD[..4], &[0, 21 << 3, 1, 0, 0]].concat();
    let told = every_way(Compression::Zstd, &frame);
    assert_eq!(told.code(), "limit/window");
    assert!(told.end.unwrap_err().message().contains("2147483648"));
    // So is a frame that wants all its content in one piece.
    let frame = [&ZSTD[..4], &[0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]].concat();
    assert_eq!(every_way(Compression::Zstd, &frame).code(), "limit/window");
}

#[test]
fn xz_windows_are_capped() {
    let Some(stream) = tool("xz --lzma2=dict=512MiB", TEXT) else {
        return;
    };
    assert_eq!(every_way(Compression::Xz, &stream).code(), "limit/window");
}

#[test]
fn zstd_dictionaries_are_refused() {
    let frame = [&ZSTD[..4], &[0x21, 7, 0, 1, 0, 0]].concat();
    let error = every_way(Compression::Zstd, &frame).end.unwrap_err();
    assert_eq!(error.message(), "damaged zstd data: it needs the dictionary 7, which no archive carries");
}

#[test]
fn zstd_frames_hold_what_they_state() {
    let frame = [&ZSTD[..4], &[0x20, 5, 0x19, 0, 0, b'a', b'b', b'c']].concat();
    let error = every_way(Compression::Zstd, &frame).end.unwrap_err();
    assert_eq!(error.message(), "damaged zstd data: a frame should hold 5 bytes, but holds 3");
}

#[test]
fn bombs_are_stopped() {
    let limits = Limits { expansion: 100, expansion_from: 1 << 20, ..Limits::default() };
    let bomb = vec![0; 8 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bomb).unwrap();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(&bomb).unwrap();
    let zstd = structured_zstd::encoding::compress_to_vec(
        bomb.as_slice(),
        structured_zstd::encoding::CompressionLevel::Fastest,
    );
    let streams = [Some(gzip.finish().unwrap()), Some(bzip2.finish().unwrap()), Some(zstd), tool("xz", &bomb)];
    for stream in streams.into_iter().flatten() {
        let told = decode(sniff(&stream), &stream, &[4096], &limits);
        assert_eq!(told.code(), "limit/expansion");
        assert!(told.bytes.len() < 4 << 20, "{}", told.bytes.len());
        assert_eq!(decode(sniff(&stream), &stream, &[4096], &Limits::default()).bytes.len(), bomb.len());
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_behind_a_start_never_panic(
        format in 0_usize..4, keep in 3_usize..40, bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let (compression, stream) = FORMATS[format];
        let stream = [&stream[..keep.min(stream.len())], &bytes].concat();
        decode(compression, &stream, &[100, 7], &Limits::default());
        describe(&stream);
    }

    #[test]
    fn damage_never_panics(
        format in 0_usize..4, damage in proptest::collection::vec((0_usize..90, any::<u8>()), 1..5), cut in 1_usize..90,
    ) {
        let (compression, stream) = FORMATS[format];
        let mut stream = stream.to_vec();
        for (place, byte) in damage {
            let place = place % stream.len();
            stream[place] = byte;
        }
        decode(compression, &stream, &[cut], &Limits::default());
    }

    #[test]
    fn any_cut_tells_the_same(format in 0_usize..4, lengths in proptest::collection::vec(1_usize..50, 1..9)) {
        let (compression, stream) = FORMATS[format];
        let stream = [stream, stream, &[0; 5]].concat();
        let told = decode(compression, &stream, &lengths, &Limits::default());
        prop_assert_eq!(told, Told { bytes: TEXT.repeat(2), end: Ok(Tail { zeros: 5, garbage: 0 }), members: 2 });
    }
}
