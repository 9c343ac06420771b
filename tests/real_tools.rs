//! Archives written by real tools, beside what those tools say of them. `tests/fixtures/README.md` tells where each comes
//! from, and which of the tools' words are to be taken with care.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::collections::BTreeMap;

use layerglass::tar::{Event, Kind, Scanner};
use serde_json::{Value, json};
use support::drive::{self, Cut, Depth, Told, Way};
use support::{archives, fixture};

/// Opened by hopping, everything verified; `every_way_tells_the_same` shows that the way does not matter.
fn told(archive: &str) -> Told {
    drive::open(&fixture(archive), &Way { seek: true, sized: true, depth: Depth::Verify, cut: Cut::Whole })
}

/// What skopeo and the listings say, by archive.
fn expected() -> BTreeMap<String, Value> {
    serde_json::from_slice(&fixture("expected.json")).unwrap()
}

fn lines_of(name: &str) -> Vec<Value> {
    String::from_utf8(fixture(name)).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().unwrap_or_else(|| panic!("no list {field} in {value}"))
}

#[test]
fn every_way_tells_the_same() {
    assert_eq!(archives().len(), 21);
    for archive in archives() {
        let bytes = fixture(&archive);
        let everywhere = drive::every_way(&bytes);
        for told in [everywhere.view, everywhere.measure, everywhere.verify] {
            assert_eq!(told.error, Value::Null, "{archive}");
            // podman made one layer of each image, joined it with CMD, and wrote arm/v7 into the config of arm/v6.
            let odd: &[&str] = match &*archive {
                "multiarch-podman.tar" => &["history/implausible", "platform/differs"],
                _ => &[],
            };
            let mut codes = told.codes();
            codes.dedup();
            assert_eq!(codes, odd, "{archive}");
        }
    }
}

#[test]
fn every_digest_is_right() {
    for archive in archives() {
        let told = told(&archive);
        assert_eq!(told.verified["ok"], true, "{archive}: {:#}", told.verified);
        for image in list(&told.report, "images") {
            for layer in list(image, "layers") {
                let words = &layer["verification"];
                let stated = if image["digest"].is_null() { "unstated" } else { "verified" };
                let diff_id = if image["id"].is_null() { "unstated" } else { "verified" };
                assert_eq!(*words, json!({ "digest": stated, "diffId": diff_id }), "{archive}");
            }
        }
    }
}

#[test]
fn images_are_as_skopeo_says() {
    let all = expected();
    assert_eq!(all.len(), 18);
    for (archive, expected) in &all {
        let told = told(archive);
        for (place, expected) in list(expected, "images").iter().enumerate() {
            // skopeo fails on a layer that is a link to another image's; docker 28 saved the same image.
            let expected = if expected.is_null() { &all["multi-docker28.tar"]["images"][place] } else { expected };
            // Of an index skopeo describes linux/amd64, which stands first.
            let image = &list(&told.report, "images")[place];
            assert_eq!(image["id"], expected["configDigest"], "{archive} {place}");
            let manifest = expected.get("manifest").unwrap_or(&image["digest"]);
            assert_eq!(image["digest"], *manifest, "{archive} {place}");
            image_is_as_its_config(image, &expected["config"], &format!("{archive} {place}"));
            for (layer, expected) in
                list(image, "layers").iter().zip(expected["layers"].as_array().into_iter().flatten())
            {
                layer_is_as_listed(layer, expected, &format!("{archive} {place}, layer {}", layer["index"]));
            }
        }
    }
}

