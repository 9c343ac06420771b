//! Archives from before docker 1.10: every layer is an image of its own, with its config and its parent's id.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::budget::Budget;
use super::documents::{Doc, Documents, StoredLegacy};
use super::name;
use crate::finding::Finding;
use crate::image::{Image, Layer, Name};
use crate::oci::config::History;
use crate::oci::docker_save::LegacyLayer;

/// The images that `repositories` names, in its order, then those that are no other's parent.
pub(super) fn images(documents: &Documents, budget: &mut Budget) -> Vec<Image> {
    let mut order: Vec<&str> = Vec::new();
    let mut names: HashMap<&str, Vec<Name>> = HashMap::new();
    if let Doc::Read(repositories) = &documents.repositories {
        for (repository, tag, id) in tags(repositories) {
            let known = names.entry(id).or_insert_with(|| {
                order.push(id);
                Vec::new()
            });
            known.push(name::from_tag(&format!("{repository}:{tag}"), "repositories"));
        }
    }
    let parents: HashSet<&str> =
        documents.legacy.values().filter_map(|stored| stored.layer.parent.as_deref()).collect();
    let tops = documents.legacy.keys().map(String::as_str).filter(|id| !parents.contains(id));
    order.extend(tops.filter(|id| !names.contains_key(id)).collect::<Vec<_>>());
    let images = order.into_iter().map_while(|id| {
        let names = names.remove(id).unwrap_or_default();
        let mut findings = Vec::new();
        let chain = chain(documents, id, &mut findings);
        let documents_size = chain.iter().map(|(_, layer)| layer.size).fold(0, u64::saturating_add);
        let affordable = budget.afford_visit(chain.len().saturating_add(names.len()))
            && budget.afford_image(documents_size, chain.iter().map(|(id, _)| id.len()));
        affordable.then(|| image(documents, &chain, names, findings))
    });
    images.collect()
}

/// Repository, tag and id, sorted by repository and tag.
pub(super) fn tags(
    repositories: &BTreeMap<String, BTreeMap<String, String>>,
) -> impl Iterator<Item = (&str, &str, &str)> {
    repositories.iter().flat_map(|(repository, tags)| {
        tags.iter().map(move |(tag, id)| (repository.as_str(), tag.as_str(), id.as_str()))
    })
}

fn image(documents: &Documents, chain: &Chain<'_>, names: Vec<Name>, findings: Vec<Finding>) -> Image {
    let mut image = Image { names, findings, ..Image::default() };
    if let Some((_, StoredLegacy { layer, .. })) = chain.last() {
        image.created.clone_from(&layer.created);
        image.author.clone_from(&layer.author);
        image.config = Some(layer.config.clone());
        image.platform.os = layer.os.clone().unwrap_or_default();
        image.platform.architecture = layer.architecture.clone().unwrap_or_default();
    }
    for (id, _) in chain {
        let blob = format!("{id}/layer.tar");
        let stored = documents.blobs.get(&blob).cloned();
        let size = stored.as_ref().map(|stored| stored.size);
        image.layers.push(Layer { blob, stored, size, ..Layer::default() });
    }
    image.join_history(chain.iter().map(|(_, stored)| history(&stored.layer)).collect());
    image
}

/// Layers with their ids, base first.
type Chain<'a> = Vec<(String, &'a StoredLegacy)>;

/// From the base to `top`; stops where a parent is missing or comes round again.
fn chain<'a>(documents: &'a Documents, top: &str, findings: &mut Vec<Finding>) -> Chain<'a> {
    let mut chain = Vec::new();
    let mut seen = HashSet::new();
    let mut next = Some(top.to_owned());
    while let Some(id) = next.filter(|id| !id.is_empty()) {
        let Some(stored) = documents.legacy.get(&id) else {
            let message = format!("layer {id} is named as a parent, but {id}/json is not in the archive");
            findings
                .push(Finding::error("archive/missing-blob", message).param("name", &id).at_path(format!("{id}/json")));
            break;
        };
        if !seen.insert(id.clone()) {
            findings
                .push(Finding::error("legacy/parent-cycle", format!("layer {id} is its own ancestor")).param("id", id));
            break;
        }
        next = stored.layer.parent.clone();
        chain.push((id, stored));
    }
    chain.reverse();
    chain
}

/// docker's own conversion joins the command with spaces.
fn history(layer: &LegacyLayer) -> History {
    let command = match layer.container_config.get("Cmd") {
        Some(Value::Array(words)) => Some(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        _ => None,
    };
    History {
        created: layer.created.clone(),
        created_by: command,
        comment: layer.comment.clone(),
        author: layer.author.clone(),
        empty_layer: false,
    }
}
