//! A folder of files that make little sense: it is opened in a bounded number of steps, whatever the pushes.
#![no_main]

use arbitrary::Arbitrary;
use layerglass::layer::{Depth, LayerReader};
use layerglass::layout::Directory;
use layerglass::report::{Origin, Report, Verified};
use layerglass::wants::Wants;
use layerglass_fuzz::limits;
use layerglass_fuzz::store::Store;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    chunk: u8,
    /// What is said of a file's size beyond the truth.
    exaggeration: u8,
    store: Store,
}

fuzz_target!(|input: Input| {
    let whole = open(&input, usize::MAX);
    assert_eq!(open(&input, 1 + usize::from(input.chunk)), whole);
});

/// The report, or the code of the error.
fn open(input: &Input, chunk: usize) -> Result<String, String> {
    let mut folder = Directory::new(limits());
    drive(&mut folder, input, chunk).map_err(|error| error.code().into_owned())?;
    for job in folder.layer_jobs(true, Depth::Index) {
        let mut reader = LayerReader::new(job.hash, job.depth, folder.limits());
        input.store.file(&job.blob).unwrap_or_default().chunks(chunk).for_each(|bytes| reader.push(bytes));
        folder.measured(&job.blob, reader.finish());
    }
    let contents = folder.contents().expect("it wants no more");
    let report = Report::new(&Origin::default(), contents, None, folder.limits());
    Ok(serde_json::to_string(&(report, Verified::new(contents))).unwrap())
}

fn drive(folder: &mut Directory, input: &Input, chunk: usize) -> layerglass::error::Result<()> {
    let mut file: &[u8] = &[];
    for _ in 0..100_000 {
        match folder.wants() {
            Wants::Done => return Ok(()),
            Wants::Open { name } => match input.store.file(&name) {
                None => folder.missing()?,
                Some(body) => {
                    file = body;
                    folder.opened(body.len() as u64 + u64::from(input.exaggeration))?;
                }
            },
            Wants::Bytes { .. } if file.is_empty() => folder.ended()?,
            Wants::Bytes { .. } => {
                let (next, rest) = file.split_at(chunk.min(file.len()));
                file = rest;
                folder.push(next)?;
            }
        }
    }
    panic!("a folder that is never done");
}
