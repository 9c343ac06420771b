//! What a layer says about the layers below it ([layer.md], "Whiteouts").
//!
//! [layer.md]: https://github.com/opencontainers/image-spec/blob/main/layer.md

/// What the name of an entry says beside naming it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whiteout<'a> {
    /// `.wh.name`: what lower layers have under `name` is removed.
    Of(&'a [u8]),
    /// `.wh..wh..opq`: what lower layers have in its directory is removed, wherever in the layer it stands.
    Opaque,
    /// `.wh..wh.plnk`, `.wh..wh.aufs` and the like: left behind by aufs, about nothing.
    Aufs,
    /// `.wh.` alone names nothing: an error of the layer.
    Bare,
}

const PREFIX: &[u8] = b".wh.";
const META: &[u8] = b".wh..wh.";

impl<'a> Whiteout<'a> {
    /// By the last part of a path. Names that merely contain `wh` are none.
    pub fn of(name: &'a [u8]) -> Option<Self> {
        if name == b".wh..wh..opq" {
            return Some(Self::Opaque);
        }
        if name.starts_with(META) {
            return Some(Self::Aufs);
        }
        match name.strip_prefix(PREFIX)? {
            b"" => Some(Self::Bare),
            removed => Some(Self::Of(removed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let cases: [(&[u8], Option<Whiteout<'_>>); 11] = [
            (b".wh.motd", Some(Whiteout::Of(b"motd"))),
            (b".wh..motd", Some(Whiteout::Of(b".motd"))),
            (b".wh..wh", Some(Whiteout::Of(b".wh"))),
            (b".wh..wh..opq", Some(Whiteout::Opaque)),
            (b".wh..wh.plnk", Some(Whiteout::Aufs)),
            (b".wh..wh.aufs", Some(Whiteout::Aufs)),
            (b".wh.", Some(Whiteout::Bare)),
            (b"awhile", None),
            (b"xwh.y", None),
            (b"wh.y", None),
            (b".wh", None),
        ];
        for (name, expected) in cases {
            assert_eq!(Whiteout::of(name), expected, "{}", String::from_utf8_lossy(name));
        }
    }
}
