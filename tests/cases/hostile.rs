//! Archives that lie: each must be told apart from a good one by code and place, and what is readable still shown.

use layerglass::limits::Limits;
use serde_json::{Value, json};

use crate::cases;
use crate::support::case::Case;
use crate::support::compress::gzip;
use crate::support::drive::{self, Cut, Depth, Way};
use crate::support::store::{self, CONFIG, INDEX, MANIFEST, Sample, Store};
use crate::support::tarball::{Tarball, header};

cases! {
    empty_file: Case::built(Vec::new()).error("source/empty", None),
    zeros: Case::built(vec![0; 10_240]).error("archive/empty", None),
    one_zero_byte: Case::built(vec![0]).error("archive/not-an-archive", None),
    text: Case::built(b"FROM scratch\nCOPY a /\n".repeat(100)).error("archive/not-an-archive", None).says("found text"),
    short_text: Case::built(b"hello".to_vec()).error("archive/not-an-archive", None).says("found text"),
    html: Case::built(b"<!DOCTYPE html><title>Log in</title>".repeat(40)).error("archive/not-an-archive", None).says("an HTML page"),
    json_text: Case::built(br#"{"errors":[{"code":"UNAUTHORIZED"}]}"#.repeat(40)).error("archive/not-an-archive", None).says("JSON text"),
    zip: Case::built([b"PK\x03\x04\x14\0".as_slice(), &[7; 900]].concat()).error("archive/not-an-archive", None).says("a ZIP archive"),
    png: Case::built([b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[7; 900]].concat()).error("archive/not-an-archive", None).says("a PNG image"),
    gzip_of_text: Case::built(gzip(&b"hello world ".repeat(90))).error("archive/not-an-archive", None).says("gzip of text"),
    gzip_of_nothing: Case::built(gzip(b"")).error("archive/empty", None),

    manifest_json_is_not_json: manifest_json("Config: c.json").finding_with("json/manifest-json", "/at/path", "manifest.json"),
    manifest_json_is_cut: manifest_json(r#"[{"Config":"c.json","Layers":["#).finding_with("json/manifest-json", "/at/path", "manifest.json"),
    manifest_json_is_an_object: manifest_json(r#"{"Config":"c.json"}"#).finding("json/manifest-json").says("a JSON array"),
    manifest_json_is_null: manifest_json("null").finding("json/manifest-json"),
    manifest_json_is_nothing: manifest_json("").finding("json/manifest-json").says("found nothing"),
    manifest_json_is_spaces: manifest_json(&" ".repeat(5000)).finding("json/manifest-json"),
    manifest_json_has_an_empty_list: manifest_json("[]").verified(true),
    manifest_json_of_nulls: manifest_json("[null]").finding("json/manifest-json"),
    manifest_json_of_wrong_types: manifest_json(r#"[{"Config":5,"Layers":[]}]"#).finding("json/manifest-json"),
    manifest_json_100_000_deep: manifest_json(&format!(r#"[{{"X":{}"#, "[".repeat(100_000))).finding("json/manifest-json").says("recursion limit"),
    manifest_json_300_000_deep: manifest_json(&"[".repeat(300_000)).finding("limit/json-values"),
    manifest_json_200_000_deep_objects: manifest_json(&r#"{"a":"#.repeat(200_000)).finding("limit/json-values"),
    manifest_json_with_one_wrong_entry: {
        let good = json!({ "Config": "c.json", "RepoTags": ["app:1"], "Layers": [] });
        let saved = json!([good, null, { "RepoTags": ["app:2"] }]);
        let tar = Tarball::new().file("c.json", Sample::new(0).config_bytes()).file("manifest.json", saved.to_string());
        Case::built(tar.end()).names([&["docker.io/library/app:1"]]).layers([0]).verified(false)
            .finding("json/manifest-json").finding("json/manifest-json")
    },
    manifest_json_not_utf8: manifest_json_bytes(b"[{\"Config\":\"\xff\xfe.json\",\"Layers\":[]}]").finding("json/manifest-json"),
    manifest_json_with_a_mark: {
        let saved = json!([{ "Config": "c.json", "RepoTags": ["app:1"], "Layers": [] }]);
        let config = Sample::new(0).config_bytes();
        Case::built(Tarball::new().file("c.json", config).file("manifest.json", format!("\u{feff}{saved}")).end())
            .format("docker-save").names([&["docker.io/library/app:1"]]).layers([0]).verified(true)
    },
    /// Alone, a broken manifest.json leaves nothing to show: it is the error.
    only_a_broken_manifest_json: Case::built(Tarball::new().file("manifest.json", "{").end()).error("json/manifest-json", None),
    only_a_broken_index_json: Case::built(Tarball::new().file("index.json", "[]").end()).error("json/index-json", None),
    manifest_json_names_missing_blobs: {
        let tar = Tarball::new().file("manifest.json", r#"[{"Config":"c.json","RepoTags":["app:1"],"Layers":["a.tar","b.tar"]}]"#);
        Case::built(tar.end()).names([&["docker.io/library/app:1"]]).layers([2]).verified(false)
            .finding_with("archive/missing-blob", "/at/path", "c.json")
            .finding_with("archive/missing-blob", "/at/layer", 0).finding_with("archive/missing-blob", "/at/layer", 1)
    },

    config_is_not_json: saved_with("c.json", b"not json").layers([1]).verified(false).at("/images/0/config", json!(null))
        .finding_with("json/config", "/at/path", "c.json"),
    config_is_a_list: saved_with("c.json", b"[]").layers([1]).finding_with("json/config", "/at/path", "c.json"),

    /// What is stated and what is found are both told, and the image is shown all the same.
    layer_of_another_digest: {
        let image = Sample::new(2);
        let mut changed = image.layers[1].clone();
        changed[512] ^= 1;
        let store = Store::new().blob(&image.layers[0]).file(&store::blob(&image.layers[1]), &changed).blob(image.config_bytes());
        Case::built(store.blob(image.manifest_bytes()).entry(image.descriptor()).oci()).layers([2])
            .at("/images/0/layers/1/digest", store::sha256(&image.layers[1])).verified(false)
            .measured("/images/0/layers/0/contentSize", 1)
            .verify_finding("digest/mismatch").verify_finding("digest/mismatch")
    },
    manifest_of_another_digest: {
        let (image, other) = (Sample::new(1), Sample::new(1).manifest("annotations", json!({ "a": "b" })));
        let store = Store::new().blob(&image.layers[0]).blob(image.config_bytes()).file(&store::blob(image.manifest_bytes()), other.manifest_bytes());
        Case::built(store.entry(image.descriptor()).oci()).layers([1]).verified(false)
            .finding_with("digest/mismatch", "/expected", image.digest()).finding("size/mismatch")
    },
    config_of_another_digest: {
        let (image, other) = (Sample::new(1), Sample::new(1).config("/architecture", json!("amd64")));
        let store = Store::new().blob(&image.layers[0]).blob(image.manifest_bytes()).file(&store::blob(image.config_bytes()), other.config_bytes());
        Case::built(store.entry(image.descriptor()).oci()).layers([1]).verified(false)
            .finding_with("digest/mismatch", "/actual", other.id())
    },
    diff_id_that_is_wrong: Case::built(Store::new().image(&Sample::new(1).config("/rootfs/diff_ids/0", json!(store::sha256("no"))), "app:1").oci())
        .layers([1]).verified(false).verify_finding("digest/mismatch"),
    diff_id_that_is_none: Case::built(Store::new().image(&Sample::new(1).config("/rootfs/diff_ids/0", json!("sha256:xyz")), "app:1").oci())
        .layers([1]).at("/images/0/layers/0/diffId", json!(null)).finding_with("digest/invalid", "/at/layer", 0),

    size_8_gib_past_the_end: layer_size(json!(8u64 << 30)).finding_with("size/mismatch", "/expected", "8589934592"),
    size_of_2_63_less_1: layer_size(json!(i64::MAX)).finding_with("size/mismatch", "/at/layer", 0),
    size_of_2_64_less_1: layer_size(json!(u64::MAX)).finding_with("size/mismatch", "/at/layer", 0),
    size_negative: layer_size(json!(-1)).finding_with("size/unusable", "/at/layer", 0),
    size_text: layer_size(json!("2048")).finding_with("size/unusable", "/at/layer", 0),
    size_huge: layer_size(json!(1e300)).finding_with("size/unusable", "/at/layer", 0),
    size_absent: layer_size(json!(null)).finding_with("size/unusable", "/at/layer", 0),

    /// The members' own sizes. What stood before is shown, and the place is the end of what there is.
    member_8_gib_past_the_end: member_of_size(8 << 30).layers([1]).finding("tar/truncated").says("8589934080"),
    member_of_2_62: member_of_size(1 << 62).layers([1]).finding("tar/truncated"),
    member_of_2_63_less_1: member_of_size(i64::MAX as u64).layers([1]).finding("tar/size"),
    member_of_negative_size: {
        let mut lie = header(b'0', "lie", 0);
        lie.as_old_mut().size = [0xff; 12];
        lie.set_cksum();
        Case::built(Store::new().docker_image(&Sample::new(1), "app:1").docker_parts().raw(&lie, &[]).end()).layers([1])
            .finding_with("tar/number", "/at/offset", docker_length())
    },
    first_member_of_negative_size: {
        let mut lie = header(b'0', "lie", 0);
        lie.as_old_mut().size = [0xff; 12];
        lie.set_cksum();
        Case::built(Tarball::new().raw(&lie, &[]).end()).error("tar/number", 0)
    },

    wrong_checksum_of_the_first_header: {
        let mut tar = Store::new().docker_image(&Sample::new(1), "app:1").docker();
        tar[0] ^= 1;
        Case::built(tar).error("tar/header-checksum", 0)
    },
    wrong_checksum_of_the_last_header: {
        let tar = Store::new().docker_image(&Sample::new(1), "app:1").docker_parts();
        let at = docker_length();
        let mut tar = tar.file("more", "abc").end();
        tar[usize::try_from(at).unwrap()] ^= 1;
        Case::built(tar).layers([1]).finding_with("tar/header-checksum", "/at/offset", at)
    },
    pax_header_that_lies: Case::built(
        Store::new().docker_image(&Sample::new(1), "app:1").docker_parts().special(b'x', b"99 path=short\n").file("x", "").end(),
    ).layers([1]).finding_with("tar/pax", "/at/offset", docker_length()),

    /// Names that leave the archive are never followed, not even to what would be inside.
    layer_name_leaves_the_archive: saved_layer("../../etc/passwd").finding_with("layout/path-escape", "/at/layer", 0),
    layer_name_goes_round: saved_layer("x/../l.tar").finding_with("layout/path-escape", "/at/layer", 0),
    config_name_leaves_the_archive: {
        let tar = Tarball::new().file("manifest.json", r#"[{"Config":"../c.json","Layers":[]}]"#).file("c.json", Sample::new(0).config_bytes());
        Case::built(tar.end()).layers([0]).at("/images/0/config", json!(null)).finding("archive/missing-blob")
    },
    digest_that_is_a_path: Case::built(
        Store::new().image(&Sample::new(1), "app:1").tarball()
            .file("index.json", r#"{"manifests":[{"digest":"sha256:../../../etc/passwd","size":5}]}"#).end(),
    ).layers([1]).finding("json/index-json").finding("layout/unnamed-manifest"),

    links_42_deep: {
        let links = (0..42).fold(docker_linked("0.tar"), |tar, n| tar.symlink(&format!("{n}.tar"), &format!("{}.tar", n + 1)));
        Case::built(links.file("42.tar", store::layer(0)).end()).layers([1]).finding_with("archive/link-cycle", "/at/layer", 0)
    },
    links_40_deep: {
        let links = (0..40).fold(docker_linked("0.tar"), |tar, n| tar.symlink(&format!("{n}.tar"), &format!("{}.tar", n + 1)));
        Case::built(links.file("40.tar", store::layer(0)).end()).layers([1])
    },

    /// One document that is a manifest to some tools and an index to others (CVE-2021-41190).
    manifest_and_index_at_once: {
        let (image, other) = (Sample::new(1), Sample::new(2));
        let both = image.manifest("manifests", json!([other.descriptor()]));
        Case::built(Store::new().blobs_of(&other).image(&both, "app:1").oci()).layers([1]).finding("manifest/ambiguous")
    },
    /// Nested twelve deep, each level naming the next six times: more ways than anybody can walk.
    index_with_too_many_ways: {
        let image = Sample::new(1);
        let mut store = Store::new().blobs_of(&image);
        let mut entry = image.descriptor();
        for level in 0..12 {
            let entries: Vec<Value> = (0..6).map(|n| {
                let mut entry = entry.clone();
                entry["annotations"] = json!({ "n": format!("{level}.{n}") });
                entry
            }).collect();
            let index = store::index(&entries);
            store = store.blob(&index);
            entry = store::descriptor(INDEX, &index);
        }
        Case::built(store.entry(entry).oci()).limits(|limits| limits.json_total_values = 5000).layers([1])
            .finding("limit/index-entries")
    },
    an_index_says_manifest: {
        let mut entry = store::descriptor(MANIFEST, store::index(&[Sample::new(1).descriptor()]));
        entry["platform"] = json!({ "os": "linux", "architecture": "arm64" });
        Case::built(Store::new().blobs_of(&Sample::new(1)).blob(store::index(&[Sample::new(1).descriptor()])).entry(entry).oci()).layers([1])
    },
    a_config_as_a_manifest: Case::built(
        Store::new().image(&Sample::new(1), "app:1").entry(store::descriptor(CONFIG, Sample::new(1).config_bytes())).oci(),
    ).layers([1]),

    /// Caps, lowered so that small archives reach them.
    too_many_members: Case::built(Store::new().docker_image(&Sample::new(3), "app:1").docker()).limits(|limits| limits.members = 3)
        .format("filesystem").layers([1]).finding("limit/members"),
    too_long_names: Case::built(Store::new().docker_image(&Sample::new(3), "app:1").docker()).limits(|limits| limits.member_names = 40)
        .format("filesystem").layers([1]).finding("limit/member-names"),
    too_many_json_bytes: Case::built(Store::new().docker_image(&Sample::new(3), "app:1").docker()).limits(|limits| limits.json_bytes = 300)
        .layers([3]).finding_with("limit/json-bytes", "/at/path", config_name(3)),
    too_many_json_values_together: Case::built(Store::new().image(&Sample::new(3), "app:1").oci()).limits(|limits| limits.json_total_values = 150)
        .layers([3]).finding("limit/json-total-values"),
    more_findings_than_anyone_reads: {
        let layers: Vec<String> = (0..20).map(|n| format!("{n}.tar")).collect();
        Case::built(Store::new().file("c.json", Sample::new(0).config_bytes()).saved("c.json", json!([]), &layers).docker())
            .limits(|limits| limits.findings = 2).layers([20])
            .finding("layers/count").finding("history/absent").finding_with("limit/findings", "/params/more", "20")
    },
}

/// The one place where the way matters: a stream keeps only so many documents as they pass, and says which it let go.
#[test]
fn a_stream_says_what_it_could_not_keep() {
    let image = Sample::new(1);
    let archive = Store::new().docker_image(&image, "app:1").docker();
    let mut few = Limits::default();
    few.kept_bytes = image.config_bytes().len() as u64 - 1;
    let [hopped, streamed] = [true, false]
        .map(|seek| drive::open_under(&archive, &Way { seek, sized: true, depth: Depth::View, cut: Cut::Whole }, &few));
    assert_eq!((hopped.codes(), hopped.at("/images/0/id")), (vec![], &json!(image.id())));
    assert_eq!((streamed.codes(), streamed.at("/images/0/config")), (vec!["limit/kept-bytes"], &json!(null)));
}

/// `manifest.json` beside a good OCI image, which stays visible. Every digest is right, and yet nobody can say that all
/// of the archive was verified.
fn manifest_json(text: &str) -> Case {
    manifest_json_bytes(text.as_bytes())
}

fn manifest_json_bytes(bytes: &[u8]) -> Case {
    let tar = Store::new().image(&Sample::new(1), "app:1").oci_parts().file("manifest.json", bytes);
    Case::built(tar.end())
        .format("docker-save-oci")
        .names([&["docker.io/library/app:1"]])
        .layers([1])
        .verified(false)
        .digests(&["manifest verified", "config verified", "layer verified", "diffId verified"])
}

fn saved_with(name: &str, config: &[u8]) -> Case {
    let store = Store::new().file(name, config).file("l.tar", store::layer(0));
    Case::built(store.saved(name, json!(["app:1"]), &["l.tar".to_owned()]).docker())
}

fn saved_layer(name: &str) -> Case {
    let store = Store::new()
        .file("c.json", Sample::new(1).config_bytes())
        .file("l.tar", store::layer(0))
        .file("etc/passwd", "root");
    Case::built(store.saved("c.json", json!(["app:1"]), &[name.to_owned()]).docker())
        .layers([1])
        .at("/images/0/layers/0/present", false)
        .verified(false)
}

/// manifest.json and config of an image of one layer.
fn docker_linked(layer: &str) -> Tarball {
    Store::new()
        .file("c.json", Sample::new(1).config_bytes())
        .saved("c.json", json!(["app:1"]), &[layer.to_owned()])
        .docker_parts()
}

fn layer_size(size: Value) -> Case {
    let image = Sample::new(1);
    let mut layer = store::descriptor(store::LAYER, &image.layers[0]);
    layer["size"] = size;
    let image = image.manifest("layers", json!([layer]));
    Case::built(Store::new().image(&image, "app:1").oci())
        .layers([1])
        .at("/images/0/layers/0/size", image.layers[0].len())
}

/// A good image, then a member that announces more than there is.
fn member_of_size(size: u64) -> Case {
    let mut lie = header(b'0', "lie", 0);
    lie.set_size(size);
    lie.set_cksum();
    let tar = Store::new().docker_image(&Sample::new(1), "app:1").docker_parts().raw(&lie, &[b'x'; 512]).open_end();
    Case::built(tar).names([&["docker.io/library/app:1"]])
}

/// Where the end mark of [`Store::docker`] of one layer begins.
fn docker_length() -> u64 {
    Store::new().docker_image(&Sample::new(1), "app:1").docker_parts().open_end().len() as u64
}

fn config_name(layers: usize) -> String {
    format!("{}.json", &Sample::new(layers).id()[7..])
}
