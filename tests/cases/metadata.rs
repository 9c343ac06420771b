//! Configs, histories, platforms, artifacts: section E of the corner cases.

use layerglass::digest::{Algorithm, Digest};
use serde_json::{Value, json};

use crate::cases;
use crate::support::case::Case;
use crate::support::store::{self, CONFIG, INDEX, LAYER, MANIFEST, Sample, Store};

const EMPTY: &str = "application/vnd.oci.empty.v1+json";

cases! {
    /// Two layers, one entry: joined from the base as far as it goes.
    e1_history_shorter: with_history(json!([entry("COPY a /", false)]))
        .at("/images/0/historyJoin", "guessed").at("/images/0/layers/0/history", 0).at("/images/0/layers/1/history", json!(null))
        .finding_with("history/count", "/params/entries", "1"),
    e1_history_longer: with_history(json!([entry("a", false), entry("b", false), entry("c", true), entry("d", false)]))
        .at("/images/0/historyJoin", "guessed").at("/images/0/layers/1/history", 1).at("/images/0/history/3/layer", json!(null))
        .finding_with("history/count", "/actual", "3"),
    e1_history_absent: with_history(json!(null)).at("/images/0/historyJoin", "none").at("/images/0/history", json!([]))
        .finding("history/absent"),
    e1_history_empty_list: with_history(json!([])).at("/images/0/historyJoin", "none").finding("history/absent"),
    e1_history_all_empty: with_history(json!([entry("a", true), entry("b", true)])).finding("history/count")
        .at("/images/0/historyJoin", "none").at("/images/0/layers/0/history", json!(null)).at("/images/0/history/1/layer", json!(null)),
    e1_history_without_created_by: with_history(json!([{}, { "created": "2024-01-01T00:00:00Z" }]))
        .at("/images/0/historyJoin", "exact").at("/images/0/history/0/createdBy", json!(null)).at("/images/0/history/0/instruction", json!(null)),
    e1_history_of_wrong_types: with_history(json!([{ "created": 5, "created_by": ["a"], "empty_layer": "no" }, {}]))
        .at("/images/0/historyJoin", "exact").at("/images/0/history/0/created", json!(null)),

    /// Counts agree, yet ENV cannot have made a layer with bytes: an entry is missing its mark.
    e2_instruction_without_layer_joined_with_one: with_history(json!([entry("ENV A=1", false), entry("COPY a /", false)]))
        .at("/images/0/historyJoin", "exact").finding_with("history/implausible", "/params/keyword", "ENV"),
    /// The reverse is common and harmless: an empty layer that is not marked so.
    e2_empty_layer_not_marked: {
        let empty = vec![0; 1024];
        let mut image = Sample::new(2).config("/rootfs/diff_ids/1", json!(store::sha256(&empty)))
            .config("/history/1", entry("ENV A=1", false));
        image.layers[1] = empty;
        Case::built(Store::new().image(&image, "app:1").oci()).layers([2]).at("/images/0/historyJoin", "exact").verified(true)
    },

    e3_helm_chart: artifact("application/vnd.cncf.helm.config.v1+json", "application/vnd.cncf.helm.chart.content.v1.tar+gzip", None)
        .at("/artifacts/0/artifactType", "application/vnd.cncf.helm.config.v1+json"),
    e3_wasm_module: artifact("application/vnd.wasm.config.v0+json", "application/wasm", None)
        .at("/artifacts/0/artifactType", "application/vnd.wasm.config.v0+json"),
    e3_empty_config: artifact(EMPTY, "application/spdx+json", Some("application/spdx+json"))
        .at("/artifacts/0/artifactType", "application/spdx+json"),
    e3_singularity: artifact("application/vnd.sylabs.sif.config.v1+json", "application/vnd.sylabs.sif.layer.v1.sif", None)
        .at("/artifacts/0/names/0/canonical", "docker.io/library/thing:1"),
    e3_cosign_signature: artifact(CONFIG, "application/vnd.dev.cosign.simplesigning.v1+json", None)
        .at("/artifacts/0/mediaType", MANIFEST),
    /// BuildKit's cache is an index of layers and a config: nothing in it is an image, nothing is missing.
    e3_buildkit_cache: {
        let layer = store::layer(0);
        let config = b"{\"layers\":[]}";
        let index = store::index(&[
            store::descriptor(LAYER, &layer),
            store::descriptor("application/vnd.buildkit.cacheconfig.v0", config),
        ]);
        let store = Store::new().blob(&layer).blob(config).blob(&index);
        Case::built(store.entry(store::descriptor(INDEX, &index)).oci()).layers([])
            .at("/indexes/0/manifests/0/role", "unknown")
    },

    /// A signed manifest of schema 1 in a layout: it is named, not taken for an image.
    e4_schema_1: {
        let manifest = json!({ "schemaVersion": 1, "name": "library/old", "tag": "1", "fsLayers": [{ "blobSum": store::sha256("x") }],
            "history": [{ "v1Compatibility": "{}" }], "signatures": [] }).to_string();
        let descriptor = store::descriptor("application/vnd.docker.distribution.manifest.v1+prettyjws", &manifest);
        Case::built(Store::new().blob(&manifest).entry(descriptor).oci()).layers([]).at("/artifacts/0/digest", store::sha256(&manifest))
    },
    /// Specification 1.1: `data` holds the blob itself, `subject` what it is about.
    e4_embedded_data_and_subject: {
        let image = Sample::new(1);
        let manifest = json!({ "schemaVersion": 2, "mediaType": MANIFEST, "artifactType": "application/x.sbom",
            "config": { "mediaType": EMPTY, "digest": store::sha256("{}"), "size": 2, "data": "e30=" }, "layers": [], "subject": image.descriptor() });
        let manifest = manifest.to_string();
        let store = Store::new().image(&image, "app:1").blob(&manifest).entry(store::descriptor(MANIFEST, &manifest));
        Case::built(store.oci()).layers([1]).at("/artifacts/0/subject", image.digest()).at("/artifacts/0/artifactType", "application/x.sbom")
    },
    e4_sha512: {
        let image = Sample::new(1);
        let sha512 = Digest::of(Algorithm::Sha512, &image.layers[0]).to_string();
        let layer = json!({ "mediaType": LAYER, "digest": sha512, "size": image.layers[0].len() });
        let image = image.manifest("layers", json!([layer]));
        let store = Store::new().file(&sha512.replace("sha512:", "blobs/sha512/"), &image.layers[0]).blob(image.config_bytes());
        Case::built(store.blob(image.manifest_bytes()).entry(image.descriptor()).oci()).layers([1]).at("/images/0/layers/0/digest", sha512)
            .verified(true)
    },
    /// An algorithm that nobody here can compute is said so, never called verified.
    e4_unknown_algorithm: {
        let image = Sample::new(1);
        let layer = json!({ "mediaType": LAYER, "digest": "blake3:abc", "size": image.layers[0].len() });
        let image = image.manifest("layers", json!([layer]));
        let store = Store::new().file("blobs/blake3/abc", &image.layers[0]).blob(image.config_bytes()).blob(image.manifest_bytes());
        Case::built(store.entry(image.descriptor()).oci()).layers([1])
            .measured("/images/0/layers/0/verification/digest", "skipped").verified(false)
    },

    e5_index_without_platform: platforms(&[json!(null)]).at("/images/0/platform/architecture", "arm64")
        .at("/indexes/0/manifests/0/platform", json!(null)),
    /// The index's word before the config's, which often lacks the variant: no difference worth a finding.
    e5_variant_only_in_the_index: platforms(&[json!({ "os": "linux", "architecture": "arm64", "variant": "v8" })])
        .at("/images/0/platform/variant", "v8"),
    e5_windows: platforms(&[json!({ "os": "windows", "architecture": "amd64", "os.version": "10.0.20348.2227", "os.features": ["win32k"] })])
        .at("/images/0/platform/osVersion", "10.0.20348.2227").at("/images/0/platform/osFeatures", json!(["win32k"]))
        .finding_with("platform/differs", "/expected", "windows/amd64"),
    e5_two_of_one_platform: {
        let platform = json!({ "os": "linux", "architecture": "arm64" });
        platforms(&[platform.clone(), platform]).at("/images/1/platform/architecture", "arm64").layers([1, 1])
    },

    /// The tag is all that docker writes into `ref.name`; the whole name stands in containerd's annotation.
    e7_only_a_tag: Case::built(Store::new().image(&Sample::new(1), "1.2").oci())
        .at("/images/0/names/0/raw", "1.2").at("/images/0/names/0/canonical", json!(null)),
    e7_containerd_name: {
        let image = Sample::new(1);
        let mut entry = image.descriptor();
        entry["annotations"] = json!({ "org.opencontainers.image.ref.name": "1", "io.containerd.image.name": "docker.io/library/app:1" });
        Case::built(Store::new().blobs_of(&image).entry(entry).oci()).names([&["docker.io/library/app:1"]])
    },
    e7_a_name_that_is_none: Case::built(Store::new().docker_image(&Sample::new(1), "Not A Name!").docker())
        .at("/images/0/names/0/raw", "Not A Name!").at("/images/0/names/0/canonical", json!(null)),

    /// Before docker 1.10: every layer is an image with a parent.
    legacy: legacy_store("", "a").format("docker-save-legacy").names([&["docker.io/library/old:1"]]).layers([2])
        .at("/images/0/id", json!(null)).at("/images/0/created", "2014-02-02T00:00:00Z")
        .at("/images/0/history/0/createdBy", "/bin/sh -c echo a").at("/images/0/layers/0/diffId", json!(null)),
    legacy_parent_missing: legacy_store("c", "a").layers([2]).finding_with("archive/missing-blob", "/params/name", "c"),
    legacy_parents_in_a_circle: legacy_store("b", "a").layers([2]).finding_with("legacy/parent-cycle", "/params/id", "b"),

    config_is_changed_after_it_was_saved: Case::built({
        let (image, changed) = (Sample::new(1), Sample::new(1).config("/created", json!("1970-01-01T00:00:00Z")));
        let name = format!("{}.json", &image.id()[7..]);
        Store::new().file("0/layer.tar", &image.layers[0]).file(&name, changed.config_bytes())
            .saved(&name, json!(["app:1"]), &["0/layer.tar".to_owned()]).docker()
    }).at("/images/0/created", "1970-01-01T00:00:00Z").finding("docker-save/config-name"),

    /// Fields of types that nobody expects count as absent; the image is still shown.
    config_of_wrong_types: Case::built(Store::new().image(&Sample::new(1).config("/created", json!(7)).config("/os", json!(["linux"]))
        .config("/config", json!("none")).config("/author", json!({})), "app:1").oci()).layers([1])
        .at("/images/0/created", json!(null)).at("/images/0/platform/os", json!(null)).verified(true),
    numbers_beyond_javascript: Case::built(Store::new().image(&Sample::new(1).config("/config", json!({ "X": u64::MAX, "Y": 1.5 })), "app:1").oci())
        .at("/images/0/config/X", u64::MAX as f64).at("/images/0/config/Y", 1.5),
}

