//! What layers did to files, which of that is waste, and what cannot be told before more was read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::hash::Hasher;
use std::sync::Arc;

use layerglass::analyze::{LayerWaste, Waste, WasteKind};
use layerglass::layer::{Depth, LayerIndex, LayerReader};
use layerglass::limits::Limits;
use layerglass::tree::{Change, EntryId, Fate, Tree};
use layerglass::wants::Wants;
use support::items::{Item, What, layer};
use support::stack::{index, index_to, stack};
use support::tarball::Tarball;

fn item(path: &str, what: What, mode: u32, mtime: u64) -> Item {
    Item { path: path.to_owned(), what, mode, mtime }
}

fn file(path: &str, text: &str, mode: u32, mtime: u64) -> Item {
    item(path, What::File(text.to_owned()), mode, mtime)
}

fn tree_of(layers: &[&[Item]]) -> Tree {
    Tree::new(layers.iter().map(|items| Some(index(&layer(items)))).collect(), false)
}

/// What the last layer's only entry did, and what became of the one below.
fn change(before: Item, after: Item) -> (Change, Option<Fate>) {
    let tree = tree_of(&[&[before], &[after]]);
    let fate = tree.hidden_by(EntryId::new(0, 0)).map(|hidden| hidden.fate);
    (tree.change_of(EntryId::new(1, 0)), fate)
}

#[test]
fn changes() {
    use Change::{Added, Metadata, Modified, Removed, Unchanged};
    let link = |target: &str| What::Symlink(target.to_owned());
    let rows = [
        (file("a", "1", 0o644, 7), file("b", "1", 0o644, 7), Added, None),
        (file("a", "1", 0o644, 7), file("a", "2", 0o644, 7), Modified, Some(Fate::Overwritten)),
        (file("a", "1", 0o644, 7), file("a", "12", 0o644, 7), Modified, Some(Fate::Overwritten)),
        (file("a", "1", 0o644, 7), file("a", "1", 0o600, 7), Metadata, Some(Fate::Metadata)),
        (file("a", "1", 0o644, 7), file("a", "1", 0o644, 8), Metadata, Some(Fate::Metadata)),
        (file("a", "1", 0o644, 7), file("a", "1", 0o644, 7), Unchanged, Some(Fate::Metadata)),
        (file("a", "", 0o644, 7), file("a", "", 0o644, 7), Unchanged, Some(Fate::Metadata)),
        (item("a", link("b"), 0o777, 7), item("a", link("c"), 0o777, 7), Modified, Some(Fate::Overwritten)),
        (item("a", link("b"), 0o777, 7), item("a", link("b"), 0o777, 8), Metadata, Some(Fate::Metadata)),
        (item("a", What::Folder, 0o755, 7), item("a", What::Folder, 0o700, 7), Metadata, Some(Fate::Metadata)),
        (item("a", What::Folder, 0o755, 7), item("a", What::Folder, 0o755, 7), Unchanged, Some(Fate::Metadata)),
        (item("a", What::Folder, 0o755, 7), file("a", "1", 0o755, 7), Modified, Some(Fate::Overwritten)),
        (item("a", What::Device(3), 0o644, 7), item("a", What::Device(4), 0o644, 7), Modified, Some(Fate::Overwritten)),
        (item("a", What::Device(3), 0o644, 7), item("a", What::Device(0), 0o644, 7), Removed, Some(Fate::Removed)),
        (file("a", "1", 0o644, 7), file(".wh.a", "", 0o644, 7), Removed, Some(Fate::Removed)),
    ];
    for (number, (before, after, expected, fate)) in rows.into_iter().enumerate() {
        let case = format!("{number}: {before:?}, then {after:?}");
        assert_eq!(change(before, after), (expected, fate), "{case}");
    }
}

/// A folder that was only implied gets an entry: it was there, but with another mode.
#[test]
fn an_entry_for_an_implied_folder_changes_its_metadata() {
    let tree = tree_of(&[&[file("a/x", "1", 0o644, 7)], &[item("a", What::Folder, 0o755, 7)]]);
    assert_eq!(tree.change_of(EntryId::new(1, 0)), Change::Metadata);
}

