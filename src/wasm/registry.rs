//! Registries, for JavaScript: each export decodes, asks and encodes. Promises are given up by `stop`, a promise that
//! settles when nobody wants the answer any more: what is under way is then dropped, and its requests with it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::Opening;
use super::clock::JsHost;
use super::convert::{self, Fields, OpeningOptions, error_row, to_js, to_js_error};
use super::remote::Remote;
use super::source::Source;
use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::platform::Platform;
use crate::reference::Reference;
use crate::registry::{BlobStream as Core, Client, Credential, Document, Endpoint, Keyring, Settings, Wanted, Which};
use crate::report::{Catalog, Referrers, Resolution, SearchRows, TagRow, Tags, platform_row};
use crate::resolve::{NoLocal, Resolved, Trace, open, resolve, tag_details};
use crate::transport::Reqwest;

type Asking = Client<Reqwest<JsHost>, JsKeyring>;
type Stream = Core<Reqwest<JsHost>, JsKeyring>;
type Answer = std::result::Result<JsValue, JsValue>;

/// Asks registries; one for all questions with the same settings and credentials.
#[wasm_bindgen]
pub struct Registry {
    client: Rc<Asking>,
}

/// The bytes of a blob, as they come.
#[wasm_bindgen]
pub struct BlobStream {
    /// Away while its next bytes are waited for.
    stream: Rc<RefCell<Option<Stream>>>,
}

/// Credentials by a function of the page.
struct JsKeyring {
    ask: Option<Function>,
}

impl Keyring for JsKeyring {
    async fn credential(&self, registry: &str) -> Option<Credential> {
        let asked = self.ask.as_ref()?.call1(&JsValue::UNDEFINED, &registry.into()).ok()?;
        let answer = JsFuture::from(Promise::resolve(&asked)).await.ok()?;
        let text = js_sys::JSON::stringify(&answer).ok()?.as_string()?;
        Credential::of_json(&serde_json::from_str(&text).ok()?)
    }
}

