//! Any chunking, the same report: real archives, damaged at random, cut at random.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use layerglass::limits::Limits;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use support::drive::{self, Cut, Way};
use support::{archives, compress, fixture};

/// What is done to an archive before it is opened.
#[derive(Clone, Debug)]
enum Damage {
    Flip(Index, u8),
    Overwrite(Index, Vec<u8>),
    Cut(Index),
    /// A block over another.
    Copy(Index, Index),
    Insert(Index, Vec<u8>),
    /// All that comes, once more behind the end.
    Twice,
    Gzip,
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = || proptest::collection::vec(any::<u8>(), 1..40);
    prop_oneof![
        (any::<Index>(), 0..8u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (any::<Index>(), bytes()).prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Copy(from, to)),
        (any::<Index>(), bytes()).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        Just(Damage::Twice),
        Just(Damage::Gzip),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.len() < 1024 {
        return;
    }
    let blocks = bytes.len() / 512;
    match damage {
        Damage::Flip(at, bit) => {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        Damage::Overwrite(at, new) => {
            let at = at.index(bytes.len() - new.len());
            bytes[at..at + new.len()].copy_from_slice(new);
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Copy(from, to) => {
            let from = from.index(blocks) * 512;
            bytes.copy_within(from..from + 512, to.index(blocks) * 512);
        }
        Damage::Insert(at, new) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, new.iter().copied());
        }
        Damage::Twice => bytes.extend_from_within(..),
        Damage::Gzip => *bytes = compress::gzip(bytes),
    }
}

fn small_archives() -> Vec<String> {
    archives().into_iter().filter(|name| !name.starts_with("edge")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        max_shrink_iters: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2), // the same in every run; the fuzzers look further
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_chunking_same_report(
        archive in select(small_archives()),
        damages in proptest::collection::vec(damage(), 0..4),
        depth in select(drive::DEPTHS.to_vec()),
        cut in prop_oneof![any::<u64>().prop_map(Cut::Random), (1..3000usize).prop_map(Cut::Each), Just(Cut::Wanted)],
    ) {
        let mut bytes = fixture(&archive);
        damages.iter().for_each(|damage| apply(&mut bytes, damage));
        drive::same_in_all(&bytes, depth, &[cut], &Limits::default());
    }

    /// What is found does not depend on how deep the layers are read: images, names, configs stay.
    #[test]
    fn reading_layers_changes_no_image(archive in select(small_archives()), damages in proptest::collection::vec(damage(), 0..3)) {
        let mut bytes = fixture(&archive);
        damages.iter().for_each(|damage| apply(&mut bytes, damage));
        let [view, measure, verify] = drive::DEPTHS.map(|depth| {
            let told = drive::open(&bytes, &Way { seek: true, sized: true, depth, cut: Cut::Whole });
            let images = told.report["images"].as_array().cloned().unwrap_or_default();
            let known = images.iter().map(|image| ["id", "digest", "names", "config", "history", "platform", "size"].map(|field| image[field].clone()));
            (known.collect::<Vec<_>>(), told.report["source"].clone(), told.error)
        });
        prop_assert_eq!(&view, &measure);
        prop_assert_eq!(&view, &verify);
    }
}
