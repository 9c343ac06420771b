//! Hard links: which entry's bytes each of them shows.
//!
//! What a link was made of stays with it, whatever becomes of that name later: in the same layer, or in one above. The
//! name may stand in the same layer, before or after the link, or be one that lower layers left.

use super::layers::EntryId;
use super::own::Own;
use crate::layer::LayerIndex;
use crate::tar::Kind;

/// A hard link of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HardLink {
    pub(super) entry: u32,
    pub(super) body: Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// The name that it links to did not come yet.
    Unknown,
    /// It is being looked for.
    Sought,
    Found(EntryId),
    /// Nothing that can be linked to has that name.
    Nowhere,
}

/// What a link shows; `links` are those of its layer.
pub(super) fn body(links: &[HardLink], entry: u32) -> Option<EntryId> {
    match at(links, entry).and_then(|at| links.get(at))?.body {
        Body::Found(body) => Some(body),
        _ => None,
    }
}

fn at(links: &[HardLink], entry: u32) -> Option<usize> {
    links.binary_search_by_key(&entry, |link| link.entry).ok()
}

/// What an entry shows to a link that is made of it.
pub(super) fn shown(index: &LayerIndex, layer: u32, links: &[HardLink], entry: u32) -> Body {
    match index.record(entry).map(|record| record.kind) {
        None => Body::Nowhere,
        Some(Kind::Hardlink) => at(links, entry).and_then(|at| links.get(at)).map_or(Body::Nowhere, |link| link.body),
        Some(_) => Body::Found(EntryId::new(layer, entry)),
    }
}

/// Finds the bodies that were not known when their links passed by: the layer is read now, and `lower` says what a path
/// shows below it.
///
/// A link may lead to a link that leads to a link: each is looked at once.
pub(super) fn find_rest(own: &mut Own<'_>, lower: &mut dyn FnMut(&[u8]) -> Option<EntryId>) {
    for start in 0..own.links.len() {
        let mut chain = Vec::new();
        let mut next = Some(start);
        let mut found = Body::Nowhere;
        while let Some(at) = next.take() {
            let Some(link) = own.links.get_mut(at).filter(|link| link.body == Body::Unknown) else {
                break;
            };
            link.body = Body::Sought;
            let entry = link.entry;
            chain.push(at);
            let Some(target) = own.index.record(entry).and_then(|record| record.link) else { break };
            let here = own.linkable(target);
            // What came later in the layer is only meant where nothing had the name when the link was made.
            let below = if here.is_none_or(|other| other > entry) { lower(target) } else { None };
            match (below, here) {
                (Some(body), _) => found = Body::Found(body),
                (None, None) => found = Body::Nowhere,
                (None, Some(here)) => {
                    found = shown(own.index, own.layer, &own.links, here);
                    next = self::at(&own.links, here).filter(|_| found == Body::Unknown);
                }
            }
        }
        if found == Body::Sought {
            found = Body::Nowhere; // links in a circle
        }
        for at in chain {
            if let Some(link) = own.links.get_mut(at) {
                link.body = found;
            }
        }
    }
}
