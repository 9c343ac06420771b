//! Where things lie in the repository.

use std::env;
use std::path::{Path, PathBuf};

/// The repository this xtask was built in, whatever folder it is called from.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
}

impl Project {
    pub(crate) fn find() -> Self {
        let xtask = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = xtask.parent().map_or_else(|| xtask.clone(), Path::to_path_buf);
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Self { root, target }
    }

    /// The npm package, its command and the page.
    pub(crate) fn www(&self) -> PathBuf {
        self.root.join("www")
    }

    /// What wasm-bindgen and wasm-opt made: the core as the npm package imports it.
    pub(crate) fn wasm(&self) -> PathBuf {
        self.www().join("wasm")
    }

    /// What goes into the npm package.
    pub(crate) fn dist(&self) -> PathBuf {
        self.www().join("dist")
    }

    /// The page: static, with relative URLs only.
    pub(crate) fn site(&self) -> PathBuf {
        self.www().join("site")
    }

    /// Our own intermediate files and stamps; `cargo clean` removes them too.
    pub(crate) fn work(&self) -> PathBuf {
        self.target.join("xtask")
    }
}
