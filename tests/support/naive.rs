//! Layers stacked in the most straightforward way: every layer is a map of paths, and stacking looks through all of it,
//! again and again. Slow, and nothing but the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use layerglass::layer::{LayerIndex, Record, Whiteout};
use layerglass::tar::Kind;
use layerglass::tree::{Change, EntryId, Fate};

/// The names from the root on.
pub type Path = Vec<Vec<u8>>;

/// What lies at a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    pub folder: bool,
    pub origin: Option<EntryId>,
    /// Of what is no folder: whose bytes it shows.
    pub body: Option<EntryId>,
    opaque: bool,
    whiteout: bool,
    aside: bool,
    bare: bool,
}

type Things = BTreeMap<Path, Thing>;

const STARGZ: [&[u8]; 3] = [b"stargz.index.json", b".no.prefetch.landmark", b".prefetch.landmark"];

const FOLDER: Thing =
    Thing { folder: true, origin: None, body: None, opaque: false, whiteout: false, aside: false, bare: false };

/// The merged tree, by the rules.
#[derive(Debug, Default)]
pub struct Naive {
    layers: Vec<Arc<LayerIndex>>,
    pub things: Things,
    pub changes: BTreeMap<EntryId, Change>,
    /// What hard links show.
    bodies: BTreeMap<EntryId, Option<EntryId>>,
    /// By which layer, and what became of it.
    pub hidden: BTreeMap<EntryId, (u32, Fate)>,
}

impl Naive {
    pub fn new(layers: &[Arc<LayerIndex>]) -> Self {
        let mut naive = Self { layers: layers.to_vec(), ..Self::default() };
        naive.things.insert(Path::new(), FOLDER);
        for layer in 0..layers.len() {
            naive.stack(u32::try_from(layer).unwrap());
        }
        naive
    }

