//! What a hostile archive can make layerglass allocate, as the allocator counts it, and that it ends in time.
//!
//! All in one test: the counter is that of the process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::time::{Duration, Instant};

use layerglass::layer::{self, LayerIndex, LayerRead, LayerReader};
use layerglass::limits::Limits;
use layerglass::report::Report;
use peak_alloc::PeakAlloc;
use serde_json::{Value, json};
use support::compress;
use support::drive::{self, Cut, Depth, Told, Way};
use support::source::{Pieces, Source};
use support::store::{self, Sample, Store};
use support::tarball::{Tarball, header, records};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// For any archive, whatever its size; beside it only members past 100 000 and a compressor's window count.
const ORDINARY: usize = 32 << 20;
/// For each member past 100 000.
const MEMBER: usize = 128;
/// The worst that documents can do within their limits: small maps, which cost two hundred times their text.
const DOCUMENTS: usize = 80 << 20;
/// For each entry of a layer that is kept, its name and its part of what finds shared things again included.
const ENTRY: usize = 100;
/// Far more than any of these takes on a slow machine, far less than a hang.
const PATIENCE: Duration = Duration::from_secs(100);

#[test]
fn peaks_are_bounded() {
    for archive in support::archives() {
        let bytes = support::fixture(&archive);
        let told = within(&archive, ORDINARY, &bytes, Depth::Verify);
        assert_eq!(told.error, Value::Null, "{archive}");
    }
    documents();
    special_headers();
    windows_and_bombs();
    many_members();
    sparse_archive_of_50_gb();
    layer_of_a_million_entries();
    layers_that_repeat();
    sparse_layer_of_50_gb();
}

/// Opens `source` hopping and streaming, and asserts what that cost.
fn within(name: &str, most: usize, source: &dyn Source, depth: Depth) -> Told {
    let mut told = Vec::new();
    for seek in [true, false] {
        let way = Way { seek, sized: true, depth, cut: Cut::Whole };
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        let start = Instant::now();
        let opened = drive::opened(source, &way, &Limits::default());
        drop(opened.as_ref().map(|archive| Report::of_archive(archive, None, None)));
        let (peak, time) = (ALLOCATOR.peak_usage() - before, start.elapsed());
        println!("{name}: seek {seek}: {:.1} MiB in {:.2} s", peak as f64 / f64::from(1 << 20), time.as_secs_f64());
        assert!(peak <= most, "{name}: {peak} bytes at once, {most} allowed");
        assert!(time < PATIENCE, "{name}: {time:?}");
        told.push(drive::tell(&opened));
    }
    assert!(told[0] == told[1], "{name}: hopping {:?}, streaming {:?}", told[0].error, told[1].error);
    told.swap_remove(0)
}

/// A good image, whose archive goes on with whatever comes.
fn beginning() -> Pieces {
    Pieces::new().bytes(&Store::new().docker_image(&Sample::new(1), "app:1").docker_parts().open_end())
}

fn is_shown(told: &Told) {
    assert_eq!(told.at("/images/0/names/0/canonical"), "docker.io/library/app:1");
}

