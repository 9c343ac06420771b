//! Which images an archive holds: section A of the corner cases.

use serde_json::json;

use crate::cases;
use crate::support::case::Case;
use crate::support::compress;
use crate::support::store::{self, Sample, Store};
use crate::support::tarball::Tarball;

fn two_layers() -> Sample {
    Sample::new(2)
}

/// The same image, but its config differs in one word.
fn arm_variant() -> Sample {
    two_layers().config("/architecture", json!("arm")).config("/variant", json!("v7"))
}

cases! {
    /// The plain shapes, against which the odd ones below stand out.
    docker_save: Case::built(Store::new().docker_image(&two_layers(), "app:1").docker())
        .format("docker-save")
        .names([&["docker.io/library/app:1"]])
        .at("/images/0/id", two_layers().id())
        .at("/images/0/digest", json!(null))
        .layers([2]).verified(true),
    oci_layout: Case::built(Store::new().image(&two_layers(), "ghcr.io/owner/app:1").oci())
        .format("oci")
        .names([&["ghcr.io/owner/app:1"]])
        .at("/images/0/digest", two_layers().digest())
        .layers([2]).verified(true),
    docker_save_oci: Case::built(Store::new().image(&two_layers(), "1").saved_image(&two_layers(), "app:1").both())
        .format("docker-save-oci")
        .names([&["docker.io/library/app:1", "1"]])
        .layers([2]).verified(true),

    /// moby #47065: docker 25.0 wrote a manifest without layers; `docker load` reads manifest.json, and so do we.
    a1_manifest_without_layers: {
        let image = two_layers().manifest("layers", json!([]));
        let layers = two_layers();
        Case::built(Store::new().image(&image, "1").blob(&layers.layers[0]).blob(&layers.layers[1]).saved_image(&image, "app:1").both())
            .format("docker-save-oci").layers([2]).finding("manifest/no-layers").verified(true)
    },

    /// moby #47210: `docker save image@sha256:…` leaves `"manifests": null`.
    a2_manifests_null: Case::built(
        Store::new().blobs_of(&two_layers()).saved_image(&two_layers(), "app:1").docker_parts()
            .file("index.json", r#"{"schemaVersion":2,"manifests":null}"#).end(),
    ).format("docker-save-oci").names([&["docker.io/library/app:1"]]).at("/images/0/digest", two_layers().digest())
        .layers([2]).verified(true),

    /// moby #51389: of several images saved by digest, entries of index.json are lost; their manifests are still there.
    a2_entry_lost_from_index: Case::built(Store::new().image(&two_layers(), "app:1").blobs_of(&arm_variant()).oci())
        .names([&["docker.io/library/app:1"], &[]])
        .at("/images/1/digest", arm_variant().digest())
        .finding_with("layout/unnamed-manifest", "/params/digest", arm_variant().digest()),

    /// Without manifest.json the order of layers is the manifest's, not the archive's.
    a3_order_is_the_manifests: {
        let image = Sample::new(3);
        let store = image.layers.iter().rev().fold(Store::new(), Store::blob);
        let store = store.blob(image.config_bytes()).blob(image.manifest_bytes()).entry(image.descriptor());
        Case::built(store.oci())
            .at("/images/0/layers/0/digest", store::sha256(&image.layers[0]))
            .at("/images/0/layers/1/digest", store::sha256(&image.layers[1]))
            .at("/images/0/layers/2/digest", store::sha256(&image.layers[2]))
            .verified(true)
    },

    /// index.json → index → a manifest for each platform.
    a4_nested_index: nested(&two_layers(), 1).names([&["docker.io/library/app:1"]]).layers([2])
        .at("/indexes/0/names/0/canonical", "docker.io/library/app:1"),
    a4_nested_sixteen_deep: nested(&two_layers(), 16).layers([2]),
    a4_nested_300_deep: nested(&two_layers(), 300).layers([2]).finding("limit/index-depth"),
    a4_nested_too_deep: nested(&two_layers(), 17).layers([2]).finding("limit/index-depth"),

    /// A circle cannot be made of true digests, but an index can claim to contain its own parent.
    a4_circular_index: {
        let (outer, inner) = (format!("sha256:{}", "a".repeat(64)), format!("sha256:{}", "b".repeat(64)));
        let entry = |digest: &str| json!({ "mediaType": store::INDEX, "digest": digest, "size": 1 });
        let body = |child: &str| store::index(&[entry(child), two_layers().descriptor()]);
        let store = Store::new().blobs_of(&two_layers()).entry(entry(&outer))
            .file(&outer.replace("sha256:", "blobs/sha256/"), body(&inner))
            .file(&inner.replace("sha256:", "blobs/sha256/"), body(&outer));
        Case::built(store.oci()).layers([2]).verified(false)
            .finding("digest/mismatch").finding("digest/mismatch").finding("size/mismatch").finding("size/mismatch")
    },

    /// One image under two indexes is listed once.
    a4_shared_by_two_indexes: {
        let image = two_layers();
        let one = store::index(&[image.descriptor()]);
        let other = store::index(&[image.descriptor(), arm_variant().descriptor()]);
        let store = Store::new().blobs_of(&image).blobs_of(&arm_variant()).blob(&one).blob(&other);
        let entries = store.entry(store::descriptor(store::INDEX, &one)).entry(store::descriptor(store::INDEX, &other));
        Case::built(entries.oci()).layers([2, 2]).at("/indexes/1/manifests/1/role", "image")
    },

    a5_attestation_is_attached: attested(true).layers([2]).at("/images/0/attestations/0/predicateTypes", json!(["https://slsa.dev/provenance/v1"])),
    /// Its subject is not stored: it stands on its own, never as a platform.
    a5_attestation_without_subject: attested(false).layers([]).at("/artifacts/0/subject", two_layers().digest())
        .at("/indexes/0/manifests/0/present", false),

    a6_several_images: Case::built(
        Store::new().docker_image(&two_layers(), "app:1").file("other.json", arm_variant().config_bytes())
            .saved("other.json", json!(null), &["0/layer.tar".to_owned()]).docker(),
    ).names([&["docker.io/library/app:1"], &[]]).layers([2, 1]).finding("layers/count").finding("history/count"),
    /// The same image twice is one image with both names.
    a6_same_image_twice: {
        let image = two_layers();
        let config = format!("{}.json", &image.id()["sha256:".len()..]);
        let layers = ["0/layer.tar".to_owned(), "1/layer.tar".to_owned()];
        Case::built(Store::new().docker_image(&image, "app:1").saved(&config, json!(["app:2", "app:1"]), &layers).docker())
            .names([&["docker.io/library/app:1", "docker.io/library/app:2"]]).layers([2])
    },
    a6_repo_tags_absent: Case::built(
        Store::new().file("c.json", two_layers().config_bytes()).file("l0.tar", &two_layers().layers[0]).file("l1.tar", &two_layers().layers[1])
            .tarball().file("manifest.json", r#"[{"Config":"c.json","Layers":["l0.tar","l1.tar"]}]"#).end(),
    ).names([&[]]).layers([2]).at("/images/0/id", two_layers().id()),

    /// docker 1.10 to 24 stores a layer once and links the other images to it.
    a7_layer_is_a_symlink: linked("../a/layer.tar").layers([2]).verified(true),
    /// containerd #12890: counted from the root, such a link was still loadable.
    a7_relative_to_the_root: linked("a/layer.tar").layers([2]).verified(true),
    a7_absolute_is_inside: linked("/a/layer.tar").layers([2]).verified(true),
    a7_link_out_of_the_archive: linked("../../etc/passwd").layers([2]).finding_with("archive/link-escape", "/at/layer", 1).verified(false),
    a7_link_to_itself: linked("layer.tar").layers([2]).finding_with("archive/link-cycle", "/at/layer", 1).verified(false),
    a7_link_to_nothing: linked("../c/layer.tar").layers([2]).finding_with("archive/missing-blob", "/at/path", "b/layer.tar").verified(false)
        .digests(&["config unstated", "layer unstated", "diffId verified", "layer absent", "diffId absent"]),
    a7_hard_link: {
        let tar = one_layer_twice().file("a/layer.tar", &Sample::new(1).layers[0]).hardlink("b/layer.tar", "a/layer.tar");
        Case::built(tar.end()).layers([2]).verified(true)
    },
    /// The folder is a link, not the file.
    a7_folder_is_a_symlink: {
        let tar = one_layer_twice().file("a/layer.tar", &Sample::new(1).layers[0]).symlink("b", "a");
        Case::built(tar.end()).layers([2]).verified(true)
    },
    a7_circle_of_two: {
        let tar = one_layer_twice().symlink("a/layer.tar", "../b/layer.tar").symlink("b/layer.tar", "../a/layer.tar");
        Case::built(tar.end()).layers([2]).finding("archive/link-cycle").finding("archive/link-cycle").verified(false)
    },

    a8_unknown_fields: Case::built(
        Store::new().file("c.json", two_layers().config_bytes()).file("l0.tar", &two_layers().layers[0]).file("l1.tar", &two_layers().layers[1]).tarball()
            .file("manifest.json", json!([{ "Config": "c.json", "RepoTags": ["app:1"], "Layers": ["l0.tar", "l1.tar"], "X": { "y": [1] },
                "LayerSources": { "sha256:0": { "mediaType": store::LAYER, "size": 3, "digest": "sha256:0" } } }]).to_string()).end(),
    ).names([&["docker.io/library/app:1"]]).layers([2]).verified(true),
    /// crane: the config's name is its digest, layers are `<digest>.tar.gz`.
    a8_crane_names: {
        let image = two_layers().gzip();
        let names: Vec<String> = image.layers.iter().map(|layer| format!("{}.tar.gz", &store::sha256(layer)[7..])).collect();
        let store = Store::new().file(&image.id(), image.config_bytes()).file(&names[0], &image.layers[0]).file(&names[1], &image.layers[1]);
        Case::built(store.saved(&image.id(), json!(["app:1"]), &names).docker())
            .at("/images/0/id", image.id()).at("/images/0/layers/0/compression", "gzip").layers([2]).verified(true)
    },

    /// kaniko and bazel: `./` in front of every name, of manifest.json's words too.
    a9_dot_slash: {
        let image = Sample::new(1);
        let manifest = json!([{ "Config": "./c.json", "RepoTags": ["app:1"], "Layers": ["./l//0.tar"] }]);
        let tar = Tarball::new().directory("./").file("./c.json", image.config_bytes()).file("./l/0.tar", &image.layers[0]);
        Case::built(tar.file("./manifest.json", manifest.to_string()).end()).layers([1]).at("/images/0/id", image.id()).verified(true)
    },
    /// A name that stands twice means its last member, as for who unpacks it.
    a9_duplicate_entries: {
        let image = Sample::new(1);
        let config = format!("{}.json", &image.id()[7..]);
        let store = Store::new().file(&config, b"{}").file("0/layer.tar", b"cut").docker_image(&image, "app:1");
        Case::built(store.docker()).layers([1]).at("/images/0/id", image.id())
            .finding_with("archive/duplicate-member", "/at/path", "0/layer.tar").finding("archive/duplicate-member").verified(true)
    },
    a9_unreferenced_blob: Case::built(Store::new().blob(b"nobody asks for this").blob(b"{}").image(&two_layers(), "app:1").oci())
        .layers([2]).verified(true),
    a9_absent_layer: {
        let image = two_layers();
        let store = Store::new().blob(&image.layers[0]).blob(image.config_bytes()).blob(image.manifest_bytes()).entry(image.descriptor());
        Case::built(store.oci()).layers([2]).verified(false).finding_with("archive/missing-blob", "/at/layer", 1)
            .at("/images/0/layers/1/present", false)
            .at("/images/0/layers/1/size", image.layers[1].len())
            .at("/images/0/layers/1/verification/digest", "absent")
    },
    a9_absent_platform: {
        let index = store::index(&[two_layers().descriptor(), arm_variant().descriptor()]);
        let store = Store::new().blobs_of(&two_layers()).blob(&index).entry(store::descriptor(store::INDEX, &index));
        Case::built(store.oci()).layers([2]).at("/indexes/0/manifests/1/present", false)
    },
    a9_absent_config: {
        let image = Sample::new(1);
        let store = Store::new().blob(&image.layers[0]).blob(image.manifest_bytes()).entry(image.descriptor());
        Case::built(store.oci()).layers([1]).at("/images/0/config", json!(null)).at("/images/0/id", image.id())
            .finding_with("archive/missing-blob", "/at/path", store::blob(image.config_bytes())).verified(false)
    },

    /// manifest.json first, last, or between: the order of members says nothing.
    a10_manifest_first: {
        let image = Sample::new(1);
        let manifest = json!([{ "Config": "c.json", "RepoTags": ["app:1"], "Layers": ["l.tar"] }]).to_string();
        let tar = Tarball::new().file("manifest.json", manifest).file("l.tar", &image.layers[0]).file("c.json", image.config_bytes());
        Case::built(tar.end()).layers([1]).verified(true)
    },

    a11_gzip: whole(compress::gzip).at("/source/compression", "gzip"),
    a11_zstd: whole(compress::zstd).at("/source/compression", "zstd"),
    a11_gzip_in_gzip: whole(|tar| compress::gzip(&compress::gzip(tar))).at("/source/compression", "gzip"),

    /// manifest.json, index.json and repositories are all there and do not agree: everything is listed.
    both_kinds_of_names: {
        let image = two_layers();
        let repositories = json!({ "app": { "old": image.layers[1].len().to_string() } }).to_string();
        let store = Store::new().image(&image, "app:2").saved_image(&image, "app:1").file("repositories", repositories);
        Case::built(store.both()).names([&["docker.io/library/app:1", "docker.io/library/app:2"]]).layers([2])
    },
    no_images: Case::built(Store::new().oci()).format("oci").layers([]).finding("layout/no-images"),
    root_filesystem: Case::built(Tarball::new().directory("etc/").file("etc/motd", "hi\n").symlink("bin", "usr/bin").end())
        .format("filesystem").layers([1])
        .at("/images/0/id", json!(null)).measured("/images/0/contentSize", 10).at("/images/0/layers/0/files", 1).verified(true),
    /// A root filesystem may hold a manifest.json of its own.
    root_filesystem_with_a_manifest_json: Case::built(
        Tarball::new().directory("etc/").directory("usr/").file("manifest.json", r#"{"name":"an app"}"#).end(),
    ).format("filesystem").layers([1]).at("/images/0/layers/0/files", 1),
}

#[cfg(feature = "bzip2")]
cases! { a11_bzip2: whole(compress::bzip2).at("/source/compression", "bzip2"), }
#[cfg(feature = "xz")]
cases! { a11_xz: whole(compress::xz).at("/source/compression", "xz"), }

/// An archive that is compressed as a whole says the same as one that is not.
fn whole(form: fn(&[u8]) -> Vec<u8>) -> Case {
    let image = two_layers().gzip();
    let tar = Store::new().image(&image, "1").saved_image(&image, "app:1").both();
    Case::built(form(&tar))
        .format("docker-save-oci")
        .names([&["docker.io/library/app:1", "1"]])
        .layers([2])
        .at("/images/0/id", image.id())
        .verified(true)
}

/// Indexes within indexes, with the image below the innermost.
fn nested(image: &Sample, depth: usize) -> Case {
    let mut store = Store::new().blobs_of(image);
    let mut entry = image.descriptor();
    for _ in 0..depth {
        let index = store::index(&[entry]);
        entry = store::descriptor(store::INDEX, &index);
        store = store.blob(index);
    }
    entry["annotations"] = json!({ "org.opencontainers.image.ref.name": "app:1" });
    Case::built(store.entry(entry).oci())
}

/// An index of an image and what BuildKit states about it.
fn attested(with_subject: bool) -> Case {
    let image = two_layers();
    let statement = br#"{"_type":"https://in-toto.io/Statement/v0.1"}"#;
    let mut layer = store::descriptor("application/vnd.in-toto+json", statement);
    layer["annotations"] = json!({ "in-toto.io/predicate-type": "https://slsa.dev/provenance/v1" });
    let config = br#"{"architecture":"unknown","os":"unknown"}"#;
    let manifest = json!({ "schemaVersion": 2, "mediaType": store::MANIFEST, "config": store::descriptor(store::CONFIG, config), "layers": [layer] });
    let manifest = manifest.to_string();
    let mut attestation = store::descriptor(store::MANIFEST, &manifest);
    attestation["platform"] = json!({ "architecture": "unknown", "os": "unknown" });
    attestation["annotations"] =
        json!({ "vnd.docker.reference.digest": image.digest(), "vnd.docker.reference.type": "attestation-manifest" });
    let index = store::index(&[image.descriptor(), attestation]);
    let store = if with_subject { Store::new().blobs_of(&image) } else { Store::new() };
    let store = store.blob(statement).blob(config).blob(&manifest).blob(&index);
    Case::built(store.entry(store::descriptor(store::INDEX, &index)).oci())
}

/// manifest.json and config of an image whose two layers are the same.
fn one_layer_twice() -> Tarball {
    let layer = &Sample::new(1).layers[0];
    let image = two_layers().config("/rootfs/diff_ids/1", json!(store::sha256(layer)));
    let manifest = json!([{ "Config": "c.json", "RepoTags": ["app:1"], "Layers": ["a/layer.tar", "b/layer.tar"] }]);
    Tarball::new().file("c.json", image.config_bytes()).file("manifest.json", manifest.to_string())
}

fn linked(target: &str) -> Case {
    Case::built(one_layer_twice().symlink("b/layer.tar", target).file("a/layer.tar", &Sample::new(1).layers[0]).end())
}