fn entry(created_by: &str, empty: bool) -> Value {
    json!({ "created": "2024-05-01T12:00:00Z", "created_by": created_by, "empty_layer": empty })
}

fn with_history(history: Value) -> Case {
    let image = Sample::new(2).config("/history", history);
    Case::built(Store::new().image(&image, "app:1").oci()).layers([2]).verified(true)
}

/// A manifest that is no container image, under the name `thing:1`.
fn artifact(config_type: &str, layer_type: &str, artifact_type: Option<&str>) -> Case {
    let content = b"whatever it is";
    let mut manifest = json!({ "schemaVersion": 2, "mediaType": MANIFEST, "config": store::descriptor(config_type, "{}"),
        "layers": [store::descriptor(layer_type, content)] });
    if let Some(artifact_type) = artifact_type {
        manifest["artifactType"] = artifact_type.into();
    }
    let manifest = manifest.to_string();
    let mut entry = store::descriptor(MANIFEST, &manifest);
    entry["annotations"] = json!({ "org.opencontainers.image.ref.name": "thing:1" });
    Case::built(Store::new().blob("{}").blob(content).blob(&manifest).entry(entry).oci())
        .layers([])
        .at("/artifacts/0/digest", store::sha256(&manifest))
        .at("/artifacts/0/size", manifest.len() + 2 + content.len())
}

