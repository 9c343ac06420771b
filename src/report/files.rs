//! Files of an image or a layer: pages of rows, found and hidden ones, where their bytes are.

mod base64;
mod find;
mod rows;
mod tar;
#[cfg(test)]
mod tests;
mod trees;
mod view;
mod waste;

use std::rc::Rc;

use serde::Serialize;

use super::{FindingRow, findings, layers};
use crate::analyze::{self, Waste};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::image::{Image, Layer};
use crate::layer::{FilePlace, Record};
use crate::limits::Limits;
use crate::order;
use crate::tar::Kind;
use crate::tree::{EntryId, Node, OwnTree, Tree};
use find::{Aside, Found};
use trees::SharedTree;
use view::View;

pub use find::As;
pub use rows::{BelowRow, FilePage, FileRow};
pub use tar::TarMaker;
pub use trees::Trees;
pub use waste::{WasteLayer, WastePath, WasteReport};

/// Which files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FilesOptions {
    /// Those of this layer, as they are stored; else those that a container sees.
    pub layer: Option<u32>,
    /// As if the image ended with this layer.
    pub up_to: Option<u32>,
    /// With what eStargz adds for itself.
    pub all: bool,
}

/// Answers questions about the files of an image, or of one of its layers. It holds what it needs of the image.
///
/// Nothing is listed whole: each answer is a page. What a page was taken from is kept for the next one.
pub struct Files {
    tree: SharedTree,
    /// Of a layer's own files.
    layer: Option<u32>,
    all: bool,
    /// Made when it is first asked for, and anew when it became known what changed.
    own: Option<Rc<OwnTree>>,
    /// Of a layer and those below it, made when one of its links leads out of it.
    up_to: Option<Tree>,
    summary: Summary,
    sorted: Option<(Node, Vec<Node>)>,
    listed: Option<Listed>,
    found: Option<Found>,
    doubts: Vec<EntryId>,
    settled: Vec<(EntryId, u64)>,
    /// Of the tree, when `own` and `waste` were made.
    settlings: u32,
    waste: Option<Waste>,
    /// Of each layer.
    instructions: Vec<Option<String>>,
}

/// What was listed last.
struct Listed {
    path: Option<String>,
    /// Numbers of nodes, or of a layer's entries.
    numbers: Vec<u32>,
}

/// What is known without looking into the trees.
struct Summary {
    findings: Vec<Finding>,
    complete: bool,
    limits: Limits,
}

/// How much there is, and what could not be read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // types.d.ts
pub struct FilesSummary {
    pub entries: usize,
    pub files: usize,
    #[serde(serialize_with = "rows::safe")]
    pub size: u64,
    pub set_aside: u64,
    pub findings: Vec<FindingRow>,
    pub complete: bool,
}

/// A file's place and the layer whose tar it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerPlace {
    /// The layer's index.
    pub layer: u32,
    /// In its tar.
    pub file: FilePlace,
}

/// Larger files are not read whole only to know whether they changed; nor more than so many bytes of holes together,
/// which cost nothing to store.
const DOUBTED: u64 = 1 << 30;

impl Files {
    /// The files of an image. Those that are made with the same `trees` share what they can.
    pub fn new(image: &Image, options: &FilesOptions, trees: &Trees, limits: &Limits) -> Result<Self> {
        let FilesOptions { layer, up_to, all } = *options;
        for asked in [layer, up_to].into_iter().flatten() {
            if asked as usize >= image.layers.len() {
                return Err(Error::new(ErrorKind::NotFound { what: "layer", name: asked.to_string() }));
            }
        }
        let tree = trees.of(image, up_to, all);
        if !all {
            analyze::weigh(image, &tree.borrow());
        }
        let is_seen = |index: usize| match (layer, up_to) {
            (Some(layer), _) => index == layer as usize,
            (None, up_to) => up_to.is_none_or(|up_to| index <= up_to as usize),
        };
        let mut notes = image.findings.clone();
        notes.extend(layers::findings(image));
        notes.retain(|finding| finding.at.layer.is_some_and(|layer| is_seen(layer.index)));
        let seen = || image.layers.iter().enumerate().filter(|(index, _)| is_seen(*index));
        let complete = seen().all(|(_, layer)| is_whole(layer));
        let summary = Summary { findings: notes, complete, limits: limits.clone() };
        let (sorted, listed, found) = (None, None, None);
        let (doubts, settled) = (Vec::new(), Vec::new());
        let created_by = |layer: &Layer| image.history.get(layer.history?)?.stated.created_by.clone();
        let instructions = image.layers.iter().map(created_by).collect();
        let (own, up_to, waste, settlings) = (None, None, None, tree.borrow().settlings());
        Ok(Self {
            tree,
            layer,
            all,
            own,
            up_to,
            summary,
            sorted,
            listed,
            found,
            doubts,
            settled,
            settlings,
            waste,
            instructions,
        })
    }

