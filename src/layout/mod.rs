//! Which images are there: `docker save` of every age or an OCI image layout, over "give me the blob of this name".
//!
//! [`Layout`] is shared by archives, folders and the library. It asks for one small document after the other
//! ([`Layout::request`], [`Layout::answer`]) and then tells what it learned ([`Layout::finish`]). It never asks for a
//! layer's bytes, only how large its blob is and how it is compressed.
//!
//! What is read, in this order: `index.json`, `manifest.json`, `repositories`; the manifests and configs that they lead
//! to; in legacy archives each `<id>/json`; manifests in `blobs/` that nothing names, because docker loses entries of
//! images that were saved by digest (moby #47210, #51389).

mod assemble;
mod budget;
mod contents;
mod directory;
mod docker;
mod documents;
mod findings;
mod legacy;
mod lookup;
mod name;
mod oci;
mod recognise;

use std::collections::{HashSet, VecDeque};

use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::image::{Name, Stored};
use crate::layer::LayerRead;
use crate::limits::Limits;

pub use contents::{Artifact, Contents, Document, DocumentKind, Format, Index, IndexEntry, Role, Why};
pub use directory::{Directory, FileJob};

use documents::Documents;

/// Finds out which images a store of named blobs holds.
///
/// Take each [`request`](Self::request) and [`answer`](Self::answer) it, until there is none; then
/// [`finish`](Self::finish). A blob that is missing, damaged or too large is an answer, not an error.
#[derive(Debug)]
pub struct Layout {
    documents: Documents,
    listing: Listing,
    stage: Stage,
    queue: VecDeque<Task>,
    /// Names that were asked for, so that circles and repetitions cost nothing.
    asked: HashSet<String>,
    /// Names that were asked for only because they may be manifests.
    tried: HashSet<String>,
}

/// What the store knows before anything is read. A folder that cannot be listed cheaply gives an empty one.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Members of `blobs/` that begin like JSON and are small enough to be manifests.
    pub loose: Vec<String>,
    /// The ids of which there is an `<id>/json`.
    pub legacy: Vec<String>,
    /// The store itself, read as the one layer of a plain filesystem; `None` where it cannot be one.
    pub filesystem: Option<Filesystem>,
    /// Where to begin, in place of `index.json` and the like: a registry knows documents by their digests only.
    pub root: Option<Root>,
}

/// The manifest or index that a registry gave for a reference. What it leads to is asked for like any blob; a platform
/// that nobody chose is answered by [`Answer::Missing`], which is no finding there.
#[derive(Clone, Debug)]
pub struct Root {
    /// Of its bytes.
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
    /// What the image is called.
    pub name: Name,
}

/// A store that may be a root filesystem itself (`docker export`).
#[derive(Clone, Debug)]
pub struct Filesystem {
    /// The archive as it is stored.
    pub stored: Option<Stored>,
    /// What was learned while its headers passed by.
    pub read: LayerRead,
    /// It has the folders of a root filesystem, so that a `manifest.json` in it may be anyone's.
    pub has_root_folders: bool,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The blob's name, such as `blobs/sha256/…`; relative, without `..`.
    pub name: String,
    /// How much of it.
    pub part: Part,
}

/// How much of a blob is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it, at most this many bytes.
    Whole {
        /// Larger blobs are answered by [`Answer::Problem`].
        max: u64,
    },
    /// Only its size and compression.
    Head,
}

/// What the store says.
#[derive(Clone, Debug)]
pub enum Answer {
    /// For [`Part::Whole`].
    Document(Vec<u8>),
    /// For [`Part::Head`].
    Head(Stored),
    /// It is there, but its first bytes are not those of a JSON document, so the rest was not read.
    NotJson,
    /// There is no such blob.
    Missing,
    /// It cannot be read: too large, a link that goes nowhere, truncated.
    Problem(Error),
}

