//! Archive or folder: one set of calls for both.

use std::collections::HashSet;

use serde::Serialize;

use wasm_bindgen::JsValue;

use super::convert::{Kind, OpeningOptions};
use super::remote::Remote;
use crate::archive::{Archive, Options, RawPlace};
use crate::digest::Algorithm;
use crate::error::{Error, ErrorKind, Result};
use crate::image::{Image, Layer};
use crate::layer::{Compression, Depth, LayerRead};
use crate::layout::{Contents, Directory, FileJob, Format};
use crate::limits::Limits;
use crate::platform::Platform;
use crate::registry::Endpoint;
use crate::report::{Files, FilesOptions, Origin, Report, Trees, Verified};
use crate::wants::Wants;

pub(super) struct Source {
    machine: Machine,
    url: Option<String>,
    platform: Option<Platform>,
    /// As they were listed last: a job's id is its place here.
    jobs: Vec<Job>,
    trees: Trees,
}

enum Machine {
    Archive(Box<Archive>),
    Directory(Box<Directory>),
    /// Wants nothing any more.
    Remote(Box<Remote>),
}

/// `LayerJob` of types.d.ts.
#[derive(Clone, Serialize)]
pub(super) struct Job {
    id: u32,
    at: Option<u64>,
    name: Option<String>,
    size: u64,
    hash: Option<&'static str>,
    depth: &'static str,
    hops: bool,
    #[serde(skip)]
    blob: String,
}

/// `blob` of `FilePlace` of types.d.ts.
#[derive(Clone, Serialize)]
pub(super) struct BlobPlace {
    at: Option<u64>,
    name: Option<String>,
    size: u64,
    compressed: bool,
}

pub(super) enum Raw {
    Bytes(Vec<u8>),
    Range { at: u64, size: u64 },
    File { name: String, size: u64 },
}

impl Source {
    pub(super) fn new(options: OpeningOptions) -> Result<Self> {
        let OpeningOptions { kind, seekable, size, url, measure, verify, index, digests, platform, limits } = options;
        let depth = match (index, digests) {
            (_, true) => Depth::Digests,
            (true, false) => Depth::Index,
            (false, false) => Depth::Count,
        };
        let machine = match kind {
            Kind::Archive => {
                let options = Options { seekable, size, measure, verify, depth };
                Machine::Archive(Box::new(Archive::new(options, limits)))
            }
            Kind::Directory => Machine::Directory(Box::new(Directory::new(limits))),
            Kind::Registry => return Err(Error::new(ErrorKind::Misuse("a registry's image is opened by a Registry"))),
        };
        let platform = platform.as_deref().map(Platform::parse).transpose()?;
        Ok(Self { machine, url, platform, jobs: Vec::new(), trees: Trees::default() })
    }

    pub(super) fn of_registry(remote: Remote, platform: Option<Platform>) -> Self {
        let machine = Machine::Remote(Box::new(remote));
        Self { machine, url: None, platform, jobs: Vec::new(), trees: Trees::default() }
    }

    /// Who has the blobs of an image of a registry, and where there.
    pub(super) fn registry(&self) -> Result<(Endpoint, String)> {
        match &self.machine {
            Machine::Remote(remote) => Ok((remote.endpoint.clone(), remote.repository.clone())),
            _ => Err(Error::new(ErrorKind::Misuse("only a registry has blobs"))),
        }
    }

    /// What its descriptor says of a layer's blob.
    pub(super) fn blob_size(&self, name: &str) -> Option<u64> {
        let layers = self.contents().ok()?.images.iter().flat_map(|image| &image.layers);
        layers.filter(|layer| layer.blob == name).find_map(|layer| layer.size)
    }

    /// How an image of a registry was found.
    pub(super) fn resolution(&self) -> Option<&JsValue> {
        match &self.machine {
            Machine::Remote(remote) => Some(&remote.resolution),
            _ => None,
        }
    }

