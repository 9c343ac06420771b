//! A folder that holds an OCI image layout, or an unpacked `docker save`.

use super::{Answer, Contents, Layout, Listing, Part, Request};
use crate::decompress::{SNIFF_LEN, sniff};
use crate::digest::{Algorithm, Digest};
use crate::error::{Error, ErrorKind, Result};
use crate::image::Stored;
use crate::layer::{Depth, LayerRead};
use crate::limits::Limits;
use crate::oci::json::looks_like_json;
use crate::order;
use crate::wants::Wants;

/// Opens a folder.
///
/// Do what [`wants`](Self::wants) says until it says [`Wants::Done`]: [`Wants::Open`] is answered by
/// [`opened`](Self::opened) or [`missing`](Self::missing), [`Wants::Bytes`] of the file that was opened last by
/// [`push`](Self::push) or [`ended`](Self::ended). Names are relative and never hold `..`; that a symbolic link in the
/// folder does not lead out of it is for the host to see to.
///
/// A folder is not listed, so manifests that nothing names and legacy archives are not found in one.
#[derive(Debug)]
pub struct Directory {
    limits: Limits,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    Asking { layout: Box<Layout>, request: Request, file: Option<File> },
    Done(Box<Contents>),
    Failed(Error),
}

/// The file that is being read: its first `want` bytes of `size`.
#[derive(Debug)]
struct File {
    size: u64,
    want: u64,
    bytes: Vec<u8>,
}

/// A layer that can be read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileJob {
    /// Its blob's name: the file.
    pub blob: String,
    /// In bytes.
    pub size: u64,
    /// What its stored digest is to be computed by; `None` where it is not.
    pub hash: Option<Algorithm>,
    /// How closely its entries are to be looked at.
    pub depth: Depth,
    /// Most of its bytes need not be read.
    pub hops: bool,
}

impl Contents {
    /// The layers that were not read yet, or not so closely, each in a file or blob of its own; largest first. With
    /// `verify` also those read without computing digests.
    pub fn file_jobs(&self, verify: bool, depth: Depth) -> Vec<FileJob> {
        let job = |layer: &crate::image::Layer| {
            let stated = layer.digest.as_ref().and_then(Digest::known_algorithm);
            let size = layer.stored.as_ref()?.size;
            let hash = verify.then_some(stated.unwrap_or(Algorithm::Sha256));
            let hops = layer.is_hopped_through(hash, depth);
            Some(FileJob { blob: layer.blob.clone(), size, hash, depth, hops })
        };
        let mut jobs: Vec<FileJob> = self.unread_layers(verify, depth).filter_map(job).collect();
        order::sort_by_key(&mut jobs, |job: &FileJob| std::cmp::Reverse(job.size));
        jobs
    }
}

impl Directory {
    /// Has read nothing yet.
    pub fn new(limits: Limits) -> Self {
        let mut layout = Box::new(Layout::new(Listing::default(), &limits));
        // A fresh layout always asks for index.json first.
        let phase = match layout.request() {
            Some(request) => Phase::Asking { layout, request, file: None },
            None => Phase::Failed(Error::new(ErrorKind::NotALayout)),
        };
        Self { limits, phase }
    }

    /// What it wants next.
    pub fn wants(&self) -> Wants {
        match &self.phase {
            Phase::Asking { file: Some(file), .. } => {
                let have = file.bytes.len() as u64;
                Wants::Bytes { at: have, want: file.want.saturating_sub(have), skippable: 0 }
            }
            Phase::Asking { request, .. } => Wants::Open { name: request.name.clone() },
            Phase::Done(_) | Phase::Failed(_) => Wants::Done,
        }
    }

    /// The file is there.
    pub fn opened(&mut self, size: u64) -> Result<()> {
        let Phase::Asking { request, file, .. } = &mut self.phase else {
            return self.outcome();
        };
        let want = match request.part {
            Part::Head => size.min(SNIFF_LEN as u64),
            Part::Whole { max } if size > max => {
                let limit = ErrorKind::Limit { limit: "json-bytes", allowed: max, actual: Some(size) };
                return self.answer(Answer::Problem(Error::new(limit)));
            }
            Part::Whole { .. } => size,
        };
        *file = Some(File { size, want, bytes: Vec::new() });
        if want == 0 { self.complete() } else { Ok(()) }
    }

    /// The file is not there.
    pub fn missing(&mut self) -> Result<()> {
        self.answer(Answer::Missing)
    }

