//! One at a time: two commands at once (a `serve` and a `test`, say) must not write the same files.

use std::fs::{self, File, TryLockError};

use crate::failure::{Failure, Result};
use crate::project::Project;

/// Does `work` when no other xtask of this target folder builds. The system ends the turn of one that dies.
pub(crate) fn take<T>(project: &Project, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let folder = project.work();
    fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
    let path = folder.join("turn");
    let file = File::create(&path).map_err(Failure::file("write", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("another cargo xtask is building; waiting for it");
            file.lock().map_err(Failure::file("lock", &path))?;
        }
        Err(TryLockError::Error(error)) => return Err(Failure::file("lock", &path)(error)),
    }
    work()
}
