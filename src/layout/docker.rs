//! The images of `manifest.json`.

use super::documents::Documents;
use super::{findings, name, oci};
use crate::error::Error;
use crate::finding::Finding;
use crate::image::{Image, Layer};
use crate::oci::config::Config;
use crate::oci::docker_save::SavedImage;

/// An image of which no manifest is stored: config and layers by their names in the archive.
pub(super) fn image(documents: &Documents, saved: &SavedImage) -> Image {
    let mut image = Image::default();
    let stored = name::inside(&saved.config).and_then(|name| documents.configs.get(&name));
    match stored {
        None => image.findings.push(findings::missing(&saved.config, "the config")),
        Some(stored) => {
            image.id.clone_from(&stored.id);
            image.document_bytes = stored.size;
            apply_config(&mut image, stored.config.as_ref());
            if let Some(finding) = findings::renamed(&saved.config, stored.id.as_ref()) {
                image.findings.push(finding);
            }
        }
    }
    let config = stored.and_then(|stored| stored.config.as_ref().ok());
    image.layers = layers(documents, saved);
    finish(&mut image, documents, config);
    image
}

/// The layers as `manifest.json` names them.
pub(super) fn layers(documents: &Documents, saved: &SavedImage) -> Vec<Layer> {
    let layer = |raw: &String| {
        let Some(blob) = name::inside(raw) else {
            return Layer { blob: raw.clone(), ..Layer::default() };
        };
        let stored = documents.blobs.get(&blob).cloned();
        let size = stored.as_ref().map(|stored| stored.size);
        Layer { blob, stored, size, ..Layer::default() }
    };
    saved.layers.iter().map(layer).collect()
}

/// Diff IDs, history and what is missing: the same for every image that has a config.
pub(super) fn finish(image: &mut Image, documents: &Documents, config: Option<&Config>) {
    let count = image.layers.len();
    if let Some(config) = config {
        let stated = config.rootfs.diff_ids.len();
        if stated != count {
            let message = format!("the config has {stated} diff IDs, but there are {count} layers");
            image.findings.push(Finding::error("layers/count", message).differs(stated, count));
        }
        for (index, (layer, text)) in image.layers.iter_mut().zip(&config.rootfs.diff_ids).enumerate() {
            match text.parse() {
                Ok(diff_id) => layer.diff_id = Some(diff_id),
                Err(error) => image.findings.push(Finding::from(&Error::at_layer(error, index, count))),
            }
        }
        image.join_history(config.history.clone());
    }
    for (index, layer) in image.layers.iter().enumerate() {
        if layer.stored.is_none() {
            let finding = match documents.blob_problems.get(&layer.blob) {
                Some(error) => Finding::from(&error.clone().at_path(&*layer.blob)),
                None if name::inside(&layer.blob).is_none() => findings::escapes(&layer.blob),
                None if !layer.urls.is_empty() => findings::foreign(&layer.blob, &layer.urls),
                None => findings::missing(&layer.blob, "a layer"),
            };
            image.findings.push(finding.at_layer(index, count));
        }
    }
}

/// What the config says of the image as a whole.
pub(super) fn apply_config(image: &mut Image, config: Result<&Config, &Error>) {
    match config {
        Err(error) => image.findings.push(Finding::from(error)),
        Ok(config) => {
            image.created.clone_from(&config.created);
            image.author.clone_from(&config.author);
            image.config = Some(config.config.clone());
            image.platform = oci::platform(&config.platform);
        }
    }
}
