//! Trees that several views of an image share.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use crate::image::Image;
use crate::layer::LayerIndex;
use crate::tree::Tree;

/// A tree that several [`Files`](super::Files) look at.
pub(super) type SharedTree = Rc<RefCell<Tree>>;

/// The trees that somebody looks at now. It keeps none alive.
#[derive(Debug, Default)]
pub struct Trees(RefCell<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    tree: Weak<RefCell<Tree>>,
    all: bool,
}

impl Trees {
    /// The tree of an image up to a layer; with `all`, also of what eStargz adds for itself.
    pub(super) fn of(&self, image: &Image, up_to: Option<u32>, all: bool) -> SharedTree {
        let count = up_to.map_or(image.layers.len(), |up_to| up_to as usize + 1);
        let layers: Vec<_> = image.layers.iter().take(count).map(|layer| layer.index.clone()).collect();
        let mut kept = self.0.borrow_mut();
        kept.retain(|kept| kept.tree.strong_count() > 0);
        let live = kept.iter().filter(|kept| kept.all == all).filter_map(|kept| kept.tree.upgrade());
        if let Some(tree) = live.into_iter().find(|tree| is_of(&tree.borrow(), &layers)) {
            return tree;
        }
        let tree = Rc::new(RefCell::new(Tree::new(layers, all)));
        kept.push(Kept { tree: Rc::downgrade(&tree), all });
        tree
    }
}

/// Whether a tree was made of just these; a layer that was read again has another index.
fn is_of(tree: &Tree, layers: &[Option<Arc<LayerIndex>>]) -> bool {
    let address = |index: &Option<Arc<LayerIndex>>| index.as_ref().map(Arc::as_ptr);
    tree.layers().iter().map(address).eq(layers.iter().map(address))
}
