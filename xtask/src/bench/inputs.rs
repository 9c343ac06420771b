//! The archives that are measured: made once under target/bench/, found there afterwards.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::archive::{Archive, Layer, blob, sha256, sha256_of_file};
use super::compressor::GZIP;
use super::files::Files;
use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::step;

/// Another number makes all inputs anew; to be raised with whatever changes them.
const RECIPE: u32 = 2;

pub(crate) const LAYERS: u64 = 8;
const MEMBERS_OF_DOCKER: u64 = 2 + LAYERS + 5;
pub(crate) const MEMBERS_OF_SPARSE: u64 = 60;
pub(crate) const LAYERS_OF_SPARSE: u64 = MEMBERS_OF_SPARSE - 7;
pub(crate) const LAYERS_OF_MANY: u64 = 1000;
pub(crate) const HISTORY_OF_MANY: u64 = 10 * LAYERS_OF_MANY;

const MB: u64 = 1_000_000;

/// Where each of them is.
pub(crate) struct Inputs {
    /// 450 MB, as `docker save` writes it since version 25.
    pub(crate) docker: PathBuf,
    /// The same, by `gzip`; none where there is no gzip.
    pub(crate) gzipped: Option<PathBuf>,
    /// 1 GB, an OCI layout only.
    pub(crate) oci: PathBuf,
    /// 50 GB in 60 members whose layers are holes: nothing of them is read for a first view.
    pub(crate) sparse: PathBuf,
    /// An image of very many layers, and ten instructions for each.
    pub(crate) many: PathBuf,
    /// Images beside so many files of one byte.
    pub(crate) tiny: [(u64, PathBuf); 2],
    /// Bytes of `docker` that are headers and the end mark.
    pub(crate) docker_headers: u64,
    /// What the layers hold.
    pub(crate) made_of: String,
}

impl Inputs {
    pub(crate) fn find_or_make(project: &Project) -> Result<Self> {
        let folder = folder(project)?;
        let contents = folder.join("contents");
        let docker = make(&folder, "docker.tar", |path| {
            let made_of = of_files(path, 450 * MB, Some("example/docker:1"))?;
            fs::write(&contents, made_of).map_err(Failure::file("write", &contents))
        })?;
        let gzipped = match make(&folder, "docker.tar.gz", |path| GZIP.compress(&docker, path)) {
            Ok(path) => Some(path),
            Err(failure) => {
                println!("{failure}");
                None
            }
        };
        Ok(Self {
            gzipped,
            oci: make(&folder, "oci.tar", |path| of_files(path, 1000 * MB, None).map(drop))?,
            sparse: make(&folder, "sparse.tar", |path| sparse(path).map_err(Failure::file("write", path)))?,
            many: make(&folder, "many.tar", |path| many_layers(path).map_err(Failure::file("write", path)))?,
            tiny: [tiny(&folder, 100_000)?, tiny(&folder, 1_000_000)?],
            docker_headers: (MEMBERS_OF_DOCKER + 2) * 512,
            made_of: fs::read_to_string(&contents).map_err(Failure::file("read", &contents))?,
            docker,
        })
    }
}

/// Where inputs lie.
pub(crate) fn folder(project: &Project) -> Result<PathBuf> {
    let folder = project.target.join("bench").join(format!("inputs-{RECIPE}"));
    fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
    Ok(folder)
}

/// The file of this name. It gets its name once it is whole, so that one that was interrupted is not found.
pub(crate) fn make(folder: &Path, name: &str, write: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let path = folder.join(name);
    if path.exists() {
        return Ok(path);
    }
    let part = folder.join(format!("part-{name}"));
    step::work(&format!("make {name} for the benchmark"), || {
        write(&part)?;
        fs::rename(&part, &path).map_err(Failure::file("write", &path))
    })?;
    Ok(path)
}

/// One image with layers of files, of about `size` bytes; with a name as `docker save` has it. Says what the files are.
fn of_files(path: &Path, size: u64, name: Option<&str>) -> Result<&'static str> {
    let mut files = Files::of_this_machine();
    let mut contents = "";
    let members = with_layers(path, name, |tar| {
        contents = files.write_layer(tar, size / LAYERS)?;
        Ok(())
    })?;
    assert!(name.is_none() || members == MEMBERS_OF_DOCKER, "the headers are counted by it");
    Ok(contents)
}