    /// How much there is.
    pub fn summary(&mut self) -> FilesSummary {
        self.take_in();
        let Summary { findings: notes, complete, limits } = &self.summary;
        let (tree, layer) = (self.tree.borrow(), self.layer);
        let in_view =
            |finding: &Finding| layer.is_none() || finding.at.layer.map(|at| at.index) == layer.map(|at| at as usize);
        let notes: Vec<Finding> = notes.iter().cloned().chain(tree.findings().into_iter().filter(in_view)).collect();
        let mut summary = FilesSummary {
            entries: 0,
            files: 0,
            size: 0,
            set_aside: 0,
            findings: findings::rows(&notes, limits),
            complete: *complete,
        };
        let is_file =
            |record: &Record<'_>| matches!(record.kind, Kind::File | Kind::Hardlink) && record.whiteout().is_none();
        match layer.and_then(|layer| Some((layer, tree.layers().get(layer as usize)?.clone()?))) {
            Some((_, index)) => {
                let aside = Aside::new(&index, self.all);
                for record in index.records() {
                    if aside.holds(record.entry) {
                        summary.set_aside += 1;
                        continue;
                    }
                    summary.entries += 1;
                    summary.files += usize::from(is_file(&record));
                    summary.size = summary.size.saturating_add(content_bytes(&record));
                }
            }
            None if layer.is_none() => {
                let records = tree.all().iter().filter_map(|node| tree.record(tree.origin(*node)?));
                summary.entries = tree.all().len();
                summary.files = records.filter(is_file).count();
                summary.size = tree.below(Node::ROOT).map_or(0, |below| below.size);
                summary.set_aside = tree.set_aside();
            }
            None => {}
        }
        summary
    }

