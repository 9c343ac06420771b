//! What a hostile archive can make layerglass allocate, as the allocator counts it, and that it ends in time.
//!
//! All in one test: the counter is that of the process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::time::{Duration, Instant};

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
