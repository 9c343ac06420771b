//! Runs the tar scanner over bytes in any cut.

use layerglass::limits::Limits;
use layerglass::tar::{End, Entry, Event, Scanner};

/// All that a scanner told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub entries: Vec<Entry>,
    /// The bodies, one after the other.
    pub data: Vec<u8>,
    pub end: End,
    /// The code of what stopped it, and where.
    pub error: Option<(String, Option<u64>)>,
}

/// Scans `archive` in chunks of so many bytes.
pub fn scan(archive: &[u8], chunk: usize, limits: &Limits) -> Told {
    let mut scanner = Scanner::new(limits);
    let mut told = Told::default();
    let outcome = archive
        .chunks(chunk)
        .try_for_each(|mut input| {
            while let Some(event) = scanner.next(&mut input)? {
                match event {
                    Event::Entry(entry) => told.entries.push(*entry),
                    Event::Data(bytes) => told.data.extend_from_slice(bytes),
                    Event::End => {}
                }
            }
            assert_eq!(input, b"", "without an event the input is used up");
            Ok(())
        })
        .and_then(|()| scanner.finish());
    told.end = scanner.end();
    told.error = outcome.err().map(|error| (error.code().into_owned(), error.at().offset));
    assert!(scanner.position() <= archive.len() as u64);
    told
}
