//! A folder of an image as an archive.

use std::collections::HashMap;
use std::rc::Rc;

use super::trees::SharedTree;
use super::view::View;
use super::{Files, LayerPlace, no_such_path, place};
use crate::error::Result;
use crate::order;
use crate::tar::{END, Entry, Kind, fill, header};
use crate::tree::{EntryId, Node, OwnTree};

/// Makes a tar archive of a folder, or of one file: directories first, each before what is in it, then files in the order
/// in which their layers hold them, so that one pass over each layer is enough, then links and devices.
///
/// Write what [`next_bytes`](Self::next_bytes) gives, and each time [`place`](Self::place) names a file, write its bytes behind that.
pub struct TarMaker {
    tree: SharedTree,
    own: Option<Rc<OwnTree>>,
    /// How much of each path is left out: what lies above the folder.
    cut: usize,
    /// The members left to write, the next one last.
    members: Vec<Member>,
    /// Of the file that is being written.
    body: Option<LayerPlace>,
    ended: bool,
}

#[derive(Clone, Copy)]
struct Member {
    node: Node,
    /// The member that is the same file under another name.
    first: Option<Node>,
}

impl Files {
    /// What lies at a path as an archive; a link to a directory or a file is followed.
    pub fn tar(&mut self, path: &str) -> Result<TarMaker> {
        self.make_ready();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_deref() };
        let top = view.resolve(path).ok_or_else(|| no_such_path(path))?;
        // Names start with that of the folder itself; the root has none.
        let cut = view.path(top).iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let (tree, own) = (self.tree.clone(), self.own.clone());
        Ok(TarMaker { tree, own, cut, members: members(view, top), body: None, ended: false })
    }
}

impl TarMaker {
    /// The next bytes of the archive that are no file's; `None` at its end.
    pub fn next_bytes(&mut self) -> Option<Vec<u8>> {
        let padding = self.body.take().map_or(0, |body| fill(body.file.size));
        let mut bytes = vec![0; padding];
        let Some(member) = self.members.pop() else {
            if self.ended {
                return None;
            }
            self.ended = true;
            bytes.extend_from_slice(&END);
            return Some(bytes);
        };
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_deref() };
        let path = |node| view.path(node).get(self.cut..).unwrap_or_default().to_vec();
        self.body = if member.first.is_some() { None } else { body(view, member.node) };
        bytes.extend_from_slice(&header(&entry(view, member, self.body, &path)));
        Some(bytes)
    }

    /// The file whose bytes follow what [`next_bytes`](Self::next_bytes) gave last; `None` where none do.
    pub fn place(&self) -> Option<LayerPlace> {
        self.body.filter(|body| body.file.size > 0)
    }
}

fn entry(view: View<'_>, member: Member, body: Option<LayerPlace>, path: &dyn Fn(Node) -> Vec<u8>) -> Entry {
    // All names of a file have its mode, owner and times, as rows have it; a hard link to a link or a device is one itself.
    let Some(record) = content(view, member.node).and_then(|id| view.tree.record(id)) else {
        return Entry { path: path(member.node), kind: Kind::Directory, mode: 0o755, ..Entry::default() };
    };
    let first = member.first.map(path);
    Entry {
        path: path(member.node),
        kind: if first.is_some() { Kind::Hardlink } else { record.kind },
        typeflag: record.typeflag,
        size: body.map_or(0, |body| body.file.size),
        link: first.or_else(|| record.link.map(<[u8]>::to_vec)),
        device: record.device,
        mode: record.mode.into(),
        uid: record.uid,
        gid: record.gid,
        uname: record.uname.to_vec(),
        gname: record.gname.to_vec(),
        mtime: record.mtime,
        mtime_ns: record.mtime_ns,
        xattrs: record.xattrs.into_iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect(),
        ..Entry::default()
    }
}

fn content(view: View<'_>, node: Node) -> Option<EntryId> {
    view.tree.content_of(view.origin(node)?)
}

fn body(view: View<'_>, node: Node) -> Option<LayerPlace> {
    content(view, node).and_then(|id| place(view.tree, id))
}

/// All members at and below `top`, the first one last. Whiteouts are no files, and stay out; a hard link to nothing is
/// none either.
fn members(view: View<'_>, top: Node) -> Vec<Member> {
    let nodes = view.by_path(top);
    let (mut folders, mut files, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let mut first_names: HashMap<EntryId, u64> = HashMap::new();
    for (at, &node) in (0u64..).zip(&nodes) {
        let mut member = Member { node, first: None };
        if view.is_folder(node) {
            folders.push(member);
            continue;
        }
        let Some((content, record)) = content(view, node).zip(view.origin(node).and_then(|id| view.tree.record(id)))
        else {
            continue;
        };
        if record.whiteout().is_some() {
            continue;
        }
        let first = *first_names.entry(content).or_insert(at);
        if first < at {
            member.first = usize::try_from(first).ok().and_then(|first| nodes.get(first)).copied();
        }
        let list = if first == at && body(view, node).is_some() { &mut files } else { &mut links };
        list.push(member);
    }
    let place = |member: &Member| body(view, member.node).map(|body| (body.layer, body.file.body));
    order::sort_by_key(&mut files, place);
    // A file comes before what links to it, whatever they are called.
    folders.append(&mut files);
    folders.append(&mut links);
    folders.reverse();
    folders
}