    /// What is in a directory; a link to one is followed.
    pub fn children(&mut self, path: &str, from: usize, count: usize, by_size: bool) -> Result<FilePage> {
        self.make_ready();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_deref() };
        let folder = view.resolve(path).filter(|node| view.is_folder(*node)).ok_or_else(|| no_such_path(path))?;
        let children = if by_size {
            if self.sorted.as_ref().is_none_or(|(sorted, _)| *sorted != folder) {
                let mut children = view.children(folder).to_vec();
                order::sort_by_key(&mut children, |child| std::cmp::Reverse(view.size(*child)));
                self.sorted = Some((folder, children));
            }
            self.sorted.as_ref().map(|(_, children)| children.as_slice()).unwrap_or_default()
        } else {
            view.children(folder)
        };
        let inside = view.path(folder);
        let mut path = if folder == Node::ROOT { Vec::new() } else { [&inside, &b"/"[..]].concat() };
        let prefix = path.len();
        let page = children.iter().skip(from).take(count);
        let mut rows = page.map(|child| {
            path.truncate(prefix);
            path.extend_from_slice(view.name(*child));
            view.row(*child, &path)
        });
        let rows = rows::within(self.summary.limits.page_bytes, &mut rows);
        Ok(FilePage { path: Some(Some(rows::text(&inside).0)), from, total: children.len(), rows })
    }

    /// Everything, or what is at or below a path: of an image by path, of a layer in its order.
    pub fn rows(&mut self, path: Option<&str>, from: usize, count: usize) -> Result<FilePage> {
        if self.listed.as_ref().is_none_or(|listed| listed.path.as_deref() != path) {
            let numbers = match path {
                None => self.all_numbers(),
                Some(path) => self.numbers_below(path)?,
            };
            self.listed = Some(Listed { path: path.map(str::to_owned), numbers });
        }
        self.take_in();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: None };
        let numbers = self.listed.as_ref().map(|listed| listed.numbers.as_slice()).unwrap_or_default();
        let page = numbers.iter().skip(from).take(count);
        let mut rows = page.filter_map(|number| match self.layer {
            None => tree.node(*number).map(|node| view.row(node, &view.path(node))),
            Some(layer) => stored_row(&tree, EntryId::new(layer, *number)),
        });
        let rows = rows::within(self.summary.limits.page_bytes, &mut rows);
        Ok(FilePage { path: Some(None), from, total: numbers.len(), rows })
    }

    /// Of a layer, for which nobody needs its tree.
    fn all_numbers(&self) -> Vec<u32> {
        let tree = self.tree.borrow();
        match self.layer {
            None => View { tree: &tree, own: None }.by_path(Node::ROOT).into_iter().map(Node::number).collect(),
            Some(layer) => {
                let index = tree.layers().get(layer as usize).and_then(Option::as_ref);
                index.map(|index| find::all_entries(index, self.all)).unwrap_or_default()
            }
        }
    }

    fn numbers_below(&mut self, path: &str) -> Result<Vec<u32>> {
        self.make_ready();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_deref() };
        let node = view.lookup(path).ok_or_else(|| no_such_path(path))?;
        Ok(match view.own {
            None => view.by_path(node).into_iter().map(Node::number).collect(),
            Some(own) => find::entries_below(own, node, self.all),
        })
    }

    /// One file, itself where it is a link.
    pub fn entry(&mut self, path: &str) -> Option<FileRow> {
        self.make_ready();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_deref() };
        if let Some(id) = view.outside(path) {
            return stored_row(&tree, id);
        }
        let node = view.lookup(path)?;
        Some(view.row(node, &view.path(node)))
    }

    /// What no container sees, of all layers or of the one.
    pub fn hidden(&mut self, from: usize, count: usize) -> FilePage {
        self.take_in();
        let tree = self.tree.borrow();
        let all = tree.hidden();
        let bounds = self.layer.map(|layer| {
            (all.partition_point(|hidden| hidden.layer < layer), all.partition_point(|hidden| hidden.layer <= layer))
        });
        let hidden = bounds.and_then(|(start, end)| all.get(start..end)).unwrap_or(all);
        let row = |hidden: &crate::tree::Hidden| {
            let row = stored_row(&tree, hidden.id())?;
            Some(FileRow { hidden_by: Some(Some(hidden.by)), kind: Some(hidden.fate.as_str()), ..row })
        };
        let rows =
            rows::within(self.summary.limits.page_bytes, &mut hidden.iter().skip(from).take(count).filter_map(row));
        FilePage { path: None, from, total: hidden.len(), rows }
    }

    /// The files whose bytes have to be read before it is known what changed.
    pub fn doubts(&mut self) -> Vec<LayerPlace> {
        self.take_in();
        let tree = self.tree.borrow();
        let sides = tree.doubts().into_iter().filter_map(|id| Some((id, place(&tree, id)?)));
        let mut holes = 0u64;
        let (doubts, places) = sides
            .filter(|(_, LayerPlace { file, .. })| {
                holes = holes.saturating_add(file.size.saturating_sub(file.stored_size));
                file.size <= DOUBTED && holes <= DOUBTED
            })
            .unzip();
        self.doubts = doubts;
        places
    }

    /// Says what the bytes of one of the last [`doubts`](Self::doubts) hash to by XXH64.
    pub fn settle(&mut self, doubt: usize, fingerprint: u64) {
        if let Some(id) = self.doubts.get(doubt) {
            self.settled.push((*id, fingerprint));
        }
    }

    /// Where a file's bytes are; links are followed inside the root. A layer's link may lead to what the layers below it
    /// have, but never to what a later one put there: that is not what it meant.
    pub fn place(&mut self, path: &str) -> Result<LayerPlace> {
        self.make_ready();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_deref() };
        let not_a_file = || Error::new(ErrorKind::NotAFile).at_path(path);
        if let Some(id) = view.outside(path) {
            return place(&tree, id).ok_or_else(not_a_file);
        }
        let node = view.resolve(path).ok_or_else(|| no_such_path(path))?;
        let mut content = view.origin(node).and_then(|id| tree.content_of(id)).ok_or_else(not_a_file)?;
        let is_link = tree.record(content).is_some_and(|record| record.kind == Kind::Symlink);
        if let Some(own) = view.own.filter(|_| is_link) {
            let layers = || tree.layers().iter().take(own.layer() as usize + 1).cloned().collect();
            let up_to = self.up_to.get_or_insert_with(|| Tree::new(layers(), self.all));
            let led_to = up_to.resolve(path.as_bytes(), true).ok_or_else(|| no_such_path(path))?;
            content = up_to.content(led_to).ok_or_else(not_a_file)?;
        }
        place(&tree, content).ok_or_else(not_a_file)
    }

    /// Likewise of an entry that a row is about, whatever else has its path.
    pub fn place_of(&mut self, row: EntryId) -> Result<LayerPlace> {
        let tree = self.tree.borrow();
        let unknown = || no_such_path(&format!("entry {} of layer {}", row.entry, row.layer));
        let index = tree.layers().get(row.layer as usize).and_then(Option::as_ref).ok_or_else(unknown)?;
        if row.entry as usize >= index.len() {
            return Err(unknown());
        }
        let not_a_file = || Error::new(ErrorKind::NotAFile).at_path(rows::text(&index.path(row.entry)).0);
        tree.content_of(row).and_then(|content| place(&tree, content)).ok_or_else(not_a_file)
    }

    /// Takes in what was settled, and makes the layer's own tree.
    fn make_ready(&mut self) {
        self.take_in();
        if self.own.is_none() {
            self.own = self.layer.and_then(|layer| self.tree.borrow().own(layer)).map(Rc::new);
        }
    }

    /// Takes in what was settled, which is enough for what does not look into the layer's own tree.
    fn take_in(&mut self) {
        if !self.settled.is_empty() {
            self.tree.borrow_mut().settle(self.settled.drain(..));
        }
        // Another view of the same tree may have settled something too.
        let settlings = self.tree.borrow().settlings();
        if self.settlings != settlings {
            self.settlings = settlings;
            self.own = None;
            self.waste = None;
        }
    }
}