fn image_is_as_its_config(image: &Value, config: &Value, place: &str) {
    let or_null = |field: &str| config.get(field).filter(|value| **value != "").cloned().unwrap_or(Value::Null);
    assert_eq!(image["created"], or_null("created"), "{place}");
    assert_eq!(image["author"].as_str().unwrap_or_default(), or_null("author").as_str().unwrap_or_default(), "{place}");
    assert_eq!(image["platform"]["os"], or_null("os"), "{place}");
    assert_eq!(image["platform"]["architecture"], or_null("architecture"), "{place}");
    assert_eq!(image["config"], config.get("config").cloned().unwrap_or_else(|| json!({})), "{place}");
    let diff_ids: Vec<&Value> = list(image, "layers").iter().map(|layer| &layer["diffId"]).collect();
    assert_eq!(json!(diff_ids), config["rootfs"]["diff_ids"], "{place}");
    let history = list(image, "history");
    let stated = config["history"].as_array().map_or(&[][..], Vec::as_slice);
    assert_eq!(history.len(), stated.len(), "{place}");
    let mut next = 0..diff_ids.len();
    for (entry, stated) in history.iter().zip(stated) {
        let empty = stated.get("empty_layer") == Some(&json!(true));
        let words = [("createdBy", "created_by"), ("created", "created"), ("comment", "comment"), ("author", "author")];
        for (ours, theirs) in words {
            assert_eq!(entry[ours], stated.get(theirs).cloned().unwrap_or(Value::Null), "{place}, {ours}");
        }
        assert_eq!(entry["emptyLayer"], empty, "{place}");
        assert_eq!(entry["layer"], json!(if empty { None } else { next.next() }), "{place}");
    }
    assert_eq!((next.len(), &image["historyJoin"]), (0, &json!("exact")), "{place}");
}

fn layer_is_as_listed(layer: &Value, expected: &Value, place: &str) {
    assert_eq!(layer["diffId"], expected["diffId"], "{place}");
    if let Some(size) = expected.get("tarSize") {
        assert_eq!(layer["uncompressedSize"], *size, "{place}");
    } else {
        for field in ["digest", "size", "mediaType"] {
            assert_eq!(layer[field], expected[field], "{place}, {field}");
        }
        let annotations = expected["annotations"].as_object().cloned().unwrap_or_default();
        assert_eq!(layer["annotations"], json!(annotations), "{place}");
    }
    // bsdtar and CPython count whiteouts as files; only the edge archive has some.
    if !place.starts_with("edge") {
        let count = |kind: &str| expected["types"].get(kind).and_then(Value::as_u64).unwrap_or(0);
        assert_eq!(layer["files"], count("file") + count("hardlink"), "{place}");
    }
}

#[test]
fn names_are_as_skopeo_lists_them() {
    for (archive, expected) in &expected() {
        let Some(tags) = expected.get("tags") else { continue };
        let told = told(archive);
        let mut names = Vec::new();
        for (place, image) in list(&told.report, "images").iter().enumerate() {
            let raw = list(image, "names").iter().filter(|name| name["from"] == "manifest.json");
            names.extend(raw.map(|name| name["raw"].as_str().unwrap().to_owned()));
            if list(image, "names").is_empty() {
                names.push(format!("@{place}")); // skopeo's word for an image without a name
            }
        }
        assert_eq!(json!(names), *tags, "{archive}");
    }
}

#[test]
fn images_are_as_docker_inspects_them() {
    for (archive, words) in [
        ("small-docker20.tar", "small-docker20"),
        ("small-docker26.tar", "small-docker26"),
        ("small-docker28.tar", "small-docker28"),
        ("edge-docker28-save.tar", "edge"),
    ] {
        let docker: Value = serde_json::from_slice(&fixture(&format!("{words}.docker-inspect.json"))).unwrap();
        let docker = &docker[0];
        let told = told(archive);
        let image = told.at("/images/0");
        assert_eq!(image["id"], docker["Id"], "{archive}");
        assert_eq!(image["created"], docker["Created"], "{archive}");
        assert_eq!(image["platform"]["os"], docker["Os"], "{archive}");
        assert_eq!(image["platform"]["architecture"], docker["Architecture"], "{archive}");
        assert_eq!(image["contentSize"], docker["Size"], "{archive}");
        let diff_ids: Vec<&Value> = list(image, "layers").iter().map(|layer| &layer["diffId"]).collect();
        assert_eq!(json!(diff_ids), docker["RootFS"]["Layers"], "{archive}");
        for field in ["Cmd", "Entrypoint", "Env", "ExposedPorts", "Labels", "User", "Volumes", "WorkingDir"] {
            // What the config leaves out, docker shows as null or as an empty text or map.
            let shown = |value: &Value| value.is_null() || *value == "" || *value == json!({});
            let (ours, theirs) = (image["config"].get(field).unwrap_or(&Value::Null), &docker["Config"][field]);
            assert!(ours == theirs || shown(ours) && shown(theirs), "{archive}, {field}: {ours} and {theirs}");
        }
        // docker also lists what else its store had.
        let tags = list(docker, "RepoTags");
        let names = list(image, "names").iter().filter(|name| name["from"] == "manifest.json");
        assert!(names.map(|name| &name["raw"]).all(|name| tags.contains(name)), "{archive}: {tags:?}");
    }
}

