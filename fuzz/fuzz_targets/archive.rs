//! Archives of members that make little sense, compressed or not, damaged or not: hopping and streaming tell the same.
#![no_main]

use arbitrary::Arbitrary;
use layerglass_fuzz::drive::{Cut, DEPTHS, same_in_all};
use layerglass_fuzz::store::Store;
use layerglass_fuzz::{compress, limits};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    form: Form,
    depth: u8,
    /// Where bytes are changed, and to what.
    damage: Option<(u16, [u8; 4])>,
    /// How many bytes are lost at the end.
    lost: Option<u16>,
    seed: u64,
    store: Store,
}

#[derive(Arbitrary, Debug)]
enum Form {
    Plain,
    Gzip,
    GzipTwice,
    Zstd,
}

fuzz_target!(|input: Input| {
    let tar = input.store.tar();
    let mut archive = match input.form {
        Form::Plain => tar,
        Form::Gzip => compress::gzip(&tar),
        Form::GzipTwice => compress::gzip(&compress::gzip(&tar)),
        Form::Zstd => compress::zstd(&tar),
    };
    if let Some((at, bytes)) = input.damage
        && let Some(place) = archive.get_mut(usize::from(at)..usize::from(at) + bytes.len())
    {
        place.copy_from_slice(&bytes);
    }
    archive.truncate(archive.len() - usize::from(input.lost.unwrap_or(0)).min(archive.len()));
    let depth = DEPTHS[usize::from(input.depth) % DEPTHS.len()];
    same_in_all(&archive, depth, &[Cut::Whole, Cut::Random(input.seed)], &limits());
});