    pub fn record(&self, id: EntryId) -> Record<'_> {
        self.layers[id.layer as usize].record(id.entry).unwrap()
    }

    pub fn is_folder(&self, id: EntryId) -> bool {
        self.record(id).kind == Kind::Directory
    }

    /// Bytes below a path: each file once, and the lengths of links' targets.
    pub fn size_below(&self, path: &Path) -> u64 {
        let below = self.things.iter().filter(|(other, _)| other.starts_with(path) && *other != path);
        let bodies: BTreeSet<EntryId> = below.filter_map(|(_, thing)| thing.body).collect();
        bodies.iter().map(|id| size(&self.record(*id))).sum()
    }

    fn stack(&mut self, layer: u32) {
        let index = self.layers[layer as usize].clone();
        let mut own =
            Own { layer, index: &index, things: Things::new(), bodies: BTreeMap::new(), replaced: Vec::new() };
        own.things.insert(Path::new(), FOLDER);
        for record in index.records() {
            own.add(&record);
        }
        self.find_bodies(&own);
        for entry in &own.replaced {
            self.hidden.insert(EntryId::new(layer, *entry), (layer, Fate::Overwritten));
        }

        let lower = self.things.clone();
        self.remove_what_is_hidden(&own, &lower);
        for (path, thing) in &own.things {
            let within_left_out =
                (0..path.len()).any(|end| own.things.get(&path[..end]).is_some_and(|it| it.bare || it.aside));
            if !thing.whiteout && !thing.aside && !thing.bare && !within_left_out {
                self.bring(path, thing, &lower, layer);
            }
        }
        for (path, thing) in lower {
            if let Some(origin) = thing.origin
                && !self.hidden.contains_key(&origin)
                && self.things.get(&path).is_none_or(|now| now.origin != Some(origin))
            {
                self.hidden.insert(origin, (layer, Fate::Removed));
            }
        }
    }

    fn remove_what_is_hidden(&mut self, own: &Own<'_>, lower: &Things) {
        for (path, thing) in &own.things {
            // Through something else than a directory of lower layers nothing can be hidden.
            let is_folder = |path: &[Vec<u8>]| lower.get(path).is_some_and(|lower| lower.folder);
            if !(0..path.len()).all(|end| is_folder(&path[..end])) {
                continue;
            }
            if thing.opaque && is_folder(path) {
                self.things.retain(|other, _| !other.starts_with(path) || other == path);
            }
            if !thing.whiteout {
                continue;
            }
            let mut target = path.clone();
            match Whiteout::of(&path[path.len() - 1]) {
                Some(Whiteout::Of(name)) => *target.last_mut().unwrap() = name.to_vec(),
                None => {}
                Some(_) => continue,
            }
            self.things.retain(|other, _| !other.starts_with(&target));
        }
    }

    fn bring(&mut self, path: &Path, thing: &Thing, lower: &Things, layer: u32) {
        let now = self.things.get(path).cloned();
        if thing.folder && thing.origin.is_none() {
            if now.as_ref().is_some_and(|now| now.folder) {
                return;
            }
        } else if !thing.folder {
            self.things.retain(|other, _| !other.starts_with(path));
        }
        // What the layer took away itself is replaced, not removed.
        let before = lower.get(path);
        if let Some(older) = before.and_then(|before| before.origin) {
            let fate = match thing.origin {
                None => Fate::Overwritten,
                Some(newer) if self.are_same(older, newer) => Fate::Metadata,
                Some(_) => Fate::Overwritten,
            };
            self.hidden.insert(older, (layer, fate));
        }
        if let Some(newer) = thing.origin {
            let change = match (before.map(|before| before.origin), now) {
                (Some(Some(older)), _) => match (self.are_same(older, newer), self.have_same_metadata(older, newer)) {
                    (false, _) => Change::Modified,
                    (true, false) => Change::Metadata,
                    (true, true) => Change::Unchanged,
                },
                (_, None) => Change::Added,
                // That there is a root goes without saying.
                _ if path.is_empty() => Change::Added,
                (_, Some(_)) if thing.folder => Change::Metadata,
                (_, Some(_)) => Change::Modified,
            };
            self.changes.insert(newer, change);
        }
        let body = thing.origin.filter(|_| !thing.folder).and_then(|id| self.body(id));
        self.things.insert(path.clone(), Thing { body, opaque: false, ..thing.clone() });
    }

    fn body(&self, id: EntryId) -> Option<EntryId> {
        if self.record(id).kind == Kind::Hardlink { self.bodies[&id] } else { Some(id) }
    }

    fn are_same(&self, one: EntryId, other: EntryId) -> bool {
        if self.is_folder(one) || self.is_folder(other) {
            return self.is_folder(one) && self.is_folder(other);
        }
        let (Some(one), Some(other)) = (self.body(one), self.body(other)) else { return false };
        let (left, right) = (self.record(one), self.record(other));
        let what = |record: &Record<'_>| (record.kind, record.link.map(<[u8]>::to_vec), record.device, record.size);
        what(&left) == what(&right) && (left.size == 0 || left.content == right.content)
    }

    fn have_same_metadata(&self, one: EntryId, other: EntryId) -> bool {
        let (one, other) = (self.record(one), self.record(other));
        let what = |record: &Record<'_>| (record.mode, record.uid, record.gid, record.mtime, record.mtime_ns);
        what(&one) == what(&other) && one.xattrs.eq(other.xattrs)
    }

    /// What the hard links of a layer show whose names did not come before them.
    fn find_bodies(&mut self, own: &Own<'_>) {
        let open: Vec<u32> = own.bodies.iter().filter(|(_, body)| body.is_none()).map(|(entry, _)| *entry).collect();
        for entry in open {
            let body = self.follow_hardlinks(own, entry, &mut BTreeSet::from([entry]));
            self.bodies.insert(EntryId::new(own.layer, entry), body);
        }
        for (entry, body) in &own.bodies {
            self.bodies.entry(EntryId::new(own.layer, *entry)).or_insert(*body);
        }
    }

    fn follow_hardlinks(&self, own: &Own<'_>, entry: u32, seen: &mut BTreeSet<u32>) -> Option<EntryId> {
        if let Some(body) = own.bodies[&entry] {
            return Some(body);
        }
        let target = own.index.record(entry).unwrap().link.unwrap();
        let here = reach(&own.things, &|thing| own.symlink(thing), vec![], target, false, &mut 0);
        let here = here.ok().map(|path| &own.things[&path]).filter(|thing| !thing.whiteout);
        let here = here.and_then(|thing| thing.origin).map(|id| id.entry);
        let kind = |other: u32| own.index.record(other).unwrap().kind;
        let here = here.filter(|other| kind(*other) != Kind::Directory);
        if here.is_none_or(|other| other > entry)
            && let Some(body) = self.below(target)
        {
            return Some(body);
        }
        match here.map(|other| (other, kind(other)))? {
            (other, Kind::Hardlink) if seen.insert(other) => self.follow_hardlinks(own, other, seen),
            (_, Kind::Hardlink) => None,
            (other, _) => Some(EntryId::new(own.layer, other)),
        }
    }

    fn below(&self, target: &[u8]) -> Option<EntryId> {
        let symlink = |thing: &Thing| {
            let record = self.record(thing.body?);
            record.link.filter(|_| record.kind == Kind::Symlink)
        };
        let path = reach(&self.things, &symlink, vec![], target, false, &mut 0).ok()?;
        self.things[&path].body
    }
}