/// That there is a root goes without saying, whatever the layers below hold: its first entry is added.
#[test]
fn the_first_entry_of_the_root_is_added() {
    let root = || item(".", What::Folder, 0o755, 7);
    for below in [vec![], vec![file("a", "1", 0o644, 7)]] {
        let tree = tree_of(&[&below, &[root()], &[item(".", What::Folder, 0o700, 7)]]);
        assert_eq!([1, 2].map(|layer| tree.change_of(EntryId::new(layer, 0))), [Change::Added, Change::Metadata]);
    }
}

/// Reads a layer as one that can be jumped in: no bodies are seen.
fn hopped(stored: &[u8]) -> Arc<LayerIndex> {
    let mut reader = LayerReader::new(None, Depth::Index, &Limits::default());
    while let Wants::Bytes { at, want, skippable } = reader.wants() {
        let at = usize::try_from(at).unwrap();
        if skippable > 0 {
            reader.skipped(skippable).unwrap();
        } else {
            let end = stored.len().min(at + usize::try_from(want).unwrap());
            if at >= end {
                break;
            }
            reader.push(&stored[at..end]);
        }
    }
    Arc::new(reader.finish().index.unwrap())
}

fn xxh64(bytes: &[u8]) -> u64 {
    let mut hasher = twox_hash::XxHash64::with_seed(0);
    hasher.write(bytes);
    hasher.finish()
}

#[test]
fn doubts_are_settled_by_reading() {
    let text = |fill: &str| fill.repeat(3000);
    let lower =
        [file("same", &text("s"), 0o644, 7), file("other", &text("o"), 0o644, 7), file("longer", "1", 0o644, 7)];
    let upper =
        [file("same", &text("s"), 0o644, 8), file("other", &text("p"), 0o644, 7), file("longer", &text("l"), 0o644, 7)];
    let layers = [layer(&lower), layer(&upper)];
    let mut tree = Tree::new(layers.iter().map(|layer| Some(hopped(layer))).collect(), false);
    let changes = |tree: &Tree| [0, 1, 2].map(|entry| tree.change_of(EntryId::new(1, entry)));
    let fates = |tree: &Tree| tree.hidden().iter().map(|hidden| hidden.fate).collect::<Vec<_>>();
    // Until more is known, the same time is the same file.
    assert_eq!(changes(&tree), [Change::Modified, Change::Unchanged, Change::Modified]);
    let doubts: Vec<(u32, u32)> = tree.doubts().iter().map(|id| (id.layer, id.entry)).collect();
    assert_eq!(doubts, [(0, 0), (0, 1), (1, 0), (1, 1)], "files of one size, each once");

    let read = |id: EntryId| match if id.layer == 0 { &lower[id.entry as usize] } else { &upper[id.entry as usize] } {
        Item { what: What::File(text), .. } => xxh64(text.as_bytes()),
        other => panic!("{other:?} is no file"),
    };
    tree.settle(tree.doubts().into_iter().map(|id| (id, read(id))).collect::<Vec<_>>());
    assert_eq!(tree.doubts(), []);
    assert_eq!(changes(&tree), [Change::Metadata, Change::Modified, Change::Modified]);
    assert_eq!(fates(&tree), [Fate::Metadata, Fate::Overwritten, Fate::Overwritten]);

    // The same as when every body passed by.
    let streamed = Tree::new(layers.iter().map(|layer| Some(index(layer))).collect(), false);
    assert_eq!((changes(&streamed), fates(&streamed), streamed.doubts()), (changes(&tree), fates(&tree), vec![]));
}

