//! The entries of layers in a form that can be compared and read.

use layerglass::layer::{Content, LayerIndex, Record, Whiteout};
use layerglass::layout::Contents;
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

fn digest(content: Content) -> Value {
    match content {
        Content::Digest(half) => half.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
        _ => Value::Null,
    }
}
