//! What the outside sees: serde types in camelCase, and nothing else is serialised anywhere.
//!
//! The names are those of `src/wasm/types.d.ts`, which documents each field. What is not known is `null`. Nothing
//! depends on the machine, the clock or the order of work.

mod files;
mod findings;
mod layers;
#[cfg(feature = "registry")]
mod registry;
mod rows;
mod verified;

use serde_json::{Map, Value};

use crate::archive::Archive;
use crate::digest::Digest;
use crate::image::{HistoryJoin, Image, Name};
use crate::layout::{Artifact, Contents, Index, IndexEntry};
use crate::limits::Limits;
use crate::platform::Platform;
use crate::reference::Reference;

pub use files::{
    As, BelowRow, FilePage, FileRow, Files, FilesOptions, FilesSummary, LayerPlace, TarMaker, Trees, WasteLayer,
    WastePath, WasteReport,
};
#[cfg(feature = "registry")]
pub use registry::{Catalog, Referrers, Resolution, SearchRows, TagRow, Tags};
pub use rows::*;

/// Of all top-level objects; a field may be added under the same number, never renamed or given another meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// What the host knows of a source, for [`Report::new`].
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// `archive`, `directory`.
    pub kind: &'static str,
    /// Of the whole file.
    pub compression: &'static str,
    /// Of the whole file, where it is one.
    pub size: Option<u64>,
    /// Where it was fetched from.
    pub url: Option<String>,
    /// What was asked for, in its whole form; of a registry.
    pub reference: Option<String>,
    /// The images' names by digest, as docker keeps them of what it pulled.
    pub repo_digests: Vec<String>,
}

impl Report {
    /// The report of a source. With `platform` only the images of it are listed.
    pub fn new(origin: &Origin, contents: &Contents, platform: Option<&Platform>, limits: &Limits) -> Self {
        let images = contents.images.iter();
        let wanted = images.filter(|image| platform.is_none_or(|platform| image.platform.satisfies(platform)));
        Self {
            schema_version: SCHEMA_VERSION,
            source: Source {
                kind: origin.kind,
                format: contents.format.as_str(),
                compression: origin.compression,
                size: origin.size,
                reference: origin.reference.clone(),
                url: origin.url.clone(),
                why: WhyRow {
                    code: contents.why.code,
                    params: contents.why.params.clone(),
                    message: contents.why.message.clone(),
                },
            },
            images: wanted
                .map(|image| ImageRow { repo_digests: origin.repo_digests.clone(), ..image_row(image, limits) })
                .collect(),
            indexes: contents.indexes.iter().map(index_row).collect(),
            artifacts: contents.artifacts.iter().map(artifact_row).collect(),
            findings: findings::rows(&contents.findings, limits),
        }
    }

    /// The report of an archive, once it is open; `None` before.
    ///
    /// ```
    /// # use layerglass::archive::{Archive, Options};
    /// # use layerglass::{limits::Limits, report::Report, wants::Wants};
    /// # let file = std::fs::read("tests/fixtures/small-docker20.tar")?;
    /// # let mut archive = Archive::new(Options::default(), Limits::default());
    /// archive.push(&file)?;
    /// archive.ended()?;
    /// let report = Report::of_archive(&archive, None, None).expect("it is open");
    /// assert_eq!(report.source.format, "docker-save");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_archive(archive: &Archive, url: Option<&str>, platform: Option<&Platform>) -> Option<Self> {
        let origin = Origin {
            kind: "archive",
            compression: archive.compression().map_or("none", crate::decompress::Compression::as_str),
            size: archive.size(),
            url: url.map(str::to_owned),
            ..Origin::default()
        };
        Some(Self::new(&origin, archive.contents()?, platform, archive.limits()))
    }
}

