//! What holds of every index, wherever it came from.

use layerglass::layer::LayerIndex;

/// Every entry and folder can be read, and every path ends at the root.
pub fn check(index: &LayerIndex) {
    assert_eq!(index.records().count(), index.len());
    for folder in 1..u32::try_from(index.folder_count()).unwrap() {
        let (parent, name) = index.folder(folder).expect("there are so many folders");
        assert!(parent < folder && is_part(name), "{folder} in {parent}: {name:?}");
    }
    for record in index.records() {
        assert!(index.folder(record.folder).is_some(), "{record:?}");
        assert!(is_part(record.name) || record.folder == 0 && record.name == b".", "{record:?}");
        assert!(record.mode <= 0o7777);
        assert!(index.path(record.entry).ends_with(record.name));
        record.xattrs.for_each(drop);
        let _ = record.whiteout();
    }
    assert!(index.record(u32::try_from(index.len()).unwrap()).is_none());
}

fn is_part(name: &[u8]) -> bool {
    !name.is_empty() && name != b"." && !name.contains(&b'/')
}