fn documents() {
    let head = |name: &str, size: u64| Tarball::new().raw(&header(b'0', name, size), b"").open_end();
    let size = 100_000_000;
    let large = Pieces::new().bytes(&head("manifest.json", size)).repeat(b"[1,", size / 3).padded().repeat(&[0], 1536);
    let told = within("100 MB of JSON", ORDINARY, &large, Depth::View);
    assert_eq!((told.error_code(), &told.error["at"]["path"]), ("limit/json-bytes", &json!("manifest.json")));

    // As many values as are allowed in one document, and as many such documents as are allowed together.
    let config = |number: usize| {
        let values = vec![r#"{"a":0}"#; 13_000].join(",");
        format!(r#"{{"config":{{"{number}":[{values}]}},"rootfs":{{"diff_ids":[]}}}}"#)
    };
    let configs: Vec<String> = (0..4).map(config).collect();
    let store = configs.iter().enumerate().fold(Store::new(), |store, (number, config)| {
        store.file(&format!("{number}.json"), config).saved(&format!("{number}.json"), json!([]), &[])
    });
    let told = within("documents of many values", DOCUMENTS, &store.docker(), Depth::View);
    assert_eq!(told.report["images"].as_array().map(Vec::len), Some(4));
    assert_eq!(told.codes(), ["history/absent"; 0]);

    // Small documents that nobody names, more of them than a stream keeps.
    let pattern = Tarball::new().file("blobs/sha256/0", vec![b'{'; 4000]).open_end();
    let small = beginning().repeat(&pattern, 20_000).repeat(&[0], 1024);
    is_shown(&within("80 MB of small documents", ORDINARY, &small, Depth::View));
}

fn special_headers() {
    for (typeflag, name) in [(b'x', "PAX"), (b'g', "PAX global"), (b'L', "GNU long name"), (b'K', "GNU long link")] {
        let size = 64 << 20;
        let special = header(typeflag, "special", size);
        let start = beginning().len();
        let source = beginning().bytes(special.as_bytes()).repeat(b"n", size).repeat(&[0], 1024);
        let told = within(&format!("{name} header of 64 MB"), ORDINARY, &source, Depth::View);
        assert_eq!((told.error_code(), told.error["at"]["offset"].as_u64()), ("limit/special-header", Some(start)));
        is_shown(&told);
    }
    // Each within its limit, but as many as there is room for.
    let one =
        Tarball::new().special(b'x', &records(&[("SCHILY.xattr.user.a", &[b'v'; 900_000])])).file("a", "").open_end();
    is_shown(&within(
        "100 PAX headers of 900 KB",
        ORDINARY,
        &beginning().repeat(&one, 100).repeat(&[0], 1024),
        Depth::View,
    ));
}

fn windows_and_bombs() {
    let window = compress::zstd_raw(21 << 3, &store::layer(0));
    let told = within("zstd window of 2 GiB", ORDINARY, &window, Depth::View);
    assert_eq!(told.error_code(), "limit/window");

    // One file of zeros: 2.5 GB of them in 12 MB of gzip (poorly compressed, as the filler shows), or in 92 KB of zstd.
    let size = 2_500_000_000;
    let begin = Tarball::new().raw(&header(b'0', "zeros", size), b"").open_end();
    let million = compress::gzip(&vec![0; 1_000_000]);
    let gzip = Pieces::new().bytes(&compress::gzip(&begin)).repeat(&million, 2500).bytes(&compress::gzip(&[0; 2048]));
    let told = within("gzip bomb of 2.5 GB", ORDINARY, &gzip, Depth::View);
    assert_eq!((told.at("/source/format"), told.at("/images/0/layers/0/files")), (&json!("filesystem"), &json!(1)));

    let rle = u32::try_from(128 << 10).map(|size: u32| size << 3 | 1 << 1).unwrap().to_le_bytes();
    let zstd = Pieces::new()
        .bytes(&compress::zstd_raw(10 << 3, &begin))
        .bytes(&[0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3])
        .repeat(&[rle[0], rle[1], rle[2], 0], size / (128 << 10));
    assert!(zstd.len() < 92_000);
    let told = within("zstd bomb of 2.5 GB", ORDINARY, &zstd, Depth::View);
    assert_eq!(told.error_code(), "limit/expansion");
}

fn many_members() {
    let count = Limits::default().members;
    let one = Tarball::new().file("m", "").open_end();
    let most = ORDINARY + MEMBER * usize::try_from(count - 100_000).unwrap();
    let source = beginning().repeat(&one, count + 1).repeat(&[0], 1024);
    let told = within("1 000 000 members", most, &source, Depth::View);
    assert_eq!(told.error_code(), "limit/members");
    is_shown(&told);
}

fn sparse_archive_of_50_gb() {
    let size = 50_000_000_000 / 60;
    let mut source = beginning();
    for number in 0..60 {
        source = source.bytes(header(b'0', &format!("{number}.bin"), size).as_bytes()).repeat(&[0], size).padded();
    }
    let source = source.repeat(&[0], 1024);
    let way = Way { seek: true, sized: true, depth: Depth::View, cut: Cut::Wanted };
    let start = Instant::now();
    is_shown(&drive::open(&source, &way));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

/// Reads a layer keeping its entries, and asserts what that cost; gives what came of it.
fn read_within(name: &str, most: usize, layer: &dyn Source) -> LayerRead {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let start = Instant::now();
    let mut reader = LayerReader::new(None, layer::Depth::Index, &Limits::default());
    drive::read_layer(&mut reader, layer, 0, layer.len(), Cut::Wanted);
    let read = reader.finish();
    let (peak, time) = (ALLOCATOR.peak_usage() - before, start.elapsed());
    println!("{name}: {:.1} MiB in {:.2} s", peak as f64 / f64::from(1 << 20), time.as_secs_f64());
    assert!(peak <= most, "{name}: {peak} bytes at once, {most} allowed");
    assert!(time < PATIENCE, "{name}: {time:?}");
    read
}

fn entries(read: &LayerRead) -> usize {
    read.index.as_ref().map_or(0, LayerIndex::len)
}

fn layer_of_a_million_entries() {
    let million = 1_000_000;
    let read = read_within("a layer of 1 000 000 entries", ORDINARY + ENTRY * million, &TinyFiles(million as u64));
    assert_eq!(entries(&read), million);

    // What is packed is freed part by part, and what is unpacked is made part by part.
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let mut packed = Vec::with_capacity(usize::try_from(read.packed_len().unwrap()).unwrap());
    read.pack_into(&mut |bytes| packed.extend_from_slice(bytes));
    let beside = ALLOCATOR.peak_usage() - before - packed.len();
    assert!(beside <= 1 << 20, "packing takes {beside} bytes beside what it makes");
    assert!(ALLOCATOR.current_usage() < before + ORDINARY, "the index was freed");
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let unpacked = LayerRead::unpack(&packed).unwrap();
    let most = ALLOCATOR.peak_usage() - before;
    assert!(most <= packed.len() + (1 << 20), "unpacking takes {most} bytes for {}", packed.len());
    assert_eq!(entries(&unpacked), million);
}

/// The same entry again and again; and more entries than are kept.
fn layers_that_repeat() {
    let one = Tarball::new().file("same", "").open_end();
    let read =
        read_within("a million of one name", ORDINARY + ENTRY * 1_000_000, &Pieces::new().repeat(&one, 1_000_000));
    assert_eq!(entries(&read), 1_000_000);
    let limit = Limits::default().entries;
    let most = ORDINARY + ENTRY * usize::try_from(limit).unwrap();
    let read = read_within("more entries than are kept", most, &Pieces::new().repeat(&one, limit + 1));
    assert_eq!(entries(&read) as u64, limit);
    assert_eq!(read.measured.contents.map_err(|error| error.code().into_owned()), Err("limit/entries".to_owned()));

    // A path of folders without end: each folder counts.
    let path = "d/".repeat(400_000) + "f";
    let deep = Tarball::new().pax(&[("path", path.as_bytes())]).file("x", "").open_end();
    let read = read_within("a path of 400 000 folders", 2 * ORDINARY, &deep);
    assert_eq!(read.index.map(|index| (index.folder_count(), index.path(0).len())), Some((400_001, 800_001)));
}

fn sparse_layer_of_50_gb() {
    let size = 50_000_000_000 / 60;
    let mut layer = Pieces::new();
    for number in 0..60 {
        layer = layer.bytes(header(b'0', &format!("{number}.bin"), size).as_bytes()).repeat(&[0], size).padded();
    }
    let read = read_within("a layer of 50 GB", ORDINARY, &layer.repeat(&[0], 1024));
    assert_eq!((entries(&read), read.measured.contents.map(|tally| tally.content_bytes)), (60, Ok(60 * size)));
}

/// A layer of this many small files, each of another name; nothing of it lies in memory.
struct TinyFiles(u64);

impl Source for TinyFiles {
    fn len(&self) -> u64 {
        self.0 * 1024
    }

    /// One file at a time.
    fn read(&self, at: u64, buffer: &mut [u8]) -> usize {
        let number = at / 1024;
        if number >= self.0 {
            return 0;
        }
        let name = format!("usr/share/doc/pkg-{}/file-{number}.txt", number / 40);
        let file = Tarball::new().file(&name, "tiny").open_end();
        file[..].read(at % 1024, buffer)
    }
}
