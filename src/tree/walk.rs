//! Following a path through symbolic links, without ever leaving the root.

use super::nodes::{Node, Nodes};

/// Links followed for one path, as Linux does.
const LINKS: u32 = 40;
/// Longer targets are no paths to Linux (`PATH_MAX`).
const TARGET: usize = 4096;

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reached<'a> {
    /// Something lies there.
    There(Node),
    /// Nothing does: the last folder on the way, and the names that are missing, in order.
    Missing(Node, Vec<&'a [u8]>),
    /// Something on the way is no folder, or the links go in a circle.
    Blocked,
}

/// Walks along `path` from the folder `from`, or from the root if it begins with a slash; `..` of the root is the root.
///
/// `target` gives what a symbolic link points at, and `None` for what is none. Each name takes one of `steps`; where
/// they run out the path is as good as a circle.
pub(super) fn walk<'a>(
    nodes: &Nodes,
    from: Node,
    path: &'a [u8],
    follow_last: bool,
    target: &dyn Fn(Node) -> Option<&'a [u8]>,
    steps: &mut u64,
) -> Reached<'a> {
    let start = |path: &[u8], from| if path.starts_with(b"/") { Node::ROOT } else { from };
    let mut at = start(path, from);
    let mut links = 0;
    // What is left of the path, and inside it what is left of the targets of links: the innermost last.
    let mut rest = vec![path];
    while let Some(name) = next_name(&mut rest) {
        match steps.checked_sub(1) {
            Some(left) => *steps = left,
            None => return Reached::Blocked,
        }
        if name == b".." {
            at = nodes.parent(at);
            continue;
        }
        let Some(child) = nodes.present(at, name) else {
            let mut missing = vec![name];
            missing.extend(std::iter::from_fn(|| next_name(&mut rest)));
            return Reached::Missing(at, missing);
        };
        if nodes.is_folder(child) {
            at = child;
            continue;
        }
        let is_last = rest.iter().all(|rest| rest.iter().all(|byte| *byte == b'/'));
        match target(child).filter(|_| follow_last || !is_last) {
            None if is_last => return Reached::There(child),
            Some(target) if links < LINKS && target.len() <= TARGET => {
                links += 1;
                at = start(target, at);
                rest.push(target);
            }
            _ => return Reached::Blocked,
        }
    }
    Reached::There(at)
}

/// Takes the next name from the front, the innermost path first.
fn next_name<'a>(rest: &mut Vec<&'a [u8]>) -> Option<&'a [u8]> {
    loop {
        let path = rest.last_mut()?;
        let (name, behind) = match path.iter().position(|byte| *byte == b'/') {
            Some(slash) => (path.get(..slash)?, path.get(slash + 1..)?),
            None => (*path, &[][..]),
        };
        *path = behind;
        if behind.is_empty() {
            rest.pop();
        }
        if !name.is_empty() && name != b"." {
            return Some(name);
        }
    }
}