fn image_row(image: &Image, limits: &Limits) -> ImageRow {
    let layers = layers::rows(image);
    let sum =
        |size: fn(&LayerRow) -> Option<u64>| layers.iter().map(size).try_fold(0u64, |sum, size| sum.checked_add(size?));
    let uncompressed_size = sum(|layer| layer.uncompressed_size);
    let content_size = sum(|layer| layer.content_size);
    let merged_size = sum(|layer| layer.merged_size);
    let mut notes = image.findings.clone();
    notes.extend(layers::findings(image));
    notes.extend(image.stacked.get().into_iter().flatten().cloned());
    ImageRow {
        id: text(image.id.as_ref()),
        digest: text(image.digest.as_ref()),
        media_type: image.media_type.clone(),
        names: names(&image.names),
        index_digests: image.index_digests.iter().map(ToString::to_string).collect(),
        repo_digests: Vec::new(),
        platform: platform_row(&image.platform),
        created: image.created.clone(),
        author: image.author.clone(),
        config: image.config.clone().map(safe_map),
        size: layers::stored_size(image),
        uncompressed_size,
        content_size,
        merged_size,
        layers,
        history: image.history.iter().map(history_row).collect(),
        history_join: match image.history_join {
            HistoryJoin::Exact => "exact",
            HistoryJoin::Guessed => "guessed",
            HistoryJoin::None => "none",
        },
        attestations: image
            .attestations
            .iter()
            .map(|one| AttestationRow { digest: one.digest.to_string(), predicate_types: one.predicate_types.clone() })
            .collect(),
        annotations: image.annotations.clone(),
        findings: findings::rows(&notes, limits),
    }
}

fn history_row(entry: &crate::image::HistoryEntry) -> HistoryRow {
    let stated = &entry.stated;
    HistoryRow {
        created: stated.created.clone(),
        created_by: stated.created_by.clone(),
        comment: stated.comment.clone(),
        author: stated.author.clone(),
        empty_layer: stated.empty_layer,
        layer: entry.layer,
        instruction: entry
            .instruction
            .as_ref()
            .map(|it| InstructionRow { keyword: it.keyword.clone(), text: it.text.clone() }),
    }
}

fn index_row(index: &Index) -> IndexRow {
    IndexRow {
        digest: index.digest.to_string(),
        media_type: index.media_type.clone(),
        names: names(&index.names),
        annotations: index.annotations.clone(),
        manifests: index.entries.iter().map(descriptor_row).collect(),
    }
}

fn descriptor_row(entry: &IndexEntry) -> DescriptorRow {
    DescriptorRow {
        digest: entry.digest.to_string(),
        media_type: entry.media_type.clone(),
        size: entry.size,
        platform: entry.platform.as_ref().map(platform_row),
        artifact_type: entry.artifact_type.clone(),
        role: entry.role.as_str(),
        present: entry.present,
        annotations: entry.annotations.clone(),
    }
}

fn artifact_row(artifact: &Artifact) -> ArtifactRow {
    ArtifactRow {
        digest: artifact.digest.to_string(),
        artifact_type: artifact.artifact_type.clone(),
        media_type: artifact.media_type.clone(),
        size: artifact.size,
        names: names(&artifact.names),
        subject: text(artifact.subject.as_ref()),
    }
}

fn names(names: &[Name]) -> Vec<NameRow> {
    // A canonical form is always a reference.
    let familiar = |canonical: &String| canonical.parse::<Reference>().ok().map(|reference| reference.familiar());
    let row = |name: &Name| NameRow {
        raw: name.raw.clone(),
        familiar: name.canonical.as_ref().and_then(familiar),
        canonical: name.canonical.clone(),
        from: name.from,
        via_index: text(name.via_index.as_ref()),
    };
    names.iter().map(row).collect()
}

pub(crate) fn platform_row(platform: &Platform) -> PlatformRow {
    let stated = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
    PlatformRow {
        os: stated(&platform.os),
        architecture: stated(&platform.architecture),
        variant: platform.variant.clone(),
        os_version: platform.os_version.clone(),
        os_features: platform.os_features.clone(),
    }
}

fn text(digest: Option<&Digest>) -> Option<String> {
    digest.map(ToString::to_string)
}

/// The largest integer that JavaScript's numbers tell from its neighbours.
pub(crate) const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Integers beyond what JavaScript can tell exactly become the nearest number that it can, alike on every host.
fn safe_map(map: Map<String, Value>) -> Map<String, Value> {
    let mut safe = Map::new();
    for (key, value) in map {
        safe.insert(key, safe_value(value));
    }
    safe
}

fn safe_value(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let magnitude = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            let exact = number.is_f64() || magnitude.is_some_and(|magnitude| magnitude <= MAX_SAFE_INTEGER);
            if exact { Value::Number(number) } else { number.as_f64().map_or(Value::Null, Value::from) }
        }
        Value::Array(values) => values.into_iter().map(safe_value).collect(),
        Value::Object(map) => Value::Object(safe_map(map)),
        other => other,
    }
}
