//! The entries of layers in a form that can be compared and read.

use layerglass::image::Image;
use layerglass::layer::{Content, LayerIndex, Record, Whiteout};
use layerglass::layout::Contents;
use layerglass::tar::Kind;
use layerglass::tree::{Hidden, Node, Tree};
use serde_json::{Value, json};

/// By image and layer. What is known of bodies is told where all of it is known, however they were read: the digests.
pub fn of(contents: &Contents) -> Value {
    let of_layer = |index: &LayerIndex| {
        let entries: Vec<String> = index.records().map(|record| line(index, &record)).collect();
        let digests: Vec<Value> = index.records().map(|record| digest(record.content)).collect();
        json!({ "entries": entries, "digests": digests })
    };
    let images = contents.images.iter();
    images
        .map(|image| Value::from_iter(image.layers.iter().map(|layer| layer.index.as_deref().map(of_layer))))
        .collect()
}

/// One line for an entry: `file etc/a 3 640 7:9`, then what only some have.
pub fn line(index: &LayerIndex, record: &Record<'_>) -> String {
    let kind = match record.whiteout() {
        Some(Whiteout::Of(_)) => "whiteout".to_owned(),
        Some(special) => format!("{special:?}").to_lowercase(),
        None => format!("{:?}", record.kind).to_lowercase(),
    };
    let mut line = format!("{kind} {} {}", index.path(record.entry).escape_ascii(), record.size);
    if record.stored_size != record.size {
        line += &format!(" (stored {})", record.stored_size);
    }
    line += &format!(" {:o} {}:{}", record.mode, record.uid, record.gid);
    if let Some(link) = record.link {
        line += &format!(" -> {}", link.escape_ascii());
    }
    for (name, value) in record.xattrs {
        line += &format!(" {}={}", name.escape_ascii(), value.escape_ascii());
    }
    line
}

/// By image: what a container sees, what it does not see any more, and what is odd about that.
///
/// Whether a file changed or was stored again is not told: where bodies were jumped over, nobody knows yet.
pub fn merged(contents: &Contents) -> Value {
    let of_image = |image: &Image| {
        let tree = Tree::new(image.layers.iter().map(|layer| layer.index.clone()).collect(), false);
        let hidden =
            |hidden: &Hidden| format!("{} of {} by {}", tree.path(hidden.node).escape_ascii(), hidden.layer, hidden.by);
        let findings = tree.findings();
        json!({
            "files": merged_lines(&tree),
            "hidden": tree.hidden().iter().map(hidden).collect::<Vec<_>>(),
            "findings": findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
        })
    };
    contents.images.iter().map(of_image).collect()
}

/// One line for each path but the root, sorted: `file etc/a 3 640 7:9 of 0`. A hard link's tells whose bytes it shows.
pub fn merged_lines(tree: &Tree) -> Vec<String> {
    let mut nodes = tree.all().to_vec();
    nodes.sort_unstable_by(|one, other| tree.order(*one, *other));
    nodes.iter().map(|node| merged_line(tree, *node)).collect()
}

fn merged_line(tree: &Tree, node: Node) -> String {
    let path = tree.path(node).escape_ascii().to_string();
    let Some(id) = tree.origin(node) else { return format!("implied {path}") };
    let record = tree.record(id).unwrap();
    let kind = format!("{:?}", record.kind).to_lowercase();
    let size = if tree.is_folder(node) { 0 } else { tree.size(node) };
    let mut line = format!("{kind} {path} {size} {:o} {}:{} of {}", record.mode, record.uid, record.gid, id.layer);
    match (record.kind, tree.content(node), record.link) {
        (Kind::Hardlink, Some(body), _) => {
            let index = tree.layers()[body.layer as usize].as_ref().unwrap();
            line += &format!(" = {} of {}", index.path(body.entry).escape_ascii(), body.layer);
        }
        (Kind::Hardlink, None, _) => line += " = nothing",
        (_, _, Some(target)) => line += &format!(" -> {}", target.escape_ascii()),
        _ => {}
    }
    line
}

fn digest(content: Content) -> Value {
    match content {
        Content::Digest(half) => half.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
        _ => Value::Null,
    }
}