#[test]
fn history_is_as_docker_shows_it() {
    for (archive, words) in [
        ("small-docker20.tar", "small-docker20"),
        ("small-docker26.tar", "small-docker26"),
        ("small-docker28.tar", "small-docker28"),
        ("edge-docker28-save.tar", "edge"),
    ] {
        let told = told(archive);
        let image = told.at("/images/0");
        let docker = lines_of(&format!("{words}.docker-history.jsonl"));
        assert_eq!(docker.len(), list(image, "history").len(), "{archive}");
        for (entry, row) in list(image, "history").iter().rev().zip(&docker) {
            let size = match entry["layer"].as_u64() {
                Some(layer) => image["layers"][usize::try_from(layer).unwrap()]["contentSize"].as_u64().unwrap(),
                None => 0,
            };
            assert_eq!(entry["createdBy"].as_str(), row["CreatedBy"].as_str(), "{archive}");
            assert_eq!(entry["comment"].as_str().unwrap_or_default(), row["Comment"], "{archive}");
            assert_eq!(row["Size"], human(size), "{archive}");
        }
    }
}

/// docker's way: three significant digits, powers of 1000.
fn human(size: u64) -> String {
    match size {
        0..1000 => format!("{size}B"),
        1000..1_000_000 => significant(size as f64 / 1e3) + "kB",
        _ => significant(size as f64 / 1e6) + "MB",
    }
}