    /// Takes bytes of the file; more than wanted are ignored.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        let Phase::Asking { file: Some(file), .. } = &mut self.phase else {
            return self.outcome();
        };
        let missing = usize::try_from(file.want).unwrap_or(usize::MAX).saturating_sub(file.bytes.len());
        file.bytes.extend_from_slice(chunk.get(..missing.min(chunk.len())).unwrap_or_default());
        if file.bytes.len() as u64 == file.want { self.complete() } else { Ok(()) }
    }

    /// The file is shorter than was said.
    pub fn ended(&mut self) -> Result<()> {
        let Phase::Asking { file: Some(file), .. } = &self.phase else {
            return self.outcome();
        };
        let missing = file.want.saturating_sub(file.bytes.len() as u64);
        self.answer(Answer::Problem(Error::new(ErrorKind::TarTruncated { missing })))
    }

    /// The images and all else, once [`wants`](Self::wants) says [`Wants::Done`].
    pub fn contents(&self) -> Option<&Contents> {
        match &self.phase {
            Phase::Done(contents) => Some(contents),
            _ => None,
        }
    }

    /// The caps it works under.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The layers that were not read yet, or not so closely, largest first; with `verify` also those read without
    /// computing digests.
    pub fn layer_jobs(&self, verify: bool, depth: Depth) -> Vec<FileJob> {
        self.contents().map(|contents| contents.file_jobs(verify, depth)).unwrap_or_default()
    }

    /// Takes in what reading a layer gave.
    pub fn measured(&mut self, blob: &str, read: LayerRead) {
        if let Phase::Done(contents) = &mut self.phase {
            contents.measured(blob, read, &self.limits);
        }
    }

    fn complete(&mut self) -> Result<()> {
        let Phase::Asking { request, file, .. } = &mut self.phase else {
            return Ok(());
        };
        let Some(File { size, bytes, .. }) = file.take() else {
            return Ok(());
        };
        let answer = match request.part {
            Part::Head => {
                let compression = (!bytes.is_empty()).then(|| sniff(&bytes));
                Answer::Head(Stored { size, compression })
            }
            Part::Whole { .. } if bytes.is_empty() || looks_like_json(&bytes) => Answer::Document(bytes),
            Part::Whole { .. } => Answer::NotJson,
        };
        self.answer(answer)
    }

    fn answer(&mut self, answer: Answer) -> Result<()> {
        let taken = std::mem::replace(&mut self.phase, Phase::Failed(Error::new(ErrorKind::NotALayout)));
        let Phase::Asking { mut layout, .. } = taken else {
            self.phase = taken;
            return self.outcome();
        };
        layout.answer(answer);
        self.phase = match layout.request() {
            Some(request) => Phase::Asking { layout, request, file: None },
            None => layout.finish().map_or_else(Phase::Failed, |contents| Phase::Done(Box::new(contents))),
        };
        self.outcome()
    }

    fn outcome(&self) -> Result<()> {
        match &self.phase {
            Phase::Failed(error) => Err(error.clone()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(folder: &[(&str, &[u8])]) -> (Directory, Result<()>) {
        let mut directory = Directory::new(Limits::default());
        let mut open: &[u8] = b"";
        for _ in 0..1000 {
            let outcome = match directory.wants() {
                Wants::Open { name } => match folder.iter().find(|(file, _)| *file == name) {
                    Some((_, bytes)) => {
                        open = bytes;
                        directory.opened(bytes.len() as u64)
                    }
                    None => directory.missing(),
                },
                Wants::Bytes { at, .. } => directory.push(&open[usize::try_from(at).unwrap()..][..1]),
                Wants::Done => return (directory, Ok(())),
            };
            if outcome.is_err() {
                return (directory, outcome);
            }
        }
        panic!("it never ends");
    }

    #[test]
    fn a_folder_without_a_layout_is_refused() {
        let (_, outcome) = read(&[("readme", b"hello")]);
        assert_eq!(outcome.map_err(|error| error.code().into_owned()), Err("layout/missing".to_owned()));
    }

    #[test]
    fn blobs_that_are_missing_are_findings() {
        let digest = Digest::of(Algorithm::Sha256, b"absent");
        let index = format!(r#"{{"manifests":[{{"digest":"{digest}","size":6}}]}}"#);
        let (directory, outcome) = read(&[("index.json", index.as_bytes())]);
        assert_eq!(outcome, Ok(()));
        let findings: Vec<&str> = directory
            .contents()
            .map(|contents| contents.findings.iter().map(|finding| &*finding.code).collect())
            .unwrap_or_default();
        assert_eq!(findings, ["archive/missing-blob", "layout/no-images"]);
    }
}
