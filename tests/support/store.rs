//! Images built in code, and the archives that hold them.

use layerglass::digest::{Algorithm, Digest};
use serde_json::{Value, json};

use super::compress;
use super::tarball::Tarball;

pub const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
pub const INDEX: &str = "application/vnd.oci.image.index.v1+json";
pub const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
pub const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";
pub const LAYER_GZIP: &str = "application/vnd.oci.image.layer.v1.tar+gzip";

pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Digest::of(Algorithm::Sha256, bytes.as_ref()).to_string()
}

/// Where an OCI layout keeps these bytes.
pub fn blob(bytes: impl AsRef<[u8]>) -> String {
    sha256(bytes).replace("sha256:", "blobs/sha256/")
}

pub fn descriptor(media_type: &str, bytes: impl AsRef<[u8]>) -> Value {
    json!({ "mediaType": media_type, "digest": sha256(&bytes), "size": bytes.as_ref().len() })
}

/// An image of a few layers, `etc/0`, `etc/1`, …, each larger by one byte; every part can be changed before it is stored.
#[derive(Clone, Debug)]
pub struct Sample {
    pub config: Value,
    /// As stored.
    pub layers: Vec<Vec<u8>>,
    pub layer_types: Vec<String>,
    /// Put over the fields of the manifest.
    pub manifest: Value,
}

impl Sample {
    pub fn new(layers: usize) -> Self {
        let layers: Vec<Vec<u8>> = (0..layers).map(layer).collect();
        let history = |index| json!({ "created": "2024-05-01T12:00:00Z", "created_by": format!("COPY {index} /etc/ # buildkit") });
        Self {
            config: json!({
                "created": "2024-05-02T13:14:15Z", "architecture": "arm64", "os": "linux", "config": { "Cmd": ["/bin/sh"] },
                "rootfs": { "type": "layers", "diff_ids": layers.iter().map(sha256).collect::<Vec<_>>() },
                "history": (0..layers.len()).map(history).collect::<Vec<_>>(),
            }),
            layer_types: vec![LAYER.to_owned(); layers.len()],
            layers,
            manifest: json!({}),
        }
    }

    /// Stores the layers under another form; diff IDs stay.
    #[must_use]
    pub fn stored(mut self, media_type: &str, form: fn(&[u8]) -> Vec<u8>) -> Self {
        self.layers = self.layers.iter().map(|layer| form(layer)).collect();
        self.layer_types.fill(media_type.to_owned());
        self
    }

    #[must_use]
    pub fn gzip(self) -> Self {
        self.stored(LAYER_GZIP, compress::gzip)
    }

    /// Changes the config.
    #[must_use]
    pub fn config(mut self, pointer: &str, value: Value) -> Self {
        put(&mut self.config, pointer, value);
        self
    }

    /// Sets a field of the manifest.
    #[must_use]
    pub fn manifest(mut self, field: &str, value: Value) -> Self {
        self.manifest[field] = value;
        self
    }

    pub fn config_bytes(&self) -> Vec<u8> {
        self.config.to_string().into_bytes()
    }

    pub fn id(&self) -> String {
        sha256(self.config_bytes())
    }

    pub fn manifest_bytes(&self) -> Vec<u8> {
        let layers = self.layers.iter().zip(&self.layer_types).map(|(layer, kind)| descriptor(kind, layer));
        let mut manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": descriptor(CONFIG, self.config_bytes()),
            "layers": layers.collect::<Vec<_>>(),
        });
        for (field, value) in self.manifest.as_object().unwrap() {
            manifest[field] = value.clone();
        }
        manifest.to_string().into_bytes()
    }

    pub fn digest(&self) -> String {
        sha256(self.manifest_bytes())
    }

    pub fn descriptor(&self) -> Value {
        descriptor(MANIFEST, self.manifest_bytes())
    }
}

/// A layer of one file.
pub fn layer(index: usize) -> Vec<u8> {
    Tarball::new().file(&format!("etc/{index}"), vec![b'x'; index + 1]).end()
}