#[test]
fn waste_of_each_kind() {
    let tree = stack([
        Tarball::new()
            .file("over", "1234567")
            .file("gone/a", "12345")
            .file("link", "123")
            .hardlink("kept", "link")
            .file("same", "12"),
        Tarball::new().file("over", "12345678").file(".wh.gone", "").file("link", "1").file("same", "12"),
        Tarball::new().file("over", "1").symlink("s", "over"),
    ]);
    let waste = Waste::new(&tree);
    assert_eq!((waste.content_size, waste.merged_size, waste.wasted_bytes), (33, 3 + 3 + 5, 22));
    assert_eq!(
        waste.layers,
        [
            LayerWaste { content_size: 17, merged_size: 3, hidden_bytes: 14, hides_bytes: 0 },
            LayerWaste { content_size: 11, merged_size: 3, hidden_bytes: 8, hides_bytes: 14 },
            LayerWaste { content_size: 5, merged_size: 5, hidden_bytes: 0, hides_bytes: 8 },
        ]
    );
    let paths: Vec<_> = waste
        .paths
        .iter()
        .map(|path| (tree.path(path.node), path.copies, path.bytes, path.kind, path.layers.clone()))
        .collect();
    let row = |path: &str, copies, bytes, kind, layers: &[u32]| {
        (path.as_bytes().to_vec(), copies, bytes, kind, layers.to_vec())
    };
    assert_eq!(
        paths,
        [
            row("over", 3, 15, WasteKind::Overwritten, &[0, 1, 2]),
            row("gone/a", 1, 5, WasteKind::Removed, &[0, 1]),
            row("same", 2, 2, WasteKind::Metadata, &[0, 1]),
        ]
    );
    assert_eq!(waste.reclaimable_bytes, None, "digests were not asked for");
}

/// The bytes of a file are wasted when its last name goes.
#[test]
fn the_last_name_counts() {
    let tree = stack([
        Tarball::new().file("a", "123").hardlink("b", "a"),
        Tarball::new().file(".wh.a", ""),
        Tarball::new().file(".wh.b", ""),
    ]);
    let waste = Waste::new(&tree);
    let hides: Vec<u64> = waste.layers.iter().map(|layer| layer.hides_bytes).collect();
    assert_eq!(hides, [0, 0, 3]);
    let paths: Vec<_> = waste.paths.iter().map(|path| (tree.path(path.node), path.layers.clone())).collect();
    assert_eq!(paths, [(b"a".to_vec(), vec![0, 1, 2])], "the second took a name of it, the third the last one");
}

/// A link to a lower layer's file holds no bytes, and keeps those in sight for the layer that does.
#[test]
fn a_link_to_a_lower_layer_keeps_its_bytes_in_sight() {
    let tree =
        stack([Tarball::new().file("a", "123"), Tarball::new().hardlink("b", "a"), Tarball::new().file("a", "45")]);
    let waste = Waste::new(&tree);
    let sizes: Vec<_> = waste.layers.iter().map(|layer| (layer.content_size, layer.merged_size)).collect();
    assert_eq!(sizes, [(3, 3), (0, 0), (2, 2)]);
    assert_eq!(waste.wasted_bytes, 0);
}

#[test]
fn duplicates_are_files_with_one_content() {
    let layers = [
        Tarball::new().file("b/x", "12345").hardlink("b/y", "b/x").file("empty", "").file("one", "12").end(),
        Tarball::new().file("a", "12345").file("c", "12345").file("nothing", "").file("one", "123").end(),
    ];
    let tree = Tree::new(layers.iter().map(|layer| Some(index_to(layer, Depth::Digests))).collect(), false);
    let waste = Waste::new(&tree);
    assert_eq!((waste.wasted_bytes, waste.reclaimable_bytes), (2, Some(2 + 10)));
    let duplicate = &waste.paths[0];
    let others: Vec<_> = duplicate.others.iter().map(|node| tree.path(*node)).collect();
    assert_eq!((tree.path(duplicate.node), others), (b"a".to_vec(), vec![b"b/x".to_vec(), b"c".to_vec()]));
    assert_eq!((duplicate.copies, duplicate.bytes, duplicate.kind), (3, 10, WasteKind::Duplicate));
    assert_eq!(duplicate.layers, [0, 1]);
}

#[test]
fn nothing_wastes_nothing() {
    for tree in [Tree::new(vec![], false), Tree::new(vec![None], false), stack([Tarball::new()])] {
        let waste = Waste::new(&tree);
        assert!((waste.efficiency() - 1.0).abs() < f64::EPSILON);
        assert_eq!((waste.content_size, waste.paths.len()), (0, 0));
    }
}

