//! What registries were asked, as it is shown. The names are those of `src/wasm/types.d.ts`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rows::PlatformRow;
use super::{SCHEMA_VERSION, platform_row};
use crate::registry::{Found, Names, Referrer, Search, compare_versions};
use crate::resolve::{Resolved, Step};

/// How what was typed became a digest.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resolution {
    schema_version: u32,
    input: String,
    reference: String,
    steps: Vec<StepRow>,
    digest: Option<String>,
    media_type: Option<String>,
    platform: Option<PlatformRow>,
    id: Option<String>,
    /// The host's own form of an error is put here by who has one.
    error: Option<()>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StepRow {
    kind: &'static str,
    rule: &'static str,
    #[serde(rename = "where")]
    place: Option<String>,
    outcome: &'static str,
    status: Option<u16>,
    bytes: Option<u64>,
    detail: String,
    docker_message: Option<String>,
    hint: Option<String>,
    params: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u64>,
}

/// The tags of a repository.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tags {
    schema_version: u32,
    repository: String,
    tags: Vec<TagRow>,
    truncated: bool,
}

/// One tag; all but the name only once it was asked for.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TagRow {
    /// As it is written behind the colon.
    pub name: String,
    /// Of what it names.
    pub digest: Option<String>,
    /// RFC 3339, as written.
    pub created: Option<String>,
    /// Manifest, config and layers.
    pub size: Option<u64>,
    /// What it runs on.
    pub platforms: Option<Vec<PlatformRow>>,
}

/// What refers to an image.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Referrers {
    schema_version: u32,
    reference: String,
    digest: String,
    referrers: Vec<ReferrerRow>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReferrerRow {
    digest: String,
    artifact_type: Option<String>,
    media_type: Option<String>,
    size: Option<u64>,
    annotations: BTreeMap<String, String>,
    via: &'static str,
}

/// The repositories of a registry.
#[derive(Clone, Debug, Serialize)]
pub struct Catalog {
    repositories: Vec<String>,
    truncated: bool,
}

/// What a search found.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchRows {
    schema_version: u32,
    results: Vec<SearchRow>,
    total: Option<u64>,
}

#[derive(Clone, Debug, Serialize)]
struct SearchRow {
    name: String,
    description: Option<String>,
    stars: Option<u64>,
    official: bool,
    automated: bool,
    pulls: Option<u64>,
}

impl Resolution {
    /// The steps with their times only where those are wanted: they depend on the day.
    pub fn new(resolved: &Resolved, steps: Vec<Step>, timing: bool) -> Self {
        let Resolved { reference, digest, found, .. } = resolved;
        let manifest = found.as_ref().and_then(|found| found.way.last());
        Self {
            schema_version: SCHEMA_VERSION,
            input: reference.input().to_owned(),
            reference: reference.canonical(),
            steps: steps.into_iter().map(|step| row(step, timing)).collect(),
            digest: digest.as_ref().map(ToString::to_string),
            media_type: manifest.map(|(document, _)| document.media_type.clone()),
            platform: found.as_ref().and_then(|found| found.platform.as_ref()).map(platform_row),
            id: found.as_ref().and_then(|found| found.id.as_ref()).map(ToString::to_string),
            error: None,
        }
    }
}

fn row(step: Step, timing: bool) -> StepRow {
    StepRow {
        kind: step.kind,
        rule: step.rule,
        place: step.place,
        outcome: step.outcome.as_str(),
        status: step.status,
        bytes: step.bytes,
        detail: step.detail,
        docker_message: step.docker,
        hint: step.hint,
        params: step.params,
        ms: step.ms.filter(|_| timing),
    }
}

impl Tags {
    /// In the order of versions.
    pub fn new(repository: &str, Names { mut names, truncated }: Names) -> Self {
        crate::order::sort_by(&mut names, &|a: &String, b: &String| compare_versions(a, b));
        let tags = names.into_iter().map(|name| TagRow { name, ..TagRow::default() }).collect();
        Self { schema_version: SCHEMA_VERSION, repository: repository.to_owned(), tags, truncated }
    }
}

impl Catalog {
    /// In the registry's order.
    pub fn new(Names { names, truncated }: Names) -> Self {
        Self { repositories: names, truncated }
    }
}

impl Referrers {
    /// In the registry's order.
    pub fn new(reference: String, digest: String, referrers: Vec<Referrer>) -> Self {
        let row = |one: Referrer| ReferrerRow {
            digest: one.digest.to_string(),
            artifact_type: one.artifact_type,
            media_type: one.media_type,
            size: one.size,
            annotations: one.annotations,
            via: one.via.as_str(),
        };
        Self { schema_version: SCHEMA_VERSION, reference, digest, referrers: referrers.into_iter().map(row).collect() }
    }
}

impl SearchRows {
    /// In the registry's order.
    pub fn new(search: Search) -> Self {
        let row = |found: Found| SearchRow {
            name: found.name,
            description: found.description.filter(|text| !text.is_empty()),
            stars: found.stars,
            official: found.official,
            automated: found.automated,
            pulls: found.pulls,
        };
        let results = search.found.into_iter().map(row).collect();
        Self { schema_version: SCHEMA_VERSION, results, total: search.total }
    }
}