/// What a request was for.
#[derive(Clone, Debug)]
enum Task {
    IndexJson,
    ManifestJson,
    Repositories,
    Manifest { digest: Digest, size: Option<u64>, depth: u32 },
    Config { name: String, digest: Option<Digest>, size: Option<u64> },
    Legacy { id: String },
    Loose { name: String },
    Head { name: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Named,
    Legacy,
    Loose,
    Layers,
    Done,
}

impl Layout {
    /// A layout that has read nothing yet.
    pub fn new(listing: Listing, limits: &Limits) -> Self {
        let queue = match &listing.root {
            Some(Root { digest, size, .. }) => {
                VecDeque::from([Task::Manifest { digest: digest.clone(), size: Some(*size), depth: 0 }])
            }
            None => VecDeque::from([Task::IndexJson, Task::ManifestJson, Task::Repositories]),
        };
        Self {
            documents: Documents::new(limits),
            stage: if listing.root.is_some() { Stage::Loose } else { Stage::Named },
            listing,
            queue,
            asked: HashSet::new(),
            tried: HashSet::new(),
        }
    }

    /// The next blob it needs; `None` when it needs no more. The same until it is answered.
    pub fn request(&mut self) -> Option<Request> {
        loop {
            let Some(task) = self.queue.front() else {
                if self.stage == Stage::Done {
                    return None;
                }
                self.next_stage();
                continue;
            };
            if matches!(task, Task::Loose { .. }) && self.documents.spent() {
                self.documents.leave_the_rest();
                self.queue.retain(|task| !matches!(task, Task::Loose { .. }));
                continue;
            }
            let part = match task {
                Task::Head { .. } => Part::Head,
                _ => Part::Whole { max: self.documents.limits.json_bytes },
            };
            return Some(Request { name: task.name(), part });
        }
    }

    /// Answers the last request.
    pub fn answer(&mut self, answer: Answer) {
        let Some(task) = self.queue.pop_front() else { return };
        for task in self.documents.take(task, answer) {
            self.ask(task);
        }
    }

    /// All that was learned. An error only where there is nothing to show: the documents that should say what is there
    /// are damaged.
    pub fn finish(self) -> Result<Contents> {
        assemble::assemble(self.documents, self.listing)
    }

    fn ask(&mut self, task: Task) {
        let name = task.name();
        let is_new = match task {
            Task::Loose { .. } => !self.asked.contains(&name) && self.tried.insert(name),
            Task::Manifest { .. } => !self.tried.contains(&name) && self.asked.insert(name),
            // What was tried as a manifest may be a config as well.
            Task::Config { .. } | Task::Legacy { .. } => self.asked.insert(name),
            // Each is asked once, and a blob that was read as a document may be a layer as well.
            _ => true,
        };
        if is_new {
            self.queue.push_back(task);
        }
    }

    fn next_stage(&mut self) {
        let docker_or_oci = self.documents.names_images();
        let (next, tasks): (Stage, Vec<Task>) = match self.stage {
            Stage::Named => {
                let ids = std::mem::take(&mut self.listing.legacy);
                let tasks = ids.into_iter().map(|id| Task::Legacy { id });
                (Stage::Legacy, if docker_or_oci { Vec::new() } else { tasks.collect() })
            }
            Stage::Legacy => {
                let names = std::mem::take(&mut self.listing.loose);
                let tasks = names.into_iter().map(|name| Task::Loose { name });
                (Stage::Loose, if self.documents.legacy.is_empty() { tasks.collect() } else { Vec::new() })
            }
            Stage::Loose => {
                let tasks = self.documents.layer_blobs().into_iter().map(|name| Task::Head { name });
                (Stage::Layers, tasks.collect())
            }
            Stage::Layers | Stage::Done => (Stage::Done, Vec::new()),
        };
        self.stage = next;
        for task in tasks {
            self.ask(task);
        }
    }
}

impl Task {
    fn name(&self) -> String {
        match self {
            Self::IndexJson => "index.json".to_owned(),
            Self::ManifestJson => "manifest.json".to_owned(),
            Self::Repositories => "repositories".to_owned(),
            Self::Manifest { digest, .. } => name::blob(digest),
            Self::Legacy { id } => format!("{id}/json"),
            Self::Config { name, .. } | Self::Loose { name } | Self::Head { name } => name.clone(),
        }
    }
}