/// A layer's own tree has what the layer stores, whiteouts too, and says where it changed anything.
#[test]
fn a_layers_own_tree() {
    let tree = tree_of(&[
        &[
            item("a", What::Folder, 0o755, 7),
            file("a/x", "1", 0o644, 7),
            file("b/y", "1", 0o644, 7),
            file("b/z", "1", 0o644, 7),
        ],
        &[
            item("a", What::Folder, 0o755, 7),
            file("a/x", "1", 0o644, 7),
            file("b/.wh.y", "", 0o644, 7),
            file("b/z", "12", 0o644, 7),
        ],
    ]);
    let own = tree.own(1).unwrap();
    let paths: Vec<_> = own.all().iter().map(|node| String::from_utf8(own.path(*node)).unwrap()).collect();
    assert_eq!(paths, ["a", "b", "a/x", "b/.wh.y", "b/z"]);
    let below = |path: &str| own.below(own.resolve(path.as_bytes(), false).unwrap()).unwrap();
    assert_eq!((below("a").size, below("a").entries, below("a").changed), (1, 1, false));
    assert_eq!((below("b").size, below("b").entries, below("b").changed), (2, 2, true));
    assert_eq!((below(".").size, below(".").changed), (3, true));
    assert!(tree.own(2).is_none());
}

/// Who put a folder in a file's place is named, though it holds no copy.
#[test]
fn who_replaced_a_file_by_a_folder_is_named() {
    let tree = stack([Tarball::new().file("a", "123"), Tarball::new(), Tarball::new().directory("a/")]);
    let waste = Waste::new(&tree);
    assert_eq!(
        waste.paths.first().map(|path| (path.kind, path.copies, &*path.layers)),
        Some((WasteKind::Overwritten, 1, &[0, 2][..]))
    );
}

/// A marker below a file of its own layer is about nothing, wherever it stands.
#[test]
fn a_whiteout_below_a_file_leaves_the_file() {
    let lower = Tarball::new().file("app/old", "1");
    for marker in ["app/.wh.old", "app/.wh..wh..opq", "app/x/.wh.y"] {
        let after = stack([lower.clone(), Tarball::new().file("app", "22").file(marker, "")]);
        let before = stack([lower.clone(), Tarball::new().file(marker, "").file("app", "22")]);
        for tree in [after, before] {
            let app = tree.lookup(b"app").unwrap();
            assert_eq!((tree.is_folder(app), tree.size(app)), (false, 2), "{marker}");
        }
    }
}

/// A hard link is of what has the name when it is made: of a lower layer's file, though its own layer replaces that later.
#[test]
fn a_hard_link_is_of_what_was_there_before_it() {
    let tree = stack([Tarball::new().file("a", "1"), Tarball::new().hardlink("b", "a").file("a", "22")]);
    let size = |path: &[u8]| tree.size(tree.lookup(path).unwrap());
    assert_eq!((size(b"a"), size(b"b")), (2, 1));
    let forward = stack([Tarball::new().hardlink("b", "a").file("a", "22")]);
    assert_eq!(forward.size(forward.lookup(b"b").unwrap()), 2);
}

/// Of a layer that cannot be read nothing is shown, and nothing of other layers in its stead.
#[test]
fn an_unread_layer_has_no_files_of_its_own() {
    let base = index(&Tarball::new().file("a", "1").end());
    let tree = Tree::new(vec![Some(base), None], false);
    assert!(tree.own(1).unwrap().all().is_empty());
    assert_eq!(tree.all().len(), 1);
}

/// A folder that only stands in paths is new where there was none below.
#[test]
fn what_a_layer_did_to_implied_folders() {
    let tree = stack([Tarball::new().file("etc/a", "1"), Tarball::new().file("etc/b", "1").file("opt/c", "1")]);
    let change = |layer: u32, path: &[u8]| {
        let own = tree.own(layer).unwrap();
        own.change_of_implied(&tree, own.resolve(path, false).unwrap())
    };
    assert_eq!(
        [change(0, b"etc"), change(1, b"etc"), change(1, b"opt")],
        [Change::Added, Change::Unchanged, Change::Added]
    );
}