fn size(record: &Record<'_>) -> u64 {
    match record.kind {
        Kind::File => record.size,
        Kind::Symlink => record.link.unwrap().len() as u64,
        _ => 0,
    }
}

/// The last folder on the way, and the names that are missing from there on.
type Missing = (Path, Vec<Vec<u8>>);

/// Where a path leads that is followed from the folder `at`; else the last folder and what is missing, if that is it.
fn reach<'a>(
    things: &Things,
    symlink: &dyn Fn(&Thing) -> Option<&'a [u8]>,
    mut at: Path,
    path: &[u8],
    follow_last: bool,
    links: &mut u32,
) -> Result<Path, Option<Missing>> {
    if path.starts_with(b"/") {
        at.clear();
    }
    let names: Vec<&[u8]> = path.split(|b| *b == b'/').filter(|name| !name.is_empty() && *name != b".").collect();
    for (number, name) in names.iter().enumerate() {
        let rest = || names[number + 1..].iter().map(|name| name.to_vec());
        if *name == b".." {
            at.pop();
            continue;
        }
        let next = [&at[..], &[name.to_vec()]].concat();
        let is_last = number + 1 == names.len() && !path.ends_with(b"/.");
        match things.get(&next) {
            None => return Err(Some((at, std::iter::once(name.to_vec()).chain(rest()).collect()))),
            Some(thing) if thing.folder => at = next,
            Some(thing) => match symlink(thing).filter(|_| follow_last || !is_last) {
                None if is_last => return Ok(next),
                Some(target) if *links < 40 => {
                    *links += 1;
                    // What follows the link goes on where it leads.
                    at = match reach(things, symlink, at, target, true, links) {
                        Ok(path) => path,
                        Err(Some((at, missing))) => {
                            return Err(Some((at, missing.into_iter().chain(rest()).collect())));
                        }
                        Err(None) => return Err(None),
                    };
                    if !things[&at].folder {
                        return if is_last { Ok(at) } else { Err(None) };
                    }
                }
                _ => return Err(None),
            },
        }
    }
    Ok(at)
}

/// One layer by itself.
struct Own<'a> {
    layer: u32,
    index: &'a LayerIndex,
    things: Things,
    /// Of hard links, by entry; none while unknown.
    bodies: BTreeMap<u32, Option<EntryId>>,
    replaced: Vec<u32>,
}

