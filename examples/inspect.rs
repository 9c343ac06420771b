//! Prints the report of an archive: `cargo run --example inspect image.tar`.
#![allow(clippy::indexing_slicing)] // a read never gives more than its buffer

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use layerglass::archive::{Archive, Options};
use layerglass::limits::Limits;
use layerglass::report::Report;
use layerglass::wants::Wants;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give the path of an archive")?;
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut archive =
        Archive::new(Options { seekable: true, size: Some(size), ..Options::default() }, Limits::default());

    let mut buffer = vec![0; 64 << 10];
    while let Wants::Bytes { at, want, skippable } = archive.wants() {
        if skippable > 0 {
            archive.skipped(skippable)?;
            continue;
        }
        file.seek(SeekFrom::Start(at))?;
        let room = usize::try_from(want)?.min(buffer.len());
        match file.read(&mut buffer[..room])? {
            0 => archive.ended()?,
            read => archive.push(&buffer[..read])?,
        }
    }

    let report = Report::of_archive(&archive, None, None).ok_or("the archive was not read to its end")?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
