//! Lists: the tags of a repository, the repositories of a registry.

use std::collections::HashSet;

use serde_json::Value;
use url::Url;

use super::auth::Keyring;
use super::client::{Client, Hop, Target, refused};
use super::document::header;
use super::settings::{Endpoint, host_of, parse};
use super::transport::Transport;
use super::{Watch, failure, link};
use crate::error::Result;
use crate::oci::json;

/// Names, in the registry's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Each once.
    pub names: Vec<String>,
    /// There are more: the list was not followed to its end.
    pub truncated: bool,
}

/// Names asked for at once: registries give as many at most.
const PAGE: usize = 1000;
/// Names in all; repositories of daily builds have some ten thousand tags.
const MOST: usize = 100_000;

/// What a token must allow, to read a repository.
pub fn pull_scope(repository: &str) -> String {
    format!("repository:{repository}:pull")
}

impl<T: Transport, K: Keyring> Client<T, K> {
    /// The tags of a repository.
    pub async fn tags(&self, endpoint: &Endpoint, repository: &str, watch: &dyn Watch) -> Result<Names> {
        let path = format!("/v2/{repository}/tags/list");
        let what = format!("repository {repository}");
        self.list(endpoint, &path, &pull_scope(repository), ("registry/no-such-repository", &what), watch).await
    }

    /// The repositories of a registry, where it tells.
    pub async fn catalog(&self, endpoint: &Endpoint, watch: &dyn Watch) -> Result<Names> {
        let missing = ("registry/no-catalog", "list of repositories");
        self.list(endpoint, "/v2/_catalog", "registry:catalog:*", missing, watch).await
    }

    async fn list(
        &self,
        endpoint: &Endpoint,
        path: &str,
        scope: &str,
        (missing, what): (&'static str, &str),
        watch: &dyn Watch,
    ) -> Result<Names> {
        let mut all = Names::default();
        let mut seen = HashSet::new();
        let mut query = format!("?n={PAGE}");
        loop {
            let target = Target { path: format!("{path}{query}"), scope, headers: Vec::new() };
            let sent = self.get_whole(endpoint, Hop::List, &target, watch).await?;
            if sent.status != 200 {
                return refused(endpoint, missing, what, &sent);
            }
            let page: Option<Value> = json::parse(&sent.body, "list", &self.limits).ok();
            let Some(Value::Object(page)) = page else {
                let problem = format!("{} gave something that is no list for the {what}", endpoint.name);
                return failure("registry/not-a-registry", Some(sent.status), problem);
            };
            let list = page.get("tags").or_else(|| page.get("repositories")).and_then(Value::as_array);
            let names: Vec<String> = list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            let count = names.len();
            let last = names.last().cloned();
            let before = all.names.len();
            all.names.extend(names.into_iter().filter(|name| seen.insert(name.clone())));
            // A page without a new name leads round in a circle.
            let is_new = all.names.len() > before;
            let next = match header(&sent, "link").and_then(link::next) {
                Some(next) => Some(query_of(endpoint, path, next)?),
                // A page may not see where the list goes on: after the last name, if it was as long as was asked for.
                None => last.filter(|_| self.settings.browser && count >= PAGE).map(|last| after(&last)),
            };
            match next {
                Some(next) if is_new && all.names.len() < MOST => query = next,
                Some(_) if is_new => {
                    all.truncated = true;
                    return Ok(all);
                }
                _ => return Ok(all),
            }
        }
    }
}

fn after(last: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("n", &PAGE.to_string())
        .append_pair("last", last)
        .finish();
    format!("?{query}")
}

/// The query of a link, which must lead to the same list: at another host our token has no business.
fn query_of(endpoint: &Endpoint, path: &str, link: &str) -> Result<String> {
    let base = parse(&format!("{}{path}", endpoint.base.as_str().trim_end_matches('/')))?;
    match base.join(link) {
        Ok(url) if is_same_list(&base, &url) => Ok(url.query().map(|query| format!("?{query}")).unwrap_or_default()),
        Ok(url) => {
            let problem = format!("{} goes on with its list at {}{}", endpoint.name, host_of(&url), url.path());
            failure("registry/link", None, problem)
        }
        Err(_) => failure("registry/link", None, format!("{} goes on with its list nowhere", endpoint.name)),
    }
}

/// A registry behind a proxy may not know its scheme or where it lies: its host and the list's own path count.
fn is_same_list(base: &Url, url: &Url) -> bool {
    url.host_str() == base.host_str() && url.port() == base.port() && base.path().ends_with(url.path())
}
