//! Who asks: credentials, and the tokens that they are exchanged for.
//!
//! Credentials stay in memory. They go to the registry that they are for and to the realm that this registry names, by
//! HTTPS or within this machine, and nowhere else: not into errors, addresses or happenings.

use std::cell::RefCell;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::Url;

use super::challenge::Challenge;
use super::client::{Client, Hop, Sent, Target, refused};
use super::few::Few;
use super::settings::{Endpoint, host_of, parse, through};
use super::transport::{Request, Transport};
use super::{Happening, Watch, failure};
use crate::error::Result;
use crate::oci::json;

/// What somebody has for one registry.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// What people type.
    Basic {
        /// A name.
        username: String,
        /// Or a token in place of one.
        password: String,
    },
    /// A refresh token, which docker keeps in place of a password.
    Identity {
        /// To be exchanged.
        identity_token: String,
    },
    /// A token that is shown as it is.
    Registry {
        /// As `Authorization: Bearer`.
        registry_token: String,
    },
}

impl Credential {
    /// From `{username, password}`, `{identityToken}` or `{registryToken}`.
    pub fn of_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(identity_token) = text("identityToken") {
            return Some(Self::Identity { identity_token });
        }
        if let Some(registry_token) = text("registryToken") {
            return Some(Self::Registry { registry_token });
        }
        Some(Self::Basic { username: text("username")?, password: text("password")? })
    }
}

/// Never the secret.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

/// Where credentials come from; asked once for each registry, and only when that wants some.
#[allow(async_fn_in_trait)] // nobody needs its futures to be Send
pub trait Keyring {
    /// `registry`: its name, such as `docker.io`.
    async fn credential(&self, registry: &str) -> Option<Credential>;
}

/// Nobody's.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeys;

impl Keyring for NoKeys {
    async fn credential(&self, _registry: &str) -> Option<Credential> {
        None
    }
}

/// What is known by now; all by the endpoint's name.
#[derive(Debug, Default)]
pub(super) struct Known {
    challenges: RefCell<Few<Challenge>>,
    credentials: RefCell<Few<Option<Credential>>>,
    /// By realm, service and scope too.
    tokens: RefCell<Few<Token>>,
}

#[derive(Clone)]
struct Token {
    text: String,
    /// By the transport's clock.
    expires: u64,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Seconds, where a server does not say.
const LIFETIME: u64 = 60;
/// Seconds before its end at which a token is not used any more.
const MARGIN: u64 = 5;

/// Realms and services of registries whose challenge a browser may not read; their first request has its token then.
const REALMS: [(&str, &str, &str); 6] = [
    ("docker.io", "https://auth.docker.io/token", "registry.docker.io"),
    ("ghcr.io", "https://ghcr.io/token", "ghcr.io"),
    ("quay.io", "https://quay.io/v2/auth", "quay.io"),
    ("registry.gitlab.com", "https://gitlab.com/jwt/auth", "container_registry"),
    ("public.ecr.aws", "https://public.ecr.aws/token/", "public.ecr.aws"),
    ("gcr.io", "https://gcr.io/v2/token", "gcr.io"),
];

fn known_realm(name: &str) -> Option<Challenge> {
    let (_, realm, service) = REALMS.into_iter().find(|(known, ..)| *known == name)?;
    Some(Challenge::Bearer { realm: realm.to_owned(), service: Some(service.to_owned()), scope: None })
}

impl<T: Transport, K: Keyring> Client<T, K> {
    /// The header for a request, as far as it is known what the registry wants.
    pub(super) async fn authorization(
        &self,
        endpoint: &Endpoint,
        scope: &str,
        watch: &dyn Watch,
    ) -> Result<Option<String>> {
        let known = self.known.challenges.borrow().get(&endpoint.name).cloned();
        let challenge = known.or_else(|| known_realm(&endpoint.name));
        match challenge {
            None => Ok(None),
            Some(Challenge::Basic) => Ok(match self.credential(&endpoint.name).await {
                Some(Credential::Basic { username, password }) => Some(basic(&username, &password)),
                Some(Credential::Registry { registry_token: text } | Credential::Identity { identity_token: text }) => {
                    Some(format!("Bearer {text}"))
                }
                None => None,
            }),
            Some(Challenge::Bearer { realm, service, .. }) => {
                let service = service.unwrap_or_default();
                self.token(endpoint, &realm, &service, scope, watch).await.map(|token| Some(format!("Bearer {token}")))
            }
        }
    }

    /// Asks for nothing but leave: whether a registry takes the credentials that there are.
    pub async fn check(&self, endpoint: &Endpoint, watch: &dyn Watch) -> Result<()> {
        let target = Target { path: "/v2/".to_owned(), scope: "", headers: Vec::new() };
        let sent = self.get_whole(endpoint, Hop::List, &target, watch).await?;
        if sent.status == 200 { Ok(()) } else { refused(endpoint, "registry/not-a-registry", "anything", &sent) }
    }