#[wasm_bindgen]
impl Registry {
    /// With `RegistrySettings` as JSON, who is asked for credentials, and who is told of requests.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: &str,
        credentials: Option<Function>,
        on_request: Option<Function>,
    ) -> std::result::Result<Self, JsValue> {
        let settings: Settings = convert::from_json(options)?;
        let transport = Reqwest::new(JsHost::new(on_request));
        let client = Client::new(transport, JsKeyring { ask: credentials }, settings, Limits::default());
        Ok(Self { client: Rc::new(client) })
    }

    /// The steps from a reference to a digest; rejects for what is no reference.
    #[wasm_bindgen(unchecked_return_type = "Promise<Resolution>")]
    pub fn resolve(&self, reference: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let asked = Asked::of(&reference, &options)?;
            let trace = Trace::default();
            let resolved = resolve(&client, &NoLocal, asked.reference, asked.platform.as_ref(), &trace).await;
            resolution(&resolved, &trace, asked.timing)
        })
    }

    /// Opens the image of a reference, with `OpeningOptions` as JSON.
    #[wasm_bindgen(unchecked_return_type = "Promise<Opening>")]
    pub fn open(&self, reference: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let asked = Asked::of(&reference, &options)?;
            let OpeningOptions { limits, .. } = convert::from_json(&options)?;
            let trace = Trace::default();
            let work = open(&client, &NoLocal, asked.reference, asked.platform.as_ref(), &trace);
            let opened = work.await.map_err(to_js_error)?;
            let shown = resolution(&opened.resolved, &trace, asked.timing)?;
            let source = Source::of_registry(Remote::new(opened, limits, shown), asked.platform);
            Ok(Opening { source }.into())
        })
    }

    /// A manifest or index; with a platform the manifest of that.
    #[wasm_bindgen(unchecked_return_type = "Promise<ManifestReport & { bytes: Uint8Array }>")]
    pub fn manifest(&self, reference: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let asked = Asked::of(&reference, &options)?;
            let canonical = asked.reference.canonical();
            let (_, document) = named(&client, asked).await.map_err(to_js_error)?;
            let bytes = Uint8Array::from(document.bytes.as_slice());
            let text = String::from_utf8_lossy(&document.bytes);
            let row = js_sys::Object::new();
            let set = |name: &str, value: &JsValue| js_sys::Reflect::set(&row, &name.into(), value);
            set("schemaVersion", &crate::report::SCHEMA_VERSION.into())?;
            set("reference", &canonical.into())?;
            set("digest", &document.digest.to_string().into())?;
            set("mediaType", &document.media_type.as_str().into())?;
            set("size", &bytes.length().into())?;
            set("manifest", &js_sys::JSON::parse(&text)?)?;
            set("bytes", &bytes)?;
            Ok(row.into())
        })
    }

    /// The tags of a repository, in the order of versions.
    #[wasm_bindgen(unchecked_return_type = "Promise<TagsReport>")]
    pub fn tags(&self, repository: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let Asked { reference, .. } = Asked::of(&repository, &options)?;
            let endpoints = client.settings().endpoints(&reference).map_err(to_js_error)?;
            let ask = async |endpoint: &Endpoint| client.tags(endpoint, reference.repository(), &()).await;
            let names = first(endpoints, ask).await.map_err(to_js_error)?;
            to_js(&Tags::new(&reference.familiar_repository(), names))
        })
    }

    /// What one tag of a repository stands for.
    #[wasm_bindgen(unchecked_return_type = "Promise<TagRow>")]
    pub fn tag(&self, repository: String, tag: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let Asked { reference, .. } = Asked::of(&repository, &options)?;
            let whole = format!("{}/{}:{tag}", reference.registry(), reference.repository());
            let reference = whole.parse().map_err(to_js_error)?;
            let details = tag_details(&client, reference).await.map_err(to_js_error)?;
            to_js(&TagRow {
                name: tag,
                digest: Some(details.digest),
                created: details.created,
                size: details.size,
                platforms: Some(details.platforms.iter().map(platform_row).collect()),
            })
        })
    }

    /// What refers to a manifest or index.
    #[wasm_bindgen(unchecked_return_type = "Promise<ReferrersReport>")]
    pub fn referrers(&self, reference: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let asked = Asked::of(&reference, &options)?;
            let (canonical, repository) = (asked.reference.canonical(), asked.reference.repository().to_owned());
            let (endpoint, document) = named(&client, asked).await.map_err(to_js_error)?;
            let found = client.referrers(&endpoint, &repository, &document.digest, &()).await.map_err(to_js_error)?;
            to_js(&Referrers::new(canonical, document.digest.to_string(), found))
        })
    }

    /// Rejects where a registry does not take the credentials that there are.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn check(&self, registry: String, _options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let endpoint = client.settings().registry(&registry).map_err(to_js_error)?;
            client.check(&endpoint, &()).await.map_err(to_js_error)?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// The repositories of a registry.
    #[wasm_bindgen(unchecked_return_type = "Promise<CatalogReport>")]
    pub fn catalog(&self, registry: String, _options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let endpoint = client.settings().registry(&registry).map_err(to_js_error)?;
            to_js(&Catalog::new(client.catalog(&endpoint, &()).await.map_err(to_js_error)?))
        })
    }

    /// Searches Docker Hub, or the registry that the term begins with.
    #[wasm_bindgen(unchecked_return_type = "Promise<SearchReport>")]
    pub fn search(&self, term: String, options: String, stop: Promise) -> Promise {
        let client = Rc::clone(&self.client);
        answer(stop, async move {
            let fields = Fields::of(&options)?;
            let wanted = Wanted {
                stars: fields.number("stars").unwrap_or_default(),
                official: fields.flag("official"),
                limit: fields.number("limit"),
            };
            to_js(&SearchRows::new(client.search(&term, &wanted, &()).await.map_err(to_js_error)?))
        })
    }

    /// The bytes of a blob of an open image, from an offset on.
    pub fn blob(&self, opening: &Opening, name: &str, at: f64) -> std::result::Result<BlobStream, JsValue> {
        let at = convert::count(at)?;
        let (endpoint, repository) = opening.source.registry().map_err(to_js_error)?;
        let digest = digest_of(name).map_err(to_js_error)?;
        let size = opening.source.blob_size(name);
        let client = Rc::clone(&self.client);
        let stream = Core::new(client, endpoint, repository, digest, size, at);
        Ok(BlobStream { stream: Rc::new(RefCell::new(Some(stream))) })
    }
}

