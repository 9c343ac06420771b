//! Members that make little sense: the documents of images in right and wrong places, with right and wrong digests.

use arbitrary::{Arbitrary, Result, Unstructured};
use layerglass::digest::{Algorithm, Digest};

use crate::compress;
use crate::document::{self, Known};
use crate::tarball::Tarball;

/// Members of an archive, or files of a folder.
#[derive(Debug, Default)]
pub struct Store {
    members: Vec<(String, Member)>,
}

#[derive(Debug)]
enum Member {
    File(Vec<u8>),
    /// A symbolic link.
    Link(String),
    Directory,
}

const MEMBERS_MAX: usize = 24;

impl Store {
    /// The bytes of a file; the last of a name counts.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.members.iter().rev().find_map(|(member, body)| match body {
            Member::File(body) if member == name => Some(&body[..]),
            _ => None,
        })
    }

    /// All members as a tar archive.
    pub fn tar(&self) -> Vec<u8> {
        let archive = self.members.iter().fold(Tarball::new(), |archive, (name, member)| match member {
            Member::File(body) => archive.file(name, body),
            Member::Link(target) => archive.symlink(name, target),
            Member::Directory => archive.directory(name),
        });
        archive.end()
    }
}

/// A member may speak of all members before it by their true digests, and of any by names that are only made up: so
/// both whole images and circles come to be.
impl<'a> Arbitrary<'a> for Store {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut store = Self::default();
        let mut known = Known::default();
        while store.members.len() < MEMBERS_MAX && !u.is_empty() {
            let member = match u.int_in_range(0..=11)? {
                0..=2 => document_blob(document::manifest(u, &known)?.to_string(), u, &mut known)?,
                3 | 4 => document_blob(document::config(u, &known)?.to_string(), u, &mut known)?,
                5 => document_blob(document::index(u, &known)?.to_string(), u, &mut known)?,
                6 => file("index.json", document::index(u, &known)?.to_string()),
                7 => file("manifest.json", document::manifest_json(u, &known)?.to_string()),
                8 => file("repositories", document::repositories(u)?.to_string()),
                9 => legacy(u, &known)?,
                10 => layer(u, &mut known)?,
                _ => other(u, &known)?,
            };
            store.members.push(member);
        }
        Ok(store)
    }
}

fn file(name: &str, body: impl Into<Vec<u8>>) -> (String, Member) {
    (name.to_owned(), Member::File(body.into()))
}

fn document_blob(text: String, u: &mut Unstructured<'_>, known: &mut Known) -> Result<(String, Member)> {
    blob(text.into_bytes(), u, known)
}

/// Bytes under their digest, or under a made-up one.
fn blob(body: Vec<u8>, u: &mut Unstructured<'_>, known: &mut Known) -> Result<(String, Member)> {
    let digest = if u.ratio(3, 4)? { Digest::of(Algorithm::Sha256, &body).to_string() } else { known.any_digest(u)? };
    let name = format!("blobs/{}", digest.replacen(':', "/", 1));
    known.digests.push((digest, body.len() as u64));
    Ok((name, Member::File(body)))
}

/// A part of an image as docker wrote it before 1.10.
fn legacy(u: &mut Unstructured<'_>, known: &Known) -> Result<(String, Member)> {
    let id = document::id(u)?;
    Ok(match u.int_in_range(0..=2)? {
        0 => file(&format!("{id}/json"), document::legacy(u, known)?.to_string()),
        1 => file(&format!("{id}/layer.tar"), layer_bytes(u)?),
        _ => (format!("{id}/layer.tar"), Member::Link(format!("../{}/layer.tar", document::id(u)?))),
    })
}

fn layer(u: &mut Unstructured<'_>, known: &mut Known) -> Result<(String, Member)> {
    let tar = layer_bytes(u)?;
    let diff_id = Digest::of(Algorithm::Sha256, &tar).to_string();
    known.digests.push((diff_id, tar.len() as u64));
    let stored = match u.int_in_range(0..=2)? {
        0 => tar,
        1 => compress::gzip(&tar),
        _ => compress::zstd(&tar),
    };
    blob(stored, u, known)
}

fn layer_bytes(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let name = document::short_text(u)?;
    let body = u.arbitrary::<&[u8]>()?;
    Ok(match u.int_in_range(0..=3)? {
        0 => Vec::new(),
        1 => body.to_vec(),
        2 => Tarball::new().file(&name, body).open_end(),
        _ => Tarball::new().directory("etc").file("etc/.wh.hosts", "").file(&name, body).end(),
    })
}

fn other(u: &mut Unstructured<'_>, known: &Known) -> Result<(String, Member)> {
    let name = match u.int_in_range(0..=6)? {
        0 => "index.json".to_owned(),
        1 => "manifest.json".to_owned(),
        2 => "etc".to_owned(),
        3 => document::id(u)? + ".json",
        4 | 5 => known.any_digest(u)?.replacen("sha256:", "blobs/sha256/", 1),
        _ => document::short_text(u)?,
    };
    let member = match u.int_in_range(0..=2)? {
        0 => Member::File(u.arbitrary::<&[u8]>()?.to_vec()),
        1 => Member::Link(known.any_digest(u)?.replacen("sha256:", "../sha256/", 1)),
        _ => Member::Directory,
    };
    Ok((name, member))
}