    /// Learns what a 401 asks for; false where there is nothing to answer it with.
    pub(super) fn challenged(&self, endpoint: &Endpoint, header: Option<&str>, scope: &str) -> bool {
        let Some(challenge) = header.and_then(Challenge::parse).or_else(|| known_realm(&endpoint.name)) else {
            return false;
        };
        if let Challenge::Bearer { realm, service, .. } = &challenge {
            // The one that was refused, if there was one, is of no more use.
            let key = token_key(endpoint, realm, service.as_deref().unwrap_or_default(), scope);
            self.known.tokens.borrow_mut().remove(&key);
        }
        self.known.challenges.borrow_mut().insert(endpoint.name.clone(), challenge);
        true
    }

    async fn credential(&self, name: &str) -> Option<Credential> {
        if let Some(known) = self.known.credentials.borrow().get(name) {
            return known.clone();
        }
        let found = self.keyring.credential(name).await;
        self.known.credentials.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    async fn token(
        &self,
        endpoint: &Endpoint,
        realm: &str,
        service: &str,
        scope: &str,
        watch: &dyn Watch,
    ) -> Result<String> {
        let key = token_key(endpoint, realm, service, scope);
        let fresh = |token: &Token| token.expires > self.transport.now();
        if let Some(token) = self.known.tokens.borrow().get(&key).filter(|token| fresh(token)) {
            return Ok(token.text.clone());
        }
        let credential = self.credential(&endpoint.name).await;
        if let Some(Credential::Registry { registry_token }) = credential {
            return Ok(registry_token);
        }
        let url = parse(realm)?;
        self.settings.check(&url)?;
        let request = token_request(endpoint, url.clone(), service, scope, credential.as_ref());
        let began = self.transport.now();
        let sent = self.exchange(&url, request).await;
        let ms = self.transport.now().saturating_sub(began);
        let told = |status, bytes, ok| {
            watch.happened(Happening::Token { host: host_of(&url), status, bytes, ms, ok });
        };
        let Sent { status, body, .. } = sent.inspect_err(|_| told(None, 0, false))?;
        // What token servers answer: https://distribution.github.io/distribution/spec/auth/token/
        let granted: Option<Value> = json::parse(&body, "token", &self.limits).ok();
        let field = |name: &str| granted.as_ref().and_then(|granted| granted.get(name));
        let text = field("token").or_else(|| field("access_token")).and_then(Value::as_str).map(str::to_owned);
        told(Some(status), body.len() as u64, status == 200 && text.is_some());
        match (status, text) {
            (200, Some(text)) if !text.contains(char::is_control) => {
                let seconds = field("expires_in").and_then(Value::as_u64).unwrap_or(LIFETIME);
                let lifetime = seconds.saturating_sub(MARGIN).saturating_mul(1000);
                let expires = self.transport.now().saturating_add(lifetime);
                self.known.tokens.borrow_mut().insert(key, Token { text: text.clone(), expires });
                Ok(text)
            }
            (400..=403, _) => {
                let problem = format!("{} gives no token for {}: it answered {status}", host_of(&url), endpoint.name);
                failure("registry/denied", Some(status), problem)
            }
            _ => {
                let problem = format!("{} answered {status}, and no token that could be used", host_of(&url));
                failure("registry/token", Some(status), problem)
            }
        }
    }
}

/// With who asked for it: a registry that names another one's realm and service must not be given that one's token.
fn token_key(endpoint: &Endpoint, realm: &str, service: &str, scope: &str) -> String {
    [&*endpoint.name, realm, service, scope].join(" ")
}

/// A GET with Basic or without anything; a refresh token is exchanged by POST, as docker does.
fn token_request(
    endpoint: &Endpoint,
    mut url: Url,
    service: &str,
    scope: &str,
    credential: Option<&Credential>,
) -> Request {
    let gateway = endpoint.gateway.as_deref();
    if let Some(Credential::Identity { identity_token }) = credential {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "refresh_token")
            .append_pair("service", service)
            .append_pair("scope", scope)
            .append_pair("client_id", "layerglass")
            .append_pair("refresh_token", identity_token)
            .finish();
        return Request { url: through(gateway, &url), headers: Vec::new(), form: Some(form) };
    }
    if !service.is_empty() {
        url.query_pairs_mut().append_pair("service", service);
    }
    if !scope.is_empty() {
        url.query_pairs_mut().append_pair("scope", scope);
    }
    let headers = match credential {
        Some(Credential::Basic { username, password }) => vec![("authorization", basic(username, password))],
        _ => Vec::new(),
    };
    Request { url: through(gateway, &url), headers, form: None }
}

fn basic(username: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{username}:{password}")))
}