/// Sets what a JSON pointer leads to; its parent must be there.
pub fn put(value: &mut Value, pointer: &str, new: Value) {
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[field.parse::<usize>().unwrap()] = new,
        parent => parent[field] = new,
    }
}

/// What an archive will hold.
#[derive(Clone, Debug, Default)]
pub struct Store {
    files: Vec<(String, Vec<u8>)>,
    index: Vec<Value>,
    saved: Vec<Value>,
}

impl Store {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn file(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.push((name.to_owned(), bytes.as_ref().to_vec()));
        self
    }

    /// A file under its digest, once.
    #[must_use]
    pub fn blob(self, bytes: impl AsRef<[u8]>) -> Self {
        let name = blob(&bytes);
        if self.files.iter().any(|(known, _)| *known == name) { self } else { self.file(&name, bytes) }
    }

    /// Config, layers and manifest, named by nothing.
    #[must_use]
    pub fn blobs_of(mut self, image: &Sample) -> Self {
        for layer in &image.layers {
            self = self.blob(layer);
        }
        self.blob(image.config_bytes()).blob(image.manifest_bytes())
    }

    /// An entry of index.json.
    #[must_use]
    pub fn entry(mut self, descriptor: Value) -> Self {
        self.index.push(descriptor);
        self
    }

    /// An image and its entry in index.json; `name` becomes its `ref.name`.
    #[must_use]
    pub fn image(self, image: &Sample, name: &str) -> Self {
        let mut entry = image.descriptor();
        entry["annotations"] = json!({ "org.opencontainers.image.ref.name": name });
        self.blobs_of(image).entry(entry)
    }

    /// An entry of manifest.json.
    #[must_use]
    pub fn saved(mut self, config: &str, tags: Value, layers: &[String]) -> Self {
        self.saved.push(json!({ "Config": config, "RepoTags": tags, "Layers": layers }));
        self
    }

    /// An entry of manifest.json over blobs under their digests.
    #[must_use]
    pub fn saved_image(self, image: &Sample, tag: &str) -> Self {
        let layers: Vec<String> = image.layers.iter().map(blob).collect();
        self.saved(&blob(image.config_bytes()), json!([tag]), &layers)
    }

    /// Without a manifest, as docker 1.10 to 24 wrote it but for the links: `<hex>.json` and `<n>/layer.tar`.
    #[must_use]
    pub fn docker_image(mut self, image: &Sample, tag: &str) -> Self {
        let config = format!("{}.json", &image.id()["sha256:".len()..]);
        let names: Vec<String> = (0..image.layers.len()).map(|index| format!("{index}/layer.tar")).collect();
        for (name, layer) in names.iter().zip(&image.layers) {
            self = self.file(name, layer);
        }
        self.file(&config, image.config_bytes()).saved(&config, json!([tag]), &names)
    }

    /// An OCI layout: files, `index.json`, `oci-layout`.
    pub fn oci(self) -> Vec<u8> {
        self.oci_parts().end()
    }

    /// `docker save`: files, then `manifest.json`.
    pub fn docker(self) -> Vec<u8> {
        self.docker_parts().end()
    }

    /// Both in one, as docker writes since 25.
    pub fn both(self) -> Vec<u8> {
        let saved = Value::from(self.saved.clone()).to_string();
        self.oci_parts().file("manifest.json", saved).end()
    }

    pub fn oci_parts(self) -> Tarball {
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": self.index });
        self.tarball().file("index.json", index.to_string()).file("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#)
    }

    pub fn docker_parts(self) -> Tarball {
        let saved = Value::from(self.saved.clone()).to_string();
        self.tarball().file("manifest.json", saved)
    }

    /// Only the files.
    pub fn tarball(self) -> Tarball {
        self.files.iter().fold(Tarball::new(), |tar, (name, bytes)| tar.file(name, bytes))
    }
}

/// An index over descriptors.
pub fn index(manifests: &[Value]) -> Vec<u8> {
    json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": manifests }).to_string().into_bytes()
}
