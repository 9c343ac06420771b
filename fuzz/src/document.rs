//! The JSON documents of images, each part of which may be odd.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

/// What a document can name.
#[derive(Debug, Default)]
pub struct Known {
    /// Digests and sizes of what was stored before.
    pub digests: Vec<(String, u64)>,
}

const MEDIA_TYPES: [&str; 12] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.config.v1+json",
    "application/vnd.oci.image.layer.v1.tar",
    "application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.container.image.v1+json",
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    "application/vnd.in-toto+json",
    "application/vnd.oci.empty.v1+json",
];

const NAMES: [&str; 8] = [
    "small:1",
    "library/small",
    "docker.io/library/small:1",
    "localhost:5000/a/b:c",
    "1.0",
    "Upper/case:1",
    "a@sha256:1111111111111111111111111111111111111111111111111111111111111111",
    "<none>:<none>",
];

const COMMANDS: [&str; 6] = [
    "/bin/sh -c #(nop) ADD file:1 in / ",
    "/bin/sh -c #(nop)  CMD [\"sh\"]",
    "RUN |2 A=1 B=2 /bin/sh -c make # buildkit",
    "COPY --chown=1:2 . / # buildkit",
    "HEALTHCHECK &{[\"CMD\" \"x\"] \"30s\" \"1s\" \"0s\" '\\x03'}",
    "ENTRYPOINT [\"a\"",
];

const KEYS: [&str; 8] = [
    "org.opencontainers.image.ref.name",
    "io.containerd.image.name",
    "org.opencontainers.image.base.name",
    "vnd.docker.reference.type",
    "vnd.docker.reference.digest",
    "containerd.io/distribution.source.docker.io",
    "io.containerd.manifest.subject",
    "in-toto.io/predicate-type",
];

type Source<'a, 'b> = &'a mut Unstructured<'b>;

impl Known {
    /// A digest of something, or of nothing.
    pub fn any_digest(&self, u: Source<'_, '_>) -> Result<String> {
        if !self.digests.is_empty() && u.ratio(4, 5)? {
            return Ok(u.choose(&self.digests)?.0.clone());
        }
        Ok(if u.ratio(7, 8)? { format!("sha256:{}", id(u)?) } else { short_text(u)? })
    }

    fn descriptor(&self, u: Source<'_, '_>) -> Result<Value> {
        let (digest, size) = match self.digests.is_empty() {
            false if u.ratio(4, 5)? => u.choose(&self.digests)?.clone(),
            _ => (self.any_digest(u)?, u.arbitrary()?),
        };
        let mut descriptor = json!({ "mediaType": u.choose(&MEDIA_TYPES)?, "digest": digest, "size": size });
        if u.ratio(1, 2)? {
            descriptor["platform"] = platform(u)?;
        }
        if u.ratio(1, 2)? {
            descriptor["annotations"] = annotations(u, self)?;
        }
        perhaps_odd(u, descriptor)
    }
}

/// An index, for `index.json` and below it.
pub fn index(u: Source<'_, '_>, known: &Known) -> Result<Value> {
    let manifests = some(u, |u| known.descriptor(u))?;
    let index = json!({ "schemaVersion": 2, "mediaType": MEDIA_TYPES[0], "manifests": manifests });
    perhaps_odd(u, index)
}

pub fn manifest(u: Source<'_, '_>, known: &Known) -> Result<Value> {
    let mut manifest = json!({
        "schemaVersion": 2, "mediaType": MEDIA_TYPES[1],
        "config": known.descriptor(u)?, "layers": some(u, |u| known.descriptor(u))?,
    });
    if u.ratio(1, 4)? {
        manifest["subject"] = known.descriptor(u)?;
    }
    if u.ratio(1, 4)? {
        manifest["artifactType"] = json!(short_text(u)?);
        manifest["annotations"] = annotations(u, known)?;
    }
    perhaps_odd(u, manifest)
}

pub fn config(u: Source<'_, '_>, known: &Known) -> Result<Value> {
    let mut config = platform(u)?;
    if let Value::Object(fields) = &mut config {
        let diff_ids = some(u, |u| Ok(json!(known.any_digest(u)?)))?;
        fields.insert("rootfs".to_owned(), json!({ "type": "layers", "diff_ids": diff_ids }));
        fields.insert("history".to_owned(), some(u, history)?);
        fields.insert("created".to_owned(), json!("2024-05-01T12:00:00.123456789Z"));
        fields.insert("config".to_owned(), perhaps_odd(u, json!({ "Env": ["A=b"], "Cmd": null }))?);
    }
    perhaps_odd(u, config)
}

