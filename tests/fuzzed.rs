//! What the fuzz targets found, each with its archive; fuzz/README.md says how to find more.

mod support;

use support::case::Case;
use support::tarball::Tarball;

cases! {
    /// The one layer of a plain filesystem is called `.`, and so is a member without a name.
    member_called_like_the_whole: Case::built(Tarball::new().file("", "").file("etc/hosts", "127.0.0.1\n").end())
        .format("filesystem")
        .measured("/images/0/layers/0/files", 2)
        .measured("/images/0/contentSize", 10),
}
