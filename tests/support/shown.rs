//! A tree of files as an engine shows it, so that what engines say can be compared with ours.

use std::collections::BTreeMap;

use layerglass::tar::Kind;
use layerglass::tree::{Node, Tree};

/// What `stat` would tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub kind: String,
    pub mode: u32,
    pub uid: u64,
    pub gid: u64,
    pub size: u64,
    pub mtime: i64,
    /// Of a symbolic link.
    pub target: Option<Vec<u8>>,
    pub device: Option<String>,
    /// The first path, in the order of bytes, that shows the same file.
    pub same_as: Option<Vec<u8>>,
}

/// By path; the root is `.`.
pub fn of_tree(tree: &Tree) -> BTreeMap<Vec<u8>, Shown> {
    let mut paths: Vec<(Vec<u8>, Node)> = tree.all().iter().map(|node| (tree.path(*node), *node)).collect();
    paths.push((b".".to_vec(), Node::ROOT));
    paths.sort();
    let mut first = BTreeMap::new();
    let mut shown = BTreeMap::new();
    for (path, node) in paths {
        let same_as = tree.content(node).map(|body| first.entry(body).or_insert_with(|| path.clone()).clone());
        let same_as = same_as.filter(|other| *other != path);
        shown.insert(path, Shown { same_as, ..of_node(tree, node) });
    }
    shown
}

fn of_node(tree: &Tree, node: Node) -> Shown {
    let Some(record) = tree.origin(node).and_then(|id| tree.record(id)) else {
        let (target, device, same_as) = (None, None, None);
        return Shown { kind: "dir".into(), mode: 0o755, uid: 0, gid: 0, size: 0, mtime: 0, target, device, same_as };
    };
    let body = tree.content(node).and_then(|id| tree.record(id)).unwrap_or_else(|| record.clone());
    let kind = match body.kind {
        Kind::File | Kind::Hardlink => "file",
        Kind::Directory => "dir",
        Kind::Symlink => "link",
        Kind::Char => "char",
        Kind::Block => "block",
        Kind::Fifo => "fifo",
        Kind::Other => "other",
    };
    Shown {
        kind: kind.into(),
        mode: record.mode.into(),
        uid: record.uid,
        gid: record.gid,
        size: if body.kind == Kind::File { tree.size(node) } else { 0 },
        mtime: record.mtime,
        target: body.link.map(<[u8]>::to_vec),
        device: body.device.map(|(major, minor)| format!("native,{major},{minor}")),
        same_as: None,
    }
}

/// A listing in the form of mtree: `./path key=value …`. Hard links are told by name, or not at all.
pub fn of_mtree(text: &[u8]) -> BTreeMap<Vec<u8>, Shown> {
    let text = std::str::from_utf8(text).unwrap();
    let mut shown: BTreeMap<Vec<u8>, Shown> = BTreeMap::new();
    let mut links = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (path, words) = line.split_once(' ').unwrap();
        let path = plain(path);
        let path = path.strip_prefix(b"./").unwrap_or(&path).to_vec();
        let words: BTreeMap<&str, &str> = words.split(' ').filter_map(|word| word.split_once('=')).collect();
        let number = |key: &str| words.get(key).map_or(0, |number| number.parse().unwrap());
        if words["type"] == "hardlink" {
            links.push((path.clone(), plain(words["link"])));
        }
        let one = Shown {
            kind: words["type"].replace("hardlink", "file"),
            mode: u32::from_str_radix(words["mode"], 8).unwrap(),
            uid: number("uid"),
            gid: number("gid"),
            size: number("size"),
            mtime: words["time"].trim_end_matches(".0").parse().unwrap(),
            target: words.get("link").filter(|_| words["type"] == "link").map(|target| plain(target)),
            device: words.get("device").map(|device| (*device).to_owned()),
            same_as: None,
        };
        shown.insert(path, one);
    }
    for (path, first) in links {
        let size = shown[&first].size;
        let link = shown.get_mut(&path).unwrap();
        (link.size, link.same_as) = (size, Some(first));
    }
    shown
}

/// Without mtree's octal escapes.
fn plain(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte == b'\\' {
            let (digits, behind) = rest.split_at(3);
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 8).unwrap());
            rest = behind;
        } else {
            bytes.push(byte);
        }
    }
    bytes
}
