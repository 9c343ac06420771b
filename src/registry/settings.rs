//! Where registries are found: their hosts, mirrors in front of them, gateways to them.

use std::collections::BTreeMap;

use serde::Deserialize;
use url::Url;

use super::failure;
use crate::error::Result;
use crate::reference::Reference;

/// What the caller says of the ways to registries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// docker's `registry-mirrors`: for docker.io only.
    pub mirrors: Vec<String>,
    /// Ours: mirrors of any registry, tried before it.
    pub own_mirrors: BTreeMap<String, Vec<String>>,
    /// What requests to all registries but those of this machine go through: `{gateway}/{host}/…`.
    pub gateway: Option<String>,
    /// The same for single registries, and before that.
    pub gateways: BTreeMap<String, String>,
    /// Hosts that may be asked by plain HTTP.
    pub insecure: Vec<String>,
    /// A browser sends the requests: it asks first where they are not simple, and hides headers.
    pub browser: bool,
}

/// What stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of docker.io, as docker knows it.
    DockerMirror,
    /// Of any registry, as only we know it.
    OwnMirror,
    /// The registry itself.
    Registry,
}

/// Somebody to ask for an image.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What it is.
    pub kind: Kind,
    /// Whose credentials it wants: the registry's name, or the mirror's host.
    pub name: String,
    /// Up to, but not, `/v2/`.
    pub base: Url,
    /// What its addresses are sent through.
    pub gateway: Option<String>,
}

/// docker's name for the Hub, and the host that answers for it.
const HUB: &str = "docker.io";
const HUB_HOST: &str = "registry-1.docker.io";

impl Settings {
    /// Whom to ask, in turn: mirrors, then the registry.
    pub fn endpoints(&self, reference: &Reference) -> Result<Vec<Endpoint>> {
        let registry = reference.registry();
        let docker = if registry == HUB { self.mirrors.as_slice() } else { &[] };
        let own = self.own_mirrors.get(registry).map(Vec::as_slice).unwrap_or_default();
        let mirrors = docker.iter().map(|mirror| (Kind::DockerMirror, mirror));
        let mut all = Vec::new();
        for (kind, mirror) in mirrors.chain(own.iter().map(|mirror| (Kind::OwnMirror, mirror))) {
            let text = if mirror.contains("://") { mirror.clone() } else { self.address(mirror) };
            let base = parse(text.trim_end_matches('/'))?;
            // A mirror that may not be asked at all is a mistake, nothing to fall through from.
            self.check(&base)?;
            let name = host_of(&base);
            all.push(Endpoint { kind, gateway: self.gateway_of(&name, &base), name, base });
        }
        all.push(self.registry(registry)?);
        Ok(all)
    }

    /// The registry itself.
    pub fn registry(&self, name: &str) -> Result<Endpoint> {
        let base = parse(&self.address(if name == HUB { HUB_HOST } else { name }))?;
        Ok(Endpoint { kind: Kind::Registry, name: name.to_owned(), gateway: self.gateway_of(name, &base), base })
    }

    /// Refuses what would be asked by plain HTTP without leave.
    pub fn check(&self, url: &Url) -> Result<()> {
        if url.scheme() == "https" || (url.scheme() == "http" && self.is_plain(url)) {
            return Ok(());
        }
        let problem =
            format!("{}: plain HTTP is spoken to this machine and to hosts that were named only", host_of(url));
        failure("network/plain-http", None, problem)
    }

    fn address(&self, host: &str) -> String {
        let secure = format!("https://{host}");
        match Url::parse(&secure) {
            Ok(url) if self.is_plain(&url) => format!("http://{host}"),
            _ => secure,
        }
    }

    fn is_plain(&self, url: &Url) -> bool {
        let host = host_of(url);
        is_loopback(url) || self.insecure.iter().any(|named| *named == host || Some(named.as_str()) == url.host_str())
    }

    fn gateway_of(&self, name: &str, base: &Url) -> Option<String> {
        let own = self.gateways.get(name);
        let any = self.gateway.as_ref().filter(|_| !is_loopback(base));
        own.or(any).map(|gateway| gateway.trim_end_matches('/').to_owned())
    }
}

/// An address as it is sent: through the gateway where there is one.
pub(super) fn through(gateway: Option<&str>, url: &Url) -> String {
    match gateway {
        None => url.to_string(),
        Some(gateway) => {
            let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
            format!("{gateway}/{}{}{query}", host_of(url), url.path())
        }
    }
}

/// Host and port, as people write them.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

pub(super) fn parse(text: &str) -> Result<Url> {
    match Url::parse(text) {
        Ok(url) if url.has_host() => Ok(url),
        _ => failure("registry/address", None, format!("{text:?} is not an address")),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