impl<'a> Own<'a> {
    fn symlink(&self, thing: &Thing) -> Option<&'a [u8]> {
        let record = self.index.record(thing.origin?.entry).unwrap();
        record.link.filter(|_| record.kind == Kind::Symlink)
    }

    fn add(&mut self, record: &Record<'_>) {
        let path = self.index.path(record.entry);
        let whiteout = Whiteout::of(record.name);
        let device = record.kind == Kind::Char && record.device == Some((0, 0));
        let hides = matches!(whiteout, Some(Whiteout::Of(_) | Whiteout::Opaque | Whiteout::Bare)) || device;
        if record.kind == Kind::Hardlink && !hides {
            let body = self.linked(record.link.unwrap());
            self.bodies.insert(record.entry, body);
        }
        let mut path: Path = path.split(|b| *b == b'/').map(<[u8]>::to_vec).filter(|name| name != b".").collect();
        if path.iter().any(|name| name == b"..") || path.is_empty() && record.kind != Kind::Directory {
            return;
        }
        let mut aside = whiteout == Some(Whiteout::Aufs) && !hides;
        if let Some(name) = path.pop() {
            let mut at = Path::new();
            for name in &path {
                let Some(folder) = self.enter(at, name, !hides) else { return };
                at = folder;
            }
            if whiteout == Some(Whiteout::Opaque) {
                self.things.get_mut(&at).unwrap().opaque = true;
            }
            aside |= !hides && self.things[&at].aside;
            aside |= at.is_empty() && record.kind == Kind::File && STARGZ.contains(&record.name);
            at.push(name);
            path = at;
        }
        let folder = record.kind == Kind::Directory && !hides;
        let mut opaque = folder
            && record.xattrs.into_iter().any(|(name, value)| name.ends_with(b".overlay.opaque") && value == b"y");
        if let Some(before) = self.things.get(&path).cloned() {
            self.replace(&before);
            opaque |= before.opaque && folder;
            if !folder {
                let below: Vec<Path> =
                    self.things.keys().filter(|it| it.starts_with(&path) && **it != path).cloned().collect();
                for path in below {
                    let thing = self.things.remove(&path).unwrap();
                    self.replace(&thing);
                }
            }
        }
        let origin = Some(EntryId::new(self.layer, record.entry));
        self.things.insert(path, Thing { folder, origin, body: None, opaque, whiteout: hides, aside, bare: false });
    }

    fn replace(&mut self, thing: &Thing) {
        if !thing.whiteout && !thing.aside {
            self.replaced.extend(thing.origin.map(|id| id.entry));
        }
    }

    /// The folder `name` in the folder `at`, through links, made if it is missing. What is in its place gives way to it,
    /// but not for a whiteout.
    fn enter(&mut self, at: Path, name: &[u8], real: bool) -> Option<Path> {
        let path = [&at[..], &[name.to_vec()]].concat();
        let target = match self.things.get(&path) {
            Some(thing) if thing.folder => {
                self.be_real(&path, real);
                return Some(path);
            }
            Some(thing) => self.symlink(thing),
            None => None,
        };
        if let Some(target) = target {
            match reach(&self.things, &|thing| self.symlink(thing), at.clone(), target, true, &mut 1) {
                Ok(path) if self.things[&path].folder => {
                    self.be_real(&path, real);
                    return Some(path);
                }
                Err(Some((mut path, missing))) => {
                    self.be_real(&path, real);
                    for name in missing {
                        if name == b".." {
                            path.pop();
                        } else {
                            path = self.enter(path, &name, real)?;
                        }
                    }
                    self.be_real(&path, real);
                    return Some(path);
                }
                _ => {}
            }
        }
        if let Some(before) = self.things.get(&path).cloned() {
            if !real {
                return None;
            }
            self.replace(&before);
        }
        let aside = self.things[&at].aside || Whiteout::of(name) == Some(Whiteout::Aufs);
        self.things.insert(path.clone(), Thing { aside, bare: !real, ..FOLDER });
        Some(path)
    }

    fn be_real(&mut self, path: &Path, real: bool) {
        for end in (0..=path.len()).filter(|_| real) {
            self.things.get_mut(&path[..end]).unwrap().bare = false;
        }
    }

    fn linked(&self, target: &[u8]) -> Option<EntryId> {
        let path = reach(&self.things, &|thing| self.symlink(thing), vec![], target, false, &mut 0).ok()?;
        let entry = self.things.get(&path).filter(|thing| !thing.whiteout)?.origin?.entry;
        match self.index.record(entry).unwrap().kind {
            Kind::Directory => None,
            Kind::Hardlink => self.bodies.get(&entry).copied().flatten(),
            _ => Some(EntryId::new(self.layer, entry)),
        }
    }
}