    pub(super) fn wants(&self) -> Wants {
        match &self.machine {
            Machine::Archive(archive) => archive.wants(),
            Machine::Directory(directory) => directory.wants(),
            Machine::Remote(_) => Wants::Done,
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<()> {
        match &mut self.machine {
            Machine::Archive(archive) => archive.push(chunk),
            Machine::Directory(directory) => directory.push(chunk),
            Machine::Remote(_) => Err(not_a_folder()),
        }
    }

    pub(super) fn ended(&mut self) -> Result<()> {
        match &mut self.machine {
            Machine::Archive(archive) => archive.ended(),
            Machine::Directory(directory) => directory.ended(),
            Machine::Remote(_) => Err(not_a_folder()),
        }
    }

    pub(super) fn skipped(&mut self, count: u64) -> Result<()> {
        match &mut self.machine {
            Machine::Archive(archive) => archive.skipped(count),
            _ => Err(Error::new(ErrorKind::Misuse("a folder's files are not skipped"))),
        }
    }

    pub(super) fn opened(&mut self, size: u64) -> Result<()> {
        match &mut self.machine {
            Machine::Directory(directory) => directory.opened(size),
            _ => Err(not_a_folder()),
        }
    }

    pub(super) fn missing(&mut self) -> Result<()> {
        match &mut self.machine {
            Machine::Directory(directory) => directory.missing(),
            _ => Err(not_a_folder()),
        }
    }

    pub(super) fn position(&self) -> u64 {
        match &self.machine {
            Machine::Archive(archive) => archive.position(),
            _ => 0,
        }
    }

    pub(super) fn damage(&self) -> Option<&Error> {
        match &self.machine {
            Machine::Archive(archive) => archive.damage(),
            _ => None,
        }
    }

    pub(super) fn report(&self) -> Result<Report> {
        let contents = self.contents()?;
        Ok(match &self.machine {
            Machine::Archive(archive) => {
                Report::of_archive(archive, self.url.as_deref(), self.platform.as_ref()).ok_or_else(not_done)?
            }
            Machine::Directory(_) => {
                let origin = Origin { kind: "directory", compression: "none", ..Origin::default() };
                Report::new(&origin, contents, self.platform.as_ref(), self.limits())
            }
            // The platform was chosen when it was opened.
            Machine::Remote(remote) => Report::new(&remote.origin(), contents, None, self.limits()),
        })
    }

    pub(super) fn verified(&self) -> Result<Verified> {
        Ok(Verified::new(self.contents()?))
    }

    pub(super) fn became_seekable(&mut self) {
        if let Machine::Archive(archive) = &mut self.machine {
            archive.became_seekable();
        }
    }

    pub(super) fn layer_jobs(&mut self, verify: bool, depth: Depth, image: Option<u32>) -> &[Job] {
        self.jobs = match &self.machine {
            Machine::Archive(archive) => {
                let jobs = archive.layer_jobs(verify, depth).into_iter();
                jobs.map(|found| Job::new(Some(found.at), found.blob, found.size, found.hash, depth, found.hops))
                    .collect()
            }
            Machine::Directory(directory) => {
                directory.layer_jobs(verify, depth).into_iter().map(|found| Job::of_file(found, depth)).collect()
            }
            Machine::Remote(remote) => {
                remote.layer_jobs(verify, depth).into_iter().map(|found| Job::of_file(found, depth)).collect()
            }
        };
        if let Some(image) = image {
            let layers = self.image(image).map_or(&[][..], |image| &image.layers);
            let blobs: HashSet<&str> = layers.iter().map(|layer| &*layer.blob).collect();
            let jobs = self.jobs.iter().filter(|job| blobs.contains(&*job.blob)).cloned().collect();
            self.jobs = jobs;
        }
        for (id, job) in (0..).zip(&mut self.jobs) {
            job.id = id;
        }
        &self.jobs
    }

    pub(super) fn measured(&mut self, id: u32, read: LayerRead) -> Result<()> {
        let blob = self.job(id)?.blob.clone();
        match &mut self.machine {
            Machine::Archive(archive) => archive.measured(&blob, read),
            Machine::Directory(directory) => directory.measured(&blob, read),
            Machine::Remote(remote) => remote.measured(&blob, read),
        }
        Ok(())
    }

    fn job(&self, id: u32) -> Result<&Job> {
        let job = self.jobs.iter().find(|job| job.id == id);
        job.ok_or_else(|| Error::new(ErrorKind::Misuse("layers are read by the jobs of the last layerJobs()")))
    }

    pub(super) fn raw(&self, digest_or_name: &str) -> Result<Raw> {
        let unknown = || Error::new(ErrorKind::NotFound { what: "digest", name: digest_or_name.to_owned() });
        let document = self.contents()?.document(digest_or_name).ok_or_else(unknown)?;
        Ok(match &self.machine {
            Machine::Directory(_) => Raw::File { name: document.name.clone(), size: document.size },
            Machine::Remote(remote) => Raw::Bytes(remote.raw(&document.name).ok_or_else(unknown)?),
            Machine::Archive(archive) => match archive.raw(&document.name)? {
                RawPlace::Bytes(bytes) => Raw::Bytes(bytes),
                RawPlace::Range { at, size } => Raw::Range { at, size },
            },
        })
    }

    /// The files of an image of the report, and where its layers are stored.
    pub(super) fn files(&self, place: u32, options: &FilesOptions) -> Result<(Files, Vec<BlobPlace>)> {
        let unknown = || Error::new(ErrorKind::NotFound { what: "image", name: place.to_string() });
        let image = self.image(place).ok_or_else(unknown)?;
        let files = Files::new(image, options, &self.trees, self.limits())?;
        let blobs = image.layers.iter().map(|layer| self.blob_place(layer)).collect();
        Ok((files, blobs))
    }

    fn blob_place(&self, layer: &Layer) -> BlobPlace {
        let measured = layer.measured.as_ref().map(|measured| measured.compression);
        let compression = measured.or_else(|| layer.stored.as_ref()?.compression);
        let compressed = compression.is_some_and(|compression| compression != Compression::None);
        match &self.machine {
            Machine::Archive(archive) => {
                let (at, size) = archive.layer_place(layer).unwrap_or_default();
                let compressed =
                    compressed && archive.contents().map(|contents| contents.format) != Some(Format::Filesystem);
                BlobPlace { at: Some(at), name: None, size, compressed }
            }
            _ => {
                let size = layer.stored.as_ref().map_or(0, |stored| stored.size);
                BlobPlace { at: None, name: Some(layer.blob.clone()), size, compressed }
            }
        }
    }

    /// An image by its place in the report.
    fn image(&self, place: u32) -> Option<&Image> {
        let images = self.contents().ok()?.images.iter();
        let platform = self.platform.as_ref().filter(|_| !matches!(self.machine, Machine::Remote(_)));
        let mut listed = images.filter(|image| platform.is_none_or(|platform| image.platform.satisfies(platform)));
        listed.nth(usize::try_from(place).ok()?)
    }

    fn contents(&self) -> Result<&Contents> {
        let contents = match &self.machine {
            Machine::Archive(archive) => archive.contents(),
            Machine::Directory(directory) => directory.contents(),
            Machine::Remote(remote) => Some(&remote.contents),
        };
        contents.ok_or_else(not_done)
    }

    fn limits(&self) -> &Limits {
        match &self.machine {
            Machine::Archive(archive) => archive.limits(),
            Machine::Directory(directory) => directory.limits(),
            Machine::Remote(remote) => &remote.limits,
        }
    }
}

impl Job {
    fn of_file(found: FileJob, depth: Depth) -> Self {
        Self::new(None, found.blob, found.size, found.hash, depth, found.hops)
    }

    fn new(at: Option<u64>, blob: String, size: u64, hash: Option<Algorithm>, depth: Depth, hops: bool) -> Self {
        let name = at.is_none().then(|| blob.clone());
        Self { id: 0, at, name, size, hash: hash.map(Algorithm::as_str), depth: depth.as_str(), hops, blob }
    }
}

fn not_done() -> Error {
    Error::new(ErrorKind::Misuse("the source was not read to its end yet: go on until wants() says done"))
}

fn not_a_folder() -> Error {
    Error::new(ErrorKind::Misuse("only a folder's files are opened"))
}
