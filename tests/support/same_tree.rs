//! A tree beside the naive one, and what holds for every tree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use layerglass::layer::LayerIndex;
use layerglass::tree::{EntryId, Node, Tree};

use super::naive::{Naive, Path};

/// Stacks layers both ways and compares everything.
#[track_caller]
pub fn assert_same(layers: &[Arc<LayerIndex>]) -> Tree {
    let tree = Tree::new(layers.iter().cloned().map(Some).collect(), false);
    let naive = Naive::new(layers);
    assert_sound(&tree);

    let ours: BTreeMap<Path, _> = nodes(&tree).map(|node| (parts(&tree.path(node)), shown(&tree, node))).collect();
    let theirs: BTreeMap<Path, _> =
        naive.things.iter().map(|(path, thing)| (path.clone(), (thing.folder, thing.origin, thing.body))).collect();
    for path in ours.keys().chain(theirs.keys()) {
        assert_eq!(ours.get(path), theirs.get(path), "{}", shown_path(path));
    }
    for node in nodes(&tree).filter(|node| tree.is_folder(*node)) {
        let path = parts(&tree.path(node));
        let below = tree.below(node).unwrap();
        assert_eq!(below.size, naive.size_below(&path), "bytes below {}", shown_path(&path));
        let count = theirs.keys().filter(|other| other.starts_with(&path)).count() - 1;
        assert_eq!(below.entries as usize, count, "entries below {}", shown_path(&path));
    }
    for (id, change) in &naive.changes {
        assert_eq!(tree.change_of(*id), *change, "{id:?}");
    }
    let every =
        layers.iter().zip(0..).flat_map(|(index, layer)| index.records().map(move |it| EntryId::new(layer, it.entry)));
    for id in every {
        let ours = tree.hidden_by(id).map(|hidden| (hidden.by, hidden.fate));
        assert_eq!(ours, naive.hidden.get(&id).copied(), "what hides {id:?}");
    }
    assert_eq!(tree.hidden().len(), naive.hidden.keys().filter(|id| !naive.is_folder(**id)).count());
    tree
}

/// What holds for every tree.
#[track_caller]
pub fn assert_sound(tree: &Tree) {
    let mut reached = BTreeSet::from([Node::ROOT]);
    for node in nodes(tree).filter(|node| tree.is_folder(*node)) {
        let children = tree.children(node);
        assert!(children.is_sorted_by(|one, other| tree.name(*one) < tree.name(*other)), "sorted, each name once");
        for child in children {
            assert_eq!(tree.parent(*child), node);
            assert!(reached.insert(*child), "each lies in one folder");
        }
        assert_eq!(tree.by_size(node).len(), children.len());
        assert!(tree.by_size(node).is_sorted_by(|one, other| tree.size(*one) >= tree.size(*other)));
    }
    assert_eq!(reached.len(), tree.all().len() + 1, "all can be reached");
    for node in nodes(tree) {
        assert_eq!(tree.lookup(&tree.path(node)), Some(node));
        assert_eq!(tree.node(node.number()), Some(node));
        assert!(tree.origin(node).is_none_or(|id| tree.hidden_by(id).is_none()), "what is seen is not hidden");
    }
    assert!(tree.hidden().is_sorted_by(|one, other| one.id() < other.id()), "each is hidden once");
}

fn nodes(tree: &Tree) -> impl Iterator<Item = Node> {
    std::iter::once(Node::ROOT).chain(tree.all().iter().copied())
}

fn shown(tree: &Tree, node: Node) -> (bool, Option<EntryId>, Option<EntryId>) {
    (tree.is_folder(node), tree.origin(node), tree.content(node))
}

fn parts(path: &[u8]) -> Path {
    path.split(|byte| *byte == b'/').map(<[u8]>::to_vec).filter(|name| name != b".").collect()
}

fn shown_path(path: &Path) -> String {
    String::from_utf8_lossy(&path.join(&b'/')).into_owned()
}