/// An index of an image for each platform object.
fn platforms(platforms: &[Value]) -> Case {
    let image = |number: usize| Sample::new(1).config("/author", json!(number.to_string()));
    let mut store = Store::new();
    let mut entries = Vec::new();
    for (number, platform) in platforms.iter().enumerate() {
        let mut descriptor = image(number).descriptor();
        if !platform.is_null() {
            descriptor["platform"] = platform.clone();
        }
        entries.push(descriptor);
        store = store.blobs_of(&image(number));
    }
    let index = store::index(&entries);
    Case::built(store.blob(&index).entry(store::descriptor(INDEX, &index)).oci())
}

/// Layers `a` and, above it, `b`.
fn legacy_store(parent_of_a: &str, parent_of_b: &str) -> Case {
    let json_of = |id: &str, parent: &str, day: u8| {
        json!({ "id": id, "parent": parent, "created": format!("2014-02-0{day}T00:00:00Z"), "os": "linux", "architecture": "amd64",
            "container_config": { "Cmd": ["/bin/sh", "-c", format!("echo {id}")] }, "config": { "Env": ["A=1"] } }).to_string()
    };
    let tar = Store::new()
        .file("a/json", json_of("a", parent_of_a, 1))
        .file("a/layer.tar", store::layer(0))
        .file("b/json", json_of("b", parent_of_b, 2))
        .file("b/layer.tar", store::layer(1))
        .file("repositories", r#"{"old":{"1":"b"}}"#)
        .tarball();
    Case::built(tar.end())
}