fn significant(number: f64) -> String {
    let digits = if number < 10.0 { 2 } else { usize::from(number < 100.0) };
    format!("{number:.digits$}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[test]
fn images_are_as_docker_lists_them() {
    for name in ["multi-docker20", "multi-docker28"] {
        let told = told(&format!("{name}.tar"));
        let rows = lines_of(&format!("{name}.docker-images.jsonl"));
        for image in list(&told.report, "images") {
            let same: Vec<&Value> = rows.iter().filter(|row| row["ID"] == image["id"]).collect();
            assert!(!same.is_empty(), "{name}: docker does not list {}", image["id"]);
            let size = human(image["contentSize"].as_u64().unwrap());
            assert!(same.iter().all(|row| row["Size"] == size), "{name}: {size} and {same:?}");
            for raw in list(image, "names").iter().map(|name| &name["raw"]) {
                let listed = |row: &&&Value| format!("{}:{}", text(&row["Repository"]), text(&row["Tag"])) == text(raw);
                assert_eq!(same.iter().filter(listed).count(), 1, "{name}: {raw}");
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The containerd store's ID is the index's digest, which leads to the image and to its attestation.
#[test]
fn attestations_hang_on_their_images() {
    let docker: Value = serde_json::from_slice(&fixture("attest.docker-inspect.json")).unwrap();
    for archive in ["attest-docker28-containerd-save.tar", "attest-buildx-oci.tar"] {
        let told = told(archive);
        let platforms: Vec<&Value> =
            list(&told.report, "images").iter().map(|image| &image["platform"]["architecture"]).collect();
        assert_eq!(json!(platforms), json!(["amd64", "arm64"]), "{archive}");
        for image in list(&told.report, "images") {
            assert_eq!(list(image, "attestations").len(), 1, "{archive}");
            assert_eq!(
                image["attestations"][0]["predicateTypes"],
                json!(["https://slsa.dev/provenance/v0.2"]),
                "{archive}"
            );
            assert_eq!(image["indexDigests"][0], told.report["indexes"][0]["digest"], "{archive}");
            assert_eq!(image["contentSize"], 4, "{archive}: what a classic store says");
        }
        let roles: Vec<&Value> = list(told.at("/indexes/0"), "manifests").iter().map(|entry| &entry["role"]).collect();
        assert_eq!(json!(roles), json!(["image", "image", "attestation", "attestation"]), "{archive}");
        if archive.contains("docker28") {
            assert_eq!(told.report["indexes"][0]["digest"], docker[0]["Id"]);
        }
    }
}

#[test]
fn every_platform_is_as_skopeo_says() {
    let expected = &expected()["multiarch-podman.tar"]["images"][0];
    let told = told("multiarch-podman.tar");
    let ours = list(&told.report, "images").iter().map(|image| {
        let platform = &image["platform"];
        let mut row =
            json!({ "architecture": platform["architecture"], "os": platform["os"], "digest": image["digest"] });
        if !platform["variant"].is_null() {
            row["variant"] = platform["variant"].clone();
        }
        row
    });
    assert_eq!(Value::from_iter(ours), expected["platforms"]);
}

/// What `docker export` wrote is a plain filesystem, not an image.
#[test]
fn exports_are_plain_filesystems() {
    for version in [20, 26, 28] {
        let told = told(&format!("small-docker{version}.docker-export.tar"));
        assert_eq!(told.at("/source/format"), "filesystem");
        assert_eq!(list(&told.report, "images").len(), 1);
        assert_eq!((told.at("/images/0/id"), told.at("/images/0/names")), (&Value::Null, &json!([])));
        // bin/tool, data/a.txt, 5k.bin, sub/2.txt, and docker's own .dockerenv, dev/console and etc/ files.
        assert!(told.at("/images/0/layers/0/files").as_u64() >= Some(4), "{version}");
        assert_eq!(
            told.at("/images/0/layers/0/size"),
            fixture(&format!("small-docker{version}.docker-export.tar")).len()
        );
    }
}

/// The archive of edges: every entry in its order, as CPython's tarfile lists it.
#[test]
fn entries_are_as_python_lists_them() {
    let archive = fixture("edge-docker28-save.tar");
    let way = Way { seek: true, sized: true, depth: Depth::View, cut: Cut::Whole };
    let opened = drive::opened(&archive, &way, &layerglass::limits::Limits::default()).unwrap();
    let mut jobs = opened.layer_jobs(false, layerglass::layer::Depth::Count);
    let layers = opened.contents().unwrap().images[0].layers.iter();
    for (number, layer) in layers.enumerate() {
        let job = jobs.iter_mut().find(|job| job.blob == layer.blob).unwrap();
        let (from, to) = (usize::try_from(job.at).unwrap(), usize::try_from(job.at + job.size).unwrap());
        let listed = fixture(&format!("edge-docker28-save.{number}.pylist"));
        let listed = String::from_utf8(listed).unwrap();
        let theirs: Vec<String> = listed.lines().skip(1).map(without_contents).collect();
        assert_eq!(lines(&archive[from..to]), theirs, "layer {number}");
    }
}

/// Contents, and which fields stood in PAX records, are left out.
fn without_contents(line: &str) -> String {
    let fields = line.split(' ').filter(|field| !field.starts_with("sha256=") && !field.starts_with("pax="));
    // CPython keeps the link name that docker leaves in the headers of whiteouts.
    let whiteout = line.contains("/.wh.");
    fields
        .filter(|field| !(whiteout && field.starts_with("link=")))
        .collect::<Vec<_>>()
        .join(" ")
        .replace(".0 ", " ")
        .trim_end_matches(".0")
        .to_owned()
}

fn lines(mut layer: &[u8]) -> Vec<String> {
    let mut scanner = Scanner::new(&layerglass::limits::Limits::default());
    let mut lines = Vec::new();
    while let Some(event) = scanner.next(&mut layer).unwrap() {
        let Event::Entry(entry) = event else { continue };
        let kind = match entry.kind {
            Kind::File => "file",
            Kind::Directory => "dir",
            Kind::Symlink => "link",
            Kind::Hardlink => "hardlink",
            Kind::Char => "char",
            Kind::Block => "block",
            Kind::Fifo => "fifo",
            Kind::Other => "other",
        };
        let mut line = format!(
            "./{} type={kind} mode={:o} uid={} gid={} size={} time={}",
            escaped(&entry.normal_path()),
            entry.mode,
            entry.uid,
            entry.gid,
            entry.size,
            entry.mtime
        );
        if let Some(link) = &entry.link {
            line += &format!(" link={}", escaped(link));
        }
        if let Some((major, minor)) = entry.device {
            line += &format!(" device=native,{major},{minor}");
        }
        lines.push(line);
    }
    lines
}

/// mtree's way: octal escapes for what is not printable ASCII, and for the backslash.
fn escaped(name: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b'!'..=b'~' if *byte != b'\\' => char::from(*byte).to_string(),
        _ => format!("\\{byte:03o}"),
    };
    name.iter().map(escape).collect()
}