fn is_whole(layer: &Layer) -> bool {
    layer.index.is_some() && layer.measured.as_ref().is_some_and(|measured| measured.contents.is_ok())
}

/// As docker counts.
fn content_bytes(record: &Record<'_>) -> u64 {
    match record.kind {
        Kind::File if record.whiteout().is_none() => record.size,
        Kind::Symlink => record.link.map_or(0, |target| target.len() as u64),
        _ => 0,
    }
}

fn stored_row(tree: &Tree, id: EntryId) -> Option<FileRow> {
    let index = tree.layers().get(id.layer as usize)?.as_ref()?;
    Some(FileRow::stored(tree, id, &index.record(id.entry)?, &index.path(id.entry)))
}

fn place(tree: &Tree, id: EntryId) -> Option<LayerPlace> {
    let record = tree.record(id).filter(|record| matches!(record.kind, Kind::File | Kind::Other))?;
    let Record { sparse_start, body, stored_size, size, .. } = record;
    let is_seen = record.whiteout().is_none();
    is_seen.then_some(LayerPlace { layer: id.layer, file: FilePlace { sparse_start, body, stored_size, size } })
}

fn no_such_path(path: &str) -> Error {
    Error::new(ErrorKind::NotFound { what: "path", name: path.to_owned() })
}
