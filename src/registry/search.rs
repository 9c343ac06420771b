//! Searching: Docker Hub's second API, and the first one, which some registries still have.

use serde_json::Value;

use super::auth::Keyring;
use super::client::{Client, Hop, Target, refused};
use super::settings::{Endpoint, Kind, parse};
use super::transport::Transport;
use super::{Watch, failure};
use crate::error::Result;
use crate::oci::json;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// At least so many.
    pub stars: u64,
    /// Only those, or only others.
    pub official: Option<bool>,
    /// Results at most; docker's default is 25.
    pub limit: Option<u64>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// In the registry's order.
    pub found: Vec<Found>,
    /// How many there are without filters.
    pub total: Option<u64>,
}

/// A repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// As it is pulled from the registry.
    pub name: String,
    /// In a sentence.
    pub description: Option<String>,
    /// What people gave.
    pub stars: Option<u64>,
    /// docker's own choice.
    pub official: bool,
    /// Built by the Hub.
    pub automated: bool,
    /// How often it was.
    pub pulls: Option<u64>,
}

struct Page {
    count: Option<u64>,
    results: Vec<Found>,
}

const DEFAULT: u64 = 25;
/// As docker refuses more.
const MOST: u64 = 100;

impl<T: Transport, K: Keyring> Client<T, K> {
    /// Searches Docker Hub, or the registry that the term begins with (`registry.example:5000/app`).
    pub async fn search(&self, term: &str, wanted: &Wanted, watch: &dyn Watch) -> Result<Search> {
        let (registry, word) = match term.split_once('/') {
            Some((first, rest)) if first == "localhost" || first.contains(['.', ':']) => (first, rest),
            _ => ("docker.io", term),
        };
        let limit = wanted.limit.unwrap_or(DEFAULT).clamp(1, MOST);
        let limit_text = limit.to_string();
        let pairs = |names: [&str; 2]| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair(names[0], word)
                .append_pair(names[1], &limit_text)
                .finish();
            format!("?{query}")
        };
        let own = self.settings.registry(registry)?;
        let ways = if registry == "docker.io" {
            vec![
                (hub("hub.docker.com", &own)?, format!("/v2/search/repositories/{}", pairs(["query", "page_size"]))),
                (hub("index.docker.io", &own)?, format!("/v1/search{}", pairs(["q", "n"]))),
            ]
        } else {
            vec![(own, format!("/v1/search{}", pairs(["q", "n"])))]
        };
        let mut last = failure("registry/no-search", None, format!("{registry} cannot be searched"));
        for (endpoint, path) in ways {
            match self.page(&endpoint, path, watch).await {
                Ok(page) => return Ok(chosen(page, wanted, limit)),
                Err(error) => last = Err(error),
            }
        }
        last
    }

    async fn page(&self, endpoint: &Endpoint, path: String, watch: &dyn Watch) -> Result<Page> {
        let target = Target { path, scope: "", headers: Vec::new() };
        let sent = self.get_whole(endpoint, Hop::List, &target, watch).await?;
        if sent.status != 200 {
            return refused(endpoint, "registry/no-search", "search", &sent);
        }
        let page: Option<Value> = json::parse(&sent.body, "results", &self.limits).ok();
        let results = page.as_ref().and_then(|page| page.get("results")).and_then(Value::as_array);
        let Some(results) = results else {
            let problem = format!("{} gave something that is no list of results", endpoint.name);
            return failure("registry/no-search", Some(sent.status), problem);
        };
        let count = page.as_ref().and_then(|page| either(page, "count", "num_results")).and_then(Value::as_u64);
        Ok(Page { count, results: results.iter().filter_map(found).collect() })
    }
}

/// The second API's word for a field, or the first one's.
fn either<'a>(row: &'a Value, second: &str, first: &str) -> Option<&'a Value> {
    row.get(second).or_else(|| row.get(first))
}

/// A result; `None` for what has no name.
fn found(row: &Value) -> Option<Found> {
    let flag = |name: &str| row.get(name).and_then(Value::as_bool).unwrap_or_default();
    let description = either(row, "short_description", "description").and_then(Value::as_str);
    Some(Found {
        name: either(row, "repo_name", "name")?.as_str()?.to_owned(),
        description: description.map(str::to_owned),
        stars: row.get("star_count").and_then(Value::as_u64),
        official: flag("is_official"),
        automated: flag("is_automated"),
        pulls: row.get("pull_count").and_then(Value::as_u64),
    })
}

/// The Hub's search is no registry: it wants no token, but goes through the registry's gateway.
fn hub(host: &str, registry: &Endpoint) -> Result<Endpoint> {
    let base = parse(&format!("https://{host}"))?;
    Ok(Endpoint { kind: Kind::Registry, name: host.to_owned(), base, gateway: registry.gateway.clone() })
}

fn chosen(page: Page, wanted: &Wanted, limit: u64) -> Search {
    let fits = |found: &Found| {
        found.stars.unwrap_or(0) >= wanted.stars && wanted.official.is_none_or(|wanted| wanted == found.official)
    };
    let found = page.results.into_iter().filter(fits).take(usize::try_from(limit).unwrap_or(usize::MAX));
    Search { found: found.collect(), total: page.count }
}
