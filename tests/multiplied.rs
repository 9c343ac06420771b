//! What small archives would make large or slow by naming one thing many times. Each must be told of or refused within
//! seconds; without a bound each of these takes minutes or more memory than there is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::time::{Duration, Instant};

use layerglass::archive::{Archive, Options};
use layerglass::limits::Limits;
use layerglass::report::Report;
use serde_json::{Value, json};

use support::store::{Sample, Store};
use support::tarball::Tarball;

/// Far more than any of these takes in a slow build on a slow machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// The report of an archive that is streamed, every layer verified.
fn report(archive: &[u8]) -> Value {
    let began = Instant::now();
    let options = Options { measure: true, verify: true, ..Options::default() };
    let mut opened = Archive::new(options, Limits::default());
    for chunk in archive.chunks(1 << 16) {
        opened.push(chunk).unwrap();
    }
    opened.ended().unwrap();
    let report = serde_json::to_value(Report::of_archive(&opened, None, None).unwrap()).unwrap();
    assert!(began.elapsed() < PATIENCE, "it took {:?}", began.elapsed());
    report
}

fn codes(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn one_long_command_under_many_legacy_images() {
    let command = "x".repeat(3 << 20);
    let base = json!({ "id": "base", "container_config": { "Cmd": [command] } });
    let mut tarball = Tarball::new().file("base/json", base.to_string()).file("base/layer.tar", vec![0; 1024]);
    for number in 0..1000 {
        let layer = json!({ "id": number, "parent": "base" });
        tarball =
            tarball.file(&format!("{number}/json"), layer.to_string()).file(&format!("{number}/layer.tar"), [0; 1024]);
    }
    let told = report(&tarball.end());
    assert_eq!(told["source"]["format"], "docker-save-legacy");
    assert_eq!(codes(&told), ["limit/images"]);
    assert!(!told["images"].as_array().unwrap().is_empty());
}

#[test]
fn many_tags_of_many_images() {
    let image = Sample::new(1);
    let mut store = Store::new().file("c.json", image.config_bytes());
    for number in 0..2000 {
        store = store.saved("c.json", json!([]), &[format!("{number}/layer.tar"), "top/layer.tar".to_owned()]);
    }
    let tags: serde_json::Map<String, Value> = (0..2000).map(|tag| (format!("t{tag}"), json!("top"))).collect();
    let told = report(&store.file("repositories", json!({ "app": tags }).to_string()).docker());
    assert!(codes(&told).contains(&"limit/index-entries"), "{:?}", codes(&told));
}

#[test]
fn one_manifest_of_many_layers_under_many_entries() {
    let image = Sample::new(1);
    let layer = json!({ "digest": format!("sha256:{}", "0".repeat(64)), "size": 1 });
    let manifest = json!({
        "schemaVersion": 2,
        "config": { "mediaType": "application/vnd.oci.image.config.v1+json", "digest": image.id(), "size": image.config_bytes().len() },
        "layers": vec![layer; 5000],
    });
    let manifest = manifest.to_string();
    let mut store = Store::new().file("c.json", image.config_bytes()).blob(image.config_bytes()).blob(&manifest);
    store = store.entry(support::store::descriptor(support::store::MANIFEST, &manifest));
    for number in 0..5000 {
        store = store.saved("c.json", json!([]), &[format!("{number}.tar")]);
    }
    let told = report(&store.both());
    assert!(codes(&told).contains(&"limit/images"), "{:?}", codes(&told));
}

#[test]
fn one_document_as_many_layers() {
    let document = format!("[{}0]", "0,".repeat(500_000));
    let names = vec!["d.json".to_owned(); 20_000];
    let store = Store::new().file("c.json", Sample::new(0).config_bytes()).file("d.json", document);
    let told = report(&store.saved("c.json", json!(["app:1"]), &names).docker());
    assert_eq!(told["images"][0]["layers"].as_array().map(Vec::len), Some(20_000));
}

#[test]
fn names_of_a_million_folders() {
    let deep = "a/".repeat(500_000);
    let mut tarball = Tarball::new().file("c.json", Sample::new(0).config_bytes());
    for number in 0..5000 {
        tarball = tarball.symlink(&format!("l{number}"), &format!("l{}", number + 1));
    }
    tarball = tarball.special(b'K', format!("{deep}x").as_bytes()).symlink("long", "cut");
    let saved = json!([{ "Config": "c.json", "RepoTags": ["app:1"], "Layers": [format!("{deep}y"), "l7", "long"] }]);
    let told = report(&tarball.file("manifest.json", saved.to_string()).end());
    assert_eq!(told["images"][0]["layers"][0]["present"], false);
}

#[test]
fn sizes_beyond_what_a_number_tells() {
    let real = (u64::MAX / 2).to_string();
    let sparse = Tarball::new()
        .pax(&[("GNU.sparse.major", b"1"), ("GNU.sparse.minor", b"0"), ("GNU.sparse.realsize", real.as_bytes())])
        .file("f", [0; 512])
        .end();
    let store = Store::new().file("c.json", Sample::new(0).config_bytes()).file("l.tar", sparse);
    let told = report(&store.saved("c.json", json!(["app:1"]), &["l.tar".to_owned()]).docker());
    assert_eq!(told["images"][0]["contentSize"], Value::Null);
    assert_eq!(told["images"][0]["layers"][0]["files"], 1);
}