/// One image of layers whose tars are written one by one. Gives how many members it has.
pub(crate) fn with_layers(path: &Path, name: Option<&str>, mut write: impl FnMut(&Path) -> Result<()>) -> Result<u64> {
    let tar = path.with_extension("layer");
    let written = |result: io::Result<u64>| result.map_err(Failure::file("write", path));
    let mut archive = Archive::create(path).map_err(Failure::file("write", path))?;
    let mut members = written(archive.begin_image())?;
    let mut layers = Vec::new();
    for _ in 0..LAYERS {
        write(&tar)?;
        let layer = written_layer(&tar).map_err(Failure::file("read", &tar))?;
        let mut from = File::open(&tar).map_err(Failure::file("read", &tar))?;
        members += written(archive.copy(&blob(&layer.sha256), layer.size, &mut from).map(|()| 1))?;
        layers.push(layer);
    }
    fs::remove_file(&tar).map_err(Failure::file("remove", &tar))?;
    members += written(archive.end_image(&layers, name))?;
    archive.finish().map_err(Failure::file("write", path))?;
    Ok(members)
}

pub(crate) fn written_layer(tar: &Path) -> io::Result<Layer> {
    Ok(Layer::plain(sha256_of_file(tar)?, fs::metadata(tar)?.len()))
}

/// The layers' digests are of nothing: a first view neither reads nor checks them.
fn sparse(path: &Path) -> io::Result<()> {
    let size = 50_000 * MB / LAYERS_OF_SPARSE / 512 * 512;
    let mut archive = Archive::create(path)?;
    let mut members = archive.begin_image()?;
    let layers: Vec<_> = (0..LAYERS_OF_SPARSE).map(|index| Layer::plain(sha256(&index.to_le_bytes()), size)).collect();
    for layer in &layers {
        archive.hole(&blob(&layer.sha256), layer.size)?;
        members += 1;
    }
    members += archive.end_image(&layers, Some("example/sparse:1"))?;
    assert_eq!(members, MEMBERS_OF_SPARSE);
    archive.finish()
}

/// Layers of one file each, of sizes that differ.
fn many_layers(path: &Path) -> io::Result<()> {
    let mut archive = Archive::create(path)?;
    archive.begin_image()?;
    let mut layers = Vec::new();
    for index in 0..LAYERS_OF_MANY {
        let bytes = layer_of_one_file(&format!("part-{index}"), (index * 7919 % 50_000) as usize)?;
        let layer = Layer::plain(sha256(&bytes), bytes.len() as u64);
        archive.member(&blob(&layer.sha256), &bytes)?;
        layers.push(layer);
    }
    archive.end_image_of_steps(&layers, HISTORY_OF_MANY / LAYERS_OF_MANY - 1, Some("example/many:1"))?;
    archive.finish()
}

fn layer_of_one_file(name: &str, size: usize) -> io::Result<Vec<u8>> {
    let mut header = tar::Header::new_ustar();
    header.set_mode(0o644);
    header.set_size(size as u64);
    let mut layer = tar::Builder::new(Vec::new());
    layer.append_data(&mut header, name, &*vec![b'x'; size])?;
    layer.into_inner()
}

/// An image of one small layer behind `count` members that no image needs.
fn tiny(folder: &Path, count: u64) -> Result<(u64, PathBuf)> {
    let path = make(folder, &format!("tiny-{count}.tar"), |path| {
        tiny_members(path, count).map_err(Failure::file("write", path))
    })?;
    Ok((count, path))
}

fn tiny_members(path: &Path, count: u64) -> io::Result<()> {
    const NOTHING: [u8; 1024] = [0; 1024];
    let mut archive = Archive::create(path)?;
    let image = archive.begin_image()? + 1 + 5;
    for index in image..count {
        archive.member(&format!("{:03}/{:03}", index / 1000, index % 1000), b"x")?;
    }
    let layer = Layer::plain(sha256(&NOTHING), NOTHING.len() as u64);
    archive.member(&blob(&layer.sha256), &NOTHING)?;
    archive.end_image(&[layer], Some("example/tiny:1"))?;
    archive.finish()
}
