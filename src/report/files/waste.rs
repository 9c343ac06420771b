//! Where the bytes of an image went, as the outside sees it.

// What each field is stands in `src/wasm/types.d.ts`, once.
#![allow(missing_docs)]

use serde::Serialize;

use super::Files;
use super::rows::{Row, safe, text, within};
use crate::analyze::{Waste, WasteKind, WastedPath};
use crate::report::{MAX_SAFE_INTEGER, SCHEMA_VERSION};
use crate::tree::{Node, Tree};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WasteReport {
    pub schema_version: u32,
    pub efficiency: f64,
    #[serde(serialize_with = "safe")]
    pub wasted_bytes: u64,
    pub reclaimable_bytes: Option<u64>,
    #[serde(serialize_with = "safe")]
    pub content_size: u64,
    #[serde(serialize_with = "safe")]
    pub merged_size: u64,
    pub layers: Vec<WasteLayer>,
    pub paths: Vec<WastePath>,
    pub from: usize,
    pub total: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WasteLayer {
    pub layer: usize,
    #[serde(serialize_with = "safe")]
    pub content_size: u64,
    #[serde(serialize_with = "safe")]
    pub merged_size: u64,
    #[serde(serialize_with = "safe")]
    pub hidden_bytes: u64,
    #[serde(serialize_with = "safe")]
    pub hides_bytes: u64,
    pub created_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WastePath {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
    pub copies: u32,
    #[serde(serialize_with = "safe")]
    pub bytes: u64,
    pub kind: &'static str,
    pub layers: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

/// Other paths of one content that are told, and how many bytes of them: who has more has enough to do.
const OTHERS: (usize, usize) = (1000, 1 << 20);

impl Files {
    /// What no container sees of all that is stored. Duplicates only count where they were asked for and every file's
    /// digest is known.
    pub fn waste(&mut self, from: usize, count: usize, duplicates: bool) -> WasteReport {
        self.take_in();
        let tree = self.tree.borrow();
        let waste = self.waste.get_or_insert_with(|| Waste::new(&tree));
        let is_wanted = |path: &&WastedPath| duplicates || path.kind != WasteKind::Duplicate;
        let paths = waste.paths.iter().filter(is_wanted);
        let created_by = |layer: usize| self.instructions.get(layer).cloned().flatten();
        WasteReport {
            schema_version: SCHEMA_VERSION,
            efficiency: waste.efficiency(),
            wasted_bytes: waste.wasted_bytes,
            reclaimable_bytes: waste.reclaimable_bytes.filter(|_| duplicates).map(|bytes| bytes.min(MAX_SAFE_INTEGER)),
            content_size: waste.content_size,
            merged_size: waste.merged_size,
            layers: waste
                .layers
                .iter()
                .enumerate()
                .map(|(layer, part)| WasteLayer {
                    layer,
                    content_size: part.content_size,
                    merged_size: part.merged_size,
                    hidden_bytes: part.hidden_bytes,
                    hides_bytes: part.hides_bytes,
                    created_by: created_by(layer),
                })
                .collect(),
            paths: within(
                self.summary.limits.page_bytes,
                &mut paths.clone().skip(from).take(count).map(|path| row(&tree, path)),
            ),
            from,
            total: paths.count(),
        }
    }
}

impl Row for WastePath {
    fn length(&self) -> usize {
        let texts = self.others.iter().chain(&self.path_base64);
        texts.fold(self.path.len(), |sum, text| sum.saturating_add(text.len()))
    }
}

fn row(tree: &Tree, wasted: &WastedPath) -> WastePath {
    let (path, path_base64) = text(&tree.path(wasted.node));
    WastePath {
        path,
        path_base64,
        copies: wasted.copies,
        bytes: wasted.bytes,
        kind: wasted.kind.as_str(),
        layers: wasted.layers.clone(),
        others: others(tree, &wasted.others),
    }
}

fn others(tree: &Tree, nodes: &[Node]) -> Vec<String> {
    let (count, mut left) = OTHERS;
    let paths = nodes.iter().take(count).map(|node| text(&tree.path(*node)).0);
    let fits = |path: &String| {
        left = left.saturating_sub(path.len());
        left > 0
    };
    paths.take_while(fits).collect()
}
