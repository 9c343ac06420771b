//! Layers of few names, so that their paths meet.

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::items::{Item, What};

/// Layers, base first.
#[derive(Debug)]
pub struct Layers(pub Vec<Vec<Item>>);

const NAMES: [&str; 16] = [
    "a",
    "a",
    "a",
    "b",
    "b",
    "b",
    "c",
    ".wh.a",
    ".wh.b",
    ".wh..wh..opq",
    ".wh..wh.plnk",
    ".wh.",
    "..",
    ".",
    "stargz.index.json",
    "wh",
];
const TEXTS: [&str; 4] = ["", "x", "y", "long"];

impl Arbitrary<'_> for Layers {
    fn arbitrary(source: &mut Unstructured<'_>) -> Result<Self> {
        let mut layers = Vec::new();
        while !source.is_empty() && layers.len() < 6 {
            let count = source.int_in_range(0..=15)?;
            layers.push((0..count).map(|_| item(source)).collect::<Result<_>>()?);
        }
        Ok(Self(layers))
    }
}

fn item(source: &mut Unstructured<'_>) -> Result<Item> {
    let path = path(source)?;
    let what = match source.int_in_range(0..=15)? {
        0..=4 => What::File((*source.choose(&TEXTS)?).to_owned()),
        5..=7 => What::Folder,
        8 => What::OpaqueFolder,
        9..=10 => What::Symlink(target(source)?),
        11..=13 => What::Hardlink(target(source)?),
        14 => What::Fifo,
        _ => What::Device(u32::from(source.arbitrary::<bool>()?)),
    };
    let (mode, mtime) = (*source.choose(&[0o644, 0o644, 0o600])?, *source.choose(&[1_700_000_000, 1_700_000_001])?);
    Ok(Item { path, what, mode, mtime })
}

fn path(source: &mut Unstructured<'_>) -> Result<String> {
    let depth = source.int_in_range(1..=4)?;
    let names: Vec<&str> = (0..depth).map(|_| source.choose(&NAMES).copied()).collect::<Result<_>>()?;
    Ok(names.join("/"))
}

fn target(source: &mut Unstructured<'_>) -> Result<String> {
    let start = *source.choose(&["", "/", "../"])?;
    Ok(start.to_owned() + &path(source)?)
}
