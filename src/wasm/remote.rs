//! An image of a registry, open: its documents are here, its layers there.

use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::layer::{Depth, LayerRead};
use crate::layout::{Contents, FileJob};
use crate::limits::Limits;
use crate::registry::{Document, Endpoint};
use crate::report::Origin;
use crate::resolve::Opened;

pub(super) struct Remote {
    pub(super) contents: Contents,
    pub(super) endpoint: Endpoint,
    pub(super) repository: String,
    pub(super) limits: Limits,
    /// As it was told.
    pub(super) resolution: JsValue,
    /// By blob name.
    documents: BTreeMap<String, Rc<Document>>,
    reference: String,
    repo_digest: Option<String>,
}

impl Remote {
    pub(super) fn new(opened: Opened, limits: Limits, resolution: JsValue) -> Self {
        let Opened { contents, documents, endpoint, resolved } = opened;
        let reference = &resolved.reference;
        let root = resolved.found.as_ref().map(|found| &found.root.digest);
        Self {
            contents,
            endpoint,
            repository: reference.repository().to_owned(),
            limits,
            resolution,
            documents,
            reference: reference.canonical(),
            repo_digest: root.map(|digest| format!("{}@{digest}", reference.familiar_repository())),
        }
    }

    pub(super) fn origin(&self) -> Origin {
        Origin {
            kind: "registry",
            compression: "none",
            reference: Some(self.reference.clone()),
            repo_digests: self.repo_digest.iter().cloned().collect(),
            ..Origin::default()
        }
    }

    pub(super) fn raw(&self, name: &str) -> Option<Vec<u8>> {
        self.documents.get(name).map(|document| document.bytes.clone())
    }

    pub(super) fn layer_jobs(&self, verify: bool, depth: Depth) -> Vec<FileJob> {
        self.contents.file_jobs(verify, depth)
    }

    pub(super) fn measured(&mut self, blob: &str, read: LayerRead) {
        self.contents.measured(blob, read, &self.limits);
    }
}
