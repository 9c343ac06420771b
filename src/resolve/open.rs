//! A reference opened: what was found becomes what an archive or a folder becomes.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Found, Local, Resolved, Trace, platforms, resolve};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::image::{Name, Stored};
use crate::layout::{Answer, Contents, Layout, Listing, Part, Root};
use crate::media_type::MediaType;
use crate::platform::Platform;
use crate::reference::Reference;
use crate::registry::{Client, Document, Endpoint, Keyring, Transport, Which};

/// An image of a registry, open.
#[derive(Debug)]
pub struct Opened {
    /// The image, or whatever else the reference names.
    pub contents: Contents,
    /// By blob name: all that was fetched.
    pub documents: BTreeMap<String, Rc<Document>>,
    /// Who has its blobs.
    pub endpoint: Endpoint,
    /// What was resolved.
    pub resolved: Resolved,
}

/// Statements that are fetched with an image; BuildKit writes one.
const STATEMENTS: usize = 4;

/// Resolves a reference and opens what it names: manifest, config, and the statements that its index holds of it. No layer.
pub async fn open<T: Transport, K: Keyring>(
    client: &Client<T, K>,
    local: &impl Local,
    reference: Reference,
    wanted: Option<&Platform>,
    trace: &Trace,
) -> Result<Opened> {
    let mut resolved = resolve(client, local, reference, wanted, trace).await;
    let Some(found) = resolved.found.take() else {
        return Err(resolved.error.unwrap_or_else(|| Error::new(crate::error::ErrorKind::NotALayout)));
    };
    let reference = &resolved.reference;
    let mut documents = BTreeMap::new();
    let mut keep = |document: &Rc<Document>| documents.insert(blob(&document.digest), Rc::clone(document));
    for (document, _) in &found.way {
        keep(document);
    }
    if let Some(config) = &found.config {
        keep(config);
    }
    for entry in statements(&found) {
        let which = Which::Digest(entry);
        // An image is one without what is said of it, too.
        if let Ok(document) = client.document(&found.endpoint, reference.repository(), &which, &()).await {
            keep(&document);
        }
    }
    let sizes = layer_sizes(&found);
    let name = Name {
        raw: reference.input().to_owned(),
        canonical: Some(reference.canonical()),
        from: "registry",
        via_index: None,
    };
    let root = Root { digest: found.root.digest.clone(), size: found.root.bytes.len() as u64, name };
    let mut layout = Layout::new(Listing { root: Some(root), ..Listing::default() }, client.limits());
    while let Some(request) = layout.request() {
        layout.answer(match (request.part, documents.get(&request.name), sizes.get(&request.name)) {
            (Part::Whole { .. }, Some(document), _) => Answer::Document(document.bytes.clone()),
            (Part::Head, _, Some(size)) => Answer::Head(Stored { size: *size, compression: None }),
            _ => Answer::Missing,
        });
    }
    let mut contents = layout.finish()?;
    if let (Some(error), Some(image)) = (&found.config_error, contents.images.first_mut()) {
        let message = format!("the registry gives the manifest, but not the config: {}", error.message());
        let hint = "history and diff IDs are in the config: ask with the command, or through a gateway";
        image.findings.push(Finding::warning("registry/manifest-only", message).hint(hint));
    }
    let endpoint = found.endpoint.clone();
    resolved.found = Some(found);
    Ok(Opened { contents, documents, endpoint, resolved })
}

fn statements(found: &Found) -> Vec<Digest> {
    let chosen = found.way.last().map(|(document, _)| &document.digest);
    let above = found.way.len().checked_sub(2).and_then(|place| found.way.get(place));
    let (Some(chosen), Some((_, index))) = (chosen, above) else { return Vec::new() };
    platforms::statements(index, chosen).take(STATEMENTS).map(|entry| entry.digest.clone()).collect()
}

/// Of the layers that the registry keeps; foreign ones are elsewhere.
fn layer_sizes(found: &Found) -> BTreeMap<String, u64> {
    let layers = found.way.last().map(|(_, manifest)| manifest.layers.as_slice()).unwrap_or_default();
    let is_here = |media_type: Option<&str>| !media_type.is_some_and(|text| MediaType::from(text).is_foreign());
    let mut sizes = BTreeMap::new();
    for layer in layers.iter().filter(|layer| is_here(layer.media_type.as_deref())) {
        if let Some(size) = layer.size {
            sizes.insert(blob(&layer.digest), size);
        }
    }
    sizes
}

fn blob(digest: &Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm(), digest.encoded())
}