/// What `docker save` writes into `manifest.json`.
pub fn manifest_json(u: Source<'_, '_>, known: &Known) -> Result<Value> {
    let image = |u: Source<'_, '_>| {
        let path = |u: Source<'_, '_>| {
            Ok(match u.int_in_range(0..=2)? {
                0 => json!(known.any_digest(u)?.replacen("sha256:", "blobs/sha256/", 1)),
                1 => json!(id(u)? + "/layer.tar"),
                _ => json!(short_text(u)?),
            })
        };
        let (config, layers) = (path(u)?, some(u, path)?);
        let tags = some(u, |u| Ok(json!(u.choose(&NAMES)?)))?;
        perhaps_odd(u, json!({ "Config": config, "RepoTags": tags, "Layers": layers }))
    };
    let images = some(u, image)?;
    perhaps_odd(u, images)
}

pub fn repositories(u: Source<'_, '_>) -> Result<Value> {
    let mut repositories = Map::new();
    for _ in 0..u.int_in_range(0..=3)? {
        let name: &str = u.choose(&NAMES)?;
        repositories.insert(name.to_owned(), json!({ "1": id(u)?, "latest": odd(u)? }));
    }
    perhaps_odd(u, Value::Object(repositories))
}

/// `<id>/json`.
pub fn legacy(u: Source<'_, '_>, known: &Known) -> Result<Value> {
    let mut legacy = json!({ "id": id(u)?, "os": "linux", "created": "2014-05-01T12:00:00Z", "container_config": {} });
    if u.ratio(2, 3)? {
        legacy["parent"] = json!(id(u)?);
    }
    if u.ratio(1, 4)? {
        legacy["layer_id"] = json!(known.any_digest(u)?);
    }
    perhaps_odd(u, legacy)
}

/// 64 digits that are alike: few enough to meet again.
pub fn id(u: Source<'_, '_>) -> Result<String> {
    Ok(u.choose(&["0", "1", "a", "f"])?.repeat(64))
}

/// Short enough for a tar header's field.
pub fn short_text(u: Source<'_, '_>) -> Result<String> {
    Ok(u.arbitrary::<&str>()?.chars().take(20).collect())
}

fn platform(u: Source<'_, '_>) -> Result<Value> {
    let os = *u.choose(&["linux", "windows", "unknown", ""])?;
    let architecture = *u.choose(&["amd64", "arm", "arm64", "unknown"])?;
    perhaps_odd(u, json!({ "os": os, "architecture": architecture, "variant": "v8", "os.version": "10.0" }))
}

fn annotations(u: Source<'_, '_>, known: &Known) -> Result<Value> {
    let mut annotations = Map::new();
    for _ in 0..u.int_in_range(0..=3)? {
        let key: &str = u.choose(&KEYS)?;
        let value = match u.int_in_range(0..=2)? {
            0 => json!(u.choose(&NAMES)?),
            1 => json!(known.any_digest(u)?),
            _ => json!("attestation-manifest"),
        };
        annotations.insert(key.to_owned(), value);
    }
    perhaps_odd(u, Value::Object(annotations))
}

fn history(u: Source<'_, '_>) -> Result<Value> {
    let command = if u.ratio(3, 4)? { json!(u.choose(&COMMANDS)?) } else { json!(short_text(u)?) };
    let empty = u.arbitrary::<bool>()?;
    perhaps_odd(u, json!({ "created_by": command, "empty_layer": empty, "comment": "c" }))
}

fn some(u: Source<'_, '_>, mut one: impl FnMut(Source<'_, '_>) -> Result<Value>) -> Result<Value> {
    (0..u.int_in_range(0..=4)?).map(|_| one(u)).collect()
}

/// The value, seldom another one, or with one of its fields changed.
fn perhaps_odd(u: Source<'_, '_>, mut value: Value) -> Result<Value> {
    match u.arbitrary::<u8>()? {
        0xff => return odd(u),
        0xf0.. => {
            if let Value::Object(fields) = &mut value {
                let place = u.choose_index(fields.len().max(1))?;
                let replacement = odd(u)?;
                if let Some(field) = fields.values_mut().nth(place) {
                    *field = replacement;
                }
            }
        }
        _ => {}
    }
    Ok(value)
}

fn odd(u: Source<'_, '_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=8)? {
        0 => Value::Null,
        1 => json!(u.arbitrary::<bool>()?),
        2 => json!(u.arbitrary::<i64>()?),
        3 => json!(u.arbitrary::<f64>()?),
        4 => json!(short_text(u)?),
        5 => json!([]),
        6 => json!({}),
        7 => json!([null, {"a": [1]}]),
        _ => json!(u64::MAX),
    })
}
