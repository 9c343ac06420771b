//! Sorting with little code: the standard library's is several kilobytes more for each type that is sorted, and each
//! visitor of a page downloads them.

use std::cmp::Ordering;

/// Sorts; what is equal stays in its order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: &dyn Fn(&T, &T) -> Ordering) {
    let mut order = places(items.len(), &|one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    // From which place each item comes becomes to which it goes: then every swap puts one where it belongs.
    let mut goes_to = vec![0u32; order.len()];
    for (to, from) in (0u32..).zip(order.drain(..)) {
        if let Some(slot) = goes_to.get_mut(from as usize) {
            *slot = to;
        }
    }
    for at in 0..items.len() {
        while let Some(&to) = goes_to.get(at).filter(|to| **to as usize != at) {
            items.swap(at, to as usize);
            goes_to.swap(at, to as usize);
        }
    }
}

/// Sorts by what each item is ranked by.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, &|one, other| key(one).cmp(&key(other)));
}

/// The places of so many items in their order.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    places.sort_by(|one, other| compare(*one as usize, *other as usize));
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_as_the_standard_library_sorts(items in proptest::collection::vec((0u8..9, any::<u16>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, &|one, other| other.cmp(one));
            theirs.sort_by(|one, other| other.cmp(one));
            prop_assert_eq!(ours, theirs);
        }
    }
}
