//! Visible files with the same content.

use super::waste::{WasteKind, WastedPath};
use crate::layer::Content;
use crate::order;
use crate::tar::Kind;
use crate::tree::{EntryId, Node, Tree};

/// A visible file: what its bytes are, where they lie, and one of its paths.
struct File {
    digest: [u8; 16],
    size: u64,
    body: EntryId,
    node: Node,
}

/// Groups of files with the same content. `None` if there is a file of which no digest was computed; empty files and those
/// that are stored without their holes take no part.
pub(super) fn find(tree: &Tree) -> Option<Vec<WastedPath>> {
    let mut files = Vec::new();
    for &node in tree.all() {
        let Some(body) = tree.content(node) else { continue };
        let Some(record) = tree.record(body) else { continue };
        if record.kind != Kind::File || record.size == 0 || record.sparse_start.is_some() {
            continue;
        }
        let Content::Digest(digest) = record.content else { return None };
        files.push(File { digest, size: record.size, body, node });
    }
    // Several names of one file are one file, and of those the first in the order of paths tells where it is.
    order::sort_by(&mut files, &|one: &File, other: &File| {
        let key = |file: &File| (file.digest, file.size, file.body);
        key(one).cmp(&key(other)).then_with(|| tree.order(one.node, other.node))
    });
    files.dedup_by_key(|file| file.body);
    let groups = files.chunk_by(|one, other| (one.digest, one.size) == (other.digest, other.size));
    Some(groups.filter_map(|group| duplicate(tree, group)).collect())
}

fn duplicate(tree: &Tree, group: &[File]) -> Option<WastedPath> {
    let more = group.len().checked_sub(1).filter(|more| *more > 0)?;
    let mut nodes: Vec<Node> = group.iter().map(|file| file.node).collect();
    order::sort_by(&mut nodes, &|one, other| tree.order(*one, *other));
    let (node, others) = nodes.split_first()?;
    let mut layers: Vec<u32> = group.iter().map(|file| file.body.layer).collect();
    order::sort_by(&mut layers, &u32::cmp);
    layers.dedup();
    Some(WastedPath {
        node: *node,
        copies: u32::try_from(group.len()).unwrap_or(u32::MAX),
        bytes: group.first()?.size.saturating_mul(more as u64),
        kind: WasteKind::Duplicate,
        layers,
        others: others.to_vec(),
    })
}