#[wasm_bindgen]
impl BlobStream {
    /// The next bytes; undefined at the end. Rejects where the whole does not hash to what it should.
    #[wasm_bindgen(unchecked_return_type = "Promise<Uint8Array | undefined>")]
    pub fn next(&mut self, stop: Promise) -> Promise {
        let place = Rc::clone(&self.stream);
        answer(stop, async move {
            let given_up =
                || to_js_error(Error::new(ErrorKind::Misuse("the blob was given up, or is being waited for")));
            let mut stream = place.take().ok_or_else(given_up)?;
            let next = stream.next().await;
            place.replace(Some(stream));
            let bytes = next.map_err(to_js_error)?;
            Ok(bytes.map_or(JsValue::UNDEFINED, |bytes| Uint8Array::from(bytes.as_slice()).into()))
        })
    }
}

/// The document of a reference; with a platform the manifest that is chosen.
async fn named(client: &Asking, asked: Asked) -> Result<(Endpoint, Rc<Document>)> {
    let Asked { reference, platform, .. } = asked;
    if platform.is_none() {
        let which = match (reference.digest(), reference.tag()) {
            (Some(digest), _) => Which::Digest(digest.clone()),
            (None, tag) => Which::Tag(tag.unwrap_or("latest").to_owned()),
        };
        let endpoints = client.settings().endpoints(&reference)?;
        return first(endpoints, async |endpoint| {
            let document = client.document(endpoint, reference.repository(), &which, &()).await?;
            Ok((endpoint.clone(), document))
        })
        .await;
    }
    let resolved = resolve(client, &NoLocal, reference, platform.as_ref(), &Trace::default()).await;
    let chosen = resolved.found.and_then(|found| {
        let document = found.way.last().map(|(document, _)| Rc::clone(document))?;
        Some((found.endpoint, document))
    });
    chosen.ok_or_else(|| resolved.error.unwrap_or_else(|| Error::new(ErrorKind::NotALayout)))
}

/// What most questions begin with.
struct Asked {
    reference: Reference,
    platform: Option<Platform>,
    timing: bool,
}

impl Asked {
    fn of(reference: &str, options: &str) -> std::result::Result<Self, JsValue> {
        let fields = Fields::of(options)?;
        let platform = fields.text("platform").map(Platform::parse).transpose().map_err(to_js_error)?;
        let reference = reference.parse().map_err(to_js_error)?;
        Ok(Self { reference, platform, timing: fields.is_set("timing") })
    }
}

/// The first of them that answers; else what the last one said.
async fn first<V>(endpoints: Vec<Endpoint>, ask: impl AsyncFn(&Endpoint) -> Result<V>) -> Result<V> {
    let mut last = Err(Error::new(ErrorKind::NotALayout));
    for endpoint in &endpoints {
        last = ask(endpoint).await;
        if last.is_ok() {
            break;
        }
    }
    last
}

fn resolution(resolved: &Resolved, trace: &Trace, timing: bool) -> std::result::Result<JsValue, JsValue> {
    let shown = to_js(&Resolution::new(resolved, trace.steps(), timing))?;
    if let Some(error) = &resolved.error {
        js_sys::Reflect::set(&shown, &"error".into(), &to_js(&error_row(error))?)?;
    }
    Ok(shown)
}

/// What comes of `work`, unless `stop` settles first: then it is dropped. Boxed, so that what waits for it is compiled once
/// and not for each question.
fn answer(stop: Promise, work: impl Future<Output = Answer> + 'static) -> Promise {
    fn boxed(stop: Promise, work: Pin<Box<dyn Future<Output = Answer>>>) -> Promise {
        future_to_promise(async move {
            match select(work, JsFuture::from(stop)).await {
                Either::Left((done, _)) => done,
                Either::Right(_) => Err(to_js_error(Error::new(ErrorKind::Misuse("the caller gave up")))),
            }
        })
    }
    boxed(stop, Box::pin(work))
}

fn digest_of(name: &str) -> Result<Digest> {
    let text = name.strip_prefix("blobs/").unwrap_or(name).replacen('/', ":", 1);
    text.parse()
}
