//! A folder of an image as an archive.

use std::collections::HashMap;

use super::trees::SharedTree;
use super::view::View;
use super::{Files, LayerPlace, no_such_path, place};
use crate::error::Result;
use crate::layer::Record;
use crate::tar::{END, Entry, Kind, fill, header};
use crate::tree::{EntryId, Node, Tree};

/// Makes a tar archive of a folder, or of one file: directories first, each before what is in it, then files in the order
/// in which their layers hold them, so that one pass over each layer is enough, then links and devices.
///
/// Write what [`next`](Self::next) gives, and each time [`place`](Self::place) names a file, write its bytes behind that.
pub struct TarMaker {
    tree: SharedTree,
    /// The members left to write, the next one last.
    members: Vec<Member>,
    /// Of the file that is being written.
    body: Option<LayerPlace>,
    ended: bool,
}

/// A member, by where its metadata and its bytes are.
struct Member {
    path: Vec<u8>,
    /// `None`: an implied directory.
    origin: Option<EntryId>,
    what: What,
}

enum What {
    /// Directories, links, devices: as the record says.
    Bare,
    /// A file, or a hard link to one that is no part of the archive.
    File(LayerPlace),
    /// A second name of a file of the archive.
    Again(Vec<u8>),
}

impl Files {
    /// What lies at a path as an archive; a link to a directory or a file is followed.
    pub fn tar(&mut self, path: &str) -> Result<TarMaker> {
        self.make_ready();
        let tree = self.tree.borrow();
        let view = View { tree: &tree, own: self.own.as_ref() };
        let top = view.resolve(path).ok_or_else(|| no_such_path(path))?;
        let members = members(view, top);
        Ok(TarMaker { tree: self.tree.clone(), members, body: None, ended: false })
    }
}

impl TarMaker {
    /// The next bytes of the archive that are no file's; `None` at its end.
    pub fn next_bytes(&mut self) -> Option<Vec<u8>> {
        let padding = self.body.take().map_or(0, |body| fill(body.file.size));
        let mut bytes = vec![0; padding];
        match self.members.pop() {
            Some(member) => {
                bytes.extend_from_slice(&member.header(&self.tree.borrow()));
                if let What::File(place) = member.what {
                    self.body = Some(place);
                }
                Some(bytes)
            }
            None if self.ended => None,
            None => {
                self.ended = true;
                bytes.extend_from_slice(&END);
                Some(bytes)
            }
        }
    }

    /// The file whose bytes follow what [`next_bytes`](Self::next_bytes) gave last; `None` where none do.
    pub fn place(&self) -> Option<LayerPlace> {
        self.body.filter(|body| body.file.size > 0)
    }
}

impl Member {
    fn header(&self, tree: &Tree) -> Vec<u8> {
        let Some(record) = self.origin.and_then(|id| tree.record(id)) else {
            return header(&Entry { path: self.path.clone(), kind: Kind::Directory, mode: 0o755, ..Entry::default() });
        };
        let (kind, size, link) = match &self.what {
            What::File(place) if record.kind == Kind::Hardlink => (Kind::File, place.file.size, None),
            What::File(place) => (record.kind, place.file.size, None),
            What::Again(first) => (Kind::Hardlink, 0, Some(first.clone())),
            What::Bare => (record.kind, 0, record.link.map(<[u8]>::to_vec)),
        };
        let Record { typeflag, uid, gid, uname, gname, mtime, mtime_ns, device, xattrs, .. } = record;
        header(&Entry {
            path: self.path.clone(),
            kind,
            typeflag,
            size,
            link,
            mode: record.mode.into(),
            uid,
            gid,
            uname: uname.to_vec(),
            gname: gname.to_vec(),
            mtime,
            mtime_ns,
            device,
            xattrs: xattrs.into_iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect(),
            ..Entry::default()
        })
    }
}

/// All members at and below `top`, the first one last. Whiteouts are no files, and stay out.
fn members(view: View<'_>, top: Node) -> Vec<Member> {
    let nodes = view.by_path(top);
    let above = view.path(top);
    // Names start with that of the folder itself; the root has none.
    let cut = above.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let (mut folders, mut files, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let mut first_names: HashMap<EntryId, Vec<u8>> = HashMap::new();
    for node in nodes {
        let origin = view.origin(node);
        let path = view.path(node).get(cut..).unwrap_or_default().to_vec();
        if view.is_folder(node) {
            folders.push(Member { path, origin, what: What::Bare });
            continue;
        }
        let Some(record) = origin.and_then(|id| view.tree.record(id)) else { continue };
        if record.whiteout().is_some() {
            continue;
        }
        // A hard link to nothing is no file that could be written.
        let Some(content) = origin.and_then(|id| view.tree.content_of(id)) else { continue };
        match (place(view.tree, content), first_names.get(&content)) {
            (_, Some(first)) => links.push(Member { path, origin, what: What::Again(first.clone()) }),
            (Some(place), None) => {
                first_names.insert(content, path.clone());
                files.push(Member { path, origin, what: What::File(place) });
            }
            (None, None) => {
                first_names.insert(content, path.clone());
                links.push(Member { path, origin: Some(content), what: What::Bare });
            }
        }
    }
    files.sort_by_key(|member| match &member.what {
        What::File(place) => (place.layer, place.file.body),
        _ => (0, 0),
    });
    // Names of files come before those that link to them, whatever they are called.
    folders.append(&mut files);
    folders.append(&mut links);
    folders.reverse();
    folders
}
